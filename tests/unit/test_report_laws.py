"""What must hold of reports whatever happened: sums, unions, zones, lists, and one calculation however it came in."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from app.domain.appointment_figures import appointments_behind
from app.domain.copies import changed
from app.domain.hours import HoursBook
from app.domain.report_facts import Facts
from app.domain.report_figures import report
from app.domain.report_lists import deals_of, episodes_behind, messages_behind, opens_of, turns_behind
from app.domain.report_rows import FIGURES, BehindKey, Figure, Report, ReportAsk, ReportName
from app.domain.spreads import spread
from app.domain.turn_index import REPLIED, TurnIndex
from app.domain.turn_picks import TurnPick
from tests.appointment_stories import salon_facts
from tests.unit.drawn_turns import DAY_S, MONTH, NOW_S, drawn, facts, groups, hours, standard

ASKS = (
    MONTH,
    changed(MONTH, line_id="l2", clock="cal", step="day"),
    changed(MONTH, member_id="al", step="month"),
    changed(MONTH, group_id="g1", zone="Asia/Kolkata"),
    changed(MONTH, member_id="nobody"),
)


@pytest.fixture(scope="module")
def found() -> Facts:
    return facts(*drawn(5), appointments=salon_facts)


def _behind(found: Facts, key: BehindKey) -> int:
    opens = opens_of(key)
    lists: dict[str, Any] = {
        "turns": turns_behind, "episodes": episodes_behind, "messages": messages_behind, "deals": deals_of,
        "appointments": appointments_behind,
    }  # fmt: skip
    return len(lists[opens](found, key, NOW_S))


def _keys(made: Report) -> Iterator[tuple[BehindKey, str, int]]:
    """Everything that can be opened, and how many lines it says there are."""
    for one in made.figures:
        if one.opens:
            yield BehindKey(made.name, made.ask, one.code), one.opens, one.behind
    for trend in made.trends:
        for point in trend.points:
            ask = changed(made.ask, from_s=point.start_s, until_s=point.until_s)
            if trend.unit != "money" and point.n:
                yield BehindKey(made.name, ask, trend.code, trend.row), trend.opens, point.n
    for spans in made.spreads:
        for span in spans.spans:
            end = "" if span.until_s is None else span.until_s
            yield (
                BehindKey(made.name, made.ask, spans.code, detail=f"{span.from_s}-{end}"),
                spans.opens,
                span.n,
            )
    yield from _cell_keys(made)


def _cell_keys(made: Report) -> Iterator[tuple[BehindKey, str, int]]:
    for table in made.tables:
        for line in table.lines:
            for cell in [one for one in line.cells if one is not None and one.opens]:
                yield BehindKey(made.name, made.ask, cell.code, line.row), cell.opens, cell.behind
    for grid in made.grids:
        counts: Any = grid.ns or grid.values
        for day, row in enumerate(counts):
            for hour, n in enumerate(row):
                yield BehindKey(made.name, made.ask, grid.code, detail=f"{day}-{hour}"), grid.opens, n


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("name", FIGURES)
def test_a_list_has_as_many_lines_as_its_figure_says(found: Facts, name: ReportName, ask: ReportAsk) -> None:
    for key, opens, behind in _keys(report(name, found, ask, NOW_S)):
        assert opens_of(key) == opens, key
        assert _behind(found, key) == behind, key


def test_answers_of_all_reps_and_assists_are_all_answers(found: Facts) -> None:
    table = report("people", found, changed(MONTH, clock="cal"), NOW_S).table("people")
    speed = report("speed", found, MONTH, NOW_S)
    assert table is not None
    cells: list[Any] = [line.cells for line in table.lines]
    answers = sum(cell[0].value for cell in cells) + sum(cell[7].value for cell in cells)
    assert answers == _count(speed, "all_cal_n") > 50
    assert sum(cell[8].value for cell in cells) == _count(speed, "waived")
    within = speed.figure("within")
    assert within is not None
    total = table.total.cells[4] if table.total is not None else None
    assert total is not None and (total.part, total.whole) == (within.part, within.whole)
    assert sum(cell[4].part for cell in cells) == within.part
    assert sum(cell[4].whole for cell in cells) <= within.whole  # some wait too long, and nobody has them


def test_a_rep_is_measured_within_opening_hours_where_those_are_asked_for(found: Facts) -> None:
    """The screen said "opening hours", and a night between question and answer stood beside a name as 12 hours."""
    pick = TurnPick(found.turns, MONTH, NOW_S)
    cols, theirs = pick.cols, defaultdict[str, list[int]](list)
    for i in pick.places(pick.kind("all", REPLIED)):
        times, response = found.turns.open_time(i), cols["response"][i]
        pressed_s = cols.at[i] + cols["cal"][i] - cols["link"][i]
        if response < 0 or times is None:
            continue
        within = times.between(pressed_s - response, pressed_s)
        if within or not response:
            theirs[found.turns.members.words[cols["responder"][i]]].append(within)
    table = report("people", found, MONTH, NOW_S).table("people")
    assert table is not None
    shown = {line.row: [cell.value if cell else None for cell in line.cells[:4]] for line in table.lines}
    assert sum(map(len, theirs.values())) > 20
    for member, seconds in theirs.items():
        one = spread(seconds)
        assert shown[member] == [one.n, one.mean_s, one.median_s, one.p90_s]
        key = BehindKey("people", MONTH, "median", member)
        assert sorted(row.seconds or 0 for row in turns_behind(found, key, NOW_S)) == sorted(seconds)
    rounds = report("people", found, changed(MONTH, clock="cal"), NOW_S).table("people")
    assert rounds is not None and rounds.lines != table.lines


def test_two_windows_that_touch_are_one(found: Facts) -> None:
    middle_s = MONTH.from_s + 12 * DAY_S + 4321
    first, second = changed(MONTH, until_s=middle_s), changed(MONTH, from_s=middle_s)
    counts: dict[ReportName, tuple[str, ...]] = {
        "speed": ("all_bus_n", "first_cal_n", "next_closed_n", "waived", "abandoned"),
        "resolution": ("resolves", "resolved", "reopens", "closed_by_itself", "final_resolution_n"),
        "deliveries": ("failed", "silent"),
        "compare": ("turns",),
    }
    for name, codes in counts.items():
        whole, one, two = (report(name, found, ask, NOW_S) for ask in (MONTH, first, second))
        for code in codes:
            assert _count(whole, code) == _count(one, code) + _count(two, code), code
    shares = ("within", "answered_in_day", "promise_kept", "delivered", "read")
    whole, one, two = (report("overview", found, ask, NOW_S) for ask in (MONTH, first, second))
    for code in shares:
        parts = [made.figure(code) for made in (whole, one, two)]
        for field in ("part", "whole", "pending"):
            values = [getattr(figure, field) for figure in parts]
            assert values[0] == values[1] + values[2], (code, field)


@pytest.mark.parametrize("name", FIGURES)
def test_another_zone_moves_what_is_by_the_day_and_no_total(found: Facts, name: ReportName) -> None:
    here = report(name, found, changed(MONTH, step="day"), NOW_S)
    there = report(name, found, changed(MONTH, step="day", zone="Pacific/Auckland"), NOW_S)
    assert here.figures == there.figures
    for one, other in zip(here.grids, there.grids, strict=True):
        counts: tuple[Any, Any] = (one.ns or one.values, other.ns or other.values)
        assert sum(map(sum, counts[0])) == sum(map(sum, counts[1]))
    for trend in here.trends:
        same = there.trend(trend.code, trend.row)
        assert same is not None
        assert sum(point.n for point in trend.points) == sum(point.n for point in same.points)


def test_thread_by_thread_is_the_same_as_at_once(found: Facts) -> None:
    turns, episodes, _messages, _deals = drawn(5)
    index = TurnIndex(HoursBook(), groups(), standard)
    index.load([], [])
    chance = random.Random(1)
    talks = [f"c{no}" for no in range(23)]
    for _round in range(2):  # the second time nothing is new
        for talk in chance.sample(talks, 23):
            mine = sorted((one for one in turns if one.conversation_id == talk), key=lambda one: one.key)
            matters = [one for one in episodes if one.conversation_id == talk]
            half = len(matters) // 2
            index.replace(talk, [one for one in mine if one.episode <= half], matters[:half])
            report(
                "people", Facts(index, found.sends), MONTH, NOW_S
            )  # what is kept must not be old afterwards
            index.replace(
                talk, [one for one in mine if one.episode > half], matters[half:], after=(half, 1 << 19)
            )
    index.reckon(hours(), groups(), standard)
    other = Facts(index, found.sends, found.deals, "EUR", 900, appointments=salon_facts)
    name: ReportName
    for name in get_args(ReportName):
        ours, theirs = report(name, other, MONTH, NOW_S), report(name, found, MONTH, NOW_S)
        assert ours.figures == theirs.figures, name
        assert (ours.trends, ours.tables, ours.grids) == (theirs.trends, theirs.tables, theirs.grids), name


def test_a_thread_that_is_gone_leaves_nothing(found: Facts) -> None:
    turns, episodes, _messages, _deals = drawn(5)
    index = TurnIndex(hours(), groups(), standard)
    index.load(turns, episodes)
    for no in range(23):
        index.drop(f"c{no}")
    assert (len(index.turns), len(index.episodes), index.waiting, index.shared) == (0, 0, {}, {})


def _count(made: Report, code: str) -> int:
    figure: Figure | None = made.figure(code)
    assert figure is not None
    assert figure.value is not None
    return figure.value
