"""Appointments: who did not come, who confirms how long before, what was saved; by service and by column."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.report_rows import Figure, Line, Report
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.deals.funnel.cells import Cell, Column
from ui.kit import Kit
from ui.plain import shown_name
from ui.reports import words
from ui.reports.card import ReportCard
from ui.reports.charts.lines import LineChart
from ui.reports.faces import Drawn, Wanted, figure_cell, has_values, line_face, line_rows, table_face
from ui.reports.page import ReportPage


class AppointmentsPage(ReportPage):
    """Two rows of tiles, the answers by how long before, two lines over time, two tables."""

    name = "appointments"
    has_clock = False

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.add_tiles(day_tiles())
        self.add_tiles(slot_tiles())
        self.lead = ReportCard(
            theme, _("Answers by how long before you asked"), _("requests; what each of them brought")
        )
        self.missed_lines = LineChart(theme, kit.formats)
        self.missed = ReportCard(theme, _("No-shows"), chart=self.missed_lines)
        self.confirmed_lines = LineChart(theme, kit.formats)
        self.confirmed = ReportCard(theme, _("Confirmed by customers"), chart=self.confirmed_lines)
        self.services = ReportCard(theme, _("By service"))
        self.resources = ReportCard(theme, _("By person, chair and room"))
        self.add_row((self.lead, 1))
        self.add_row((self.missed, 1), (self.confirmed, 1))
        self.add_row((self.services, 1))
        self.add_row((self.resources, 1))
        self.column.addStretch(1)

    def note_words(self, report: Report) -> str:
        """What narrows nothing here is said."""
        if report.ask.line_id is not None or report.ask.group_id is not None:
            return _("Appointments belong to no number and to no group: these figures are of all of them.")
        return ""

    def fill(self, report: Report) -> None:
        """All cards."""
        formats = self.kit.formats
        self._fill_lead(report)
        nothing = {
            "no_show_rate": _("Nobody noted yet who came in this period."),
            "confirmed_rate": _("Nobody was asked in this period."),
        }
        for code, card, chart in (
            ("no_show_rate", self.missed, self.missed_lines),
            ("confirmed_rate", self.confirmed, self.confirmed_lines),
        ):
            drawn = (Drawn(report.trend(code), card.title.text()),)
            chart.show_face(line_face(report, drawn, formats))
            card.say_subtitle(words.over_words(report))
            columns, rows = line_rows(report, drawn, formats)
            face = table_face(code, card.title.text(), columns, rows, nothing[code])
            card.show_table(face, is_empty=not has_values(report.trend(code)))
        services = {one.service_id: one.name for one in self.kit.desk.services()} | {"": _("No service said")}
        self._fill_rows(report, "services", self.services, services, _("Service"))
        places = {one.resource_id: one.name for one in self.kit.desk.resources()} | {"": _("With nobody yet")}
        self._fill_rows(report, "resources", self.resources, places, _("Who or where"))

    def _fill_lead(self, report: Report) -> None:
        table = report.table("lead")
        columns = (
            Column(_("Asked"), "words"), Column(_("n"), tip=_("Requests of which it is decided what they brought")),
            Column(_("confirmed")), Column(_("cancelled")), Column(_("moved")),
            Column(_("to a person"), tip=_("Unclear, or a member of the team found out")),
            Column(_("no answer")),
        )  # fmt: skip
        rows = tuple([self._row(report, line, table.columns, lead_words(line.row)) for line in table.lines]
                     if table is not None else ())  # fmt: skip
        empty = _("Nobody was asked in this period.")
        self.lead.show_table(table_face("lead", self.lead.title.text(), columns, rows, empty))

    def _fill_rows(
        self, report: Report, code: str, card: ReportCard, names: Mapping[str, str], title: str
    ) -> None:
        table = report.table(code)
        columns = (
            Column(title, "words"), Column(_("came or not"), tip=_("Appointments of which it was noted")),
            Column(_("no-shows")), Column(_("no-show rate")),
            Column(_("confirmed"), tip=_("Of those asked, by the customers themselves")),
            Column(_("cancelled")), Column(_("slots saved"), tip=_("Of slots that were left")),
        )  # fmt: skip
        rows = []
        for line in table.lines if table is not None else ():
            key = line.row.partition(":")[2]
            name = shown_name(names[key]) if names.get(key) else _("No longer in the agenda")
            rows.append(self._row(report, line, table.columns if table is not None else (), name))
        empty = _("No appointment in this period.")
        card.show_table(table_face(code, card.title.text(), columns, tuple(rows), empty))

    def _row(self, report: Report, line: Line, codes: tuple[str, ...], name: str) -> tuple[Cell, ...]:
        formats = self.kit.formats
        cells = [
            figure_cell(report, cell, formats, f"{name}, {figure_name(code)}", line.row)
            for code, cell in zip(codes, line.cells, strict=True)
        ]
        return (Cell(name), *cells)


def day_tiles() -> tuple[Wanted, ...]:
    """Who came, who answered, what that saved."""
    unasked = _("Nobody was asked in this period")
    none = _("No appointment in this period")
    return (
        Wanted("no_show_rate", _("No-shows"), _missed_base, _("Nobody noted yet who came")),
        Wanted("confirmed_rate", _("Confirmed by customers"), _asked_base, unasked),
        Wanted("desk_time_saved", _("Saved at the front desk"), _alone_base, unasked),
        Wanted("cancelled", _("Cancelled"), _of_appointments, none),
        Wanted("cancelled_late", _("Cancelled within a day"), _of_cancelled, _("Nobody cancelled in this period")),
    )  # fmt: skip


def slot_tiles() -> tuple[Wanted, ...]:
    """What became of the slots that were left."""
    none = _("No slot was left in this period")
    return (
        Wanted("slots_saved", _("Slots saved"), _left_base, none),
        Wanted("slots_from_waiting", _("By the waiting list"), _taken_base, none),
        Wanted("slots_time", _("Time that was filled again"), _saved_base, none),
        Wanted("slots_money", _("What they bring"), _priced_base, _("No slot with a price was saved")),
        Wanted(
            "cancel_lead_median", _("Cancelled how long before"), _median_base,
            _("Nobody cancelled in this period"),
        ),
    )  # fmt: skip


def lead_words(row: str) -> str:
    """How long before its start somebody was asked."""
    names = {
        "48": _("48 h before, or more"), "24": _("24 to 48 h before"), "12": _("12 to 24 h before"),
        "3": _("3 to 12 h before"), "0": _("less than 3 h before"),
    }  # fmt: skip
    return names[row]


def figure_name(code: str) -> str:
    """A column, above the list that it opens."""
    names = {
        "n": _("requests"), "confirmed": _("confirmed"), "declined": _("cancelled"), "moved": _("moved"),
        "person": _("to a person"), "silent": _("no answer"), "held": _("came or not"), "no_shows": _("no-shows"),
        "no_show_rate": _("no-show rate"), "confirmed_rate": _("confirmed"), "cancelled": _("cancelled"),
        "slots_saved": _("slots saved"),
    }  # fmt: skip
    return names[code]


def _missed_base(figure: Figure, formats: Formats) -> str:
    of = words.of_words(figure.part, figure.whole, formats)
    if not figure.pending:
        return of
    more = ngettext("{n} not noted", "{n} not noted", figure.pending).format(n=formats.number(figure.pending))
    return _("{what}, {more}").format(what=of, more=more)


def _asked_base(figure: Figure, formats: Formats) -> str:
    base = ngettext("{part} of {n} asked", "{part} of {n} asked", figure.whole)
    said = base.format(part=formats.number(figure.part), n=formats.number(figure.whole))
    if not figure.pending:
        return said
    more = ngettext("{n} may answer", "{n} may answer", figure.pending).format(
        n=formats.number(figure.pending)
    )
    return _("{what}, {more}").format(what=said, more=more)


def _alone_base(figure: Figure, formats: Formats) -> str:
    return ngettext("{n} answer without anybody", "{n} answers without anybody", figure.n).format(
        n=formats.number(figure.n)
    )


def _of_appointments(figure: Figure, formats: Formats) -> str:
    return ngettext("of {n} appointment", "of {n} appointments", figure.whole).format(
        n=formats.number(figure.whole)
    )


def _of_cancelled(figure: Figure, formats: Formats) -> str:
    base = ngettext("{part} of {n} cancelled", "{part} of {n} cancelled", figure.whole)
    return base.format(part=formats.number(figure.part), n=formats.number(figure.whole))


def _left_base(figure: Figure, formats: Formats) -> str:
    base = ngettext("{part} of {n} that was left", "{part} of {n} that were left", figure.whole)
    said = base.format(part=formats.number(figure.part), n=formats.number(figure.whole))
    if not figure.pending:
        return said
    more = ngettext("{n} still free", "{n} still free", figure.pending).format(
        n=formats.number(figure.pending)
    )
    return _("{what}, {more}").format(what=said, more=more)


def _taken_base(_figure: Figure, _formats: Formats) -> str:
    return _("who tapped first got it")


def _saved_base(figure: Figure, formats: Formats) -> str:
    return ngettext("{n} slot saved", "{n} slots saved", figure.n).format(n=formats.number(figure.n))


def _priced_base(figure: Figure, formats: Formats) -> str:
    said = ngettext("{n} appointment with a price", "{n} appointments with a price", figure.n)
    return said.format(n=formats.number(figure.n))


def _median_base(figure: Figure, formats: Formats) -> str:
    return ngettext("median of {n} cancelled", "median of {n} cancelled", figure.n).format(
        n=formats.number(figure.n)
    )
