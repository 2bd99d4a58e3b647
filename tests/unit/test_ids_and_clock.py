"""Ids sort by time; the fake clock wakes sleepers in order."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.clock import FakeClock
from app.domain.ids import IdMaker, uuid7


def test_an_id_is_a_version_7_uuid_of_its_millisecond() -> None:
    value = UUID(uuid7(1_780_000_000_123, bytes(10)))
    assert value.version == 7
    assert value.int >> 80 == 1_780_000_000_123


def test_ids_need_ten_random_bytes() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(0, b"short")


async def test_ids_made_later_sort_later() -> None:
    clock = FakeClock()
    maker = IdMaker(clock)
    first = maker.new()
    await clock.advance(0.002)
    assert first < maker.new()


async def test_sleepers_wake_in_order_of_their_time() -> None:
    clock = FakeClock()
    woken: list[str] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(name)

    tasks = [asyncio.create_task(sleeper("late", 5)), asyncio.create_task(sleeper("early", 1))]
    await asyncio.sleep(0)
    await clock.advance(3)
    assert woken == ["early"]
    await clock.advance(3)
    assert woken == ["early", "late"]
    await asyncio.gather(*tasks)


async def test_the_wall_clock_may_jump_without_moving_waits() -> None:
    clock = FakeClock()
    before = clock.monotonic_s()
    clock.set_wall(clock.now() - timedelta(days=1))
    assert clock.monotonic_s() == before
