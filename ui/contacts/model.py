"""The table's model: numbers of contacts in order; lines are read by the page when they are painted."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.contact_table import ContactNo, TableRow
from ui.contacts.columns import TICK, Column, Writing

ROW: Final = Qt.ItemDataRole.UserRole + 1
MOST_ROWS: Final = 4_000  # lines kept; a page more than once through is cheap
PAGE: Final = 64  # lines read at once

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class ContactModel(QAbstractTableModel):
    """`read` gives lines by their numbers; `writing` what cells are written with now."""

    def __init__(
        self,
        read: Callable[[Sequence[ContactNo]], list[TableRow]],
        writing: Callable[[], Writing],
        columns: Sequence[Column],
        is_chosen: Callable[[ContactNo], bool] = lambda _no: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._writing, self._is_chosen = read, writing, is_chosen
        self._columns = tuple(columns)
        self._order: array[int] = array("q")
        self._rows: dict[ContactNo, TableRow] = {}

    # -- for the view

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many fit."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many are shown."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell in words, or the whole line."""
        if not index.isValid():
            return None
        if role == ROW:
            return self.row_at(index.row())
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and column.id == TICK:
            is_on = self._is_chosen(self._order[index.row()])
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        if role in _SPOKEN:
            row = self.row_at(index.row())
            return column.text(row, self._writing()) if row is not None else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads of the columns."""
        is_head = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._columns)
        return self._columns[section].words if is_head and role in _SPOKEN else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be gone to."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    # -- for the screen

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those that are shown, in the order of the model."""
        return self._columns

    @property
    def order(self) -> array[int]:
        """The numbers in order. Not to be changed."""
        return self._order

    def no_at(self, row: int) -> ContactNo | None:
        """Who stands there."""
        return self._order[row] if 0 <= row < len(self._order) else None

    def place_of(self, no: ContactNo) -> int | None:
        """Where somebody stands."""
        try:
            return self._order.index(no)
        except ValueError:
            return None

    def row_at(self, row: int) -> TableRow | None:
        """A line, read with those around it."""
        no = self._order[row]
        if no not in self._rows:
            self.ensure(row, row + PAGE)
        return self._rows.get(no)

    def ensure(self, first: int, last: int) -> None:
        """Read what is not known of these places (without `last`)."""
        missing = [no for no in self._order[max(0, first) : last] if no not in self._rows]
        if missing:
            if len(self._rows) + len(missing) > MOST_ROWS:
                self._rows.clear()
                missing = list(self._order[max(0, first) : last])
            self._rows.update((row.no, row) for row in self._read(missing))

    # -- changes

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Others are shown from now on."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def show(self, order: Sequence[ContactNo]) -> bool:
        """Another order. A line that came, went or moved alone does so alone; else True: everything was put anew."""
        after = order if isinstance(order, array) else array("q", order)
        before = self._order
        if after == before:
            return False
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        gone, come = len(before) - head - tail, len(after) - head - tail
        if gone == 0 or come == 0:
            self._come_and_go(after, head, gone, come)
        elif gone == come and before[head + 1 : head + gone] == after[head : head + come - 1]:
            self._move_one(after, head, head + gone)
        elif gone == come and before[head : head + gone - 1] == after[head + 1 : head + come]:
            self._move_one(after, head + gone - 1, head)
        else:
            self.beginResetModel()
            self._order = after
            self.endResetModel()
            return True
        return False

    def _come_and_go(self, after: array[int], head: int, gone: int, come: int) -> None:
        if gone:
            self.beginRemoveRows(_ROOT, head, head + gone - 1)
            self._order = after
            self.endRemoveRows()
        elif come:
            self.beginInsertRows(_ROOT, head, head + come - 1)
            self._order = after
            self.endInsertRows()

    def _move_one(self, after: array[int], row: int, place: int) -> None:
        self.beginMoveRows(_ROOT, row, row, _ROOT, place)
        self._order = after
        self.endMoveRows()

    def forget(self, nos: Iterable[ContactNo] | None = None) -> None:
        """Read these lines again (all without `nos`) when they are painted."""
        if nos is None:
            self._rows.clear()
        else:
            for no in nos:
                self._rows.pop(no, None)
        if self._order:
            last = self.index(len(self._order) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _common(one: array[int], other: array[int]) -> int:
    """How many stand alike at the beginning: halved, since slices are compared faster than numbers."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
