"""The tasks of one place (a person, a conversation, a deal), to be put into a card or a sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rows import Changes
from app.domain.task_rows import TaskRow
from app.domain.tasks import TaskAbout
from app.words import gettext as _
from ui.kit import Kit
from ui.teamwork.undoing import Show, Undoing
from ui.theme.icons import IconName
from ui.todo.acts import TaskActs
from ui.todo.lines import TaskLine
from ui.todo.list_view import TaskListView, at_point
from ui.widgets.button import Button
from ui.widgets.labels import Ink, Paragraph
from ui.widgets.toast import Toast, ToastStack

SHOWN = 5  # before somebody asks for all
PAD = 6


class TaskList(QWidget):
    """It reads again by itself; `show_about` gives it another place, `add` begins a new task there.

    `show`: where what was done is said, over the window without one. `name`: whom it is about, as shown.
    """

    def __init__(
        self, kit: Kit, about: TaskAbout | None = None, *, name: str = "", show: Show | None = None
    ) -> None:
        super().__init__()
        self._kit, self._given_show = kit, show
        self.about = about or TaskAbout()
        self.name = name
        self.rows: list[TaskRow] = []
        self._is_whole = False
        self._own: Undoing | None = None
        self.nothing = Paragraph(kit.theme, _("Nothing to do"), ink="text_faint")
        self.list = TaskListView(kit, _("Tasks"), has_about=False, is_bare=True, pad=PAD)
        self.all = Button(kit.theme, _("Show more"), kind="link", is_flush=True)
        self.acts = TaskActs(kit, self._say, self._change, self)
        self._lay_out()
        self.list.asked.connect(self._asked)
        self.all.clicked.connect(self._show_all)
        kit.bridge.changed.connect(self._changed)
        kit.theme.changed.connect(self._fit)
        self.read()

    def _lay_out(self) -> None:
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        foot = QHBoxLayout()
        foot.setContentsMargins(PAD, 0, PAD, 0)
        foot.addWidget(self.all)
        foot.addStretch(1)
        nothing = QHBoxLayout()
        nothing.setContentsMargins(PAD, 0, PAD, 0)
        nothing.addWidget(self.nothing)
        column.addLayout(nothing)
        column.addWidget(self.list)
        column.addLayout(foot)

    # -- what it shows

    def show_about(self, about: TaskAbout, name: str = "") -> None:
        """Another place."""
        if about != self.about:
            self.about, self._is_whole = about, False
        self.name = name
        self.read()

    def read(self) -> None:
        """Read again."""
        about = self.about
        self.rows = (
            []
            if about.is_nothing
            else self._kit.desk.tasks_of(
                deal_id=about.deal_id, contact_id=about.contact_id, conversation_id=about.conversation_id
            )
        )
        still_open = [row for row in self.rows if row.done_at is None]
        shown = self.rows if self._is_whole else still_open[:SHOWN]
        self.list.show_lines([TaskLine("later", row) for row in shown])
        self.nothing.setVisible(not shown)
        self.list.setVisible(bool(shown))
        hidden = len(self.rows) - len(shown)
        self.all.setVisible(hidden > 0)
        self.all.setText(_("Show all {n}").format(n=len(self.rows)))
        self._fit()

    def add(self) -> None:
        """A new task here."""
        from ui.todo.sheet import open_sheet

        open_sheet(self._kit, self.about, self.name, self._say, self)

    def showEvent(self, event: QShowEvent) -> None:
        """Time may have passed."""
        super().showEvent(event)
        self.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its own width decides nothing of its height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.list.setFixedHeight(self.list.lines_height())

    def _show_all(self) -> None:
        self._is_whole = True
        self.read()

    def _changed(self, changes: Changes) -> None:
        if changes.is_tasks or changes.is_everything or changes.is_team:
            self.read()

    # -- acts

    def _asked(self, act: str, task_id: str) -> None:
        self.acts.do(act, task_id, at_point(self.list, task_id))

    def _change(self, task_id: str) -> None:
        """Its place is here, or a conversation of who is here: what opens is the task."""
        self.acts.do("change", task_id, at_point(self.list, task_id))

    def _say(
        self,
        text: str,
        *,
        icon: IconName = "check",
        ink: Ink = "success",
        action: str = "",
        stay_ms: int | None = None,
    ) -> Toast:
        """Where it was given to be said, else over the window, which is known once it is shown."""
        if self._given_show is not None:
            return self._given_show(text, icon=icon, ink=ink, action=action, stay_ms=stay_ms)
        if self._own is None:
            self._own = Undoing(ToastStack(self._kit.theme, self.window()))
        return self._own.show(text, icon=icon, ink=ink, action=action, stay_ms=stay_ms)
