"""An order becomes the lines and the amount of a deal, exactly, or no amount where one is unsure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contents import Ad, Order, OrderLine
from app.domain.deals import LINES_MAX, QUANTITY_MAX, DealLine
from app.domain.money import CURRENCIES, MINOR_MAX, Money
from app.domain.order_deals import CUT_AT, amount_of, lines_of, title_of


def order(*lines: tuple[str, str | None] | OrderLine, currency: str | None = "EUR") -> Order:
    made = (
        one if isinstance(one, OrderLine) else OrderLine(f"SKU-{n}", one[0], one[1], currency)
        for n, one in enumerate(lines, 1)
    )
    return Order("catalogue", tuple(made))


def test_an_order_is_its_lines_and_their_sum() -> None:
    bought = order(("2", "18.5"), ("1", "24"))
    assert lines_of(bought) == (
        DealLine("", "SKU-1", 2, Money(1850, "EUR")),
        DealLine("", "SKU-2", 1, Money(2400, "EUR")),
    )
    assert amount_of(bought) == Money(6100, "EUR")


@pytest.mark.parametrize(
    ("currency", "price", "minor"),
    [
        ("JPY", "1200", 1200),
        ("KWD", "1.234", 1234),
        ("eur", "0.10", 10),
        (" EUR ", "0", 0),
        ("USD", "19.990", 1999),
    ],
)
def test_minor_units_are_those_of_the_currency(currency: str, price: str, minor: int) -> None:
    assert amount_of(order(("1", price), currency=currency)) == Money(minor, currency.strip().upper())


@pytest.mark.parametrize("currency", [None, "", "XXX", "euro", "€", "EU", "EURO"])
def test_an_unknown_currency_leaves_the_lines_and_no_amount(currency: str | None) -> None:
    bought = order(("2", "18.5"), currency=currency)
    assert amount_of(bought) is None
    assert lines_of(bought) == (DealLine("", "SKU-1", 2),)


def test_amounts_of_two_currencies_are_never_added() -> None:
    bought = order(OrderLine("A", "1", "10", "EUR"), OrderLine("B", "1", "10", "USD"))
    assert amount_of(bought) is None
    assert [line.price for line in lines_of(bought)] == [Money(1000, "EUR"), Money(1000, "USD")]


@pytest.mark.parametrize(
    "price", [None, "", "free", "-4", "1e3", "NaN", "Infinity", "1/3", "٣", "9" * 40, "1.", ".5"]
)
def test_without_every_price_there_is_no_amount(price: str | None) -> None:
    assert amount_of(order(("1", "10"), ("1", price))) is None
    assert lines_of(order(("1", price))) == (DealLine("", "SKU-1", 1),)


def test_what_does_not_come_out_in_minor_units_is_not_rounded() -> None:
    third = order(("1", "0.333"))
    assert amount_of(third) is None and lines_of(third)[0].price is None
    assert amount_of(order(("1000", "0.333"))) == Money(33_300, "EUR"), "a thousand of them do"


def test_half_a_metre_is_one_article_at_its_own_price() -> None:
    cloth = order(("0.5", "19.90"))
    assert lines_of(cloth) == (DealLine("", "SKU-1", 1, Money(995, "EUR")),)
    assert amount_of(cloth) == Money(995, "EUR")


def test_nothing_of_something_is_no_line() -> None:
    assert lines_of(order(("0", "5"), ("1", "2"))) == (DealLine("", "SKU-2", 1, Money(200, "EUR")),)
    assert amount_of(order(("0", "5"), ("1", "2"))) == Money(200, "EUR")


@pytest.mark.parametrize("quantity", ["", "many", "-1", str(QUANTITY_MAX + 1), "9" * 30])
def test_an_absurd_quantity_is_no_amount(quantity: str) -> None:
    assert amount_of(order((quantity, "5"))) is None
    assert lines_of(order((quantity, "5"))) == (DealLine("", "SKU-1", 1),)


def test_an_absurd_sum_is_no_amount() -> None:
    assert amount_of(order((str(QUANTITY_MAX), "999999999"))) is None
    assert amount_of(order(("1", str(MINOR_MAX // 100)))) == Money(MINOR_MAX, "EUR")
    assert amount_of(order(("1", f"{MINOR_MAX // 100}.01"))) is None


def test_an_order_longer_than_a_deal_keeps_its_amount_and_one_that_was_cut_has_none() -> None:
    long = order(*[("1", "1")] * (LINES_MAX + 5))
    assert len(lines_of(long)) == LINES_MAX and amount_of(long) == Money(100 * (LINES_MAX + 5), "EUR")
    assert amount_of(order(*[("1", "1")] * CUT_AT)) is None
    assert amount_of(order()) is None and lines_of(order()) == ()


def test_codes_and_titles_stand_on_one_line() -> None:
    assert lines_of(order(OrderLine("A\x00B\n" + "c" * 900, "1", "1", "EUR")))[0].code == "ABc" + "c" * 197
    assert title_of(Ad(headline="  Two\nlines\u202e of\tit ")) == "Two lines of it"
    assert title_of(Ad()) == "" and len(title_of(Ad(headline="long " * 200))) == 200


@given(
    st.sampled_from(sorted(CURRENCIES)),
    st.lists(st.tuples(st.integers(1, 999), st.integers(0, 10**8)), min_size=1, max_size=30),
)
def test_the_sum_is_that_of_whole_minor_units(currency: str, bought: list[tuple[int, int]]) -> None:
    digits = CURRENCIES[currency]
    made = order(*((str(n), str(Decimal(minor).scaleb(-digits))) for n, minor in bought), currency=currency)
    assert amount_of(made) == Money(sum(n * minor for n, minor in bought), currency)
    assert [(line.quantity, line.price) for line in lines_of(made)] == [
        (n, Money(m, currency)) for n, m in bought
    ]
