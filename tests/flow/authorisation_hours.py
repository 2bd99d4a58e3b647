"""The lines of `tests.flow.authorisation` about opening hours and groups."""

from __future__ import annotations

from app.domain import hour_asks as asks
from app.domain.hours import OpeningHours, Span
from tests.flow.cast import LEADERS, Wish

HOURS = OpeningHours("2026-01-01", "Europe/Paris", ((Span(540, 720),),) * 7)

HOURS_WISHES: tuple[Wish, ...] = (
    Wish(lambda _cast, _who: asks.SaveHours("", HOURS), "hours.save", LEADERS),
    Wish(lambda _cast, _who: asks.RemoveHours("", "2020-01-01"), "hours.remove", LEADERS),
    Wish(lambda _, who: asks.SaveGroup(f"group-{who[0]}", f"Group {who}"), "group.save", LEADERS),
    Wish(lambda _cast, _who: asks.RemoveGroup("no-group"), "group.remove", LEADERS),
)
