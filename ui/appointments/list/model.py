"""The model of the list of appointments: lines as they were put in order, each in words for whoever hears it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.appointments.list.entries import Entry, key_of

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class AgendaModel(QAbstractTableModel):
    """One column; `spoken` says a line."""

    def __init__(self, spoken: Callable[[Entry], str]) -> None:
        super().__init__()
        self._spoken = spoken
        self._entries: list[Entry] = []

    @property
    def entries(self) -> Sequence[Entry]:
        """As they stand."""
        return self._entries

    def rowCount(self, parent: Index = _ROOT) -> int:
        """All lines."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line in words."""
        if not index.isValid() or role not in _SPOKEN:
            return None
        return self._spoken(self._entries[index.row()])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be gone to."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def place_of(self, key: str) -> int | None:
        """Where a line stands."""
        return next((n for n, entry in enumerate(self._entries) if key_of(entry) == key), None)

    def show(self, entries: Sequence[Entry]) -> bool:
        """Other lines; whether they are others, and not only say something else."""
        is_other = [key_of(one) for one in entries] != [key_of(one) for one in self._entries]
        if is_other:
            self.beginResetModel()
            self._entries = list(entries)
            self.endResetModel()
        else:
            self._entries = list(entries)
            if self._entries:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, 0))
        return is_other
