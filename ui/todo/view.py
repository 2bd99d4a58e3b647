"""The list of tasks, for whoever has things to do: what is overdue, what is for today, what comes later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.rows import Changes
from app.domain.task_rows import Who
from app.domain.tasks import TaskAbout
from app.words import gettext as _
from app.words import ngettext
from app.words.typed_tasks import moment_of
from ui.kit import Kit
from ui.teamwork.undoing import Undoing
from ui.todo.acts import TaskActs
from ui.todo.lines import TaskLine, lines_of
from ui.todo.list_view import TaskListView, at_point
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import Option, Segmented
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Card, Surface
from ui.widgets.toast import ToastStack

SIDE: Final = 24
CHOICE_BESIDE_FROM: Final = 600  # narrower, which tasks are shown is chosen below the title
MOST: Final = 500
MOST_DONE: Final = 50
TICK_MS: Final = 30_000  # what becomes overdue is shown as that


class TasksView(Surface):
    """`open_asked(task id)`: where a task leads; `back_asked`: to the day."""

    open_asked = Signal(str)
    back_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "surface_sunken")
        self._kit = kit
        self._is_current = False
        self.back = IconButton(kit.theme, "arrow-left", _("Back to Today"))
        self.title = Label(kit.theme, _("Tasks"), role="title", weight="semibold")
        self.says = ElidedLabel(kit.theme, ink="text_muted")
        self.which = Segmented(
            kit.theme, _("Which tasks"),
            [Option("mine", _("My tasks")), Option("everybody", _("Everybody’s tasks")), Option("done", _("Finished"))],
        )  # fmt: skip
        self.new = Button(kit.theme, _("New task"), kind="primary", icon="plus")
        self.list = TaskListView(kit, _("Tasks"))
        self.empty = EmptyState(
            kit.theme, "coffee", _("Nothing to do"), _("What you mean to do stands here.")
        )
        self.undoing = Undoing(ToastStack(kit.theme, self))
        self.acts = TaskActs(kit, self.undoing.show, self.open_asked.emit, self)
        self._stack = QStackedWidget()
        self._tick = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.says)
        self._head, self._below = head, below = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addLayout(words, 1)
        head.addWidget(self.which)
        head.addWidget(self.new)
        below.addStretch()
        card = Card(self._kit.theme)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        inside.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(card, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.which.chosen.connect(lambda _which: self.read())
        self.new.clicked.connect(self.add)
        self.list.asked.connect(self._asked)
        self._kit.bridge.changed.connect(self._changed)
        self._tick.timeout.connect(self.read)

    # -- what it shows

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.list if self.list.model_of.rowCount() else self.new

    def focus_first(self) -> None:
        """The screen was gone to: the first task."""
        self._read_if_new()
        self.list.choose_first()
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read again."""
        desk, which = self._kit.desk, self.which.chosen_id
        who: Who = "everybody" if which == "everybody" else "mine"
        rows = desk.tasks_done(who, MOST_DONE) if which == "done" else desk.tasks_open(who, MOST)
        lines = lines_of(rows, self._end_of_today())
        self.list.show_lines(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.says.set_text(self._said(lines))
        self._is_current = True

    def choose(self, task_id: str) -> None:
        """Stand on a task, wherever it stands."""
        self._read_if_new()
        if self.list.model_of.place_of(task_id) is None:
            self.which.choose("everybody")
        self.list.choose(task_id)

    def add(self) -> None:
        """A new task, about nothing."""
        from ui.todo.sheet import open_sheet

        open_sheet(self._kit, TaskAbout(), "", self.undoing.show, self)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen is never cut."""
        super().resizeEvent(event)
        if event.size().width() >= self._kit.theme.px(CHOICE_BESIDE_FROM):
            self._head.insertWidget(2, self.which)
        else:
            self._below.insertWidget(0, self.which)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile."""
        super().showEvent(event)
        self._read_if_new()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is read."""
        super().hideEvent(event)
        self._tick.stop()
        self._is_current = False

    def _read_if_new(self) -> None:
        if not self._is_current:
            self.read()

    def _said(self, lines: list[TaskLine]) -> str:
        counts = {line.section: line.count for line in lines if line.row is None}
        if "done" in counts or not counts:
            return ""
        total = sum(counts.values())
        parts = [ngettext("{n} task to do", "{n} tasks to do", total).format(n=total)]
        if late := counts.get("overdue", 0):
            parts.append(ngettext("{n} overdue", "{n} overdue", late).format(n=late))
        return " · ".join(parts)

    def _end_of_today(self) -> datetime:
        return end_of_today(self._kit)

    # -- acts

    def _asked(self, act: str, task_id: str) -> None:
        self.acts.do(act, task_id, at_point(self.list, task_id))

    def _changed(self, changes: Changes) -> None:
        if changes.is_tasks or changes.is_everything or changes.is_team or changes.contacts:
            self._is_current = False
            if self.isVisible():
                self.read()


def end_of_today(kit: Kit) -> datetime:
    """The first moment of tomorrow on the business's clock, UTC."""
    zone = kit.formats.zone
    today = kit.clock.now().astimezone(ZoneInfo(zone)).date()
    return moment_of(today + timedelta(days=1), datetime.min.time(), zone)
