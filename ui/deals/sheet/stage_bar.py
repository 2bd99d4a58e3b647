"""The way of a deal as a thin bar: the stages behind it filled, its own one marked, those ahead empty."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_round, is_rtl

HEIGHT: Final = 6
GAP: Final = 3


class StageBar(QWidget):
    """Says nothing that the words beside it do not say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count, self._place = 1, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_place(self, place: int, count: int) -> None:
        """It stands at `place` of `count`, from 0; `count` is past the end: all of it is behind."""
        self._place, self._count = place, max(1, count)
        self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One block a stage."""
        c, painter = self._theme.colors, QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strip = Strip(QRectF(self.rect()), is_rtl=is_rtl(painter))
        width = (self.width() - GAP * (self._count - 1)) / self._count
        for number in range(self._count):
            block = strip.leading(width, GAP)
            ground = c.accent if number <= self._place else c.surface_pressed
            fill_round(painter, block, ground, HEIGHT / 2)
