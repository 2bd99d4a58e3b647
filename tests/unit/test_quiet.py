"""A test that lets time pass finds everything done that the time brought about, however busy the computer is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.guards.threads import QuietClock, quiet


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def slowly(done: list[str], what: str) -> None:
    """Work of a thread that takes many turns of the loop."""
    threading.Event().wait(0.05)
    done.append(what)


async def test_threads_and_what_follows_them_are_waited_for(pool: ThreadPoolExecutor) -> None:
    done: list[str] = []

    async def work() -> None:
        await asyncio.get_running_loop().run_in_executor(pool, slowly, done, "first")
        await asyncio.wrap_future(pool.submit(slowly, done, "second"))
        done.append("after")

    task = asyncio.create_task(work())
    await quiet()
    assert done == ["first", "second", "after"] and task.done()


async def test_who_is_told_by_a_call_alone_is_waited_for_too(pool: ThreadPoolExecutor) -> None:
    loop, done = asyncio.get_running_loop(), list[str]()
    pool.submit(slowly, done, "first").add_done_callback(
        lambda _: loop.call_soon_threadsafe(done.append, "told")
    )
    await quiet()
    assert done == ["first", "told"]


async def test_time_stands_still_while_a_moment_has_its_effect(pool: ThreadPoolExecutor) -> None:
    clock, seen = QuietClock(), list[tuple[str, float]]()
    began_s = clock.monotonic_s()

    async def work(name: str, after_s: float) -> None:
        await clock.sleep(after_s)
        await asyncio.get_running_loop().run_in_executor(pool, slowly, [], name)
        seen.append((name, clock.monotonic_s() - began_s))

    tasks = [asyncio.create_task(work("late", 4)), asyncio.create_task(work("early", 2))]
    await clock.advance(60)
    assert seen == [("early", 2.0), ("late", 4.0)]
    await asyncio.gather(*tasks)


async def test_in_a_long_time_everything_is_done_at_its_end(pool: ThreadPoolExecutor) -> None:
    clock, done = QuietClock(), list[str]()

    async def work() -> None:
        for day in ("first", "second"):
            await clock.sleep(24 * 3600)
            await asyncio.get_running_loop().run_in_executor(pool, slowly, done, day)

    task = asyncio.create_task(work())
    await clock.advance(24 * 3600)
    assert done == ["first"]
    await clock.advance(24 * 3600)
    assert done == ["first", "second"] and task.done()


async def test_who_waits_for_the_test_itself_holds_nothing_up_but_time() -> None:
    waiting = asyncio.create_task(asyncio.Event().wait())
    await quiet()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
