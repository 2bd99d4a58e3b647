"""Goals, for the owner: what was set, how far it has come, and whether it is on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from app.domain.goals import Progress
from app.domain.ledger import Entry, Goal
from app.domain.message_costs import month_before, month_of
from app.words import gettext as _
from ui.kit import Kit
from ui.reports.ledger.base import LedgerPart
from ui.reports.ledger.goal_form import GoalDialog
from ui.reports.ledger.grids import goals_grid


class GoalsPage(LedgerPart):
    """One table; a line opens its goal."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.progress: list[Progress] = []
        self.bar.addStretch(1)
        self.add_goal = self.button(_("Set a goal"), self.new_goal, icon="plus", kind="primary")
        self.goals = self.card()
        self.column.addStretch(1)

    @property
    def first_control(self) -> QWidget:
        """The table, or the way to begin."""
        return self.goals.grid if self.progress else self.add_goal

    async def read(self) -> Callable[[], None]:
        """Reckoned from the measures."""
        found = await self.kit.desk.goal_progress()
        self.counted = len(found)
        return lambda: self._show(found)

    def _show(self, found: list[Progress]) -> None:
        self.progress = found
        self.add_goal.setVisible(self.may_change)
        self.goals.show_grid(goals_grid(found, str(self.kit.desk.setting("currency")), self.kit.formats))

    def open_entry(self, key: tuple[str, str]) -> None:
        """A line was pressed."""
        found = next((one for one in self.kit.desk.goals() if one.goal_id == key[1]), None)
        if found is not None and self.may_change:
            self.edit_goal(found)

    def new_goal(self) -> GoalDialog:
        """Of this month, against the one before."""
        today: date = self.kit.clock.now().astimezone(ZoneInfo(self.kit.formats.zone)).date()
        month = month_of(today)
        before = month_before(month)
        fresh = Goal(
            self.kit.desk.new_entry_id(), "", "won_deals", "change", "", month.first, month.last,
            base_from=before.first, base_to=month.first - timedelta(days=1),
        )  # fmt: skip
        return self.edit_goal(fresh)

    def edit_goal(self, goal: Goal) -> GoalDialog:
        """One that is there, or a new one."""
        remove = (lambda: self.remove(goal)) if goal.version else None
        dialog = GoalDialog(self.kit, goal, self.window(), self.kit.desk.save_entry, remove)
        dialog.open()
        return dialog

    def remove(self, goal: Goal) -> None:
        """With the way back."""

        def undo(gone: Entry) -> None:
            self.tell_removed(lambda: self.do(self.kit.desk.save_entry(gone)))

        self.do(self.kit.desk.remove_entry(goal), undo)
