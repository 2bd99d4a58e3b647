"""When somebody who was asked about an appointment and says nothing is silent, and when somebody is to call them."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.records import record

LAST_CHANCE: Final = timedelta(hours=2)  # so long before it begins, silence is reason enough to call
AT_LEAST: Final = timedelta(hours=1)  # that everybody has for an answer


@record
class WaitRules:
    """The team's: hours until silent, and the hour of the wall from which the silent are called."""

    silent_h: int = 3
    call_at: time = time(12)


def silent_at(asked_at: datetime, rules: WaitRules) -> datetime:
    """When they count as silent."""
    return asked_at + timedelta(hours=rules.silent_h)


def call_at(asked_at: datetime, starts_at: datetime, rules: WaitRules, zone: ZoneInfo) -> datetime:
    """When they are to be called: the set hour once it comes, or two hours before it begins; never within the hour."""
    earliest = asked_at + AT_LEAST
    there = earliest.astimezone(zone)
    day = there.date() if there.time() <= rules.call_at else there.date() + timedelta(days=1)
    hour = datetime.combine(day, rules.call_at, zone).astimezone(UTC)
    return max(earliest, min(hour, starts_at - LAST_CHANCE))
