"""The only way to start a coroutine from the window: its task is kept, its exception is shown, its end is awaited."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from app.domain.later import asyncio

log = logging.getLogger(__name__)


class Tasks:
    """The running coroutines of the window. asyncio itself holds tasks weakly and reports lost errors late or never.

    The window is painted before the event loop runs: what is asked for until `begin` waits for it.
    """

    def __init__(self, report: Callable[[BaseException], None], *, has_loop: bool = True) -> None:
        self._report = report
        self._has_loop = has_loop
        self._early: list[tuple[Coroutine[Any, Any, object], str]] = []
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def count(self) -> int:
        """How many have not ended yet."""
        return len(self._running) + len(self._early)

    def begin(self) -> None:
        """The loop runs: start what was asked for before."""
        self._has_loop = True
        early, self._early = self._early, []
        for coroutine, name in early:
            self.spawn(coroutine, name)

    def spawn(self, coroutine: Coroutine[Any, Any, object], name: str) -> "asyncio.Task[Any] | None":
        """Start it now, or once there is a loop; after the loop, never. An exception is logged and reported once.

        Gives what has started, for who may want to cancel it.
        """
        if not self._has_loop:
            self._early.append((coroutine, name))
            return None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # the loop has ended, and a timer of the closing window came late
            coroutine.close()
            return None
        task = loop.create_task(coroutine, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait for its end."""
        for coroutine, _name in self._early:
            coroutine.close()
        self._early.clear()
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
