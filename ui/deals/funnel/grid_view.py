"""A table of figures: bars painted beside numbers, cell by cell by the arrow keys, and every figure a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.deals.funnel.cells import Cell, Column, Grid, Part, Tone
from ui.deals.funnel.widths import BAR_LEAST_PX, BAR_MOST_PX, WORDS_LEAST_PX, among_words
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill, fill_round, is_rtl, paint_row_ring, paint_text

PAD: Final = 8
SIDE: Final = 8  # before the first and after the last column
BAR_PX: Final = 8
DISC_PX: Final = 24
_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """The cells of one table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = Grid("", "", "", (), ())

    def show_grid(self, grid: Grid) -> None:
        """Other cells; of the same shape, only they change."""
        is_same_shape = (grid.columns, len(grid.rows)) == (self.grid.columns, len(self.grid.rows))
        if not is_same_shape:
            self.beginResetModel()
        self.grid = grid
        if not is_same_shape:
            self.endResetModel()
        elif grid.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(grid.rows) - 1, len(grid.columns) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.grid.columns)

    def cell(self, index: Index) -> Cell | None:
        """What stands there."""
        return self.grid.rows[index.row()][index.column()] if index.isValid() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, and what a screen reader says: the row, the column, the figure."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head, column = self.grid.rows[index.row()][0], self.grid.columns[index.column()]
            said = cell.spoken or cell.text
            return ", ".join(filter(None, (head.text, column.title, said))) if index.column() else head.text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What each column is."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.grid.columns):
            return None
        column = self.grid.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        return f"<span>{column.tip}</span>" if role == Qt.ItemDataRole.ToolTipRole and column.tip else None


