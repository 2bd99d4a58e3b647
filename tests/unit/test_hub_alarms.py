"""Many waits on one sleeping task: each ends at its own time, or when it is told."""

import asyncio

from app.domain.clock import FakeClock
from app.hub.alarms import TICKS_PER_S, Alarms

TICK_S = 1 / TICKS_PER_S


def waiting(alarms: Alarms, pause_s: float) -> tuple[asyncio.Future[None], asyncio.Task[None]]:
    told = asyncio.get_running_loop().create_future()
    return told, asyncio.ensure_future(alarms.wait(told, pause_s))


async def test_each_ends_at_its_own_time() -> None:
    clock = FakeClock()
    alarms = Alarms(clock)
    waits = [waiting(alarms, pause_s)[1] for pause_s in (5.0, 1.0, 3.0, 1.0)]
    await clock.advance(1.0 + TICK_S)
    assert [wait.done() for wait in waits] == [False, True, False, True]
    await clock.advance(2.0)
    assert [wait.done() for wait in waits] == [False, True, True, True]
    await clock.advance(2.0)
    assert all(wait.done() for wait in waits)


async def test_who_is_told_waits_no_longer_and_the_others_do() -> None:
    clock = FakeClock()
    alarms = Alarms(clock)
    told, first = waiting(alarms, 2.0)
    _, second = waiting(alarms, 2.0)
    await clock.advance(0.5)
    told.set_result(None)
    await first
    assert not second.done()
    await clock.advance(1.5 + TICK_S)
    assert second.done()


async def test_a_wait_that_is_given_up_leaves_the_others_their_time() -> None:
    clock = FakeClock()
    alarms = Alarms(clock)
    _, first = waiting(alarms, 1.0)
    _, second = waiting(alarms, 2.0)
    await asyncio.sleep(0)
    first.cancel()
    await clock.advance(2.0 + TICK_S)
    assert second.done()
    _, third = waiting(alarms, 1.0)  # after a time when nobody waited
    await clock.advance(1.0 + TICK_S)
    assert third.done()


async def test_closed_while_somebody_waits() -> None:
    alarms = Alarms(FakeClock())
    told, wait = waiting(alarms, 1.0)
    await asyncio.sleep(0)
    alarms.close()
    told.set_result(None)
    await wait
