"""A list of people, texts or templates: two lines a row, before them a picture if there is one, a chip at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, fill_chosen, fill_round, is_rtl, paint_row_ring, paint_text
from ui.widgets.paint_chip import Chip, chip_width, paint_chip

ROW: Final = 56
ROW_WITH_PICTURE: Final = 60
AVATAR: Final = 36
PAD: Final = 12
MARGIN: Final = 8
LINE_GAP: Final = 2
ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TwoLineRow:
    """One row. `key`: what `chosen` tells. `is_quiet`: what is over. Without a second line the first is centred."""

    key: str
    title: str
    line: str
    chip: Chip
    portrait: Portrait | None = None
    is_quiet: bool = False

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.title, self.line, self.chip.text) if part)


class TwoLineRows(QAbstractListModel):
    """All rows; for lists of some hundred."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TwoLineRow, ...] = ()

    def show(self, rows: Sequence[TwoLineRow]) -> None:
        """Other rows."""
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for readers, the row for the painter."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROLE:
            return row
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.spoken if is_words else None


class TwoLineDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Fixed, at the person's text size."""
        row: TwoLineRow = index.data(ROLE)
        return QSize(0, self._theme.px(ROW if row.portrait is None else ROW_WITH_PICTURE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, picture, chip at the end, two lines."""
        painter.setLayoutDirection(option.direction)
        row: TwoLineRow = index.data(ROLE)
        theme = self._theme
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        self._paint_ground(painter, option, rect)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        if row.portrait is not None:
            side = theme.px(AVATAR)
            disc = strip.leading(side, PAD)
            place = QRectF(disc.left(), round(rect.center().y() - side / 2), side, side)
            paint_avatar(painter, place, theme, row.portrait)
        if row.chip.text:
            paint_chip(painter, strip.trailing(chip_width(theme, row.chip), PAD), theme, row.chip)
        self._paint_lines(painter, strip.rest, row)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
        theme, states = self._theme, QStyle.StateFlag
        if option.state & states.State_Selected:
            fill_chosen(painter, rect, theme, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver:
            fill_round(painter, rect, theme.colors.surface_hover, theme.tokens.radius.normal)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, rect, theme)

    def _paint_lines(self, painter: QPainter, rest: QRectF, row: TwoLineRow) -> None:
        c, theme = self._theme.colors, self._theme
        first, second = theme.line("body"), theme.line("small")
        both = first + second + LINE_GAP if row.line else first
        top = round(rest.center().y() - both / 2)
        ink = c.text_muted if row.is_quiet else c.text
        title = QRectF(rest.left(), top, rest.width(), first)
        paint_text(painter, title, theme, row.title, ink, weight="medium")
        below = QRectF(rest.left(), top + first + LINE_GAP, rest.width(), second)
        paint_text(painter, below, theme, row.line, c.text_muted, role="small")


class TwoLineList(QListView):
    """`chosen(key)` when another row is the current one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        super().__init__()
        self._keys = KeyWatch(self, self.viewport())
        self.rows = TwoLineRows(self)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.rows)
        self.setItemDelegate(TwoLineDelegate(theme, self))
        theme.changed.connect(self.doItemsLayout)

    def show_rows(self, rows: Sequence[TwoLineRow], chosen: str | None) -> None:
        """The rows, with the chosen one selected where it is among them."""
        self.rows.show(rows)
        number = next((n for n, row in enumerate(self.rows.rows) if row.key == chosen), None)
        if number is None:
            self.selectionModel().clear()
        elif self.currentIndex().row() != number or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.rows.index(number, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row where one is, is shown."""
        super().currentChanged(current, previous)
        row: TwoLineRow | None = current.data(ROLE)
        if row is not None:
            self.chosen.emit(row.key)