class GridView(QTableView):
    """`opened(key)` when a figure is pressed, or Enter on it; `stood_on(rect)` where the keyboard is, for scrolling."""

    opened = Signal(object)
    stood_on = Signal(QRect)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = KeyWatch(self, self.viewport())
        self.cells = GridModel(self)
        self.hovered = QPersistentModelIndex()
        self.heads = _Heads(theme, self)
        self.setModel(self.cells)
        self.setHorizontalHeader(self.heads)
        self.setItemDelegate(_CellPainter(theme, self))
        self.setAccessibleName(name)
        self.setObjectName("figures")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalScrollBar().rangeChanged.connect(lambda *_range: self._fit_height())
        self.selectionModel().currentChanged.connect(self._tell_current)
        theme.changed.connect(self._measure)
        self._measure()

    def show_grid(self, grid: Grid) -> None:
        """Other figures; the keyboard stays where it is."""
        self.cells.show_grid(grid)
        self._measure()
        if not self.currentIndex().isValid() and grid.rows:
            first = next(n for n, column in enumerate(grid.columns) if column.kind == "figure")
            self.setCurrentIndex(self.cells.index(0, first))

    # -- sizes

    def _measure(self) -> None:
        theme = self._theme
        size = theme.tokens.size
        height = theme.px(size.row_table if self.cells.grid.is_tall else size.row_table_dense)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.heads.setFixedHeight(theme.px(theme.tokens.size.row_section))
        self._share_width()
        self._fit_height()

    def _fit_height(self) -> None:
        """No row is hidden: the page scrolls, not the table. Sideways it may, where there is no room at all."""
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = self.cells.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.heads.height() + rows + extra)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the room."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Figures take what they need; words and bars the rest, the bars only where there is enough of it."""
        columns = self.cells.grid.columns
        if not columns:
            return
        wanted = [self._wanted_px(number, column) for number, column in enumerate(columns)]
        if sum(column.kind == "words" for column in columns) > 1:
            self._share_among_words(columns, wanted)
            return
        room = self.viewport().width() - sum(
            px for px, column in zip(wanted, columns, strict=True) if column.kind == "figure"
        )
        words_px = next(px for px, column in zip(wanted, columns, strict=True) if column.kind == "words")
        has_bars = any(column.kind == "bar" for column in columns)
        has_bars = has_bars and room - BAR_LEAST_PX >= min(words_px, WORDS_LEAST_PX)
        words_px = min(words_px, room - BAR_LEAST_PX) if has_bars else max(WORDS_LEAST_PX, room)
        left = room - words_px
        figures = sum(column.kind == "figure" for column in columns)
        more = max(0, left - BAR_MOST_PX) // figures if has_bars else 0  # a longer bar says no more
        left -= more * figures
        for number, column in enumerate(columns):
            if column.kind == "bar":
                self.setColumnHidden(number, not has_bars)
                self.setColumnWidth(number, left)
            elif column.kind == "words":
                self.setColumnWidth(number, words_px)
            else:
                self.setColumnWidth(number, wanted[number] + more)

    def _share_among_words(self, columns: Sequence[Column], wanted: Sequence[int]) -> None:
        for number, px in enumerate(among_words(columns, wanted, self.viewport().width())):
            self.setColumnHidden(number, px == 0)
            self.setColumnWidth(number, max(1, px))

    @property
    def needed_px(self) -> int:
        """What the figures need beside words of some width; a bar may go."""
        columns = self.cells.grid.columns
        wanted = (self._wanted_px(number, column) for number, column in enumerate(columns))
        of_figures = (px for px, column in zip(wanted, columns, strict=True) if column.kind == "figure")
        return WORDS_LEAST_PX + sum(of_figures) if self.cells.grid.rows else 0

    def _wanted_px(self, number: int, column: Column) -> int:
        metrics = self._theme.metrics("body", "semibold", tabular=True)
        cells = [metrics.horizontalAdvance(row[number].text) for row in self.cells.grid.rows]
        title = self._theme.metrics("small", "medium").horizontalAdvance(column.title)
        disc = DISC_PX + PAD if any(row[number].portrait is not None for row in self.cells.grid.rows) else 0
        return round(max([title, *cells])) + 2 * PAD + 2 + disc

    # -- hands and keys

    def _link_at(self, at: QPoint) -> QModelIndex:
        index = self.indexAt(at)
        cell = self.cells.cell(index)
        return index if cell is not None and cell.key is not None else QModelIndex()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A figure under the pointer is a link."""
        self._hover(self._link_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex())
        return super().viewportEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        if self.hovered != index:
            self.hovered = QPersistentModelIndex(index)
            shape = Qt.CursorShape.PointingHandCursor if index.isValid() else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed and let go on the same figure."""
        super().mouseReleaseEvent(event)
        index = self._link_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
            self._open(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or the blank opens; Escape is the page's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        cell = self.cells.cell(index)
        if cell is not None and cell.key is not None:
            self.opened.emit(cell.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame is seen where the keyboard enters."""
        super().focusInEvent(event)
        self._tell_current(self.currentIndex(), QModelIndex())

    def _tell_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        if now.isValid() and self.hasFocus() and is_keyboard_focus(self):
            self.stood_on.emit(self.visualRect(now).translated(0, self.heads.height()))


class _Heads(QHeaderView):
    """The names of the columns; nothing to press."""

    def __init__(self, theme: Theme, parent: GridView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._view = theme, parent
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Small and muted, at the side where its figures stand; a line below."""
        theme, box = self._theme, QRectF(rect)
        column = self._view.cells.grid.columns[section]
        painter.setLayoutDirection(self.layoutDirection())
        fill(painter, box, theme.colors.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colors.border_strong)
        place, is_end = box.adjusted(PAD, 0, -PAD, -1), column.kind == "figure"
        ink = theme.colors.text_muted
        paint_text(
            painter, place, theme, column.title, ink, role="small", weight="medium", is_trailing=is_end
        )


class _CellPainter(QStyledItemDelegate):
    """Paints one cell: words, a figure, or a bar."""

    def __init__(self, theme: Theme, view: GridView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The view decides."""
        return QSize(0, self._theme.px(self._theme.tokens.size.row_table_dense))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The line below, the cell, the frame of the keyboard."""
        theme, rect = self._theme, QRectF(option.rect)
        cell, column = self._view.cells.cell(index), self._view.cells.grid.columns[index.column()]
        if cell is None:
            return
        painter.setLayoutDirection(option.direction)
        if index.row() < self._view.cells.rowCount() - 1:
            fill(painter, QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme.colors.border)
        if column.kind == "bar":
            self._paint_bar(painter, rect, cell.parts)
        else:
            self._paint_words(painter, rect, cell, column, is_hovered=self._view.hovered == index)
        is_current = self._view.currentIndex() == index and self._view.hasFocus()
        if is_current and is_keyboard_focus(self._view):
            paint_row_ring(painter, rect.adjusted(1, 1, -1, -1), theme, theme.tokens.radius.small)

    def _paint_words(
        self, painter: QPainter, rect: QRectF, cell: Cell, column: Column, *, is_hovered: bool
    ) -> None:
        theme, is_figure = self._theme, column.kind == "figure"
        ink = self._ink(cell, is_figure=is_figure)
        place = rect.adjusted(PAD, 0, -PAD, 0)
        if cell.portrait is not None:
            strip = Strip(place, is_rtl=is_rtl(painter))
            disc = strip.leading(DISC_PX, PAD)
            paint_avatar(painter, centered(disc, DISC_PX, DISC_PX), theme, cell.portrait)
            place = strip.rest
        width = paint_text(
            painter, place, theme, cell.text, ink, weight="semibold" if cell.is_strong else "regular",
            tabular=is_figure, is_trailing=is_figure,
        )  # fmt: skip
        if is_hovered and cell.key is not None:
            strip = Strip(place, is_rtl=is_rtl(painter))
            under = strip.trailing(width) if is_figure else strip.leading(width)
            y = round(under.center().y() + theme.line() * 0.4)
            fill(painter, QRectF(under.left(), y, under.width(), 1), ink)

    def _ink(self, cell: Cell, *, is_figure: bool) -> QColor:
        c = self._theme.colors
        if cell.tone:
            color: QColor = getattr(c, cell.tone)
            return color
        is_plain = self._view.cells.grid.is_plain
        is_faint = is_figure and cell.key is None and not is_plain  # nothing is behind it
        return c.text_faint if is_faint else c.text

    def _paint_bar(self, painter: QPainter, rect: QRectF, parts: tuple[Part, ...]) -> None:
        height = self._theme.px(BAR_PX)
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        box = QRectF(inner.left(), round(inner.center().y() - height / 2), inner.width(), height)
        strip = Strip(box, is_rtl=is_rtl(painter))
        for part in parts:
            if part.thousandths:
                width = max(2.0, box.width() * part.thousandths / 1000 - 2)
                piece = strip.leading(width, 2)
                fill_round(
                    painter, piece, _tone(self._theme, part.tone), self._theme.tokens.charts.bar_radius
                )


def _tone(theme: Theme, tone: Tone) -> QColor:
    c = theme.colors
    colors = {
        "accent": c.accent, "soft": c.border_strong, "success": c.success_fill, "warning": c.warning_fill,
        "danger": c.danger_fill, "neutral": c.neutral_fill,
    }  # fmt: skip
    return colors[tone]
