"""The line of filters above the board, there as long as one holds: a chip for each, and how many deals fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.words import gettext as _
from ui.contacts.filter_line import FilterChip
from ui.deals.page import SIDE
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.surfaces import Surface

LINE_PX: Final = 44


class DealFilterLine(Surface):
    """`change_asked(kind)`, `removed(kind)`, `cleared`."""

    change_asked = Signal(str)
    removed = Signal(str)
    cleared = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface_sunken", edges=("bottom",))
        self.chips: dict[str, FilterChip] = {}
        self.clear = Button(theme, _("No filter"), kind="link", is_flush=True)
        self.setFixedHeight(theme.px(LINE_PX))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SIDE, 0, SIDE, 1)
        self._row.setSpacing(8)
        self._row.addWidget(self.clear)
        self._row.addStretch(1)
        self.clear.clicked.connect(self.cleared)
        self.hide()

    def show_filters(self, filters: Sequence[tuple[str, str]]) -> None:
        """Kind and words of each."""
        had_focus = any(chip.hasFocus() for chip in self.chips.values())
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {kind: self._made(place, kind, said) for place, (kind, said) in enumerate(filters)}
        self.setVisible(bool(filters))
        if had_focus and self.chips:
            next(iter(self.chips.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, place: int, kind: str, said: str) -> FilterChip:
        chip = FilterChip(self.theme, said)
        chip.clicked.connect(lambda: self.change_asked.emit(kind))
        chip.removed.connect(lambda: self.removed.emit(kind))
        self._row.insertWidget(place, chip)
        return chip
