"""Days and moments as people and programs write them, in English and French; which number is the day is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.table import NumberCell

DayOrder = Literal["", "dmy", "mdy"]

NOON: Final = time(12)  # a day without an hour is this far from both of its ends
_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan january janv janvier", "feb february fev fevr fevrier", "mar march mars", "apr april avr avril",
            "may mai", "jun june juin", "jul july juil juillet", "aug august aou aout", "sep sept september septembre",
            "oct october octobre", "nov november novembre", "dec december decembre",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ]+(.*))?", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})[-/. ](\d{4}|\d\d)(?:[ ,T]+(.*))?", re.ASCII)
_TIME: Final = re.compile(
    r"(?:a |at )?(\d{1,2})(?::|h| h )(\d{2})?(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([ap]\.?m\.?)?"
    r"\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_NEWEST_SHORT_YEAR: Final = 60  # 12/03/61 is of 1961
_SHEET_DAY_ZERO: Final = date(1899, 12, 30)
_SHEET_DAYS: Final = (20_000, 80_000)  # 1954 to 2119
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class DateWays:
    """How dates of a file are read. `order`: "" where it is not known; `zone`: the team's."""

    order: DayOrder = ""
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class ReadMoment:
    """`day` and `at` (UTC; noon where no hour is told), or `problem`: a code."""

    day: date | None = None
    at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DayEvidence:
    """What the dates of a file show: certain orders, and the first date that can be read in two ways."""

    orders: frozenset[str] = frozenset()
    unclear: str = ""

    @property
    def order(self) -> DayOrder:
        """Where the file shows one and no other."""
        if len(self.orders) != 1:
            return ""
        return "dmy" if "dmy" in self.orders else "mdy"

    @property
    def is_unclear(self) -> bool:
        """Whether a person has to say which number is the day."""
        return bool(self.unclear) and not self.order


def day_evidence(cells: Iterable[str]) -> DayEvidence:
    """Looks columns of dates through."""
    orders: set[str] = set()
    unclear = ""
    for cell in cells:
        found = _YEAR_LAST.fullmatch(_tidy(cell)) if cell else None
        if found is None:
            continue
        order = _certain_order(int(found[1]), int(found[3]), found[2])
        if order:
            orders.add(order)
        elif found[1].lstrip("0") != found[3].lstrip("0"):
            unclear = unclear or cell
    return DayEvidence(frozenset(orders), unclear)


def _certain_order(first: int, second: int, sign: str) -> DayOrder:
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "dmy" if sign == "." else ""  # 5.3.2026: nobody puts the month first there


def read_moment(cell: str, ways: DateWays) -> ReadMoment:
    """One of them; empty for an empty cell."""
    if not cell.strip():
        return ReadMoment()
    return _read(cell, ways.order, ways.zone)


@lru_cache(maxsize=8192, typed=True)
def _read(cell: str, order: DayOrder, zone: tzinfo) -> ReadMoment:
    if isinstance(cell, NumberCell):
        return _of_sheet(cell, zone)
    text = _tidy(cell)
    if found := _YEAR_FIRST.fullmatch(text):
        return _moment(int(found[1]), int(found[2]), int(found[3]), found[4], zone)
    if found := _COMPACT.fullmatch(text):
        return _moment(int(found[1]), int(found[2]), int(found[3]), None, zone)
    if found := _YEAR_LAST.fullmatch(text):
        certain = _certain_order(int(found[1]), int(found[3]), found[2]) or order
        if not certain and int(found[1]) != int(found[3]):
            return ReadMoment(problem="date_unclear")
        day, month = (found[1], found[3]) if certain != "mdy" else (found[3], found[1])
        return _moment(_year(found[4]), int(month), int(day), found[5], zone)
    return _in_words(text, zone)


def _tidy(cell: str) -> str:
    return " ".join(cell.replace("\u202f", " ").replace("\u00a0", " ").split())


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year > _NEWEST_SHORT_YEAR else 2000)


def _in_words(text: str, zone: tzinfo) -> ReadMoment:
    """5 mars 2026, Mar 5, 2026 2:33 PM, jeudi 5 mars 2026 à 14:33."""
    if found := _SHORT_DAY.fullmatch(text):  # 4-mars-26, as a spreadsheet shows it
        month = _MONTHS.get(folded(found[2]).strip())
        return (
            _moment(_year(found[3]), month, int(found[1]), None, zone)
            if month
            else ReadMoment(problem="date_none")
        )
    clock = re.search(r"\d{1,2}(?:[:h]| h )\d{0,2}.*$", text)
    words = folded(text[: clock.start()] if clock else text).split()
    months = [number for word in words if (number := _MONTHS.get(word))]
    numbers = [
        int(found[0]) for word in words if (found := re.match(r"\d+", word)) and re.fullmatch(_NTH, word)
    ]
    days, years = [one for one in numbers if one <= 31], [one for one in numbers if one >= _FIRST_YEAR]
    if len(months) != 1 or len(days) != 1 or len(years) != 1:
        return ReadMoment(problem="date_none")
    return _moment(years[0], months[0], days[0], clock[0] if clock else None, zone)


_SHORT_DAY: Final = re.compile(r"(\d{1,2})[-/. ]([^\W\d_]+\.?)[-/. ](\d\d)")
_NTH: Final = re.compile(r"\d{1,4}(?:st|nd|rd|th|er|e)?", re.ASCII)


def _of_sheet(cell: str, zone: tzinfo) -> ReadMoment:
    """A spreadsheet's own count of days, where a column lost its format."""
    try:
        number = float(cell)
    except ValueError:
        return ReadMoment(problem="date_none")
    if not _SHEET_DAYS[0] <= number <= _SHEET_DAYS[1]:
        return (
            _read(str(cell), "", zone) if _COMPACT.fullmatch(str(cell)) else ReadMoment(problem="date_none")
        )
    day = _SHEET_DAY_ZERO + timedelta(days=int(number))
    return _moment(day.year, day.month, day.day, None, zone)


def _moment(year: int, month: int, day: int, clock: str | None, zone: tzinfo) -> ReadMoment:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ReadMoment(problem="date_none")
    try:
        found = date(year, month, day)
    except ValueError:
        return ReadMoment(problem="date_none")
    told = _clock(clock) if clock and clock.strip() else (NOON, None)
    if told is None:
        return ReadMoment(problem="date_none")
    hour, offset = told
    at = datetime.combine(found, hour, offset or zone).astimezone(UTC)
    return ReadMoment(found if offset is None else at.astimezone(zone).date(), at)


def _clock(text: str) -> tuple[time, tzinfo | None] | None:
    found = _TIME.fullmatch(text.strip().replace("à ", "a "))
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        told = time(hour, int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None
    return told, _offset(found[5])


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    return datetime.strptime(text, "%z").tzinfo
