"""The replica of the log: dense, in order, as the hub sealed it."""

from collections.abc import Sequence

from sqlcipher3.dbapi2 import Connection

from storage.codec import GENESIS_CHAIN, StoredEvent


def cursor(conn: Connection) -> tuple[int, bytes]:
    """Position and chain of the newest event; (0, 32 zero bytes) when there is none."""
    row = conn.execute("SELECT pos, chain FROM event ORDER BY pos DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, GENESIS_CHAIN)


def append(conn: Connection, events: Sequence[StoredEvent]) -> None:
    """Add checked events right after the cursor; a position that is there already is an error of ours."""
    conn.executemany(
        "INSERT INTO event (pos, envelope, chain, salt, fields) VALUES (?, ?, ?, ?, ?)",
        [(event.pos, event.envelope, event.chain, event.salt, event.fields) for event in events],
    )


def page(conn: Connection, after: int, limit: int) -> list[StoredEvent]:
    """Events after a position, in order."""
    rows = conn.execute(
        "SELECT pos, envelope, chain, salt, fields FROM event WHERE pos > ? ORDER BY pos LIMIT ?",
        (after, limit),
    )
    return [StoredEvent(*row) for row in rows]
