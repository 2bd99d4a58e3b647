"""One line of Today: how much of the month's budget for messages is spent, and since when."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.ledger import budget_alert_words
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Card

PAD: Final = 16
LEADERS: Final = ("owner", "manager")  # who sees the page
FIRST_MS: Final = 600  # a start paints who waits before anything is reckoned
AGAIN_MS: Final = 5_000  # messages that cost something come in crowds


class BudgetCard(Card):
    """Hidden while less than the chosen share is spent. `asked`: to the costs, by who may see them."""

    asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, parent=parent)
        self._kit = kit
        self.words = Paragraph(kit.theme, ink="warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 12, PAD, 12)
        row.addWidget(self.words, 1)
        self.way = Button(kit.theme, _("Costs and gains"), kind="link")
        self.way.clicked.connect(self.asked)
        row.addWidget(self.way)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.refresh)
        kit.bridge.changed.connect(self._changed)
        self.hide()

    def look(self) -> None:
        """Today is looked at."""
        if not self._again.isActive():
            self._again.start(FIRST_MS)

    def rest(self) -> None:
        """Nobody looks."""
        self._again.stop()

    def refresh(self) -> None:
        """As it is now; where there is no budget, nothing is reckoned."""
        if self._kit.desk.budget().amount is None:
            self.hide()
        else:
            self._kit.tasks.spawn(self._read(), "budget of messages")

    async def _read(self) -> None:
        try:
            alert = await self._kit.desk.budget_alert()
        except ComptoirError:
            return  # it is said where it is asked for: in the reports
        if isValid(self):
            self.words.set_text("" if alert is None else budget_alert_words(alert.percent, alert.day))
            is_to_go = self._kit.desk.me().role in LEADERS and self._kit.has_area("reports")
            self.way.setVisible(is_to_go)
            self.setVisible(alert is not None)

    def _changed(self, changes: Changes) -> None:
        parent = self.parentWidget()
        is_seen = parent is not None and parent.isVisible()
        if (changes.is_ledger or changes.is_everything) and is_seen and not self._again.isActive():
            self._again.start(AGAIN_MS)
