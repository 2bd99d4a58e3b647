"""What keeps a whole business number from sending, as its newest messages told: gone once one went out again."""

from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import LineId
from app.domain.rows import LineTrouble
from storage.instants import from_us

Trouble = tuple[LineId, str]  # a business number ("" where the channel named none) and our reason


def stored(conn: Connection) -> dict[Trouble, int]:
    """Every trouble, and since when (µs)."""
    return {
        (row[0], row[1]): row[2] for row in conn.execute("SELECT line_id, code, since_us FROM view_trouble")
    }


def save(conn: Connection, troubles: Mapping[Trouble, int]) -> None:
    """These and no others."""
    conn.execute("DELETE FROM view_trouble")
    rows = [(*trouble, since_us) for trouble, since_us in troubles.items()]
    conn.executemany("INSERT INTO view_trouble (line_id, code, since_us) VALUES (?, ?, ?)", rows)


def troubles(conn: Connection) -> list[LineTrouble]:
    """Every trouble, the oldest first."""
    found = [
        LineTrouble(line_id or None, code, since)
        for (line_id, code), since_us in stored(conn).items()
        if (since := from_us(since_us)) is not None
    ]
    return sorted(found, key=lambda one: one.since_at)
