"""Choosing an emoji: a grid with search in the person's language, the lately used ones first."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.words import gettext as _
from app.words import language
from ui.theme.theme import Theme
from ui.theme.tokens import RESOURCES
from ui.widgets.inputs import Input
from ui.widgets.paint_basic import fill_round, paint_row_ring

CELL: Final = 36
COLUMNS: Final = 9
ROWS: Final = 7
GLYPH_PX: Final = 22
MOST_RECENT: Final = 18
PAD: Final = 8
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji: its name, and what finds it."""

    text: str
    name: str
    searched: str


@cache
def emojis(code: str) -> tuple[Emoji, ...]:
    """All of a language ("fr", "en"), in their usual order."""
    rows = (RESOURCES / "emoji" / f"{code}.tsv").read_text("utf-8").splitlines()
    found = []
    for row in rows:
        text, _group, name, tags = row.split("\t")
        found.append(Emoji(text, name, folded(f"{name} {tags}")))
    return tuple(found)


def folded(text: str) -> str:
    """Without accents and capitals, as people search."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def matching(code: str, words: str, recent: Sequence[str] = ()) -> list[Emoji]:
    """Those whose name or keywords begin with every word; without words the recent ones, then all."""
    known = emojis(code)
    wanted = folded(words).split()
    if not wanted:
        by_text = {_bare(one.text): one for one in known}
        first = [by_text[_bare(text)] for text in recent if _bare(text) in by_text]
        return [*first, *known]
    return [one for one in known if all(f" {word}" in f" {one.searched}" for word in wanted)]


def _bare(text: str) -> str:
    """Without the mark that asks for colour, which some leave out."""
    return text.replace("\ufe0f", "")


class EmojiModel(QAbstractListModel):
    """What the grid shows now."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Emoji] = []

    def show(self, shown: list[Emoji]) -> None:
        """Other ones."""
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The emoji; its name as tool tip and for screen readers."""
        if not index.isValid():
            return None
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.text
        is_name = role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        return one.name if is_name else None


class _Cell(QStyledItemDelegate):
    """One emoji in its cell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = QFont(theme.font())
        self._font.setPixelSize(GLYPH_PX)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(CELL, CELL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        states = QStyle.StateFlag
        if option.state & states.State_MouseOver:
            fill_round(painter, rect.adjusted(1, 1, -1, -1), self._theme.colors.surface_hover, 6)
        if option.state & states.State_HasFocus:
            paint_row_ring(painter, rect, self._theme, 6)
        painter.setFont(self._font)
        painter.setPen(self._theme.colors.text)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(index.data()))


class EmojiPicker(QFrame):
    """A small window over a button. `chosen(emoji)`: it closes by itself. `recent` begins the grid."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, recent: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._recent = theme, tuple(recent)
        self.setAccessibleName(_("Emoji"))
        self.search = Input(theme, _("Search an emoji"), placeholder=_("Search an emoji"), is_search=True)
        self._model = EmojiModel()
        self.grid = _Grid(theme)
        self.grid.setModel(self._model)
        self._cell = _Cell(theme)
        self.grid.setItemDelegate(self._cell)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(PAD)
        column.addWidget(self.search)
        column.addWidget(self.grid)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._take_first)
        self.grid.clicked.connect(lambda index: self._take(index))
        self.grid.activated.connect(lambda index: self._take(index))
        self._find("")

    def open_above(self, widget: QWidget) -> None:
        """Over a button, at its leading edge, inside the screen."""
        self.open_at(QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()))

    def open_at(self, place: QRect) -> None:
        """Over a place of the screen, or below it where there is no room above."""
        self.adjustSize()
        size, screen = self.sizeHint(), self.screen().availableGeometry()
        top = place.top() - size.height() - 4
        if top < screen.top():
            top = min(place.bottom() + 4, screen.bottom() - size.height())
        left = max(screen.left(), min(place.left(), screen.right() - size.width()))
        self.move(left, top)
        self.show()
        self.search.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box of everything that floats."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface_raised)
        fill_round(painter, QRectF(self.rect()), c.surface_raised, 0, c.border_strong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search to the grid."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self._model.rowCount():
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)
            self.grid.setCurrentIndex(self._model.index(0))
        else:
            super().keyPressEvent(event)

    def _find(self, words: str) -> None:
        self._model.show(matching(language(), words, self._recent))

    def _take_first(self) -> None:
        if self._model.rowCount():
            self._take(self._model.index(0))

    def _take(self, index: QModelIndex) -> None:
        text = str(index.data())
        self.close()
        self.chosen.emit(text)


class _Grid(QListView):
    """Cells of one size, nine to a row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("Emoji"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setGridSize(QSize(CELL, CELL))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFixedSize(COLUMNS * CELL + theme.tokens.size.scrollbar + 4, ROWS * CELL)


def recent_after(recent: Sequence[str], chosen: str) -> list[str]:
    """The lately used ones, with the newest first."""
    return [chosen, *(one for one in recent if one != chosen)][:MOST_RECENT]
