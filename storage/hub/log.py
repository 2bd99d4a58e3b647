"""The log in hub.db: its head, its events as stored bytes, and what makes an event unique."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import LogId
from storage.codec import GENESIS_CHAIN, StoredEvent, from_json
from storage.hub.tables import Connection
from storage.instants import from_us, to_us

_SQL_VARIABLES = 500  # keys in one look-up; SQLite takes far more, but statements stay small


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log stands."""

    log_id: LogId
    pos: int
    chain: bytes
    accepted_at: datetime
    log_secret: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed event with what the hub alone keeps beside it."""

    stored: StoredEvent
    dedupe_key: bytes | None = None
    command_id: str | None = None
    n: int = 0
    raw_id: int | None = None
    path: str | None = None
    original: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sourced:
    """An event with its source, for the terminal's `log`."""

    stored: StoredEvent
    raw_id: int | None
    path: str | None
    original: bytes | None


def begin(conn: Connection, log_id: LogId, log_secret: bytes) -> None:
    """Write the head of a new, empty log; an existing head stays."""
    conn.execute(
        "INSERT INTO head (id, log_id, term, pos, chain, accepted_us, log_secret, is_running)"
        " VALUES (1, ?, 1, 0, ?, 0, ?, 0) ON CONFLICT (id) DO NOTHING",
        (log_id, GENESIS_CHAIN, log_secret),
    )


def head(conn: Connection) -> Head:
    """The head as this transaction sees it."""
    row = conn.execute("SELECT log_id, pos, chain, accepted_us, log_secret FROM head").fetchone()
    return Head(LogId(row[0]), row[1], row[2], from_us(row[3]), row[4])


def head_pos(conn: Connection) -> int:
    """The newest position."""
    return int(conn.execute("SELECT pos FROM head").fetchone()[0])


def set_running(conn: Connection, is_running: bool) -> bool:
    """Note that a hub runs on this file or not; gives what the note said before (True at a start: it crashed)."""
    was_running = bool(conn.execute("SELECT is_running FROM head").fetchone()[0])
    conn.execute("UPDATE head SET is_running = ?", (int(is_running),))
    return was_running


def add(conn: Connection, entries: Sequence[Entry], accepted_at: datetime) -> None:
    """Store sealed events and move the head. Nothing is checked here: the appender sealed them."""
    conn.executemany(
        "INSERT INTO log (pos, envelope, chain, dedupe_key, command_id, n, raw_id, path)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                e.stored.pos,
                e.stored.envelope,
                e.stored.chain,
                e.dedupe_key,
                e.command_id,
                e.n,
                e.raw_id,
                e.path,
            )
            for e in entries
        ],
    )
    conn.executemany(
        "INSERT INTO body (pos, salt, fields, original) VALUES (?, ?, ?, ?)",
        [(e.stored.pos, e.stored.salt, e.stored.fields, e.original) for e in entries],
    )
    last = entries[-1].stored
    conn.execute(
        "UPDATE head SET pos = ?, chain = ?, accepted_us = ?", (last.pos, last.chain, to_us(accepted_at))
    )


def known_keys(conn: Connection, keys: Sequence[bytes]) -> set[bytes]:
    """Which of these dedupe keys are in the log."""
    found: set[bytes] = set()
    for start in range(0, len(keys), _SQL_VARIABLES):
        part = keys[start : start + _SQL_VARIABLES]
        marks = ",".join("?" * len(part))
        rows = conn.execute(f"SELECT dedupe_key FROM log WHERE dedupe_key IN ({marks})", part)  # noqa: S608 - marks alone
        found.update(row[0] for row in rows)
    return found


def page(conn: Connection, after: int, limit: int, max_bytes: int = 1 << 62) -> list[StoredEvent]:
    """Events after a position, in order: at most `limit`, and no more once `max_bytes` are reached."""
    rows = conn.execute(
        "SELECT l.pos, l.envelope, l.chain, b.salt, b.fields FROM log l JOIN body b ON b.pos = l.pos"
        " WHERE l.pos > ? ORDER BY l.pos LIMIT ?",
        (after, limit),
    )
    found: list[StoredEvent] = []
    size = 0
    for row in rows:
        found.append(StoredEvent(*row))
        size += len(row[1]) + len(row[4])
        if size >= max_bytes:
            break
    rows.close()
    return found


def original(conn: Connection, pos: int) -> bytes | None:
    """The channel's own element of an event; None when there is none (any more)."""
    row = conn.execute("SELECT original FROM body WHERE pos = ?", (pos,)).fetchone()
    return row[0] if row else None


def every(conn: Connection) -> Iterator[Sourced]:
    """The whole log with sources and originals, in order, read as it is asked for."""
    rows = conn.execute(
        "SELECT l.pos, l.envelope, l.chain, b.salt, b.fields, l.raw_id, l.path, b.original"
        " FROM log l JOIN body b ON b.pos = l.pos ORDER BY l.pos"
    )
    for row in rows:
        yield Sourced(StoredEvent(*row[:5]), row[5], row[6], row[7])


def first_pos_since(conn: Connection, at: datetime) -> int:
    """The position of the first event that was accepted at a moment or later; one beyond the newest when none was."""
    low, high = 1, head_pos(conn) + 1
    while low < high:
        middle = (low + high) // 2
        row = conn.execute("SELECT envelope FROM log WHERE pos = ?", (middle,)).fetchone()
        if _accepted_at(row[0]) < at:
            low = middle + 1
        else:
            high = middle
    return low


def _accepted_at(envelope: bytes) -> datetime:
    fields = from_json(envelope)
    assert isinstance(fields, dict)
    return datetime.fromisoformat(str(fields["accepted_at"]))
