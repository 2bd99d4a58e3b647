"""How far something has come, as a bar: 6 high, the accent on a sunken ground."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill_round, is_rtl, mirrored

BAR_PX: Final = 6


def paint_progress(painter: QPainter, rect: QRectF, theme: Theme, share: float) -> None:
    """The bar in the middle of `rect`, as wide as that; `share` from 0 to 1."""
    c = theme.colors
    box = QRectF(rect.left(), round(rect.center().y() - BAR_PX / 2), rect.width(), BAR_PX)
    edge = c.border_strong if theme.scheme == "high_contrast" else None
    fill_round(painter, box, c.surface_pressed, BAR_PX / 2, edge)
    done = QRectF(box.left(), box.top(), max(BAR_PX, box.width() * min(1.0, max(0.0, share))), BAR_PX)
    fill_round(painter, mirrored(done, box, is_rtl=is_rtl(painter)), c.accent, BAR_PX / 2)
