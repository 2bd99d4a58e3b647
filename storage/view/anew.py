"""A view made anew from events as they come, on a connection of its own and in large transactions.

A group of jobs of the Writer is committed within milliseconds, and each commit encrypts the pages that it changed
once more; here a commit comes every 100,000 events (decision 061).
"""

from collections.abc import Callable, Sequence

from app.domain.events import Event
from storage.engine import Connection
from storage.view.projector import Rebuild

EVENTS_AT_ONCE = 20_000  # a batch costs its queries, and statuses of one batch fold into one row
EVENTS_A_COMMIT = 100_000


class Anew:
    """Begin, add, end (or drop). All calls come from one thread; nobody else writes the file meanwhile."""

    def __init__(self, conn: Connection, crash: Callable[[str], None] = lambda point: None) -> None:
        """Throw the old view away; `conn` is closed by `end` or `drop`. `crash`: see `storage.writer.Writer`."""
        self._conn = conn
        self._crash = crash
        self._rebuild = Rebuild()
        self._unapplied: list[Event] = []
        self._uncommitted = 0
        conn.execute("BEGIN IMMEDIATE")
        self._rebuild.begin(conn)
        conn.execute("COMMIT")
        self._crash("view_thrown_away")

    def add(self, events: Sequence[Event]) -> None:
        """Take the next events, which are applied as soon as there are enough of them."""
        self._unapplied.extend(events)
        if len(self._unapplied) >= EVENTS_AT_ONCE:
            self._apply()

    def _apply(self) -> None:
        if not self._conn.in_transaction:
            self._conn.execute("BEGIN IMMEDIATE")
        self._rebuild.add(self._conn, self._unapplied)
        self._uncommitted += len(self._unapplied)
        self._unapplied = []
        if self._uncommitted >= EVENTS_A_COMMIT:
            self._conn.execute("COMMIT")
            self._crash("view_half_made")
            self._uncommitted = 0

    def end(self, pos: int, chain: bytes) -> None:
        """Make the indexes and call it whole, up to this event, the last one that was added."""
        self._apply()
        if not self._conn.in_transaction:
            self._conn.execute("BEGIN IMMEDIATE")
        self._rebuild.end(self._conn, pos, chain)
        self._crash("before_view_whole")
        self._conn.execute("COMMIT")
        self._conn.close()

    def drop(self) -> None:
        """Give up; the view stays unfinished, and the next start begins again."""
        self._conn.close()  # and what is not committed is undone
