"""A page of the screen of reports: tiles and cards, filled from one report. Each part may bring pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.domain.report_rows import Report, ReportAsk, ReportName
from app.words import gettext as _
from ui.deals.funnel.cells import Cell, Column, Grid
from ui.deals.funnel.tiles import Tile, TileFace
from ui.kit import Kit
from ui.reports.card import ReportCard
from ui.reports.faces import Wanted, tile_face
from ui.reports.tile import FigureTile, tile_row
from ui.reports.words import change_of, clock_time
from ui.widgets.labels import Paragraph

GAP: Final = 12
_TIMES: Final = ("first_", "all_", "next_", "pending_oldest")
ONE_COLUMN_BELOW_PX: Final = 960


@dataclass(frozen=True, slots=True)
class Section:
    """What is exported and printed of a page: a title and a table, and where there is one the chart to be drawn."""

    title: str
    grid: Grid
    card: ReportCard | None = None


class ReportPage(QWidget):
    """`opened(link)` at a figure, `stood_on(widget, rect)` where the keyboard is, for scrolling.

    A page derives from it, puts its tiles and rows of cards in place when it is made, and fills them in `show_report`.
    One with figures of its own overrides `read`.
    """

    opened = Signal(object)
    stood_on = Signal(QWidget, QRect)
    page_asked = Signal(str)  # the name of another page
    name: ClassVar[ReportName] = "overview"
    has_clock: ClassVar[bool] = True  # whether opening hours or round the clock makes a difference

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit = kit
        self.report: Report | None = None
        self.cards: list[ReportCard] = []
        self._tiles: list[tuple[Wanted, FigureTile]] = []
        self._rows: list[QBoxLayout] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)
        self.note = Paragraph(kit.theme, ink="text_muted")
        self.note.hide()
        self.column.addWidget(self.note)

    # -- in place from the beginning

    def add_tiles(self, wanted: Sequence[Wanted]) -> None:
        """A row of tiles."""
        row = tile_row(self.kit.theme, len(wanted))
        for want, tile in zip(wanted, row.tiles, strict=True):
            tile.show_face(_bare(want))
            if isinstance(tile, FigureTile):
                self._tiles.append((want, tile))
            tile.clicked.connect(partial(self._press, tile))
        self.column.addWidget(row)

    def add_row(self, *cards: tuple[ReportCard, int]) -> None:
        """Cards side by side with their shares of the width; one below the other where it is short."""
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(GAP)
        for card, share in cards:
            row.addWidget(card, share)
            self.cards.append(card)
            card.opened.connect(self.opened)
            card.stood_on.connect(self.stood_on)
        self._rows.append(row)
        self.column.addLayout(row)

    def _press(self, tile: Tile) -> None:
        if tile.face.key is not None:
            self.opened.emit(tile.face.key)

    @property
    def tiles(self) -> list[FigureTile]:
        """In their order."""
        return [tile for _wanted, tile in self._tiles]

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        if self._tiles:
            return self._tiles[0][1]
        card = self.cards[0] if self.cards else None
        if card is None:
            return self
        return card.chart if card.chart is not None and card.stack.currentIndex() == 1 else card.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where it is narrow."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < self.kit.theme.px(ONE_COLUMN_BELOW_PX)
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for row in self._rows:
            row.setDirection(down if is_narrow else along)

    # -- figures

    async def read(self, ask: ReportAsk) -> Report:
        """The figures of this page."""
        return await self.kit.desk.report(self.name, ask)

    def show_report(self, report: Report) -> None:
        """Other figures; everything keeps its place."""
        self.report = report
        formats = self.kit.formats
        for wanted, tile in self._tiles:
            change = change_of(report.figure(wanted.code), formats)
            figure = report.figure(wanted.code)
            is_time = wanted.code.startswith(_TIMES) and (figure is None or figure.value is None)
            if is_time and self._lacks_hours(report):
                wanted = replace(wanted, nothing=_("No opening hours are set"))
            tile.show_figure(tile_face(report, wanted, formats), change)
        said = self.note_words(report)
        self.note.set_text(said)
        self.note.setVisible(bool(said))
        self.fill(report)

    def fill(self, report: Report) -> None:
        """The cards of a page."""

    def nothing_words(self, report: Report, otherwise: str) -> str:
        """Why there are no times; `otherwise`: where there is no lack of opening hours."""
        return _("No opening hours are set for this period.") if self._lacks_hours(report) else otherwise

    def _lacks_hours(self, report: Report) -> bool:
        return self.has_clock and report.ask.clock == "bus" and not report.is_open_known

    def note_words(self, report: Report) -> str:
        """What must be known before the figures are read."""
        if self._lacks_hours(report):
            return _(
                "No opening hours are set for this period, so there is no time within opening hours. Set them in "
                "Settings, or choose “Round the clock” above."
            )
        return ""

    def sections(self) -> list[Section]:
        """All tables that are shown, for the file and for paper; the tiles first."""
        found = []
        if self._tiles and self.report is not None:
            found.append(Section(_("In short"), self._tile_grid()))
        for card in self.cards:
            if card.grid is not None and card.grid.rows:
                title = ", ".join(filter(None, (card.title.text(), card.subtitle.text)))
                found.append(Section(title, card.grid, card))
        return found

    def _tile_grid(self) -> Grid:
        columns = (
            Column(_("Figure"), "words"),
            Column(_("Value")),
            Column(_("change")),
            Column(_("Of what")),
        )
        rows = []
        for wanted, tile in self._tiles:
            change = tile.change
            sign = {1: "+", -1: "−", 0: ""}[change.way] if change is not None else ""
            cells = (
                wanted.label,
                tile.face.figure,
                sign + change.text if change is not None else "",
                tile.face.base,
            )
            found = self.report.figure(wanted.code) if self.report is not None else None
            exact = clock_time(found.unit, found.value) if found is not None else ""
            rows.append(
                tuple([Cell(text, exact=exact if text == tile.face.figure else "") for text in cells])
            )
        return Grid("tiles", _("In short"), "", columns, tuple(rows))

    def focus_first(self) -> None:
        """Looked at: the keyboard enters."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """The window goes: no timer may outlive the page."""


def _bare(wanted: Wanted) -> TileFace:
    return TileFace(wanted.label, "", "", None)
