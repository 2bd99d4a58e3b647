"""The model of the list of deals: rows as they were read, a cell in words for whoever hears it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.deal_rows import DealRow
from ui.deals.list.columns import Column, Line

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class DealListModel(QAbstractTableModel):
    """`line` dresses a row."""

    def __init__(self, line: Callable[[DealRow], Line]) -> None:
        super().__init__()
        self._line = line
        self._rows: list[DealRow] = []
        self._columns: tuple[Column, ...] = ()

    @property
    def rows(self) -> Sequence[DealRow]:
        """As they stand."""
        return self._rows

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those that have room."""
        return self._columns

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Those that were read."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Those that have room."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell in words."""
        if not index.isValid() or role not in _SPOKEN:
            return None
        return self._columns[index.column()].text(self._line(self._rows[index.row()]))

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

    def place_of(self, deal_id: str) -> int | None:
        """Where a deal stands."""
        return next((n for n, row in enumerate(self._rows) if row.deal_id == deal_id), None)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Others have room now."""
        if tuple(columns) != self._columns:
            self.beginResetModel()
            self._columns = tuple(columns)
            self.endResetModel()

    def show(self, rows: Sequence[DealRow]) -> None:
        """Other rows; those that only came at the end are added there."""
        before = len(self._rows)
        is_longer = len(rows) > before and all(
            one.deal_id == other.deal_id for one, other in zip(self._rows, rows, strict=False)
        )
        if is_longer:
            self.beginInsertRows(_ROOT, before, len(rows) - 1)
            self._rows = list(rows)
            self.endInsertRows()
        elif [row.deal_id for row in rows] != [row.deal_id for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        self._rows = list(rows)
        if self._rows and self._columns:
            last = self.index(len(self._rows) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
