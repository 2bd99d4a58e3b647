"""Bars side by side: how often which duration, how many by step; the window compared with beside each, thinner."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.domain.records import record
from app.words.formats import Formats
from ui.reports.charts.chart import Chart, Place, Spot
from ui.reports.charts.scale import Scale, scale_for
from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill_round, paint_text

HEIGHT_PX: Final = 200
_AXIS_PX: Final = 24
_TOP_PX: Final = 22
_BEFORE_PX: Final = 6


@record
class Bar:
    """`label`: below it. `spot`: what it says and opens."""

    label: str
    count: int
    spot: Spot
    before: int | None = None


class BarChart(Chart):
    """As many bars as there are; they share the room."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(theme, HEIGHT_PX, parent)
        self._formats = formats
        self.bars: tuple[Bar, ...] = ()
        self._scale = Scale(1, 1)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Others."""
        self.bars = bars
        self._scale = scale_for("count", max([1, *(max(bar.count, bar.before or 0) for bar in bars)]))
        self.show_lanes((tuple([bar.spot for bar in bars]),))

    def first_number(self, there: list[int]) -> int:
        """The keyboard enters at the first bar."""
        return there[0]

    def _plot(self) -> QRectF:
        bottom = self.height() - self._theme.px(_AXIS_PX)
        return QRectF(0, _TOP_PX, self.width(), bottom - _TOP_PX)

    def _slot(self, number: int) -> QRectF:
        plot = self._plot()
        width = plot.width() / max(1, len(self.bars))
        return QRectF(plot.left() + number * width, plot.top(), width, plot.height())

    def _bar(self, number: int) -> QRectF:
        slot, bar = self._slot(number), self.bars[number]
        width = min(float(self._theme.tokens.charts.bar_max_width), slot.width() * 0.6)
        height = slot.height() * self._scale.share(bar.count)
        height = max(height, 2.0) if bar.count else 0.0
        return QRectF(round(slot.center().x() - width / 2), slot.bottom() - height, round(width), height)

    def rect_of(self, place: Place) -> QRectF:
        """The bar itself, however low: from the axis."""
        bar = self._bar(place[1])
        return bar if bar.height() >= 8 else QRectF(bar.left(), self._plot().bottom() - 8, bar.width(), 8)

    def paint_chart(self, painter: QPainter) -> None:
        """Bars, their counts above, their words below, the axis."""
        theme, c = self._theme, self._theme.colors
        plot, small = self._plot(), theme.line("small")
        shown = self.shown
        for number, bar in enumerate(self.bars):
            rect, slot = self._bar(number), self._slot(number)
            color = theme.tokens.charts.series[theme.scheme][0]
            if bar.before is not None and bar.before:
                height = max(2.0, plot.height() * self._scale.share(bar.before))
                beside = QRectF(rect.right() + 2, plot.bottom() - height, _BEFORE_PX, height)
                fill_round(painter, beside, c.border_control, theme.tokens.charts.bar_radius)
            if rect.height():
                is_shown = shown is not None and shown[1] == number
                ground = c.accent_hover if is_shown else color
                fill_round(painter, rect, ground, theme.tokens.charts.bar_radius)
            ink = c.text if bar.count else c.text_faint
            above = QRectF(slot.left(), rect.top() - small - 2, slot.width(), small)
            count = self._formats.number(bar.count)
            paint_text(painter, above, theme, count, ink, role="small", tabular=True, is_centered=True)
            below = QRectF(slot.left() + 1, plot.bottom() + 6, slot.width() - 2, small)
            paint_text(painter, below, theme, bar.label, c.text_faint, role="small", is_centered=True)
        painter.setPen(QPen(c.border_strong, 1))
        y = round(plot.bottom()) + 0.5
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
