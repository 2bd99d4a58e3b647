"""What release 0.3 wrote of opening hours and groups: each kind once or more."""

from collections.abc import Sequence
from typing import Any

from app.domain.events import Actor
from app.domain.groups import GroupRemoved, GroupSaved
from app.domain.hours import ALWAYS, HoursRemoved, HoursSaved, OpeningHours, Span, SpecialDay, group_scope
from app.domain.ids import MemberId
from tests.storage.golden_people import LEA, MEMBER

DAY = (Span(540, 720), Span(840, 1080))
WEEK = (*[DAY] * 5, (Span(540, 750),), ())
HOURS = OpeningHours(
    ALWAYS,
    "Europe/Paris",
    WEEK,
    "FR-57",
    ("2026-12-25", "2026-12-26"),
    (SpecialDay("2026-12-24", (Span(540, 960),)), SpecialDay("2026-12-31")),
)


def hours_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """Two versions of the business, one of a group that is removed again, and two groups of which one goes."""
    bodies = [
        HoursSaved("", HOURS, LEA),
        HoursSaved("", OpeningHours("2027-01-01", "Europe/Paris", WEEK), LEA),
        GroupSaved("g-1", "Salon", (LEA,), LEA),
        GroupSaved("g-2", "Atelier", (MemberId("max"),), LEA),
        GroupSaved("g-2", "Atelier", (LEA, MemberId("max")), LEA),
        GroupRemoved("g-2", LEA),
        HoursSaved(group_scope("g-1"), OpeningHours("2026-06-01", "Europe/Paris", WEEK), LEA),
        HoursRemoved(group_scope("g-1"), "2026-06-01", LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
