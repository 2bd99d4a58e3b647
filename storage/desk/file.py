"""log.db as a file: made, checked, and what can be saved of a damaged one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlcipher3.dbapi2 import Connection, DatabaseError

from app.domain.ids import ConversationId
from storage.desk.drafts import drafts
from storage.desk.notes import notes
from storage.desk.outbox import StoredCommand, commands
from storage.engine import check_revision, create_tables

REVISION = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a damaged file still gave: everything but the events, which the hub has too."""

    commands: list[StoredCommand] = field(default_factory=list)
    drafts: Mapping[ConversationId, str] = field(default_factory=dict)
    notes: Mapping[str, bytes] = field(default_factory=dict)
    lost: tuple[str, ...] = ()  # tables that could not be read


def create(conn: Connection) -> None:
    """Make what is missing; refuses a newer file: EnvironmentFailure("file_newer")."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        check_revision(conn, "desk", REVISION)
        if conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'note'").fetchone() is None:
            from storage.desk.tables import METADATA  # SQLAlchemy: never at a usual start

            create_tables(conn, METADATA)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")


def is_sound(conn: Connection) -> bool:
    """SQLite's own quick check. Takes seconds on a large file: only after an unclean end."""
    try:
        return bool(conn.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except DatabaseError:
        return False


def rescue(conn: Connection) -> Rescued:
    """Read what can be read of a damaged file, table by table."""
    lost: list[str] = []

    def read(name: str, query: Callable[[Connection], T], empty: T) -> T:
        try:
            return query(conn)
        except DatabaseError:
            lost.append(name)
            return empty

    return Rescued(
        read("outbox", commands, []), read("draft", drafts, {}), read("note", notes, {}), tuple(lost)
    )
