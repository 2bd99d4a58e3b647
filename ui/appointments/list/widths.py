"""How wide the parts of a line are: what is read last gives way first where room is short."""

from __future__ import annotations

from typing import Final

from app.domain.records import record

PAD: Final = 24
TIME: Final = 56
TIME_WITH_DAY: Final = 104
PERSON: Final = 168
RESOURCE: Final = 120
SERVICE: Final = 156
LENGTH: Final = 68
STATE: Final = 140
LAST_LEAST: Final = 90
LAST_FULL: Final = 300
BUTTON: Final = 110  # kept free for one at the end
SERVICE_LEAST: Final = 80
PERSON_LEAST: Final = 110
SHARE: Final = 0.5


@record
class Widths:
    """0: there is no room for it."""

    time: float
    person: float
    resource: float
    service: float
    length: float
    state: float
    last: float


def widths_of(room_px: float, scale: float, *, has_resource: bool, has_days: bool) -> Widths:
    """For a line of this width, at this size of text."""
    time = (TIME_WITH_DAY if has_days else TIME) * scale
    person, state = PERSON * scale, STATE * scale
    resource = RESOURCE * scale if has_resource else 0.0
    service, length, last = SERVICE * scale, LENGTH * scale, LAST_LEAST * scale
    left = room_px - 2 * PAD - BUTTON * scale

    def over() -> float:
        return time + person + resource + service + length + state + last - left

    if over() > 0:
        last = 0.0
    if over() > 0:
        length = 0.0
    if over() > 0:
        service = max(0.0, service - over()) if service - over() > SERVICE_LEAST * scale else 0.0
    if over() > 0:
        person = max(PERSON_LEAST * scale, person - over())
    if over() > 0:
        resource = 0.0
    spare = max(0.0, -over())
    if last:
        # once the last word has room for a sentence, names and services share what is left
        first = min(spare, max(0.0, LAST_FULL * scale - last))
        more = (spare - first) * SHARE
        person, service = person + more / 2, service + more / 2
        last += spare - more + BUTTON * scale
    else:
        person += spare
    return Widths(time, person, resource, service, length, state, last)
