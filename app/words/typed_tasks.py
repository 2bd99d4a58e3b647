"""A task as somebody types it: "demain 9h rappeler Ana", "call Ana tomorrow 9am", in French and in English.

When it is due stands at the beginning or at the end of the words (tomorrow also in the middle); all else is what is to
be done. What is not understood stays in the words: nothing that was typed is lost.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.words.calendar_names import NAMES


def plain_signs(words: str) -> str:
    """As it is looked for, sign for sign: small, without accents."""
    return "".join(_plain_sign(sign) for sign in words)


def _plain_sign(sign: str) -> str:
    if sign in "’‘ʼ":
        return "'"
    plain = unicodedata.normalize("NFD", sign)[0].lower()
    return plain if len(plain) == 1 else sign


MORNING: Final = time(9, 0)
_PARTS: Final = {
    "morning": MORNING, "matin": MORNING, "noon": time(12, 0), "midi": time(12, 0), "afternoon": time(14, 0),
    "apres-midi": time(14, 0), "evening": time(18, 0), "soir": time(18, 0), "night": time(18, 0),
}  # fmt: skip
DAY_NAMES: Final = {
    plain_signs(name): number for names in NAMES.values() for number, name in enumerate(names.days)
}
MONTH_NAMES: Final = {
    plain_signs(name).rstrip("."): number
    for names in NAMES.values()
    for list_of in (names.months, names.short_months)
    for number, name in enumerate(list_of, 1)
}
FEW: Final = {"a": 1, "an": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3}
_LEADS: Final = r"(?:(?:d'ici|by|on|for|before|avant|pour|le|ce|cet|the|this|next)\s+)*"
_PART: Final = rf"(?:\s+(?:in\s+the\s+)?(?P<part>{'|'.join(_PARTS)}))?"
_DAY: Final = (
    rf"{_LEADS}(?:"
    r"(?P<after>the\s+day\s+after\s+tomorrow|day\s+after\s+tomorrow|apres[-\s]demain)"
    r"|(?P<morrow>tomorrow|demain)"
    r"|(?P<today>today|aujourd'hui)"
    r"|(?P<tonight>tonight|ce\s+soir|this\s+evening|this\s+afternoon|cet\s+apres-midi)"
    r"|(?:in|dans)\s+(?P<count>\d{1,3}|a|an|one|un|une|two|deux|three|trois)\s*(?P<unit>minutes?|mins?|min|hours?|heures?"
    r"|h|days?|jours?|j|weeks?|semaines?)"
    r"|(?P<half>in\s+half\s+an\s+hour|dans\s+une\s+demi-heure)"
    r"|(?P<week>next\s+week|la\s+semaine\s+prochaine|semaine\s+prochaine)"
    rf"|(?:(?:{'|'.join(DAY_NAMES)})\s+)?(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<month>{'|'.join(MONTH_NAMES)})\.?"
    r"(?:\s+(?P<year>\d{4}))?"
    rf"|(?P<month_first>{'|'.join(MONTH_NAMES)})\.?\s+(?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<slash>\d{1,2}/\d{1,2}(?:/\d{4})?)"
    rf"|(?P<weekday>{'|'.join(DAY_NAMES)})(?:\s+prochain)?"
    rf"){_PART}"
)
_HOUR: Final = (
    r"(?:(?P<at>at|a|vers|@|around)\s*)?(?:(?P<h>\d{1,2})\s*(?:(?:h|heures?)\s*(?P<m>\d{2})?|:\s*(?P<m2>\d{2})"
    r"(?!\d)\s*(?P<half_day2>am|pm)?|(?P<half_day>am|pm|a\.m\.|p\.m\.))|(?P<bare>(?<=\bat )\d{1,2}|(?<=\ba )\d{1,2})"
    r"|(?P<word>noon|midi))"
)
_END: Final = r"(?=$|[\s,;:.!–—-])"


def _numbered(pattern: str, number: int) -> str:
    """The pattern with its groups under names of their own."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\1_{number}>", pattern)


_PHRASES: Final = tuple(
    f"(?:{one})" for one in (
        _numbered(_DAY, 1) + rf"(?:\s*,?\s*{_numbered(_HOUR, 1)})?",
        _numbered(_HOUR, 2) + rf"\s*,?\s*{_numbered(_DAY, 2)}",
        _numbered(_HOUR, 3),
    )
)  # fmt: skip
_PHRASE: Final = "|".join(_PHRASES)
_FIRST: Final = re.compile(rf"^\s*(?:{_PHRASE}){_END}[\s,;:–—-]*")
_LAST: Final = re.compile(rf"(?<![\w'])(?:{_PHRASE})\s*[.!]?\s*$")
_MIDDLE: Final = re.compile(
    rf"(?<![\w'-])(?:{_numbered(r'(?P<morrow>tomorrow|demain)' + _PART, 1)}(?:\s*,?\s*{_numbered(_HOUR, 1)})?){_END}"
)
_BINDS: Final = re.compile(
    r"\b(?:de|du|des|of|from|since|depuis|la|les|every|each|chaque|tous\s+les)\s+$|[''’]s?$"
)
_LIKELY: Final = range(7, 22)  # hours that "9h" alone at the end may mean; "2h" is how long something takes


@dataclass(frozen=True, slots=True)
class TypedTask:
    """What is to be done, and when it is due (UTC; None: nothing was said of it)."""

    title: str
    due_at: datetime | None = None


