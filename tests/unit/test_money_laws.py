"""Laws of money: no float anywhere, no sum of two currencies, one rounding, amounts as absurd as they come."""

from __future__ import annotations

import ast
import random
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import (
    deal_asks,
    deal_checks,
    deal_figure_rows,
    deal_figures,
    deal_histories,
    deal_rows,
    deals,
    money,
    spreads,
)
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

MODULES = (
    money,
    deals,
    deal_asks,
    deal_checks,
    deal_rows,
    deal_figures,
    deal_figure_rows,
    deal_histories,
    spreads,
)
codes = st.sampled_from(sorted(CURRENCIES))
monies = st.builds(Money, st.integers(-MINOR_MAX, MINOR_MAX), codes)
few_codes = st.builds(
    Money, st.integers(-MINOR_MAX, MINOR_MAX), st.sampled_from(("EUR", "CHF", "JPY", "KWD"))
)
WAYS = ("float", "math", "total_seconds", "timestamp")
odds = st.integers(0, 100)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_no_float_is_anywhere_near_money(module: object) -> None:
    path = Path(str(module.__file__))  # type: ignore[attr-defined]
    assert not floats_in(path.read_text("utf-8")), f"{path.name} reckons with floats"


def floats_in(source: str) -> list[str]:
    """Where a float is, or may come about: its name, a number with a point, the division by a slash, `math`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        is_number = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
        is_name = isinstance(node, ast.Name | ast.Attribute) and _name(node) in (
            "float",
            "math",
            "total_seconds",
            "timestamp",
        )
        is_slash = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
        is_import = isinstance(node, ast.Import | ast.ImportFrom) and "math" in ast.unparse(node)
        if is_number or is_name or is_slash or is_import:
            found.append(ast.unparse(node))
    return found


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


@pytest.mark.parametrize(
    "source",
    ["x = 0.5", "x = 1 / 2", "x /= 2", "float(3)", "import math", "at.timestamp()", "1e3", "a: float"],
)
def test_the_check_sees_every_way_to_a_float(source: str) -> None:
    assert floats_in(source)


@given(st.lists(st.none() | few_codes), st.sampled_from(("", "EUR", "JPY", "USD")))
def test_a_sum_keeps_currencies_apart(amounts: list[Money | None], first: str) -> None:
    sums = plus(amounts, first)
    found = [one.currency for one in sums]
    assert len(found) == len(set(found))
    assert set(found) == {one.currency for one in amounts if one is not None}
    for one in sums:
        assert one.minor == sum(
            each.minor for each in amounts if each is not None and each.currency == one.currency
        )
        assert type(one.minor) is int
    rest = found[1:] if found and found[0] == first else found
    assert rest == sorted(rest)
    assert first not in rest


@given(st.lists(few_codes, max_size=8), st.randoms())
def test_a_sum_is_the_same_in_any_order_and_in_any_parts(amounts: list[Money], chance: random.Random) -> None:
    whole = plus(amounts)
    shuffled = list(amounts)
    chance.shuffle(shuffled)
    assert plus(shuffled) == whole
    for cut in range(len(amounts) + 1):
        assert plus([*plus(amounts[:cut]), *plus(amounts[cut:])]) == whole


@given(monies, odds)
def test_a_weighted_amount_is_rounded_once_to_the_even_one(amount: Money, share: int) -> None:
    found = weighted(amount, share)
    exact = (Decimal(amount.minor) * share / 100).quantize(Decimal(1), ROUND_HALF_EVEN)
    assert found == Money(int(exact), amount.currency)
    assert type(found.minor) is int


@given(monies)
def test_odds_of_nothing_and_of_everything(amount: Money) -> None:
    assert weighted(amount, 0) == Money(0, amount.currency)
    assert weighted(amount, 100) == amount


@given(st.lists(st.builds(Money, st.integers(0, MINOR_MAX), st.just("EUR")), min_size=1), odds)
def test_weighted_amounts_sum_to_the_weighted_sum_but_for_half_a_unit_each(
    amounts: list[Money], share: int
) -> None:
    each = plus([weighted(one, share) for one in amounts])[0].minor
    together = weighted(plus(amounts)[0], share).minor
    assert abs(each - together) * 2 <= len(amounts) + 1
    assert 0 <= each <= plus(amounts)[0].minor + len(amounts)


@given(monies)
def test_an_amount_is_read_as_it_was_written(amount: Money) -> None:
    assert read_money(money_text(amount)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "42", "EUR", "42.00 EUR", "42,00 EUR", "4200 eur", "4200 ZZZ", "4200  EUR", "1e5 EUR", "NaN EUR",
        "inf EUR",        "٤٢ EUR", "4200 EUR ", "9" * 40 + " EUR", f"{MINOR_MAX + 1} EUR", "- 5 EUR",
        "--5 EUR", "+5 EUR", "0x10 EUR",
        "4200 EUR\n", "4200 EURO", "4200 \u202eEUR", "4_200 EUR",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert read_money(text) is None


@given(st.integers(), st.text(max_size=4))
def test_absurd_amounts_and_unknown_currencies_have_a_code(minor: int, code: str) -> None:
    problem = money_problem(Money(minor, code))
    assert (problem is None) == (code in CURRENCIES and abs(minor) <= MINOR_MAX)
    assert problem in (None, "money_currency", "money_malformed")


def test_currencies_have_no_two_and_three_digits() -> None:
    assert (CURRENCIES["JPY"], CURRENCIES["EUR"], CURRENCIES["KWD"], CURRENCIES["XOF"]) == (0, 2, 3, 0)
    assert set(CURRENCIES.values()) == {0, 2, 3}
