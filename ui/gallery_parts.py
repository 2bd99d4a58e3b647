"""How the gallery lays out its samples: painted boxes, captions, rings that stay, columns with titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.labels import Label
from ui.widgets.paint_basic import fill_round
from ui.widgets.surfaces import Line

COLUMN_PX: Final = 448
Paint = Callable[[QPainter, QRectF], None]


class Sample(QWidget):
    """A box of a given size painted by a function."""

    def __init__(self, width: int, height: int, paint: Paint) -> None:
        super().__init__()
        self._paint = paint
        self.setFixedSize(width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        self._paint(painter, QRectF(self.rect()))


class Ringed(QWidget):
    """A part with the focus ring drawn as if a key had brought it there."""

    def __init__(self, theme: Theme, part: QWidget, *, is_on: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._is_on = is_on
        row = QHBoxLayout(self)
        side = 4 if is_on else 0
        row.setContentsMargins(side, 4, side, 4)
        row.addWidget(part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._is_on:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.focus, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 11, 11)


def row_of(*parts: QWidget, gap: int = 8) -> QWidget:
    """Parts side by side at the leading edge."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        row.addWidget(part)
    row.addStretch()
    return box


def captioned(theme: Theme, part: QWidget, caption: str) -> QWidget:
    """A part with the name of its state below."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(part)
    column.addWidget(Label(theme, caption, role="small", ink="text_faint"))
    column.addStretch()
    return box


class Column(QWidget):
    """One third of the page: sections one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self.setFixedWidth(COLUMN_PX)

    def section(self, title: str, *parts: QWidget) -> None:
        """A title, a line, the parts."""
        self._rows.addSpacing(8)
        self._rows.addWidget(Label(self._theme, title, role="lead", weight="semibold"))
        self._rows.addWidget(Line(self._theme))
        for part in parts:
            self._rows.addWidget(part)

    def end(self) -> None:
        """Nothing more."""
        self._rows.addStretch()


def strip_painter(colors: Sequence[QColor], edge: QColor) -> Paint:
    """Swatches in a row."""

    def paint(painter: QPainter, rect: QRectF) -> None:
        width = rect.width() / len(colors)
        for number, color in enumerate(colors):
            painter.fillRect(QRectF(number * width, 0, width + 0.5, rect.height()), color)
        fill_round(painter, rect, None, 8, edge)

    return paint


def picture(page: QWidget, ratio: float) -> QPixmap:
    """The whole page at a device ratio."""
    page.adjustSize()
    pixmap = QPixmap(page.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    page.render(pixmap, QPoint())
    return pixmap
