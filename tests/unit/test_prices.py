"""What messages cost: only what an imported card says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calling_codes import calling_code
from app.domain.errors import Refused
from app.domain.prices import LARGEST_BYTES, Price, RateCard, read_card

DAY = date(2026, 11, 26)
LONG = """market,category,currency,price,valid_from
+33,utility,EUR,0.0300,2026-07-01
33,Utility,EUR,0.0310,2026-10-01
FR,marketing,EUR,0.1432,
France,utility,EUR,0.0400,2027-01-01
1,utility,USD,0.004,
1242,utility,USD,0.01,
Rest of Africa,utility,USD,0.02,
"""
WIDE = "\ufeffMarket;Currency;Marketing;Utility;Authentication\nFrance;EUR;0,1432;0,0300;n/a\nDE;€UR;1;1;1\n"


def card(text: str) -> RateCard:
    read = read_card(text)
    assert isinstance(read, RateCard), read
    return read


@pytest.mark.parametrize(
    ("number", "category", "day", "price"),
    [
        ("33612345678", "utility", DAY, Price("0.0310", "EUR")),
        ("33612345678", "utility", date(2026, 8, 1), Price("0.0300", "EUR")),
        ("33612345678", "utility", date(2026, 6, 30), None),
        ("33612345678", "utility", date(2027, 1, 1), Price("0.0400", "EUR")),
        ("33612345678", "marketing", DAY, Price("0.1432", "EUR")),
        ("33612345678", "authentication", DAY, None),
        ("12025550100", "utility", DAY, Price("0.004", "USD")),
        ("4930231250", "utility", DAY, None),
        (None, "utility", DAY, None),
        ("", "utility", DAY, None),
    ],
)
def test_a_price_is_the_newest_of_the_longest_code(
    number: str | None, category: str, day: date, price: Price | None
) -> None:
    assert card(LONG).price(number, category, day) == price


def test_lines_that_say_nothing_are_counted() -> None:
    assert card(LONG).skipped == 2  # a region, and a code that no country has
    wide = card(WIDE)
    assert (wide.skipped, len(wide.rates)) == (1, 2)
    assert wide.price("33600000000", "utility", DAY) == Price("0.0300", "EUR")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "prices_unreadable"),
        ("\n\n", "prices_unreadable"),
        ("market,category,currency,price\n", "prices_unreadable"),
        ("a,b\n1,2", "prices_columns"),
        ("market,currency\nFR,EUR", "prices_columns"),
        ("market,category,currency,price\nFR,utility,EUR,-1", "prices_unreadable"),
        ("market,category,currency,price\nFR,utility,EUR,NaN", "prices_unreadable"),
        ("market,category,currency,price,valid_from\nFR,utility,EUR,1,soon", "prices_unreadable"),
        ("x" * (LARGEST_BYTES + 1), "prices_too_large"),
    ],
)
def test_what_is_no_card_is_refused(text: str, code: str) -> None:
    refused = read_card(text)
    assert isinstance(refused, Refused) and refused.code == code


@given(st.text())
def test_any_text_is_a_card_or_refused(text: str) -> None:
    assert isinstance(read_card(text), RateCard | Refused)
    assert isinstance(read_card(f"market,category,currency,price\n{text}"), RateCard | Refused)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("+33", "33"),
        ("fr", "33"),
        (" France ", "33"),
        ("GB", "44"),
        ("999", None),
        ("+1", "1"),
        ("Mars", None),
    ],
)
def test_countries_as_people_write_them(written: str, code: str | None) -> None:
    assert calling_code(written) == code
