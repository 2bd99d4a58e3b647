"""Which days a report is about and which it is compared with; all of them days of the business, both ends included."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.domain.periods import Period
from app.domain.records import record
from app.domain.report_rows import Step

Span = Literal["week", "month", "days_30", "days_90", "year", "all", "own"]
Versus = Literal["none", "before", "year"]
SPANS: Final[tuple[Span, ...]] = ("week", "month", "days_30", "days_90", "year", "all")
VERSUS: Final[tuple[Versus, ...]] = ("before", "year", "none")
_DAILY_UP_TO: Final = 31
_WEEKLY_UP_TO: Final = 200


@record
class Chosen:
    """A period by its name, up to today, whatever day that is; or days of one's own."""

    span: Span = "month"
    own: Period | None = None


def period_of(chosen: Chosen, now: datetime, zone: str, first_s: int | None) -> Period:
    """The days. `first_s`: when everything began, for "all"; unknown: this year."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if chosen.span == "own" and chosen.own is not None:
        return chosen.own
    if chosen.span == "all" and first_s is not None:
        began = datetime.fromtimestamp(first_s, ZoneInfo(zone)).date()
        return Period(min(began, today), today)
    firsts = {
        "week": today - timedelta(days=today.weekday()),
        "days_30": today - timedelta(days=29),
        "days_90": today - timedelta(days=89),
        "month": today.replace(day=1),
    }
    return Period(firsts.get(chosen.span, today.replace(month=1, day=1)), today)


def compared_with(chosen: Chosen, period: Period, versus: Versus) -> Period | None:
    """As many days of the week, month or year before, so that like is compared with like; None for "all" and "none"."""
    if versus == "none" or chosen.span == "all":
        return None
    if versus == "year" or chosen.span == "year":
        return Period(_year_before(period.first), _year_before(period.last))
    if chosen.span == "week":
        return Period(period.first - timedelta(days=7), period.last - timedelta(days=7))
    if chosen.span == "month":
        return Period(_month_before(period.first), _month_before(period.last))
    days = (period.last - period.first).days + 1
    return Period(period.first - timedelta(days=days), period.first - timedelta(days=1))


def around(day: date, today: date) -> Period:
    """From a day on, as for "before and after": what it is compared with are as many days before it."""
    return Period(min(day, today), today)


def step_of(period: Period) -> Step:
    """By the day up to a month, by the week up to half a year, then by the month."""
    days = (period.last - period.first).days + 1
    if days <= _DAILY_UP_TO:
        return "day"
    return "week" if days <= _WEEKLY_UP_TO else "month"


def window_s(period: Period, zone: str) -> tuple[int, int]:
    """From the midnight with which it begins to the one with which it ends, in UTC seconds."""
    return int(period.since_at(zone).timestamp()), int(period.until_at(zone).timestamp())


def _month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _year_before(day: date) -> date:
    year = day.year - 1
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
