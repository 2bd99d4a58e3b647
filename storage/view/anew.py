"""A view made anew from events as they come, on a connection of its own and in large transactions.

A group of jobs of the Writer is committed within milliseconds, and each commit encrypts the pages that it changed
once more; here a commit comes every 100,000 events (decision 061).
"""

from collections.abc import Sequence

from app.domain.events import Event
from storage.engine import Connection
from storage.view.projector import Rebuild

EVENTS_A_COMMIT = 100_000


class Anew:
    """Begin, add, end (or drop). All calls come from one thread; nobody else writes the file meanwhile."""

    def __init__(self, conn: Connection) -> None:
        """Throw the old view away; `conn` is closed by `end` or `drop`."""
        self._conn = conn
        self._rebuild = Rebuild()
        self._uncommitted = 0
        conn.execute("BEGIN IMMEDIATE")
        self._rebuild.begin(conn)
        conn.execute("COMMIT")

    def add(self, events: Sequence[Event]) -> None:
        """Apply the next events."""
        if not self._conn.in_transaction:
            self._conn.execute("BEGIN IMMEDIATE")
        self._rebuild.add(self._conn, events)
        self._uncommitted += len(events)
        if self._uncommitted >= EVENTS_A_COMMIT:
            self._conn.execute("COMMIT")
            self._uncommitted = 0

    def end(self, pos: int, chain: bytes) -> None:
        """Make the indexes and call it whole, up to this event."""
        if not self._conn.in_transaction:
            self._conn.execute("BEGIN IMMEDIATE")
        self._rebuild.end(self._conn, pos, chain)
        self._conn.execute("COMMIT")
        self._conn.close()

    def drop(self) -> None:
        """Give up; the view stays unfinished, and the next start begins again."""
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")
        self._conn.close()
