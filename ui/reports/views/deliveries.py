"""Messages sent: accepted, delivered, read, answered; and why some did not arrive."""

from __future__ import annotations

from app.domain.report_rows import Report
from app.words import gettext as _
from app.words import ngettext
from ui.deals.funnel.cells import Cell, Column
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.lines import LineChart
from ui.reports.charts.rates import RateBars
from ui.reports.faces import Drawn, figure_cell, has_values, line_face, line_rows, table_face
from ui.reports.page import ReportPage
from ui.reports.rate_lines import TARGET, rate_lines, rate_rows

_RATES = ("accepted", "delivered", "read", "replied")


def failure_words(row: str) -> str:
    """Why messages did not arrive, by the class of their failure."""
    from app.words import sentences

    if row == "silent":
        return _("No receipt within 24 hours")
    return sentences.failure(row).sentence.partition(". ")[0].removesuffix(".")


class DeliveriesPage(ReportPage):
    """Shares, why not, and the shares over time."""

    name = "deliveries"
    has_clock = False

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.shares = RateBars(kit.theme, len(_RATES))
        self.sent = ReportCard(kit.theme, _("Messages sent"), _("delivered, read, answered"), self.shares)
        self.failed = ReportCard(kit.theme, _("Not delivered"))
        self.lines = LineChart(kit.theme, kit.formats)
        self.over = ReportCard(kit.theme, _("Over time"), chart=self.lines)
        self.add_row((self.sent, 1), (self.failed, 1))
        self.add_row((self.over, 1))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """All three."""
        formats = self.kit.formats
        lines = rate_lines(report, formats, _RATES)
        self.shares.show_rates(lines)
        columns, rows = rate_rows(lines)
        empty = _("No message was sent in this period.")
        face = table_face("sent", self.sent.title.text(), columns, rows, empty)
        self.sent.show_table(face, is_empty=all(line.tenths is None for line in lines))
        delivered = report.figure("delivered")
        pending = delivered.pending if delivered is not None else 0
        more = ngettext(
            "{n} younger than 24 h without a receipt", "{n} younger than 24 h without a receipt", pending
        )
        self.sent.end.setText(more.format(n=formats.number(pending)) if pending else "")
        self._fill_failed(report)
        drawn = (
            Drawn(report.trend("delivered"), _("Delivered")),
            Drawn(report.trend("read"), _("Read, at least"), 1, is_dashed=True),
        )
        target = (TARGET * 10, _("wanted: {n} %").format(n=TARGET))
        self.lines.show_face(line_face(report, drawn, formats, target))
        self.over.say_subtitle(words.over_words(report))
        columns, rows = line_rows(report, drawn, formats)
        face = table_face("over", self.over.title.text(), columns, rows, empty)
        self.over.show_table(face, is_empty=not has_values(report.trend("delivered")))

    def _fill_failed(self, report: Report) -> None:
        table = report.table("failures")
        columns = (Column(_("Why"), "words"), Column(_("messages")))
        rows = []
        for line in table.lines if table is not None else ():
            name = failure_words(line.row)
            rows.append((Cell(name), figure_cell(report, line.cells[0], self.kit.formats, name, line.row)))
        empty = _("Every message of this period that is old enough was delivered.")
        if not report.n:
            empty = _("No message was sent in this period.")
        self.failed.show_table(table_face("failed", self.failed.title.text(), columns, tuple(rows), empty))