def read_task(text: str, now: datetime, zone: str, language: str) -> TypedTask:
    """What somebody typed, on the clock of a zone; a bare hour that is past today is tomorrow's."""
    words = " ".join(text.split())
    plain = plain_signs(words)
    for pattern in (_FIRST, _LAST, _MIDDLE):
        for found in pattern.finditer(plain):
            if pattern is not _FIRST and _BINDS.search(plain[: found.start()]):
                continue
            due_at = _When(found, pattern is _LAST, now, zone, language).moment()
            if due_at is not None:
                before, after = words[: found.start()].rstrip(" ,;:"), words[found.end() :].lstrip(" ,;")
                return TypedTask(" ".join(part for part in (before, after) if part), due_at)
    return TypedTask(words)


def moment_of(day: date, hour: time, zone: str) -> datetime:
    """A day and an hour of a zone's clock, UTC: nine o'clock is nine on the wall on both sides of a clock change."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


class _When:
    """What one phrase means."""

    def __init__(self, found: re.Match[str], is_last: bool, now: datetime, zone: str, language: str) -> None:
        self._said = {
            name.rpartition("_")[0]: value for name, value in found.groupdict().items() if value is not None
        }
        self._is_last = is_last
        self._now, self._zone, self._language = now, zone, language
        self._local = now.astimezone(ZoneInfo(zone))

    def moment(self) -> datetime | None:
        """UTC; None for what makes no sense."""
        said = self._said
        if said.get("half"):
            return self._soon(timedelta(minutes=30))
        unit = said.get("unit", "")
        if unit and unit[0] in "mh":
            each = timedelta(minutes=1) if unit.startswith("m") else timedelta(hours=1)
            return self._soon(self._count() * each)
        has_hour = any(said.get(name) for name in ("h", "bare", "word"))
        hour = self._hour() if has_hour else None
        if has_hour and hour is None:
            return None
        is_dated = any(name not in _OF_HOUR for name in said)
        if not is_dated:
            return self._of_hour(hour)
        day = self._day()
        if day is None:
            return None
        at = moment_of(day, hour or self._part(), self._zone)
        return at if hour is not None or day > self._local.date() or at > self._now else self._later_today()

    def _later_today(self) -> datetime:
        """Today without an hour means while there is still time."""
        evening = moment_of(self._local.date(), _PARTS["evening"], self._zone)
        return evening if evening > self._now else self._soon(timedelta(hours=1))

    def _of_hour(self, hour: time | None) -> datetime | None:
        """A bare hour: today's, or tomorrow's where that is past."""
        said = self._said
        is_sure = (
            any(said.get(name) for name in ("at", "bare", "m", "m2", "half_day", "word")) or not self._is_last
        )
        if hour is None or not (is_sure or hour.hour in _LIKELY):
            return None
        at = moment_of(self._local.date(), hour, self._zone)
        return at if at > self._now else moment_of(self._local.date() + timedelta(days=1), hour, self._zone)

    def _soon(self, wait: timedelta) -> datetime:
        return (self._now + wait).replace(second=0, microsecond=0)

    def _count(self) -> int:
        count = self._said["count"]
        return int(count) if count.isdecimal() else FEW[count]

    def _part(self) -> time:
        part = self._said.get("part", "")
        tonight = self._said.get("tonight", "")
        if tonight:
            return _PARTS["afternoon"] if "noon" in tonight or "midi" in tonight else _PARTS["evening"]
        return _PARTS.get(part, MORNING)

    def _hour(self) -> time | None:
        said = self._said
        if said.get("word"):
            return time(12, 0)
        hour = int(said.get("h") or said["bare"])
        minute = int(said.get("m") or said.get("m2") or 0)
        half = (said.get("half_day") or said.get("half_day2") or "").replace(".", "")
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "pm" else 0)
        is_evening = self._part_says_evening() and hour < 12 and not half
        hour += 12 if is_evening else 0
        return time(hour, minute) if hour < 24 and minute < 60 else None

    def _part_says_evening(self) -> bool:
        """Tonight at 8 is twenty o'clock."""
        part = self._said.get("part", "")
        return bool(self._said.get("tonight")) or part in (
            "soir",
            "evening",
            "night",
            "afternoon",
            "apres-midi",
        )

    def _day(self) -> date | None:
        said, today = self._said, self._local.date()
        if said.get("after"):
            return today + timedelta(days=2)
        if said.get("morrow"):
            return today + timedelta(days=1)
        if said.get("today") or said.get("tonight"):
            return today
        if said.get("unit"):
            return today + self._count() * timedelta(days=7 if said["unit"][0] in "ws" else 1)
        if said.get("week"):
            return today + timedelta(days=7 - today.weekday())
        if said.get("weekday"):
            ahead = (DAY_NAMES[said["weekday"]] - today.weekday()) % 7
            return today + timedelta(days=ahead or 7)
        return self._date()

    def _date(self) -> date | None:
        said = self._said
        if said.get("iso"):
            return date_of(*map(int, said["iso"].split("-")))
        if said.get("slash"):
            return self._slashed(*map(int, said["slash"].split("/")))
        day = int(said.get("day") or said["day_last"])
        month = MONTH_NAMES[said.get("month") or said["month_first"]]
        return self._ahead(day, month, int(said["year"]) if said.get("year") else None)

    def _slashed(self, first: int, second: int, year: int | None = None) -> date | None:
        """Day and month as French has them; in English only where no other reading is possible."""
        if self._language != "fr" and first <= 12 and second <= 12 and first != second:
            return None
        day, month = (second, first) if self._language != "fr" and second > 12 else (first, second)
        return self._ahead(day, month, year)

    def _ahead(self, day: int, month: int, year: int | None) -> date | None:
        today = self._local.date()
        found = date_of(year or today.year, month, day)
        if found is not None and year is None and found < today:
            found = date_of(today.year + 1, month, day)
        return found


_OF_HOUR: Final = frozenset({"at", "h", "m", "m2", "half_day", "half_day2", "bare", "word"})


def date_of(year: int, month: int, day: int) -> date | None:
    """The date, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
