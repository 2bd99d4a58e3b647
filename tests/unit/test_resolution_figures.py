"""Reports about matters and about what they earn, with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

from app.domain.copies import changed
from app.domain.money import Money
from app.domain.report_figures import report
from app.domain.report_rows import Figure, Report
from app.domain.send_index import IN
from tests.unit.drawn_turns import DAY_S, HOUR_S, MONTH, NOW_S, at, deal, episode, facts, sent, turn

START_S = at("2026-03-02 10:00")


def _figure(made: Report, code: str) -> Figure:
    found = made.figure(code)
    assert found is not None, code
    return found


def test_four_counts_tell_events_matters_people_and_reopens() -> None:
    matters = [
        episode(START_S, resolves=2, reopens=1, first_resolution_s=3600, final_resolution_s=3660),
        episode(START_S + 9 * DAY_S, 600, episode=2),
        episode(START_S, 7200, "c2", is_auto=True),
        episode(START_S, None, "c3"),
        episode(START_S, 900, "c4", is_open=True, reopens=1),  # closed once, and open again
    ]
    made = report("resolution", facts(episodes=matters), MONTH, NOW_S)
    codes = ("resolves", "resolved", "served", "reopens", "closed_by_itself", "open_episodes")
    assert [_figure(made, code).value for code in codes] == [5, 3, 2, 2, 1, 2]
    assert [_figure(made, f"first_resolution_{stat}").value for stat in ("n", "median", "mean")] == [
        4,
        2250,
        3075,
    ]
    assert [_figure(made, f"final_resolution_{stat}").value for stat in ("n", "median")] == [3, 3660]
    assert (made.n, made.pending) == (3, 2)


def test_once_was_enough_when_nothing_came_for_three_days() -> None:
    closed_s = START_S + 3600
    matters = [
        episode(START_S, talk="c1"),
        episode(START_S, talk="c2"), episode(closed_s + 3 * DAY_S, 60, "c2", episode=2),  # just within three days
        episode(START_S, talk="c3"), episode(closed_s + 3 * DAY_S + 1, 60, "c3", episode=2),
        episode(START_S, talk="c4", reopens=1),
        episode(START_S, talk="c5", transfers_after_reply=1),
        episode(NOW_S - 2 * DAY_S, talk="c6"),
        episode(START_S, None, "c7"),
    ]  # fmt: skip
    once = _figure(report("resolution", facts(episodes=matters), MONTH, NOW_S), "first_contact")
    # yes: c1, c3 and its second, c2's second; no: c2, c4, c5; not known: c6
    assert (once.part, once.whole, once.pending) == (4, 7, 1)


def test_an_open_matter_is_of_who_answers_in_it_and_of_the_group_of_its_first_wait() -> None:
    found = facts([turn(START_S, None, "bo"), turn(START_S, 60, "cy", "c2")], [
        episode(START_S, None), episode(START_S, talk="c2"),
    ])  # fmt: skip
    for ask, n in (
        (changed(MONTH, member_id="bo"), 1),
        (changed(MONTH, group_id="g1"), 1),
        (changed(MONTH, group_id="g2"), 0),
        (MONTH, 1),
    ):
        assert _figure(report("resolution", found, ask, NOW_S), "open_episodes").value == n


def test_money_counts_when_it_was_won_and_rates_by_what_was_made() -> None:
    deals = [
        deal("d1", START_S, "won", START_S + 2 * DAY_S),
        deal("d2", START_S, "lost", START_S + DAY_S),
        deal("d3", START_S, amount=Money(40_000, "EUR")),
        deal("d4", MONTH.from_s - DAY_S, "won", START_S, amount=Money(700, "CHF")),
        deal("d5", START_S, "won", MONTH.until_s, amount=None),
    ]
    made = report("outcomes", facts(deals=deals), MONTH, NOW_S)
    assert [(one.value, one.currency, one.n) for one in made.all_of("revenue")] == [
        (10_000, "EUR", 1),
        (700, "CHF", 1),
    ]
    won = _figure(made, "deals_won")
    assert (won.value, won.whole) == (2, 3)
    conversion, rate = _figure(made, "conversion"), _figure(made, "win_rate")
    assert (conversion.part, conversion.whole, conversion.pending, rate.part, rate.whole) == (2, 4, 1, 2, 3)
    assert _figure(made, "cycle_mean").value == ((2 * DAY_S) + (MONTH.until_s - START_S)) // 2
    mean_days = (2 + (MONTH.until_s - START_S) / DAY_S) / 2
    assert _figure(made, "velocity").value == round(40_000 * 2 / 3 / mean_days)
    assert _figure(made, "mean_amount").value == 40_000


def test_conversion_has_a_choice_of_denominators() -> None:
    matters = [
        episode(START_S), episode(START_S + 5 * DAY_S, 60, episode=2),
        episode(START_S, 60, "c2"), episode(START_S, 60, "c3"),
    ]  # fmt: skip
    messages = [sent(no, START_S + no, IN, f"c{no % 3 + 1}") for no in range(10)]
    wins = [
        deal("d1", START_S, "won", START_S + DAY_S),  # of the first matter of the first person
        deal("d2", START_S, "won", START_S + 2 * DAY_S),  # of the same
        deal("d3", START_S, "won", START_S - 1, person="p2"),  # before theirs
        deal("d4", START_S, "won", MONTH.until_s, person="p3"),  # after the window
    ]
    made = report("outcomes", facts(None, matters, messages, wins), MONTH, NOW_S)
    rates = [_figure(made, f"conversion_{what}") for what in ("episodes", "messages", "people")]
    assert [(one.part, one.whole) for one in rates] == [(1, 4), (1, 10), (1, 3)]
    revenue = _figure(made, "revenue_per_prospect")
    assert (revenue.value, revenue.n, revenue.currency) == (10_000, 3, "EUR")


def test_deals_of_one_number_are_of_people_who_are_known_there() -> None:
    deals = [deal("d1", START_S), deal("d2", START_S, person="p2")]
    matters = [episode(START_S), changed(episode(START_S, 60, "c2"), line_id="l2")]
    made = report("outcomes", facts(None, matters, [], deals), changed(MONTH, line_id="l2"), NOW_S)
    assert (made.n, _figure(made, "open_deals").value) == (1, 1)


def test_lines_over_time_begin_at_midnights_there_also_when_the_clock_changes() -> None:
    ask: Any = changed(MONTH, step="day", from_s=at("2026-03-28 12:00"), until_s=at("2026-03-30 12:00"))
    matters = [episode(at("2026-03-29 00:00"), 60), episode(at("2026-03-28 23:59"), 60, "c2")]
    trend = report("resolution", facts(episodes=matters), ask, NOW_S + 20 * DAY_S).trend("resolved")
    assert trend is not None
    assert [(point.until_s - point.start_s, point.value) for point in trend.points] == [
        (12 * HOUR_S, 1), (23 * HOUR_S, 1), (12 * HOUR_S, 0),
    ]  # fmt: skip
