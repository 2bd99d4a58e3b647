"""Days by hours: how much of something when, in six shades of one hue, the figure in every cell."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.domain.records import record
from ui.reports.charts.chart import Chart, Place, Spot
from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill_round, paint_row_ring, paint_text

ROW_PX: Final = 34
_GAP: Final = 2
_HEAD_GAP: Final = 8
_LABEL_GAP, _LABEL_STEPS = 6, (1, 2, 3, 4, 6)  # between words below hours; every how manieth hour has some
_AXIS_PX: Final = 22
_RADIUS: Final = 4
_LEAST_CELL_PX: Final = 26
_STEPS: Final = 6
_WHITE_FROM: Final = {"light": 4, "dark": 0, "high_contrast": 0}  # the first step with light letters
_DARK_FROM: Final = {"light": 6, "dark": 4, "high_contrast": 4}  # … and from which on they are dark again


@record
class Cell:
    """`weight`: what makes it dark; None: nothing there. `text`: the figure in it."""

    text: str
    weight: int | None
    spot: Spot | None


@record
class HeatFace:
    """`rows` and `columns`: their words."""

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[Cell, ...], ...] = ()


class HeatMap(Chart):
    """Seven rows; the columns share the room, and where it is short the figures give way to their tips."""

    def __init__(self, theme: Theme, rows: int = 7, parent: QWidget | None = None) -> None:
        super().__init__(theme, rows * (ROW_PX + _GAP) + _AXIS_PX, parent)
        self.face = HeatFace()
        self._most = 1
        self._measured: tuple[object, float] | None = None

    def show_face(self, face: HeatFace) -> None:
        """Other figures."""
        self.face = face
        weights = [cell.weight or 0 for row in face.cells for cell in row]
        self._most = max([1, *weights])
        self.show_lanes(tuple([tuple([cell.spot for cell in row]) for row in face.cells]))

    def first_number(self, there: list[int]) -> int:
        """The keyboard enters at the first hour."""
        return there[0]

    def step(self, weight: int | None) -> int:
        """0 to 5: nothing, then five shades of equal width up to the most."""
        return 0 if not weight else min(_STEPS - 1, 1 + weight * (_STEPS - 1) // (self._most + 1))

    def _head_px(self) -> float:
        """Of the days' words; measured once, as the pointer asks for every cell."""
        key = (self.face.rows, self._theme.scale)
        if self._measured is None or self._measured[0] != key:
            self._measured = (key, self._measured_head())
        return self._measured[1]

    def _measured_head(self) -> float:
        metrics = self._theme.metrics("small")
        return max([metrics.horizontalAdvance(row) for row in self.face.rows], default=0.0) + _HEAD_GAP

    def rect_of(self, place: Place) -> QRectF:
        """One cell; hours run to the right in every language."""
        row, column = place
        head = self._head_px()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = 0.0 if is_mirrored else head
        room = self.width() - head
        width = room / max(1, len(self.face.columns))
        left, right = round(start + column * width), round(start + (column + 1) * width) - _GAP
        height = self._theme.px(ROW_PX)
        return QRectF(left, row * (height + _GAP), right - left, height)

    def paint_chart(self, painter: QPainter) -> None:
        """Cells, and the words around them."""
        theme, c = self._theme, self._theme.colors
        head, shown = self._head_px(), self.shown
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for row, cells in enumerate(self.face.cells):
            line = self.rect_of((row, 0))
            place = QRectF(0, line.top(), head - _HEAD_GAP, line.height())
            if is_mirrored:
                place.moveLeft(self.width() - head + _HEAD_GAP)
            paint_text(
                painter, place, theme, self.face.rows[row], c.text_muted, role="small", is_trailing=True
            )
            for column, cell in enumerate(cells):
                self._paint_cell(painter, self.rect_of((row, column)), cell, is_shown=shown == (row, column))
        if not self.face.cells:
            return
        bottom = self.rect_of((len(self.face.cells) - 1, 0)).bottom()
        step = self.label_step()
        for column, words in list(enumerate(self.face.columns))[::step]:
            width = theme.metrics("small").horizontalAdvance(words)
            left = self.rect_of((0, column)).center().x() - width / 2
            place = QRectF(left - 1, bottom + 2, width + 2, theme.line("small"))
            paint_text(painter, place, theme, words, c.text_muted, role="small", is_centered=True)

    def label_step(self) -> int:
        """Every hour has its words below where there is room for all, else every second, third …"""
        metrics, count = self._theme.metrics("small"), len(self.face.columns)
        widest = (
            max([metrics.horizontalAdvance(words) for words in self.face.columns], default=0) + _LABEL_GAP
        )
        cell = (self.width() - self._head_px()) / max(1, count)
        return next((step for step in _LABEL_STEPS if step * cell >= widest), _LABEL_STEPS[-1])

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, *, is_shown: bool) -> None:
        theme, step = self._theme, self.step(cell.weight)
        fill_round(painter, rect, theme.tokens.charts.ramp[theme.scheme][step], _RADIUS)
        if rect.width() >= _LEAST_CELL_PX:
            ink = _ink(theme, step)
            paint_text(painter, rect, theme, cell.text, ink, role="small", tabular=True, is_centered=True)
        if is_shown:
            paint_row_ring(painter, rect, theme, _RADIUS)


def _ink(theme: Theme, step: int) -> QColor:
    """Dark letters on light shades and light ones on dark shades, in each theme."""
    c = theme.colors
    if theme.scheme == "light":
        return c.accent_text if step >= _WHITE_FROM["light"] else c.text
    return c.accent_text if step >= _DARK_FROM[theme.scheme] else c.text


class HeatLegend(QWidget):
    """Few to many, at the end of a card's head."""

    def __init__(self, theme: Theme, few: str, many: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._few, self._many = theme, few, many
        metrics = theme.metrics("small")
        words_px = metrics.horizontalAdvance(few) + metrics.horizontalAdvance(many)
        self.setFixedSize(round(words_px) + 6 * 18 + 4, theme.line("small"))

    def paintEvent(self, _event: object) -> None:
        """Words and six swatches between them."""
        painter, theme = QPainter(self), self._theme
        metrics, c = theme.metrics("small"), theme.colors
        few_px = metrics.horizontalAdvance(self._few)
        paint_text(
            painter, QRectF(0, 0, few_px + 1, self.height()), theme, self._few, c.text_muted, role="small"
        )
        left = few_px + 6
        for color in theme.tokens.charts.ramp[theme.scheme]:
            fill_round(painter, QRectF(left, self.height() / 2 - 4, 15, 8), color, 2)
            left += 17
        rest = QRectF(left + 2, 0, self.width() - left - 2, self.height())
        paint_text(painter, rest, theme, self._many, c.text_muted, role="small")
