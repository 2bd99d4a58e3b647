"""Public holidays of a country or of a part of one, and the calendar of working days that a team's settings make.

The library behind it takes 40 ms to import and a country's rules more: it is imported when a team has named a region
and somebody needs its days, never before the first paint of a window.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from app.domain.settings import BY_NAME, SettingValue
from app.domain.working_days import MONDAY_TO_FRIDAY, WorkingDays, read_closed, read_weekdays

YEARS_BACK: Final = 2  # a deal that is silent for longer is as quiet as can be, whatever its holidays were
YEARS_AHEAD: Final = 2
REGION: Final = "holiday_region"
NAMES: Final = ("working_days", "closed_days", REGION, "time_zone")  # the settings that make a calendar


def split_region(region: str) -> tuple[str, str]:
    """Country and part: ("FR", "57") of "FR-57"; the part is "" for all of a country."""
    country, _dash, part = region.partition("-")
    return country, part


def is_region(region: str) -> bool:
    """Whether holidays are known there; "" is none and fine."""
    country, part = split_region(region)
    if not region:
        return True
    return country in _supported() and (region == country or part in parts_of(country))


def countries() -> list[str]:
    """Every country whose holidays are known, as in "FR"."""
    return sorted(_supported())


def parts_of(country: str) -> list[str]:
    """Its parts with holidays of their own, as in "57"; [] for none."""
    return list(_supported().get(country, ()))


@lru_cache(maxsize=8)
def holidays_of(region: str, first_year: int, last_year: int) -> frozenset[date]:
    """All public holidays of these years; of a region that is not known, none."""
    if not region or not is_region(region):
        return frozenset()
    import holidays

    country, part = split_region(region)
    years = range(first_year, last_year + 1)
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))


def calendar_of(settings: Mapping[str, SettingValue], now: datetime) -> WorkingDays:
    """The team's working days. `settings`: those that were changed, or all. Anything unreadable counts as unset."""
    values = [str(settings.get(name, BY_NAME[name].default)) for name in NAMES]
    return _calendar(*values, now.year)


def calendar_without_holidays(settings: Mapping[str, SettingValue], now: datetime) -> WorkingDays:
    """The same before anybody has looked holidays up: at once, for a first picture."""
    return calendar_of({**settings, REGION: ""}, now)


@lru_cache(maxsize=8)
def _calendar(weekdays: str, closed: str, region: str, zone: str, year: int) -> WorkingDays:
    days = read_weekdays(weekdays) or read_weekdays(MONDAY_TO_FRIDAY)
    free = set(read_closed(closed) or ()) | holidays_of(region, year - YEARS_BACK, year + YEARS_AHEAD)
    return WorkingDays(days or (), free, zone)


@lru_cache(maxsize=1)
def _supported() -> Mapping[str, list[str]]:
    import holidays

    return holidays.list_supported_countries(include_aliases=False)
