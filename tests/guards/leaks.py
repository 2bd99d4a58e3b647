"""A test fails when it leaves a task, a thread or a running timer behind."""

from __future__ import annotations

import asyncio
import gc
import inspect
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from itertools import compress

import pytest

from tests.guards.loops import SHARED_THREADS, needs_qt

TASK_GUARD = "no_task_left"
THREADS_END_WITHIN_S = 6.0
TURNS_TO_END = 20  # of the loop: what was cancelled just now, and generators being closed, end by themselves
OTHERS_THREADS = (SHARED_THREADS, "pytest_timeout", "pytest-xdist", "execnet")


def pytest_collection_finish() -> None:
    """What imports made lives as long as the run: no guard and no collection need look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Puts the guard of tasks first in every async test, so that it looks after all other fixtures have ended."""
    is_async = isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj)
    if is_async and TASK_GUARD not in item.fixturenames:  # type: ignore[attr-defined]
        item.fixturenames.insert(0, TASK_GUARD)  # type: ignore[attr-defined]


@pytest.fixture
async def no_task_left(
    logged: object, qt_said: object, no_thread_left: None, no_timer_left: None
) -> AsyncIterator[None]:
    """All tasks that the test started have ended when its fixtures have.

    It asks for the other guards so that they are there before the loop is, and look again after it is closed.
    """
    before = asyncio.all_tasks()
    yield
    for _ in range(TURNS_TO_END):
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    if left:
        pytest.fail("tasks left running:\n" + "\n".join(map(repr, left)), pytrace=False)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """All threads that the test started have ended, or end soon."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREADS_END_WITHIN_S
    new = [thread for thread in threading.enumerate() if thread not in before]
    left = [thread for thread in new if not thread.name.startswith(OTHERS_THREADS)]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    if alive := [thread.name for thread in left if thread.is_alive()]:
        pytest.fail(f"threads left running: {', '.join(alive)}", pytrace=False)


def running_timers() -> set[str]:
    """What can be said of every running QTimer that Python knows: its object's identity, name and interval."""
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    found = gc.get_objects()
    timers = compress(found, map(_with_subclasses(QTimer).__contains__, map(type, found)))
    return {
        f"{id(timer):x} {timer.objectName() or 'unnamed'} every {timer.interval()} ms, parent {timer.parent()!r}"
        for timer in timers
        if isValid(timer) and timer.isActive()
    }


def _with_subclasses(kind: type) -> set[type]:
    """A class and all below it: whether an object is of one of them is then a look-up, for tens of thousands."""
    return {kind}.union(*map(_with_subclasses, kind.__subclasses__()))


@pytest.fixture(autouse=True)
def no_timer_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """All QTimers that the test started have stopped or died with their widgets."""
    if "PySide6.QtCore" not in sys.modules or not needs_qt(request.node):
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    before = running_timers()
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if left := running_timers() - before:
        pytest.fail("timers left running:\n" + "\n".join(sorted(left)), pytrace=False)
