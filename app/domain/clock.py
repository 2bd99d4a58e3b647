"""Time as something that is given: the real clock, and one that tests move by hand."""

import heapq
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.domain.later import asyncio


class Clock(Protocol):
    """What every layer asks for the time; wall time is UTC, waits are measured by `monotonic_s`."""

    def now(self) -> datetime:
        """Wall time, UTC, aware."""

    def monotonic_s(self) -> float:
        """Seconds that never go back; only differences mean something."""

    async def sleep(self, seconds: float) -> None:
        """Wait without holding the event loop."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Wall time, UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)


class FakeClock:
    """A clock that stands still until `advance`; sleepers wake in order of their time."""

    def __init__(self, start: datetime = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic_s = 1_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> datetime:
        """The wall time that was set."""
        return self._now

    def monotonic_s(self) -> float:
        """Seconds moved by `advance` alone."""
        return self._monotonic_s

    def set_wall(self, now: datetime) -> None:
        """Jump the wall clock without moving monotonic time, as a corrected computer clock does."""
        self._now = now

    async def sleep(self, seconds: float) -> None:
        """Wait until `advance` has moved at least `seconds`."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self._monotonic_s + seconds, self._count, future))
        await future

    def sleeping_s(self) -> list[float]:
        """For how long everybody who sleeps will still sleep, the shortest first."""
        return sorted(due_s - self._monotonic_s for due_s, _, future in self._sleepers if not future.done())

    async def advance(self, seconds: float) -> None:
        """Move both clocks, waking each sleeper at its own time and letting it run."""
        await self._let_others_run()  # tasks that were just started fall asleep before time moves
        end_s = self._monotonic_s + seconds
        while self._sleepers and self._sleepers[0][0] <= end_s:
            due_s, _, future = heapq.heappop(self._sleepers)
            self._move_to(due_s)
            if not future.done():
                future.set_result(None)
            await self._let_others_run()
        self._move_to(end_s)
        await self._let_others_run()

    def _move_to(self, monotonic_s: float) -> None:
        self._now += timedelta(seconds=monotonic_s - self._monotonic_s)
        self._monotonic_s = monotonic_s

    async def _let_others_run(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
