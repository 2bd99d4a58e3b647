"""Erasures as painted rows: when and why, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.erasure import ErasureRow
from app.words import gettext as _
from app.words.erasure import reason_words, state_words
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, centered, is_rtl, paint_icon, paint_row_ring, paint_text

ROW: Final = 60
PAD: Final = 24
ICON: Final = 16
_ROOT: Final = QModelIndex()
_STATES = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex


class Part(IntEnum):
    """What the delegate asks a row for."""

    ROW = Qt.ItemDataRole.UserRole + 1


class RequestsModel(QAbstractListModel):
    """Erasures, the newest first."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.rows: list[ErasureRow] = []

    def show_rows(self, rows: Sequence[ErasureRow]) -> None:
        """These from now on."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def words(self, row: ErasureRow) -> tuple[str, str]:
        """What stands in the two lines of a row."""
        at = self._kit.formats.moment(row.asked_at, self._kit.clock.now())
        return state_words(row), f"{at} · {reason_words(row.reason)}"

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The erasure for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Part.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(self.words(row))
        return None


class RequestsDelegate(QStyledItemDelegate):
    """A sign, how far it is, and below it when and why."""

    def __init__(self, theme: Theme, model: RequestsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All alike."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        painter.setLayoutDirection(option.direction)
        theme, c, rect = self._theme, self._theme.colors, QRectF(option.rect)
        row: ErasureRow = index.data(Part.ROW)
        if option.state & _STATES.State_Selected:
            painter.fillRect(rect, c.accent_soft)
        elif option.state & _STATES.State_MouseOver:
            painter.fillRect(rect, c.surface_hover)
        upper, lower = self._model.words(row)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        icon, ink = _sign(theme, row)
        paint_icon(painter, centered(strip.leading(ICON, 12), ICON, ICON), theme, icon, ICON, ink)
        body, small, rest = theme.line("body"), theme.line("small"), strip.rest
        top = rect.center().y() - (body + small) / 2
        paint_text(
            painter, QRectF(rest.left(), top, rest.width(), body), theme, upper, c.text, weight="medium"
        )
        below = QRectF(rest.left(), top + body, rest.width(), small)
        paint_text(painter, below, theme, lower, c.text_muted, role="small")
        if option.state & _STATES.State_HasFocus and option.state & _STATES.State_KeyboardFocusChange:
            paint_row_ring(painter, rect.adjusted(4, 1, -4, -1), theme)


class RequestsList(QListView):
    """Choose one by mouse or by the arrows."""

    def __init__(self, theme: Theme, model: RequestsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = KeyWatch(self)
        self.setAccessibleName(_("Erasures"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(model)
        self.setItemDelegate(RequestsDelegate(theme, model, self))
        theme.changed.connect(self.doItemsLayout)


def _sign(theme: Theme, row: ErasureRow) -> tuple[IconName, Any]:
    c = theme.colors
    if row.state != "done":
        return "hourglass", c.text_muted
    is_waiting = any(one.confirmed_at is None and not one.is_revoked for one in row.devices)
    return ("clock", c.warning) if is_waiting else ("circle-check", c.success)
