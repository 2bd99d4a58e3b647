"""The page in view as a table for a spreadsheet: about what it is, then each of its tables as it is shown."""

from __future__ import annotations

from typing import Final

from app.domain.report_rows import Report
from app.words import gettext as _
from app.words.formats import Formats
from ui.reports.page import Section
from ui.reports.words import at, window_words

Row = list[str]
_YEAR_S: Final = 366 * 86_400  # seen from a year later a moment is written in full


def about_rows(
    report: Report, title: str, chosen: list[tuple[str, str]], formats: Formats
) -> list[tuple[str, str]]:
    """What every report prints with its figures."""
    ask = report.ask
    versus = window_words(ask.versus, formats) if ask.versus is not None else _("nothing")
    return [
        (_("Report"), title),
        (_("Rules of calculation, version"), str(report.rule_version)),
        (_("Time zone"), ask.zone),
        (_("Period"), window_words((ask.from_s, ask.until_s), formats)),
        (_("Compared with"), versus),
        *chosen,
        (_("n"), str(report.n)),
        (_("Still open"), str(report.pending)),
        (_("As of"), formats.moment(at(report.as_of_s), at(report.as_of_s + _YEAR_S))),
    ]


def report_rows(
    report: Report, title: str, sections: list[Section], chosen: list[tuple[str, str]], formats: Formats
) -> list[Row]:
    """All lines have the same number of cells. Times stand to the second, whole figures without grouping."""
    rows: list[Row] = [[name, value] for name, value in about_rows(report, title, chosen, formats)]
    rows.append([_("Since"), at(report.ask.from_s).isoformat()])
    rows.append([_("Until, without this moment"), at(report.ask.until_s).isoformat()])
    for section in sections:
        shown = [number for number, column in enumerate(section.grid.columns) if column.kind != "bar"]
        rows += [[], [section.title], [section.grid.columns[number].title for number in shown]]
        rows += [
            [row[number].exact or _plain(row[number].text) for number in shown] for row in section.grid.rows
        ]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def _plain(text: str) -> str:
    """Groups of digits run together, so that a spreadsheet reads a number."""
    for blank in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        joined = text.replace(blank, "")
        if joined.isdigit():
            return joined
        text = text.replace(blank, " ")
    joined = text.replace(",", "")
    return joined if joined.isdigit() else text
