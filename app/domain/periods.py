"""Periods of reports, by the business's own days: from a midnight there to a midnight there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.domain.records import record

Preset = Literal["month", "days_90", "year"]
PRESETS: Final[tuple[Preset, ...]] = ("month", "days_90", "year")


@record
class Period:
    """Days of the business, both included."""

    first: date
    last: date

    def since_at(self, zone: str) -> datetime:
        """The midnight with which it begins, in UTC."""
        return _midnight(self.first, zone)

    def until_at(self, zone: str) -> datetime:
        """The midnight with which it ends, in UTC: what happens then is outside."""
        return _midnight(self.last + timedelta(days=1), zone)


def preset(name: Preset, now: datetime, zone: str) -> Period:
    """This month, the last 90 days with today, this year: up to today."""
    today = now.astimezone(ZoneInfo(zone)).date()
    firsts = {
        "month": today.replace(day=1),
        "days_90": today - timedelta(days=89),
        "year": today.replace(month=1, day=1),
    }
    return Period(firsts[name], today)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
