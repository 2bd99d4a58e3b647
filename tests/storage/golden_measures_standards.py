"""What release 0.3 wrote of response standards."""

from collections.abc import Sequence
from typing import Any

from app.domain.events import Actor
from app.domain.standards import Standard, StandardsSaved
from tests.storage.golden_people import LEA, MEMBER

SAVED = (
    Standard("", 15, 60),
    Standard("group:g-1", 420, 840, "bus", 80),
    Standard("line:whatsapp:1", 5, 5, "cal", 50),
)


def standards_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """None, and then some."""
    return [(MEMBER, StandardsSaved((), LEA), None), (MEMBER, StandardsSaved(SAVED, LEA), None)]
