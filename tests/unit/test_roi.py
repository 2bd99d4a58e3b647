"""Return on investment by both formulae, vector 20 of the measures, what falls due when, and deals that count once."""

from datetime import date
from fractions import Fraction

import pytest

from app.domain.ledger import Cost, Gain
from app.domain.money import Money
from app.domain.roi import Roi, WonDeal, bookings, first_wins, hours_value, rois, tenths
from app.domain.roi_sample import sample

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NOTHING = Money(0, "EUR")


def cost(euros: int, rhythm: str = "once", **more: object) -> Cost:
    return Cost("c", "Licence", "licence", Money(euros * 100, "EUR"), rhythm, date(2026, 1, 1), **more)  # type: ignore[arg-type]


def gain(euros: int, **more: object) -> Gain:
    values = {"category": "revenue", "source": "amount", "from_day": date(2026, 1, 1), **more}
    return Gain("g", "Sales", amount=Money(euros * 100, "EUR"), **values)  # type: ignore[arg-type]


def deal(name: str, day: date, euros: int, person: str = "", currency: str = "EUR") -> WonDeal:
    return WonDeal(name, day, Money(euros * 100, currency), "main", person)


def one(found: tuple[Roi, ...]) -> Roi:
    [roi] = found
    return roi


def test_vector_20_the_seeds_return() -> None:
    roi = one(rois([cost(10_000)], [gain(50_000)], *YEAR))
    assert roi.net.money == Money(4_000_000, "EUR")
    assert roi.net_return == roi.value_return == 400


@pytest.mark.parametrize(("weeks", "minor"), [("4", 200_000), ("52/12", 216_667)])
def test_vector_20_hours_saved_at_stated_weeks_a_month(weeks: str, minor: int) -> None:
    hours = gain(50, source="hours", hours="10", weeks=weeks)
    assert hours_value(hours).money == Money(minor, "EUR")


def test_hours_of_a_quarter_are_rounded_once() -> None:
    hours = gain(50, source="hours", hours="10", weeks="52/12", is_intangible=True)
    roi = one(rois([], [hours], date(2026, 1, 1), date(2026, 3, 31)))
    assert roi.intangible.money == Money(650_000, "EUR") and roi.lines[0].count == 3


def test_the_worked_example_is_400_percent_and_420_with_the_hours() -> None:
    names = dict.fromkeys(("setup", "training", "hardware", "api", "licence"), "x")
    example = sample(names, "Revenue", "Hours")
    assert example.cost.money == Money(1_000_000, "USD") and example.tangible.money == Money(5_000_000, "USD")
    assert [tenths(one) for one in (example.net_return, example.value_return)] == [4_000, 4_200]


def test_what_is_worth_something_without_coming_in_counts_in_the_second_formula_alone() -> None:
    roi = one(rois([cost(1_000)], [gain(500), gain(700, is_intangible=True)], *YEAR))
    assert [tenths(one) for one in (roi.net_return, roi.value_return)] == [-500, 200]


def test_without_a_cost_there_is_no_return_and_no_zero() -> None:
    roi = one(rois([], [gain(500)], *YEAR))
    assert roi.net_return is None and roi.value_return is None and roi.per_customer is None
    assert tenths(None) is None
    assert rois([], [], *YEAR) == ()


def test_currencies_are_never_mixed() -> None:
    dollars = Cost("d", "API", "api", Money(5_000, "USD"), "once", date(2026, 2, 1))
    found = rois([cost(100), dollars], [gain(300)], *YEAR, own="EUR")
    assert [(one.currency, one.cost.money.minor, tenths(one.net_return)) for one in found] == [
        ("EUR", 10_000, 2_000),
        ("USD", 5_000, -1_000),
    ]


@pytest.mark.parametrize(
    ("from_day", "to_day", "first", "last", "times"),
    [
        ("2026-01-31", None, "2026-02-01", "2026-02-28", 1),  # on the last day of a shorter month
        ("2026-01-31", None, "2026-03-01", "2026-03-30", 0),
        ("2026-01-31", None, "2026-03-01", "2026-03-31", 1),
        ("2026-01-15", None, "2026-01-01", "2026-12-31", 12),
        ("2026-01-15", "2026-03-15", "2026-01-01", "2026-12-31", 3),
        ("2026-01-15", "2026-03-14", "2026-01-01", "2026-12-31", 2),
        ("2027-01-15", None, "2026-01-01", "2026-12-31", 0),
        ("2024-02-29", None, "2026-02-01", "2026-03-31", 2),
    ],
)
def test_monthly_things_fall_due_on_their_day(
    from_day: str, to_day: str | None, first: str, last: str, times: int
) -> None:
    until = date.fromisoformat(to_day) if to_day else None
    found = bookings(
        date.fromisoformat(from_day), until, "monthly", date.fromisoformat(first), date.fromisoformat(last)
    )
    assert found == times


def test_a_cost_of_once_counts_in_the_period_of_its_day_alone() -> None:
    assert bookings(date(2026, 1, 1), None, "once", *YEAR) == 1
    assert bookings(date(2025, 12, 31), None, "once", *YEAR) == 0


def test_a_deal_counts_once_whatever_names_it() -> None:
    won = [deal("a", date(2026, 3, 1), 100), deal("b", date(2026, 3, 2), 50), deal("c", date(2025, 3, 2), 7)]
    every = Gain("g1", "All", "revenue", "deals", NOTHING, date(2020, 1, 1))
    named = Gain("g2", "Loyal", "loyalty", "named", NOTHING, date(2026, 1, 1), deal_ids=("a", "c"))
    roi = one(rois([], [every, named], *YEAR, won=won))
    assert roi.tangible.money == Money(15_000, "EUR")
    assert {line.entry_id: line.deals for line in roi.lines} == {"g2": ("a",), "g1": ("b",)}
    assert roi.of_category("loyalty", "saved_cost").money == Money(10_000, "EUR")


def test_a_gain_of_deals_takes_those_of_its_days_and_pipeline() -> None:
    won = [deal("a", date(2026, 3, 1), 100), deal("b", date(2026, 5, 2), 50)]
    until_april = Gain("g", "x", "revenue", "deals", NOTHING, date(2026, 1, 1), date(2026, 4, 30))
    other = Gain("h", "y", "revenue", "deals", NOTHING, date(2026, 1, 1), pipeline_id="second")
    roi = one(rois([], [until_april, other], *YEAR, won=won))
    assert roi.tangible.money == Money(10_000, "EUR")


def test_cost_per_acquisition_counts_people_who_bought_for_the_first_time() -> None:
    won = first_wins(
        [
            deal("a", date(2025, 3, 1), 100, "ana"),
            deal("b", date(2026, 3, 1), 100, "ana"),
            deal("c", date(2026, 3, 2), 100, "bo"),
            deal("d", date(2026, 3, 9), 100, "bo"),
            deal("e", date(2026, 4, 2), 100),
        ]
    )
    roi = one(rois([cost(1_001)], [], *YEAR, won=won))
    assert roi.customers == 2  # bo, and whoever the last one is
    assert roi.per_customer is not None and roi.per_customer.minor == Fraction(100_100, 2)


def test_a_counter_is_worth_its_price_each() -> None:
    counted = Gain(
        "g", "x", "saved_cost", "counter", NOTHING, date(2026, 1, 1), counter="messages_in", price="0.005"
    )
    roi = one(rois([], [counted], *YEAR, counts={"g": Fraction(1_000)}))
    assert roi.tangible.money == Money(500, "EUR")
    assert rois([], [counted], *YEAR, counts={"g": None}) == ()
