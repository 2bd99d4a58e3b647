"""The agenda in a real window with practice customers: everybody for the next day is asked by key, and they answer."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from app.desk.practice_agenda import ZONE
from tests.e2e.screen import IS_HERE, STARTS_WITHIN_S, Screen, new_screen, until
from tests.e2e.test_deals import keys_until, told

VISITS = 13  # of the day that the practice salon confirms
ASKED_BEFORE, LEFT = 3, 2  # of them

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not IS_HERE, reason="no Xvfb here"),
]


def test_everybody_is_asked_in_one_press_and_answers(tmp_path: Path) -> None:
    with new_screen(tmp_path / "home") as screen:
        screen.demo()
        until(lambda: _days_ahead(screen) is not None, STARTS_WITHIN_S, "the salon's agenda")
        until(
            lambda: len(told(screen, "appointment.asked")) == ASKED_BEFORE, STARTS_WITHIN_S, "who was asked"
        )
        there = "alt+5 0" + " j" * (_days_ahead(screen) or 0)
        keys_until(
            screen,
            f"{there} t Return",
            lambda: len(told(screen, "appointment.asked")) >= ASKED_BEFORE + LEFT,
            "asks of all who are left",
        )
        pressed = told(screen, "appointment.asked")[ASKED_BEFORE:]
        assert len({one["run_id"] for one in pressed}) == 1 and len(pressed) == LEFT
        asked = {one["appointment_id"] for one in told(screen, "appointment.asked")}
        until(lambda: bool(asked & _answered(screen)), STARTS_WITHIN_S, "a customer's answer on their line")


def _days_ahead(screen: Screen) -> int | None:
    """How far the day lies that is to be confirmed; None while the practice colleagues are at it."""
    today = datetime.now(ZONE).date()
    days: Counter[date] = Counter()
    for one in told(screen, "appointment.booked"):
        days[datetime.fromisoformat(one["starts_at"]).astimezone(ZONE).date()] += 1
    found = [day for day, count in days.items() if day > today and count == VISITS]
    return (found[0] - today).days if found else None


def _answered(screen: Screen) -> set[str]:
    """Appointments of which a customer said something, in a message."""
    return {one["appointment_id"] for one in told(screen, "appointment.answered") if one["message_id"]}
