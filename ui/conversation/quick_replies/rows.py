"""The list of quick replies over the answer box: a name, how it begins, and whose it is; one line each."""

from collections.abc import Sequence
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

from app.domain.quick_replies import QuickReply
from app.words import gettext as _
from app.words import ngettext
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_chosen, fill_round, is_rtl, paint_icon, paint_text

ROW: Final = 36
PAD: Final = 12
MARGIN: Final = 4
GAP: Final = 12
MEASURED: Final = 20  # names that tell how wide their column is
NAME_SHARE: Final = 0.4  # of the line that the name may take
ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def spoken(reply: QuickReply) -> str:
    """A reply as a screen reader says it."""
    count = len(reply.files)
    files = ngettext("{n} file", "{n} files", count).format(n=count) if count else ""
    whose = _("yours alone") if reply.is_personal else ""
    return ", ".join(part for part in (shown_line(reply.name), shown_line(reply.text), files, whose) if part)


class QuickRows(QAbstractListModel):
    """What was found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.replies: tuple[QuickReply, ...] = ()

    def show(self, replies: Sequence[QuickReply]) -> None:
        """Other ones."""
        if tuple(replies) != self.replies:
            self.beginResetModel()
            self.replies = tuple(replies)
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.replies)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for readers, the reply for the painter."""
        if not index.isValid():
            return None
        reply = self.replies[index.row()]
        if role == ROLE:
            return reply
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return spoken(reply) if is_words else None


class QuickDelegate(QStyledItemDelegate):
    """Paints one line."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name_px = 0.0  # of the column of names: as wide as the longest in view, so that texts line up

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Fixed, at the person's text size."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, name, beginning, and marks at the end."""
        painter.setLayoutDirection(option.direction)
        reply: QuickReply = index.data(ROLE)
        c, theme, states = self._theme.colors, self._theme, QStyle.StateFlag
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        is_chosen = bool(option.state & states.State_Selected)
        if is_chosen:
            fill_chosen(painter, rect, theme, theme.tokens.radius.small)
        elif option.state & states.State_MouseOver:
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.small)
        strip = Strip(rect.adjusted(PAD - MARGIN, 0, MARGIN - PAD, 0), is_rtl=is_rtl(painter))
        size = theme.tokens.icon.normal
        for icon in marks_of(reply):
            ink = c.accent_soft_text if is_chosen else c.text_faint
            paint_icon(painter, strip.trailing(size, 8), theme, icon, size, ink)
        name = shown_line(reply.name)
        ink = c.accent_soft_text if is_chosen else c.text
        box = strip.leading(min(self.name_px, strip.rest.width() * NAME_SHARE), GAP)
        paint_text(painter, box, theme, name, ink, weight="medium")
        muted = c.accent_soft_text if is_chosen else c.text_muted
        paint_text(painter, strip.rest, theme, shown_line(reply.text), muted)


def marks_of(reply: QuickReply) -> list[IconName]:
    """What stands at the end of a line, the last first."""
    marks: list[IconName] = []
    if reply.is_personal:
        marks.append("user")
    if reply.files:
        marks.append("paperclip")
    return marks


class QuickList(QListView):
    """`picked(QuickReply)` by a click. The keyboard stays in the answer box, which moves the chosen line."""

    picked = Signal(object)
    moved = Signal(object)  # the reply that is chosen now

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows = QuickRows(self)
        self.setAccessibleName(_("Quick replies"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setModel(self.rows)
        self._delegate = QuickDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROLE)))
        theme.changed.connect(self.doItemsLayout)

    @property
    def chosen(self) -> QuickReply | None:
        """The line that Enter takes."""
        reply: QuickReply | None = self.currentIndex().data(ROLE)
        return reply

    def show_replies(self, replies: Sequence[QuickReply]) -> None:
        """What was found; the best is chosen."""
        measure = self._theme.metrics(weight="medium").horizontalAdvance
        names = (measure(shown_line(one.name)) for one in replies[:MEASURED])
        self._delegate.name_px = max(names, default=0.0) + 1
        self.rows.show(replies)
        if replies:
            self.setCurrentIndex(self.rows.index(0, 0))

    def step(self, by: int) -> None:
        """The chosen line moves; one line beyond the end is the other end."""
        count = self.rows.rowCount()
        if count:
            row = self.currentIndex().row() + by
            at = row % count if abs(by) == 1 else max(0, min(count - 1, row))
            self.setCurrentIndex(self.rows.index(at, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Its whole text is shown."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit(current.data(ROLE))
