"""Cards of Today whose figures are reckoned: made once who waits is on the screen, so that no start waits for them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import Kit
from ui.today.budget import BudgetCard
from ui.today.first_response import FirstResponseCard


class ReckonedCards:
    """Each shows itself while it has something to say."""

    def __init__(self, kit: Kit, column: QVBoxLayout, above: QWidget, after: QWidget) -> None:
        """In the column `above` what stands there, and for Tab `after` the list."""
        self._has_reports = kit.has_area("reports")
        self.budget = BudgetCard(kit)
        self.response = FirstResponseCard(kit)
        for card, control in ((self.budget, self.budget.way), (self.response, self.response)):
            column.insertWidget(column.indexOf(above), card)
            QWidget.setTabOrder(after, control)
            after = control

    def look(self) -> None:
        """Today is looked at."""
        self.budget.look()
        if self._has_reports:
            self.response.look()

    def rest(self) -> None:
        """Nobody looks."""
        self.budget.rest()
        self.response.rest()
