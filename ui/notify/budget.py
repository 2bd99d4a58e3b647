"""One notification for each part of a month's budget for messages that is spent: to owner and managers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words.ledger import budget_alert_words
from ui.kit import Kit

EVERY_S: Final = 300.0  # reckoned again at the soonest


class BudgetTold:
    """`say(title, body)` shows it. Asked with every tick, it looks seldom, and only where there is a budget."""

    def __init__(self, kit: Kit, say: Callable[[str, str], None]) -> None:
        self._kit, self._say = kit, say
        self._looked_s: float | None = None

    def tell(self) -> None:
        """Perhaps."""
        now_s = self._kit.clock.monotonic_s()
        if self._looked_s is not None and now_s - self._looked_s < EVERY_S:
            return
        self._looked_s = now_s
        desk = self._kit.desk
        if desk.me().role in ("owner", "manager") and desk.budget().amount is not None:
            self._kit.tasks.spawn(self._tell(), "budget of messages")

    async def _tell(self) -> None:
        try:
            alert = await self._kit.desk.untold_budget_alert()
        except ComptoirError:
            return  # locked, or the view is made anew: it is told later
        if alert is not None:
            self._say(_("Cost of messages"), budget_alert_words(alert.percent, alert.day))
