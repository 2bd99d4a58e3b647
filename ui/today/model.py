"""The lines of Today: heads of sections, and below each the conversations or planned answers that it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desk.today_desk import Today
from app.domain.ids import ConversationId
from app.domain.records import record

if TYPE_CHECKING:  # most days begin without
    from app.domain.agenda_rows import AppointmentRow
    from app.domain.deal_rows import DealRow
    from app.domain.scheduled import Scheduled
    from app.domain.task_rows import TaskRow

Section = Literal["late", "closing", "booked", "planned", "tasks", "quiet", "troubled"]
SECTIONS: Final[tuple[Section, ...]] = (
    "late", "closing", "booked", "planned", "tasks", "quiet", "troubled",
)  # fmt: skip
MOST_LATE: Final = 5
MOST_TASKS: Final = 6
Index = QModelIndex | QPersistentModelIndex


class Part(IntEnum):
    """What the delegate asks a line for."""

    LINE = Qt.ItemDataRole.UserRole + 1


@record
class TodayLine:
    """The head of a section (without a conversation, with its count), or one person in it."""

    section: Section
    conversation_id: ConversationId | None = None
    count: int = 0
    planned: Scheduled | None = None
    is_more: bool = False  # leads to all of the section
    task: TaskRow | None = None
    deal: DealRow | None = None
    appointment: AppointmentRow | None = None

    @property
    def is_head(self) -> bool:
        """Whether it only names what follows."""
        things = (self.conversation_id, self.task, self.deal, self.appointment)
        return not self.is_more and all(one is None for one in things)


def lines_of(today: Today) -> list[TodayLine]:
    """Sections in their order; one without anybody is left out, a long first one leaves room for the others."""
    lines: list[TodayLine] = []
    others = (today.closing, today.planned, today.troubled, today.tasks, today.quiet, today.appointments)
    is_alone = not any(others)
    people = {
        "late": (today.late, max(today.late_count, len(today.late))),
        "closing": (today.closing, len(today.closing)),
        "troubled": (today.troubled, today.troubled_count),
    }
    for section in SECTIONS:
        if section == "planned":
            if today.planned:
                lines.append(TodayLine(section, count=len(today.planned)))
            lines += [TodayLine(section, one.conversation_id, planned=one) for one in today.planned]
            continue
        if section == "booked":
            lines += _booked(today.appointments, today.appointments_count)
            continue
        if section == "tasks":
            lines += _tasks(today.tasks)
            continue
        if section == "quiet":
            lines += _quiet(today.quiet, today.quiet_count)
            continue
        ids, count = people[section]
        if ids:
            lines.append(TodayLine(section, count=count))
        most = len(ids) if is_alone or section != "late" or len(ids) <= MOST_LATE + 1 else MOST_LATE
        lines += [TodayLine(section, one) for one in ids[:most]]
        if most < len(ids) or (section == "late" and count > len(ids)):
            lines.append(TodayLine(section, count=count, is_more=True))
    return lines


def _booked(rows: Sequence[AppointmentRow], count: int) -> list[TodayLine]:
    """The next ones, then where the others are."""
    if not rows:
        return []
    lines = [TodayLine("booked", count=count), *(TodayLine("booked", appointment=one) for one in rows)]
    return [*lines, TodayLine("booked", count=count, is_more=True)] if count > len(rows) else lines


def _tasks(tasks: Sequence[TaskRow]) -> list[TodayLine]:
    """Those that are due first, then where the others are."""
    if not tasks:
        return []
    most = len(tasks) if len(tasks) <= MOST_TASKS + 1 else MOST_TASKS
    lines = [TodayLine("tasks", count=len(tasks)), *(TodayLine("tasks", task=one) for one in tasks[:most])]
    return [*lines, TodayLine("tasks", count=len(tasks), is_more=True)] if most < len(tasks) else lines


def _quiet(deals: Sequence[DealRow], count: int) -> list[TodayLine]:
    """The longest silent, then where the others are."""
    if not deals:
        return []
    lines = [TodayLine("quiet", count=count), *(TodayLine("quiet", deal=one) for one in deals)]
    return [*lines, TodayLine("quiet", count=count, is_more=True)] if count > len(deals) else lines


class TodayModel(QAbstractListModel):
    """`say`: what a screen reader hears of a line."""

    def __init__(self, say: Callable[[TodayLine], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._lines: list[TodayLine] = []

    @property
    def lines(self) -> list[TodayLine]:
        """What is shown."""
        return list(self._lines)

    def show(self, lines: Sequence[TodayLine]) -> bool:
        """Other lines; False when they are the same, whose words alone may differ now."""
        if [key_of(one) for one in lines] == [key_of(one) for one in self._lines]:
            self._lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return False
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Part.LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen; the arrow keys pass over them."""
        if not index.isValid() or self._lines[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def key_of(line: TodayLine) -> tuple[str, str | None, str | None, bool]:
    """What a line is about: the same line again, whatever its words are now."""
    one = line.planned.message_id if line.planned else line.task.task_id if line.task else None
    one = line.deal.deal_id if line.deal else one
    one = line.appointment.appointment_id if line.appointment else one
    return line.section, line.conversation_id, one, line.is_more
