"""Figures of appointments, worked out by hand; what is behind each of them is what it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.appointment_figures import appointments_behind
from app.domain.appointment_tracks import AppointmentFacts, track_of
from app.domain.copies import changed
from app.domain.money import Money
from app.domain.report_facts import Facts
from app.domain.report_figures import report
from app.domain.report_rows import BehindKey, Figure, Report
from tests.appointment_stories import HOUR, TEN, Story
from tests.unit.drawn_turns import DAY_S, MONTH, NOW_S, facts

CUT = Money(4_000, "EUR")


def figures(*stories: Story, call_min: int = 3, ask: Any = MONTH, now_s: int = NOW_S) -> Report:
    return report("appointments", facts_of(*stories, call_min=call_min), ask, now_s)


def facts_of(*stories: Story, call_min: int = 3) -> Facts:
    there = AppointmentFacts(tuple(one.track for one in stories), {"r1": "lea"}, call_min)
    return facts(appointments=lambda: there)


def figure(made: Report, code: str) -> Figure:
    found = made.figure(code)
    assert found is not None, code
    return found


def test_who_did_not_come_is_counted_among_those_whose_coming_was_noted() -> None:
    made = figures(
        Story("came").ended("came"), Story("missed").ended("no_show"), Story("came too").ended("came"),
        Story("gone").said(-5, "cancelled"), Story("unnoted"), Story("next month", TEN + timedelta(days=40)),
    )  # fmt: skip
    rate = figure(made, "no_show_rate")
    assert (rate.part, rate.whole, rate.pending, rate.value) == (1, 3, 1, 333)
    assert (figure(made, "held").value, figure(made, "cancelled").value) == (3, 1)
    assert (made.n, made.pending) == (5, 1)


def test_each_request_counts_by_how_long_before_it_went_out_and_what_it_brought() -> None:
    made = figures(
        Story("a").asked(-50).said(-49, "confirmed"),
        Story("b").asked(-49).asked(-20).said(-19, "cancelled", "text"),  # silent at first
        Story("c").asked(-24).said(-23, "move"),
        Story("d").asked(-5).said(-4, "confirmed", "call"),
        Story("e").asked(-2.5),
        Story("f").asked(-30, is_instead=False).asked(-29, is_instead=True).said(-28, "unclear"),
    )
    table = made.table("lead")
    assert table is not None
    lines = {line.row: [cell and (cell.part if cell.unit == "share" else cell.value) for cell in line.cells]
             for line in table.lines}  # fmt: skip
    assert lines == {
        "48": [2, 1, 0, 0, 0, 1], "24": [2, 0, 0, 1, 1, 0], "12": [1, 0, 1, 0, 0, 0], "3": [1, 0, 0, 0, 1, 0],
        "0": [1, 0, 0, 0, 0, 1],
    }  # fmt: skip
    rate = figure(made, "confirmed_rate")
    assert (rate.part, rate.whole) == (1, 6)


def test_a_request_that_may_still_be_answered_is_no_silence() -> None:
    soon = datetime.fromtimestamp(NOW_S, UTC) + 10 * HOUR
    ask = changed(MONTH, until_s=NOW_S + DAY_S)
    rate = figure(figures(Story("a", soon).asked(-20), ask=ask), "confirmed_rate")
    assert (rate.value, rate.whole, rate.pending) == (None, 0, 1)


def test_a_slot_is_saved_by_whoever_takes_it_after_it_was_left() -> None:
    left = Story("left", price=CUT).said(-5, "cancelled")
    waited = Story("waited", placed_h=-4, source="waiting", price=CUT)
    by_hand = Story("by hand", TEN + 2 * HOUR, placed_h=-30, price=CUT)
    moved = Story("moved", TEN + HOUR).moved(-20, TEN + 2 * HOUR)  # leaves a slot that nobody takes
    made = figures(left, waited, by_hand, moved, Story("before", TEN, placed_h=-90, resource_id="r2"))
    saved = figure(made, "slots_saved")
    assert (saved.part, saved.whole) == (1, 2)
    assert (figure(made, "slots_from_waiting").value, figure(made, "slots_time").value) == (1, 1_800)
    assert (figure(made, "slots_money").value, figure(made, "slots_money").currency) == (4_000, "EUR")


def test_each_taker_saves_the_slot_that_was_left_last() -> None:
    made = figures(
        Story("first").said(-50, "cancelled"),
        Story("second", placed_h=-40).said(-30, "cancelled"),
        Story("third", placed_h=-20),
    )
    saved = figure(made, "slots_saved")
    assert (saved.part, saved.whole, figure(made, "slots_time").value) == (1, 2, 1_800)


def test_who_stands_there_again_left_no_slot_and_took_none() -> None:
    made = figures(Story("again").said(-5, "cancelled").said(-4, "confirmed", "hand"))
    assert figure(made, "slots_saved").value is None
    assert figure(made, "slots_time").value is None


def test_time_is_saved_by_answers_that_needed_nobody() -> None:
    later = TEN + timedelta(days=1)
    made = figures(
        Story("a").asked(-20).said(-19, "confirmed"),
        Story("b").asked(-20).said(-19, "cancelled", "text"),
        Story("c").asked(-20).said(-19, "move").moved(-18, later, is_agreed=True, how="tap"),
        Story("d").asked(-20).said(-19, "move").moved(-18, later, resource_id="r3"),  # by a person
        Story("e").asked(-20).said(-19, "confirmed", "call"),
        call_min=4,
    )
    assert (figure(made, "answered_alone").value, figure(made, "answered_alone").whole) == (3, 5)
    assert (figure(made, "desk_time_saved").value, figure(made, "desk_time_saved").n) == (3 * 240, 3)


def test_how_long_before_they_cancel() -> None:
    made = figures(
        Story("a").said(-50, "cancelled"), Story("b").said(-2, "cancelled"), Story("c").said(-30, "cancelled")
    )
    assert figure(made, "cancel_lead_median").value == 30 * 3600
    late = figure(made, "cancelled_late")
    assert (late.part, late.whole) == (1, 3)


def test_figures_of_nobody_are_counted_without_what_happened() -> None:
    known = Story("a").asked(-20).said(-19, "cancelled")
    left = track_of(known.one, ())
    assert left.asks == (changed(known.track.asks[0], is_newest=False),)
    assert left.freed == known.track.freed
    assert left.cancelled_s == known.track.cancelled_s


def test_lines_by_service_and_by_column_open_what_they_count() -> None:
    stories = [
        Story("a", service_id="colour").ended("no_show"),
        Story("b").ended("came"),
        Story("c", resource_id="r2").said(-5, "cancelled").asked(-20),
        Story("d", resource_id="r2", placed_h=-4),
    ]
    made = figures(*stories)
    for name, rows in (
        ("services", {"services:cut", "services:colour"}),
        ("resources", {"resources:r1", "resources:r2"}),
    ):
        table = made.table(name)
        assert table is not None and {line.row for line in table.lines} == rows
    assert _behind(made, stories, "no_show_rate", "services:colour") == ["a"]
    assert _behind(made, stories, "slots_saved", "resources:r2") == ["c"]
    assert sorted(_behind(made, stories, "held")) == ["a", "b"]


def test_every_figure_counts_the_list_behind_it() -> None:
    stories = [
        Story("a").asked(-60).asked(-20).said(-19, "cancelled", "text"),
        Story("b", placed_h=-18, source="waiting", price=CUT).asked(-10).said(-9, "confirmed").ended("came"),
        Story("c", TEN + HOUR).asked(-2).ended("no_show"),
        Story("d", TEN + 2 * HOUR)
        .asked(-20)
        .said(-19, "move")
        .moved(-18, TEN + 3 * HOUR, is_agreed=True, how="tap"),
    ]
    made = figures(*stories)
    for one in made.figures:
        if one.opens:
            assert len(_behind(made, stories, one.code)) == one.behind, one.code
    for table in made.tables:
        for line in table.lines:
            for code, cell in zip(table.columns, line.cells, strict=True):
                assert cell is not None
                assert len(_behind(made, stories, code, line.row)) == cell.behind, (code, line.row)


def test_of_one_member_it_is_their_own_column() -> None:
    stories = (Story("a").ended("came"), Story("b", resource_id="r2").ended("came"))
    assert figures(*stories, ask=changed(MONTH, member_id="lea")).n == 1


def test_weeks_without_anything_have_no_figure() -> None:
    made = figures(Story("a").ended("no_show"))
    trend = made.trend("no_show_rate")
    assert trend is not None
    assert [point.value for point in trend.points if point.n] == [1_000]
    assert {point.value for point in trend.points if not point.n} == {None}


def _behind(made: Report, stories: list[Story], code: str, row: str = "") -> list[str]:
    return appointments_behind(facts_of(*stories), BehindKey("appointments", made.ask, code, row), NOW_S)
