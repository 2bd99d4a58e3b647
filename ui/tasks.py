"""The only way to start a coroutine from the window: its task is kept, its exception is shown, its end is awaited."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from app.domain.later import asyncio

log = logging.getLogger(__name__)


class Tasks:
    """The running coroutines of the window. asyncio itself holds tasks weakly and reports lost errors late or never."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def count(self) -> int:
        """How many have not ended yet."""
        return len(self._running)

    def spawn(self, coroutine: Coroutine[Any, Any, object], name: str) -> None:
        """Start it now. An exception in it is logged and reported once."""
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def close(self) -> None:
        """Cancel what still runs and wait for its end."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("task failed name=%s", task.get_name(), exc_info=error)
            self._report(error)
