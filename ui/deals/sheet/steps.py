"""What comes next on a deal: its tasks, the next turn first, and a new one."""

from __future__ import annotations

from app.domain.deal_rows import DealCard
from app.domain.rows import Changes
from app.domain.tasks import TaskAbout
from app.words import gettext as _
from ui.contacts.panel.parts import VALUE_PAD, SectionBox
from ui.deals.sheet.parts import SheetKit
from ui.deals.sheet.words import called
from ui.todo.list_of import TaskList


class StepsSection:
    """The plus, or T, makes one."""

    def __init__(self, sheet: SheetKit) -> None:
        self.widget = SectionBox(sheet.theme, _("Next steps"), "plus", _("New task"))
        self.list = TaskList(sheet.kit, show=sheet.show)
        self.list.nothing.setContentsMargins(VALUE_PAD, 0, VALUE_PAD, 0)
        self.widget.lines.addWidget(self.list)
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.add)

    def show(self, card: DealCard) -> None:
        """Its own."""
        self.list.show_about(TaskAbout(deal_id=card.deal_id), called(card))

    def changed(self, changes: Changes) -> None:
        """The list hears by itself."""

    def put_aside(self) -> None:
        """What is typed into a task's sheet is kept when that is left."""

    def add(self) -> None:
        """A new task on the deal."""
        self.list.add()
