"""The grid as a table for whoever hears it: a column for each resource or day, a cell for each appointment."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.appointments.grid.geometry import Geometry, Spot

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class GridModel(QAbstractTableModel):
    """Reads what the geometry holds."""

    def __init__(self, geometry: Geometry) -> None:
        super().__init__()
        self._geometry = geometry
        self._columns = self._rows = 0

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as the fullest column has."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of the grid."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """An appointment in words; nothing below the last one of a column."""
        if not index.isValid() or role not in _SPOKEN:
            return None
        one = self._geometry.placed(Spot(index.column(), index.row()))
        return one.face.spoken if one is not None else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Whose column it is."""
        is_head = orientation == Qt.Orientation.Horizontal and 0 <= section < self._columns
        return self._geometry.columns[section].spoken if is_head and role in _SPOKEN else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every appointment can be gone to."""
        spot = Spot(index.column(), index.row()) if index.isValid() else None
        if self._geometry.placed(spot) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def measure(self) -> None:
        """The columns hold other appointments now."""
        there = self._geometry.columns
        columns, rows = len(there), max((len(one.placed) for one in there), default=0)
        if (columns, rows) != (self._columns, self._rows):
            self.beginResetModel()
            self._columns, self._rows = columns, rows
            self.endResetModel()
        elif rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
