"""What every screen is given: one object in place of six constructor parameters, and no globals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.areas import AREAS, Area, setting_of
from app.domain.clock import Clock
from app.words.formats import Formats
from ui.bridge import Bridge
from ui.tasks import Tasks
from ui.theme.theme import Theme

if TYPE_CHECKING:  # what its many parts can do is for the type checker
    from app.desk.desk import Desk


@dataclass(frozen=True)
class Kit:
    """Made once the desk is open, and again when language or time zone change."""

    desk: Desk
    bridge: Bridge
    theme: Theme
    clock: Clock
    formats: Formats
    tasks: Tasks
    is_practice: bool
    begun: dict[Any, Any] = field(
        default_factory=dict
    )  # what whoever is at the desk has begun, by conversation

    @property
    def standard_min(self) -> int | None:
        """Minutes within which everybody is to be answered; None where it is not the same for all."""
        return self.desk.standard_min

    def has_area(self, area: Area) -> bool:
        """Whether the business works with it; the window is made anew when one is switched."""
        return bool(self.desk.setting(setting_of(area)))


def areas_on(desk: Desk | None) -> tuple[Area, ...]:
    """The areas that the business works with; without a desk, none is off."""
    return tuple(area for area in AREAS if desk is None or desk.setting(setting_of(area)))
