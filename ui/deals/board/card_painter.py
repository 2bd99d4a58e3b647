"""Paints one card of the board: no reads, one height; what was measured once is kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.records import record
from ui.deals.board.face import CardFace
from ui.deals.board.lines import Lines
from ui.inbox.kept_paint import KeptPaint
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.labels import ink_color
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_basic import Strip, centered, fill, fill_round, is_rtl, paint_icon
from ui.widgets.paint_chip import Chip
from ui.widgets.paint_marks import paint_tick

SIDE: Final = 12
TOP: Final = 11
GAP: Final = 6
AVATAR: Final = 20
DRAGGED: Final = 0.92
LEFT_BEHIND: Final = 0.45


@record
class CardState:
    """How a card stands out. `is_dragged`: it hangs at the pointer; `is_left`: it is where it was taken from."""

    is_current: bool = False
    is_hovered: bool = False
    is_ringed: bool = False
    is_dragged: bool = False
    is_left: bool = False


def card_height(theme: Theme) -> int:
    """122 at the normal size of text."""
    title, small = theme.line("body"), theme.line("small")
    who = max(title, AVATAR)
    return TOP + title + GAP + who + GAP + small + 8 + 1 + 7 + small + TOP


class CardPainter:
    """Paints cards from the tokens."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines = Lines(theme)
        self._kept = KeptPaint(theme)

    def paint(self, painter: QPainter, rect: QRectF, face: CardFace, state: CardState) -> None:
        """Ground and edge, then five lines."""
        if state.is_dragged or state.is_left:
            painter.setOpacity(DRAGGED if state.is_dragged else LEFT_BEHIND)
        self._paint_ground(painter, rect, state)
        theme, c = self._theme, self._theme.colors
        title, small = theme.line("body"), theme.line("small")
        inner = rect.adjusted(SIDE, TOP, -SIDE, 0)
        top = inner.top()
        self._paint_title(painter, QRectF(inner.left(), top, inner.width(), title), face)
        top += title + GAP
        who = max(title, AVATAR)
        self._paint_who(painter, QRectF(inner.left(), top, inner.width(), who), face)
        top += who + GAP
        self._paint_last(painter, QRectF(inner.left(), top, inner.width(), small), face)
        top += small + 8
        fill(painter, QRectF(rect.left() + 1, top, rect.width() - 2, 1), c.border)
        top += 1 + 7
        self._paint_step(painter, QRectF(inner.left(), top, inner.width(), small), face)
        painter.setOpacity(1.0)

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        c, radius = self._theme.colors, self._theme.tokens.radius.normal
        edge = c.border
        if state.is_dragged or state.is_hovered:
            edge = c.border_strong
        if state.is_current and not (state.is_dragged or state.is_ringed):
            edge = c.accent
        fill_round(painter, rect, c.surface, radius, edge)
        if state.is_ringed:
            self._paint_ring(painter, rect, c.focus)

    def _paint_ring(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        size = self._theme.tokens.size
        width, away = size.focus_width, size.focus_offset
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = away + width / 2
        corner = self._theme.tokens.radius.normal + reach
        painter.drawRoundedRect(rect.adjusted(-reach, -reach, reach, reach), corner, corner)
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRectF, face: CardFace) -> None:
        c = self._theme.colors
        strip = Strip(rect, is_rtl=is_rtl(painter))
        if face.amount:
            width = min(self._lines.width(face.amount, weight="semibold", tabular=True), rect.width() * 0.7)
            box = strip.trailing(width + 1, 8)
            self._lines.write(
                painter, box, face.amount, c.text, weight="semibold", tabular=True, is_trailing=True
            )
        self._lines.write(painter, strip.rest, face.title, c.text, weight="semibold")

    def _paint_who(self, painter: QPainter, rect: QRectF, face: CardFace) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect, is_rtl=is_rtl(painter))
        if face.quiet:
            chip = Chip(face.quiet, "warning", icon="message-square-dashed")
            self._kept.chip(painter, strip.trailing(self._kept.width(chip), 8), chip)
        elif face.days:
            weight: Weight = "medium" if face.is_overdue else "regular"
            width = self._lines.width(face.days, role="small", weight=weight, tabular=True)
            ink = c.warning if face.is_overdue else c.text_faint
            box = strip.trailing(width + 1, 8)
            self._lines.write(
                painter, box, face.days, ink, role="small", weight=weight, tabular=True, is_trailing=True
            )
        if face.is_pending:
            size = theme.tokens.icon.chip
            paint_icon(painter, strip.trailing(size, 6), theme, "clock", size, c.text_faint)
        if not face.name:
            return
        disc = centered(strip.leading(AVATAR, 8), AVATAR, AVATAR)
        self._kept.portrait(painter, disc, Portrait(face.key, face.portrait))
        self._lines.write(painter, strip.rest, face.name, c.text_muted)

    def _paint_last(self, painter: QPainter, rect: QRectF, face: CardFace) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect, is_rtl=is_rtl(painter))
        size = theme.tokens.icon.small
        if face.tick is not None:
            paint_tick(painter, strip.leading(size, 4), theme, face.tick, c.text_faint)
        if face.kind_icon is not None:
            paint_icon(painter, strip.leading(size, 4), theme, face.kind_icon, size, c.text_faint)
        self._lines.write(painter, strip.rest, face.last, c.text_muted, role="small")

    def _paint_step(self, painter: QPainter, rect: QRectF, face: CardFace) -> None:
        theme, step = self._theme, face.step
        ink, size = ink_color(theme, step.ink), theme.tokens.icon.small
        strip = Strip(rect, is_rtl=is_rtl(painter))
        paint_icon(painter, strip.leading(size, 6), theme, step.icon, size, ink)
        weight: Weight = "medium" if step.is_ours else "regular"
        self._lines.write(painter, strip.rest, step.words, ink, role="small", weight=weight)
