"""What the pretend Meta still has to do: every background task in one place, so that none outlives it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from app.domain.clock import Clock

log = logging.getLogger(__name__)


class Agenda:
    """Starts tasks, keeps them until they end, reports the ones that broke and cancels the rest at close."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """Start now; after close nothing is started any more and None is given."""
        if self._is_closed:
            work.close()
            return None
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def after(self, delay_s: float, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None] | None:
        """Start `work` when the clock has moved by `delay_s`."""
        return self.spawn(self._later(delay_s, work))

    async def _later(self, delay_s: float, work: Callable[[], Awaitable[None]]) -> None:
        await self._clock.sleep(delay_s)
        await work()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background work broke", exc_info=error)

    async def close(self) -> None:
        """Cancel what is left and wait until it has gone."""
        self._is_closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
