"""Working days between moments: which days of the week a business works, on which dates it is closed, in its time zone.

A worked date counts as one day from its first to its last minute on the wall clock, any other date counts as nothing.
So a moment stands somewhere in the sum of all worked days, and that sum is all that this module reckons with: from
Friday 15:00 to Monday 15:00 it is one working day, from Saturday 15:00 it is one when Monday is over. When clocks go
back, the hour that comes twice counts once; the hour that is skipped counts as if it had been there.
"""

import bisect
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_US: Final = 86_400_000_000
SPAN_MAX_DAYS: Final = 366  # of one stretch in it
MONDAY_TO_FRIDAY: Final = "12345"
_SECOND = timedelta(seconds=1)
_TINY = timedelta(microseconds=1)
_WEEKDAYS = re.compile("[1-7]+")
_REGION = re.compile("|[A-Z]{2}(-[A-Za-z0-9 ]{1,20})?")


class WorkingDays:
    """A calendar of one business. `weekdays`: 0 for Monday … 6 for Sunday; `closed`: dates without work.

    All moments are aware, all answers are UTC. For any two moments and any count of days these say the same:
    `between(a, b) >= n`, `after(a, n) <= b` and `a <= before(b, n)`. ValueError when no day of the week is worked.
    """

    def __init__(self, weekdays: Iterable[int], closed: Iterable[date] = (), zone: str = "UTC") -> None:
        self._week = sorted({day for day in weekdays if 0 <= day <= 6})
        if not self._week:
            raise ValueError("somebody must work on some day of the week")
        worked = set(self._week)
        self._closed = sorted({day.toordinal() for day in closed if day.weekday() in worked})
        self._is_closed = frozenset(self._closed)
        self._zone = _zone(zone)
        # How many worked days of a week lie before each of its days.
        self._before = [bisect.bisect_left(self._week, day) for day in range(7)]

    def is_worked(self, day: date) -> bool:
        """Whether somebody works on that date."""
        return self._is_worked(day.toordinal())

    def is_working(self, moment: datetime) -> bool:
        """Whether a moment lies in a worked date."""
        return self.is_worked(moment.astimezone(self._zone).date())

    def between(self, start: datetime, end: datetime) -> int:
        """Whole working days from one moment to a later one; 0 when it is not later."""
        return self.until(end)(start)

    def until(self, end: datetime) -> Callable[[datetime], int]:
        """`between` for many beginnings and one end."""
        ended, begun = self._sum(end), self._sum
        return lambda start: max(0, (ended - begun(start)) // DAY_US)

    def after(self, moment: datetime, days: int) -> datetime:
        """The first moment so many working days later; the moment itself for 0."""
        if days <= 0:
            return moment.astimezone(UTC)
        whole, rest = divmod(self._sum(moment) + days * DAY_US, DAY_US)
        if rest:
            return self._first(self._nth(whole), rest)
        return self._first(self._nth(whole - 1) + 1, 0)  # it is full when its last worked day is over

    def before(self, moment: datetime, days: int) -> datetime:
        """The last moment from which so many working days have passed; the moment itself for 0."""
        if days <= 0:
            return moment.astimezone(UTC)
        whole, rest = divmod(self._sum(moment) - days * DAY_US, DAY_US)
        return self._last(self._nth(whole), rest)

    def opens(self, moment: datetime) -> datetime:
        """The moment itself within a worked date, else the beginning of the next one."""
        local = moment.astimezone(self._zone)
        if self.is_worked(local.date()):
            return moment.astimezone(UTC)
        return self._first(self._nth(self._count(local.date().toordinal())), 0)

    # --- the sum ---

    def _sum(self, moment: datetime) -> int:
        """Microseconds of worked dates before a moment; it never falls when time goes on."""
        wall = self._wall(moment)
        ordinal = wall.toordinal()
        whole = self._count(ordinal) * DAY_US
        return whole + _clock_us(wall) if self._is_worked(ordinal) else whole

    def _wall(self, moment: datetime) -> datetime:
        """What the clock shows; in an hour that comes twice, from its second beginning on: its end."""
        local = moment.astimezone(self._zone)
        if local.fold:
            first, second = local.replace(fold=0).utcoffset(), local.utcoffset()
            if first is not None and second is not None and first > second:
                change = self._change(moment.astimezone(UTC) - (first - second) - _SECOND, moment)
                return (change + first).replace(tzinfo=None)
        return local.replace(tzinfo=None)

    def _is_worked(self, ordinal: int) -> bool:
        return (ordinal - 1) % 7 in self._week and ordinal not in self._is_closed

    def _count(self, ordinal: int) -> int:
        """How many dates are worked before this one, from the first date there is (a Monday)."""
        weeks, day = divmod(ordinal - 1, 7)
        return weeks * len(self._week) + self._before[day] - bisect.bisect_left(self._closed, ordinal)

    def _nth(self, count: int) -> int:
        """The worked date before which there are so many."""
        dates = range(1, date.max.toordinal())
        return bisect.bisect_right(dates, count, key=self._count)

    # --- from the clock to moments ---

    def _first(self, ordinal: int, clock_us: int) -> datetime:
        """The first moment at which the clock of that date shows this or more."""
        wall = _moment(ordinal, clock_us)
        early, late = (wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC) for fold in (1, 0))
        if early < late:  # skipped when clocks went forward: they then showed more at once
            return self._change(early - _SECOND, late)
        return late

    def _last(self, ordinal: int, clock_us: int) -> datetime:
        """The last moment at which the sum is no more than at this time of that date."""
        wall = _moment(ordinal, clock_us)
        early, late = (wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC) for fold in (1, 0))
        if early >= late:
            return late
        change = self._change(early - _SECOND, late)
        shown = change.astimezone(self._zone).replace(tzinfo=None)
        return change if shown == wall else change - _TINY

    def _change(self, low: datetime, high: datetime) -> datetime:
        """The first second between two moments at which the clock goes as at the later one."""
        after = high.astimezone(self._zone).utcoffset()
        low = low.astimezone(UTC).replace(microsecond=0)
        seconds = int((high.astimezone(UTC) - low) / _SECOND)
        n = bisect.bisect_left(
            range(seconds + 1),
            1,
            key=lambda s: (low + s * _SECOND).astimezone(self._zone).utcoffset() == after,
        )
        return low + n * _SECOND


