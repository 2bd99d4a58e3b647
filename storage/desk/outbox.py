"""Commands on their way: stored before any use of the network, gone when the log shows them or the hub refused them."""

from collections.abc import Collection, Iterable
from typing import Any

from app.domain.ids import CommandId, DeviceId
from app.domain.records import record
from storage.desk.seats import NOBODY
from storage.engine import Connection
from storage.json_list import json_list


@record
class StoredCommand:
    """A command as bytes. `is_tried`: the hub may have seen it; `is_expired`: too old to go out, a person decides.

    The bytes may be of a newer program; then they are kept for it. `device_id`: of the seat that made it.
    """

    device_seq: int
    command_id: CommandId
    data: bytes
    is_tried: bool = False
    is_expired: bool = False
    device_id: DeviceId = NOBODY


COLUMNS = "device_seq, command_id, data, is_tried, is_expired, device_id"


def commands(conn: Connection) -> list[StoredCommand]:
    """All of them, in the order in which they were made."""
    rows = conn.execute(f"SELECT {COLUMNS} FROM command ORDER BY number")  # noqa: S608 - names of ours
    return [command_of_row(row) for row in rows]


def command_of_row(row: tuple[Any, ...]) -> StoredCommand:
    """The object of a row of `COLUMNS`."""
    return StoredCommand(row[0], row[1], bytes(row[2]), row[3] == 1, row[4] == 1, row[5])


def command_ids(conn: Connection) -> set[CommandId]:
    """Which commands are on their way."""
    return {row[0] for row in conn.execute("SELECT command_id FROM command")}


def add_commands(conn: Connection, added: Iterable[StoredCommand]) -> None:
    """Store commands."""
    conn.executemany(
        f"INSERT INTO command ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
        [
            (c.device_seq, c.command_id, c.data, int(c.is_tried), int(c.is_expired), c.device_id)
            for c in added
        ],
    )


def drop_commands(conn: Connection, ids: Collection[CommandId]) -> None:
    """They are decided. Ids that are not here are passed over."""
    if ids:
        conn.execute(
            "DELETE FROM command WHERE command_id IN (SELECT value FROM json_each(?))", (json_list(ids),)
        )


def mark_tried(conn: Connection, ids: Iterable[CommandId]) -> None:
    """The hub may have seen them from now on."""
    conn.execute(
        "UPDATE command SET is_tried = 1 WHERE command_id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )


def mark_expired(conn: Connection, command_id: CommandId) -> None:
    """It waits for a person."""
    conn.execute("UPDATE command SET is_expired = 1 WHERE command_id = ?", (command_id,))
