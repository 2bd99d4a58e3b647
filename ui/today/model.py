"""The lines of Today: heads of sections, and below each the conversations or planned answers that it is about."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desk.today_desk import Today
from app.domain.ids import ConversationId
from app.domain.records import record
from app.domain.scheduled import Scheduled

Section = Literal["late", "closing", "planned", "troubled"]
SECTIONS: Final[tuple[Section, ...]] = ("late", "closing", "planned", "troubled")
MOST_LATE: Final = 5
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

    @property
    def is_head(self) -> bool:
        """Whether it only names what follows."""
        return self.conversation_id is None and not self.is_more


def lines_of(today: Today) -> list[TodayLine]:
    """Sections in their order; one without anybody is left out, a long first one leaves room for the others."""
    lines: list[TodayLine] = []
    is_alone = not (today.closing or today.planned or today.troubled)
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
        ids, count = people[section]
        if ids:
            lines.append(TodayLine(section, count=count))
        most = len(ids) if is_alone or section != "late" or len(ids) <= MOST_LATE + 1 else MOST_LATE
        lines += [TodayLine(section, one) for one in ids[:most]]
        if most < len(ids) or (section == "late" and count > len(ids)):
            lines.append(TodayLine(section, count=count, is_more=True))
    return lines


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
        if [_key(one) for one in lines] == [_key(one) for one in self._lines]:
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


def _key(line: TodayLine) -> tuple[str, str | None, str | None, bool]:
    return line.section, line.conversation_id, line.planned.message_id if line.planned else None, line.is_more
