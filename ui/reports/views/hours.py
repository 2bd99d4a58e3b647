"""When customers write, when they are answered, and how long they wait by the hour at which they wrote."""

from __future__ import annotations

from app.domain.report_rows import Report
from app.words import gettext as _
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.heat import HeatLegend, HeatMap
from ui.reports.faces import heat_face, heat_rows, table_face
from ui.reports.page import ReportPage


class HoursPage(ReportPage):
    """Three maps of the week."""

    name = "hours"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        titles = {
            "writing": (_("When customers write"), _("messages received by hour"), _("few"), _("many")),
            "answering": (_("When we answer"), _("answers by hour"), _("few"), _("many")),
            "median": (_("How long they wait"), "", _("short"), _("long")),
        }
        self.maps: dict[str, tuple[ReportCard, HeatMap]] = {}
        for code, (title, subtitle, few, many) in titles.items():
            chart = HeatMap(kit.theme)
            card = ReportCard(kit.theme, title, subtitle, chart, HeatLegend(kit.theme, few, many))
            self.maps[code] = (card, chart)
            self.add_row((card, 1))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """All three."""
        formats = self.kit.formats
        names = {"writing": _("messages received"), "answering": _("answers"), "median": _("median")}
        said = _("median response time by the hour at which they wrote, {clock}")
        self.maps["median"][0].say_subtitle(said.format(clock=words.clock_words(report)))
        for code, (card, chart) in self.maps.items():
            grid = report.grid(code)
            chart.show_face(heat_face(report, grid, formats, names[code]))
            columns, rows = heat_rows(report, grid, formats, names[code])
            empty = (
                _("Nobody wrote in this period.")
                if code != "answering"
                else _("Nobody answered in this period.")
            )
            if code == "median":
                empty = self.nothing_words(report, empty)
            is_empty = grid is None or not any(value for row in grid.values for value in row)
            card.show_table(table_face(code, card.title.text(), columns, rows, empty), is_empty=is_empty)
