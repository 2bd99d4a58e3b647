"""What the practice salon's reports are reckoned with, by usual commands: its opening hours, what Comptoir costs and
brings, and how fast it means to answer. Every figure comes from its real story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.commands import CommandBody
from app.domain.hour_asks import SaveHours
from app.domain.hours import BUSINESS, OpeningHours, Span
from app.domain.ledger import Cost, Gain, Goal, SaveCost, SaveGain, SaveGoal
from app.domain.money import Money

MARC: Final = 0
ZONE: Final = "Europe/Paris"
_DAY: Final = (Span(9 * 60, 19 * 60),)
WEEK: Final = (*(_DAY,) * 6, ())  # closed on Sundays


def practice_books(now: datetime, new_id: Callable[[], str]) -> Iterator[tuple[int, CommandBody]]:
    """What Marc, a manager, entered."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    began = today - timedelta(days=60)
    yield MARC, SaveHours(BUSINESS, OpeningHours((today - timedelta(days=365)).isoformat(), ZONE, WEEK))
    yield (
        MARC,
        SaveCost(Cost(new_id(), "Comptoir et formation", "licence", Money(4_900, "EUR"), "monthly", began)),
    )
    yield MARC, SaveGain(Gain(new_id(), "Ventes par WhatsApp", "revenue", "deals", Money(0, "EUR"), began))
    yield MARC, SaveGoal(
        Goal(
            new_id(), "Première réponse en 15 min", "first_median", "value", "15",
            today - timedelta(days=14), today + timedelta(days=30), baseline="40",
        )
    )  # fmt: skip
