"""Tells a test when everybody who can act has acted: no thread works for the loop, and the loop has nothing to run.

A clock that stands still says when things happen, and not when they are done: they are done on threads, which a busy
computer lets wait as long as it likes. Whoever counts turns of the loop, or sleeps a millisecond, is right until then.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from app.domain.clock import FakeClock

PATIENCE_S = 20.0  # real seconds for work that waits for the test itself; everything else is done long before
MANY_TURNS = 2_000  # of a loop in which somebody never rests
SHORT_S, FEW_WAITS = 300.0, 8  # of the clock; and how often it waits while more than that passes
FEW_TURNS = 20  # of a loop that does not tell whether it has something to run

_working: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[object, Future[Any]]] = WeakKeyDictionary()
_tell_when_done = Future.add_done_callback


def _noted(future: Future[Any], act: Callable[[Future[Any]], object]) -> None:
    """As add_done_callback, by which every loop hears of its threads; who is waited for is remembered until then."""
    try:
        working = _working.setdefault(asyncio.get_running_loop(), {})
    except RuntimeError:  # no loop waits
        _tell_when_done(future, act)
        return
    wait = object()
    working[wait] = future
    _tell_when_done(future, act)
    _tell_when_done(future, lambda _: working.pop(wait))  # the loop was told by now


Future.add_done_callback = _noted  # type: ignore[method-assign, assignment]


async def quiet() -> None:
    """Wait until nothing goes on, except what waits for time to pass, for a line, or for this test."""
    loop = asyncio.get_running_loop()
    end_s = loop.time() + PATIENCE_S
    while True:
        await _nothing_to_run(loop)
        working = list(_working.get(loop, {}).values())
        if not working:
            return
        left_s = end_s - loop.time()
        assert left_s > 0, f"a thread is at work for {PATIENCE_S} s: {working}"
        await _one_is_done(loop, working[0], left_s)


class QuietClock(FakeClock):
    """Lets time pass only when everything that a moment brought about is done.

    A day has more moments than a test has time for: there it waits now and then on the way, and always at the end.
    """

    _grain_s = 0.0
    _was_quiet_s = -math.inf

    async def advance(self, seconds: float) -> None:
        """Move both clocks; whatever falls due has been done."""
        self._grain_s = 0.0 if seconds <= SHORT_S else seconds / FEW_WAITS
        self._was_quiet_s = -math.inf
        await super().advance(seconds)
        if self._was_quiet_s < self.monotonic_s():
            await quiet()

    async def _let_others_run(self) -> None:
        if self.monotonic_s() - self._was_quiet_s < self._grain_s:
            await super()._let_others_run()
        else:
            self._was_quiet_s = self.monotonic_s()
            await quiet()


async def _nothing_to_run(loop: asyncio.AbstractEventLoop) -> None:
    for turn in range(MANY_TURNS):
        await asyncio.sleep(0)
        ready = getattr(loop, "_ready", None)
        if not ready if ready is not None else turn >= FEW_TURNS:
            return


async def _one_is_done(loop: asyncio.AbstractEventLoop, future: Future[Any], within_s: float) -> None:
    done = asyncio.Event()
    _tell_when_done(future, _told(loop, done))
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            await done.wait()


def _told(loop: asyncio.AbstractEventLoop, done: asyncio.Event) -> Callable[[Future[Any]], None]:
    def tell(_future: Future[Any]) -> None:
        with suppress(RuntimeError):  # the loop is over
            loop.call_soon_threadsafe(done.set)

    return tell
