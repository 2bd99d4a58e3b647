"""The lines of a timeline: painted, as high as all of them, moved through with the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon, paint_row_ring, paint_text

Index = QModelIndex | QPersistentModelIndex
ROLE: Final = Qt.ItemDataRole.UserRole
PAD: Final = 6
GAP: Final = 8
ABOVE: Final = 5
_ROOT: Final = QModelIndex()


@record
class TimelineLine:
    """What stands in one: `below` may be empty; `end` is when."""

    icon: IconName
    words: str
    below: str
    end: str


class TimelineModel(QAbstractListModel):
    """All lines that were read."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[TimelineLine, ...] = ()

    def show(self, lines: Sequence[TimelineLine]) -> None:
        """Other lines."""
        if tuple(lines) != self.lines:
            self.beginResetModel()
            self.lines = tuple(lines)
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for readers, the line for the painter."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (line.words, line.below, line.end) if part)
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        line: TimelineLine = index.data(ROLE)
        return QSize(0, height_of(self._theme, line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setLayoutDirection(option.direction)
        line: TimelineLine = index.data(ROLE)
        theme, c, rect, states = self._theme, self._theme.colors, QRectF(option.rect), QStyle.StateFlag
        if option.state & states.State_MouseOver:
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.chip)
        if option.state & states.State_HasFocus:
            paint_row_ring(painter, rect, theme)
        first, second = theme.line("body"), theme.line("small")
        strip = Strip(rect.adjusted(PAD, ABOVE, -PAD, -ABOVE), is_rtl=is_rtl(painter))
        size = theme.tokens.icon.normal
        place = strip.leading(size, GAP)
        icon = QRectF(place.left(), place.top(), size, first)
        paint_icon(painter, icon, theme, line.icon, size, c.text_faint)
        rest = strip.rest
        top = Strip(QRectF(rest.left(), rest.top(), rest.width(), first), is_rtl=is_rtl(painter))
        width = theme.metrics("small").horizontalAdvance(line.end) + 1
        paint_text(
            painter,
            top.trailing(min(width, rest.width() * 0.55), GAP),
            theme,
            line.end,
            c.text_muted,
            role="small",
        )
        paint_text(painter, top.rest, theme, line.words, c.text)
        if line.below:
            below = QRectF(rest.left(), rest.top() + first, rest.width(), second)
            paint_text(painter, below, theme, line.below, c.text_muted, role="small")


def height_of(theme: Theme, line: TimelineLine) -> int:
    """One line or two."""
    return theme.line("body") + (theme.line("small") if line.below else 0) + 2 * ABOVE


class TimelineList(QListView):
    """`opened(number)` at Enter or a press. It has no scroll bar of its own: the panel scrolls."""

    opened = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.rows = TimelineModel()
        self._painter = _Painter(theme)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self._settle)

    def show_lines(self, lines: Sequence[TimelineLine]) -> None:
        """Other lines; the one with the keyboard stays where it is."""
        row = self.currentIndex().row()
        self.rows.show(lines)
        if 0 <= row < len(lines):
            self.setCurrentIndex(self.rows.index(row, 0))
        self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _settle(self) -> None:
        self.setFixedHeight(sum(height_of(self._theme, line) for line in self.rows.lines) + 1)
        self.doItemsLayout()
