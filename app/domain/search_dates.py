"""Days as people type them into a search: 2026-03-01, 1/3/2026, 1.3., march, mars 2025, today, hier."""

import re
from datetime import date, timedelta

from app.domain.search_text import words_of

Days = tuple[date, date]  # the first day, and the first one after them
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars", "april apr avril avr",
            "may mai", "june jun juin", "july jul juillet juil", "august aug aout", "september sep sept septembre",
            "october oct octobre", "november nov novembre", "december dec decembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS_AGO = {
    "today": 0, "aujourd hui": 0, "aujourdhui": 0, "yesterday": 1, "hier": 1, "avant hier": 2, "avanthier": 2,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
_EUROPEAN = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2})?)?", re.ASCII)
_NAMED = re.compile(r"(?:(\d{1,2}) )?([a-z]+)(?: ?(\d{4}))?", re.ASCII)


def days_of(text: str, today: date) -> Days | None:
    """Which days are meant; None when that is no date. A day without a year is the newest that is not to come."""
    try:
        return _days_of(text.strip(), today)
    except (ValueError, OverflowError):
        return None


def _days_of(text: str, today: date) -> Days | None:
    said = " ".join(words_of(text))
    if said in _DAYS_AGO:
        return _day(today - timedelta(days=_DAYS_AGO[said]))
    if match := _ISO.fullmatch(text):
        month, day = (None if one is None else int(one) for one in match.groups()[1:])
        return _span(int(match[1]), month, day)
    if match := _EUROPEAN.fullmatch(text):
        day, month = int(match[1]), int(match[2])
        if match[3]:
            return _span(int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3]), month, day)
        return _newest(today, month, day)
    match = _NAMED.fullmatch(said)
    if match and match[2] in _MONTHS:
        named = _MONTHS[match[2]]
        on = int(match[1]) if match[1] else None
        return _span(int(match[3]), named, on) if match[3] else _newest(today, named, on)
    return None


def _day(day: date) -> Days:
    return day, day + timedelta(days=1)


def _span(year: int, month: int | None, day: int | None) -> Days:
    first = date(year, 1 if month is None else month, 1 if day is None else day)
    if day is not None:
        return _day(first)
    if month is None:
        return first, date(year + 1, 1, 1)
    return first, date(year + month // 12, month % 12 + 1, 1)


def _newest(today: date, month: int, day: int | None) -> Days:
    """This year's, or where that is still to come, last year's (29 February: of the last year that had one)."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = _span(year, month, day)
        except ValueError:
            continue
        if found[0] <= today:
            return found
    raise ValueError


def written_days(days: Days) -> str:
    """A day, a month or a year, as ISO writes it."""
    first, after = days
    if after - first == timedelta(days=1):
        return first.isoformat()
    if (after.year, after.month) == (first.year + first.month // 12, first.month % 12 + 1):
        return f"{first:%Y-%m}" if first.year >= 1000 else first.isoformat()[:7]
    return first.isoformat()[:4]
