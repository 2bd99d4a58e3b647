"""Before and after: every figure of two windows beside one another, and what changed."""

from __future__ import annotations

from dataclasses import replace

from app.domain.report_rows import Figure, Report
from app.words import gettext as _
from ui.deals.funnel.cells import Cell, Column, Grid
from ui.kit import Kit
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.lines import LineChart
from ui.reports.faces import Drawn, has_values, line_face, line_rows, table_face
from ui.reports.links import figure_link
from ui.reports.page import ReportPage

SMALL_N = 20  # under which a difference says little


def _groups(clock: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    speed = (
        (f"first_{clock}_median", _("First response, median")),
        (f"first_{clock}_p90", _("First response, 9 times out of 10")),
        (f"all_{clock}_median", _("All responses, median")),
        (f"all_{clock}_p90", _("All responses, 9 times out of 10")),
        ("answered_in_day", _("Answered within 24 h")),
        ("within", _("Within the response standard")),
        ("promise_kept", _("Promise kept")),
    )
    work = (
        ("people_writing", _("People who wrote")),
        ("turns", _("Waits")),
        ("resolved", _("Conversations done")),
        ("first_contact", _("Solved at the first contact")),
        ("final_resolution_median", _("Time until done, median")),
    )
    money = (
        ("revenue", _("Revenue won")),
        ("deals_won", _("Deals won")),
        ("conversion", _("Conversion")),
    )
    sent = (("delivered", _("Delivered")), ("read", _("Read, at least")), ("replied", _("Answered")))
    return (
        (_("What came of it"), money), (_("How fast"), speed), (_("How much"), work), (_("Messages sent"), sent),
    )  # fmt: skip


class ComparePage(ReportPage):
    """One table in four parts, and the first response over both windows."""

    name = "compare"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.lines = LineChart(kit.theme, kit.formats)
        self.over = ReportCard(kit.theme, _("First response, median"), chart=self.lines)
        self.parts = [ReportCard(kit.theme, title) for title, _codes in _groups("bus")]
        self.add_row((self.parts[0], 1), (self.parts[3], 1))
        self.add_row((self.parts[1], 1), (self.parts[2], 1))
        self.add_row((self.over, 1))
        self.column.addStretch(1)

    def fill(self, report: Report) -> None:
        """Row by row."""
        for card, (_title, codes) in zip(self.parts, _groups(report.ask.clock), strict=True):
            card.show_table(self._grid(report, card.title.text(), codes))
        formats, trend = self.kit.formats, report.trend("first_median")
        drawn = (Drawn(trend, _("after")),)
        self.lines.show_face(line_face(report, drawn, formats))
        self.over.say_subtitle(f"{words.clock_words(report)}, {words.over_words(report)}")
        columns, rows = line_rows(report, drawn, formats)
        empty = self.nothing_words(report, _("Nobody was answered for the first time in this period."))
        face = table_face("over", self.over.title.text(), columns, rows, empty)
        self.over.show_table(face, is_empty=not has_values(trend))

    def note_words(self, report: Report) -> str:
        """Which two windows; what is missing."""
        said = super().note_words(report)
        if report.ask.versus is None:
            return _("Nothing is compared: choose with what in the menu “Compared with” above.")
        formats = self.kit.formats
        windows = _("{after}, compared with {before}. Under {n} of each, a difference may be chance.").format(
            after=words.window_words((report.ask.from_s, report.ask.until_s), formats),
            before=words.window_words(report.ask.versus, formats),
            n=SMALL_N,
        )
        return " ".join(filter(None, (windows, said)))

    def _grid(self, report: Report, title: str, codes: tuple[tuple[str, str], ...]) -> Grid:
        columns = (
            Column(_("Figure"), "words"), Column(_("before")), Column(_("after")), Column(_("change")), Column(_("n")),
        )  # fmt: skip
        rows = []
        for code, name in codes:
            for figure in report.all_of(code):
                if figure.value is not None or figure.before is not None:
                    rows.append(self._row(report, figure, name))
        empty = _("Neither of the two periods has such figures.")
        return table_face("compare", title, columns, tuple(rows), empty)

    def _row(self, report: Report, figure: Figure, name: str) -> tuple[Cell, ...]:
        formats = self.kit.formats
        was = words.figure_words(replace(figure, value=figure.before), formats, report.ask.clock)
        after = words.figure_words(figure, formats, report.ask.clock)
        change = words.change_of(figure, formats)
        sign = {1: "+", -1: "−", 0: ""}[change.way] if change is not None else ""
        counts = f"{formats.number(figure.before_n)} / {formats.number(figure.n)}"
        verdict = change.verdict if change is not None else 0
        return (
            Cell(name),
            Cell(was, exact=words.clock_time(figure.unit, figure.before)),
            Cell(
                after,
                key=figure_link(report, figure, name),
                is_strong=True,
                exact=words.clock_time(figure.unit, figure.value),
            ),
            Cell(
                sign + change.text if change is not None else words.NONE,
                tone="danger" if verdict < 0 else "success" if verdict > 0 else "",
            ),
            Cell(counts),
        )
