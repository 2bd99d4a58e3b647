"""How far a goal has come: rates as they are, sums with the days that are gone; and who comes back."""

from datetime import date
from fractions import Fraction

import pytest

from app.domain.goals import progress
from app.domain.ledger import Goal
from app.domain.retention import month_number, retention
from app.domain.spreads import DAY_S, Rate

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def goal(measure: str = "conversion", amount: str = "30", **more: object) -> Goal:
    values = {"aim": "change", "from_day": FIRST, "by_day": LAST, "baseline": "10", **more}
    return Goal("g", "x", measure, amount=amount, **values)  # type: ignore[arg-type]


def test_a_rate_is_on_its_way_from_its_baseline() -> None:
    found = progress(goal(), lambda _first, _last: Fraction(115, 1000), date(2026, 11, 10))
    assert found.baseline == Fraction(1, 10) and found.target == Fraction(13, 100)
    assert found.share == Fraction(1, 2) and found.state == "behind" and (found.days, found.of) == (10, 30)


def test_less_is_reached_from_above() -> None:
    found = progress(goal(amount="-20"), lambda _first, _last: Fraction(8, 100), date(2026, 12, 10))
    assert found.target == Fraction(8, 100) and found.share == 1 and found.state == "reached"
    worse = progress(goal(amount="-20"), lambda _first, _last: Fraction(9, 100), date(2026, 12, 10))
    assert worse.share == Fraction(1, 2) and worse.state == "missed"
    fewer = goal("messages_in", "-20", baseline="100")
    assert progress(fewer, lambda _first, _last: Fraction(40), date(2026, 11, 15)).state == "ahead"
    assert progress(fewer, lambda _first, _last: Fraction(41), date(2026, 11, 15)).state == "behind"


@pytest.mark.parametrize(
    ("now", "day", "state"),
    [(9, 10, "behind"), (10, 10, "ahead"), (30, 10, "reached"), (29, 30, "missed"), (30, 30, "reached")],
)
def test_a_sum_is_compared_with_the_days_that_are_gone(now: int, day: int, state: str) -> None:
    sought = goal("won_deals", "30", aim="value", baseline="")
    found = progress(sought, lambda _first, _last: Fraction(now), date(2026, 11, day))
    assert found.state == state and found.share == Fraction(now, 30)


def test_a_baseline_of_another_length_is_brought_to_the_goals_days() -> None:
    days = {(date(2026, 9, 1), date(2026, 10, 30)): Fraction(40), (FIRST, FIRST): Fraction(2)}
    sought = goal("won_deals", "50", baseline="", base_from=date(2026, 9, 1), base_to=date(2026, 10, 30))
    found = progress(sought, lambda first, last: days[first, last], FIRST)
    assert found.baseline == 20 and found.target == 30 and found.state == "ahead"


def test_of_nothing_there_is_no_figure() -> None:
    assert progress(goal(), lambda _first, _last: None, LAST).state == "unknown"
    before = progress(goal(), lambda _first, _last: Fraction(1), date(2026, 10, 1))
    assert before.state == "unknown" and before.now is None and before.days == 0
    more_than_none = goal("won_deals", "30", baseline="0")
    found = progress(more_than_none, lambda _first, _last: Fraction(4), date(2026, 11, 10))
    assert found.state == "unknown" and found.target is None and found.baseline == 0
    assert progress(goal("gone_measure"), lambda _first, _last: Fraction(1), LAST).state == "unknown"


def test_people_come_back_by_the_month_of_their_first_message() -> None:
    sep, oct_, nov = (month_number(date(2026, month, 1)) for month in (9, 10, 11))
    today = date(2026, 11, 26)
    now_s = 1_795_000_000
    wrote = {"ana": [sep, oct_, nov], "bo": [sep], "cy": [oct_, nov], "old": [sep - 60]}
    newest = {"ana": now_s, "bo": now_s - 91 * DAY_S, "cy": now_s - 90 * DAY_S, "old": 0}
    found = retention(wrote, newest, now_s, today, 90)
    assert [(one.month, one.people) for one in found.cohorts[:2]] == [
        (date(2026, 10, 1), 1),
        (date(2026, 9, 1), 2),
    ]
    assert found.cohorts[1].back == (Rate(1, 2), Rate(1, 2)) and found.cohorts[1].lost == Rate(1, 2)
    assert found.cohorts[0].back == (Rate(1, 1),) and found.cohorts[0].lost == Rate(0, 1)
    assert found.lost == Rate(2, 4)


def test_nobody_wrote() -> None:
    found = retention({}, {}, 0, date(2026, 11, 26), 90)
    assert found.cohorts == () and found.lost.exact is None
