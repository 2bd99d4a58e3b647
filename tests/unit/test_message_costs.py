"""What the messages of a month cost: by the imported prices of each day, as the channel said, and the budget."""

from dataclasses import replace
from datetime import UTC, date, datetime

from app.domain.exact_money import Exact
from app.domain.ledger import Budget, Cost
from app.domain.message_costs import (
    Allowance,
    Billed,
    MessageCosts,
    Spent,
    Uncharged,
    cards_joined,
    left_of,
    message_costs,
    month_of,
    spent_between,
)
from app.domain.money import Money
from app.domain.prices import RateCard, read_card

PARIS = "Europe/Paris"
MONTH = month_of(date(2026, 11, 9))


def card(text: str) -> RateCard:
    read = read_card(text)
    assert isinstance(read, RateCard)
    return read


CARD = card(
    "market,category,currency,price\n33,utility,EUR,0.03\n33,marketing,EUR,0.1234\n1,utility,USD,0.01\n"
)


def billed(at: str, count: int = 1, **more: str) -> Billed:
    values = {"line_id": "L", "category": "utility", "type": "regular", "code": "33", **more}
    return Billed(int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()), count=count, **values)


def costs(*rows: Billed, today: date = date(2026, 11, 10), **more: object) -> MessageCosts:
    return message_costs(rows, CARD, MONTH, today, PARIS, first="EUR", **more)  # type: ignore[arg-type]


def test_a_month_ends_and_begins_with_the_business_s_own_midnight() -> None:
    found = costs(billed("2026-10-31T23:15"), billed("2026-10-31T22:45"), billed("2026-11-30T23:00"))
    assert found.charged == 1  # 00:15 on the 1st in Paris; the others belong to October and December


def test_prices_below_a_cent_are_summed_exactly_and_rounded_once() -> None:
    found = costs(billed("2026-11-02T10:00", 3, category="marketing"), billed("2026-11-03T10:00", 7))
    assert [one.money for one in found.totals] == [Money(58, "EUR")]  # 0.3702 + 0.21
    assert [(row.category, row.count) for row in found.lines] == [("marketing", 3), ("utility", 7)]


def test_what_has_no_known_price_is_counted_apart() -> None:
    found = costs(billed("2026-11-02T10:00", 4, code="49"), billed("2026-11-02T10:00", 2, code=""))
    assert (found.unpriced, found.charged, found.totals) == (6, 6, ())
    assert found.forecast is None


def test_currencies_stand_beside_each_other() -> None:
    found = costs(billed("2026-11-02T10:00", 100), billed("2026-11-02T10:00", 100, code="1"))
    assert [one.money for one in found.totals] == [Money(300, "EUR"), Money(100, "USD")]


def test_the_channel_says_what_it_does_not_charge_for() -> None:
    free = billed("2026-11-02T10:00", 9, category="service", type="free_customer_service")
    odd = billed("2026-11-02T10:00", 2, category="service", type="monthly_allowance")
    found = costs(free, odd, included=1_000, lines=["L", "M"])
    assert found.uncharged == (
        Uncharged("service", "free_customer_service", 9),
        Uncharged("service", "monthly_allowance", 2),
    )
    assert found.charged == 0 and not found.is_empty
    assert found.allowances == (Allowance("L", 11, 1_000), Allowance("M", 0, 1_000))


def test_the_forecast_goes_on_as_the_days_before_from_the_third_on() -> None:
    row = billed("2026-11-02T10:00", 100)
    assert costs(row, today=date(2026, 11, 2)).forecast is None
    assert costs(row, today=date(2026, 11, 3)).forecast == (Exact(300 * 10, "EUR"),)  # type: ignore[arg-type]
    over = costs(row, today=date(2026, 12, 3))
    assert over.forecast is None and over.is_over and over.days == 30


def test_the_budget_says_when_each_part_of_it_was_spent() -> None:
    budget = Budget(Money(600, "EUR"), 80)
    rows = [billed("2026-11-05T10:00", 100), billed("2026-11-21T10:00", 60), billed("2026-11-22T10:00", 40)]
    found = costs(*rows, today=date(2026, 11, 23), budget=budget)
    assert found.spent == (Spent(80, date(2026, 11, 21)), Spent(100, date(2026, 11, 22)))
    assert found.of_budget == 1_000 and left_of(found) == Money(0, "EUR")
    assert costs(rows[0], budget=budget).spent == ()
    assert left_of(costs(rows[0])) is None


def test_a_budget_of_100_percent_is_told_once() -> None:
    found = costs(billed("2026-11-05T10:00", 1_000), budget=Budget(Money(600, "EUR"), 100))
    assert found.spent == (Spent(100, date(2026, 11, 5)),)


def test_later_tables_leave_the_days_before_as_they_were() -> None:
    later = card("market,category,currency,price\n33,utility,EUR,0.05\n")
    joined = cards_joined([(date(2026, 11, 4), later), (date(2000, 1, 1), CARD)])
    rows = [billed("2026-11-03T10:00", 100), billed("2026-11-04T10:00", 100)]
    totals, count, unpriced = spent_between(rows, joined, MONTH.first, MONTH.last, PARIS)
    assert ([one.money for one in totals], count, unpriced) == ([Money(800, "EUR")], 200, 0)


def test_a_provider_s_own_price_stands_in_place_of_the_imported_ones() -> None:
    own = Cost("c", "Provider", "api", Money(0, "USD"), "per_message", date(2026, 1, 1), price="0.005")
    rows = [billed("2026-11-03T10:00", 100), billed("2026-11-03T10:00", 9, type="free_customer_service")]
    totals, count, unpriced = spent_between(rows, CARD, MONTH.first, MONTH.last, PARIS, own)
    assert ([one.money for one in totals], count, unpriced) == ([Money(50, "USD")], 100, 0)
    imported = replace(own, price="")
    assert spent_between(rows, RateCard(), MONTH.first, MONTH.last, PARIS, imported) == ((), 100, 100)


def test_an_empty_month_says_so() -> None:
    found = costs()
    assert found.is_empty and found.totals == () and found.of_budget is None
