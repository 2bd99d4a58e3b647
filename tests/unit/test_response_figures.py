"""Reports about waits, with numbers worked out by hand. Promise: measures, to the letter."""

from __future__ import annotations

import pytest

from app.domain.copies import changed
from app.domain.hours import HoursBook
from app.domain.report_figures import measure_value, report
from app.domain.report_lists import turns_behind
from app.domain.report_rows import FIGURES, BehindKey, Figure, Report, ReportName
from app.domain.response_sums import responses
from tests.unit import drawn_turns as drawn
from tests.unit.drawn_turns import DAY_S, MONTH, NOW_S, at, facts, turn


def _figure(made: Report, code: str) -> Figure:
    found = made.figure(code)
    assert found is not None, code
    return found


def _values(made: Report, *codes: str) -> list[int | None]:
    return [_figure(made, code).value for code in codes]


def test_an_answer_while_closed_is_a_class_of_its_own() -> None:
    evening = turn(at("2026-03-02 19:00"), 5400)
    day = turn(at("2026-03-02 11:50"), 9000, talk="c2")
    made = report("speed", facts([evening, day]), MONTH, NOW_S)
    assert _values(made, "all_bus_n", "all_bus_median", "all_bus_mean") == [1, 1800, 1800]
    assert _values(made, "all_cal_n", "all_cal_median", "all_cal_mean") == [2, 7200, 7200]
    assert _values(made, "all_closed_n", "all_closed_median") == [1, 5400]


def test_first_and_next_answers_are_apart_and_the_median_of_an_even_count_is_between_two() -> None:
    start_s = at("2026-03-03 09:00")
    waits = [turn(start_s + n, 60 * n, talk=f"c{n}") for n in range(1, 11)]
    later = turn(start_s + 20, 5, talk="c1", turn=2)
    made = report("speed", facts([*waits, later]), MONTH, NOW_S)
    assert _values(made, "first_cal_n", "first_cal_median", "first_cal_p90") == [10, 330, 540]
    assert _values(made, "next_cal_n", "next_cal_median") == [1, 5]
    assert _values(made, "all_cal_n", "all_cal_median", "all_cal_mean") == [
        11,
        300,
        300,
    ]  # 3,305 / 11 = 300.45
    assert made.n == 11


def test_a_mean_of_a_half_is_rounded_to_the_even_second() -> None:
    start_s = at("2026-03-03 09:00")
    made = report("speed", facts([turn(start_s, 2), turn(start_s, 3, talk="c2")]), MONTH, NOW_S)
    assert _values(made, "all_cal_mean", "all_cal_median") == [2, 2]


def test_waived_waits_are_counted_apart_and_never_averaged() -> None:
    start_s = at("2026-03-03 09:00")
    waived = turn(start_s, 60, ended_by="waived", responder=None, response_s=None)
    given_up = turn(start_s, 60, talk="c2", ended_by="abandoned", responder=None, response_s=None)
    made = report("speed", facts([waived, given_up, turn(start_s, 600, talk="c3")]), MONTH, NOW_S)
    assert _values(made, "waived", "abandoned", "all_cal_n") == [1, 1, 1]
    assert (_figure(made, "answered_in_day").part, _figure(made, "answered_in_day").whole) == (1, 2)
    assert (_figure(made, "within").part, _figure(made, "within").whole) == (1, 2)


def test_a_day_must_be_over_before_a_wait_counts_as_answered_in_it_or_not() -> None:
    old_open, old_late = turn(NOW_S - 2 * DAY_S, None), turn(NOW_S - 3 * DAY_S, DAY_S + 1, talk="c2")
    exact = turn(NOW_S - 3 * DAY_S, DAY_S, talk="c3")
    young, young_open = turn(NOW_S - DAY_S + 1, 60, talk="c4"), turn(NOW_S - 60, None, talk="c5")
    ripe = turn(NOW_S - DAY_S, 60, talk="c6")
    made = report("speed", facts([old_open, old_late, exact, young, young_open, ripe]), MONTH, NOW_S)
    rate = _figure(made, "answered_in_day")
    assert (rate.part, rate.whole, rate.pending, rate.value) == (2, 4, 2, 500)


