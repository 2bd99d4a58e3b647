"""A segmented control: two to seven cells of which one holds.

Cells are buttons of an exclusive group: arrow keys move among them, Tab enters and leaves at the chosen one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon, paint_text, rounded_path

_COUNT_GAP: Final = 6
_CELL_PAD: Final = 12
_BEFORE_COUNT: Final = " "


@record
class Option:
    """One cell: its id, its label, how many things it holds (None shows no number), an icon of a segmented one."""

    id: str
    label: str
    count: int | None = None
    icon: IconName | None = None


class _Cell(QAbstractButton):
    """A cell of a segmented control."""

    def __init__(
        self, theme: Theme, option: Option, *, is_first: bool, is_last: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.option = option
        self._theme = theme
        self._is_first = is_first
        self._is_last = is_last
        self.set_count(option.count)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        wants_ring(self, theme.tokens.radius.normal)

    def set_count(self, count: int | None) -> None:
        """How many it holds now."""
        self.option = option = replace(self.option, count=count)
        self.setText(option.label if count is None else f"{option.label}{_BEFORE_COUNT}{count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Label and its pads."""
        width = self._theme.metrics("body", "medium", tabular=True).horizontalAdvance(self.text())
        width += self._icon_px
        return QSize(round(width + 2 * _CELL_PAD) + (0 if self._is_first else 1), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground when chosen, a line before every cell but the first."""
        c, is_on = self._theme.colors, self.isChecked()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        ground = c.accent_soft if is_on else c.surface_hover if self.underMouse() else None
        if ground is not None:
            self._fill(painter, rect, ground)
        if not self._is_first:
            painter.fillRect(Strip(rect, is_rtl=is_rtl(painter)).leading(1), c.border_strong)
        ink = c.accent_soft_text if is_on else c.text_muted
        if self.option.count == 0 and not is_on:
            ink = c.text_disabled
        if self.option.icon is not None:
            strip = Strip(rect.adjusted(_CELL_PAD, 0, -_CELL_PAD, 0), is_rtl=is_rtl(painter))
            size = self._theme.tokens.icon.normal
            paint_icon(painter, strip.leading(size, _COUNT_GAP), self._theme, self.option.icon, size, ink)
            rect = strip.rest
        paint_text(
            painter, rect, self._theme, self.text(), ink, weight="medium", tabular=True, is_centered=True
        )

    @property
    def _icon_px(self) -> int:
        return self._theme.tokens.icon.normal + _COUNT_GAP if self.option.icon is not None else 0

    def _fill(self, painter: QPainter, rect: QRectF, ground: QColor) -> None:
        """The cells at both ends follow the round corners of the edge around them."""
        inner = self._theme.tokens.radius.normal - 1
        leading, trailing = (inner if self._is_first else 0), (inner if self._is_last else 0)
        left, right = (trailing, leading) if is_rtl(painter) else (leading, trailing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(rounded_path(rect, left, right, right, left), ground)


class Segmented(QWidget):
    """Two to seven words of which one holds."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[Option],
        *,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_small = is_small
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._cells = [
            _Cell(theme, o, is_first=i == 0, is_last=i == len(options) - 1, parent=self)
            for i, o in enumerate(options)
        ]
        for cell in self._cells:
            self._group.addButton(cell)
            row.addWidget(cell)
        if self._cells:
            self._cells[0].setChecked(True)
            self.setFocusProxy(self._cells[0])  # who leads here leads to the cell that holds
        self._group.buttonToggled.connect(self._toggled)

    @property
    def chosen_id(self) -> str:
        """The id of the chosen cell."""
        return next((cell.option.id for cell in self._cells if cell.isChecked()), "")

    def choose(self, option_id: str) -> None:
        """Choose a cell; `chosen` fires if it was another."""
        for cell in self._cells:
            if cell.option.id == option_id:
                cell.setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many each cell holds now, by its id; who stands on one stays there."""
        for cell in self._cells:
            if cell.option.id in counts and counts[cell.option.id] != cell.option.count:
                cell.set_count(counts[cell.option.id])
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Its cells and the edge around them."""
        size = self._theme.tokens.size
        height = size.button_small if self._is_small else size.button
        return QSize(sum(cell.sizeHint().width() for cell in self._cells) + 2, self._theme.px(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground and the edge around all cells."""
        c = self._theme.colors
        fill_round(
            QPainter(self), QRectF(self.rect()), c.surface, self._theme.tokens.radius.normal, c.border_strong
        )

    def _toggled(self, cell: QAbstractButton, is_on: bool) -> None:
        if is_on and isinstance(cell, _Cell):
            self.setFocusProxy(cell)
            self.chosen.emit(cell.option.id)
