"""Opening hours in words: when somebody opens next as a person says it, times of a day, and the spans of a day.

What goes out to a customer is in the customer's language, whatever the program's own is.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from app.domain.hours import DAY_MIN, Spans, zone_named
from app.words.calendar_names import NAMES

SOON: Final = timedelta(hours=6)  # "later today" until then
DAYS_BY_NAME: Final = 6
NOON: Final = 720
_FAR_DAYS: Final = 300  # a date so far away is said with its year


def opening_words(next_s: int, now_s: int, zone: str, language: str) -> str:
    """When it opens, inside a sentence: "demain à 9 h", "lundi à 8 h 30", "le 4 janvier à 9 h", "tomorrow at 9 am".

    Moments are UTC seconds; days and times are the business's. Languages other than French are told in English.
    """
    opens, now = _wall(next_s, zone), _wall(now_s, zone)
    clock = clock_words(opens.hour * 60 + opens.minute, language)
    days = (opens.date() - now.date()).days
    if is_french(language):
        return _in_french(opens, days, clock, is_soon=next_s - now_s <= SOON.total_seconds())
    return _in_english(opens, days, clock, is_soon=next_s - now_s <= SOON.total_seconds())


def clock_words(minute: int, language: str) -> str:
    """A time of day: "9 h", "8 h 30", "midi"; "9 am", "8:30 am", "noon"."""
    if minute % DAY_MIN == 0:
        return "minuit" if is_french(language) else "midnight"
    if minute == NOON:
        return "midi" if is_french(language) else "noon"
    hour, rest = divmod(minute, 60)
    if is_french(language):
        return f"{hour} h {rest:02}" if rest else f"{hour} h"
    half = "am" if hour < 12 else "pm"
    return f"{(hour - 1) % 12 + 1}:{rest:02} {half}" if rest else f"{(hour - 1) % 12 + 1} {half}"


def span_words(spans: Spans, language: str) -> str:
    """The spans of a day: "9 h – 12 h, 14 h – 18 h"; "9:00 – 12:00, 14:00 – 18:00"; "" for none."""
    return ", ".join(
        f"{_short(one.opens_min, language)} – {_short(one.closes_min, language)}" for one in spans
    )


def day_words(day: date, language: str, today: date | None = None) -> str:
    """A date: "lundi 4 janvier 2027", "Monday 4 January 2027"; this year's without the year."""
    names = NAMES["fr" if is_french(language) else "en"]
    month = names.months[day.month - 1]
    number = "1er" if is_french(language) and day.day == 1 else str(day.day)
    year = "" if today is not None and today.year == day.year else f" {day.year}"
    return f"{names.days[day.weekday()]} {number} {month}{year}"


def is_french(language: str) -> bool:
    """Whether a text in this language is written in French."""
    return language.lower().startswith("fr")


def _in_french(opens: datetime, days: int, clock: str, *, is_soon: bool) -> str:
    if days == 0:
        return f"tout à l’heure à {clock}" if is_soon else f"aujourd’hui à {clock}"
    if days == 1:
        return f"demain à {clock}"
    names = NAMES["fr"]
    if 0 < days <= DAYS_BY_NAME:
        return f"{names.days[opens.weekday()]} à {clock}"
    number = "1er" if opens.day == 1 else str(opens.day)
    year = f" {opens.year}" if abs(days) > _FAR_DAYS else ""
    return f"le {number} {names.months[opens.month - 1]}{year} à {clock}"


def _in_english(opens: datetime, days: int, clock: str, *, is_soon: bool) -> str:
    if days == 0:
        return f"later today at {clock}" if is_soon else f"today at {clock}"
    if days == 1:
        return f"tomorrow at {clock}"
    names = NAMES["en"]
    if 0 < days <= DAYS_BY_NAME:
        return f"on {names.days[opens.weekday()]} at {clock}"
    year = f" {opens.year}" if abs(days) > _FAR_DAYS else ""
    return f"on {opens.day} {names.months[opens.month - 1]}{year} at {clock}"


def _short(minute: int, language: str) -> str:
    hour, rest = divmod(minute, 60)
    if not is_french(language):
        return f"{hour}:{rest:02}"
    return f"{hour} h {rest:02}" if rest else f"{hour} h"


def _wall(moment_s: int, zone: str) -> datetime:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment_s)
    return moment.astimezone(zone_named(zone) or UTC)


def week_words(week: Sequence[Spans], language: str) -> str:
    """A week on one line: "lun.–ven. 9 h – 12 h, 14 h – 18 h · sam. 9 h – 12 h"; "" where it is always closed."""
    names = NAMES["fr" if is_french(language) else "en"].short_days
    told, day = [], 0
    while day < len(week):
        last = day
        while last + 1 < len(week) and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            days = names[day] if last == day else f"{names[day]}–{names[last]}"
            told.append(f"{days} {span_words(week[day], language)}")
        day = last + 1
    return " · ".join(told)


def length_words(minutes: int) -> str:
    """How long a day is open: "7 h", "7 h 30"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