def test_the_standard_counts_by_its_own_clock_and_an_open_wait_breaks_it_while_it_lasts() -> None:
    kept = turn(at("2026-03-02 11:55"), 8100)  # 15 open minutes
    broken = turn(at("2026-03-02 11:55"), 8101, talk="c2")
    late, early = turn(NOW_S - 901, None, talk="c3"), turn(NOW_S - 900, None, talk="c4")
    made = report("speed", facts([kept, broken, late, early]), MONTH, NOW_S)
    rate = _figure(made, "within")
    assert (rate.part, rate.whole, rate.pending, rate.value) == (1, 3, 1, 333)


def test_a_promise_is_kept_by_a_reply_up_to_the_named_moment() -> None:
    start_s = at("2026-03-03 20:00")
    named = start_s + 3600
    waits = [
        turn(start_s, 3600, talk="c1", promised_s=named),
        turn(start_s, 3601, talk="c2", promised_s=named),
        turn(NOW_S - 60, None, talk="c3", promised_s=NOW_S + 60),
        turn(NOW_S - 60, None, talk="c4", promised_s=NOW_S - 1),
        turn(start_s, 10, talk="c5"),
    ]
    rate = _figure(report("overview", facts(waits), MONTH, NOW_S), "promise_kept")
    assert (rate.part, rate.whole, rate.pending) == (1, 3, 1)


def test_who_waits_now_is_shown_also_when_they_began_before_the_window() -> None:
    week = changed(MONTH, from_s=NOW_S - 7 * DAY_S, clock="cal")
    waits = [turn(NOW_S - 9 * DAY_S, None), turn(NOW_S - 100, None, talk="c2")]
    made = report("speed", facts(waits), week, NOW_S)
    assert _values(made, "pending", "pending_oldest") == [2, 9 * DAY_S]
    assert made.pending == 1


def test_each_rep_has_their_own_clock_holds_and_assists() -> None:
    start_s = at("2026-03-02 10:00")
    handed = turn(
        start_s, 1500, "bo", holder_at_start="al", holds=(("al", 1200), ("bo", 300)), handed_before=(("al", 1200),),
        response_s=300,
    )  # fmt: skip
    helped = turn(
        start_s, 600, "cy", "c2", holder_at_start="al", holds=(("al", 600),), responder=None, response_s=None,
        assist="cy",
    )  # fmt: skip
    table = report("people", facts([handed, helped]), MONTH, NOW_S).table("people")
    assert table is not None
    rows = {line.row: [None if cell is None else cell.value for cell in line.cells] for line in table.lines}
    assert rows["bo"] == [1, 300, 300, 300, 0, 300, None, 0, 0]
    assert rows["al"] == [0, None, None, None, None, 1800, 1200, 0, 0]
    assert rows["cy"] == [0, None, None, None, 1000, None, None, 1, 0]
    assert table.total is not None
    assert [table.total.cells[i].value for i in (0, 1, 5, 6, 7)] == [1, 300, 2100, 1200, 1]  # type: ignore[union-attr]


def test_without_opening_hours_business_time_is_unknown_and_never_0() -> None:
    made = report("speed", facts([turn(at("2026-03-02 19:00"), 5400)], book=HoursBook()), MONTH, NOW_S)
    assert _values(made, "all_bus_n", "all_bus_median") == [None, None]
    assert not made.is_open_known
    assert _values(made, "all_cal_median", "all_closed_n") == [5400, 0]


@pytest.mark.parametrize("name", FIGURES)
def test_of_nothing_there_are_no_figures(name: ReportName) -> None:
    made = report(name, facts(), changed(MONTH, versus=(MONTH.from_s - DAY_S, MONTH.from_s)), NOW_S)
    assert made.n == 0 == made.pending
    assert [one.value for one in made.figures if one.unit != "count"] == [None] * len(
        [one for one in made.figures if one.unit != "count"]
    )
    assert {one.value for one in made.figures if one.unit == "count"} <= {0, None}


@pytest.mark.parametrize("name", FIGURES)
def test_each_report_holds_what_its_list_says(name: ReportName) -> None:
    turns, episodes, messages, deals = drawn.drawn(1, 60)
    made = report(name, facts(turns, episodes, messages, deals), MONTH, NOW_S)
    assert {one.code for one in made.figures} == set(FIGURES[name])


