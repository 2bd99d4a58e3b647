"""Resolution: four counts that are only honest together, first contact, and how long until it was done."""

from __future__ import annotations

from app.domain.report_rows import Figure, Report
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.deals.funnel.cells import Cell, Column, Grid
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.bars import BarChart
from ui.reports.charts.lines import LineChart
from ui.reports.charts.rates import RateBars
from ui.reports.faces import (
    Drawn,
    Wanted,
    bar_rows,
    figure_cell,
    has_values,
    line_face,
    line_rows,
    span_bars,
    table_face,
)
from ui.reports.page import ReportPage
from ui.reports.rate_lines import rate_lines, rate_rows

_SHARES = ("first_contact",)


def _resolves(figure: Figure, formats: Formats) -> str:
    return _("times that “done” was pressed")


def _resolved(figure: Figure, formats: Formats) -> str:
    return _("conversations that were done, each once")


def _served(figure: Figure, formats: Formats) -> str:
    return _("people whose conversation was done")


def _reopens(figure: Figure, formats: Formats) -> str:
    return _("times that somebody wrote again within a day")


class ResolutionPage(ReportPage):
    """Tiles, times, a line and a distribution."""

    name = "resolution"
    has_clock = False

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme, formats = kit.theme, kit.formats
        nothing = _("None in this period")
        self.add_tiles(
            (
                Wanted("resolves", _("Marked as done"), _resolves, nothing),
                Wanted("resolved", _("Conversations done"), _resolved, nothing),
                Wanted("served", _("People served"), _served, nothing),
                Wanted("reopens", _("Reopened"), _reopens, nothing),
            )
        )
        self.times = ReportCard(theme, _("Time until done"), _("without the time between done and reopened"))
        self.shares = RateBars(theme, len(_SHARES))
        self.first = ReportCard(theme, _("First contact"), chart=self.shares)
        self.lines = LineChart(theme, formats)
        self.over = ReportCard(theme, _("Over time"), chart=self.lines)
        self.bars = BarChart(theme, formats)
        self.spread = ReportCard(theme, _("How often which time"), _("until done for good"), self.bars)
        self.add_row((self.times, 5), (self.first, 3))
        self.add_row((self.over, 1))
        self.add_row((self.spread, 1))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """All of it."""
        formats = self.kit.formats
        self.times.show_table(_times(report, formats))
        lines = rate_lines(report, formats, _SHARES)
        self.shares.show_rates(lines)
        columns, rows = rate_rows(lines)
        empty = _("No conversation was done over 72 hours ago in this period.")
        face = table_face("first", self.first.title.text(), columns, rows, empty)
        self.first.show_table(face, is_empty=lines[0].tenths is None)
        done, again = report.trend("resolved"), report.trend("reopened")
        drawn = (Drawn(done, _("done")), Drawn(again, _("reopened"), 1, is_dashed=True))
        self.lines.show_face(line_face(report, drawn, formats))
        self.over.say_subtitle(words.over_words(report))
        columns, rows = line_rows(report, drawn, formats)
        nothing = _("No conversation was done in this period.")
        is_empty = not has_values(done) or not any(point.value for point in (done.points if done else ()))
        self.over.show_table(
            table_face("over", self.over.title.text(), columns, rows, nothing), is_empty=is_empty
        )
        bars = span_bars(report, report.spread("final_resolution"), formats, _("Conversations"))
        self.bars.show_bars(bars)
        columns, rows = bar_rows(bars, _("Time"))
        face = table_face("spread", self.spread.title.text(), columns, rows, nothing)
        self.spread.show_table(face, is_empty=not any(bar.count for bar in bars))


def _times(report: Report, formats: Formats) -> Grid:
    names = {
        "first": _("Until done the first time"),
        "final": _("Until done for good"),
        "human": _("From the first person’s turn on"),
    }
    columns = [
        Column(_("Time until done"), "words"), Column(_("n")), Column(_("median")), Column(_("9 times out of 10")),
        Column(_("mean")),
    ]  # fmt: skip
    if report.ask.versus is not None:
        columns.append(Column(_("median before")))
    rows: list[tuple[Cell, ...]] = []
    for kind, name in names.items():
        cells = [
            figure_cell(
                report, report.figure(f"{kind}_resolution_{stat}"), formats, name, is_strong=stat == "median"
            )
            for stat in ("n", "median", "p90", "mean")
        ]
        if report.ask.versus is not None:
            median = report.figure(f"{kind}_resolution_median")
            cells.append(Cell(words.duration(median.before if median else None, formats.language)))
        rows.append((Cell(name), *cells))
    extra = report.figure("closed_by_itself")
    if extra is not None and extra.value:
        name = ngettext("Ended by itself after silence", "Ended by themselves after silence", extra.value)
        blanks = [Cell("")] * (len(columns) - 2)
        rows.append((Cell(name), figure_cell(report, extra, formats, name), *blanks))
    count = report.figure("final_resolution_n")
    has_any = count is not None and bool(count.value)
    empty = _("No conversation was done in this period.")
    return table_face("times", _("Time until done"), columns, tuple(rows) if has_any else (), empty)
