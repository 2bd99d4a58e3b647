"""Each rep by themselves: answers on their own clock, what they held and handed over, assists, waits they waived."""

from __future__ import annotations

from collections import Counter
from itertools import compress
from typing import Final

from app.domain.records import record
from app.domain.report_cuts import cuts
from app.domain.report_facts import Facts, count_figure, seconds_figure, share_figure
from app.domain.report_rows import BehindKey, Figure, Line, Point, Report, ReportAsk, Table, Trend
from app.domain.response_figures import pending
from app.domain.runs import NOTHING, Runs, joined
from app.domain.sorted_columns import both, either
from app.domain.turn_groups import counted, grouped, held, shared_by, steps
from app.domain.turn_index import REPLIED, WAIVED
from app.domain.turn_picks import TurnPick

COLUMNS: Final = ("n", "mean", "median", "p90", "within", "hold", "held_before", "assists", "waived")
OWN: Final = {"bus": "own", "cal": "response"}  # which column has a rep's own response time by a clock


@record
class Rep:
    """What one of them did: `answers` in seconds of their own clock, within opening hours where those are asked for;
    counts of turns beside the seconds. What they held and handed on is round the clock."""

    member: str
    answers: Runs
    assists: int = 0
    waived: int = 0
    hold_s: int = 0
    held: int = 0
    handed_s: int = 0
    handed: int = 0
    within: tuple[int, int, int] = (0, 0, 0)  # met, missed, not known yet


def reps(pick: TurnPick) -> list[Rep]:
    """All who had a part in the turns, those with most answers first."""
    answers = grouped(pick, "responder", OWN[pick.ask.clock], REPLIED)
    assists, waived = counted(pick, "assist", REPLIED), counted(pick, "who", WAIVED)
    met, missed, later = shared_by(pick, "who", "within")
    holds, handed = held(pick)
    words = pick.index.members.words
    found = [
        Rep(
            words[no], answers.get(no, NOTHING), assists[no], waived[no], *holds.get(no, (0, 0)),
            *handed.get(no, (0, 0)), (met[no], missed[no], later[no]),
        )
        for no in {*answers, *assists, *waived, *met, *missed, *later, *holds, *handed} - {0}
    ]  # fmt: skip
    return sorted(found, key=lambda rep: (-rep.answers.n, rep.member))


def people(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """The table, and how many waits began with each of them over time."""
    pick = TurnPick(facts.turns, ask, now_s)
    table = people_table(pick)
    n = sum(line.cells[0].n for line in table.lines if line.cells[0] is not None)
    return Report("people", ask, now_s, n, pending(pick), trends=_loads(pick), tables=(table,))


def people_table(pick: TurnPick) -> Table:
    """A line for each, and one for all together, which has the waits that are too late and nobody's too."""
    found = reps(pick)
    met, missed, later = (sum(counts.values()) for counts in shared_by(pick, "who", "within"))
    every = Rep(
        "",
        joined([rep.answers for rep in found]),
        assists=sum(rep.assists for rep in found),
        waived=sum(rep.waived for rep in found),
        hold_s=sum(rep.hold_s for rep in found),
        within=(met, missed, later),
        handed_s=sum(rep.handed_s for rep in found),
    )
    lines = tuple(Line(rep.member, _cells(rep)) for rep in found)
    return Table("people", COLUMNS, lines, Line("", _cells(every, is_all=True)) if found else None)


def people_mask(pick: TurnPick, key: BehindKey) -> bytes | None:
    """The turns behind a cell or a point of a rep's line; None: of no such code."""
    code, row = key.code, key.row
    if code in ("n", "mean", "median", "p90"):
        answers = both(pick.kind("all", REPLIED), pick.equals("responder", row))
        return both(answers, pick.span(OWN[pick.ask.clock], "0-"))
    if code == "within":
        met, missed, _later = pick.share(code)
        return both(either(met, missed), pick.equals("who", row))
    if code in ("hold", "held_before"):
        return pick.held(row, is_handed=code == "held_before")
    if code == "assists":
        return pick.equals("assist", row)
    if code == "waived":
        return both(pick.kind("all", WAIVED), pick.equals("who", row))
    return pick.equals("holder", row) if code == "load" else None


def _cells(rep: Rep, *, is_all: bool = False) -> tuple[Figure | None, ...]:
    """In the order of COLUMNS; a total of several is behind no list of one."""
    opens = "" if is_all else "turns"
    met, missed, later = rep.within
    cells = (
        *(seconds_figure(stat, rep.answers, "turns") for stat in COLUMNS[:4]),
        share_figure("within", met, met + missed, "turns", later),
        Figure("hold", "seconds", rep.hold_s if rep.held or is_all else None, rep.held, opens="turns", behind=rep.held),
        Figure(
            "held_before", "seconds", rep.handed_s if rep.handed or rep.handed_s else None, rep.handed, opens="turns",
            behind=rep.handed,
        ),
        count_figure("assists", rep.assists, "turns"),
        count_figure("waived", rep.waived, "turns"),
    )  # fmt: skip
    return cells if opens else tuple(_closed(cell) for cell in cells)


def _closed(cell: Figure) -> Figure:
    from app.domain.copies import changed

    return changed(cell, opens="", behind=0)


def _loads(pick: TurnPick) -> tuple[Trend, ...]:
    """Waits that began while a rep held the conversation, step by step."""
    ask, words = pick.ask, pick.index.members.words
    borders = cuts(ask.from_s, ask.until_s, ask.zone, ask.step)
    column, first, asked = pick.cols["holder"], pick.low, pick.asked

    def count(low: int, high: int) -> Counter[int]:
        theirs = column[low:high]
        return Counter(theirs if asked is None else compress(theirs, asked[low - first : high - first]))

    counts = steps(pick, borders, ("load",), count)
    members = sorted(set().union(*counts) - {0}, key=lambda no: (-sum(one[no] for one in counts), words[no]))
    points = list(zip(borders, borders[1:], counts, strict=False))
    return tuple(
        Trend(
            "load", "count",
            tuple(Point(start, end, one[no], one[no]) for start, end, one in points),
            row=words[no], opens="turns",
        )
        for no in members
    )  # fmt: skip
