"""Response times: first, next and all, in both clocks, with how many and what still waits."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from app.domain.lines import Line
from app.domain.report_rows import Figure, Report
from app.words import gettext as _
from app.words.formats import Formats
from app.words.phones import phone
from ui.deals.funnel.cells import Cell, Column, Grid
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.bars import BarChart
from ui.reports.charts.lines import LineChart
from ui.reports.charts.rates import RateBars
from ui.reports.faces import (
    Drawn,
    Rows,
    Wanted,
    bar_rows,
    counted,
    figure_cell,
    has_values,
    line_face,
    line_rows,
    span_bars,
    table_face,
)
from ui.reports.page import ReportPage
from ui.reports.rate_lines import rate_lines, rate_rows
from ui.widgets.choice import Option, Segmented

_SHARES = ("within", "answered_in_day", "promise_kept")


def which_words(which: str) -> str:
    """Of which responses."""
    return {"first": _("First response"), "next": _("Later responses"), "all": _("All responses")}[which]


def _waiting(figure: Figure, formats: Formats) -> str:
    return _("waits that nobody has answered")


def _longest(figure: Figure, formats: Formats) -> str:
    return _("since its customer wrote")


def _n_of(figure: Figure, formats: Formats) -> str:
    return _("median of {n}").format(n=counted(figure.n, formats))


def _waived(figure: Figure, formats: Formats) -> str:
    return _("counted apart, in no average")


def _breached(figure: Figure, formats: Formats) -> str:
    return _("waits beyond the standard")


def _abandoned(figure: Figure, formats: Formats) -> str:
    return _("conversation ended unanswered")


class SpeedPage(ReportPage):
    """A table of all, lines over time and the distribution of one of the three."""

    name = "speed"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme, formats = kit.theme, kit.formats
        self.add_tiles(
            (
                Wanted("pending", _("Still waiting"), _waiting, _("Nobody waits")),
                Wanted(
                    "pending_oldest",
                    _("Waits longest"),
                    _longest,
                    _("Nobody waits"),
                    _("Still waiting"),
                    _("of opening hours since its customer wrote"),
                ),
                Wanted("waived", _("No reply needed"), _waived, _("None in this period")),
                Wanted("breached", _("Too long"), _breached, _("Nobody in this period")),
                Wanted("abandoned", _("Without an answer"), _abandoned, _("None in this period")),
                Wanted("machine_first_median", _("Automatic answer"), _n_of, _("No automatic answer")),
            )
        )
        self.table = ReportCard(theme, _("Response times"))
        self.closed = ReportCard(
            theme, _("Answered while closed"), _("round the clock; not in opening hours")
        )
        self.shares = RateBars(theme, len(_SHARES))
        self.kept = ReportCard(theme, _("Kept"), chart=self.shares)
        self.which = Segmented(
            theme,
            _("Which responses"),
            [Option(each, which_words(each)) for each in ("first", "next", "all")],
            is_small=True,
        )
        self.which.choose("first")
        self.lines = LineChart(theme, formats)
        self.over = ReportCard(theme, _("Over time"), chart=self.lines)
        self.bars = BarChart(theme, formats)
        self.spread = ReportCard(theme, _("How often which time"), chart=self.bars)
        self.by_line = ReportCard(theme, _("By number"))
        self.add_row((self.table, 5), (self.kept, 3))
        chooser = QHBoxLayout()
        chooser.addWidget(self.which)
        chooser.addStretch(1)
        self.column.addLayout(chooser)
        self.add_row((self.over, 1))
        self.add_row((self.spread, 5), (self.closed, 3))
        self.add_row((self.by_line, 1))
        self.column.addStretch(1)
        self.which.chosen.connect(lambda _which: self._fill_one())

    def fill(self, report: Report) -> None:
        """The tables, then those of the chosen one."""
        formats = self.kit.formats
        self.table.show_table(_times(report, formats))
        self.closed.show_table(_closed(report, formats))
        lines = rate_lines(report, formats, _SHARES)
        self.shares.show_rates(lines)
        columns, rows = rate_rows(lines)
        self.kept.show_table(
            table_face("kept", self.kept.title.text(), columns, rows, _("No answer in this period.")),
            is_empty=all(line.tenths is None for line in lines),
        )
        self._fill_one()
        self._fill_lines_of_business(report)

    def _fill_one(self) -> None:
        report, formats = self.report, self.kit.formats
        if report is None:
            return
        which, clock = self.which.chosen_id or "first", report.ask.clock
        half, nine = report.trend(f"{which}_{clock}_median"), report.trend(f"{which}_{clock}_p90")
        drawn = (Drawn(half, _("median")), Drawn(nine, _("9 times out of 10"), 1, is_dashed=True))
        target = None
        if report.standard_s is not None and which != "next":
            said = words.duration(report.standard_s, formats.language)
            target = (report.standard_s, _("standard: {time}").format(time=said))
        self.lines.show_face(line_face(report, drawn, formats, target))
        columns, rows = line_rows(report, drawn, formats)
        empty = self.nothing_words(report, _("Nobody was answered in this period."))
        self.over.say_subtitle(f"{words.clock_words(report)}, {words.over_words(report)}")
        face = table_face("over", self.over.title.text(), columns, rows, empty)
        self.over.show_table(face, is_empty=not has_values(half))
        bars = span_bars(report, report.spread(f"{which}_{clock}"), formats, which_words(which))
        self.bars.show_bars(bars)
        columns, rows = bar_rows(bars, _("Time"))
        self.spread.say_subtitle(f"{which_words(which)}, {words.clock_words(report)}")
        face = table_face("spread", self.spread.title.text(), columns, rows, empty)
        self.spread.show_table(face, is_empty=not any(bar.count for bar in bars))

    def _fill_lines_of_business(self, report: Report) -> None:
        """Where there are several numbers."""
        table = report.table("lines")
        self.by_line.setVisible(table is not None and len(table.lines) > 1)
        if table is None:
            return
        names = {"n": _("n"), "median": _("median"), "p90": _("9 times out of 10"), "within": _("standard")}
        columns = [Column(_("Number"), "words"), *(Column(names.get(code, code)) for code in table.columns)]
        known = self.kit.desk.lines()
        rows = []
        for line in table.lines:
            entry = next((one for line_id, one in known.items() if line_id == line.row), None)
            name = line_words(entry)
            cells = [figure_cell(report, figure, self.kit.formats, name, line.row) for figure in line.cells]
            rows.append((Cell(name, is_strong=True), *cells))
        self.by_line.show_table(table_face("lines", self.by_line.title.text(), columns, tuple(rows)))


def line_words(line: Line | None) -> str:
    """A number of the business, as people know it."""
    number = line.display_number if line is not None else None
    return phone(number) if number else _("A number that is gone")


def _times(report: Report, formats: Formats) -> Grid:
    """Three rows in the clock of the ask, three in the other."""
    columns = [
        Column(_("Responses"), "words"), Column(_("n")), Column(_("median")), Column(_("9 times out of 10")),
        Column(_("mean")),
    ]  # fmt: skip
    if report.ask.versus is not None:
        columns.append(Column(_("median before")))
    rows: list[tuple[Cell, ...]] = []
    clocks: tuple[str, ...] = ("bus", "cal") if report.ask.clock == "bus" else ("cal", "bus")
    if not report.is_open_known:
        clocks = ("cal",)
    for clock in clocks:
        rows += _clock_rows(report, clock, formats)
    has_any = any(figure.n for figure in report.figures if figure.code.startswith("all_"))
    empty = _("Nobody was answered in this period.")
    return table_face("times", _("Response times"), columns, tuple(rows) if has_any else (), empty)


def _clock_rows(report: Report, clock: str, formats: Formats) -> Rows:
    says = {"bus": _("opening hours"), "cal": _("round the clock")}[clock]
    rows = []
    for which in ("first", "next", "all"):
        name = f"{which_words(which)}, {says}"
        cells = [
            figure_cell(
                report, report.figure(f"{which}_{clock}_{stat}"), formats, name, is_strong=stat == "median"
            )
            for stat in ("n", "median", "p90", "mean")
        ]
        if report.ask.versus is not None:
            median = report.figure(f"{which}_{clock}_median")
            cells.append(Cell(words.duration(median.before if median else None, formats.language)))
        rows.append((Cell(name), *cells))
    return tuple(rows)


def _closed(report: Report, formats: Formats) -> Grid:
    columns = (Column(_("Responses"), "words"), Column(_("n")), Column(_("median")))
    rows = []
    for which in ("first", "next", "all"):
        name = which_words(which)
        codes = (f"{which}_closed_n", f"{which}_closed_median")
        cells = [figure_cell(report, report.figure(code), formats, name) for code in codes]
        rows.append((Cell(name), *cells))
    count = report.figure("all_closed_n")
    empty = _("Nobody was answered wholly outside opening hours.")
    has_any = count is not None and bool(count.value)
    return table_face("closed", _("Answered while closed"), columns, tuple(rows) if has_any else (), empty)
