"""Chips: a state in one or two words with its icon; also the waiting timer and the window's end.

A `Chip` is data. `chip_width` says how wide it will be, `paint_chip` paints it from the box's leading edge.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.theme.tokens import Colors, Thresholds
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon, paint_text
from ui.widgets.paint_marks import paint_alert_disc, paint_ring

Tone = Literal["neutral", "accent", "success", "info", "warning", "danger", "outline", "plain"]

_PAD: Final = 7
_GAP: Final = 4
_HOUR_S: Final = 3600


@record
class Chip:
    """What a chip says. `ring` (share of the standard, 1 or more is the "!" disc) takes the icon's place."""

    text: str
    tone: Tone = "neutral"
    icon: IconName | None = None
    ring: float | None = None
    trailing: IconName | None = None  # an "x" that removes a filter


def wait_chip(text: str, share: float, limits: Thresholds, warn: float | None = None) -> Chip:
    """How long a customer waits, `text` saying since when; `share` of the standard gone by (1.0 = late).

    `warn`: the share from which on it is amber, where it is another than usual."""
    if share >= limits.wait_danger:
        return Chip(text, "danger", ring=share)
    return Chip(
        text, "warning" if share >= (limits.wait_warning if warn is None else warn) else "plain", ring=share
    )


def window_chip(text: str, left_s: float, limits: Thresholds) -> Chip:
    """Until when one may write freely; `left_s` seconds left, 0 or less is closed."""
    if left_s <= 0:
        return Chip(text, "neutral", "lock")
    if left_s < limits.window_danger_min * 60:
        return Chip(text, "danger", "hourglass")
    return Chip(text, "warning" if left_s < limits.window_warning_h * _HOUR_S else "neutral", "hourglass")


def row_shows_window(left_s: float, limits: Thresholds) -> bool:
    """Rows show the window only when it is near its end or closed; the conversation's header always does."""
    return left_s < limits.window_chip_h * _HOUR_S


def chip_width(theme: Theme, chip: Chip) -> float:
    """Width of the whole chip in pixels."""
    icon = theme.tokens.icon.chip + _GAP
    metrics = theme.metrics("small", _weight(chip), tabular=True)
    marks = (chip.icon is not None or chip.ring is not None) + (chip.trailing is not None)
    gap = _GAP if not chip.text and marks else 0  # an icon alone stands in the middle
    return metrics.horizontalAdvance(chip.text) + marks * icon - gap + 2 * _pad(chip)


def chip_height(theme: Theme) -> int:
    """20 at the normal text size."""
    return theme.px(theme.tokens.size.chip)


def paint_chip(painter: QPainter, rect: QRectF, theme: Theme, chip: Chip) -> None:
    """Paint it at the leading edge of `rect`, in the middle of its height, never wider than `rect`."""
    ground, ink, edge = tone_colors(theme, chip.tone)
    strip = Strip(rect, is_rtl=is_rtl(painter))
    box = strip.leading(min(rect.width(), chip_width(theme, chip)))
    box = centered(box, box.width(), chip_height(theme))
    if chip.tone != "plain":
        fill_round(painter, box, ground, theme.px(theme.tokens.radius.chip), edge)
    inner = Strip(box.adjusted(_pad(chip), 0, -_pad(chip), 0), is_rtl=is_rtl(painter))
    size = theme.tokens.icon.chip
    if chip.ring is not None:
        _paint_ring(painter, centered(inner.leading(size, _GAP), size, size), theme, ink, ground, chip.ring)
    elif chip.icon is not None:
        paint_icon(painter, inner.leading(size, _GAP), theme, chip.icon, size, ink)
    if chip.trailing is not None:
        paint_icon(painter, inner.trailing(size, _GAP), theme, chip.trailing, size, ink)
    paint_text(painter, inner.rest, theme, chip.text, ink, role="small", weight=_weight(chip), tabular=True)


def tone_colors(theme: Theme, tone: Tone) -> tuple[QColor, QColor, QColor | None]:
    """Ground, ink and edge. In high contrast every ground has an edge of the ink's colour."""
    c = theme.colors
    if tone == "outline":
        return c.surface, c.text_muted, c.border_strong
    if tone == "plain":
        return c.surface, c.text_faint, None
    ground, ink = _soft_pair(c, tone)
    return ground, ink, ink if theme.scheme == "high_contrast" else None


def _soft_pair(c: Colors, tone: Tone) -> tuple[QColor, QColor]:
    pairs = {
        "neutral": (c.neutral_soft, c.neutral_soft_text),
        "accent": (c.accent_soft, c.accent_soft_text),
        "success": (c.success_soft, c.success_soft_text),
        "info": (c.info_soft, c.info_soft_text),
        "warning": (c.warning_soft, c.warning_soft_text),
        "danger": (c.danger_soft, c.danger_soft_text),
    }
    return pairs[tone]


def _paint_ring(
    painter: QPainter, box: QRectF, theme: Theme, ink: QColor, ground: QColor, share: float
) -> None:
    if share >= theme.tokens.thresholds.wait_danger:
        paint_alert_disc(painter, box, ink, ground)
    else:
        paint_ring(painter, box, ink, share)


def _weight(chip: Chip) -> Literal["regular", "medium"]:
    return "regular" if chip.tone == "plain" else "medium"


def _pad(chip: Chip) -> int:
    return 0 if chip.tone == "plain" else _PAD
