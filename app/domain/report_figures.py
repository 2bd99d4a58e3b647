"""Every report and single measures: the one calculation of screen, export and command."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from app.domain.appointment_figures import appointments
from app.domain.copies import changed
from app.domain.delivery_figures import deliveries, delivery_figures
from app.domain.outcome_figures import DealPick, money_figures, outcomes
from app.domain.people_figures import people, people_table
from app.domain.report_facts import Facts, count_figure, seconds_figure
from app.domain.report_rows import (
    FIGURES,
    CodedClock,
    Figure,
    Line,
    Report,
    ReportAsk,
    ReportName,
    Spans,
    Table,
    Trend,
)  # fmt: skip
from app.domain.resolution_figures import (
    EpisodePick,
    final_resolution,
    first_contact,
    resolution,
)
from app.domain.response_figures import Waits, hours, pending, share, speed
from app.domain.runs import run_of
from app.domain.send_picks import SendPick
from app.domain.sorted_columns import count_of
from app.domain.turn_index import (
    ANY,
    REPLIED,
)  # fmt: skip
from app.domain.turn_picks import TurnPick


def report(name: ReportName, facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """All figures of one page, beside those of the window that it is compared with."""
    made = _alone(name, facts, ask, now_s)
    if ask.versus is not None:
        from_s, until_s = ask.versus
        other = changed(ask, from_s=from_s, until_s=until_s, versus=None)
        made = _beside(made, _alone(name, facts, other, now_s))
    return changed(
        made,
        standard_s=facts.standard_s,
        is_open_known=facts.is_open_known(ask.until_s),
        deaf_s=facts.deaf_s(ask.from_s, ask.until_s),
    )


def warm(facts: Facts) -> None:
    """Reckon once what most reports have in common, so that the first look at any window finds it."""
    cols = facts.turns.turns
    if len(cols):
        ask = ReportAsk(cols.at[0], cols.at[-1] + 1, "UTC", step="month")
        people(facts, ask, ask.until_s)
        SendPick(facts.sends, ask, ask.until_s).replies()


def first_s(facts: Facts) -> int | None:
    """When the first turn began or the first message went out."""
    found = [cols.at[0] for cols in (facts.turns.turns, facts.sends.messages) if len(cols)]
    return min(found) if found else None


def measure_value(
    name: str,
    facts: Facts,
    from_s: int,
    until_s: int,
    now_s: int,
    zone: str = "UTC",
    clock: CodedClock = "bus",
) -> Fraction | None:
    """One figure of a window, exactly: a share between 0 and 1, seconds, a count, or minor units of the business's own
    currency. `name`: a code of a report; None: of no report, and where nothing was measured.
    """
    home = _HOME.get(name)
    if home is None:
        return None
    made = _alone(home, facts, ReportAsk(from_s, until_s, zone, clock, "month"), now_s)
    known = [one for one in made.all_of(name) if one.currency in ("", facts.currency)]
    figure = known[0] if known else None
    if figure is None or figure.value is None:
        return None
    return Fraction(figure.part, figure.whole) if figure.unit == "share" else Fraction(figure.value)


# --- reports of several parts ---


def _overview(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    pick, sends = TurnPick(facts.turns, ask, now_s), SendPick(facts.sends, ask, now_s)
    waits = Waits(pick, is_open_known=facts.is_open_known(ask.until_s))
    clock = ask.clock
    figures = (
        *money_figures(DealPick(facts, ask, now_s)),
        share(pick, "promise_kept"),
        *(
            waits.figure(f"{which}_{stat}", which, clock, stat)
            for which in ("first", "all")
            for stat in ("median", "p90")
        ),
        share(pick, "answered_in_day"),
        share(pick, "within"),
        *delivery_figures(sends),
    )
    trends = tuple(waits.trend(f"first_{stat}", "first", clock, stat) for stat in ("median", "p90"))
    n = count_of(pick.kind("all", REPLIED))
    return Report(
        "overview",
        ask,
        now_s,
        n,
        pending(pick),
        figures,
        trends,
        (people_table(pick),),
        (sends.grid("writing"),),
    )


def _compare(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    pick, sends = TurnPick(facts.turns, ask, now_s), SendPick(facts.sends, ask, now_s)
    matters = EpisodePick(facts.turns, ask, now_s)
    waits = Waits(pick, is_open_known=facts.is_open_known(ask.until_s))
    wrote = sends.kind("writing")
    every, resolved = count_of(pick.kind("all", ANY)), count_of(matters.kind("resolved"))
    reached = [one for one in delivery_figures(sends) if one.code in ("delivered", "read", "replied")]
    figures = (
        *(
            waits.figure(f"{which}_{clock}_{stat}", which, clock, stat)
            for which in ("first", "all") for clock in ("bus", "cal") for stat in ("median", "p90")
        ),
        *(share(pick, code) for code in ("answered_in_day", "within", "promise_kept")),
        first_contact(matters),
        final_resolution(matters, "median"),
        count_figure("turns", every, "turns"),
        count_figure("people_writing", sends.people("writing").bit_count(), "messages", count_of(wrote)),
        count_figure("resolved", resolved, "episodes"),
        *reached,
        *money_figures(DealPick(facts, ask, now_s)),
    )  # fmt: skip
    trends = tuple(waits.trend(f"first_{stat}", "first", ask.clock, stat) for stat in ("median", "p90"))
    return Report("compare", ask, now_s, count_of(pick.kind("all", REPLIED)), pending(pick), figures, trends)


def _speed(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """With the first words of machines, which only episodes know."""
    made = speed(facts, ask, now_s)
    matters = EpisodePick(facts.turns, ask, now_s)
    machine = run_of(matters.values("machine", matters.timed("machine")))
    return changed(made, figures=(*made.figures, seconds_figure("machine_first_median", machine, "episodes")))


_REPORTS: Final[dict[ReportName, Callable[[Facts, ReportAsk, int], Report]]] = {
    "overview": _overview, "speed": _speed, "people": people, "hours": hours, "resolution": resolution,
    "deliveries": deliveries, "outcomes": outcomes, "compare": _compare,
    "appointments": appointments,
}  # fmt: skip
_HOMES: Final[tuple[ReportName, ...]] = (
    "overview",
    "speed",
    "resolution",
    "deliveries",
    "outcomes",
    "compare",
)
_HOME: Final[dict[str, ReportName]] = {code: name for name in reversed(_HOMES) for code in FIGURES[name]}


def _alone(name: ReportName, facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    return _REPORTS[name](facts, ask, now_s)


def _beside(made: Report, before: Report) -> Report:
    """With the figures, lines and bars of the window compared with."""
    return changed(
        made,
        figures=tuple(_figure_beside(one, _alike(before.all_of(one.code), one)) for one in made.figures),
        trends=tuple(_trend_beside(one, before.trend(one.code, one.row)) for one in made.trends),
        spreads=tuple(_spans_beside(one, before.spread(one.code)) for one in made.spreads),
        tables=tuple(
            changed(table, lines=tuple(_line_beside(line, before.table(table.code)) for line in table.lines))
            for table in made.tables
        ),
    )


def _alike(found: tuple[Figure, ...], one: Figure) -> Figure | None:
    return next((other for other in found if other.currency == one.currency), None)


def _figure_beside(one: Figure, other: Figure | None) -> Figure:
    return one if other is None else changed(one, before=other.value, before_n=other.n)


def _trend_beside(one: Trend, other: Trend | None) -> Trend:
    return one if other is None else changed(one, before=other.points)


def _spans_beside(one: Spans, other: Spans | None) -> Spans:
    if other is None:
        return one
    pairs = zip(one.spans, other.spans, strict=True)
    return changed(one, spans=tuple(changed(span, before_n=before.n) for span, before in pairs))


def _line_beside(line: Line, table: Table | None) -> Line:
    other = next((one for one in table.lines if one.row == line.row), None) if table is not None else None
    if other is None:
        return line
    pairs = zip(line.cells, other.cells, strict=True)
    return changed(
        line, cells=tuple(None if cell is None else _figure_beside(cell, was) for cell, was in pairs)
    )
