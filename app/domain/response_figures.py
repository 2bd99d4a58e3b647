"""Reports about waits: how fast the team answers, when people write, and the lists behind these figures."""

from __future__ import annotations

from itertools import compress
from typing import Final

from app.domain.report_cuts import cuts
from app.domain.report_facts import (
    WAITS,
    Facts,
    as_week,
    count_figure,
    seconds_figure,
    share_figure,
    spans_of,
    unknown_figure,
)  # fmt: skip
from app.domain.report_rows import BehindKey, Figure, Grid, Line, Point, Report, ReportAsk, Table, Trend
from app.domain.runs import NOTHING, Runs, joined, run_of
from app.domain.send_picks import SendPick
from app.domain.sorted_columns import both, count_of, either
from app.domain.spreads import median
from app.domain.turn_groups import counted, grouped, shared_by, steps
from app.domain.turn_index import ABANDONED, ANY, BUS, OPEN, REPLIED, WAIVED
from app.domain.turn_picks import SHARES, WHICH, TurnPick

CLOCKS = ("bus", "cal")
_WHOLE = ("median", "p90")


class Waits:
    """Durations of a window's answers, step by step and all together; reckoned when somebody asks."""

    def __init__(self, pick: TurnPick, *, is_open_known: bool = True) -> None:
        self.pick = pick
        self.is_open_known = is_open_known
        ask = pick.ask
        self.borders = cuts(ask.from_s, ask.until_s, ask.zone, ask.step)
        self._steps: dict[tuple[str, str], list[Runs]] = {}
        self._all: dict[tuple[str, str], Runs] = {}

    def steps(self, which: str, clock: str) -> list[Runs]:
        """Of each step."""
        found = self._steps.get((which, clock))
        if found is None:
            found = self._steps[which, clock] = self._cut(which, clock)
        return found

    def whole(self, which: str, clock: str) -> Runs:
        """Of the whole window."""
        found = self._all.get((which, clock))
        if found is None:
            found = self._all[which, clock] = joined(self.steps(which, clock))
        return found

    def figure(self, code: str, which: str, clock: str, stat: str) -> Figure:
        """One figure."""
        if clock == "bus" and not self.is_open_known:
            return unknown_figure(code)
        return seconds_figure(code, self.whole(which, clock), "turns", stat)

    def trend(self, code: str, which: str, clock: str, stat: str) -> Trend:
        """One line over time."""
        steps = zip(self.borders, self.borders[1:], self.steps(which, clock), strict=False)
        points = tuple(Point(start, end, values.stat(stat), values.n) for start, end, values in steps)
        return Trend(code, "seconds", points, opens="turns")

    def _cut(self, which: str, clock: str) -> list[Runs]:
        if which == "all":
            pairs = zip(self.steps("first", clock), self.steps("next", clock), strict=True)
            return [joined(pair) for pair in pairs]
        pick, first = self.pick, self.pick.low
        column, mask = pick.cols["bus" if clock == "bus" else "cal"], pick.timed(which, clock)
        return steps(
            pick, self.borders, ("waits", which, clock),
            lambda low, high: run_of(compress(column[low:high], mask[low - first : high - first])),
        )  # fmt: skip


