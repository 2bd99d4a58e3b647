"""Paints a measured bubble. Nothing is measured, read or decided here."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout

from ui.conversation.blocks.base import Pictures, Scene, Sounds
from ui.conversation.bubble_face import BubbleFace
from ui.conversation.bubble_layout import (
    ICON_GAP,
    PILL_GAP,
    PILL_PAD,
    QUOTE_BAR,
    QUOTE_PAD,
    TICK_GAP,
    WAY_GAP,
    BubbleLayout,
    link_label,
)
from ui.theme.theme import Theme
from ui.widgets.paint_basic import (
    Strip,
    centered,
    elided,
    fill_round,
    is_rtl,
    mirrored,
    paint_icon,
    paint_row_ring,
    paint_text,
    rounded_path,
)
from ui.widgets.paint_marks import paint_tick

QUOTE_SHARE: Final = 0.55  # of the surface, over our own bubble's ground
DAY_GAP: Final = 16  # between the day's words and the lines beside them


def paint_bubble(
    painter: QPainter,
    at: QPointF,
    theme: Theme,
    face: BubbleFace,
    layout: BubbleLayout,
    *,
    clip: QRectF,
    pictures: Pictures,
    sounds: Sounds,
    has_ring: bool = False,
    marks: Sequence[QTextLayout.FormatRange] = (),
) -> None:
    """Paint the item whose upper left corner is `at`; `clip` is what of the viewport can be seen.

    `marks`: what is selected of the text.
    """
    painter.save()
    painter.translate(at)
    clip = clip.translated(-at)
    if layout.day is not None:
        _paint_day(painter, theme, layout.day, face.day or "")
    if layout.notice is not None:
        _paint_notice(painter, theme, face, layout, clip, has_ring=has_ring)
        painter.restore()
        return
    _paint_box(painter, theme, face, layout.bubble)
    if has_ring:
        paint_row_ring(painter, layout.bubble, theme)
    _paint_quote(painter, theme, face, layout, clip)
    is_out = face.side == "out"
    scene = Scene(painter, theme, is_out, is_rtl(painter), clip, pictures, sounds, face.is_note)
    for one in layout.blocks:
        one.block.paint(scene, one.rect)
    if layout.details is not None:
        words = link_label(face)
        paint_text(painter, layout.details, theme, words, theme.colors.link, role="small", weight="medium")
    if layout.text is not None:
        ink = theme.colors.bubble_note_text if face.is_note else theme.colors.text
        layout.text.draw(painter, layout.text_at, ink, clip, marks)
    _paint_meta(painter, theme, face, layout.meta)
    _paint_buttons(scene, layout)
    _paint_pills(painter, theme, layout)
    _paint_footer(painter, theme, face, layout, clip)
    painter.restore()


def _paint_day(painter: QPainter, theme: Theme, rect: QRectF, words: str) -> None:
    c = theme.colors
    width = theme.metrics("small", "medium").horizontalAdvance(words)
    middle = centered(rect, width + 2, rect.height())
    paint_text(painter, middle, theme, words, c.text_faint, role="small", weight="medium", is_centered=True)
    y = round(rect.center().y())
    painter.fillRect(QRectF(rect.left(), y, middle.left() - DAY_GAP - rect.left(), 1), c.border)
    painter.fillRect(
        QRectF(middle.right() + DAY_GAP, y, rect.right() - middle.right() - DAY_GAP, 1), c.border
    )


def _paint_box(painter: QPainter, theme: Theme, face: BubbleFace, box: QRectF) -> None:
    """Ground and edge; the corners where it joins its group are smaller."""
    c = theme.colors
    is_out = face.side == "out"
    ground, edge = (c.bubble_out, c.bubble_out_border) if is_out else (c.bubble_in, c.bubble_in_border)
    if face.is_note:
        ground, edge = c.bubble_note, c.bubble_note_border
    if face.is_failed:
        edge = c.danger
    big, small = theme.tokens.radius.normal, theme.tokens.radius.small
    upper = small if face.joins_above else big
    lower = small if face.joins_below else big
    at_right = is_out != is_rtl(painter)
    rect = box.adjusted(0.5, 0.5, -0.5, -0.5)
    corners = (big, upper, lower, big) if at_right else (upper, big, big, lower)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    if upper == lower == big:
        painter.drawRoundedRect(rect, big, big)
    else:
        painter.drawPath(rounded_path(rect, *corners))


def _paint_quote(
    painter: QPainter, theme: Theme, face: BubbleFace, layout: BubbleLayout, clip: QRectF
) -> None:
    if layout.quote is None or layout.quote_text is None or face.quote is None:
        return
    c, (pad_x, pad_y) = theme.colors, QUOTE_PAD
    ground = QColor(c.surface if face.side == "out" else c.surface_hover)
    if face.side == "out":
        ground.setAlphaF(QUOTE_SHARE)
    fill_round(painter, layout.quote, ground, theme.tokens.radius.small)
    bar = QRectF(layout.quote.left(), layout.quote.top(), QUOTE_BAR, layout.quote.height())
    painter.fillRect(mirrored(bar, layout.quote, is_rtl=is_rtl(painter)), c.accent)
    left = layout.quote.left() + (pad_x if is_rtl(painter) else QUOTE_BAR + pad_x)
    line = theme.line("small")
    name = QRectF(left, layout.quote.top() + pad_y, layout.quote.width() - QUOTE_BAR - 2 * pad_x, line)
    paint_text(painter, name, theme, face.quote.name, c.accent, role="small", weight="semibold")
    layout.quote_text.draw(painter, QPointF(left, name.bottom()), c.text_muted, clip)


def _paint_notice(
    painter: QPainter, theme: Theme, face: BubbleFace, layout: BubbleLayout, clip: QRectF, *, has_ring: bool
) -> None:
    """A quiet line in the middle: what happened, not what was said."""
    if layout.notice is None or layout.footer_text is None or face.notice is None:
        return
    ink = theme.colors.text_faint
    strip = Strip(layout.notice, is_rtl=is_rtl(painter))
    size = theme.tokens.icon.small
    box = strip.leading(size, ICON_GAP)
    top_line = QRectF(box.left(), layout.notice.top(), size, theme.line("small"))
    paint_icon(painter, top_line, theme, face.notice[1], size, ink)
    layout.footer_text.draw(painter, strip.rest.topLeft(), ink, clip)
    if has_ring:
        paint_row_ring(painter, layout.notice.adjusted(-8, -4, 8, 4), theme)


def _paint_buttons(scene: Scene, layout: BubbleLayout) -> None:
    """What the customer can tap, line by line."""
    c, theme, painter = scene.theme.colors, scene.theme, scene.painter
    edge = c.bubble_out_border if scene.is_out else c.border
    for one in layout.buttons:
        painter.fillRect(QRectF(one.rect.left() + 1, one.rect.top(), one.rect.width() - 2, 1), edge)
        icon = theme.tokens.icon.normal
        metrics = theme.metrics("body", "medium")
        lead = icon + ICON_GAP if one.line.icon else 0
        words = elided(metrics, one.line.words, one.rect.width() - 2 * ICON_GAP - lead)
        width = metrics.horizontalAdvance(words) + 1 + lead
        strip = Strip(centered(one.rect, width, one.rect.height()), is_rtl=scene.is_rtl)
        if one.line.icon is not None:
            paint_icon(painter, strip.leading(icon, ICON_GAP), theme, one.line.icon, icon, c.link)
        paint_text(painter, strip.rest, theme, words, c.link, weight="medium")


def _paint_pills(painter: QPainter, theme: Theme, layout: BubbleLayout) -> None:
    c = theme.colors
    for one in layout.pills:
        fill_round(painter, one.rect, c.surface_raised, one.rect.height() / 2, c.border_strong)
        strip = Strip(one.rect.adjusted(PILL_PAD, 0, -PILL_PAD, 0), is_rtl=is_rtl(painter))
        width = theme.metrics("body").horizontalAdvance(one.pill.emoji) + 1
        paint_text(painter, strip.leading(width, PILL_GAP - 1), theme, one.pill.emoji, c.text)
        paint_text(painter, strip.rest, theme, one.pill.words, c.text_muted, role="small", weight="medium")


def _paint_meta(painter: QPainter, theme: Theme, face: BubbleFace, rect: QRectF) -> None:
    """Author and time, the clock of a late one before them, the tick after them."""
    c, icon = theme.colors, theme.tokens.icon.small
    ink = c.bubble_out_meta if face.side == "out" else c.text_faint
    ink = c.bubble_note_meta if face.is_note else ink
    strip = Strip(rect, is_rtl=is_rtl(painter))
    if face.tick is not None:
        paint_tick(painter, strip.trailing(icon, TICK_GAP), theme, face.tick, ink)
    if face.is_late:
        paint_icon(painter, strip.leading(icon, TICK_GAP), theme, "clock", theme.tokens.icon.chip, ink)
    paint_text(painter, strip.rest, theme, face.meta, ink, role="small", tabular=True)


def _paint_footer(
    painter: QPainter, theme: Theme, face: BubbleFace, layout: BubbleLayout, clip: QRectF
) -> None:
    if layout.footer is None or layout.footer_text is None:
        return
    c = theme.colors
    ink = c.danger if face.footer.is_bad else c.text_faint
    layout.footer_text.draw(painter, layout.footer.topLeft(), ink, clip)
    ways = [spot for spot in layout.spots if spot.target == "way"]
    for number, (spot, way) in enumerate(zip(ways, face.footer.ways, strict=True)):
        if number:
            gap = QRectF(spot.rect.left() - 2 * WAY_GAP, spot.rect.top(), 2 * WAY_GAP, spot.rect.height())
            paint_text(painter, gap, theme, "·", c.text_faint, role="small", is_centered=True)
        paint_text(painter, spot.rect, theme, way.label, c.link, role="small", weight="medium")
