"""The overview: what came of it first, then how fast, by whom, when customers write, and what became of messages."""

from __future__ import annotations

from app.domain.report_rows import Figure, Report
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.heat import HeatLegend, HeatMap
from ui.reports.charts.lines import LineChart
from ui.reports.charts.rates import RateBars
from ui.reports.faces import (
    Drawn,
    Wanted,
    counted,
    has_values,
    heat_face,
    heat_rows,
    line_face,
    line_rows,
    table_face,
    with_pending,
)
from ui.reports.page import ReportPage
from ui.reports.people_table import short_people
from ui.reports.rate_lines import RATES, rate_lines, rate_rows
from ui.widgets.button import Button


def _won_base(figure: Figure, formats: Formats) -> str:
    sold = ngettext("{n} sale", "{n} sales", figure.n).format(n=formats.number(figure.n))
    if figure.before is None:
        return sold
    was = words.value_words(figure.unit, figure.before, formats, figure.currency)
    return _("{what}, {amount} before").format(what=sold, amount=was)


def _deals_base(figure: Figure, formats: Formats) -> str:
    if not figure.whole:
        return ""
    ended = ngettext("of {n} that ended", "of {n} that ended", figure.whole)
    return ended.format(n=formats.number(figure.whole))


def _conversion_base(figure: Figure, formats: Formats) -> str:
    base = ngettext("{part} of {n} deal made", "{part} of {n} deals made", figure.whole)
    return base.format(part=formats.number(figure.part), n=formats.number(figure.whole))


def _promise_base(figure: Figure, formats: Formats) -> str:
    return with_pending(words.of_words(figure.part, figure.whole, formats), figure, formats)


def _within_base(figure: Figure, formats: Formats) -> str:
    base = ngettext("{part} of {n} answer", "{part} of {n} answers", figure.whole)
    return base.format(part=formats.number(figure.part), n=formats.number(figure.whole))


def _time_base(figure: Figure, formats: Formats) -> str:
    return with_pending(counted(figure.n, formats), figure, formats)


def outcome_tiles() -> tuple[Wanted, ...]:
    """What came of it."""
    return (
        Wanted("revenue", _("Revenue won"), _won_base, _("Nothing was won in this period")),
        Wanted("deals_won", _("Deals won"), _deals_base, _("No deal ended in this period")),
        Wanted("conversion", _("Conversion"), _conversion_base, _("No deal was made in this period")),
        Wanted("promise_kept", _("Promise kept"), _promise_base, _("No answer was promised by a time")),
    )


def speed_tiles() -> tuple[Wanted, ...]:
    """How fast."""
    nothing = _("Nobody was answered in this period")
    return (
        Wanted("first_median", _("First response, median"), _time_base, nothing, _("First responses")),
        Wanted(
            "first_p90", _("First response, 9 times out of 10"), _time_base, nothing, _("First responses")
        ),
        Wanted("all_median", _("All responses, median"), _time_base, nothing, _("All responses")),
        Wanted("within", _("Within the response standard"), _within_base, nothing),
    )


class OverviewPage(ReportPage):
    """Two rows of tiles, then four cards."""

    name = "overview"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.add_tiles(outcome_tiles())
        self.add_tiles(speed_tiles())
        self.lines = LineChart(theme, kit.formats)
        self.speed = ReportCard(theme, _("First response"), chart=self.lines)
        self.people = ReportCard(theme, _("By person"))
        self.map = HeatMap(theme)
        legend = HeatLegend(theme, _("few"), _("many"))
        self.writing = ReportCard(
            theme, _("When customers write"), _("messages received by hour"), self.map, legend
        )
        self.bars = RateBars(theme, len(RATES))
        self.sent = ReportCard(theme, _("Messages sent"), _("delivered, read, answered"), self.bars)
        self.failed = Button(theme, "", kind="link", icon="circle-x", is_flush=True)
        self.failed.clicked.connect(lambda: self.page_asked.emit("deliveries"))
        self.sent.below.addWidget(self.failed)
        self.failed.hide()
        self.add_row((self.speed, 5), (self.people, 3))
        self.add_row((self.writing, 5), (self.sent, 3))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """All four."""
        formats = self.kit.formats
        self._fill_lines(report)
        self.people.show_table(short_people(self.kit, report))
        self.people.say_subtitle(f"{_('own response times')}, {words.clock_words(report)}")
        grid = report.grid("writing")
        what = _("messages received")
        self.map.show_face(heat_face(report, grid, formats, what))
        columns, rows = heat_rows(report, grid, formats, what)
        empty = _("Nobody wrote in this period.")
        is_empty = grid is None or not any(value for row in grid.values for value in row)
        self.writing.show_table(
            table_face("writing", self.writing.title.text(), columns, rows, empty), is_empty=is_empty
        )
        lines = rate_lines(report, formats)
        self.bars.show_rates(lines)
        columns, rows = rate_rows(lines)
        is_empty = all(line.tenths is None for line in lines)
        empty = _("No message was sent in this period.")
        self._fill_failed(report)
        self.sent.show_table(
            table_face("sent", self.sent.title.text(), columns, rows, empty), is_empty=is_empty
        )

    def _fill_failed(self, report: Report) -> None:
        """What did not arrive, and the way to why."""
        refused, silent = report.figure("failed"), report.figure("silent")
        counts = [(one.value or 0) if one is not None else 0 for one in (refused, silent)]
        number = self.kit.formats.number
        said = _("{n} not delivered: {refused} refused by WhatsApp, {silent} without a receipt")
        self.failed.set_face(
            said.format(n=number(sum(counts)), refused=number(counts[0]), silent=number(counts[1])),
            icon="circle-x",
        )
        self.failed.setVisible(any(counts))

    def _fill_lines(self, report: Report) -> None:
        formats, half, nine = self.kit.formats, report.trend("first_median"), report.trend("first_p90")
        drawn = (Drawn(half, _("median")), Drawn(nine, _("9 times out of 10"), 1, is_dashed=True))
        target = None
        if report.standard_s is not None:
            said = words.duration(report.standard_s, formats.language)
            target = (report.standard_s, _("standard: {time}").format(time=said))
        self.lines.show_face(line_face(report, drawn, formats, target))
        self.speed.say_subtitle(f"{words.clock_words(report)}, {words.over_words(report)}")
        figure = report.figure("first_median")
        self.speed.end.setText(_time_base(figure, formats) if figure is not None and figure.n else "")
        columns, rows = line_rows(report, drawn, formats)
        empty = self.nothing_words(report, _("Nobody was answered for the first time in this period."))
        face = table_face("first", self.speed.title.text(), columns, rows, empty)
        self.speed.show_table(face, is_empty=not has_values(half))
