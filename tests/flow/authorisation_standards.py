"""The line of `tests.flow.authorisation` about response standards."""

from __future__ import annotations

from app.domain.standards import SaveStandards, Standard
from tests.flow.cast import LEADERS, Wish

STANDARDS_WISHES: tuple[Wish, ...] = (
    Wish(lambda _cast, who: SaveStandards((Standard("", 5 + len(who), 60),)), "standards.save", LEADERS),
)
