"""The tasks about a person in their card: those on them and those on their conversations."""

from __future__ import annotations

from app.domain.contact_rows import ContactCard
from app.domain.rows import Changes
from app.domain.tasks import TaskAbout
from app.words import gettext as _
from ui.contacts.panel.parts import PanelKit, SectionBox
from ui.todo.list_of import TaskList


class TasksSection:
    """The next turn first; the plus makes one."""

    def __init__(self, panel: PanelKit) -> None:
        self.title = _("Tasks")
        self.widget = SectionBox(panel.theme, self.title, "plus", _("New task"))
        self.list = TaskList(panel.kit, show=panel.show)
        self.widget.lines.addWidget(self.list)
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.list.add)

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        self.list.show_about(TaskAbout(contact_id=card.contact_id), card.name)

    def changed(self, changes: Changes) -> None:
        """The list hears by itself."""

    def put_aside(self) -> None:
        """What is typed into a sheet is kept when the sheet is left."""
