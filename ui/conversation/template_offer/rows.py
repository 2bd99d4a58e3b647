"""The list of templates to choose from: a radio, a name, what it is for and what it costs, or why it is not offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.words import gettext as _
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import (
    Strip,
    centered,
    fill_chosen,
    fill_round,
    is_rtl,
    paint_row_ring,
    paint_text,
)
from ui.widgets.paint_marks import paint_radio

ROW: Final = 52
RADIO: Final = 16
GAP: Final = 12
PAD: Final = 12
LINE_GAP: Final = 2
ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One template. `why_not`: why it cannot be chosen, "" when it can."""

    key: str
    title: str
    line: str
    why_not: str = ""

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.title, self.line, self.why_not) if part)


class OfferRows(QAbstractListModel):
    """The rows in their order; few enough to be held whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[OfferRow, ...] = ()

    def show(self, rows: Sequence[OfferRow]) -> None:
        """Other rows; what is the same stays untouched."""
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def number_of(self, key: str | None) -> int | None:
        """Where a template stands."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), None)

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
        return (
            row.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """One that is not offered can be read, not chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if not self.rows[index.row()].why_not:
            base |= Qt.ItemFlag.ItemIsSelectable
        return base


class OfferDelegate(QStyledItemDelegate):
    """Paints one row: 52 high, whatever it says."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Fixed, at the person's text size."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, radio, two lines."""
        painter.setLayoutDirection(option.direction)
        row: OfferRow = index.data(ROLE)
        c, theme, states = self._theme.colors, self._theme, QStyle.StateFlag
        rect = QRectF(option.rect)
        is_chosen = bool(option.state & states.State_Selected)
        if is_chosen:
            fill_chosen(painter, rect, theme, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver and not row.why_not:
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.normal)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, rect, theme)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        box = centered(strip.leading(RADIO, GAP), RADIO, RADIO)
        paint_radio(painter, box, theme, is_on=is_chosen, is_enabled=not row.why_not)
        self._paint_lines(painter, strip.rest, row)

    def _paint_lines(self, painter: QPainter, rest: QRectF, row: OfferRow) -> None:
        c, theme = self._theme.colors, self._theme
        first, second = theme.line("body"), theme.line("small")
        top = rest.center().y() - (first + second + LINE_GAP) / 2
        ink = c.text_muted if row.why_not else c.text
        line = QRectF(rest.left(), round(top), rest.width(), first)
        paint_text(painter, line, theme, row.title, ink, weight="medium")
        below = QRectF(rest.left(), round(top) + first + LINE_GAP, rest.width(), second)
        paint_text(painter, below, theme, row.why_not or row.line, c.text_muted, role="small")


class OfferList(QListView):
    """`chosen(key)` when the person picks one by click, arrow or space. It scrolls in what stands around it."""

    chosen = Signal(str)
    moved = Signal(object)  # the rectangle of the row where one is now

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._keys = KeyWatch(self, self.viewport())
        self.rows = OfferRows(self)
        self.setAccessibleName(_("Templates"))
        self.setObjectName("offer")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.setModel(self.rows)
        self.setItemDelegate(OfferDelegate(theme, self))
        theme.changed.connect(self._settle)

    def show_rows(self, rows: Sequence[OfferRow], chosen: str | None) -> None:
        """The rows, with one of them chosen or none."""
        self.rows.show(rows)
        number = self.rows.number_of(chosen)
        model = self.selectionModel()
        if number is None:
            model.clear()
        elif not model.isRowSelected(number, QModelIndex()):
            self.setCurrentIndex(self.rows.index(number, 0))
        self._settle()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Where one is comes into view. Coming here by key chooses nothing yet."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit(self.visualRect(current))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Arrow keys choose, as in every group of radios."""
        super().selectionChanged(selected, deselected)
        for index in selected.indexes():
            self.chosen.emit(index.data(ROLE).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down or Space begins at the row where one is, the first one to begin with."""
        is_start = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Home)
        if is_start and self.rows.rows and not self.selectionModel().hasSelection():
            at = self.currentIndex() if self.currentIndex().isValid() else self.rows.index(0, 0)
            self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            return
        super().keyPressEvent(event)

    def _settle(self) -> None:
        """As high as all rows: the scroll area around it scrolls."""
        self.setFixedHeight(self._theme.px(ROW) * len(self.rows.rows))
