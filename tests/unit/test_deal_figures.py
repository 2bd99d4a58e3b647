"""Figures of deals: what each means, on small histories; and a slow second reading that must agree on random ones."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.deal_figure_rows import DealFigures, FiguresAsk
from app.domain.deal_figures import age_of, deal_figures, deals_behind, epoch_s
from app.domain.deal_histories import DealHistory, Stay, places_of, track_of
from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.spreads import Rate, Spread, day_tenths, median, nearest_rank, spread
from tests.unit.drawn_deals import BASE_S, DAY_S, PIPELINE, draw_deals
from tests.unit.plain_deal_figures import as_plain, plain_figures

NOW = datetime.fromtimestamp(BASE_S, UTC) + timedelta(days=100)
ASK = FiguresAsk("main", datetime.fromtimestamp(BASE_S, UTC), NOW)


def figures_of(*deals: DealHistory, ask: FiguresAsk = ASK, wrote: int | None = None) -> DealFigures:
    places = places_of(PIPELINE)
    return deal_figures([track_of(deal, places) for deal in deals], ask, PIPELINE, NOW, wrote, "EUR")


def deal(
    deal_id: str, way: str, state: str = "open", days: tuple[int, ...] = (), **more: object
) -> DealHistory:
    """A deal that went through the stages of `way`, so many days in each; the last stay of an open one is open."""
    moment, stays = BASE_S, []
    for number, stage_id in enumerate(way):
        length_s = (days[number] if number < len(days) else 1) * DAY_S
        is_open = state == "open" and number == len(way) - 1
        stays.append(Stay(stage_id, moment, None if is_open else moment + length_s))
        moment += length_s
    facts: dict[str, object] = {"made_s": BASE_S, "ended_s": None if state == "open" else moment}
    facts |= {"stays": tuple(stays)} | more
    return DealHistory(deal_id, "main", way[-1], state, **facts)  # type: ignore[arg-type]


def behind(
    figures: DealFigures, *deals: DealHistory, what: str, stage: str = "", detail: str = ""
) -> list[str]:
    tracks = [track_of(one, places_of(PIPELINE)) for one in deals]
    return deals_behind(tracks, figures.key(what, stage, detail), PIPELINE, NOW)  # type: ignore[arg-type]


def test_a_stage_counts_who_entered_and_what_became_of_them() -> None:
    figures = figures_of(
        deal("1", "ab"), deal("2", "ab", "lost"), deal("3", "abcd", "won"), deal("4", "aba"), deal("5", "ac")
    )
    first, second = figures.stages[:2]
    assert (first.entered, first.went_on, first.here, first.lost, first.back) == (5, 5, 0, 0, 0)
    assert (second.entered, second.went_on, second.here, second.lost, second.back) == (4, 1, 1, 1, 1)
    assert second.conversion == Rate(1, 4)


def test_who_skips_a_stage_counts_neither_for_nor_against_it() -> None:
    figures = figures_of(deal("1", "ac"), deal("2", "ab", "lost"))
    assert figures.stages[1].entered == 1
    assert figures.stages[2].entered == 1


def test_what_was_in_a_later_stage_before_did_not_go_on_from_here() -> None:
    assert figures_of(deal("1", "cb", "lost")).stages[1].went_on == 0


def test_a_won_deal_went_on_from_all_its_stages() -> None:
    stages = figures_of(deal("1", "ab", "won")).stages
    assert [one.went_on for one in stages] == [1, 1, 0, 0]


def test_time_in_a_stage_is_of_all_stays_together_and_open_ones_stand_apart() -> None:
    figures = figures_of(
        deal("1", "aba", "lost", (2, 1, 3)), deal("2", "a", days=(1,)), deal("3", "ab", days=(9,))
    )
    first = figures.stages[0]
    assert first.left == Spread(2, 7 * DAY_S, 9 * DAY_S, 7 * DAY_S)
    assert first.standing == Spread(1, 100 * DAY_S, 100 * DAY_S, 100 * DAY_S)


def test_win_rate_is_of_those_that_ended_and_conversion_of_all_made() -> None:
    figures = figures_of(
        deal("1", "a", "won"), deal("2", "a", "lost"), deal("3", "a", "lost"), deal("4", "a")
    )
    assert (figures.win_rate, figures.conversion, figures.open) == (Rate(1, 3), Rate(1, 4), 1)
    assert (figures.win_rate.tenths, figures.conversion.tenths) == (333, 250)


def test_a_period_with_nothing_says_so_instead_of_zero() -> None:
    figures = figures_of()
    assert figures.win_rate.tenths is None
    assert figures.conversion.exact is None
    assert figures.cycle == Spread(0, None, None, None)
    assert figures.stages[0].left.median_s is None
    assert not any((figures.revenue, figures.velocity, figures.deaths, figures.reasons))
    assert [(one.base, one.n, one.amounts) for one in figures.per_person] == [("dealt", 0, ())]
    assert figures.ageing[0].oldest_s is None


def test_velocity_is_open_times_mean_times_win_rate_over_mean_cycle() -> None:
    figures = figures_of(
        deal("1", "a", "won", (10,)), deal("2", "a", "lost"), deal("3", "a", "won", (20,)), deal("4", "a", "lost"),
        deal("5", "b", amount=Money(100_000, "EUR")), deal("6", "b", amount=Money(50_001, "EUR")),
        deal("7", "b", amount=Money(777, "CHF")), deal("8", "b"),
    )  # fmt: skip
    euros, francs = figures.velocity
    assert (euros.open, euros.total, euros.mean) == (2, Money(150_001, "EUR"), Money(75_000, "EUR"))
    assert euros.per_day == Money(5_000, "EUR")  # 150,001 x 1/2 / 15 = 5,000.03
    assert francs.per_day == Money(26, "CHF")  # 25.9
    assert (figures.open_now, figures.unpriced_open) == (4, 1)


@pytest.mark.parametrize("state", ["open", "lost"])
def test_velocity_is_unknown_until_something_was_won(state: str) -> None:
    figures = figures_of(deal("1", "a", state), deal("2", "a", amount=Money(100, "EUR")))
    assert figures.velocity[0].per_day is None


def test_open_deals_made_before_the_period_count_for_today_but_not_for_the_cohort() -> None:
    old = deal("1", "a", made_s=BASE_S - 400 * DAY_S, amount=Money(100, "EUR"))
    figures = figures_of(old)
    assert (figures.made, figures.open_now, figures.ageing[0].open) == (0, 1, 1)


def test_where_deals_die_and_who_spoke_last() -> None:
    figures = figures_of(
        deal("1", "ab", "lost", spoke="us", reason="Trop cher", amount=Money(500, "EUR")),
        deal("2", "ab", "lost", spoke="us", reason="Trop cher", amount=Money(700, "CHF")),
        deal("3", "a", "lost", spoke="them"), deal("4", "ax", "lost", spoke="nobody", reason="Délai"),
    )  # fmt: skip
    assert [(one.stage_id, one.spoke, one.count) for one in figures.deaths] == [
        ("a", "them", 1), ("b", "us", 2), ("", "nobody", 1),
    ]  # fmt: skip
    assert figures.deaths[1].totals == (Money(500, "EUR"), Money(700, "CHF"))
    assert [(one.reason, one.count) for one in figures.reasons] == [("Trop cher", 2), ("Délai", 1), ("", 1)]


def test_won_revenue_is_shared_by_people_who_wrote_and_by_people_with_a_deal() -> None:
    won = {"state": "won", "amount": Money(1_001, "EUR")}
    figures = figures_of(
        deal("1", "a", person="ana", **won), deal("2", "a", person="ana"), deal("3", "a"), wrote=10  # type: ignore[arg-type]
    )  # fmt: skip
    wrote, dealt = figures.per_person
    assert (wrote.base, wrote.n, wrote.amounts) == ("wrote", 10, (Money(100, "EUR"),))
    assert (dealt.base, dealt.n, dealt.amounts) == (
        "dealt",
        2,
        (Money(500, "EUR"),),
    )  # 500.5, to the even one


def test_ageing_counts_against_the_target_of_the_stage() -> None:
    def since(deal_id: str, days: int) -> DealHistory:
        entered_s = epoch_s(NOW) - days * DAY_S
        return deal(deal_id, "c", stays=(Stay("c", entered_s),), made_s=entered_s)

    figures = figures_of(since("1", 7), since("2", 8), since("3", 15))
    ageing = figures.ageing[2]
    assert dict(ageing.counts) == {"in_time": 1, "late": 1, "very_late": 1}
    assert ageing.oldest_s == 15 * DAY_S
    assert age_of(0, 10**9, None) == "no_target"


def test_the_figures_of_one_rep_are_of_his_deals_alone() -> None:
    deals = [deal("1", "a", owner_id="lea"), deal("2", "a", owner_id="hugo"), deal("3", "a")]
    ask = FiguresAsk("main", ASK.since_at, ASK.until_at, MemberId("lea"))
    figures = figures_of(*deals, ask=ask)
    assert (figures.made, figures.open_now) == (1, 1)
    assert behind(figures, *deals, what="made") == ["1"]


def test_the_first_moment_of_a_period_is_inside_and_the_last_one_outside() -> None:
    until_s = epoch_s(NOW)
    deals = [deal("1", "a"), deal("2", "a", made_s=until_s), deal("3", "a", made_s=BASE_S - 1)]
    assert figures_of(*deals).made == 1


def test_nearest_rank_takes_a_value_that_was_there() -> None:
    values = [10, 20, 30, 40]
    assert (nearest_rank(values, 50), nearest_rank(values, 90), nearest_rank([7], 90)) == (20, 40, 7)
    assert spread([4, 1]) == Spread(
        2, 2, 4, 2
    )  # the mean of 2.5, which is the median too, goes to the even one
    assert (median([7]), median([1, 2, 9]), median([1, 2, 9, 9])) == (7, 2, 6)  # 5.5 goes to the even one
    assert (day_tenths(DAY_S), day_tenths(DAY_S // 2), day_tenths(3_600)) == (10, 5, 0)


@pytest.mark.parametrize("seed", range(80))
def test_a_slow_plain_reading_agrees_on_random_histories(seed: int) -> None:
    chance = random.Random(seed)
    deals = draw_deals(chance, chance.choice((0, 1, 3, 60, 150)))
    since_s = BASE_S + chance.randrange(-70 * DAY_S, 60 * DAY_S)
    until_s = since_s + chance.choice((0, 1, 30 * DAY_S, 200 * DAY_S))
    owner, wrote = chance.choice((None, "lea")), chance.choice((None, 0, 7))
    ask = FiguresAsk(
        "main", datetime.fromtimestamp(since_s, UTC), datetime.fromtimestamp(until_s, UTC),
        None if owner is None else MemberId(owner),
    )  # fmt: skip
    figures = figures_of(*deals, ask=ask, wrote=wrote)
    assert as_plain(figures) == plain_figures(deals, PIPELINE, since_s, until_s, owner, epoch_s(NOW), wrote)
    chance.shuffle(deals)
    assert figures_of(*deals, ask=ask, wrote=wrote) == figures  # in any order


@pytest.mark.parametrize("seed", range(10))
def test_behind_each_figure_are_as_many_deals_as_it_counts(seed: int) -> None:
    deals = draw_deals(random.Random(seed), 60)
    figures = figures_of(*deals)

    def count(what: str, stage: str = "", detail: str = "") -> int:
        found = behind(figures, *deals, what=what, stage=stage, detail=detail)
        assert len(found) == len(set(found)) == figures.count(figures.key(what, stage, detail))  # type: ignore[arg-type]
        return len(found)

    assert [count(what) for what in ("made", "open", "won", "lost", "ended", "open_now")] == [
        figures.made, figures.open, figures.won, figures.lost, figures.win_rate.whole, figures.open_now,
    ]  # fmt: skip
    for one in figures.stages:
        names = ("entered", "went_on", "here", "lost_here", "back", "left", "standing")
        counted = (one.entered, one.went_on, one.here, one.lost, one.back, one.left.n, one.standing.n)
        assert tuple(count(name, one.stage.stage_id) for name in names) == counted
        assert one.entered == one.went_on + one.here + one.lost + one.back
    for death in figures.deaths:
        assert count("died", death.stage_id, death.spoke) == death.count
    for reason in figures.reasons:
        assert count("reason", detail=reason.reason) == reason.count
    for velocity in figures.velocity:
        assert count("priced", detail=velocity.total.currency) == velocity.open
    for ageing in figures.ageing:
        assert count("aged", ageing.stage.stage_id) == ageing.open
        assert [count("aged", ageing.stage.stage_id, age) for age, _n in ageing.counts] == [
            n for _a, n in ageing.counts
        ]