def read_weekdays(text: str) -> tuple[int, ...] | None:
    """Days of the week as the setting has them ("12345": 1 is Monday); None for anything else."""
    if _WEEKDAYS.fullmatch(text) is None or list(text) != sorted(set(text)):
        return None
    return tuple(int(digit) - 1 for digit in text)


def read_closed(text: str) -> tuple[date, ...] | None:
    """Dates as the setting has them: "2026-08-10/2026-08-21, 2026-12-24"; None for anything else. "" has none."""
    found: set[date] = set()
    for part in filter(None, map(str.strip, text.split(","))):
        first, slash, last = (one.strip() for one in part.partition("/"))
        try:
            start, end = date.fromisoformat(first), date.fromisoformat(last if slash else first)
        except ValueError:
            return None
        length = (end - start).days
        if not 0 <= length < SPAN_MAX_DAYS or end >= date(9000, 1, 1):
            return None
        found.update(start + timedelta(days=n) for n in range(length + 1))
    return tuple(sorted(found))


def setting_problem(name: str, value: str) -> str | None:
    """Why a setting of the calendar cannot have it: "setting_weekdays", "setting_dates", "setting_region"."""
    if name == "working_days":
        return "setting_weekdays" if read_weekdays(value) is None else None
    if name == "closed_days":
        return "setting_dates" if read_closed(value) is None else None
    return None if _REGION.fullmatch(value) else "setting_region"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _clock_us(wall: datetime) -> int:
    return ((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1_000_000 + wall.microsecond


def _moment(ordinal: int, clock_us: int) -> datetime:
    """Without a zone."""
    return datetime.combine(date.fromordinal(ordinal), datetime.min.time()) + timedelta(microseconds=clock_us)
