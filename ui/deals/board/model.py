"""The board as a table for whoever hears it: a column for each stage, a cell for each card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.deals.board.lanes import Lanes, Spot

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class BoardModel(QAbstractTableModel):
    """`spoken` says a card in words, `head` a column."""

    def __init__(self, lanes: Lanes, spoken: Callable[[Spot], str], head: Callable[[int], str]) -> None:
        super().__init__()
        self._lanes, self._spoken, self._head = lanes, spoken, head
        self._columns = self._rows = 0

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as the longest column has."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of the board."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A card in words; nothing below the last one of a column."""
        if not index.isValid() or role not in _SPOKEN:
            return None
        spot = Spot(index.column(), index.row())
        return self._spoken(spot) if self._lanes.entry(spot) is not None else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A stage with its count and sums."""
        is_head = orientation == Qt.Orientation.Horizontal and 0 <= section < self._columns
        return self._head(section) if is_head and role in _SPOKEN else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every card can be gone to."""
        spot = Spot(index.column(), index.row()) if index.isValid() else None
        if self._lanes.entry(spot) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def measure(self) -> None:
        """The columns hold other cards now."""
        columns = len(self._lanes.all)
        rows = max((len(lane.rows) for lane in self._lanes.all), default=0)
        if (columns, rows) != (self._columns, self._rows):
            self.beginResetModel()
            self._columns, self._rows = columns, rows
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
