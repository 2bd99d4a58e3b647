"""Money: whole minor units, never added across currencies, expected values rounded half to even."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    CURRENCIES,
    MINOR_MAX,
    Money,
    money_problem,
    money_text,
    plus,
    read_money,
    weighted,
)

amounts = st.builds(Money, st.integers(-MINOR_MAX, MINOR_MAX), st.sampled_from(sorted(CURRENCIES)))


@given(st.lists(amounts, max_size=20), st.sampled_from(sorted(CURRENCIES)))
def test_sums_keep_currencies_apart(moneys: list[Money], first: str) -> None:
    sums = plus(moneys, first)
    assert {one.currency for one in sums} == {one.currency for one in moneys}
    for one in sums:
        assert one.minor == sum(money.minor for money in moneys if money.currency == one.currency)
        assert type(one.minor) is int
    codes = [one.currency for one in sums]
    assert codes == sorted(codes, key=lambda code: (code != first, code))


@given(amounts, st.integers(0, 100))
def test_weighted_is_the_nearest_whole_unit_and_half_goes_to_the_even_one(money: Money, odds: int) -> None:
    expected = weighted(money, odds)
    assert type(expected.minor) is int
    assert expected == Money(round(Fraction(money.minor * odds, 100)), money.currency)


@given(amounts)
def test_text_of_money_comes_back(money: Money) -> None:
    assert read_money(money_text(money)) == money


def test_no_such_currency_and_absurd_amounts() -> None:
    assert money_problem(Money(1, "XYZ")) == "money_currency"
    assert money_problem(Money(MINOR_MAX + 1, "EUR")) == "money_malformed"
    assert money_problem(Money(MINOR_MAX, "EUR")) is None
    assert read_money("12,50 EUR") is None
    assert read_money("٣ EUR") is None
    assert read_money(f"{10**16} EUR") is None
    assert (CURRENCIES["JPY"], CURRENCIES["EUR"], CURRENCIES["KWD"]) == (0, 2, 3)
