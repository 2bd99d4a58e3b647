"""From what a clock on the wall shows to moments: days of 23, 24 or 25 hours, and the same time on another day.

Moments are whole UTC seconds. A time that the clock skips is the first moment after the gap; of one that it shows
twice the first is meant. A zone that nobody knows goes as UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.clock_changes import offsets, wall
from app.domain.hours import zone_named

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


def moment_s(shown: datetime, zone: str) -> int:
    """The moment at which the clock shows this; `shown` has no zone and whole seconds."""
    place = zone_named(zone) or ZoneInfo("UTC")
    first_s, second_s = (_seconds(shown.replace(tzinfo=place, fold=fold)) for fold in (0, 1))
    if first_s <= second_s:
        return first_s
    _low, change_s, _offset = next(offsets(second_s, first_s + 1, place))  # skipped: between the two it jumps
    return change_s


def day_bounds(day: date, zone: str) -> tuple[int, int]:
    """When a date begins, and when the next one does; both are one where a zone never had that date."""
    midnight = datetime.combine(day, time())
    return moment_s(midnight, zone), moment_s(midnight + _DAY, zone)


def shifted(start_s: int, days: int, zone: str) -> int:
    """The same time on the wall so many days later, or earlier."""
    if not days:
        return start_s
    shown = wall(start_s, zone_named(zone) or ZoneInfo("UTC")).replace(tzinfo=None, fold=0)
    return moment_s(shown + days * _DAY, zone)


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _SECOND
