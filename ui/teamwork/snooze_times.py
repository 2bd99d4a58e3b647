"""The usual times for putting something aside, on the business's own clock, and reading a written hour."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.domain.records import record

When = Literal["hour", "evening", "tomorrow", "monday", "week"]
EVENING: Final = time(18, 0)
MORNING: Final = time(9, 0)
LAST_CALL: Final = timedelta(minutes=30)  # so long before the evening, it is not offered any more
_HOUR: Final = re.compile(r"(\d{1,2})\s*(?:[:h.]\s*(\d{2})?)?\s*h?", re.IGNORECASE)


@record
class SnoozeTime:
    """One usual time, UTC."""

    when: When
    at: datetime


def usual_times(now: datetime, zone: str) -> list[SnoozeTime]:
    """Those that lie ahead, the soonest first; no two of them at one moment."""
    local = now.astimezone(ZoneInfo(zone))
    today = local.date()
    monday = today + timedelta(days=7 - today.weekday())
    evening = moment_of(today, EVENING, zone)
    offered = [SnoozeTime("hour", (now + timedelta(hours=1)).replace(second=0, microsecond=0))]
    if now + LAST_CALL < evening:
        offered.append(SnoozeTime("evening", evening))
    offered += [
        SnoozeTime("tomorrow", moment_of(today + timedelta(days=1), MORNING, zone)),
        SnoozeTime("monday", moment_of(monday, MORNING, zone)),
        SnoozeTime("week", moment_of(today + timedelta(days=7), MORNING, zone)),
    ]
    seen: set[datetime] = set()
    return [one for one in offered if not (one.at in seen or seen.add(one.at))]  # type: ignore[func-returns-value]


def moment_of(day: date, hour: time, zone: str) -> datetime:
    """A day and an hour of the business's clock as UTC."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def read_hour(text: str) -> time | None:
    """9, 9:30, 9h30, 9 h, 14.15; None for anything else."""
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
