"""The list of deals without news: heads of groups, and below each its deals, painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
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
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.deal_rows import DealRow
from app.words import gettext as _
from ui.deals.quiet.face import QuietFace, QuietLine, group_words
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, fill_chosen, fill_round, is_rtl, paint_row_ring, paint_text
from ui.widgets.paint_chip import chip_height, chip_width, paint_chip

HEAD: Final = 36
ROW: Final = 64
AVATAR: Final = 36
PAD: Final = 12
MARGIN: Final = 8
GAP: Final = 6
LINE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class QuietModel(QAbstractListModel):
    """`face` turns a row into what is said of it now."""

    def __init__(self, face: Callable[[DealRow], QuietFace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.lines: tuple[QuietLine, ...] = ()

    def show(self, lines: Sequence[QuietLine]) -> bool:
        """Other lines; False when they stand where they stood, and their words alone may differ."""
        is_same = [one.key for one in lines] == [one.key for one in self.lines]
        if is_same:
            self.lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return False
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line for the painter, its words for everybody else."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (
                f"{group_words(line.group)}, {line.count}"
                if line.row is None
                else self._face(line.row).spoken
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen; the arrow keys pass over them."""
        if not index.isValid() or self.lines[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class QuietDelegate(QStyledItemDelegate):
    """Paints one line."""

    def __init__(self, theme: Theme, face: Callable[[DealRow], QuietFace], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._face = theme, face

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Fixed, at the person's text size."""
        line: QuietLine = index.data(LINE)
        return QSize(0, self._theme.px(HEAD if line.row is None else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A head, or a deal."""
        painter.setLayoutDirection(option.direction)
        line: QuietLine = index.data(LINE)
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        if line.row is None:
            self._paint_head(painter, rect.adjusted(PAD, 0, -PAD, 0), line)
            return
        theme, states = self._theme, QStyle.StateFlag
        if option.state & states.State_Selected:
            fill_chosen(painter, rect, theme, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver:
            fill_round(painter, rect, theme.colors.surface_hover, theme.tokens.radius.normal)
        self._paint_row(painter, rect.adjusted(PAD, 0, -PAD, 0), self._face(line.row))
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, rect, theme)

    def _paint_head(self, painter: QPainter, rect: QRectF, line: QuietLine) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect, is_rtl=is_rtl(painter))
        words = group_words(line.group)
        width = theme.metrics("small", "semibold").horizontalAdvance(words) + 1
        box = strip.leading(min(width, strip.rest.width()), GAP)
        paint_text(painter, box, theme, words, c.text_muted, role="small", weight="semibold")
        paint_text(painter, strip.rest, theme, str(line.count), c.text_faint, role="small", tabular=True)

    def _paint_row(self, painter: QPainter, rect: QRectF, face: QuietFace) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect, is_rtl=is_rtl(painter))
        side = theme.px(AVATAR)
        disc = strip.leading(side, PAD)
        place = QRectF(disc.left(), round(rect.center().y() - side / 2), side, side)
        paint_avatar(painter, place, theme, Portrait(face.key, face.person if face.is_named else ""))
        first, second = theme.line("body"), max(theme.line("small"), chip_height(theme))
        top = round(rect.center().y() - (first + second + 2) / 2)
        rest = strip.rest
        upper = Strip(QRectF(rest.left(), top, rest.width(), first), is_rtl=is_rtl(painter))
        if face.amount:
            width = theme.metrics("body", "semibold", tabular=True).horizontalAdvance(face.amount) + 1
            box = upper.trailing(min(width, rest.width() / 2), PAD)
            paint_text(
                painter, box, theme, face.amount, c.text, weight="semibold", tabular=True, is_trailing=True
            )
        paint_text(painter, upper.rest, theme, face.title, c.text, weight="medium")
        below = QRectF(rest.left(), top + first + 2, rest.width(), second)
        lower = Strip(below, is_rtl=is_rtl(painter))
        for chip in reversed(face.chips):
            paint_chip(painter, lower.trailing(chip_width(theme, chip), GAP), theme, chip)
        paint_text(painter, lower.rest, theme, face.below, c.text_muted, role="small")


def acting_key(event: QKeyEvent) -> str:
    """The letter or the digit that acts; "" for anything else."""
    text = event.text().upper()
    has_command = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return text if len(text) == 1 and text.isalnum() and text.isascii() and not has_command else ""


class QuietListView(QListView):
    """`shown(rows)` when others are chosen, `opened(deal_id)` by Enter or a double click, `key_pressed(key)`.

    `side_asked` by the arrow to the side, where the deal stands.
    """

    shown = Signal(list)
    opened = Signal(str)
    key_pressed = Signal(str)
    side_asked = Signal()

    def __init__(
        self, theme: Theme, face: Callable[[DealRow], QuietFace], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = KeyWatch(self, self.viewport())
        self.lines = QuietModel(face, self)
        self.setAccessibleName(_("Deals without news"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.lines)
        self.setItemDelegate(QuietDelegate(theme, face, self))
        self.selectionModel().selectionChanged.connect(lambda *_: self.shown.emit(self.chosen))
        self.doubleClicked.connect(lambda _index: self._open())
        theme.changed.connect(self.doItemsLayout)

    @property
    def chosen(self) -> list[DealRow]:
        """The deals that are chosen, in the order of the list."""
        numbers = sorted(index.row() for index in self.selectedIndexes())
        rows = (self.lines.lines[number].row for number in numbers if number < len(self.lines.lines))
        return [row for row in rows if row is not None]

    def show_lines(self, lines: Sequence[QuietLine]) -> None:
        """Other lines; the chosen deals stay chosen where they still are, else their neighbour is."""
        kept, at = {row.deal_id for row in self.chosen}, self.currentIndex().row()
        if not self.lines.show(lines):
            return
        numbers = [n for n, one in enumerate(lines) if one.row is not None and one.row.deal_id in kept]
        if not numbers:
            numbers = [n for n, one in enumerate(lines) if one.row is not None and n >= at][:1]
            numbers = numbers or [n for n, one in enumerate(lines) if one.row is not None][-1:]
        self.choose(numbers)

    def choose(self, numbers: Sequence[int]) -> None:
        """These lines, the keyboard on the first."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().clear()
        for number in numbers:
            self.selectionModel().select(self.lines.index(number, 0), flags.Select)
        if numbers:
            self.selectionModel().setCurrentIndex(self.lines.index(numbers[0], 0), flags.NoUpdate)
            self.scrollTo(self.lines.index(numbers[0], 0))

    def choose_deal(self, deal_id: str) -> bool:
        """The line of a deal; False where it is not among them."""
        numbers = [
            n for n, one in enumerate(self.lines.lines) if one.row is not None and one.row.deal_id == deal_id
        ]
        if numbers:
            self.choose(numbers[:1])
        return bool(numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, letters and digits act: nothing is written here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return
        if event.key() == Qt.Key.Key_Right:
            self.side_asked.emit()
            return
        if key := acting_key(event):
            self.key_pressed.emit(key)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters act, they do not search."""

    def _open(self) -> None:
        chosen = self.chosen
        if chosen:
            self.opened.emit(chosen[0].deal_id)
