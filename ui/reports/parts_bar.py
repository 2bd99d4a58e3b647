"""One wait as a bar: who had it for how long. The pieces lie in the order of the day and make the whole."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.records import record
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_round, is_rtl

BAR_PX: Final = 20
_GAP: Final = 2
_LEAST_PX: Final = 3.0
_PATTERNS: Final = {"delivery": Qt.BrushStyle.BDiagPattern, "queue": Qt.BrushStyle.Dense5Pattern}


@record
class Piece:
    """`kind`: "delivery", "queue" or "hold"; `hue`: which colour of the charts, for a hold."""

    kind: str
    seconds: int
    spoken: str
    hue: int = 0
    words: str = ""  # without the time


def piece_colors(theme: Theme, piece: Piece) -> tuple[QColor, Qt.BrushStyle]:
    """Its ground and its pattern: what was nobody's is no plain fill."""
    if piece.kind != "hold":
        return theme.colors.neutral_fill, _PATTERNS[piece.kind]
    series = theme.tokens.charts.series[theme.scheme]
    return series[piece.hue % len(series)], Qt.BrushStyle.SolidPattern


def paint_piece(painter: QPainter, rect: QRectF, theme: Theme, piece: Piece) -> None:
    """A box with its pattern, also as a swatch beside its words."""
    color, pattern = piece_colors(theme, piece)
    if pattern == Qt.BrushStyle.SolidPattern:
        fill_round(painter, rect, color, theme.tokens.charts.bar_radius)
        return
    fill_round(painter, rect, theme.colors.surface_pressed, theme.tokens.charts.bar_radius, color)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(color, pattern))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.restore()


class PartsBar(QWidget):
    """As long as the wait; its pieces are named below it."""

    def __init__(self, theme: Theme, pieces: tuple[Piece, ...], name: str) -> None:
        super().__init__()
        self._theme, self.pieces = theme, pieces
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(", ".join(piece.spoken for piece in pieces))

    def sizeHint(self) -> QSize:
        """One height."""
        return QSize(240, BAR_PX)

    def widths(self) -> list[float]:
        """Of the pieces: what took no time takes no room, what took little can be seen."""
        there = [piece for piece in self.pieces if piece.seconds]
        room = self.width() - _GAP * max(0, len(there) - 1)
        total = sum(piece.seconds for piece in there) or 1
        least = [_LEAST_PX if piece.seconds else 0.0 for piece in self.pieces]
        free = max(0.0, room - sum(least))
        return [low + free * piece.seconds / total for low, piece in zip(least, self.pieces, strict=True)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Piece by piece."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()), is_rtl=is_rtl(painter))
        for piece, width in zip(self.pieces, self.widths(), strict=True):
            if width:
                paint_piece(painter, strip.leading(width, _GAP), self._theme, piece)


class Swatch(QWidget):
    """The colour and pattern of a piece beside its words."""

    def __init__(self, theme: Theme, piece: Piece) -> None:
        super().__init__()
        self._theme, self._piece = theme, piece
        self.setFixedSize(16, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A small box."""
        paint_piece(QPainter(self), QRectF(self.rect()), self._theme, self._piece)
