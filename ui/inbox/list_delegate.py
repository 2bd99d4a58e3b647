"""Paints one line of the inbox: no reads, no state, two heights, so hidden rows cost nothing."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.rows import InboxRow
from app.words import gettext as _
from ui.inbox.kept_paint import KeptPaint
from ui.inbox.list_model import Part, is_section
from ui.inbox.row_face import RowFace
from ui.inbox.row_marks import paint_around, paint_ends, paint_name, window_in
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import (
    Strip,
    centered,
    fill_chosen,
    fill_round,
    is_rtl,
    paint_icon,
    paint_row_ring,
    paint_text,
)
from ui.widgets.paint_marks import badge_width, paint_badge, paint_tick

MARGIN: Final = 8  # between the row's ground and the pane's edges
PAD: Final = 8  # inside the ground
GAP: Final = 8
AVATAR: Final = 40
AVATAR_GAP: Final = 12
LINE_GAP: Final = 2
SECTION_TOP: Final = 4  # free above a section's words, inside its 32

Index = QModelIndex | QPersistentModelIndex


class InboxDelegate(QStyledItemDelegate):
    """`face` turns a row into what it says now; `section` gives a section's words and its count."""

    def __init__(
        self,
        theme: Theme,
        face: Callable[[InboxRow], RowFace],
        section: Callable[[str], tuple[str, int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._face, self._section = theme, face, section
        self._kept = KeptPaint(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """64 for a conversation, 32 for a section, at the person's text size."""
        size = self._theme.tokens.size
        height = size.row_section if is_section(index.data(Part.KEY)) else size.row_conversation
        return QSize(0, self._theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A section's words, or ground, portrait and the two lines."""
        painter.setLayoutDirection(option.direction)
        rect = QRectF(option.rect)
        key: str = index.data(Part.KEY)
        if is_section(key):
            self._paint_section(painter, rect, key)
            return
        row: InboxRow | None = index.data(Part.ROW)
        right = MARGIN if option.widget is None else _free_margin(option.widget.width(), rect)
        ground = rect.adjusted(MARGIN, 0, -right, 0)
        self._paint_ground(painter, ground, option)
        if row is not None:
            self._paint_row(painter, ground.adjusted(PAD, 0, -PAD, 0), self._face(row))

    def _paint_section(self, painter: QPainter, rect: QRectF, key: str) -> None:
        c, theme = self._theme.colors, self._theme
        words, count = self._section(key)
        strip = Strip(rect.adjusted(MARGIN + PAD, SECTION_TOP, -MARGIN - PAD, 0), is_rtl=is_rtl(painter))
        width = theme.metrics("small", "semibold").horizontalAdvance(words)
        box = strip.leading(width + 1, GAP)
        paint_text(painter, box, theme, words, c.text_muted, role="small", weight="semibold")
        paint_text(painter, strip.rest, theme, str(count), c.text_muted, role="small", tabular=True)

    def _paint_ground(self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem) -> None:
        c, radius = self._theme.colors, self._theme.tokens.radius.normal
        states = QStyle.StateFlag
        if option.state & states.State_Selected:
            fill_chosen(painter, ground, self._theme, radius)
        elif option.state & states.State_MouseOver:
            fill_round(painter, ground, c.surface_hover, radius)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, ground, self._theme)

    def _paint_row(self, painter: QPainter, inner: QRectF, face: RowFace) -> None:
        strip = Strip(inner, is_rtl=is_rtl(painter))
        portrait = centered(strip.leading(AVATAR, AVATAR_GAP), AVATAR, AVATAR)
        paint_avatar(painter, portrait, self._theme, Portrait(face.key, face.name if face.is_named else ""))
        if face.holder or face.presence is not None:
            paint_around(painter, portrait, self._kept, face)
        line = self._theme.line("body")
        top = inner.center().y() - line - LINE_GAP / 2
        rest = strip.rest
        first = QRectF(rest.left(), round(top), rest.width(), line)
        self._paint_first(painter, first, face)
        self._paint_second(painter, first.translated(0, line + LINE_GAP), face)

    def _paint_first(self, painter: QPainter, rect: QRectF, face: RowFace) -> None:
        c, theme = self._theme.colors, self._theme
        strip = Strip(rect, is_rtl=is_rtl(painter))
        chip = face.aside or face.wait
        if chip is not None:
            self._kept.chip(painter, strip.trailing(self._kept.width(chip), GAP), chip)
        elif face.time:
            width = theme.metrics("small", tabular=True).horizontalAdvance(face.time)
            box = strip.trailing(width, GAP)
            paint_text(painter, box, theme, face.time, c.text_faint, role="small", tabular=True)
        paint_name(painter, strip.rest, self._kept, face)

    def _paint_second(self, painter: QPainter, rect: QRectF, face: RowFace) -> None:
        c, theme = self._theme.colors, self._theme
        strip = Strip(rect, is_rtl=is_rtl(painter))
        if face.unread_count:
            paint_badge(
                painter, strip.trailing(badge_width(theme, face.unread_count), GAP), theme, face.unread_count
            )
        if face.window is not None:
            at_sign = theme.px(theme.tokens.size.badge) + GAP if face.is_mentioned else 0
            chip = window_in(self._kept, strip.rest.width() - at_sign, face.window)
            self._kept.chip(painter, strip.trailing(self._kept.width(chip), GAP), chip)
        if face.has_ends:
            paint_ends(painter, strip, self._kept, face)
        ink = c.text if face.is_unread else c.text_muted
        icon = theme.tokens.icon.small
        if face.tick is not None:
            paint_tick(painter, strip.leading(icon, GAP), theme, face.tick, c.text_faint)
        if face.kind_icon is not None:
            paint_icon(painter, strip.leading(icon, GAP - 2), theme, face.kind_icon, icon, ink)
        if face.is_draft:
            self._paint_draft_word(painter, strip)
        paint_text(painter, strip.rest, theme, face.preview, _preview_ink(c.text_muted, ink, face))

    def _paint_draft_word(self, painter: QPainter, strip: Strip) -> None:
        words = _("Draft:")
        width = self._theme.metrics("body", "medium").horizontalAdvance(words)
        box = strip.leading(width + 1, GAP / 2)
        paint_text(painter, box, self._theme, words, self._theme.colors.accent, weight="medium")


def _preview_ink(muted: QColor, ink: QColor, face: RowFace) -> QColor:
    return muted if face.is_draft else ink


def _free_margin(view_width_px: int, rect: QRectF) -> float:
    """A scroll bar stands in the right margin rather than beside it."""
    return max(2.0, MARGIN - (view_width_px - rect.width()))
