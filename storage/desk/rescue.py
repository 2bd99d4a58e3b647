"""What can still be read of a damaged log.db. Events come from the hub again; the rest is nowhere else (G9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.ids import ConversationId
from storage.desk.outbox import StoredCommand
from storage.engine import Connection, SqlError

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was saved; `lost` names the tables of which some part could not be read."""

    commands: Sequence[StoredCommand]
    drafts: Mapping[ConversationId, str]
    notes: Mapping[str, bytes]
    lost: tuple[str, ...]


def rescue(conn: Connection) -> Rescued:
    """Read commands, drafts and notes from both ends of their tables, up to what cannot be read. Raises no SqlError."""
    lost: list[str] = []

    def read(table: str, columns: str, key: str, row_of: Callable[[tuple[Any, ...]], _Row]) -> list[_Row]:
        rows, is_whole = _read(conn, f"SELECT {columns} FROM {table} ORDER BY {key}")  # noqa: S608 - names of our own
        if not is_whole:
            lost.append(table)
        return [row_of(row) for row in rows]

    commands = read(
        "command",
        "device_seq, command_id, data, is_tried, is_expired",
        "device_seq",
        lambda row: StoredCommand(row[0], row[1], bytes(row[2]), row[3] == 1, row[4] == 1),
    )
    drafts = read("draft", "conversation_id, text", "conversation_id", lambda row: (row[0], row[1]))
    notes = read("note", "name, value", "name", lambda row: (row[0], bytes(row[1])))
    return Rescued(commands, dict(drafts), dict(notes), tuple(lost))


def _read(conn: Connection, sql: str) -> tuple[list[tuple[Any, ...]], bool]:
    """Rows from the start up to the first that fails, then from the end; and whether none failed."""
    rows, is_whole = _until_failure(conn, sql)
    if not is_whole:
        backwards, _ = _until_failure(conn, f"{sql} DESC")
        known = {row[0] for row in rows}
        rows += [row for row in reversed(backwards) if row[0] not in known]
    return rows, is_whole


def _until_failure(conn: Connection, sql: str) -> tuple[list[tuple[Any, ...]], bool]:
    rows: list[tuple[Any, ...]] = []
    try:
        rows.extend(conn.execute(sql))
    except SqlError:
        return rows, False
    return rows, True
