"""A day as people type it: 12/3/2025, 12.3.25, 12/3, 2025-03-12."""

import re
from datetime import date
from typing import Final

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2}|\d{4}))?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def read_day(text: str, today: date) -> date | None:
    """The day, which is never to come: without a year the last such day is meant. None for what is no day."""
    typed = text.strip()
    try:
        if found := _YEAR_FIRST.fullmatch(typed):
            return date(*(int(part) for part in found.groups()))
        found = _DAY_FIRST.fullmatch(typed)
        if found is None:
            return None
        day, month, year = found.groups()
        if year is None:
            this_year = date(today.year, int(month), int(day))
            return this_year if this_year <= today else this_year.replace(year=today.year - 1)
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def written_day(day: date) -> str:
    """The same as it is typed."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
