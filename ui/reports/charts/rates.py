"""Shares as bars below one another: what was counted, of how many, and how much of a hundred that is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.domain.records import record
from ui.reports.charts.chart import Chart, Place, Spot
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill, fill_round, is_rtl, paint_text

ROW_PX: Final = 48
_BAR_PX: Final = 8


@record
class RateLine:
    """`label` and what it is of; `of`: "633 of 1,204"; `percent` as written; `tenths` None: nothing to show."""

    label: str
    about: str
    of: str
    percent: str
    tenths: int | None
    spot: Spot


class RateBars(Chart):
    """One below the other, each a lane of one spot."""

    has_tips = False

    def __init__(self, theme: Theme, count: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, count * ROW_PX, parent)
        self.rates: tuple[RateLine, ...] = ()

    def show_rates(self, rates: tuple[RateLine, ...]) -> None:
        """Others."""
        self.rates = rates
        self.show_lanes(tuple([(rate.spot,) for rate in rates]))

    def first_number(self, there: list[int]) -> int:
        """There is one."""
        return there[0]

    def rect_of(self, place: Place) -> QRectF:
        """One line, with its words."""
        height = self._theme.px(ROW_PX)
        return QRectF(0, place[0] * height, self.width(), height)

    def paint_chart(self, painter: QPainter) -> None:
        """Words above, bar below."""
        for number, rate in enumerate(self.rates):
            is_shown = self.shown == (number, 0)
            self._paint_rate(painter, self.rect_of((number, 0)), rate, is_shown=is_shown)

    def _paint_rate(self, painter: QPainter, rect: QRectF, rate: RateLine, *, is_shown: bool) -> None:
        theme, c = self._theme, self._theme.colors
        body = theme.line("body")
        top = QRectF(rect.left(), rect.top() + 6, rect.width(), body)
        strip = Strip(top, is_rtl=is_rtl(painter))
        strong = theme.metrics("body", "semibold", tabular=True)
        percent_px = strong.horizontalAdvance(rate.percent) + 1
        box = strip.trailing(percent_px, 12)
        ink = c.text if rate.tenths is not None else c.text_faint
        paint_text(painter, box, theme, rate.percent, ink, weight="semibold", tabular=True, is_trailing=True)
        if is_shown and rate.spot.key is not None:
            fill(painter, QRectF(box.left(), box.bottom() - 2, box.width(), 1), ink)
        of_px = theme.metrics("body", tabular=True).horizontalAdvance(rate.of) + 1
        if of_px < strip.rest.width() * 0.7:
            box = strip.trailing(of_px, 12)
            paint_text(painter, box, theme, rate.of, c.text_muted, tabular=True, is_trailing=True)
        label_px = min(strip.rest.width(), theme.metrics("body", "medium").horizontalAdvance(rate.label) + 1)
        paint_text(painter, strip.leading(label_px, 8), theme, rate.label, c.text, weight="medium")
        paint_text(painter, strip.rest, theme, rate.about, c.text_muted, role="small")
        bar = QRectF(rect.left(), top.bottom() + 4, rect.width(), _BAR_PX)
        fill_round(painter, bar, c.surface_pressed, theme.tokens.charts.bar_radius)
        if rate.tenths:
            piece = Strip(bar, is_rtl=is_rtl(painter)).leading(max(3.0, bar.width() * rate.tenths / 1_000))
            fill_round(painter, piece, c.accent, theme.tokens.charts.bar_radius)
