"""What can still be read of a damaged log.db. Events come from the hub again; the rest is nowhere else (G9)."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId, DeviceId
from app.domain.records import record
from storage.desk.outbox import COLUMNS, StoredCommand, command_of_row
from storage.desk.seats import StoredSeat, seat_of_row
from storage.engine import SqlError, connect

_Row = tuple[Any, ...]
_SEATS = "device_id, joined, next_seq, pin, wrong_tries, wait_until_us, used_us"
_NOTES = "SELECT name, value FROM note ORDER BY name ASC"
# Each row begins with what tells it from the others of its table.
_TODAY = (
    f"SELECT number, {_SEATS} FROM seat ORDER BY number ASC",  # noqa: S608 - names of ours
    f"SELECT number, {COLUMNS} FROM command ORDER BY number ASC",  # noqa: S608
    """SELECT device_id || ':' || conversation_id, device_id, conversation_id, text
    FROM draft ORDER BY device_id ASC, conversation_id ASC""",
    _NOTES,
)
_FIRST = (
    "SELECT device_seq, device_seq, command_id, data, is_tried, is_expired, '' FROM command ORDER BY device_seq ASC",
    "SELECT conversation_id, '', conversation_id, text FROM draft ORDER BY conversation_id ASC",
    _NOTES,
)
_TABLES = ("seat", "command", "draft", "note")


@record
class Rescued:
    """What was saved; `lost` names the tables of which some part could not be read."""

    seats: Sequence[StoredSeat]
    commands: Sequence[StoredCommand]
    drafts: Mapping[DeviceId, Mapping[ConversationId, str]]
    notes: Mapping[str, bytes]
    lost: tuple[str, ...]


def rescue(path: Path, key: str) -> Rescued:
    """Read seats, commands, drafts and notes, each from both ends of its table up to what cannot be read.

    A file of the first revision has no seats; its notes say whose it is (see `storage.desk.migrations.adopt`).
    Raises nothing: a file that cannot be opened at all gives nothing and names every table as lost.
    """
    is_old = _is_of_first_revision(path, key)
    queries = _FIRST if is_old else _TODAY
    parts = [_read(path, key, sql) for sql in queries]
    if is_old:
        parts.insert(0, ([], True))
    seats, commands, drafts, notes = (rows for rows, _ in parts)
    by_seat: dict[DeviceId, dict[ConversationId, str]] = {}
    for _, device_id, conversation_id, text in drafts:
        by_seat.setdefault(device_id, {})[conversation_id] = text
    return Rescued(
        [seat_of_row(row[1:]) for row in seats],
        [command_of_row(row[1:]) for row in commands],
        by_seat,
        {row[0]: bytes(row[1]) for row in notes},
        tuple(table for table, (_, is_whole) in zip(_TABLES, parts, strict=True) if not is_whole),
    )


def _is_of_first_revision(path: Path, key: str) -> bool:
    rows, is_read = _until_failure(path, key, "SELECT 1 FROM sqlite_master WHERE name = 'seat'")
    return is_read and not rows


def _read(path: Path, key: str, sql: str) -> tuple[list[_Row], bool]:
    """Rows from the start up to the first that fails, then from the end; and whether none failed."""
    rows, is_whole = _until_failure(path, key, sql)
    if not is_whole:
        backwards, _ = _until_failure(path, key, sql.replace(" ASC", " DESC"))
        known = {row[0] for row in rows}
        rows += [row for row in reversed(backwards) if row[0] not in known]
    return rows, is_whole


def _until_failure(path: Path, key: str, sql: str) -> tuple[list[_Row], bool]:
    """On a connection of its own: after a page that cannot be decrypted, SQLCipher reads no other."""
    rows: list[_Row] = []
    try:
        with closing(connect(path, key, is_read_only=True)) as conn:
            rows.extend(conn.execute(sql))
    except (SqlError, EnvironmentFailure):
        return rows, False
    return rows, True
