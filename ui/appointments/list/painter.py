"""Paints the lines of the agenda: heads with the strip of their day, and appointments. No reads; one height a kind."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.domain.records import record
from ui.appointments.list.entries import HeadEntry
from ui.appointments.list.face import RowFace
from ui.appointments.list.widths import PAD, Widths
from ui.appointments.patterns import Patterns
from ui.appointments.row_buttons import RowButton
from ui.deals.board.lines import Lines
from ui.inbox.kept_paint import KeptPaint
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.paint_basic import (
    Strip,
    centered,
    fill,
    fill_round,
    is_rtl,
    mirrored,
    paint_icon,
    paint_row_ring,
)

AVATAR: Final = 24
GAP: Final = 8
STRIP: Final = (300, 12)
STRIP_LEAST: Final = 120
STRIP_GROUND: Final = 4  # its radius
HOUR_GAP: Final = 12
BUTTON_PAD: Final = 10
BLOCK_GAP: Final = 1  # on either side: two blocks in a row are 2 px apart
BLOCK_LEAST: Final = 3


@record
class LineState:
    """How a line stands out. `is_hot`, `is_pressed`: its button is; `is_read`: the pointer is on
    what was last heard.
    """

    is_current: bool = False
    is_hovered: bool = False
    is_ringed: bool = False
    is_hot: bool = False
    is_pressed: bool = False
    is_read: bool = False


class AgendaPainter:
    """Paints from the tokens; what was measured once is kept."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.lines = Lines(theme)
        self._kept = KeptPaint(theme)
        self.patterns = Patterns(theme)

    # -- heads

    def paint_head(self, painter: QPainter, rect: QRectF, head: HeadEntry, state: LineState) -> None:
        """Fold mark, avatar, name, what is booked and free; at the end the strip of the day."""
        theme, c = self._theme, self._theme.colors
        fill(painter, rect, c.surface_hover if state.is_hovered or state.is_current else c.surface_sunken)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)
        strip = Strip(rect.adjusted(0, 0, 0, -1), is_rtl=is_rtl(painter))
        mark = strip.leading(PAD)
        if not head.is_open or state.is_hovered or state.is_current:
            icon: IconName = "chevron-down" if head.is_open else "chevron-right"
            paint_icon(painter, mark, theme, icon, theme.tokens.icon.small, c.text_muted)
        strip.trailing(PAD)
        if head.portrait is not None:
            disc = centered(strip.leading(AVATAR, 12), AVATAR, AVATAR)
            self._kept.portrait(painter, disc, head.portrait)
        if head.is_tall:
            self._paint_day(painter, rect, strip, head)
        width = min(strip.rest.width(), self.lines.width(head.name, weight="semibold") + 1)
        self.lines.write(painter, strip.leading(width, 12), head.name, c.text, weight="semibold")
        self.lines.write(painter, strip.rest, head.says, c.text_muted, role="small", tabular=True)
        if state.is_ringed:
            paint_row_ring(painter, rect.adjusted(0, 0, 0, -1), theme, 0)

    def strip_rect(self, rect: QRectF, head: HeadEntry, *, is_mirrored: bool) -> QRectF:
        """Where the strip of a head's day is; empty where there is no room for one."""
        ends = self.lines.width(head.ends, role="small", tabular=True) + HOUR_GAP
        begins = self.lines.width(head.begins, role="small", tabular=True) + HOUR_GAP
        room = rect.width() - 2 * PAD - AVATAR - ends - begins
        width = min(STRIP[0], room * 0.45)
        if not head.is_tall or width < STRIP_LEAST:
            return QRectF()
        left = rect.right() - PAD - ends - width
        box = QRectF(round(left), rect.top(), round(width), rect.height())
        return centered(mirrored(box, rect, is_rtl=is_mirrored), box.width(), STRIP[1])

    def _paint_day(self, painter: QPainter, rect: QRectF, line: Strip, head: HeadEntry) -> None:
        c, rtl = self._theme.colors, is_rtl(painter)
        box = self.strip_rect(rect, head, is_mirrored=rtl)
        if box.isEmpty():
            return
        ends = line.trailing(self.lines.width(head.ends, role="small", tabular=True) + 1, HOUR_GAP - 1)
        self.lines.write(painter, ends, head.ends, c.text_muted, role="small", tabular=True)
        line.trailing(box.width(), HOUR_GAP)
        begins = line.trailing(self.lines.width(head.begins, role="small", tabular=True) + 1, 16)
        self.lines.write(painter, begins, head.begins, c.text_muted, role="small", tabular=True)
        part = box.width() / head.parts
        for number in range(head.parts):
            gap = 0 if head.parts == 1 else 1
            ground = QRectF(box.left() + number * part + gap, box.top(), part - 2 * gap, box.height())
            fill_round(painter, ground, c.neutral_soft, STRIP_GROUND)
        for one in head.blocks:
            self.patterns.block(painter, block_rect(box, one.start, one.end, is_mirrored=rtl), one.state)

    # -- rows

    def paint_row(
        self, painter: QPainter, rect: QRectF, face: RowFace, widths: Widths, state: LineState
    ) -> None:
        """Time, who, what, how long, the state, what was last heard, and a button where something is to be done."""
        theme, c = self._theme, self._theme.colors
        is_lit = state.is_current or state.is_hovered
        fill(painter, rect, c.surface_hover if is_lit else c.surface)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)
        if state.is_current:
            edge = Strip(rect.adjusted(0, 0, 0, -1), is_rtl=is_rtl(painter)).leading(3)
            fill(painter, edge, c.accent)
        strip = Strip(rect.adjusted(0, 0, 0, -1), is_rtl=is_rtl(painter))
        strip.leading(PAD)
        strip.trailing(PAD)
        self.lines.write(
            painter, strip.leading(widths.time), face.time, c.text, weight="medium", tabular=True
        )
        person = Strip(strip.leading(widths.person - GAP, GAP), is_rtl=is_rtl(painter))
        self._kept.portrait(painter, centered(person.leading(AVATAR, GAP), AVATAR, AVATAR), face.portrait)
        self.lines.write(painter, person.rest, face.name, c.text, weight="medium")
        if widths.resource:
            self.lines.write(painter, strip.leading(widths.resource - GAP, GAP), face.resource, c.text_muted)
        if widths.service:
            self.lines.write(painter, strip.leading(widths.service - GAP, GAP), face.service, c.text_muted)
        if widths.length:
            self.lines.write(
                painter, strip.leading(widths.length - GAP, GAP), face.length, c.text_muted, tabular=True
            )
        self._kept.chip(painter, strip.leading(widths.state - GAP, GAP), face.chip)
        if face.button is not None:
            box = self.button_rect(rect, face.button, is_mirrored=is_rtl(painter))
            self._paint_button(painter, box, face.button, state)
            strip.trailing(box.width(), GAP)
        if widths.last:
            self._paint_last(painter, strip.rest, face, is_hot=state.is_read)
        if state.is_ringed:
            paint_row_ring(painter, rect.adjusted(0, 0, 0, -1), theme, 0)

    def _paint_last(self, painter: QPainter, box: QRectF, face: RowFace, *, is_hot: bool) -> None:
        """What was last heard; where it leads to a message it is a link under the pointer."""
        c = self._theme.colors
        width = self.lines.write(painter, box, face.last, c.link if is_hot else c.text_muted, role="small")
        if is_hot:
            left = box.right() - width if is_rtl(painter) else box.left()
            under = box.center().y() + self._theme.line("small") / 2 - 2
            fill(painter, QRectF(left, round(under), width, 1), c.link)

    def last_rect(self, rect: QRectF, face: RowFace, widths: Widths, *, is_mirrored: bool) -> QRectF:
        """Where what was last heard is written."""
        before = widths.time + widths.person + widths.resource + widths.service + widths.length + widths.state
        left = rect.left() + PAD + before
        width = min(self.lines.width(face.last, role="small"), rect.right() - PAD - left)
        if not widths.last or width <= 0:
            return QRectF()
        return mirrored(QRectF(left, rect.top(), width, rect.height()), rect, is_rtl=is_mirrored)

    def button_rect(self, rect: QRectF, button: RowButton, *, is_mirrored: bool) -> QRectF:
        """Where a line's button is."""
        tokens = self._theme.tokens
        icon = tokens.icon.normal + 8 if button.icon is not None else 0
        width = self.lines.width(button.words, weight="medium") + icon + 2 * (BUTTON_PAD + 1)
        height = min(self._theme.px(tokens.size.button_small), rect.height() - 1 - 4)
        box = QRectF(round(rect.right() - PAD - width), rect.top(), round(width), rect.height() - 1)
        return centered(mirrored(box, rect, is_rtl=is_mirrored), box.width(), height)

    def _paint_button(self, painter: QPainter, box: QRectF, button: RowButton, state: LineState) -> None:
        theme, c = self._theme, self._theme.colors
        ground, ink, edge = c.surface, c.text, c.border_strong
        if button.kind == "soft":
            ground, ink, edge = c.accent_soft, c.accent_soft_text, c.accent_soft
        if state.is_hot and button.kind != "soft":
            ground = c.surface_pressed if state.is_pressed else c.surface_hover
        if theme.scheme == "high_contrast" or (state.is_hot and button.kind == "soft"):
            edge = ink
        fill_round(painter, box, ground, theme.tokens.radius.normal, edge)
        inner = Strip(box.adjusted(BUTTON_PAD + 1, 0, -BUTTON_PAD, 0), is_rtl=is_rtl(painter))
        if button.icon is not None:
            size = theme.tokens.icon.normal
            paint_icon(painter, inner.leading(size, 8), theme, button.icon, size, ink)
        self.lines.write(painter, inner.rest, button.words, ink, weight="medium")


def block_rect(box: QRectF, start: float, end: float, *, is_mirrored: bool) -> QRectF:
    """One visit in a strip, 2 px away from the next; always wide enough to be seen. Time mirrors with the window."""
    left = box.left() + start * box.width() + BLOCK_GAP
    width = max(BLOCK_LEAST, (end - start) * box.width() - 2 * BLOCK_GAP)
    found = QRectF(round(left), box.top(), round(width), box.height())
    return mirrored(found, box, is_rtl=is_mirrored)
