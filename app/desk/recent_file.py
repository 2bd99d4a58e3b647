"""recent.db: the newest conversations, shown while the view is made. Thrown away when the view has come as far.

It outlives a crash in between, so that a half-made view never leaves the person with an empty window.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk.batch import Cursor
from app.domain.errors import EnvironmentFailure
from app.domain.later import asyncio
from storage import view
from storage.engine import Connection, SqlError, connect, failure_of
from storage.writer import Writer

if TYPE_CHECKING:
    from app.domain.events import Event
    from app.domain.rows import Changes

log = logging.getLogger(__name__)


class RecentFile:
    """A view of its own with few conversations. `cursor`: the newest event in it, or on its way into it."""

    def __init__(self, path: Path, key: str, executor: Executor) -> None:
        self.cursor = Cursor(0, b"")
        self._path = path
        self._key = key
        self._executor = executor
        self._conn: Connection | None = None
        self._writer: Writer | None = None
        self._projector: view.Projector | None = None

    @property
    def connection(self) -> Connection | None:
        """For reads on the event loop's thread; None when there is nothing to show."""
        return self._conn

    @property
    def is_open(self) -> bool:
        """Whether screens read it now."""
        return self._conn is not None

    def open_kept(self, view_pos: int) -> None:
        """Show what an earlier run left, unless the view, which is whole up to `view_pos`, has come as far. Blocks."""
        if not self._path.exists():
            return
        try:
            self._open()
        except EnvironmentFailure as failure:
            log.warning("recent rows thrown away code=%s", failure.code)
            self.throw_away()
        if self.cursor.pos <= view_pos:
            self.throw_away()

    async def take(self, document: bytes) -> None:
        """Make the file of what the hub sent, and show it. Raises EnvironmentFailure."""
        self.close()
        await asyncio.get_running_loop().run_in_executor(self._executor, self._make, document)
        self._open()

    async def project(self, events: Sequence[Event], last: Cursor) -> Changes:
        """Apply events right after `cursor`; what looks different now."""
        self.cursor = last
        if self._writer is None:
            self._writer = Writer(self._writing_connection, "recent", self._path)
            self._projector = view.Projector()
        projector = self._projector
        assert projector is not None
        job: Callable[[Connection], Changes] = lambda conn: projector.project(conn, events, last.chain)  # noqa: E731
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(job)))

    def end_reading(self) -> None:
        """There is nothing to show any more."""
        if self._conn is not None:
            self._conn.close()
            self._conn = None

    def close(self) -> None:
        """Finish what waits and close. Safe to call twice."""
        self.end_reading()
        if self._writer is not None:
            self._writer.close()
        self._writer = self._projector = None
        self.cursor = Cursor(0, b"")

    def throw_away(self) -> None:
        """Close and remove it."""
        self.close()
        self._remove()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _open(self) -> None:
        conn = connect(self._path, self._key, is_read_only=True)
        try:
            if view.version(conn) != view.VIEW_VERSION:
                raise EnvironmentFailure("view_differs")
            self.cursor = Cursor(*view.cursor(conn))
        except BaseException as error:
            conn.close()
            if isinstance(error, SqlError):
                raise failure_of(error, self._path) from error
            raise
        self._conn = conn

    def _make(self, document: bytes) -> None:
        """All of it or, after a crash in between, a file without a view."""
        from storage.cycles import no_search_for_cycles
        from storage.view.recent import decode_recent, fill

        with no_search_for_cycles():
            recent = decode_recent(document)
            self._remove()
            conn = self._writing_connection()
            try:
                conn.execute("BEGIN IMMEDIATE")
                view.create(conn)
                fill(conn, recent)
                conn.execute("COMMIT")
            except SqlError as error:
                raise failure_of(error, self._path) from error
            finally:
                conn.close()

    def _writing_connection(self) -> Connection:
        return connect(self._path, self._key, durability="NORMAL")
