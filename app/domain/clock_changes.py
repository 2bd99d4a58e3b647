"""When a zone's clock changes its distance from UTC."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_STEP_S: Final = 43_200  # no zone changes its clock twice within it
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_S: Final = 7_290_000_000  # in the year 2201


def offsets(from_s: int, until_s: int, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """Stretches in which a clock keeps its distance from UTC (in seconds), in order."""
    begin, offset = from_s, _offset(from_s, zone)
    for step_s in range(from_s + _STEP_S, until_s + _STEP_S, _STEP_S):
        later = _offset(step_s, zone)
        if later != offset:
            span = range(step_s - _STEP_S, step_s + 1)
            change = span[bisect_right(span, 0, key=lambda s, now=offset: int(_offset(s, zone) != now))]  # type: ignore[misc]
            if change >= until_s:
                break
            yield begin, change, offset
            begin, offset = change, later
    yield begin, until_s, offset


def wall(moment_s: int, zone: ZoneInfo) -> datetime:
    """What the clock shows; of what lies before 1970 or too far ahead, the nearest."""
    return (_EPOCH + timedelta(seconds=max(0, min(moment_s, _LAST_S)))).astimezone(zone)


@lru_cache(maxsize=8192)
def _offset(moment_s: int, zone: ZoneInfo) -> int:
    offset = wall(moment_s, zone).utcoffset() or timedelta()
    return offset.days * 86_400 + offset.seconds
