"""The days of an event that comes again (RRULE), as far as a horizon: never more work than there are days.

The rules that agendas write are known; one with hours, weeks of the year or leap seconds in it is odd, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST_PERIODS: Final = 50_000  # a day of every day of 130 years
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_KNOWN: Final = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
)


class SeriesOdd(ValueError):
    """A rule that we do not reckon with."""


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """When an event comes again. `weekdays`: (which one of its month or year, or 0 for each; 0 for Monday).

    `until`: as it is written; who asks for days compares it by the event's own clock.
    """

    freq: str
    interval: int = 1
    count: int = 0
    until: str = ""
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = 0

    def days(self, start: date, last: date, since: date | None = None) -> Iterator[date]:
        """The days from `start`, which is the first one of the series, to `last`, in order.

        Those before `since` may be left out: they are not reckoned where nothing has to be counted.
        """
        left = self.count or MOST_PERIODS * 31
        for first, after in self._periods(
            start, last, since if since is not None and not self.count else start
        ):
            for day in self._of_period(start, first, after):
                if day < start:
                    continue
                if day > last or left <= 0:
                    return
                left -= 1
                yield day

    def _periods(self, start: date, last: date, since: date) -> Iterator[tuple[date, date]]:
        """Each day, week, month or year that counts: its first day and the first one after it."""
        first = _period_start(self.freq, start, self.week_start)
        if since > first:
            turns = _between(self.freq, first, since) // self.interval
            first = _later(self.freq, first, turns * self.interval)
        for _turn in range(MOST_PERIODS):
            if first > last:
                return
            try:
                after = _later(self.freq, first, 1)
                then = _later(self.freq, first, self.interval)
            except (ValueError, OverflowError):  # beyond the year 9999
                return
            yield first, after
            first = then

    def _of_period(self, start: date, first: date, after: date) -> list[date]:
        days = [day for day in self._candidates(start, first, after) if self._is_wanted(day)]
        if not self.places:
            return days
        picked = {days[at - 1 if at > 0 else at] for at in self.places if 0 < abs(at) <= len(days)}
        return sorted(picked)

    def _candidates(self, start: date, first: date, after: date) -> list[date]:
        """The days of a period that its own rule allows, before months and the like leave some out."""
        if self.freq == "DAILY":
            return [first]
        if self.freq == "WEEKLY":
            wanted = {weekday for _nth, weekday in self.weekdays} or {start.weekday()}
            return [day for day in _span(first, after) if day.weekday() in wanted]
        if not (self.weekdays or self.month_days):
            if self.freq == "YEARLY" and not self.months:
                return _existing(first.year, start.month, start.day)
            months = self.months if self.freq == "YEARLY" else (first.month,)
            return [day for month in sorted(months) for day in _existing(first.year, month, start.day)]
        if self.freq == "YEARLY" and self.months:
            return [
                day
                for month in sorted(set(self.months))
                for day in self._by_days(
                    date(first.year, month, 1), _later("MONTHLY", date(first.year, month, 1), 1)
                )
            ]
        return self._by_days(first, after)

    def _by_days(self, first: date, after: date) -> list[date]:
        days = [day for day in _span(first, after) if self._is_month_day(day)]
        return [day for day in days if self._is_weekday(day, first, after)]

    def _is_wanted(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.freq == "DAILY":
            plain = not self.weekdays or day.weekday() in {weekday for _nth, weekday in self.weekdays}
            return plain and self._is_month_day(day)
        return self.freq != "WEEKLY" or self._is_month_day(day)

    def _is_month_day(self, day: date) -> bool:
        if not self.month_days:
            return True
        from_end = day.day - (_later("MONTHLY", day.replace(day=1), 1) - day.replace(day=1)).days - 1
        return day.day in self.month_days or from_end in self.month_days

    def _is_weekday(self, day: date, first: date, after: date) -> bool:
        if not self.weekdays:
            return True
        nth, from_end = (day - first).days // 7 + 1, -(((after - day).days - 1) // 7 + 1)
        return any(
            day.weekday() == weekday and which in (0, nth, from_end) for which, weekday in self.weekdays
        )


def read_rule(text: str) -> SeriesRule:
    """A rule as it is written. Raises SeriesOdd for one that we do not reckon with."""
    parts: dict[str, str] = {}
    for part in text.strip().strip(";").upper().split(";"):
        key, sign, value = part.partition("=")
        if not sign or key.strip() not in _KNOWN:
            raise SeriesOdd(part)
        parts[key.strip()] = value.strip()
    freq = parts.get("FREQ", "")
    if freq not in FREQUENCIES or ("COUNT" in parts and "UNTIL" in parts):
        raise SeriesOdd(text)
    weekdays = _weekdays(parts.get("BYDAY", ""))
    if freq in ("DAILY", "WEEKLY") and any(nth for nth, _weekday in weekdays):
        raise SeriesOdd(text)
    if freq == "WEEKLY" and "BYMONTHDAY" in parts:
        raise SeriesOdd(text)
    week_start = parts.get("WKST", "MO")
    if week_start not in _WEEKDAYS:
        raise SeriesOdd(text)
    return SeriesRule(
        freq,
        _numbers(parts.get("INTERVAL", "1"), 1, 10_000)[0],
        _numbers(parts["COUNT"], 1, 1_000_000)[0] if "COUNT" in parts else 0,
        parts.get("UNTIL", ""),
        weekdays,
        _numbers(parts.get("BYMONTHDAY", ""), -31, 31),
        _numbers(parts.get("BYMONTH", ""), 1, 12),
        _numbers(parts.get("BYSETPOS", ""), -366, 366),
        _WEEKDAYS.index(week_start),
    )


def _numbers(text: str, least: int, most: int) -> tuple[int, ...]:
    if not text:
        return ()
    try:
        found = tuple(int(one) for one in text.split(","))
    except ValueError as error:
        raise SeriesOdd(text) from error
    if len(found) > 400 or any(not least <= one <= most or one == 0 for one in found):
        raise SeriesOdd(text)
    return found


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    if not text:
        return ()
    found = [_BY_DAY.fullmatch(one.strip()) for one in text.split(",")]
    if len(found) > 400 or any(one is None or one[1] in ("0", "+0", "-0") for one in found):
        raise SeriesOdd(text)
    return tuple((int(one[1] or 0), _WEEKDAYS.index(one[2])) for one in found if one is not None)


def _period_start(freq: str, day: date, week_start: int) -> date:
    if freq == "WEEKLY":
        return day - timedelta(days=min((day.weekday() - week_start) % 7, day.toordinal() - 1))
    if freq == "MONTHLY":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if freq == "YEARLY" else day


def _later(freq: str, first: date, count: int) -> date:
    """The beginning of the period that is `count` later."""
    if freq == "DAILY":
        return first + timedelta(days=count)
    if freq == "WEEKLY":
        return first + timedelta(weeks=count)
    if freq == "MONTHLY":
        months = first.year * 12 + first.month - 1 + count
        return date(months // 12, months % 12 + 1, 1)
    return date(first.year + count, 1, 1)


def _between(freq: str, first: date, then: date) -> int:
    """How many whole periods lie between."""
    if freq in ("DAILY", "WEEKLY"):
        return (then - first).days // (1 if freq == "DAILY" else 7)
    if freq == "MONTHLY":
        return (then.year - first.year) * 12 + then.month - first.month
    return then.year - first.year


def _span(first: date, after: date) -> Iterator[date]:
    for offset in range((after - first).days):
        yield first + timedelta(days=offset)


def _existing(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
