"""The journal's lines: painted rows under the heads of their days."""

from collections.abc import Callable, Sequence
from enum import IntEnum
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
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.ids import ConversationId
from app.domain.records import record
from app.words import gettext as _
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, is_rtl, paint_row_ring, paint_text

HEAD: Final = 36
ROW: Final = 48
PAD: Final = 24
AVATAR: Final = 24
GAP: Final = 12
TIME: Final = 56
_ROOT: Final = QModelIndex()
_STATES = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex


class Part(IntEnum):
    """What the delegate asks a line for."""

    LINE = Qt.ItemDataRole.UserRole + 1


@record
class AuditLine:
    """A day's head (`day`), or one entry. `who` "" is Comptoir itself."""

    day: str = ""
    time: str = ""
    who: str = ""
    who_key: str = ""
    what: str = ""
    about: str = ""
    conversation_id: ConversationId | None = None

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return self.day or ", ".join(part for part in (self.time, self.who, self.what, self.about) if part)


class AuditModel(QAbstractListModel):
    """Lines, the newest first; `more` is asked for the next ones when the list's end comes into view."""

    def __init__(self, more: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[AuditLine] = []
        self._more = more
        self.has_more = False

    @property
    def lines(self) -> list[AuditLine]:
        """What is shown."""
        return list(self._lines)

    def clear(self) -> None:
        """Nothing, before other lines come."""
        self.beginResetModel()
        self._lines = []
        self.endResetModel()

    def add(self, lines: Sequence[AuditLine]) -> None:
        """Older ones below."""
        if lines:
            first = len(self._lines)
            self.beginInsertRows(_ROOT, first, first + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Part.LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads are passed over."""
        if not index.isValid() or self._lines[index.row()].day:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the log goes on."""
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """The next stretch."""
        self._more()


class AuditDelegate(QStyledItemDelegate):
    """A day, or time, portrait, who and what, and whom it was about."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """36 for a day, 48 for an entry."""
        line: AuditLine = index.data(Part.LINE)
        return QSize(0, self._theme.px(HEAD if line.day else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        painter.setLayoutDirection(option.direction)
        theme, c = self._theme, self._theme.colors
        rect, line = QRectF(option.rect), index.data(Part.LINE)
        if line.day:
            words = rect.adjusted(PAD, 0, -PAD, 0)
            painter.fillRect(rect, c.surface_sunken)
            paint_text(painter, words, theme, line.day, c.text_muted, role="small", weight="semibold")
            return
        is_over = option.state & _STATES.State_MouseOver and line.conversation_id is not None
        if is_over or option.state & _STATES.State_Selected:
            painter.fillRect(rect, c.surface_hover)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        time = strip.leading(theme.px(TIME))
        paint_text(painter, time, theme, line.time, c.text_faint, role="small", tabular=True)
        disc = centered(strip.leading(AVATAR, GAP), AVATAR, AVATAR)
        paint_avatar(painter, disc, theme, Portrait(line.who_key, line.who))
        body, small = theme.line("body"), theme.line("small")
        top = rect.center().y() - (body + small) / 2
        if line.about:
            width = min(strip.rest.width() / 3, theme.metrics("small").horizontalAdvance(line.about) + 1)
            paint_text(painter, strip.trailing(width, GAP), theme, line.about, c.text_muted, role="small")
        rest = strip.rest
        upper = QRectF(rest.left(), top, rest.width(), body)
        paint_text(painter, upper, theme, line.what, c.text)
        lower = QRectF(rest.left(), top + body, rest.width(), small)
        paint_text(painter, lower, theme, line.who or "Comptoir", c.text_muted, role="small")
        if option.state & _STATES.State_HasFocus and option.state & _STATES.State_KeyboardFocusChange:
            paint_row_ring(painter, rect.adjusted(4, 1, -4, -1), theme)


class AuditList(QListView):
    """`opened(conversation_id)` by click or Enter on an entry about one."""

    opened = Signal(str)

    def __init__(self, theme: Theme, model: AuditModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = KeyWatch(self)
        self.setAccessibleName(_("Journal"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(model)
        self.setItemDelegate(AuditDelegate(theme, self))
        self.clicked.connect(self._tell)
        theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._tell(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters do nothing here."""

    def _tell(self, index: QModelIndex) -> None:
        line: AuditLine = index.data(Part.LINE)
        if line.conversation_id is not None:
            self.opened.emit(line.conversation_id)
