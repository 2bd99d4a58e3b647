"""Days and hours as agendas write them: "14h30", "Ven 27 nov.", "27/11/2026 2:30 PM", "de 14h à 15h", a number.

What names no year is the one nearest to the day of reading. Which number is the day is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.table import NumberCell
from app.desk.deal_imports.moments import DateWays, DayEvidence, DayOrder, read_moment

DAY_MIN: Final = 24 * 60
_SHEET_DAY_ZERO: Final = date(1899, 12, 30)
_SHEET: Final = re.compile(r"(\d{5})(?:[.,](\d{1,20}))?", re.ASCII)
_SHEET_DAYS: Final = (30_000, 80_000)
_SHARE: Final = re.compile(r"0[.,]\d{1,20}", re.ASCII)  # of a day, where a column lost its format
_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?\s?(Z|UTC|[+-]\d\d:?\d\d)", re.ASCII | re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"(?<![\d/.,:])(\d{1,2})(?:\s?(?:h|:|heures?\b)\s?(\d{2})?(?::\d{2}(?:[.,]\d+)?)?\s*(?:min\b|mn\b)?|(?=\s?[ap]\.?m\b))"
    r"\s*([ap]\.?m\b\.?)?(?![\d/])",
    re.ASCII | re.IGNORECASE,
)
_BARE_CLOCK: Final = re.compile(r"(\d{1,2})(?:[.,](\d{2}))?|(\d{1,2})(\d{2})", re.ASCII)
_BETWEEN: Final = re.compile(
    r"\b(?:a|à|at|de|from|to|jusqu['’]à|until|le|on|the|du|au)\b|[-–—→,;|@]+", re.IGNORECASE
)
_WEEKDAYS: Final = {
    word: number
    for number, words in enumerate(
        (
            "lundi lun lu monday mon", "mardi mar ma tuesday tues tue", "mercredi mer me wednesday wed",
            "jeudi jeu je thursday thurs thur thu", "vendredi ven ve friday fri", "samedi sam sa saturday sat",
            "dimanche dim di sunday sun",
        )
    )
    for word in words.split()
}  # fmt: skip
_WEEKDAY: Final = re.compile(r"([^\W\d_]{2,9})\b\.?,?\s*(.*)", re.DOTALL)
_NEAR: Final = {"aujourd hui": 0, "today": 0, "demain": 1, "tomorrow": 1, "apres demain": 2}
_SHORT: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\.?", re.ASCII)
_NUMERIC: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:[/.-](\d{4}|\d\d))?\.?", re.ASCII)
_ALONE: Final = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?", re.ASCII)
_DATE_INSIDE: Final = re.compile(
    r"\b(?:(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-zé]*\.?,?\s+)?"
    r"(?:\d{4}-\d\d?-\d\d?|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}(?:er|st|nd|rd|th)?\s+[^\W\d_]{3,9}\.?(?:\s+\d{4})?"
    r"|[^\W\d_]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?)(?!\d)",
    re.IGNORECASE,
)
_IN_NAME: Final = re.compile(
    r"(?<!\d)(?:(\d{4})[-_. ]?(\d\d)[-_. ]?(\d\d)|(\d{1,2})[-_. ](\d{1,2})[-_. ](\d{4}|\d\d))(?!\d)", re.ASCII
)
_EARLIER, _LATER = timedelta(days=90), timedelta(days=275)


@dataclass(frozen=True, slots=True)
class Wall:
    """What a cell says. `clock` and `end`: minutes after midnight. `at`: where it says the instant itself (UTC).

    `problem`: a code for what cannot be read; `doubt`: one for what is read all the same.
    """

    day: date | None = None
    clock: int | None = None
    end: int | None = None
    at: datetime | None = None
    problem: str = ""
    doubt: str = ""


@lru_cache(maxsize=8192, typed=True)
def read_wall(cell: str, order: DayOrder, around: date, *, is_day: bool = False) -> Wall:
    """A cell of a column of hours, or of hours and days; `is_day`: of days first of all ("12.11" is no hour there).

    `around`: the day near which a day without a year is.
    """
    text = tidy(cell)
    if not text:
        return Wall()
    if sheet := _of_sheet(text, is_number=isinstance(cell, NumberCell)):
        return sheet
    if instant := _INSTANT.fullmatch(text):
        return _instant(instant)
    clocks, rest = _clocks(text)
    if not clocks and not is_day and (bare := _bare_clock(text)) is not None:
        return Wall(clock=bare)
    if not rest:
        if not clocks or None in clocks:
            return Wall(problem="time_none")
        return Wall(clock=clocks[0], end=clocks[1] if len(clocks) > 1 else None)
    day, problem, doubt = read_day(rest, order, around)
    if None in clocks:
        problem = problem or "time_none"
    start, end = (*clocks, None, None)[:2]
    return Wall(day, start, end, problem=problem, doubt=doubt)


def tidy(cell: str) -> str:
    """With plain blanks, one between two words."""
    return " ".join(cell.replace("\u202f", " ").replace("\u00a0", " ").split())


def _of_sheet(text: str, *, is_number: bool) -> Wall | None:
    """A spreadsheet's count of days and its shares of a day."""
    found = _SHEET.fullmatch(text)
    if found and (is_number or found[2]) and _SHEET_DAYS[0] <= int(found[1]) <= _SHEET_DAYS[1]:
        day = _SHEET_DAY_ZERO + timedelta(days=int(found[1]))
        minutes = round(float(f"0.{found[2]}") * DAY_MIN) if found[2] else None
        return Wall(day, min(minutes, DAY_MIN - 1) if minutes is not None else None)
    if _SHARE.fullmatch(text) and (is_number or len(text) > 5):
        return Wall(clock=round(float(text.replace(",", ".")) * DAY_MIN) % DAY_MIN)
    return None


