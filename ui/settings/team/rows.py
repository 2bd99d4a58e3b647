"""The list of the team: members, then open invitations, then those who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.words import gettext as _
from ui.settings.templates.rows import Index
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_row_ring, paint_text
from ui.widgets.paint_chip import Chip, chip_width, paint_chip

ROW: Final = 60
AVATAR: Final = 36
PAD: Final = 12
MARGIN: Final = 8
LINE_GAP: Final = 2
ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A member or an invitation as the list says it. `is_quiet`: somebody who left, a code that is over."""

    key: str
    kind: Literal["member", "invite"]
    title: str
    line: str
    chip: Chip
    portrait: Portrait
    is_quiet: bool = False

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.title, self.chip.text, self.line) if part)


class TeamRows(QAbstractListModel):
    """All rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TeamRow, ...] = ()

    def show(self, rows: Sequence[TeamRow]) -> None:
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
        return (
            row.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        )


class TeamDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Fixed, at the person's text size."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, picture, two lines, the role at the end."""
        painter.setLayoutDirection(option.direction)
        row: TeamRow = index.data(ROLE)
        c, theme, states = self._theme.colors, self._theme, QStyle.StateFlag
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        if option.state & states.State_Selected:
            fill_round(painter, rect, c.accent_soft, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver:
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.normal)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, rect, theme)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        disc = strip.leading(theme.px(AVATAR), PAD)
        side = theme.px(AVATAR)
        place = QRectF(disc.left(), round(rect.center().y() - side / 2), side, side)
        paint_avatar(painter, place, theme, row.portrait)
        paint_chip(painter, strip.trailing(chip_width(theme, row.chip), PAD), theme, row.chip)
        rest, first, second = strip.rest, theme.line("body"), theme.line("small")
        both = first + second + LINE_GAP if row.line else first
        top = round(rest.center().y() - both / 2)
        ink = c.text_muted if row.is_quiet else c.text
        title = QRectF(rest.left(), top, rest.width(), first)
        paint_text(painter, title, theme, row.title, ink, weight="medium")
        below = QRectF(rest.left(), top + first + LINE_GAP, rest.width(), second)
        paint_text(painter, below, theme, row.line, c.text_muted, role="small")


class TeamList(QListView):
    """`chosen(key)` when another row is the current one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._keys = KeyWatch(self, self.viewport())
        self.rows = TeamRows(self)
        self.setObjectName("team")
        self.setAccessibleName(_("Your team"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.rows)
        self.setItemDelegate(TeamDelegate(theme, self))
        theme.changed.connect(self.doItemsLayout)

    def show_rows(self, rows: Sequence[TeamRow], chosen: str | None) -> None:
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
        row: TeamRow | None = current.data(ROLE)
        if row is not None:
            self.chosen.emit(row.key)
