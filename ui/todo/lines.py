"""The lines of a list of tasks: heads of its sections, and below each the tasks in their order."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.records import record
from app.domain.task_rows import TaskRow

Section = Literal["overdue", "today", "later", "whenever", "done"]
SECTIONS: Final[tuple[Section, ...]] = ("overdue", "today", "later", "whenever", "done")
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class Part(IntEnum):
    """What the delegate asks a line for."""

    LINE = Qt.ItemDataRole.UserRole + 1


@record
class TaskLine:
    """The head of a section (without a task, with its count), or a task."""

    section: Section
    row: TaskRow | None = None
    count: int = 0


def lines_of(rows: Sequence[TaskRow], end_of_today: datetime) -> list[TaskLine]:
    """Sections in their order, each with its head; one without a task is left out."""
    lines: list[TaskLine] = []
    for section in SECTIONS:
        of = [row for row in rows if section_of(row, end_of_today) == section]
        if of:
            lines.append(TaskLine(section, count=len(of)))
            lines += [TaskLine(section, row) for row in of]
    return lines


def section_of(row: TaskRow, end_of_today: datetime) -> Section:
    """Where a task stands; `end_of_today`: the first moment of tomorrow."""
    if row.done_at is not None:
        return "done"
    if row.is_overdue:
        return "overdue"
    if row.turn_at is None:
        return "whenever"
    return "today" if row.turn_at < end_of_today else "later"


class TaskModel(QAbstractListModel):
    """`say`: what a screen reader hears of a line."""

    def __init__(self, say: Callable[[TaskLine], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._lines: list[TaskLine] = []

    @property
    def lines(self) -> list[TaskLine]:
        """What is shown."""
        return list(self._lines)

    def show(self, lines: Sequence[TaskLine]) -> None:
        """Other lines; where they are the same tasks in the same order, they are painted anew alone."""
        if [_key(one) for one in lines] == [_key(one) for one in self._lines]:
            self._lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def place_of(self, task_id: str | None) -> int | None:
        """Which line a task is."""
        found = (
            n for n, line in enumerate(self._lines) if line.row is not None and line.row.task_id == task_id
        )
        return next(found, None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Part.LINE:
            return line
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._say(line) if is_words else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen; the arrow keys pass over them."""
        if not index.isValid() or self._lines[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _key(line: TaskLine) -> tuple[str, str | None]:
    return line.section, line.row.task_id if line.row is not None else None
