"""Dates of a header: which number is the day, years of two digits and of the Buddhist era, halves of the day."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from app.desk.imports.grammar import Form
from app.desk.imports.wording import Half, Wording

Order = Literal["dmy", "mdy", "ymd"]
How = Literal["year_first", "numbers", "same", "file_names", "sequence", "dots", "given", "default"]
_BUDDHIST: Final = 543
_ERAS: Final = {"R": 2018, "H": 1988}  # Reiwa, Heisei
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_NAMED_DAY = re.compile(
    r"-(20\d\d)-?(\d\d)-?(\d\d)-", re.ASCII
)  # IMG-20260131-WA0003, PHOTO-2026-01-31-21-05-40


@dataclass(frozen=True, slots=True)
class DayOrder:
    """The order of day and month in one file, and how we know. "default" is a guess: a person should be asked."""

    order: Order
    how: How

    @property
    def is_ambiguous(self) -> bool:
        """Whether nothing in the file tells the day from the month."""
        return self.how == "default"


@dataclass(slots=True)
class DateEvidence:
    """What the dates of one file say about their order; fed in the order of the file."""

    is_year_first: bool = False
    is_always_same: bool = True  # 03/03/26: both readings are one
    first_over_12: int = 0
    second_over_12: int = 0
    jumps: dict[Order, int] = field(default_factory=lambda: {"dmy": 0, "mdy": 0})  # how often it went back
    named: dict[Order, int] = field(default_factory=lambda: {"dmy": 0, "mdy": 0})  # names of files that agree
    _last: tuple[str, str, str] | None = None
    _last_days: tuple[int, int] = (0, 0)

    @property
    def is_year_short(self) -> bool:
        """Whether the third number has two digits."""
        return self._last is not None and len(self._last[2]) == 2

    def add(self, parts: tuple[str, str, str], rest: str) -> None:
        """One header's three numbers, and what stands behind it."""
        if parts != self._last:
            self._last = parts
            self._add_date(parts)
        if "-20" in rest and (found := _NAMED_DAY.search(rest)):
            self._add_name(parts, (int(found[2]), int(found[3])))

    def _add_date(self, parts: tuple[str, str, str]) -> None:
        if len(parts[0]) == 4:
            self.is_year_first = True
            return
        first, second, year = int(parts[0]), int(parts[1]), int(parts[2].lstrip("RH"))
        self.is_always_same &= first == second
        self.first_over_12 += first > 12
        self.second_over_12 += second > 12
        days = ((year * 100 + second) * 100 + first, (year * 100 + first) * 100 + second)
        self.jumps["dmy"] += days[0] < self._last_days[0]
        self.jumps["mdy"] += days[1] < self._last_days[1]
        self._last_days = days

    def _add_name(self, parts: tuple[str, str, str], named: tuple[int, int]) -> None:
        first, second = int(parts[0]), int(parts[1])
        if first != second:
            self.named["dmy"] += (second, first) == named
            self.named["mdy"] += (first, second) == named


def decide(seen: DateEvidence, form: Form, given: Order | None, default: Order) -> DayOrder:
    """The order for a whole file: what a person said, else what the numbers prove, else what is likely."""
    if seen.is_year_first:
        return DayOrder("ymd", "year_first")
    if form.halves == "before" and seen.is_year_short:
        return DayOrder("ymd", "year_first")  # ko "26. 1. 31. 오후 9:05"
    if given in ("dmy", "mdy"):
        return DayOrder(given, "given")
    if seen.first_over_12 != seen.second_over_12:
        return DayOrder("dmy" if seen.first_over_12 > seen.second_over_12 else "mdy", "numbers")
    if seen.is_always_same:
        return DayOrder("dmy", "same")
    return _by_signs(seen, form, default)


def _by_signs(seen: DateEvidence, form: Form, default: Order) -> DayOrder:
    votes: tuple[tuple[How, int], ...] = (
        ("file_names", seen.named["dmy"] - seen.named["mdy"]),
        ("sequence", seen.jumps["mdy"] - seen.jumps["dmy"]),
    )
    for how, more_for_days in votes:
        if more_for_days:
            return DayOrder("dmy" if more_for_days > 0 else "mdy", how)
    return DayOrder("dmy", "dots") if form.date_sign == "." else DayOrder(default, "default")


class Moments:
    """Turns the parts of a header into wall time; None for what is no date or no time."""

    def __init__(self, order: Order, words: Wording) -> None:
        self._order = order
        self._words = words
        self._days: dict[tuple[str, str, str], date | None] = {}

    def at(self, parts: tuple[str, ...]) -> datetime | None:
        """`parts`: three numbers of the date, hour, minute, second or None, word before, word after the time."""
        day = self._day(parts[0], parts[1], parts[2])
        if day is None:
            return None
        hour, minute, second = int(parts[3]), int(parts[4]), int(parts[5] or 0)
        word = parts[6] or parts[7]
        if word:
            hour = _hour(hour, self._words.half_of_day(word))
        if hour > 23 or minute > 59 or second > 59:
            return None
        return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - wall time without a zone

    def _day(self, first: str, second: str, third: str) -> date | None:
        key = (first, second, third)
        if key not in self._days:
            if len(self._days) > 50_000:  # more days than there were since the first message ever
                self._days.clear()
            self._days[key] = self._new_day(key)
        return self._days[key]

    def _new_day(self, key: tuple[str, str, str]) -> date | None:
        places = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}[self._order]
        year, month, day = (key[place] for place in places)
        try:
            return date(_year(year), int(month), int(day))
        except ValueError:
            return None


def _year(text: str) -> int:
    """26 is 2026; so are 2569 and 69 in Thailand and R8 in Japan. Raises ValueError for one without telephones."""
    if text[0] in _ERAS:
        return _ERAS[text[0]] + int(text[1:])
    year = int(text) + (0 if len(text) == 4 else 2000 if int(text) <= 50 else 2500)
    year -= _BUDDHIST if year > 2500 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR or len(text) == 3:
        raise ValueError(text)
    return year


def _hour(hour: int, half: Half | None) -> int:
    if half == "am":
        return 0 if hour == 12 else hour
    if half == "pm":
        return hour + 12 if hour < 12 else hour
    return hour + 12 if half == "noon" and hour < 11 else hour
