"""Days and times of appointments as a customer reads them: in the customer's language, whatever the window's is.

A language is the two letters, or those with a country ("fr", "fr_BE", "en", "en_US"). Languages other than French are
told in English, as opening hours are; only Americans read "2:30 pm" and "Friday, November 27".
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.words.calendar_names import NAMES
from app.words.hours_of import is_french

ROW_MAX_CHARS: Final = 24  # of a line of a list message, as the channel takes it
_FAR_DAYS: Final = 300  # a day so far away is said with its year


def spoken_day(day: date, today: date, language: str) -> str:
    """Inside a sentence: "aujourd’hui", "demain", "vendredi 27 novembre"; "today", "tomorrow", "Friday 27 November"."""
    ahead = (day - today).days
    if ahead in (0, 1):
        near = ("aujourd’hui", "demain") if is_french(language) else ("today", "tomorrow")
        return near[ahead]
    names = NAMES["fr" if is_french(language) else "en"]
    weekday, month = names.days[day.weekday()], names.months[day.month - 1]
    is_far = abs(ahead) > _FAR_DAYS
    if is_american(language):
        return f"{weekday}, {month} {day.day}" + (f", {day.year}" if is_far else "")
    return f"{weekday} {_number(day, language)} {month}" + (f" {day.year}" if is_far else "")


def spoken_time(minute: int, language: str) -> str:
    """A minute of the wall's day: "14 h 30", "9 h"; "14:30"; "2:30 pm" for Americans. No line breaks inside."""
    gap = "\N{NO-BREAK SPACE}"
    hour, rest = divmod(minute % 1_440, 60)
    if is_french(language):
        return f"{hour}{gap}h{gap}{rest:02}" if rest else f"{hour}{gap}h"
    if is_american(language):
        return f"{(hour - 1) % 12 + 1}:{rest:02}{gap}{'am' if hour < 12 else 'pm'}"
    return f"{hour}:{rest:02}"


def row_title(starts_at: datetime, zone: ZoneInfo, language: str) -> str:
    """A line of a list message: "ven. 27 nov. 14 h 30", "Fri 27 Nov 14:30", "Fri, Nov 27, 2:30 pm"."""
    local = starts_at.astimezone(zone)
    names = NAMES["fr" if is_french(language) else "en"]
    weekday, month = names.short_days[local.weekday()], names.short_months[local.month - 1]
    clock = spoken_time(local.hour * 60 + local.minute, language)
    if is_american(language):
        return f"{weekday}, {month} {local.day}, {clock}"[:ROW_MAX_CHARS]
    return f"{weekday} {_number(local.date(), language)} {month} {clock}"[:ROW_MAX_CHARS]


def is_american(language: str) -> bool:
    """Whether dates and times are read as in the United States."""
    return language.lower().replace("-", "_") == "en_us"


def _number(day: date, language: str) -> str:
    return "1er" if is_french(language) and day.day == 1 else str(day.day)
