"""Days, hours and lengths as the agenda writes them, on the wall of the business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.domain.agenda_rows import AgendaDays
from app.words import gettext as _
from app.words.calendar_names import NAMES
from app.words.formats import Formats
from app.words.hours_of import day_words

DAY_MIN = 1_440
USUAL_MIN = 30  # how long one lasts where nobody says


def formats_of(formats: Formats, days: AgendaDays) -> Formats:
    """How moments are written on the wall of the agenda, whose zone may be another than the window's."""
    return formats if formats.zone == days.zone else Formats(formats.language, days.zone)


@lru_cache(maxsize=16)
def zone_of(name: str) -> ZoneInfo:
    """The zone by its name."""
    return ZoneInfo(name)


def minute_of(at: datetime, day: date, zone: str) -> int:
    """The minute of a day's wall at which a moment stands; below 0 or over 1440 on another day."""
    local = at.astimezone(zone_of(zone))
    return (local.date() - day).days * DAY_MIN + local.hour * 60 + local.minute


def moment_of(day: date, minute: int, zone: str) -> datetime:
    """The moment at which the wall shows a minute of a day; of a skipped hour the one right after it."""
    there = datetime.combine(day, time(), zone_of(zone)) + timedelta(minutes=minute)
    back = there.astimezone(UTC)
    return back.replace(second=0, microsecond=0)


def day_name(day: date, language: str, today: date) -> str:
    """Friday 27 November; with the year where it is another."""
    said = day_words(day, language, today)
    return said[:1].upper() + said[1:]


def near_name(day: date, language: str, today: date) -> str:
    """Today, Tomorrow, Yesterday, else the day."""
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    return near.get((day - today).days) or day_name(day, language, today)


def week_name(first: date, language: str, today: date) -> str:
    """23 to 29 November, 30 November to 6 December; with the year where it is another."""
    last = first + timedelta(days=6)
    months = NAMES[language].months
    begin, end = day_number(first, language), f"{day_number(last, language)} {months[last.month - 1]}"
    if first.month != last.month:
        begin = f"{begin} {months[first.month - 1]}"
    if last.year != today.year:
        end = f"{end} {last.year}"
    said = _("{first} to {last}").format(first=begin, last=end)
    return said[:1].upper() + said[1:]


def day_number(day: date, language: str) -> str:
    """As it is written in a date: in French the first of a month is 1er."""
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def weekday_short(day: date, language: str) -> str:
    """Fri 27."""
    return f"{NAMES[language].short_days[day.weekday()]} {day_number(day, language)}"


def first_of_week(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def hour_words(hour: int, language: str) -> str:
    """9:00; in French 9 h."""
    return f"{hour % 24 if hour != 24 else 24}\N{NO-BREAK SPACE}h" if language == "fr" else f"{hour}:00"


def clock_words(minute: int) -> str:
    """14:30 of the wall's minute."""
    hour, rest = divmod(minute % DAY_MIN, 60)
    return f"{hour}:{rest:02}"


def length_words(minutes: int) -> str:
    """45 min, 2 h, 1 h 30."""
    hours, rest = divmod(minutes, 60)
    gap = "\N{NO-BREAK SPACE}"
    if not hours:
        return f"{rest}{gap}min"
    return f"{hours}{gap}h{gap}{rest:02}" if rest else f"{hours}{gap}h"


def hours_between(days: AgendaDays, among: Sequence[date], resource_ids: Sequence[str]) -> tuple[int, int]:
    """Whole hours within which everything of these days stands: the opening hours and whatever is outside of them."""
    begins, ends = list[int](), list[int]()
    wanted = set(resource_ids)
    for column in days.columns:
        if column.day in among and column.resource_id in wanted:
            for opens, closes in column.open_at:
                begins.append(minute_of(opens, column.day, days.zone))
                ends.append(minute_of(closes, column.day, days.zone))
    zone = zone_of(days.zone)
    for row in days.rows:
        one = row.appointment
        day = one.starts_at.astimezone(zone).date()
        if day in among and one.resource_id in wanted:
            begin = minute_of(one.starts_at, day, days.zone)
            begins.append(begin)
            ends.append(min(DAY_MIN, begin + one.length_min))
        morrow = minute_of(one.ends_at, day + timedelta(days=1), days.zone)
        if morrow > 0 and day + timedelta(days=1) in among and one.resource_id in wanted:  # beyond midnight
            begins.append(0)
            ends.append(min(DAY_MIN, morrow))
    first, last = (min(begins), max(ends)) if begins else (9 * 60, 19 * 60)
    return max(0, first // 60), min(24, max(first // 60 + 1, -(-last // 60)))


def slot_words(starts_at: datetime, formats: Formats, now: datetime) -> str:
    """When something is free or stands: 14:30, tomorrow 9:00, Tue 2 December 9:00."""
    zone = zone_of(formats.zone)
    there, here = starts_at.astimezone(zone).date(), now.astimezone(zone).date()
    clock = formats.time_of_day(starts_at)
    if there == here:
        return _("today {time}").format(time=clock)
    if (there - here).days == 1:
        return _("tomorrow {time}").format(time=clock)
    names = NAMES[formats.language]
    weekday, month = names.short_days[there.weekday()], names.months[there.month - 1]
    year = f" {there.year}" if there.year != here.year else ""
    return f"{weekday} {day_number(there, formats.language)} {month}{year} {clock}"
