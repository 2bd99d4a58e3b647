"""By person: answers, times, what was held and handed on, help; and how the load was shared over time."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.report_rows import Report
from app.words import gettext as _
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.lines import LineChart
from ui.reports.faces import Drawn, has_values, line_face, line_rows, table_face
from ui.reports.page import ReportPage
from ui.reports.people_table import all_people, people_clock

MOST_LINES: Final = 4  # that eyes can follow; the table has everybody


class PeoplePage(ReportPage):
    """One table, one chart."""

    name = "people"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.table = ReportCard(kit.theme, _("By person"))
        self.lines = LineChart(kit.theme, kit.formats)
        self.load = ReportCard(kit.theme, _("Load"), chart=self.lines)
        self.add_row((self.table, 1))
        self.add_row((self.load, 1))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """The table, and the load of those with the most."""
        formats = self.kit.formats
        self.table.show_table(all_people(self.kit, report))
        self.table.say_subtitle(people_clock(report))
        trends = [one for one in report.trends if one.code == "load" and has_values(one)]
        trends.sort(key=lambda one: -sum(point.value or 0 for point in one.points))
        everybody = [
            Drawn(
                replace(trend, before=()),
                words.member_name(self.kit, trend.row),
                number,
                is_dashed=number % 2 == 1,
            )
            for number, trend in enumerate(trends)
        ]
        self.lines.show_face(line_face(report, everybody[:MOST_LINES], formats))
        said = _("waits that began while it was theirs, {step}")
        if len(everybody) > MOST_LINES:
            said = _("waits that began while it was theirs, {step}; the four with the most, all in the table")
        self.load.say_subtitle(said.format(step=words.step_words(report.ask.step)))
        columns, rows = line_rows(report, everybody, formats)
        empty = _("No conversation was anybody’s in this period.")
        self.load.show_table(
            table_face("load", self.load.title.text(), columns, rows, empty), is_empty=not trends
        )
