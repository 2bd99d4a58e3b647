"""The day in what somebody types for an appointment: "mar", "jeudi prochain", "next Tuesday", "3/12", "in 2 weeks".

All is looked for in words as `typed_tasks.plain_signs` makes them. Of several ways to say a day the most exact wins: a
date, then "tomorrow", then a weekday, then "sun" and "mon", which may be no days at all.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from app.words.typed_tasks import DAY_NAMES, FEW, MONTH_NAMES, date_of

SHORT_DAYS: Final = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
    "lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6,
}  # fmt: skip
_EVERY_DAY: Final = DAY_NAMES | SHORT_DAYS
MONTHS: Final = MONTH_NAMES | {"sep": 9, "fev": 2, "juill": 7, "jul": 7, "aou": 8, "jan": 1}
_COUNTS: Final = FEW | {
    "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "huit": 8, "quinze": 15, "a couple of": 2,
}  # fmt: skip
TAKEN: Final = "\ue000"  # stands for each sign that was understood as something else
_YEARS: Final = range(2000, 2200)
_LEAP_YEARS: Final = 9  # years within which every day of the calendar comes


def _one_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_LEAD: Final = (
    r"(?<![\w'-])(?:(?:d'ici|by|on|for|pour|avant|le|la|l'|ce|cet|cette|the|this|du|de|of)\s+|(?:d'|l')){0,4}"
)
_FULL: Final = _one_of(DAY_NAMES)
_ANY: Final = rf"(?:{_one_of(_EVERY_DAY)})\b\.?"
_MONTH: Final = rf"(?P<month>{_one_of(MONTHS)})\b\.?"
_AND_PART: Final = (
    r"(?:,?\s+(?:au\s+|in\s+the\s+|en\s+)?(?P<part>matin|morning|apres[-\s]midi|aprem|pm(?!\w)|afternoon|soir|soiree"
    r"|evening)(?!\w))?"
)
NOT_A_COUNT: Final = (  # of a bare number: that it counts minutes, people or euros, or is part of a longer one
    r"(?![\w%€$£°])(?![.,:/'-]?\d)(?!\s\d{2}\s\d{2}\b)(?!\s*(?:[':/%€$£°]|[ap]\.m|o'?clock\b|h\d|(?:h|heures?|hours?|hrs?"
    r"|min|mins|minutes?|mn|m|am|pm|euros?|jours?|days?|semaines?|weeks?|mois|months?|fois|people|personnes?|pers)\b))"
)
_BEFORE: Final = rf"(?:(?P<weekday>{_ANY}),?\s+)?(?:(?:le|the|on)\s+){{0,2}}"
_NUMBER: Final = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_SAID_TWICE: Final = rf"(?:,?\s+(?:le\s+)?(?P<weekday>{_FULL})\b)?"
_SAID_BEFORE: Final = rf"(?:(?P<weekday_before>{_FULL})\b,?\s+)?"
_IN: Final = rf"(?:dans|in|d'ici)\s+(?P<count>\d{{1,3}}|{_one_of(_COUNTS)})\s*"

# Each with what it says; the most exact first.
_WAYS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(_LEAD + pattern))
    for name, pattern in (
        ("clock", (rf"(?:{_IN}(?P<unit>minutes?|mins?|mn|hours?|hrs?|heures?|h)(?!\w)(?:\s*(?P<more>\d{{2}})(?!\d))?"
                  r"|(?:in\s+(?P<half>half\s+an?\s+hour)|dans\s+(?P<demi>une\s+demi[-\s]heure))(?!\w))")),
        ("date", _BEFORE + r"(?<![\d/.-])(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d)|(?![\d-]))"
                 + _AND_PART),
        ("numbers", _BEFORE + r"(?<![\d/.:-])(?P<first>\d{1,2})(?:/(?P<second>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?"
                    r"|(?P<sign>[.-])(?P<second_dotted>\d{1,2})(?P=sign)(?P<year_dotted>\d{4}|\d{2}))(?![\d/:]|[.-]\d)"
                    + _AND_PART),
        ("date", _BEFORE + _NUMBER + r"\s*(?:of\s+|de\s+|d')?" + _MONTH
                 + r"(?:,?\s+(?P<year>20\d{2}|21\d{2})(?!\d)(?!\s*[h:€]))?" + _AND_PART),
        ("date", _BEFORE + _MONTH + r"\s+(?:the\s+)?" + _NUMBER + NOT_A_COUNT
                 + r"(?:,?\s+(?P<year>20\d{2}|21\d{2})(?!\d)(?!\s*[h:€]))?" + _AND_PART),
        ("weeks", rf"(?:(?P<weekday>{_ANY})\s+)?{_IN}(?P<unit>semaines?|weeks?)(?!\w)"
                  rf"(?:,?\s+(?:on\s+|le\s+)?(?P<weekday_after>{_ANY}))?" + _AND_PART),
        ("ahead", _IN + r"(?P<unit>jours?|j|days?|mois|months?)(?!\w)" + _AND_PART),
        ("fortnight", r"in\s+a\s+fortnight(?!\w)" + _AND_PART),
        ("eight", rf"(?P<weekday>{_ANY})\s+(?:en\s+(?P<eight>huit|quinze)|(?P<week>week)(?!\w))" + _AND_PART),
        ("day", rf"{_SAID_BEFORE}(?:(?P<after>day\s+after\s+tomorrow|apres[-\s]demain)"
                rf"|(?P<morrow>tomorrow|tmrw|tmr|demain)"
                rf"|(?P<today>today|aujourd'hui|aujourdhui|ce\s+jour))(?!\w){_SAID_TWICE}" + _AND_PART),
        ("now", (r"(?<!\w)(?:(?:ce|cet|cette)\s+(?P<part>matin|apres[-\s]midi|aprem|soir)|this\s+(?P<part_en>morning"
                r"|afternoon|evening)|(?P<tonight>tonight))(?!\w)")),
        ("week", rf"(?:(?P<weekday>{_ANY})(?:\s+de)?,?\s+)?(?:next\s+week|(?:la\s+)?semaine\s+prochaine)"
                 rf"(?:,?\s+(?:on\s+|le\s+)?(?P<weekday_after>{_ANY}))?(?!\w)" + _AND_PART),
        ("nth", rf"(?P<weekday>{_ANY}),?\s+(?:le\s+|the\s+)?{_NUMBER}{NOT_A_COUNT}" + _AND_PART),
        ("weekday", rf"(?P<next>next\s+|prochain\s+)?(?P<weekday>{_FULL})\b(?P<next_after>\s+prochain\b)?" + _AND_PART),
        ("nth", rf"(?:(?<=\ble\s)|(?<=\bthe\s)|(?<=\bdu\s)){_NUMBER}{NOT_A_COUNT}" + _AND_PART),
        ("nth", rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th){NOT_A_COUNT}" + _AND_PART),
        ("weekday", rf"(?P<next>next\s+)?(?P<weekday>(?!mon\s+[a-z]){_ANY})(?!\w)(?P<next_after>\s+prochain\b)?"
                    + _AND_PART),
        ("weekday", r"(?P<weekday>mon)(?<!\w\smon)(?!\w)" + _AND_PART),
    )
)  # fmt: skip
_LOOSE: Final = re.compile(rf"\s*,?\s*(?P<hour>\d{{1,2}}){NOT_A_COUNT}")
_AGAIN: Final = re.compile(
    rf"(?<![\w'])(?:{_FULL}|tomorrow|demain|aujourd'hui|today|\d{{1,2}}\s+(?:{_one_of(MONTH_NAMES)})"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d{2}-\d{2})(?!\w)"
)

_FRACTION: Final = re.compile(  # a part of something, no date
    r"(?<![\d/])(?:1/[234]|[23]/[34])\s*(?:d'heure|h|heure|tete|head|journee|jour|day|tarif|price|corps|body|jambes?|legs?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """Where a day is said, and which it is.

    `part`: "am" or "pm" where the part of the day was said. `at`: the wall's clock for "in two hours". `loose`: a bare
    number right behind it, the hour unless another is said. `problem`: "no_such_day", "weekday_differs" or "".
    `is_weekday`: nothing but a weekday, so that it may be today's or the next one; `has_date`: the bare number is its
    date unless it is the hour ("mardi 9").
    """

    start: int
    end: int
    day: date | None
    part: str = ""
    at: datetime | None = None
    loose: tuple[int, int, int] | None = None
    problem: str = ""
    is_weekday: bool = False
    has_date: bool = False


def find_day(plain: str, local: datetime, *, day_first: bool) -> FoundDay | None:
    """The day that is said; `local` is now on the wall. `day_first`: "3/12" is a day in December, not in March."""
    plain = _without_parts(plain)
    for name, pattern in _WAYS:
        for match in pattern.finditer(plain):
            found = _Reading(name, match, local, day_first).found()
            if found is not None:
                return replace(found, loose=found.loose or _loose(plain, found.end))
    return None


def says_a_day(plain: str) -> bool:
    """Whether a day is said in words that were not understood as one yet."""
    return _AGAIN.search(_without_parts(plain)) is not None


def blanked(plain: str, start: int, end: int) -> str:
    """The words with these signs marked as understood; all places stay."""
    return plain[:start] + TAKEN * (end - start) + plain[end:]


def _without_parts(plain: str) -> str:
    """Half an hour and half a head are no first of February."""
    for part in _FRACTION.finditer(plain):
        plain = blanked(plain, *part.span())
    return plain


def _loose(plain: str, end: int) -> tuple[int, int, int] | None:
    found = _LOOSE.match(plain, end)
    return None if found is None else (found.start("hour"), found.end(), int(found["hour"]))


def half_of(part: str) -> str:
    """Of a part of the day "am" or "pm", "" for none."""
    if not part:
        return ""
    return "am" if part in ("matin", "morning") else "pm"


class _Reading:
    """One way to say a day, as it was found."""

    def __init__(self, name: str, match: re.Match[str], local: datetime, day_first: bool) -> None:
        self._name, self._match, self._local, self._day_first = name, match, local, day_first
        self._said = {key: value for key, value in match.groupdict().items() if value is not None}

    def found(self) -> FoundDay | None:
        """None where it was no day after all."""
        start, end, said = self._match.start(), self._match.end(), self._said
        if self._name == "clock":
            at = self._soon()
            return FoundDay(start, end, at.date(), at=at)
        part = half_of(said.get("part") or said.get("part_en") or said.get("tonight", ""))
        if self._name == "nth":
            return self._nth(start, end, part)
        if self._is_none():
            return None
        day = {"date": self._dated, "numbers": self._numbers}.get(self._name, self._relative)()
        if day is None:
            return FoundDay(start, end, None, part, problem="no_such_day")
        is_other = self._name in ("date", "numbers", "day") and not self._fits(day)
        problem = "weekday_differs" if is_other else ""
        return FoundDay(start, end, day, part, problem=problem, is_weekday=self._is_bare_weekday())

    def _is_none(self) -> bool:
        """As "24/24", or "mar 3", which is a Tuesday."""
        said = self._said
        if self._name == "numbers":
            return int(said["first"]) > 12 and int(said.get("second") or said["second_dotted"]) > 12
        is_mar = said.get("month") == "mar" and self._match.start("month") < self._match.start("day")
        return is_mar and self._day_first

    def _is_bare_weekday(self) -> bool:
        return self._name == "weekday" and "next" not in self._said and "next_after" not in self._said

    @property
    def _today(self) -> date:
        return self._local.date()

    def _fits(self, day: date) -> bool:
        named = (self._said.get("weekday"), self._said.get("weekday_before"))
        return all(_weekday(one) == day.weekday() for one in named if one)

    def _count(self) -> int:
        count = self._said["count"]
        return int(count) if count.isdecimal() else _COUNTS[count]

    def _soon(self) -> datetime:
        """The next five minutes after the wait."""
        said = self._said
        minutes = 30 if said.get("half") or said.get("demi") else self._count()
        if said.get("unit", "m")[0] == "h":
            minutes = minutes * 60 + int(said.get("more", 0))
        at = self._local + timedelta(minutes=minutes)
        late = -(at.minute * 60 + at.second) % 300
        return (at + timedelta(seconds=late)).replace(second=0, microsecond=0)

    def _nth(self, start: int, end: int, part: str) -> FoundDay | None:
        """The 15th of this month or the next; "mardi 9", when the 9th is no Tuesday, is perhaps an hour."""
        number, weekday = int(self._said["day"]), self._said.get("weekday")
        if weekday == "mar" and not self._day_first:
            return self._march(number, start, end, part)
        day = self._next_nth(number)
        if weekday is None:
            return FoundDay(start, end, day, part, problem="" if day else "no_such_day")
        if day is not None and day.weekday() == _weekday(weekday):
            return FoundDay(start, end, day, part)
        place = self._match.span("day")
        loose = (place[0], place[1], number)
        has_suffix = self._match.string[place[1] : place[1] + 1].isalpha()
        problem = "weekday_differs" if has_suffix or number > 23 else ""
        end = self._match.end("weekday") if not problem else end
        named = self._next_weekday(_weekday(weekday))
        return FoundDay(start, end, named, loose=loose, problem=problem, is_weekday=True, has_date=True)

    def _march(self, number: int, start: int, end: int, part: str) -> FoundDay:
        day = self._ahead(3, number)
        return FoundDay(start, end, day, part, problem="" if day else "no_such_day")

    def _next_nth(self, number: int) -> date | None:
        first = self._today.replace(day=1)
        for _month in range(3):
            day = date_of(first.year, first.month, number)
            if day is not None and day >= self._today:
                return day
            first = (first + timedelta(days=32)).replace(day=1)
        return None

    def _dated(self) -> date | None:
        said = self._said
        month = int(said["number"]) if "number" in said else MONTHS[said["month"]]
        return self._ahead(month, int(said["day"]), said.get("year"))

    def _numbers(self) -> date | None:
        said = self._said
        first, second = int(said["first"]), int(said.get("second") or said["second_dotted"])
        is_day_first = first > 12 or (second <= 12 and (self._day_first or "sign" in said))
        day, month = (first, second) if is_day_first else (second, first)
        return self._ahead(month, day, said.get("year") or said.get("year_dotted"))

    def _ahead(self, month: int, day: int, year: str | None = None) -> date | None:
        if year is not None:
            whole = int(year) + (2000 if len(year) == 2 else 0)
            return date_of(whole, month, day) if whole in _YEARS else None
        for later in range(_LEAP_YEARS):
            found = date_of(self._today.year + later, month, day)
            if found is not None and found >= self._today:
                return found
        return None

    def _relative(self) -> date | None:
        said, today = self._said, self._today
        if self._name == "weekday":
            number = _weekday(said["weekday"])
            is_next = "next" in said or "next_after" in said
            return self._next_weekday(number, today + timedelta(days=1) if is_next else today)
        if self._name == "eight":
            wait = 7 if said.get("eight") == "huit" or "week" in said else 14
            return self._next_weekday(_weekday(said["weekday"]), today + timedelta(days=1)) + timedelta(
                days=wait
            )
        if self._name in ("week", "weeks"):
            return self._of_week()
        if self._name == "ahead":
            return (
                _months_on(today, self._count())
                if said["unit"][0] == "m"
                else today + timedelta(self._count())
            )
        waits = {"after": 2, "morrow": 1}
        wait = next(
            (days for key, days in waits.items() if key in said), 14 if self._name == "fortnight" else 0
        )
        return today + timedelta(days=wait)

    def _of_week(self) -> date:
        """A day of a week ahead; of next week without a day its Monday, of another the same weekday as today."""
        named = self._said.get("weekday") or self._said.get("weekday_after")
        weeks = 1 if self._name == "week" else self._count()
        monday = self._today - timedelta(days=self._today.weekday())
        number = _weekday(named) if named else 0 if self._name == "week" else self._today.weekday()
        return monday + timedelta(days=7 * weeks + number)

    def _next_weekday(self, number: int, first: date | None = None) -> date:
        begin = first or self._today
        return begin + timedelta(days=(number - begin.weekday()) % 7)


def _weekday(word: str) -> int:
    return _EVERY_DAY[word.rstrip(".")]


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