def speed(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """How fast: by both clocks, with those who wait still."""
    pick = TurnPick(facts.turns, ask, now_s)
    waits = Waits(pick, is_open_known=facts.is_open_known(ask.until_s))
    figures = [
        waits.figure(f"{which}_{clock}_{stat}", which, clock, stat)
        for which in WHICH for clock in CLOCKS for stat in ("n", "mean", "median", "p90")
    ]  # fmt: skip
    figures += [
        waits.figure(f"{which}_closed_{stat}", which, "closed", stat) for which in WHICH for stat in ("n", "median")
    ]  # fmt: skip
    figures += _waiting(pick)
    for code, bit in (("waived", WAIVED), ("abandoned", ABANDONED)):
        figures.append(count_figure(code, count_of(pick.kind("all", bit)), "turns"))
    figures.append(count_figure("breached", count_of(pick.share("within")[1]), "turns"))
    figures += [share(pick, code) for code in SHARES]
    trends = [
        waits.trend(f"{which}_{clock}_{stat}", which, clock, stat)
        for which in WHICH for clock in CLOCKS for stat in _WHOLE
    ]  # fmt: skip
    spreads = [
        spans_of(f"{which}_{clock}", waits.whole(which, clock), WAITS, "turns") for which in WHICH for clock in CLOCKS
    ]  # fmt: skip
    return Report(
        "speed", ask, now_s, waits.whole("all", "cal").n, pending(pick), tuple(figures), tuple(trends),
        (lines(pick),), (), tuple(spreads),
    )  # fmt: skip


def hours(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """When people write, when they are answered, and how long they wait by the hour at which they began to."""
    pick = TurnPick(facts.turns, ask, now_s)
    sends = SendPick(facts.sends, ask, now_s)
    cells: list[list[int]] = [[] for _hour in range(168)]
    slots = pick.hours()
    mask = pick.timed("all", ask.clock)
    durations = pick.cols[ask.clock][pick.low : pick.high]
    for slot, seconds in zip(compress(slots, mask), compress(durations, mask), strict=True):
        cells[slot].append(seconds)
    medians = [median(sorted(cell)) if cell else None for cell in cells]
    ns = tuple(tuple(len(cell) for cell in cells[day * 24 : day * 24 + 24]) for day in range(7))
    grids = (
        sends.grid("writing"),
        sends.grid("answering"),
        Grid("median", "seconds", as_week(medians), ns, "turns"),
    )
    return Report("hours", ask, now_s, sum(map(len, cells)), pending(pick), grids=grids)


def share(pick: TurnPick, code: str) -> Figure:
    """How many of the turns of which it is known met something."""
    met, missed, later = pick.share(code)
    part = count_of(met)
    return share_figure(code, part, part + count_of(missed), "turns", count_of(later))


def pending(pick: TurnPick) -> int:
    """How many turns of the window are open."""
    return count_of(pick.kind("all", OPEN))


def lines(pick: TurnPick) -> Table:
    """Each number by itself; the clock of the ask."""
    words, clock = pick.index.lines.words, pick.ask.clock
    waits = grouped(pick, "line", clock, BUS if clock == "bus" else REPLIED)
    met, missed, later = shared_by(pick, "line", "within")
    every = counted(pick, "line", ANY)
    found = []
    for line, _n in sorted(every.items(), key=lambda pair: (-pair[1], words[pair[0]])):
        within = share_figure("within", met[line], met[line] + missed[line], "turns", later[line])
        values = waits.get(line, NOTHING)
        cells = tuple(seconds_figure(stat, values, "turns") for stat in ("n", "median", "p90"))
        found.append(Line(words[line], (*cells, within)))
    return Table("lines", ("n", "median", "p90", "within"), tuple(found))


def _waiting(pick: TurnPick) -> list[Figure]:
    """Who waits now."""
    open_ones = pick.waiting()
    ages = sorted([seconds for _place, seconds in open_ones if seconds is not None])
    n = len(open_ones)
    oldest = Figure(
        "pending_oldest", "seconds", ages[-1] if ages else None, len(ages), opens="turns", behind=n
    )
    return [count_figure("pending", n, "turns"), oldest]


def wait_mask(pick: TurnPick, key: BehindKey) -> bytes | None:
    """The turns behind a figure, a point, a cell of `lines` or of a heat map, or a bar; None: of no such code."""
    mask = _mask_of(pick, key.code if not key.row else _OF_LINES.get(key.code, ""))
    if mask is None:
        return None
    if key.row:
        return both(mask, pick.equals("line", key.row))
    if key.detail and key.report == "hours":
        return both(mask, pick.hour(key.detail))
    if key.detail:
        return both(mask, pick.span(_clock_of(pick, key.code), key.detail))
    return mask


def _mask_of(pick: TurnPick, code: str) -> bytes | None:
    if code in SHARES:
        met, missed, _later = pick.share(code)
        return either(met, missed)
    if code == "breached":
        return pick.share("within")[1]
    if code in _KINDS:
        return pick.kind("all", _KINDS[code])
    if code == "median":
        return pick.timed("all", pick.ask.clock)
    which = code.partition("_")[0]
    is_wait = which in WHICH and not code.startswith(("first_contact", "first_resolution"))
    return pick.timed(which, _clock_of(pick, code)) if is_wait else None


def _clock_of(pick: TurnPick, code: str) -> str:
    clock = code.split("_")[1]
    return clock if clock in (*CLOCKS, "closed") else pick.ask.clock


_OF_LINES: Final = {"n": "median", "median": "median", "p90": "median", "within": "within"}
_KINDS: Final = {"waived": WAIVED, "abandoned": ABANDONED, "turns": ANY}