def test_the_same_window_one_month_earlier_stands_beside_it() -> None:
    turns = [turn(at("2026-02-10 10:00"), 120), turn(at("2026-03-10 10:00"), 60, talk="c2")]
    ask = changed(MONTH, versus=(at("2026-02-01 00:00"), MONTH.from_s))
    made = report("overview", facts(turns), ask, NOW_S)
    first = _figure(made, "first_median")
    assert (first.value, first.n, first.before, first.before_n) == (60, 1, 120, 1)
    trend = made.trend("first_median")
    assert trend is not None
    assert [point.value for point in trend.before if point.n] == [120]


def test_heat_maps_are_of_the_zone_asked_for_also_where_it_is_half_an_hour_off() -> None:
    start_s = at("2026-03-04 14:10")  # a Wednesday; in Kolkata 18:40
    found = facts([turn(start_s, 60)])
    for zone, day, hour in ((drawn.PARIS, 2, 14), ("Asia/Kolkata", 2, 18), ("Pacific/Auckland", 3, 2)):
        ask = changed(MONTH, zone=zone)
        grid = report("hours", found, ask, NOW_S).grid("median")
        assert grid is not None
        assert grid.values[day][hour] == 60
        assert sum(map(sum, grid.ns)) == 1
        assert len(turns_behind(found, BehindKey("hours", ask, "median", detail=f"{day}-{hour}"), NOW_S)) == 1


def test_down_time_of_the_hub_is_told_apart() -> None:
    start_s = MONTH.from_s
    found = facts([], down=((start_s - 100, start_s + 50), (start_s + 1000, start_s + 1010)))
    assert report("speed", found, MONTH, NOW_S).deaf_s == 60


def test_the_printed_object_has_the_stable_fields() -> None:
    start_s = at("2026-03-02 10:00")
    waits = [
        turn(start_s, 420),
        turn(start_s + 900, 60, turn=2),
        turn(at("2026-03-02 19:00"), 5400, talk="c2"),
    ]
    index = facts([*waits, turn(NOW_S, None, talk="c3")]).turns
    assert responses(index, None, None, "UTC", members=["zed"]) == {
        "rule_version": 1, "zone": "UTC", "from": None, "to": None, "n": 3, "pending": 1,
        "first": {
            "cal": {"n": 2, "mean_s": 2910, "median_s": 2910, "p90_s": 5400},
            "bus": {"n": 1, "mean_s": 420, "median_s": 420, "p90_s": 420},
        },
        "next": {
            "cal": {"n": 1, "mean_s": 60, "median_s": 60, "p90_s": 60},
            "bus": {"n": 1, "mean_s": 60, "median_s": 60, "p90_s": 60},
        },
        "all": {
            "cal": {"n": 3, "mean_s": 1960, "median_s": 420, "p90_s": 5400},
            "bus": {"n": 2, "mean_s": 240, "median_s": 240, "p90_s": 420},
        },
        "answered_while_closed": {"n": 1, "median_s": 5400},
        "members": [
            {
                "member": "bo", "n": 3, "mean_s": 1960, "median_s": 420, "p90_s": 5400, "hold_s": 5880,
                "held_before_handoff_s": 0, "assists": 0, "waived": 0,
            },
            {
                "member": "zed", "n": 0, "mean_s": None, "median_s": None, "p90_s": None, "hold_s": 0,
                "held_before_handoff_s": 0, "assists": 0, "waived": 0,
            },
        ],
    }  # fmt: skip


def test_one_measure_is_exact() -> None:
    start_s = at("2026-03-03 09:00")
    found = facts([turn(start_s, 600), turn(start_s, 1000, talk="c2"), turn(start_s, 5000, talk="c3")])
    window = (MONTH.from_s, MONTH.until_s, NOW_S)
    assert measure_value("within", found, *window) == pytest.approx(1 / 3)
    assert measure_value("first_median", found, *window) == 1000
    assert measure_value("conversion", found, *window) is None
    assert measure_value("weather", found, *window) is None
