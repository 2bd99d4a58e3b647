"""Lines over days, weeks or months: the value at the end of each, the window compared with as a thin line, a target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.domain.records import record
from app.domain.report_rows import Unit
from app.words.formats import Formats
from ui.reports import words
from ui.reports.charts.chart import Chart, Place, Spot
from ui.reports.charts.scale import Scale, scale_for
from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill, paint_text

HEIGHT_PX: Final = 264
_AXIS_PX: Final = 24
_TOP_PX: Final = 10
_GAP: Final = 12
_DOT: Final = 4.0
_NEAR: Final = 8.0
_DASH: Final = (6.0, 4.0)  # in pixels, of the second line
_TARGET_DASH: Final = (6.0, 3.0)
_LEAST_PLOT_PX: Final = 200


@record
class Series:
    """One line. `values` None: a gap. `before`: the other window, step by step. `hue`: which colour of the charts."""

    label: str
    values: tuple[int | None, ...]
    spots: tuple[Spot | None, ...]
    before: tuple[int | None, ...] = ()
    hue: int = 0
    is_dashed: bool = False


@record
class Mark:
    """Words below the axis: `long` ("6 Nov") where a `group` (the month) begins among those shown, else `short`."""

    long: str
    short: str
    group: str = ""


@record
class LineFace:
    """What the chart shows. `marks`: one for each step. `target`: a value and its name."""

    unit: Unit = "count"
    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    target: tuple[int, str] | None = None
    currency: str = ""
    is_open: bool = False  # time within opening hours


class LineChart(Chart):
    """At most four lines can be told apart; more are for a table."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(theme, HEIGHT_PX, parent)
        self._formats = formats
        self.face = LineFace()
        self._scale = Scale(1, 1)
        self._measured: tuple[object, QRectF] | None = None

    def show_face(self, face: LineFace) -> None:
        """Other lines."""
        self.face, self._measured = face, None
        values = [each for one in face.series for each in (*one.values, *one.before) if each is not None]
        values += [face.target[0]] if face.target is not None else []
        self._scale = scale_for(face.unit, max(values, default=1) or 1)
        self.show_lanes(tuple([one.spots for one in face.series]))

    # -- places

    def _plot(self) -> QRectF:
        """Room of the lines, measured once for a size and a face: the pointer asks for every point."""
        key = (self.width(), self.height(), self._theme.scale, self.layoutDirection(), id(self.face))
        if self._measured is None or self._measured[0] != key:
            self._measured = (key, self._measured_plot())
        return self._measured[1]

    def _measured_plot(self) -> QRectF:
        """Between the axis' words and the names at the ends of the lines."""
        theme = self._theme
        small = theme.metrics("small", tabular=True)
        before = max([small.horizontalAdvance(self._said(mark)) for mark in self._scale.marks])
        named = [theme.metrics("small").horizontalAdvance(one.label) for one in self.face.series]
        valued = [
            theme.metrics("small", "semibold", tabular=True).horizontalAdvance(self._said(self._last(one)[1]))
            for one in self.face.series
        ]
        after = max([*named, *valued, 0.0]) + _GAP + _DOT
        if self.width() - before - after < _LEAST_PLOT_PX:
            after = _GAP
        bottom = self.height() - theme.px(_AXIS_PX)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = (after, before + _GAP) if is_mirrored else (before + _GAP, after)
        return QRectF(round(left), _TOP_PX, round(self.width() - left - right), bottom - _TOP_PX)

    def _point(self, plot: QRectF, number: int, value: int) -> QPointF:
        """Time runs to the right in every language."""
        steps = max(1, len(self.face.marks) - 1)
        inset = 8.0
        x = (
            plot.left()
            + inset
            + (plot.width() - 2 * inset) * (number / steps if len(self.face.marks) > 1 else 0.5)
        )
        return QPointF(x, plot.bottom() - plot.height() * self._scale.share(value))

    def rect_of(self, place: Place) -> QRectF:
        """A point, with room for the pointer."""
        lane, number = place
        value = self.face.series[lane].values[number]
        at = self._point(self._plot(), number, value or 0)
        return QRectF(at.x() - _NEAR, at.y() - _NEAR, 2 * _NEAR, 2 * _NEAR)

    def _said(self, value: int | None) -> str:
        if value == 0 and self.face.unit == "seconds":
            return "0"
        return words.value_words(
            self.face.unit, value, self._formats, self.face.currency, is_open=self.face.is_open
        )

    @staticmethod
    def _last(series: Series) -> tuple[int, int | None]:
        there = [(number, value) for number, value in enumerate(series.values) if value is not None]
        return there[-1] if there else (0, None)

    # -- painting

    def paint_chart(self, painter: QPainter) -> None:
        """Grid, target, lines, their ends, the point in question."""
        if not self.face.series:
            return
        plot = self._plot()
        self._paint_grid(painter, plot)
        self._paint_target(painter, plot)
        for one in self.face.series:
            faint = QPen(self._theme.colors.border_control, 1)
            self._paint_line(painter, plot, one.before, faint)
        for one in self.face.series:
            self._paint_line(painter, plot, one.values, self._pen(one))
        self._paint_target_name(painter, plot)
        self._paint_ends(painter, plot)
        shown = self.shown
        if shown is not None and self.spot(shown) is not None:
            self._paint_dot(
                painter, self.rect_of(shown).center(), self._color(self.face.series[shown[0]]), 5.0
            )

    def _color(self, series: Series) -> QColor:
        colors = self._theme.tokens.charts.series[self._theme.scheme]
        return colors[series.hue % len(colors)]

    def _pen(self, series: Series) -> QPen:
        width = self._theme.tokens.charts.line_width
        pen = QPen(self._color(series), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if series.is_dashed else Qt.PenCapStyle.RoundCap)
        if series.is_dashed:
            pen.setDashPattern([part / width for part in _DASH])
        return pen

    def _paint_grid(self, painter: QPainter, plot: QRectF) -> None:
        theme, c = self._theme, self._theme.colors
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        small = theme.line("small")
        for mark in self._scale.marks:
            y = round(plot.bottom() - plot.height() * self._scale.share(mark)) + 0.5
            pen = QPen(c.border_strong if mark == 0 else c.border, 1)
            if mark:
                pen.setDashPattern([float(part) for part in theme.tokens.charts.grid_dash])
            painter.setPen(pen)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            place = QRectF(0, y - small / 2, plot.left() - _GAP, small)
            if is_mirrored:
                place = QRectF(plot.right() + _GAP, y - small / 2, self.width() - plot.right() - _GAP, small)
            paint_text(
                painter,
                place,
                theme,
                self._said(mark),
                c.text_faint,
                role="small",
                tabular=True,
                is_trailing=True,
            )
        self._paint_marks(painter, plot)

    def _paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        """Words below the axis: every one, or every second, third …, so that they stand apart; the newest always."""
        theme, marks = self._theme, self.face.marks
        metrics = theme.metrics("small", tabular=True)
        widest = max([metrics.horizontalAdvance(mark.long) for mark in marks], default=0.0)
        apart = plot.width() / max(1, len(marks) - 1)
        stride = max(1, math.ceil((widest + _GAP) / apart)) if len(marks) > 1 else 1
        group = None
        for number in range((len(marks) - 1) % stride, len(marks), stride):
            mark = marks[number]
            words_here = mark.short if mark.group == group else mark.long
            group = mark.group
            width = metrics.horizontalAdvance(words_here) + 2
            x = self._point(plot, number, 0).x()
            left = min(x - width / 2, self.width() - width)
            place = QRectF(max(0.0, left), plot.bottom() + 6, width, theme.line("small"))
            ink = theme.colors.text_faint
            paint_text(painter, place, theme, words_here, ink, role="small", tabular=True, is_centered=True)

    def _paint_target(self, painter: QPainter, plot: QRectF) -> None:
        if self.face.target is None:
            return
        y = self._target_y(plot, self.face.target[0])
        pen = QPen(self._theme.colors.danger, 1)
        pen.setDashPattern(list(_TARGET_DASH))
        painter.setPen(pen)
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _target_y(self, plot: QRectF, value: int) -> float:
        return round(plot.bottom() - plot.height() * self._scale.share(value)) + 0.5

    def _paint_target_name(self, painter: QPainter, plot: QRectF) -> None:
        """Over the lines, on the ground of the card: what it says can be read where lines cross it."""
        if self.face.target is None:
            return
        theme, (value, name) = self._theme, self.face.target
        y = self._target_y(plot, value)
        width = min(plot.width() - 8, theme.metrics("small").horizontalAdvance(name) + 1)
        place = QRectF(plot.left() + 4, y + 2, width, theme.line("small"))
        if place.bottom() > plot.bottom():
            place.moveBottom(y - 2)
        fill(painter, place.adjusted(-2, 0, 2, 0), theme.colors.surface)
        paint_text(painter, place, theme, name, theme.colors.danger, role="small")

    def _paint_line(self, painter: QPainter, plot: QRectF, values: Sequence[int | None], pen: QPen) -> None:
        painter.setPen(pen)
        run: list[QPointF] = []
        for number, value in enumerate([*values, None]):
            if value is not None and number < len(self.face.marks):
                run.append(self._point(plot, number, value))
                continue
            if len(run) > 1:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(run)
            elif run:
                self._paint_dot(painter, run[0], pen.color(), pen.widthF())
                painter.setPen(pen)
            run = []

    def _paint_dot(self, painter: QPainter, at: QPointF, color: QColor, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(at, radius, radius)

    def _paint_ends(self, painter: QPainter, plot: QRectF) -> None:
        """A dot, the name and the newest value of each line; names that would lie on one another move apart."""
        ends: list[tuple[float, Series, int]] = []
        for one in self.face.series:
            number, value = self._last(one)
            if value is None:
                continue
            at = self._point(plot, number, value)
            self._paint_dot(painter, at, self._color(one), _DOT)
            ends.append((at.y(), one, value))
        small = self._theme.line("small")
        room = QRectF(plot.right() + _GAP - 4, 0, self.width() - plot.right() - _GAP + 4, 2 * small)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            room = QRectF(0, 0, plot.left() - _GAP, 2 * small)
        if room.width() < 2 * _GAP:
            return
        tops = _apart([y - small for y, _one, _value in ends], 2.0 * small + 2, plot.bottom() - 2 * small + 8)
        for top, (_y, one, value) in zip(tops, ends, strict=True):
            place = QRectF(room.left(), top, room.width(), small)
            c = self._theme.colors
            paint_text(painter, place, self._theme, one.label, c.text_muted, role="small")
            place.translate(0, small)
            said = self._said(value)
            paint_text(
                painter, place, self._theme, said, c.text, role="small", weight="semibold", tabular=True
            )


def _apart(tops: list[float], least: float, lowest: float) -> list[float]:
    """The same places, moved as little as it takes so that none lies on another."""
    order = sorted(range(len(tops)), key=lambda number: tops[number])
    placed = list(tops)
    free = 0.0
    for number in order:
        placed[number] = max(placed[number], free)
        free = placed[number] + least
    limit = lowest
    for number in reversed(order):
        placed[number] = max(0.0, min(placed[number], limit))
        limit = placed[number] - least
    return placed
