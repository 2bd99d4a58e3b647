"""How the hub's file stands, for the doctor: what waits to go out, what nobody can tell of, and who follows."""

from dataclasses import dataclass
from datetime import datetime

from storage.hub.tables import REVISION, Connection
from storage.instants import from_us


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Messages that wait to go out, and those of which nobody knows whether they went. `…_since`: of the oldest."""

    unsent: int
    unsent_since: datetime | None
    unconfirmed: int
    unconfirmed_since: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Conversations in which somebody waits for an answer, as the list "waiting" shows them."""

    count: int
    oldest_at: datetime | None


def outgoing(conn: Connection, now_us: int) -> Outgoing:
    """What is due and has not gone out, and what is not confirmed. A planned message waits for its own moment."""
    unsent = conn.execute(
        "SELECT count(*), min(ready_us) FROM send WHERE state IN ('queued', 'sending') AND ready_us <= ?",
        (now_us,),
    ).fetchone()
    unconfirmed = conn.execute(
        "SELECT count(*), min(coalesce(taken_us, first_try_us, ready_us)) FROM send WHERE state = 'unknown'"
    ).fetchone()
    return Outgoing(unsent[0], from_us(unsent[1]), unconfirmed[0], from_us(unconfirmed[1]))


def waiting(view: Connection) -> Waiting:
    """Who waits, straight from the index of the list."""
    row = view.execute(
        "SELECT count(*), min(waiting_since_us) FROM view_conversation"
        " WHERE waiting_since_us IS NOT NULL AND snoozed_us IS NULL"
    ).fetchone()
    return Waiting(row[0], from_us(row[1]))


def revision() -> int:
    """Of hub.db."""
    return REVISION


def engines(conn: Connection) -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher ("" where it does not encrypt)."""
    sqlite = conn.execute("SELECT sqlite_version()").fetchone()[0]
    cipher = conn.execute("PRAGMA cipher_version").fetchone()
    return str(sqlite), str(cipher[0]) if cipher else ""
