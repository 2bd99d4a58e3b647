"""What can still be read of a damaged log.db. Events come from the hub again; the rest is nowhere else (G9)."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.records import record
from storage.desk.outbox import StoredCommand, command_of_row
from storage.engine import SqlError, connect

_Row = tuple[Any, ...]
_TABLES = ("command", "draft", "note")


@record
class Rescued:
    """What was saved; `lost` names the tables of which some part could not be read."""

    commands: Sequence[StoredCommand]
    drafts: Mapping[ConversationId, str]
    notes: Mapping[str, bytes]
    lost: tuple[str, ...]


def rescue(path: Path, key: str) -> Rescued:
    """Read commands, drafts and notes, each from both ends of its table up to what cannot be read.

    Raises nothing: a file that cannot be opened at all gives nothing and names every table as lost.
    """
    commands, has_all_commands = _read(
        path,
        key,
        "SELECT device_seq, command_id, data, is_tried, is_expired FROM command ORDER BY device_seq",
    )
    drafts, has_all_drafts = _read(
        path, key, "SELECT conversation_id, text FROM draft ORDER BY conversation_id"
    )
    notes, has_all_notes = _read(path, key, "SELECT name, value FROM note ORDER BY name")
    is_whole = (has_all_commands, has_all_drafts, has_all_notes)
    return Rescued(
        [command_of_row(row) for row in commands],
        {row[0]: row[1] for row in drafts},
        {row[0]: bytes(row[1]) for row in notes},
        tuple(table for table, is_read in zip(_TABLES, is_whole, strict=True) if not is_read),
    )


def _read(path: Path, key: str, sql: str) -> tuple[list[_Row], bool]:
    """Rows from the start up to the first that fails, then from the end; and whether none failed."""
    rows, is_whole = _until_failure(path, key, sql)
    if not is_whole:
        backwards, _ = _until_failure(path, key, f"{sql} DESC")
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
