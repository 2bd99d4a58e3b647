"""Rows of a table as they will be: one painted line each, what happens to it as a chip, and a menu for single ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.words import gettext as _
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_text
from ui.widgets.paint_chip import Chip, chip_width, paint_chip
from ui.widgets.spoken_role import speak_as

Index = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole + 1
CHIP: Final = 1  # the column that says what happens
_PAD: Final = 8
_LAST_PX: Final = 170  # the last column has the rest, and never less


class FateModel(QAbstractTableModel):
    """Rows of a preview. What derives from it says what a cell says; `headings` are looked up at each start."""

    headings: Sequence[str] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, place: int) -> Any:
        """One of them, None for none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each heading."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads."""
        is_shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.headings[section] if is_shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(row, index.column())
        return None

    def text(self, row: Any, column: int) -> str:
        """What a cell says."""
        raise NotImplementedError

    def chip(self, row: Any) -> Chip:
        """What happens to a row."""
        raise NotImplementedError

    def is_bad(self, row: Any) -> bool:
        """Whether it is not read."""
        raise NotImplementedError

    def has_menu(self, row: Any) -> bool:
        """Whether something can be decided of this row alone."""
        raise NotImplementedError


class CellDelegate(QStyledItemDelegate):
    """Words in one line, the fate as a chip. `strong`: the column of names; `tabular`: those of numbers."""

    def __init__(
        self, theme: Theme, strong: int, tabular: frozenset[int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._strong, self._tabular = theme, strong, tabular

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words or chip, a line below."""
        theme, c = self._theme, self._theme.colors
        model, row = index.model(), index.data(ROW)
        assert isinstance(model, FateModel)
        box, states = QRectF(option.rect), QStyle.StateFlag
        painter.setLayoutDirection(option.direction)
        fill(painter, box, c.accent_soft if option.state & states.State_Selected else c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border)
        strip = Strip(box.adjusted(_PAD, 0, -_PAD, -1), is_rtl=is_rtl(painter))
        column = index.column()
        if column == CHIP:
            chip = model.chip(row)
            paint_chip(painter, strip.leading(chip_width(theme, chip)), theme, chip)
            return
        is_last = column == model.columnCount() - 1
        ink = (
            c.danger if is_last and model.is_bad(row) else c.text if column == self._strong else c.text_muted
        )
        paint_text(painter, strip.rest, theme, str(index.data()), ink, tabular=column in self._tabular)


class FateTable(QTableView):
    """`row_asked(row number, at)` for the menu of one row. `widths`: of all columns but the last."""

    row_asked = Signal(int, QPoint)

    def __init__(
        self,
        theme: Theme,
        model: FateModel,
        widths: Sequence[int],
        strong: int,
        tabular: frozenset[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._widths, self._model = theme, tuple(widths), model
        model.setParent(self)
        self._keys = KeyWatch(self)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(theme, strong, tabular, self))
        self.setObjectName("contacts")
        self.setAccessibleName(_("Rows as they will be"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = FateHeads(theme, self)
        self.setHorizontalHeader(heads)
        heads.setSectionsClickable(False)
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        height = self._theme.px(self._theme.tokens.size.row_table)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(self._theme.px(self._theme.tokens.size.row_section))
        for section, width in enumerate(self._widths):
            self.setColumnWidth(section, self._theme.px(width))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The last column has what the others leave."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        used = sum(self.columnWidth(section) for section in range(len(self._widths)))
        self.setColumnWidth(len(self._widths), max(self._theme.px(_LAST_PX), self.viewport().width() - used))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the menu of the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex().row(), self.visualRect(self.currentIndex()).bottomLeft())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the row."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.currentIndex().row() if by_key else self.rowAt(event.pos().y())
        self._ask(place, self.visualRect(self.currentIndex()).bottomLeft() if by_key else event.pos())

    def _ask(self, place: int, at: QPoint) -> None:
        row = self._model.row_at(place)
        if row is not None and self._model.has_menu(row):
            self.row_asked.emit(row.number, self.viewport().mapToGlobal(at))


class FateHeads(QHeaderView):
    """Heads in the look of the table of contacts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setHighlightSections(False)
        self.setAccessibleName(_("Columns"))
        speak_as(self, "ColumnHeader")

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        """Its word and a line below."""
        theme, c, box = self._theme, self._theme.colors, QRectF(rect)
        painter.setLayoutDirection(self.layoutDirection())
        fill(painter, box, c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        ground = box.adjusted(_PAD, 0, -_PAD, -1)
        paint_text(painter, ground, theme, words, c.text_muted, role="small", weight="medium")
