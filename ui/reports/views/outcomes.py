"""Deals: revenue, conversion by three denominators, velocity, what a prospect brings; over time."""

from __future__ import annotations

from app.domain.report_rows import Figure, Report
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.lines import LineChart
from ui.reports.charts.rates import RateBars
from ui.reports.faces import Drawn, Wanted, has_values, line_face, line_rows, table_face
from ui.reports.page import ReportPage
from ui.reports.rate_lines import rate_lines, rate_rows
from ui.reports.views.overview import outcome_tiles

_RATES = ("win_rate", "conversion", "conversion_episodes", "conversion_people", "conversion_messages")


def _velocity(figure: Figure, formats: Formats) -> str:
    open_now = ngettext("a day; {n} deal open today", "a day; {n} deals open today", figure.n)
    return open_now.format(n=formats.number(figure.n))


def _prospects(figure: Figure, formats: Formats) -> str:
    return ngettext("{n} person wrote", "{n} people wrote", figure.n).format(n=formats.number(figure.n))


def _cycle(figure: Figure, formats: Formats) -> str:
    won = ngettext("median of {n} deal won", "median of {n} deals won", figure.n)
    return won.format(n=formats.number(figure.n))


class OutcomesPage(ReportPage):
    """Outcomes first; the funnel itself is on the screen of deals."""

    name = "outcomes"
    has_clock = False

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        revenue, won, *_rest = outcome_tiles()
        known_later = _("Known once a deal is won")
        self.add_tiles(
            (
                revenue,
                won,
                Wanted("velocity", _("Velocity"), _velocity, known_later),
                Wanted(
                    "revenue_per_prospect",
                    _("Revenue per person"),
                    _prospects,
                    _("Nobody wrote in this period"),
                ),
                Wanted("cycle_median", _("From made to won"), _cycle, known_later),
            )
        )
        self.shares = RateBars(kit.theme, len(_RATES))
        self.rates = ReportCard(kit.theme, _("Conversion"), _("by what it is of"), self.shares)
        self.lines = LineChart(kit.theme, kit.formats)
        self.over = ReportCard(kit.theme, _("Deals won"), chart=self.lines)
        self.money = LineChart(kit.theme, kit.formats)
        self.sold = ReportCard(kit.theme, _("Revenue won"), chart=self.money)
        self.add_row((self.sold, 1), (self.rates, 1))
        self.add_row((self.over, 1))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """Rates and two lines."""
        formats = self.kit.formats
        lines = rate_lines(report, formats, _RATES)
        self.shares.show_rates(lines)
        columns, rows = rate_rows(lines)
        empty = _("No deal was made in this period.")
        face = table_face("rates", self.rates.title.text(), columns, rows, empty)
        self.rates.show_table(face, is_empty=all(line.tenths is None for line in lines))
        for code, card, chart in (("won", self.over, self.lines), ("revenue", self.sold, self.money)):
            trend = report.trend(code)
            drawn = (Drawn(trend, card.title.text()),)
            chart.show_face(line_face(report, drawn, formats))
            card.say_subtitle(words.over_words(report))
            columns, rows = line_rows(report, drawn, formats)
            is_empty = not has_values(trend) or not any(
                point.value for point in (trend.points if trend else ())
            )
            nothing = _("No deal was won in this period.")
            card.show_table(table_face(code, card.title.text(), columns, rows, nothing), is_empty=is_empty)
