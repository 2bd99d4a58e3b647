"""What this computer holds of a log that was restored without it: kept apart until the hub has decided about it.

The tables are made when they are needed, which is almost never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.domain.ids import CommandId, LogId
from storage.engine import Connection

if TYPE_CHECKING:
    from storage.codec import StoredEvent

_TABLE = (
    "CREATE TABLE IF NOT EXISTS surplus (log_id TEXT NOT NULL, fork_pos INTEGER NOT NULL, pos INTEGER NOT NULL,"
    " envelope BLOB NOT NULL, chain BLOB NOT NULL, salt BLOB NOT NULL, fields BLOB NOT NULL,"
    " PRIMARY KEY (log_id, pos)) WITHOUT ROWID"
)


def chains_at(conn: Connection, positions: Sequence[int]) -> list[tuple[int, bytes]]:
    """The chain of the own log at these positions."""
    marks = ",".join("?" * len(positions))
    rows = conn.execute(f"SELECT pos, chain FROM event WHERE pos IN ({marks}) ORDER BY pos", list(positions))  # noqa: S608 - marks alone
    return [(row[0], bytes(row[1])) for row in rows]


def set_aside(conn: Connection, log_id: LogId, fork_pos: int, fork_chain: bytes) -> int:
    """Take the events beyond a place out of the log, and keep them apart; gives their number."""
    conn.execute(_TABLE)
    moved = conn.execute(
        "INSERT OR REPLACE INTO surplus SELECT ?, ?, pos, envelope, chain, salt, fields FROM event WHERE pos > ?",
        (log_id, fork_pos, fork_pos),
    ).rowcount
    conn.execute("DELETE FROM event WHERE pos > ?", (fork_pos,))
    conn.execute("UPDATE cursor SET pos = ?, chain = ?", (fork_pos, fork_chain))
    return moved


def surplus_logs(conn: Connection) -> list[tuple[LogId, int, int]]:
    """(log, the place where it parted from ours, number of events) of everything that is kept apart."""
    if conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'surplus'").fetchone() is None:
        return []
    rows = conn.execute("SELECT log_id, min(fork_pos), count(*) FROM surplus GROUP BY log_id ORDER BY log_id")
    return [(LogId(row[0]), row[1], row[2]) for row in rows]


def surplus_page(conn: Connection, log_id: LogId, after: int, limit: int) -> list[StoredEvent]:
    """Events of one log that are kept apart, in order."""
    from storage.codec import StoredEvent  # not at a start

    rows = conn.execute(
        "SELECT pos, envelope, chain, salt, fields FROM surplus WHERE log_id = ? AND pos > ? ORDER BY pos LIMIT ?",
        (log_id, after, limit),
    )
    return [StoredEvent(*row) for row in rows]


def forget_surplus(conn: Connection, log_id: LogId) -> None:
    """The hub has decided about it."""
    conn.execute("DELETE FROM surplus WHERE log_id = ?", (log_id,))


def rewrite_commands(conn: Connection, data: Mapping[CommandId, bytes]) -> None:
    """Commands that go on towards another log; the hub that might have seen them is gone."""
    conn.executemany(
        "UPDATE command SET data = ?, is_tried = 0 WHERE command_id = ?",
        [(one, command_id) for command_id, one in data.items()],
    )
