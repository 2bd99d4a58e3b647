"""The calendar of working days on a desk: at once without holidays, with them when they were looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from app.desk.calendars import Calendars

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
ARMISTICE = date(2026, 11, 11)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


class Told:
    """Counts how often it was told, and waits for the next time."""

    def __init__(self) -> None:
        self.count = 0
        self._heard = asyncio.Event()

    def __call__(self) -> None:
        self.count += 1
        self._heard.set()

    async def next(self) -> None:
        async with asyncio.timeout(20):
            await self._heard.wait()
        self._heard.clear()


async def test_holidays_are_kept_as_soon_as_they_are_known_and_told_once(pool: ThreadPoolExecutor) -> None:
    told = Told()
    there = Calendars(lambda: {"holiday_region": "FR"}, pool, told)
    assert there.now(NOW).is_worked(ARMISTICE)
    await told.next()
    assert not there.now(NOW).is_worked(ARMISTICE)
    assert not there.now(NOW).is_worked(ARMISTICE) and told.count == 1


async def test_another_region_and_another_year_are_looked_up_anew(pool: ThreadPoolExecutor) -> None:
    told = Told()
    settings = {"holiday_region": "FR"}
    there = Calendars(lambda: settings, pool, told)
    there.now(NOW)
    await told.next()
    settings["holiday_region"] = "GB-ENG"
    assert there.now(NOW).is_worked(date(2026, 12, 28))
    await told.next()
    assert there.now(NOW).is_worked(ARMISTICE) and not there.now(NOW).is_worked(date(2026, 12, 28))
    later = NOW.replace(year=2031)
    there.now(later)
    await told.next()
    assert not there.now(later).is_worked(date(2031, 12, 25))


async def test_nothing_is_looked_up_without_a_region(pool: ThreadPoolExecutor) -> None:
    told = Told()
    there = Calendars(lambda: {"closed_days": "2026-11-27"}, pool, told)
    assert not there.now(NOW).is_worked(date(2026, 11, 27)) and there.now(NOW).is_worked(ARMISTICE)
    await asyncio.sleep(0.01)
    assert not told.count


async def test_a_region_that_nobody_knows_leaves_the_week_as_it_is(pool: ThreadPoolExecutor) -> None:
    told = Told()
    there = Calendars(lambda: {"holiday_region": "XX"}, pool, told)
    there.now(NOW)
    await told.next()
    assert there.now(NOW).is_worked(ARMISTICE)


def test_before_the_loop_runs_nothing_is_looked_up(pool: ThreadPoolExecutor) -> None:
    there = Calendars(lambda: {"holiday_region": "FR"}, pool, lambda: None)
    assert there.now(NOW).is_worked(ARMISTICE)
