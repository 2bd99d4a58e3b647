"""view.db: the projection that screens read. Disposable: whatever is wrong with it, it is made again from the log."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.desk.batch import Batch, Cursor
from app.desk.erasure_notes import scrubbed
from app.desk.recent_file import RecentFile
from app.domain.errors import EnvironmentFailure
from app.domain.later import asyncio
from app.domain.rows import Changes
from storage import view
from storage.engine import Connection, connect
from storage.writer import Writer

if TYPE_CHECKING:
    from app.desk.view_anew import MakingAnew
    from app.domain.events import Event
    from storage.codec import StoredEvent

T = TypeVar("T")
log = logging.getLogger(__name__)

REPLAY_BATCH = 20_000  # events of the own log in one transaction of a rebuild
MANY = 50_000  # from so many missing events on, making the view anew is faster than going on
NEARLY = 2_000  # so close to the newest event, what was made anew is finished and shown
OnProjected = Callable[[Changes, "Sequence[Event]", int], None]  # changes, their events, the newest position


class ViewFile:
    """Owns view.db: one writer thread, one reading connection for the event loop's thread.

    `read_log(after, limit)` gives events of the own log and blocks. `on_projected` and `on_progress` (position reached)
    are called on the event loop's thread. While a view is made from a long history, `recent` stands before it.
    """

    def __init__(
        self,
        path: Path,
        key: str,
        read_log: Callable[[int, int], list[StoredEvent]],
        executor: Executor,
        *,
        on_projected: OnProjected,
        on_progress: Callable[[int, int], None],
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        self.recent = RecentFile(path.with_name("recent.db"), key, executor)
        self._path = path
        self._key = key
        self._read_log = read_log
        self._executor = executor
        self._on_projected = on_projected
        self._on_progress = on_progress
        self._crash = crash
        self._projector: view.Projector | None = None  # made with the first events: a start needs none
        self._writer: Writer | None = None
        self._conn: Connection | None = None
        self._making: MakingAnew | None = None
        self._is_held = False
        self._is_whole = False
        self._is_closed = False
        self._opening = threading.Lock()

    def open(self) -> None:
        """Open or make the file; a damaged one is thrown away. Blocks."""
        try:
            self._open()
        except EnvironmentFailure as failure:
            if failure.code not in {"file_damaged", "wrong_key", "file_unreadable"}:
                raise
            log.warning("view thrown away code=%s", failure.code)
            self._throw_away()
            self._open()
        self.recent.open_kept(view.cursor(self._own())[0] if self._is_whole else -1)

    def connection(self) -> Connection:
        """For reads on the event loop's thread."""
        return self.recent.connection or self._own()

    def _own(self) -> Connection:
        assert self._conn is not None, "the view is not open"
        return self._conn

    async def read_apart(self, job: Callable[[Connection], T]) -> T:
        """A read that takes long, beside the event loop, on a connection of its own. Needs a whole view."""

        def read() -> T:
            conn = connect(self._path, self._key, is_read_only=True)
            try:
                return job(conn)
            finally:
                conn.close()

        return await self._off_loop(read)

    @property
    def is_whole(self) -> bool:
        """Whether the view itself is there: False while it is made anew."""
        return self._is_whole

    @property
    def is_readable(self) -> bool:
        """Whether there is anything to read."""
        return self._is_whole or self.recent.is_open

    def position(self) -> int:
        """The newest event in what is read; 0 when nothing is."""
        return view.cursor(self.connection())[0] if self.is_readable else 0

    @property
    def wants_recent(self) -> bool:
        """Whether the newest conversations, sent by the hub, would show more than the view does."""
        return self._conn is not None and (not self._is_whole or view.cursor(self._conn)[0] == 0)

    async def show_recent(self, document: bytes) -> None:
        """Let these be read until the view has come as far. Raises EnvironmentFailure."""
        await self.recent.take(document)
        if not self.wants_recent:
            self.recent.throw_away()
            return
        self._on_projected(Changes(is_everything=True), (), self.recent.cursor.pos)

    async def project_recent(self, batch: Batch, cursor: Cursor) -> None:
        """The log goes on from `cursor` with these events: show them among the newest conversations."""
        if self.wants_recent and self.recent.is_open and self.recent.cursor == cursor:
            changes = await self.recent.project(batch.events, batch.end(cursor))
            self._on_projected(changes, batch.events, batch.stored[-1].pos)

    def drop_recent(self) -> None:
        """They cannot be believed any longer."""
        if self.recent.is_open:
            self.recent.throw_away()
            self._on_projected(Changes(is_everything=True), (), self.position())

    def end_reading(self) -> None:
        """There is nothing to read any more; on the event loop's thread, so that no read is cut through."""
        self._is_whole = False
        self.recent.end_reading()
        if self._conn is not None:
            self._conn.close()
            self._conn = None

    def close(self) -> None:
        """Finish what waits and close the file for good. Blocks. Safe to call twice."""
        with self._opening:
            self._is_closed = True
            self._close()

    def _close(self) -> None:
        self.end_reading()  # the readers first: the last to close tidies up, and a reader cannot
        self.recent.close()
        if self._writer is not None:
            self._writer.close()
        if self._making is not None:
            self._making.close()
            self._making = None
        self._writer = None

    async def scrub(self) -> bool:
        """Nothing of deleted rows is left in the file; False while somebody reads it."""
        assert self._writer is not None, "the view is not open"
        return await scrubbed(self._writer, is_view=True)

    async def throw_away(self) -> None:
        """The file proved damaged: begin a new, empty one; the next `catch_up` fills it."""
        self.recent.throw_away()
        self._is_whole = False  # nobody reads it while it is closed beside the event loop
        await self._off_loop(self._begin_again)

    async def catch_up(self, cursor: Cursor) -> None:
        """Bring the view up to the own log, which ends at `cursor`; from nothing when it cannot be continued."""
        self._is_held = False
        pos = await self._where_to_go_on(cursor)
        while pos < cursor.pos and not self._is_held:
            batch = await self._stored_after(pos, cursor.pos)
            await self._apply(batch)
            pos = batch.stored[-1].pos
            self._on_progress(pos, cursor.pos)
        await self._end_anew()

    async def _where_to_go_on(self, cursor: Cursor) -> int:
        """The position after which events are missing; 0 when the view must be made anew, which is then begun."""
        if (making := self._making) is not None:
            await making.idle()
            if making.is_whole:
                await self._end_anew()
            elif not making.is_over:
                return making.reached.pos
            else:
                making.close()
                self._making = None
        version, pos = await self._run(_version_and_pos)
        if version == view.VIEW_VERSION and pos <= cursor.pos and not cursor.pos - pos > MANY > pos:
            return pos
        await self._begin_anew()
        return 0

    async def project(self, batch: Batch) -> None:
        """Apply a batch that goes on where the view is. Events that need a newer program wait for it.

        An empty view before a long history is made as a rebuild makes it: in half the time, and seen at the end.
        """
        if self._is_held:
            return
        if batch.stored[0].pos == 1 and batch.head > MANY:
            await self._begin_anew()
        await self._apply(batch)
        if self._is_held or batch.head - batch.stored[-1].pos < NEARLY:
            await self._end_anew()

    @property
    def is_held(self) -> bool:
        """Whether the log holds something that only a newer program can read."""
        return self._is_held

    async def _apply(self, batch: Batch) -> None:
        self._is_held = batch.is_held
        if not batch.events:
            return
        events, last = batch.events, batch.stored[len(batch.events) - 1]
        if self._making is not None:
            await self._making.add(events, Cursor(last.pos, last.chain))
            return
        projector = self._projector = self._projector or view.Projector()
        assert self._writer is not None, "the view is not open"
        job = self._writer.submit(lambda conn: projector.project(conn, events, last.chain))
        projecting = asyncio.wrap_future(job)
        projecting.add_done_callback(lambda done: self._tell(done, events, last.pos))
        await asyncio.shield(projecting)

    def _tell(self, done: asyncio.Future[Changes], events: Sequence[Event], pos: int) -> None:
        """Told also when the one who waited was told to end meanwhile: what is in the view must be shown."""
        if not done.cancelled() and done.exception() is None:
            self._show(done.result(), events, pos)

    def _show(self, changes: Changes, events: Sequence[Event], pos: int) -> None:
        """Tell of the view at `pos`, unless what stands before it is newer."""
        if self.recent.is_open:
            if not self._is_whole or (pos < self.recent.cursor.pos and not self._is_held):
                return
            told_pos = self.recent.cursor.pos
            self.recent.throw_away()
            changes, events = Changes(is_everything=True), [one for one in events if one.pos > told_pos]
        self._on_projected(changes, events, pos)

    async def _begin_anew(self) -> None:
        """Throw the old view away; until `_end_anew` there is nothing to read."""
        from app.desk.view_anew import MakingAnew  # with the projector: a start needs neither

        self._is_whole = False
        self._making = MakingAnew(self._writing_connection, self._executor, self._crash)
        await self._making.begin()
        if not self.recent.is_open:
            self._on_projected(Changes(is_everything=True), (), 0)

    async def _end_anew(self) -> None:
        """Let it be read; nothing when the view was only continued."""
        making = self._making
        if making is None:
            return
        await making.end()
        self._making, self._projector, self._is_whole = None, None, True
        self._show(Changes(is_everything=True), (), making.reached.pos)

    async def _stored_after(self, pos: int, to_pos: int) -> Batch:
        from app.desk.log_reading import read_stored

        def read() -> Batch:
            return read_stored(self._read_log(pos, min(REPLAY_BATCH, to_pos - pos)), to_pos)

        return await self._off_loop(read)

    async def write(self, job: Callable[[Connection], T]) -> T:
        """A job of the search index on the writing thread. Raises EnvironmentFailure while the view is made anew."""
        if not self._is_whole:
            raise EnvironmentFailure("view_not_whole")
        return await self._run(job)

    async def _run(self, job: Callable[[Connection], T]) -> T:
        assert self._writer is not None, "the view is not open"
        return await self._writer.run(job)

    async def _off_loop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _open(self) -> None:
        self._writer = Writer(self._writing_connection, "view", self._path)
        self._writer.crash = self._crash
        self._conn = connect(self._path, self._key, is_read_only=True)
        self._is_whole = view.version(self._conn) == view.VIEW_VERSION

    def _writing_connection(self) -> Connection:
        conn = connect(self._path, self._key, durability="NORMAL")
        view.create(conn)
        return conn

    def _begin_again(self) -> None:
        """Nothing once the file is closed for good: a writer that began then would never end, nor the program."""
        with self._opening:
            if not self._is_closed:
                log.warning("view thrown away after a failed read")
                self._throw_away()
                self._open()

    def _throw_away(self) -> None:
        self._close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _version_and_pos(conn: Connection) -> tuple[int | None, int]:
    version = view.version(conn)
    return version, view.cursor(conn)[0] if version == view.VIEW_VERSION else 0