def _instant(found: re.Match[str]) -> Wall:
    offset = "+0000" if found[3].upper() in ("Z", "UTC") else found[3].replace(":", "")
    try:
        return Wall(
            at=datetime.strptime(f"{found[1]} {found[2]} {offset}", "%Y-%m-%d %H:%M %z").astimezone(UTC)
        )
    except (ValueError, OverflowError):
        return Wall(problem="date_none")


def _clocks(text: str) -> tuple[list[int | None], str]:
    """The hours in a text, at most a beginning and an end, and what is left without them."""
    plain = re.sub(r"(\d{4}-\d\d-\d\d)T(?=\d)", r"\1 ", text)
    found = list(_CLOCK.finditer(plain))[:2]
    if not found:
        return [], plain
    rest = plain
    for one in reversed(found):
        rest = f"{rest[: one.start()]} {rest[one.end() :]}"
    return [_minutes(one[1], one[2], one[3]) for one in found], _trimmed(rest)


def _trimmed(text: str) -> str:
    """Without the little words and dashes at both ends that joined a day and its hours."""
    text = tidy(text)
    while True:
        head = re.match(rf"(?:{_BETWEEN.pattern})\s*", text, re.IGNORECASE)
        shorter = text[head.end() :] if head and head.end() else text
        tail = re.search(rf"\s*(?:{_BETWEEN.pattern})$", shorter, re.IGNORECASE)
        shorter = shorter[: tail.start()] if tail else shorter
        if shorter == text:
            return text
        text = shorter


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def _bare_clock(text: str) -> int | None:
    """`14.30`, `1430`, `14`: only where the whole cell is nothing else."""
    found = _BARE_CLOCK.fullmatch(text)
    return _minutes(found[1] or found[3], found[2] or found[4], None) if found else None


def read_day(text: str, order: DayOrder, around: date) -> tuple[date | None, str, str]:
    """A day as agendas write it: the day, or a code for why it is none; and a code for a doubt."""
    text = tidy(text).strip(" ,;:-–")
    near = _NEAR.get(folded(text))
    if near is not None:
        return around + timedelta(days=near), "", ""
    named = _WEEKDAY.fullmatch(text)
    weekday = _WEEKDAYS.get(folded(named[1])) if named else None
    if named and weekday is not None:
        rest = _trimmed(named[2])
        day, problem = _read_day(rest, order, around, weekday)
        if day is not None:
            return day, "", "" if day.weekday() == weekday else "weekday_other"
        if problem == "date_unclear":
            return None, problem, ""
        if not rest:
            return around + timedelta(days=(weekday - around.weekday()) % 7), "", ""
    day, problem = _read_day(text, order, around, None)
    return day, "" if day is not None else problem, ""


def _read_day(text: str, order: DayOrder, around: date, weekday: int | None) -> tuple[date | None, str]:
    numeric = _NUMERIC.fullmatch(text)
    if numeric and weekday is not None and not order:
        order = _order_by_weekday(numeric, around, weekday)
    if numeric and not numeric[4]:
        return _without_year(numeric, order, around, weekday)
    read = read_moment(text, DateWays(order, UTC))
    if read.day is not None or read.problem == "date_unclear":
        return read.day, read.problem
    if weekday is not None and (alone := _ALONE.fullmatch(text)):
        return _by_weekday(int(alone[1]), weekday, around), "date_none"
    candidates = [
        day
        for year in (around.year - 1, around.year, around.year + 1)
        if (day := read_moment(f"{text} {year}", DateWays(order, UTC)).day) is not None
    ]
    return _nearest(candidates, around, weekday), "date_none"


def _without_year(
    found: re.Match[str], order: DayOrder, around: date, weekday: int | None
) -> tuple[date | None, str]:
    certain = _certain_order(found) or order
    if not certain and int(found[1]) != int(found[3]):
        return None, "date_unclear"
    days = _days_of(found, certain or "dmy", around)
    return _nearest(days, around, weekday), "date_none"


def _days_of(found: re.Match[str], order: DayOrder, around: date) -> list[date]:
    """The days that a numeric date can be, read in that order: one where it has a year."""
    day, month = (int(found[1]), int(found[3])) if order != "mdy" else (int(found[3]), int(found[1]))
    given = found[4] if found.re is _NUMERIC else None
    years = (
        [int(given) + (2000 if len(given) == 2 else 0)] if given else range(around.year - 1, around.year + 2)
    )
    days = []
    for year in years:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return days


