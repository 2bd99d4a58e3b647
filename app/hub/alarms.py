"""Many who wait, each until a time of its own, with one sleeping task for all of them.

A task for each would cost more than all the rest of a long-poll's answer.
"""

import asyncio
import contextlib
import math

from app.domain.clock import Clock

TICKS_PER_S = 16  # times are rounded up to these


class Alarms:
    """`wait` on the event loop; `close` when nobody may wait any longer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[int, set[asyncio.Future[None]]] = {}  # by tick
        self._sleeping: asyncio.Task[None] | None = None
        self._until = 0  # the tick that it sleeps until

    async def wait(self, told: asyncio.Future[None], pause_s: float) -> None:
        """Return when `told` is done, and at the latest after `pause_s` (then it is done by that)."""
        tick = math.ceil((self._clock.monotonic_s() + pause_s) * TICKS_PER_S)
        due = self._due.setdefault(tick, set())
        due.add(told)
        if self._sleeping is None or tick < self._until:
            self._sleep_until(tick)
        try:
            await told
        finally:
            due.discard(told)

    def close(self) -> None:
        """Sleep no more; whoever waits must be told by others."""
        if self._sleeping is not None:
            self._sleeping.cancel()
            self._sleeping = None

    def _sleep_until(self, tick: int) -> None:
        self.close()
        self._until = tick
        self._sleeping = asyncio.ensure_future(self._ring(tick))

    async def _ring(self, tick: int) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await self._clock.sleep(max(0.0, tick / TICKS_PER_S - self._clock.monotonic_s()))
            self._sleeping = None
            for one in [one for one in self._due if one <= tick]:
                for told in self._due.pop(one):
                    if not told.done():
                        told.set_result(None)
            ahead = [one for one, waiting in self._due.items() if waiting]
            self._due = {one: self._due[one] for one in ahead}
            if ahead:
                self._sleep_until(min(ahead))
