"""The raw inbox: webhook bodies exactly as they came, on disk before they are acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import chain

from storage.hub.tables import Connection
from storage.instants import from_us, to_us

_ROWS_AT_ONCE = 32
_INSERT = "INSERT INTO raw_inbox (sha256, body, received_us)"


class RawState(IntEnum):
    """How far a body was read; 0 stands for not at all."""

    DONE = 1
    PARTIAL = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class RawBody:
    """A stored webhook. `parser_version` is what read it last, 0 for nothing yet."""

    raw_id: int
    body: bytes
    received_at: datetime
    parser_version: int


def add(conn: Connection, bodies: Sequence[tuple[bytes, bytes, int]]) -> None:
    """Store (sha256, body, received in microseconds); a body that is already there stays as it is.

    Many rows go with one statement: each step of SQLite gives the interpreter away, and under load it comes back late.
    """
    for start in range(0, len(bodies), _ROWS_AT_ONCE):
        rows = bodies[start : start + _ROWS_AT_ONCE]
        marks = ", ".join(["(?, ?, ?)"] * len(rows))
        conn.execute(
            f"{_INSERT} VALUES {marks} ON CONFLICT (sha256) DO NOTHING", [*chain.from_iterable(rows)]
        )


def waiting(conn: Connection, after_raw_id: int, limit: int, max_bytes: int) -> list[RawBody]:
    """The next bodies that nobody walked, oldest first: at most `limit`, and no more once `max_bytes` are reached."""
    rows = conn.execute(
        "SELECT raw_id, body, received_us, parser_version FROM raw_inbox WHERE state = 0 AND raw_id > ?"
        " ORDER BY raw_id",
        (after_raw_id,),
    )
    found: list[RawBody] = []
    size = 0
    for raw_id, body, received_us, parser_version in rows:
        found.append(RawBody(raw_id, body or b"", from_us(received_us), parser_version))
        size += len(body or b"")
        if len(found) >= limit or size >= max_bytes:
            break
    rows.close()
    return found


def count_waiting(conn: Connection) -> int:
    """How many bodies nobody walked yet."""
    return int(conn.execute("SELECT count(*) FROM raw_inbox WHERE state = 0").fetchone()[0])


def mark(conn: Connection, states: Sequence[tuple[int, RawState]], parser_version: int) -> None:
    """Remember how far bodies (by raw_id) were read, and by which parser."""
    conn.executemany(
        "UPDATE raw_inbox SET state = ?, parser_version = ? WHERE raw_id = ?",
        [(int(state), parser_version, raw_id) for raw_id, state in states],
    )


def read_again(conn: Connection, parser_version: int) -> int:
    """Put the bodies that an older parser could not read wholly back in line; gives their number."""
    return conn.execute(
        "UPDATE raw_inbox SET state = 0 WHERE state >= 2 AND parser_version < ? AND body IS NOT NULL",
        (parser_version,),
    ).rowcount


def forget(conn: Connection, before: datetime) -> int:
    """Erase the bodies received before a moment whose every element is in the log; gives their number."""
    return conn.execute(
        "UPDATE raw_inbox SET body = NULL WHERE state = 1 AND received_us < ? AND body IS NOT NULL",
        (to_us(before),),
    ).rowcount