def _certain_order(found: re.Match[str]) -> DayOrder:
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "dmy" if found[2] == "." else ""


def _order_by_weekday(found: re.Match[str], around: date, weekday: int) -> DayOrder:
    """Where only one way of reading it is such a day of the week."""
    fits: list[DayOrder] = []
    for order in ("dmy", "mdy"):
        near = _nearest(_days_of(found, order, around), around, None)
        if near is not None and near.weekday() == weekday:
            fits.append(order)
    return fits[0] if len(fits) == 1 else ""


def _nearest(days: Iterable[date], around: date, weekday: int | None) -> date | None:
    """The one that is meant: of that day of the week where one is, else from a season ago to nine months ahead."""
    found = list(days)
    if weekday is not None and any(day.weekday() == weekday for day in found):
        found = [day for day in found if day.weekday() == weekday]
    return min(
        found,
        key=lambda day: (not around - _EARLIER <= day <= around + _LATER, abs(day - around)),
        default=None,
    )


def _by_weekday(number: int, weekday: int, around: date) -> date | None:
    """`Ven. 27`: the nearest Friday that is a 27th."""
    days = (around + timedelta(days=offset) for offset in range(-31, 63))
    return min(
        (day for day in days if day.day == number and day.weekday() == weekday),
        key=lambda day: abs(day - around),
        default=None,
    )


def day_inside(text: str, order: DayOrder, around: date) -> tuple[date, str] | None:
    """A day somewhere in a title, "Agenda de Sophie – vendredi 27 novembre 2026", and the title before it."""
    plain = tidy(text)
    for found in _DATE_INSIDE.finditer(plain):
        day, _problem, _doubt = read_day(found[0], order, around)
        if day is not None:
            return day, _trimmed(plain[: found.start()])
    return None


def day_in_name(name: str, order: DayOrder) -> date | None:
    """The day in the name of a file: agenda-2026-11-27.csv."""
    for found in _IN_NAME.finditer(name):
        text = f"{found[1]}-{found[2]}-{found[3]}" if found[1] else f"{found[4]}/{found[5]}/{found[6]}"
        day = read_moment(text, DateWays(order, UTC)).day
        if day is not None and 2000 <= day.year <= 2100:
            return day
    return None


def evidence_of(cells: Iterable[str], around: date, day: date | None) -> DayEvidence:
    """What the days of a table show about their order: all of them together, and a day that is known of it."""
    orders: set[str] = set()
    unclear = ""
    for cell in cells:
        for found, weekday in _numeric(cell):
            order = _certain_order(found) or (
                _order_by_weekday(found, around, weekday) if weekday is not None else ""
            )
            if not order and day is not None:
                fits = [one for one in ("dmy", "mdy") if day in _days_of(found, one, around)]
                order = "dmy" if fits == ["dmy"] else "mdy" if fits == ["mdy"] else ""
            if order:
                orders.add(order)
            elif int(found[1]) != int(found[3]):
                unclear = unclear or cell
    return DayEvidence(frozenset(orders), unclear)


def _numeric(cell: str) -> Iterator[tuple[re.Match[str], int | None]]:
    """The numeric date of a cell, and the day of the week beside it."""
    if isinstance(cell, NumberCell):
        return
    _hours, rest = _clocks(tidy(cell))
    named = _WEEKDAY.fullmatch(rest)
    weekday = _WEEKDAYS.get(folded(named[1])) if named else None
    found = _NUMERIC.fullmatch(_trimmed(named[2]) if named and weekday is not None else rest)
    if found is not None:
        yield found, weekday


_PIECE: Final = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(heures?|hours?|hrs?|h|:|minutes?|min|mn|m|'|’)?\s*", re.IGNORECASE
)


def read_length(cell: str) -> int | None:
    """Minutes: "45", "45 min", "1h30", "0:45", "1,5 h", a share of a day; None for what is no length."""
    text = tidy(cell).lower()
    if isinstance(cell, NumberCell) and (share := _of_sheet(text, is_number=True)) and float(text) < 1:
        return share.clock
    if clock := re.fullmatch(r"(\d{1,2}):(\d\d)(?::\d\d)?", text, re.ASCII):
        return int(clock[1]) * 60 + int(clock[2])
    total, is_after_hours, end = 0.0, False, 0
    while end < len(text):
        found = _PIECE.match(text, end)
        if found is None or found.end() == end:
            return None
        unit = found[2] or ""
        is_hours = unit.startswith("h")
        total += float(found[1].replace(",", ".")) * (60 if is_hours else 1)
        if not unit and end and not is_after_hours:
            return None
        is_after_hours, end = is_hours, found.end()
    return round(total) if 0 < total <= DAY_MIN else None


def clock_time(minutes: int) -> time:
    """Minutes after midnight as a time."""
    return time(minutes // 60, minutes % 60)
