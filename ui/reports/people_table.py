"""Figures by person: whose answers, how fast, what they held and handed on. Not a race: the numbers stand beside it."""

from __future__ import annotations

from app.domain.report_rows import PHONE, Line, Report
from app.domain.report_rows import Table as Figures
from app.words import gettext as _
from ui.deals.funnel.cells import Cell, Column, Grid, Part, share
from ui.kit import Kit
from ui.reports import words
from ui.reports.faces import figure_cell
from ui.widgets.paint_avatar import Portrait


def _who(kit: Kit, line: Line) -> Cell:
    name = words.member_name(kit, line.row)
    portrait = Portrait(line.row, "" if line.row == PHONE else name)
    return Cell(name, portrait=portrait, is_strong=True)


def short_people(kit: Kit, report: Report) -> Grid:
    """In brief, for the overview."""
    table = report.table("people")
    columns = (
        Column(_("Answers by"), "words"), Column(_("n"), tip=_("How many responses of their own")),
        Column("", "bar"), Column(_("median")), Column(_("9 of 10"), tip=_("Nine times out of ten they were faster")),
        Column(_("standard"), tip=_("Within the response standard")),
    )  # fmt: skip
    if table is None:
        return Grid("people", _("By person"), "", columns, (), _nobody())
    most = max([_value(table, line, "median") for line in table.lines], default=0)
    rows = []
    for line in table.lines:
        who = _who(kit, line)
        cells = {
            code: figure_cell(report, figure, kit.formats, _title(who.text, code), line.row)
            for code, figure in zip(table.columns, line.cells, strict=True)
        }
        bar = Cell(parts=(Part(share(_value(table, line, "median"), most)),))
        rows.append((who, cells["n"], bar, cells["median"], cells["p90"], cells["within"]))
    return Grid("people", _("By person"), "", columns, tuple(rows), _nobody(), is_tall=True)


def all_people(kit: Kit, report: Report) -> Grid:
    """Everything that is known of each; the bar stands before the median that it shows."""
    table = report.table("people")
    columns = [
        Column(_("Answers by"), "words"),
        *(_column(code) for code in (table.columns if table else ())),
    ]
    if table is None:
        return Grid("people", _("By person"), "", tuple(columns), (), _nobody())
    place = table.columns.index("median") + 1
    columns.insert(place, Column("", "bar"))
    most = max([_value(table, line, "median") for line in table.lines], default=0)
    rows = []
    for line in [*table.lines, *([table.total] if table.total is not None else [])]:
        who = _who(kit, line) if line is not table.total else Cell(_("Together"), is_strong=True)
        cells = [who]
        cells += [
            figure_cell(report, figure, kit.formats, _title(who.text, code), line.row)
            for code, figure in zip(table.columns, line.cells, strict=True)
        ]
        parts = (Part(share(_value(table, line, "median"), most)),) if line is not table.total else ()
        cells.insert(place, Cell(parts=parts))
        rows.append(tuple(cells))
    return Grid("people", _("By person"), "", tuple(columns), tuple(rows), _nobody(), is_tall=True)


def people_clock(report: Report) -> str:
    """By which clock the times of the table are: those of holding run on while the business is closed."""
    if report.ask.clock == "bus":
        return _("own response times, within opening hours; “held” and “handed on” round the clock")
    return _("own response times, round the clock; team times are elsewhere")


def _nobody() -> str:
    return _("Nobody answered in this period.")


def _value(table: Figures, line: Line, code: str) -> int:
    figure = line.cells[table.columns.index(code)]
    return (figure.value or 0) if figure is not None else 0


def _title(who: str, code: str) -> str:
    return f"{who}, {_column(code).title}"


def _column(code: str) -> Column:
    """Its title, and what it means."""
    names = {
        "n": (_("n"), _("Responses of their own: somebody else’s conversation does not count here")),
        "mean": (_("mean"), _("Mean of their own response times")),
        "median": (_("median"), _("Half of their responses were faster")),
        "p90": (_("9 of 10"), _("Nine times out of ten they were faster")),
        "within": (_("standard"), _("Within the response standard")),
        "hold": (_("held"), _("How long customers waited while the conversation was theirs")),
        "held_before": (_("handed on"), _("How long they held what they handed on without an answer")),
        "assists": (_("helped"), _("Answers in a conversation that was somebody else’s")),
        "waived": (_("no reply"), _("Waits that they ended as “no reply needed”")),
    }
    title, tip = names.get(code, (code, ""))
    return Column(title, "figure", tip)
