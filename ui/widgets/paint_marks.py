"""Small marks: the ring of a waiting time, the "!" disc, delivery ticks, badges, the connection's dot."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.paint_basic import centered, draw_line, fill_round, paint_icon

TickState = Literal["waiting", "sent", "delivered", "read", "failed"]

_TICK_ICONS: Final[dict[TickState, IconName]] = {
    "waiting": "clock",
    "sent": "check",
    "delivered": "check-check",
    "read": "check-check",
}
_RING_STROKE: Final = 2
_TRACK_SHARE: Final = 0.28  # the ring's track is its colour at 28 %
_MOST: Final = 99


def paint_ring(
    painter: QPainter, rect: QRectF, color: QColor, share: float, stroke: float = _RING_STROKE
) -> None:
    """A ring filled clockwise from the top to `share` (0 to 1), on a faint track."""
    track = QColor(color)
    track.setAlphaF(_TRACK_SHARE)
    box = rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, stroke))
    painter.drawEllipse(box)
    painter.setPen(QPen(color, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    span = round(min(max(share, 0.0), 1.0) * 360 * 16)
    painter.drawArc(box, 90 * 16, -span)  # sixteenths of a degree, minus is clockwise
    painter.restore()


def paint_alert_disc(painter: QPainter, rect: QRectF, color: QColor, mark: QColor) -> None:
    """A full disc with "!": late, or failed. Painted, since lucide has no filled variant."""
    unit = rect.height() / 12
    middle = rect.center().x()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(rect)
    painter.setBrush(mark)
    bar = QRectF(middle - 0.9 * unit, rect.top() + 2.6 * unit, 1.8 * unit, 4.2 * unit)
    painter.drawRoundedRect(bar, 0.9 * unit, 0.9 * unit)
    painter.drawEllipse(QPointF(middle, rect.top() + 8.7 * unit), unit, unit)
    painter.restore()


def paint_tick(
    painter: QPainter, rect: QRectF, theme: Theme, state: TickState, grey: QColor, size_px: int | None = None
) -> None:
    """How far our message got; `grey` is `bubble_out_meta` in a bubble, `text_faint` in a row."""
    size = size_px or theme.tokens.icon.small
    if state == "failed":
        disc = centered(rect, size - 2, size - 2)
        paint_alert_disc(painter, disc, theme.colors.danger, theme.colors.danger_text)
        return
    color = theme.colors.tick_read if state == "read" else grey
    paint_icon(painter, rect, theme, _TICK_ICONS[state], size, color)


def badge_text(count: int) -> str:
    """99+ at most."""
    return str(count) if count <= _MOST else f"{_MOST}+"


def badge_width(theme: Theme, count: int) -> float:
    """Width of a badge with this count: a disc for one figure."""
    text = theme.metrics("small", "semibold", tabular=True).horizontalAdvance(badge_text(count))
    return max(theme.px(theme.tokens.size.badge), text + 2 * 5)


def paint_badge(
    painter: QPainter, rect: QRectF, theme: Theme, count: int, ring: QColor | None = None
) -> None:
    """A number on `accent`, in the middle of `rect`; `ring` (the ground's colour) parts it from an icon."""
    c = theme.colors
    height = theme.px(theme.tokens.size.badge)
    box = centered(rect, badge_width(theme, count), height)
    if ring is not None:
        fill_round(painter, box.adjusted(-2, -2, 2, 2), ring, height)
    fill_round(painter, box, c.accent, height)
    font = theme.font("small", "semibold", tabular=True)
    draw_line(painter, box, font, badge_text(count), c.accent_text, Qt.AlignmentFlag.AlignHCenter)


def paint_dot(
    painter: QPainter, rect: QRectF, color: QColor, size_px: float = 8, ring: QColor | None = None
) -> None:
    """A plain disc: the connection in the status bar, presence on one's own avatar."""
    box = centered(rect, size_px, size_px)
    if ring is not None:
        fill_round(painter, box.adjusted(-2, -2, 2, 2), ring, size_px)
    fill_round(painter, box, color, size_px)


def paint_radio(
    painter: QPainter, mark: QRectF, theme: Theme, *, is_on: bool, is_enabled: bool = True
) -> None:
    """One of several: a ring, or a filled disc with a hole."""
    c, size = theme.colors, mark.width()
    if is_on:
        fill_round(painter, mark, c.accent if is_enabled else c.text_disabled, size)
        fill_round(painter, centered(mark, 6, 6), c.accent_text, size)
    else:
        fill_round(painter, mark, c.surface, size, c.border_control if is_enabled else c.border)
