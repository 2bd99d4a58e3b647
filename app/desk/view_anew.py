"""Making the view anew off the event loop, while nothing else writes the file."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from concurrent import futures
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING

from app.desk.batch import Cursor
from storage.cycles import no_search_for_cycles
from storage.engine import Connection, SqlError, failure_of
from storage.view.anew import Anew

if TYPE_CHECKING:
    from app.domain.events import Event

NOWHERE = Cursor(0, bytes(32))


class MakingAnew:
    """One making, which may last over several connections to the hub. `reached`: the newest event given to it.

    A step that fails (a full disk) ends it: `is_over`, and a new one must begin. `is_whole`: the view can be read,
    perhaps unknown to the one who waited for it and was told to stop; nothing can be added any more.
    `executor` does what computes, in turn with reading the pages: it has one thread.
    """

    def __init__(
        self, open_connection: Callable[[], Connection], executor: Executor, crash: Callable[[str], None]
    ) -> None:
        self.reached = NOWHERE
        self.is_over = False
        self.is_whole = False
        self._executor = executor
        self._crash = crash
        self._anew: Anew | None = None
        self._working: Future[None] | None = None
        self._open_connection = open_connection
        self._quiet = contextlib.ExitStack()
        self._quiet.enter_context(no_search_for_cycles())

    async def begin(self) -> None:
        """Throw the old view away."""
        await self._run(self._begin)

    async def add(self, events: Sequence[Event], last: Cursor) -> None:
        """Take events; `last` is the place of the last one. Told to stop, it still ends what it has begun."""
        await self._run(lambda: self._add(events, last))

    async def idle(self) -> None:
        """Wait until what was begun before is done."""
        await self._run(lambda: None)

    async def end(self) -> None:
        """Make the indexes; the view can be read then."""
        await self._run(self._end)
        self.close()

    def close(self) -> None:
        """Give up what is not ended. Blocks until the step under way is done. Safe to call twice."""
        if self._working is not None:
            futures.wait([self._working])
        self._drop()
        self._quiet.close()

    def _drop(self) -> None:
        self.is_over = True
        if self._anew is not None:
            self._anew.drop()
            self._anew = None

    def _begin(self) -> None:
        self._anew = Anew(self._open_connection(), self._crash)

    def _add(self, events: Sequence[Event], last: Cursor) -> None:
        assert self._anew is not None
        self._anew.add(events)
        self.reached = last

    def _end(self) -> None:
        if self._anew is not None:  # else it was ended before the one who waited for it was told to stop
            self._anew.end(self.reached.pos, self.reached.chain)
            self._anew = None
            self.is_whole = True

    async def _run(self, work: Callable[[], None]) -> None:
        self._working = self._executor.submit(self._whole_or_over, work)
        await asyncio.shield(asyncio.wrap_future(self._working))

    def _whole_or_over(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            self._drop()
            if isinstance(error, SqlError):
                raise failure_of(error) from error
            raise
