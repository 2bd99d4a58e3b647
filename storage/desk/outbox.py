"""Commands that this computer made and the log does not show yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlcipher3.dbapi2 import Connection


@dataclass(frozen=True, slots=True)
class StoredCommand:
    """A command as bytes. `is_tried`: the hub may have seen it. `is_expired`: a text that waits for a person."""

    device_seq: int
    command_id: str
    data: bytes
    is_tried: bool = False
    is_expired: bool = False


def commands(conn: Connection) -> list[StoredCommand]:
    """All of them, oldest first."""
    rows = conn.execute(
        "SELECT device_seq, command_id, data, is_tried, is_expired FROM outbox ORDER BY device_seq"
    )
    return [StoredCommand(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in rows]


def command_ids(conn: Connection) -> set[str]:
    """Their ids."""
    return {row[0] for row in conn.execute("SELECT command_id FROM outbox")}


def add_commands(conn: Connection, added: Iterable[StoredCommand]) -> None:
    """Store new ones."""
    conn.executemany(
        "INSERT INTO outbox (device_seq, command_id, data, is_tried, is_expired) VALUES (?, ?, ?, ?, ?)",
        [(c.device_seq, c.command_id, c.data, int(c.is_tried), int(c.is_expired)) for c in added],
    )


def mark_tried(conn: Connection, ids: Iterable[str]) -> None:
    """From now on the hub may have seen them."""
    conn.executemany(
        "UPDATE outbox SET is_tried = 1 WHERE command_id = ?", [(command_id,) for command_id in ids]
    )


def mark_expired(conn: Connection, command_id: str) -> None:
    """It is sent no more, and kept."""
    conn.execute("UPDATE outbox SET is_expired = 1 WHERE command_id = ?", (command_id,))


def drop_commands(conn: Connection, ids: Iterable[str]) -> None:
    """They are decided; ones that are not there are no fault."""
    conn.executemany("DELETE FROM outbox WHERE command_id = ?", [(command_id,) for command_id in ids])
