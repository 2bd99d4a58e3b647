"""A list of tasks, worked with the mouse or with keys alone: the same on its own page, in a card and at a deal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView

from app.words import gettext as _
from ui.kit import Kit
from ui.theme.style import KeyWatch
from ui.todo.face import TaskFace, task_face
from ui.todo.lines import Part, Section, TaskLine, TaskModel
from ui.todo.painter import TaskPainter

ListAct = Literal["tick", "open", "change", "snooze", "hand_over", "remove", "menu"]
BY_KEY: Final[dict[Qt.Key, ListAct]] = {
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_Space: "tick",
    Qt.Key.Key_E: "change",
    Qt.Key.Key_S: "snooze",
    Qt.Key.Key_H: "hand_over",
    Qt.Key.Key_Delete: "remove",
}


class TaskListView(QListView):
    """`asked(act, task id)`: by a press, by the menu or by a key; `place(task id)` is where a menu opens."""

    asked = Signal(str, str)

    def __init__(
        self, kit: Kit, name: str, *, has_about: bool = True, is_bare: bool = False, pad: int = 16
    ) -> None:
        super().__init__()
        self._kit, self._has_about = kit, has_about
        self._keys = KeyWatch(self)
        self.model_of = TaskModel(self._say, self)
        self.painter = TaskPainter(kit.theme, self._face, self._head, self, pad=pad, is_bare=is_bare)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.model_of)
        self.setItemDelegate(self.painter)
        kit.theme.changed.connect(self.doItemsLayout)

    # -- what it shows

    def show_lines(self, lines: Sequence[TaskLine]) -> None:
        """Other lines; the task that was chosen stays so, or the one that took its place."""
        before, place = self.chosen_id, self.currentIndex().row()
        self.model_of.show(lines)
        found = self.model_of.place_of(before)
        if found is None and before is not None:
            found = self._near(place)
        if found is not None and found != self.currentIndex().row():
            self.setCurrentIndex(self.model_of.index(found))

    @property
    def chosen_id(self) -> str | None:
        """The task that keys act on."""
        line: TaskLine | None = self.currentIndex().data(Part.LINE)
        return line.row.task_id if line is not None and line.row is not None else None

    def choose(self, task_id: str) -> None:
        """Stand on a task."""
        place = self.model_of.place_of(task_id)
        if place is not None:
            self.setCurrentIndex(self.model_of.index(place))
            self.scrollTo(self.model_of.index(place))

    def choose_first(self) -> None:
        """The first task, unless one is chosen already."""
        if self.chosen_id is None:
            found = self._near(0)
            if found is not None:
                self.setCurrentIndex(self.model_of.index(found))

    def place(self, task_id: str) -> QRect:
        """Where a task stands, in the list's own view."""
        place = self.model_of.place_of(task_id)
        return self.visualRect(self.model_of.index(place)) if place is not None else QRect()

    def lines_height(self) -> int:
        """As high as all lines together."""
        return sum(self.painter.height_of(line) for line in self.model_of.lines)

    def _near(self, place: int) -> int | None:
        lines = self.model_of.lines
        order = sorted(
            (n for n, line in enumerate(lines) if line.row is not None), key=lambda n: (abs(n - place), n)
        )
        return order[0] if order else None

    # -- what is done with it

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On the tick: done; at the end: what else there is; anywhere else: where it leads."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line: TaskLine | None = index.data(Part.LINE)
        if event.button() != Qt.MouseButton.LeftButton or line is None or line.row is None:
            return
        spot = self._spot(index, event.position())
        act: ListAct = {"tick": "tick", "more": "menu", "row": "open"}[spot]  # type: ignore[assignment]
        self.asked.emit(act, line.row.task_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand where a press does something."""
        super().mouseMoveEvent(event)
        line: TaskLine | None = self.indexAt(event.position().toPoint()).data(Part.LINE)
        has_act = line is not None and line.row is not None
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if has_act else Qt.CursorShape.ArrowCursor
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a task, by the other button or by its key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        line: TaskLine | None = index.data(Part.LINE)
        if line is not None and line.row is not None:
            self.setCurrentIndex(index)
            self.asked.emit("menu", line.row.task_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, the blank ticks, Delete removes, a letter does what the menu says beside it."""
        act, task_id = BY_KEY.get(Qt.Key(event.key())), self.chosen_id
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if act is not None and task_id is not None and event.modifiers() in plain:
            self.asked.emit(act, task_id)
        elif event.text().isprintable() and event.text():
            event.ignore()  # letters that mean nothing here may mean something to who holds the list
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are for acts."""

    # -- inside

    def _spot(self, index: QModelIndex, at: QPointF) -> str:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return self.painter.spot(QRectF(self.visualRect(index)), at, is_mirrored=mirrored)

    def _face(self, line: TaskLine) -> TaskFace | None:
        if line.row is None:
            return None
        return task_face(line.row, self._kit.clock.now(), self._kit.formats, has_about=self._has_about)

    def _head(self, line: TaskLine) -> str:
        return head_words(line.section)

    def _say(self, line: TaskLine) -> str:
        face = self._face(line)
        return f"{self._head(line)}, {line.count}" if face is None else face.spoken


def head_words(section: Section) -> str:
    """What a section is called."""
    return {
        "overdue": _("Overdue"),
        "today": _("Today"),
        "later": _("Later"),
        "whenever": _("Without a time"),
        "done": _("Finished"),
    }[section]


def at_point(view: TaskListView, task_id: str) -> QPoint:
    """Where a menu of a task opens, on the screen."""
    return view.viewport().mapToGlobal(view.place(task_id).bottomLeft())
