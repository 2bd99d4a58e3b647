"""Amounts as people type them: what is read, what is refused, and nothing that is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.money import CURRENCIES, MINOR_MAX, Money
from app.words import set_language
from app.words.formats import Formats
from app.words.typed_amounts import amount_problem, read_amount
from ui.deals.sheet.words import typed_amount


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("1 250,50", 125_050, "EUR"),
        ("1250 €", 125_000, "EUR"),
        ("€1250", 125_000, "EUR"),
        ("$300", 30_000, "USD"),
        ("300 usd", 30_000, "USD"),
        ("1.250,50", 125_050, "EUR"),
        ("1,250.50", 125_050, "EUR"),
        ("1.250", 125_000, "EUR"),
        ("1,25", 125, "EUR"),
        ("0,5", 50, "EUR"),
        ("0.500", 50, "EUR"),
        ("1 250 000", 125_000_000, "EUR"),
        ("12'000 CHF", 1_200_000, "CHF"),
        ("4,2 k€", 420_000, "EUR"),
        ("4k", 400_000, "EUR"),
        ("¥ 500", 500, "JPY"),
        ("1.250 KWD", 1_250, "KWD"),
        ("5 kr", 500, "SEK"),
        ("25000 F CFA", 25_000, "XOF"),
        ("٣٠٠", 30_000, "EUR"),
        ("1\u202f250,50\u00a0€", 125_050, "EUR"),
        ("\u2068€1,250\u2069", 125_000, "EUR"),
        ("12,", 1_200, "EUR"),
        ("0", 0, "EUR"),
        ("10000000000000", MINOR_MAX, "EUR"),
    ],
)
def test_an_amount_is_read_as_a_person_writes_it(text: str, minor: int, currency: str) -> None:
    assert read_amount(text, "EUR") == Money(minor, currency)


def test_a_shared_sign_is_the_money_of_the_business() -> None:
    assert read_amount("$300", "CAD") == Money(30_000, "CAD")
    assert read_amount("300 kr", "DKK") == Money(30_000, "DKK")
    assert read_amount("500 F CFA", "XAF") == Money(500, "XAF")
    assert read_amount("50", "GBP") == Money(5_000, "GBP")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9" * 40, "amount_large"),
        ("10000000000001", "amount_large"),
        ("-5", "amount_negative"),
        ("\u22125 €", "amount_negative"),
        ("(5)", "amount_negative"),
        ("5-", "amount_negative"),
        ("abc", "amount_unread"),
        ("1e5", "amount_unread"),
        ("1.2.3", "amount_unread"),
        ("1 25", "amount_unread"),
        ("1,2.3,4", "amount_unread"),
        ("€ 12 $", "amount_unread"),
        ("12 or 13", "amount_unread"),
        ("1" + "0" * 999, "amount_unread"),
        ("12.345,678", "amount_decimals"),
        ("500,5 JPY", "amount_decimals"),
        ("1.2345 KWD", "amount_decimals"),
        ("300 ABC", "amount_currency"),
    ],
)
def test_what_is_no_amount_gets_a_sentence(text: str, code: str) -> None:
    refused = read_amount(text, "EUR")
    assert isinstance(refused, Refused) and refused.code == code
    for language in ("en", "fr"):
        set_language(language)
        sentence = amount_problem(refused)
        assert sentence.endswith(".") and "{" not in sentence
    set_language("en")


def test_nothing_typed_is_no_amount_and_no_error() -> None:
    assert read_amount("", "EUR") is None and read_amount(" \u00a0\u200b", "EUR") is None


@given(st.integers(0, MINOR_MAX), st.sampled_from(sorted(CURRENCIES)), st.sampled_from(["en", "fr"]))
def test_an_amount_put_into_a_line_is_read_back_as_the_same(minor: int, currency: str, language: str) -> None:
    money = Money(minor, currency)
    assert read_amount(typed_amount(money, Formats(language, "Europe/Paris"), "EUR"), "EUR") == money


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    read = read_amount(text, "EUR")
    if isinstance(read, Refused):
        assert amount_problem(read)
    else:
        assert read is None or 0 <= read.minor <= MINOR_MAX
