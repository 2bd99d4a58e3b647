"""Threads for what uses the disk or computes, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Workers:
    """A few threads of their own; `close` waits until their work is done."""

    def __init__(self, count: int, name: str) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def run(self, job: Callable[[], T]) -> T:
        """Run a job and wait for it without holding the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)

    def close(self) -> None:
        """No more jobs."""
        self._executor.shutdown()
