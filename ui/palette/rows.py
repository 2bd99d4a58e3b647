"""Rows of the palette and of the sheet of keys: a model of a few, and how one is painted, keys as keycaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.records import record
from app.words import gettext as _
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon, paint_text

ROW: Final = 36
HEAD: Final = 32
PAD: Final = 10
GAP: Final = 10
CAP: Final = 20
CAP_PAD: Final = 6
CAP_GAP: Final = 3
ROW_DATA: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@record
class FoundRow:
    """One row. A head parts what follows; `keys` are in Qt's portable form, any of them does."""

    words: str
    icon: IconName | None = None
    detail: str = ""
    keys: tuple[str, ...] = ()
    is_head: bool = False

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        keys = _(" or ").join(shown_key(key) for key in self.keys)
        return ", ".join(part for part in (self.words, self.detail, keys) if part)


class RowsModel(QAbstractListModel):
    """Some rows, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FoundRow, ...] = ()

    def show(self, rows: Sequence[FoundRow]) -> None:
        """Others from now on."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A head cannot be chosen."""
        is_head = index.isValid() and self.rows[index.row()].is_head
        return Qt.ItemFlag.NoItemFlags if is_head else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate; what a screen reader says for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_DATA:
            return row
        says = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.spoken if role in says else None


class RowsDelegate(QStyledItemDelegate):
    """Icon, words, what kind it is, and its keys at the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """36, a head 32, at the normal text size."""
        return QSize(0, self._theme.px(HEAD if index.data(ROW_DATA).is_head else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and one line."""
        painter.setLayoutDirection(option.direction)
        c, theme, rect = self._theme.colors, self._theme, QRectF(option.rect)
        row: FoundRow = index.data(ROW_DATA)
        if row.is_head:
            box = rect.adjusted(PAD, theme.px(8), -PAD, 0)
            paint_text(painter, box, theme, row.words, c.text_muted, role="small", weight="semibold")
            return
        states = QStyle.StateFlag
        is_chosen = bool(option.state & states.State_Selected)
        if is_chosen or option.state & states.State_MouseOver:
            ground = c.accent_soft if is_chosen else c.surface_hover
            fill_round(painter, rect, ground, theme.tokens.radius.normal)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        if row.icon is not None:
            size = theme.tokens.icon.normal
            paint_icon(painter, strip.leading(size, GAP), theme, row.icon, size, c.text_muted)
        self._paint_keys(painter, strip, row.keys)
        if row.detail:
            width = theme.metrics("small").horizontalAdvance(row.detail)
            paint_text(painter, strip.trailing(width, GAP), theme, row.detail, c.text_muted, role="small")
        ink = c.accent_soft_text if is_chosen else c.text
        paint_text(painter, strip.rest, theme, row.words, ink)

    def _paint_keys(self, painter: QPainter, strip: Strip, keys: Sequence[str]) -> None:
        """From the end to the start, since the strip gives its end away."""
        theme, c = self._theme, self._theme.colors
        small, muted = theme.metrics("small"), c.text_muted
        joint = _(" or ")
        for number, key in enumerate(reversed(keys)):
            if number:
                box = strip.trailing(small.horizontalAdvance(joint), CAP_GAP)
                paint_text(painter, box, theme, joint, muted, role="small", is_centered=True)
            for cap in reversed(caps_of(key)):
                width = max(theme.px(CAP), small.horizontalAdvance(cap) + 2 * CAP_PAD)
                box = centered(strip.trailing(width, CAP_GAP), width, theme.px(CAP))
                fill_round(painter, box, c.surface, 4, c.border_strong)
                paint_text(painter, box, theme, cap, muted, role="small", is_centered=True)


def shown_key(sequence: str) -> str:
    """A key as this system and the person's language write it."""
    return "+".join(caps_of(sequence))


def caps_of(sequence: str) -> list[str]:
    """Its keys one by one: Ctrl, Shift, P."""
    shown = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
    caps = [cap for cap in shown.split("+") if cap]
    words = {"Shift": _("Shift"), "Return": _("Enter"), "Esc": _("Esc"), "Up": _("Up"), "Down": _("Down")}
    return [words.get(cap, cap) for cap in [*caps, "+"] if cap != "+" or shown.endswith("+")]
