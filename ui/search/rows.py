"""Rows of the search box: a model that grows at its end, and what one row says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.records import record
from app.domain.search_rows import Marks
from ui.palette.rows import shown_key
from ui.theme.icons import IconName

ROW_DATA: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@record
class SearchRow:
    """One row. A head parts what follows, a sentence only tells; neither can be chosen (`run` is None).

    `marks`, `title_marks`: what fits of the text and of the title. `detail`: at the end, as when it was.
    """

    title: str
    run: Callable[[], object] | None = None
    text: str = ""
    marks: Marks = ()
    title_marks: Marks = ()
    detail: str = ""
    icon: IconName | None = None
    keys: tuple[str, ...] = ()
    is_head: bool = False
    stays: bool = False  # what it does leaves the box open

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        parts = (self.title, self.text, self.detail, *(shown_key(key) for key in self.keys))
        return ", ".join(part for part in parts if part)


class SearchRows(QAbstractListModel):
    """Some rows, replaced as a whole, or longer by a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SearchRow] = []

    def show(self, rows: Sequence[SearchRow]) -> None:
        """Others from now on."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add(self, rows: Sequence[SearchRow]) -> None:
        """More at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads and sentences cannot be chosen."""
        is_told = index.isValid() and self.rows[index.row()].run is None
        return Qt.ItemFlag.NoItemFlags if is_told else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate; what a screen reader says for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_DATA:
            return row
        says = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.spoken if role in says else None
