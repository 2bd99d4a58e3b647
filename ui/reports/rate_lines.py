"""Shares of messages and people as lines with bars: each compares like with like and names what it counts."""

from __future__ import annotations

from typing import Final

from app.domain.report_rows import Figure, Report
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.deals.funnel.cells import Cell, Column
from ui.reports import words
from ui.reports.charts.chart import Spot
from ui.reports.charts.rates import RateLine
from ui.reports.faces import Rows
from ui.reports.links import figure_link

RATES: Final = ("delivered", "read", "replied")
TARGET: Final = 95  # percent of messages that should be delivered


def _names(code: str) -> tuple[str, str]:
    names = {
        "accepted": (_("Accepted by WhatsApp"), _("messages")),
        "delivered": (_("Delivered"), _("messages, {n} % wanted").format(n=TARGET)),
        "read": (_("Read, at least"), _("messages; receipts can be off")),
        "replied": (_("Answered"), _("people, within 7 days")),
        "first_contact": (_("Solved at the first contact"), _("conversations whose 72 hours are over")),
        "answered_in_day": (_("Answered within 24 h"), _("waits that began over 24 h ago")),
        "within": (_("Within the response standard"), _("answers")),
        "promise_kept": (_("Promise kept"), _("waits whose away message named a time")),
        "conversion_episodes": (_("Of conversations"), _("with a deal won")),
        "conversion_messages": (_("Of messages received"), _("deals won")),
        "conversion_people": (_("Of people"), _("with a deal won")),
        "win_rate": (_("Win rate"), _("deals won of deals that ended")),
        "conversion": (_("Conversion"), _("deals won of deals made")),
    }
    return names[code]


def rate_lines(report: Report, formats: Formats, codes: tuple[str, ...] = RATES) -> tuple[RateLine, ...]:
    """One for each code."""
    return tuple([_line(report, report.figure(code), code, formats) for code in codes])


def _line(report: Report, figure: Figure | None, code: str, formats: Formats) -> RateLine:
    label, about = _names(code)
    if figure is None or figure.value is None:
        return RateLine(label, about, "", words.NONE, None, Spot(label, (_("no figure for this period"),)))
    of = words.of_words(figure.part, figure.whole, formats)
    said = words.percent(figure.value, formats.language)
    lines = [said, of, about]
    if figure.pending:
        pending = ngettext("{n} not decided yet", "{n} not decided yet", figure.pending)
        lines.append(pending.format(n=formats.number(figure.pending)))
    if figure.before is not None:
        lines.append(_("before: {value}").format(value=words.percent(figure.before, formats.language)))
    spot = Spot(label, tuple(lines), figure_link(report, figure, label))
    return RateLine(label, about, of, said, figure.value, spot)


def rate_rows(lines: tuple[RateLine, ...]) -> tuple[tuple[Column, ...], Rows]:
    """The table behind them."""
    columns = (Column(_("Figure"), "words"), Column(_("Of how many")), Column(_("Share")))
    rows = [(Cell(line.label), Cell(line.of), Cell(line.percent, key=line.spot.key)) for line in lines]
    return columns, tuple(rows)
