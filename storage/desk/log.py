"""The events of the hub's log as this computer holds them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from app.domain.errors import InvariantBroken
from app.domain.later import hashlib
from storage.engine import Connection
from storage.rows import write_rows

if TYPE_CHECKING:
    from storage.codec import StoredEvent


def cursor(conn: Connection) -> tuple[int, bytes]:
    """Position and chain of the newest stored event; 0 and the genesis chain before the first."""
    pos, chain = conn.execute("SELECT pos, chain FROM cursor").fetchone()
    return int(pos), bytes(chain)


def append(conn: Connection, events: Sequence[StoredEvent]) -> None:
    """Store events and move the cursor, in the caller's transaction.

    They must go on right where the cursor is. Raises InvariantBroken("log_gap" or "chain_mismatch") with "pos", and
    then stores nothing. Bodies are not hashed again here: the one who fetched them did.
    """
    if not events:
        return
    _check(events, *cursor(conn))
    write_rows(
        conn,
        "INSERT INTO event (pos, envelope, chain, salt, fields) VALUES {rows}",
        [(event.pos, event.envelope, event.chain, event.salt, event.fields) for event in events],
    )
    conn.execute("UPDATE cursor SET pos = ?, chain = ?", (events[-1].pos, events[-1].chain))


def kinds_besides(conn: Connection, kinds: Collection[str], limit: int) -> list[str]:
    """Kinds of the first events that are of none of these, in order; a log without any is read whole."""
    rows = conn.execute(
        "SELECT json_extract(CAST(envelope AS TEXT), '$.kind') AS kind FROM event"
        " WHERE kind NOT IN (SELECT value FROM json_each(?)) ORDER BY pos LIMIT ?",
        (json.dumps(list(kinds)), limit),
    )
    return [row[0] for row in rows]


def page(conn: Connection, after: int, limit: int) -> list[StoredEvent]:
    """At most `limit` events after a position, in order."""
    from storage.codec import StoredEvent  # not at a start, which reads no event

    rows = conn.execute(
        "SELECT pos, envelope, chain, salt, fields FROM event WHERE pos > ? ORDER BY pos LIMIT ?",
        (after, limit),
    )
    return [StoredEvent(*row) for row in rows]


def _check(events: Sequence[StoredEvent], pos: int, chain: bytes) -> None:
    for event in events:
        pos += 1
        if event.pos != pos:
            raise InvariantBroken("log_gap", pos=str(pos))
        if hashlib.sha256(chain + event.envelope).digest() != event.chain:
            raise InvariantBroken("chain_mismatch", pos=str(pos))
        chain = event.chain
