"""What needs somebody now, read by the Today screen: each section walks an index of its own."""

from datetime import datetime, timedelta

from sqlcipher3.dbapi2 import Connection

from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.ids import ConversationId
from storage.instants import to_us
from storage.view.lists import WAITING, Part, walk

TROUBLED = "is_closed = 0 AND last_state IN ('failed', 'refused', 'expired', 'unknown')"
OF_TROUBLED = "INDEXED BY view_conversation_troubled"  # else all that are open are looked through
COUNTED_MOST = 999


def late_ids(conn: Connection, late_before: datetime, limit: int) -> list[ConversationId]:
    """Whose customer waits since before `late_before`: by time left in the window, then the longest wait."""
    return walk(
        conn, [Part("urgent", f"{WAITING} AND waiting_since_us <= ?", (to_us(late_before),))], limit, None
    )


def closing_ids(
    conn: Connection, late_before: datetime, now: datetime, within: timedelta, limit: int
) -> list[ConversationId]:
    """Whose customer waits in time, and to whom nothing may be written freely soon; the next to close first."""
    return _closing(conn, ">", late_before, now, within, limit)


def late_closing_ids(
    conn: Connection, late_before: datetime, now: datetime, within: timedelta, limit: int
) -> list[ConversationId]:
    """Those of `late_ids` to whom nothing may be written freely soon."""
    return _closing(conn, "<=", late_before, now, within, limit)


def _closing(
    conn: Connection, side: str, late_before: datetime, now: datetime, within: timedelta, limit: int
) -> list[ConversationId]:
    closes = CHANNELS[WHATSAPP].window
    where = f"{WAITING} AND waiting_since_us {side} ? AND last_inbound_us > ? AND last_inbound_us <= ?"
    values = (to_us(late_before), to_us(now - closes), to_us(now - closes + within))
    return walk(conn, [Part("urgent", where, values)], limit, None)


def troubled_ids(conn: Connection, limit: int) -> list[ConversationId]:
    """Open ones whose newest message did not arrive, or may not have; the newest first."""
    return walk(conn, [Part("newest", TROUBLED, hint=OF_TROUBLED)], limit, None)


def troubled_count(conn: Connection) -> int:
    """How many, COUNTED_MOST at most."""
    row = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM view_conversation {OF_TROUBLED} WHERE {TROUBLED} LIMIT ?)",
        (COUNTED_MOST,),
    ).fetchone()
    return int(row[0])


def is_any_asked(conn: Connection) -> bool:
    """Whether a planned answer waits for somebody's decision: what reads those is imported for that alone."""
    return conn.execute("SELECT 1 FROM view_scheduled WHERE is_asked = 1 LIMIT 1").fetchone() is not None
