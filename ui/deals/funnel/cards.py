"""The cards of the page: each a title and a table, in one column or in two where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.deals.funnel.cells import Grid
from ui.deals.funnel.grid_view import GridView
from ui.theme.theme import Theme
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.surfaces import Card

GAP: Final = 12
LEAST_PX: Final = 440  # of one of two columns
_PAD: Final = 16
# Where each card stands when there are two columns: row, column, and how many rows it takes.
_PLACES: Final = {
    "funnel": (0, 0, 1), "times": (0, 1, 1), "ageing": (1, 0, 1), "deaths": (1, 1, 1), "velocity": (2, 0, 1),
    "people": (3, 0, 1), "reasons": (2, 1, 2),
}  # fmt: skip


class FigureCard(Card):
    """One table with its title; a sentence in its place where there is nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.title = Label(theme, weight="semibold")
        self.subtitle = ElidedLabel(theme, role="small", ink="text_muted")
        self.grid = GridView(theme, "")
        self.nothing = Paragraph(theme, ink="text_muted")
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 0, _PAD, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.subtitle, 1)
        body = QVBoxLayout()
        body.setContentsMargins(_PAD - 8, 0, _PAD - 8, 0)
        body.addWidget(self.grid)
        empty = QVBoxLayout()
        empty.setContentsMargins(_PAD, 0, _PAD, 4)
        empty.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 10, 1, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(body)
        column.addLayout(empty)
        column.addStretch(1)

    def show_grid(self, grid: Grid) -> None:
        """Other figures."""
        self.title.setText(grid.title)
        self.subtitle.set_text(grid.subtitle)
        self.grid.setAccessibleName(", ".join(filter(None, (grid.title, grid.subtitle))))
        self.nothing.set_text(grid.empty)
        self.nothing.setVisible(not grid.rows)
        self.grid.setVisible(bool(grid.rows))
        self.grid.show_grid(grid)


class Cards(QWidget):
    """`opened(key)` at a figure; `stood_on(table, rect)` where the keyboard is."""

    opened = Signal(object)
    stood_on = Signal(QWidget, QRect)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: dict[str, FigureCard] = {}
        self._is_double: bool | None = None
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)

    def show_grids(self, grids: Sequence[Grid]) -> None:
        """One card each; the same ones keep their place and the keyboard."""
        for grid in grids:
            if grid.grid_id not in self.cards:
                self.cards[grid.grid_id] = self._card()
                self._is_double = None
            self.cards[grid.grid_id].show_grid(grid)
        self._arrange()

    def _card(self) -> FigureCard:
        card = FigureCard(self._theme, self)
        card.grid.opened.connect(self.opened)
        card.grid.stood_on.connect(lambda rect, grid=card.grid: self.stood_on.emit(grid, rect))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        half = (self.width() - GAP) // 2 - 2 * _PAD
        needed = max((card.grid.needed_px for card in self.cards.values()), default=0)
        is_double = half >= max(needed, LEAST_PX)
        if is_double == self._is_double:
            return
        self._is_double = is_double
        for number, (grid_id, card) in enumerate(self.cards.items()):
            row, column, rows = _PLACES[grid_id] if is_double else (number, 0, 1)
            self._layout.addWidget(card, row, column, rows, 1)
        self._layout.setColumnStretch(0, 1)
        self._layout.setColumnStretch(1, 1 if is_double else 0)
