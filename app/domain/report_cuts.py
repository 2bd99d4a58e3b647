"""Where the steps of a report begin by the business's own days, and which hour of its week a moment falls into."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.domain.clock_changes import offsets, wall
from app.domain.hours import zone_named
from app.domain.report_rows import Step
from app.domain.turn_index import HOURS_OF_WEEK

_MONDAY = 72  # the first hour of 1970 was a Thursday's


@lru_cache(maxsize=64)
def cuts(from_s: int, until_s: int, zone_name: str, step: Step) -> tuple[int, ...]:
    """The window's two ends and the midnights within it with which a day, a week or a month begins."""
    zone = zone_named(zone_name) or ZoneInfo("UTC")
    if until_s <= from_s:
        return (from_s, from_s)
    found = [from_s]
    day = _first_day(wall(from_s, zone).date(), step)
    while True:
        day = _next_day(day, step)
        midnight_s = int(datetime.combine(day, time(), zone).timestamp())
        if midnight_s >= until_s:
            return (*found, until_s)
        if midnight_s > found[-1]:
            found.append(midnight_s)


def places(at: array[int], borders: tuple[int, ...]) -> list[tuple[int, int]]:
    """The rows between each border and the next, of moments in order."""
    found = [bisect_left(at, border) for border in borders]
    return list(pairwise(found))


def week_hours(at: array[int], hours: array[int], low: int, high: int, zone_name: str) -> bytes:
    """Of each of some rows in order: the hour of the week there, 0 is Monday's first. `hours`: those of UTC."""
    zone = zone_named(zone_name) or ZoneInfo("UTC")
    if low >= high:
        return b""
    found = []
    for begin_s, end_s, offset_s in offsets(at[low], at[high - 1] + 1, zone):
        a, b = bisect_left(at, begin_s, low, high), bisect_left(at, end_s, low, high)
        if offset_s % 3600 == 0:
            found.append(hours[a:b].tobytes().translate(_turned(offset_s // 3600 + _MONDAY)))
        else:
            ahead = offset_s + _MONDAY * 3600
            found.append(bytes([(moment + ahead) // 3600 % HOURS_OF_WEEK for moment in at[a:b]]))
    return b"".join(found)


def _first_day(day: date, step: Step) -> date:
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def _next_day(day: date, step: Step) -> date:
    if step == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days=7 if step == "week" else 1)


@lru_cache(maxsize=256)
def _turned(hours: int) -> bytes:
    return bytes([(value + hours) % HOURS_OF_WEEK for value in range(256)])
