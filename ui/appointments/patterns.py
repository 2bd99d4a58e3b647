"""Blocks of the day: a state is a colour and a pattern on it, the same at every scale, screen and theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from app.domain.appointments import State
from ui.appointments.states import LOOKS, Pattern
from ui.theme.theme import Theme
from ui.widgets.paint_basic import ratio_of

TILE: Final = 6
RADIUS: Final = 3
NARROW: Final = 6  # below, a block has its edge and no pattern
DASHES: Final = (3.0, 2.0)
SWATCH: Final = (16, 12)
_LINES: Final[dict[Pattern, tuple[float, tuple[tuple[float, float, float, float], ...]]]] = {
    "rising": (1.8, ((-1, 7, 7, -1), (-1, 1, 1, -1), (5, 7, 7, 5))),
    "upright": (1.3, ((1.5, 0, 1.5, 6), (4.5, 0, 4.5, 6))),
    "crossed": (1.2, ((-1, -1, 7, 7), (7, -1, -1, 7))),
}


class Patterns:
    """Paints blocks. Tiles are made once for each pattern, theme and screen, and kept."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._tiles: dict[tuple[Pattern, int, float], QPixmap] = {}

    def fill(self, state: State) -> QColor:
        """The colour of a state's blocks."""
        c, fill = self._theme.colors, LOOKS[state].fill
        fills = {
            "success": c.success_fill, "info": c.info_fill, "neutral": c.neutral_fill,
            "warning": c.warning_fill, "danger": c.danger_fill,
        }  # fmt: skip
        return fills[fill]

    def block(self, painter: QPainter, rect: QRectF, state: State) -> None:
        """One block: the colour, the pattern in the colour of the ground, the edge."""
        c, pattern = self._theme.colors, LOOKS[state].pattern
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        radius = min(RADIUS, box.width() / 2, box.height() / 2)
        if pattern == "empty":
            pen = QPen(c.danger, 1)
            pen.setDashPattern(list(DASHES))
            painter.setPen(pen)
            painter.setBrush(c.surface)
            painter.drawRoundedRect(box, radius, radius)
            painter.restore()
            return
        ink = self.fill(state)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ink)
        painter.drawRoundedRect(box, radius, radius)
        if pattern != "full" and rect.width() >= NARROW:
            painter.setBrushOrigin(QPointF(rect.topLeft()))
            painter.setBrush(QBrush(self._tile(pattern, c.surface, ratio_of(painter))))
            painter.drawRoundedRect(box, radius, radius)
        painter.restore()

    def _tile(self, pattern: Pattern, ink: QColor, ratio: float) -> QPixmap:
        key = (pattern, ink.rgba(), ratio)
        kept = self._tiles.get(key)
        if kept is None:
            kept = self._tiles[key] = _made(pattern, ink, ratio)
        return kept


def _made(pattern: Pattern, ink: QColor, ratio: float) -> QPixmap:
    tile = QPixmap(round(TILE * ratio), round(TILE * ratio))
    tile.setDevicePixelRatio(tile.width() / TILE)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pattern == "dots":
        for left in (0.75, 3.75):
            for top in (0.75, 3.75):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                painter.drawRect(QRectF(left, top, 1.5, 1.5))
    else:
        width, lines = _LINES[pattern]
        painter.setPen(QPen(ink, width))
        for x1, y1, x2, y2 in lines:
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    painter.end()
    return tile
