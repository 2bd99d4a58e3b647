"""The line of figures above the board: how many deals are open, what they are worth, and who has gone quiet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.deal_rows import Board
from app.words import gettext as _
from app.words import ngettext
from ui.deals import words
from ui.deals.page import SIDE
from ui.kit import Kit
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, is_rtl, paint_text
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import ChipView
from ui.widgets.surfaces import Surface

LINE_PX: Final = 52
BETWEEN: Final = 24
WORD: Final = 5

Part = tuple[str, str]  # a figure, and what it counts


class Figures(QWidget):
    """Figures with their words on one line; those that have no room are left away from the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.parts: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Other figures."""
        self.parts = [part for part in parts if part[0]]
        said = ", ".join(f"{figure} {word}" for figure, word in self.parts)
        self.setAccessibleName(said)
        set_tip(self, said)
        self.update()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(600, self._theme.px(LINE_PX))

    def minimumSizeHint(self) -> QSize:
        """The first figure."""
        return QSize(80, self._theme.px(LINE_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One after the other."""
        theme, c = self._theme, self._theme.colors
        bold, plain = theme.metrics("body", "semibold", tabular=True), theme.metrics()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()), is_rtl=is_rtl(painter))
        for number, (figure, word) in enumerate(self.parts):
            first, second = bold.horizontalAdvance(figure) + 1, plain.horizontalAdvance(word) + 1
            if number and first + WORD + second > strip.rest.width():
                break
            box = strip.leading(min(first, strip.rest.width()), WORD)
            paint_text(painter, box, theme, figure, c.text, weight="semibold", tabular=True)
            box = strip.leading(min(second, strip.rest.width()), BETWEEN)
            paint_text(painter, box, theme, word, c.text_muted)


class FiguresLine(Surface):
    """`quiet_asked`: the list of those who have gone quiet."""

    quiet_asked = Signal()

    def __init__(self, kit: Kit, *, has_quiet: bool) -> None:
        super().__init__(kit.theme, "surface_sunken")
        self._kit, self._has_quiet = kit, has_quiet
        self.figures = Figures(kit.theme)
        self.quiet = ChipView(kit.theme, Chip("", "warning", icon="message-square-dashed"))
        self.show_quiet = Button(kit.theme, _("See the list"), kind="link", is_flush=True)
        self.show_quiet.setAccessibleName(_("See the deals without news"))
        self.setFixedHeight(kit.theme.px(LINE_PX))
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 0, SIDE, 0)
        line.setSpacing(8)
        line.addWidget(self.figures, 1)
        line.addWidget(self.quiet)
        line.addWidget(self.show_quiet)
        self.show_quiet.clicked.connect(self.quiet_asked)
        self.quiet.hide()
        self.show_quiet.hide()

    def show_board(self, board: Board) -> None:
        """Of this board."""
        language, number = self._kit.formats.language, self._kit.formats.number
        counted = ngettext("open", "open", board.open_count)
        parts: list[Part] = [
            (number(board.open_count), counted),
            (words.totals(board.totals, language), _("in progress")),
            (words.expected(board.weighted, language), _("weighted")),
        ]
        if board.cycle_days is not None:
            parts.append((_("{n} d").format(n=number(board.cycle_days)), _("from start to won")))
        self.figures.show_parts(parts)
        self.quiet.setVisible(bool(board.quiet_count))
        self.show_quiet.setVisible(bool(board.quiet_count) and self._has_quiet)
        if board.quiet_count:
            self.quiet.set_chip(Chip(self._quiet_words(board), "warning", icon="message-square-dashed"))

    def _quiet_words(self, board: Board) -> str:
        said = ngettext("{n} without news", "{n} without news", board.quiet_count)
        counted = said.format(n=self._kit.formats.number(board.quiet_count))
        amount = words.totals(board.quiet_totals, self._kit.formats.language)
        return f"{counted}, {amount}" if amount else counted
