"""How a search was understood: a chip for each filter, which a click takes away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.domain.search_query import Filter
from app.words import gettext as _
from app.words.search import filter_words
from ui.theme.theme import Theme
from ui.widgets.paint_chip import Chip, chip_height, chip_width, paint_chip

GAP: Final = 6
PAD: Final = 4


class _FilterChip(QAbstractButton):
    """One filter with its cross."""

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip = Chip(words, "accent", trailing="x")
        self.setAccessibleName(_("Search without “{filter}”").format(filter=words))
        self.setToolTip(self.accessibleName())
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the keys stay in the line; erasing the words does the same
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(round(chip_width(theme, self._chip) + 0.5), chip_height(theme))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_chip(painter, QRectF(self.rect()), self._theme, self._chip)


class FilterChips(QWidget):
    """`dropped` with a filter that is not wanted."""

    dropped = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAD, 0, PAD, 0)
        self._row.setSpacing(GAP)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_filters(self, filters: Sequence[Filter], language: str) -> None:
        """These, in the order in which they were typed."""
        words = tuple(filter_words(one, language) for one in filters)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = words
        for one, said in zip(filters, words, strict=True):
            chip = _FilterChip(self._theme, said, self)
            chip.clicked.connect(partial(self.dropped.emit, one))
            self._row.addWidget(chip)
        self._row.addStretch(1)
        self.setVisible(bool(words))

    @property
    def words(self) -> tuple[str, ...]:
        """What they say."""
        return self._shown
