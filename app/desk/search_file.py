"""search.db: what is indexed behind the view, and who reads it. Whatever is wrong with it, it is made again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from app.domain.errors import EnvironmentFailure
from app.domain.later import asyncio
from app.domain.search_rows import SearchState
from storage.engine import Connection, SqlError, connect
from storage.search import index, people, schema, watch
from storage.writer import Priority, Writer

T = TypeVar("T")
log = logging.getLogger(__name__)
STEP = 500  # messages of one transaction: some 30 ms
CACHE_KIB = 16 * 1024
SPOILT = {"file_damaged", "wrong_key", "file_unreadable"}


class _Notes(NamedTuple):
    """What the view noted and a step has indexed."""

    messages: list[tuple[int, int]]
    people: list[tuple[int, int]]

    def forget(self, conn: Connection) -> None:
        """On the view's writing thread."""
        watch.forget(conn, self.messages)
        watch.forget_people(conn, self.people)


class WriteView(Protocol):
    """Runs a job on the view's writing thread."""

    def __call__(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        """Give what the job gave."""


class SearchFile:
    """Owns search.db: a thread that writes it, and one that reads it. Both begin with the first use."""

    def __init__(
        self,
        view_path: Path,
        key: str,
        write_view: WriteView,
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._path = view_path.with_name("search.db")
        self._view_path = view_path
        self._key = key
        self._write_view = write_view
        self._crash = crash
        self._writer: Writer | None = None
        self._reading: ThreadPoolExecutor | None = None
        self._readers: tuple[Connection, Connection] | None = None
        self._watch = 0
        self._is_closed = False
        self._opening = threading.Lock()
        self._turn = asyncio.Lock()  # one step after the other
        self.state = SearchState()

    # --- filling it ---

    async def step(self) -> bool:
        """Index some of what is missing; whether there may be more. Raises EnvironmentFailure."""
        async with self._turn:
            try:
                return await self._step()
            except EnvironmentFailure as failure:
                if failure.code not in SPOILT:
                    raise
                log.warning("search index thrown away code=%s", failure.code)
                await self.throw_away()
                return True

    async def _step(self) -> bool:
        writer = await self._opened()
        await self._follow(writer)
        notes, is_more = await writer.run(self._index_some, priority=Priority.BULK)
        if notes.messages or notes.people:
            self._crash("search_indexed")
            await self._write_view(notes.forget)
        return is_more

    async def tidy(self) -> bool:
        """Write a part of the index anew without what was taken out; whether there is more to do."""
        async with self._turn:
            writer = await self._opened()
            is_more = await writer.run(index.tidy, priority=Priority.BULK)
            if not is_more:
                await asyncio.to_thread(self._truncate_wal)
            return is_more

    async def scrub(self) -> None:
        """What left the view leaves the file for good, now."""
        await self.step()
        while await self._write_view(watch.has_notes):
            await self.step()
        writer = await self._opened()
        await writer.run(lambda conn: schema.put(conn, "untidy", 1))
        while await self.tidy():
            pass

    async def is_untidy(self) -> bool:
        """Whether pieces of what was taken out may be left in the file."""
        writer = await self._opened()
        return await writer.run(lambda conn: schema.get(conn, "untidy") > 0)

    async def throw_away(self) -> None:
        """Begin again with an empty file."""
        await asyncio.to_thread(self._close_files)
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def view_replaced(self) -> None:
        """The view was made anew or mended: it is opened again at the next use."""
        self._watch = 0
        if self._reading is not None and not self._is_closed:
            self._reading.submit(self._close_readers)

    async def _follow(self, writer: Writer) -> None:
        """See to it that the view is watched, and that the index is one of this view."""
        if self._watch:
            return
        number = await self._write_view(watch.watch)
        await writer.run(lambda conn: self._begin_unless_of(conn, number))
        self._watch = number

    def _begin_unless_of(self, conn: Connection, number: int) -> None:
        if schema.is_current(conn) and schema.get(conn, "watch") == number:
            return
        view = self._open_view()
        try:
            newest = view.execute("SELECT ifnull(max(pos), 0) FROM view_message").fetchone()[0]
        finally:
            view.close()
        index.begin(conn, number, newest)

    def _index_some(self, conn: Connection) -> tuple[_Notes, bool]:
        view = self._open_view()
        try:
            notes = _Notes(watch.changed(view, STEP), watch.changed_people(view, STEP))
            if notes.messages or notes.people:
                index.refresh(conn, view, sorted({pos for _, pos in notes.messages}))
                people.refresh_people(conn, view, sorted({no for _, no in notes.people}))
                is_more = True
            elif people.is_filled(conn):
                is_more = index.below(conn) > 0 and index.fill(conn, view, STEP)
            else:
                people.fill_people(conn, view, STEP)
                is_more = True
        except SqlError as error:
            if "search_changed" in str(error):  # the view was made anew meanwhile
                self._watch = 0
                return _Notes([], []), True
            raise
        finally:
            view.close()
        self.state = SearchState(_percent(conn))
        return notes, is_more

    async def _opened(self) -> Writer:
        if self._writer is not None:
            return self._writer
        opened: Writer = await asyncio.to_thread(self._open)
        return opened

    def _open(self) -> Writer:
        """Also when nobody waits for it any more: what was opened is closed with all else."""
        with self._opening:
            if self._is_closed:
                raise EnvironmentFailure("writer_closed")
            if self._writer is None:
                self._writer = Writer(self._open_writing, "search", self._path)
                self._writer.crash = self._crash
            return self._writer

    def _open_writing(self) -> Connection:
        conn = connect(self._path, self._key, durability="NORMAL")
        conn.execute("PRAGMA secure_delete = ON")
        conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return conn

    def _open_view(self) -> Connection:
        return connect(self._view_path, self._key, is_read_only=True)

    def _truncate_wal(self) -> None:
        conn = connect(self._path, self._key, durability="NORMAL")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        conn.close()

    # --- reading it ---

    async def read(
        self, job: Callable[[Connection, Connection], T], nothing: T, is_wanted: Callable[[], bool]
    ) -> T:
        """What the job gives from index and view, when its turn comes and it is still wanted; else `nothing`."""
        if self._is_closed or self.state.percent is None:
            return nothing
        if self._reading is None:
            self._reading = ThreadPoolExecutor(1, thread_name_prefix="search")

        def work() -> T:
            if not is_wanted():
                return nothing
            index_conn, view_conn = self._open_readers()
            return job(index_conn, view_conn)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._reading, work)
        except (SqlError, EnvironmentFailure) as error:
            log.warning("search index not readable: %s", error)
            async with self._turn:
                await self.throw_away()
            return nothing

    def _open_readers(self) -> tuple[Connection, Connection]:
        if self._readers is None:
            index_conn = connect(self._path, self._key, is_read_only=True)
            index_conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            self._readers = index_conn, self._open_view()
        return self._readers

    def _close_readers(self) -> None:
        readers, self._readers = self._readers, None
        for conn in readers or ():
            conn.close()

    # --- the end ---

    def close(self) -> None:
        """Finish the step under way and close the file. Blocks. Safe to call twice."""
        with self._opening:
            self._is_closed = True
        self._close_files()

    def _close_files(self) -> None:
        if self._reading is not None:
            self._reading.submit(self._close_readers)
            self._reading.shutdown()
            self._reading = None
        with self._opening:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self._watch = 0
        self.state = SearchState()


def _percent(conn: Any) -> int:
    """How much is indexed, by positions; 100 only when all of it is."""
    below, newest = index.below(conn), schema.get(conn, "newest")
    if below == 0 or newest == 0:
        return 100
    return min(99, max(0, (newest + 1 - below) * 100 // newest))
