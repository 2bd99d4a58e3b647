"""Amounts and dates in tables of deals: as people write them, never guessed, never a float."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.contact_imports.table import NumberCell
from app.desk.deal_imports.amounts import SIGNS, AmountWays, evidence_of, read_amount
from app.desk.deal_imports.moments import DateWays, day_evidence, read_moment
from app.domain.money import CURRENCIES, MINOR_MAX, Money

PARIS = ZoneInfo("Europe/Paris")
BARE = AmountWays()
POINT, COMMA = AmountWays("."), AmountWays(",")


@pytest.mark.parametrize(
    ("written", "minor", "currency"),
    [
        ("1 250,50 €", 125050, "EUR"),
        ("1\u202f250,50\u00a0€ TTC", 125050, "EUR"),
        ("1,250.50", 125050, "EUR"),
        ("1.250,50", 125050, "EUR"),
        ("USD 300", 30000, "USD"),
        ("1'250.50 CHF", 125050, "CHF"),
        ("1250.-", 125000, "EUR"),
        ("1.250,-", 125000, "EUR"),
        ("12,5", 1250, "EUR"),
        ("12k", 1_200_000, "EUR"),
        ("1,2 M€", 120_000_000, "EUR"),
        ("12,34,567.50", 123_456_750, "EUR"),
        ("1,250,000", 125_000_000, "EUR"),
        ("300000 XOF", 300_000, "XOF"),
        ("12,500 TND", None, "amount_unclear"),
        ("2500€HT", 250_000, "EUR"),
        ("$1,250.00 USD", 125_000, "USD"),
        ("١٢٥٠٫٥", 125_050, "EUR"),
        ("0", 0, "EUR"),
        ("1,250", None, "amount_unclear"),
        ("1.250", None, "amount_unclear"),
        ("300 $", None, "amount_sign"),
        ("5 F CFA", None, "amount_sign"),
        ("12 5", None, "amount_several"),
        ("10-20", None, "amount_several"),
        ("-30", None, "amount_negative"),
        ("(300)", None, "amount_negative"),
        ("1,2E+05", None, "amount_rounded"),
        ("to be seen", None, "amount_none"),
        ("12.3456", None, "amount_fraction"),
        ("300 bananas", None, "amount_currency"),
        ("9" * 40, None, "amount_large"),
        ("99999999999999999", None, "amount_large"),
    ],
)
def test_an_amount_is_read_as_it_is_written_or_says_why_not(
    written: str, minor: int | None, currency: str
) -> None:
    read = read_amount(written, BARE)
    if minor is None:
        assert (read.money, read.problem) == (None, currency)
    else:
        assert (read.money, read.problem) == (Money(minor, currency), "")


def test_what_can_be_read_in_two_ways_follows_the_answer() -> None:
    assert read_amount("1,250", POINT).money == Money(125_000, "EUR")
    assert read_amount("1,250", COMMA).money == Money(125, "EUR")
    assert read_amount("1.250", COMMA).money == Money(125_000, "EUR")
    dollars = AmountWays(signs=(("$", "CAD"),))
    assert read_amount("300 $", dollars).money == Money(30_000, "CAD")


def test_the_rest_of_a_column_says_which_mark_is_the_decimal_one() -> None:
    assert evidence_of(["1,250", "3.5"]).mark == "."
    assert evidence_of(["1.250", "3,50 €"]).mark == ","
    assert evidence_of(["1.250", "1.250.000"]).mark == ","
    assert evidence_of(["1,250", "7"]).is_unclear
    assert evidence_of(["1,250", "3,5", "3.5"]).is_unclear  # it shows both
    assert not evidence_of(["12,5", "7"]).is_unclear
    assert evidence_of(["$ 5", "5 €", "6 kr"]).signs == ("$", "KR")


def test_a_column_of_currencies_says_which_dollar_it_is_and_may_not_contradict() -> None:
    assert read_amount("$ 300", BARE, "CAD").money == Money(30_000, "CAD")
    assert read_amount("300", BARE, "Euro (EUR)").money == Money(30_000, "EUR")
    assert read_amount("300 €", BARE, "USD").problem == "amount_currencies"
    assert read_amount("300", BARE, "bananas").problem == "amount_currency"


def test_a_number_of_a_spreadsheet_has_a_point_and_may_be_what_a_formula_gave() -> None:
    assert read_amount(NumberCell("1041.6666666666667"), BARE).money == Money(104_167, "EUR")
    assert read_amount(NumberCell("1500.0000000000002"), BARE).money == Money(150_000, "EUR")
    assert read_amount(NumberCell("1.25"), BARE).money == Money(125, "EUR")
    assert read_amount(NumberCell("1.255"), BARE).problem == "amount_fraction"
    assert read_amount(NumberCell("1e+22"), BARE).problem == "amount_large"
    assert read_amount(NumberCell("NaN"), BARE).problem == "amount_none"
    assert not evidence_of([NumberCell("1.255")]).is_unclear


_CODES = st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY", "XOF", "TND"])


@given(st.integers(0, MINOR_MAX), _CODES, st.sampled_from([" ", "\u202f", "'", ".", ""]), st.booleans())
def test_whatever_is_written_out_is_read_back_to_the_last_unit(
    minor: int, code: str, group: str, before: bool
) -> None:
    places = CURRENCIES[code]
    digits = str(minor).rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    grouped = f"{int(whole):,}".replace(",", group)
    text = f"{grouped},{rest}" if rest else grouped
    written = f"{code} {text}" if before else f"{text} {code}"
    assert read_amount(written, COMMA).money == Money(minor, code)


@given(st.text(max_size=40))
def test_no_cell_whatever_breaks_the_reading(cell: str) -> None:
    for ways in (BARE, POINT, COMMA):
        read = read_amount(cell, ways)
        assert read.money is None or (not read.problem and 0 <= read.money.minor <= MINOR_MAX)
    evidence_of([cell])
    moment = read_moment(cell, DateWays("", PARIS))
    assert moment.day is None or not moment.problem
    day_evidence([cell])


@given(st.text("0123456789.,' €$-kM()\u202fEURUSD", max_size=24))
def test_amounts_of_digits_and_signs_never_break_and_two_answers_never_agree_by_chance(cell: str) -> None:
    """What was certain without an answer is the same with either."""
    bare = read_amount(cell, BARE).money
    if bare is not None:
        assert read_amount(cell, POINT).money == bare == read_amount(cell, COMMA).money


def test_every_meaning_of_a_sign_is_a_currency() -> None:
    assert {code for meanings in SIGNS.values() for code in meanings} <= set(CURRENCIES)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05 14:33:12", date(2026, 3, 5)),
        ("2026-03-05T23:33:12.000Z", date(2026, 3, 6)),  # in Paris it is the next day
        ("25/03/2026", date(2026, 3, 25)),
        ("03/25/2026 2:33 PM", date(2026, 3, 25)),
        ("5.3.2026", date(2026, 3, 5)),
        ("3/3/2026", date(2026, 3, 3)),
        ("5 mars 2026", date(2026, 3, 5)),
        ("Mar 5, 2026 2:33 PM", date(2026, 3, 5)),
        ("jeudi 5 mars 2026 à 14:33", date(2026, 3, 5)),
        ("1er août 2026", date(2026, 8, 1)),
        ("20260305", date(2026, 3, 5)),
    ],
)
def test_a_day_is_read_as_it_is_written(written: str, day: date) -> None:
    assert read_moment(written, DateWays("", PARIS)).day == day


def test_a_day_that_lost_its_format_is_a_count_of_days() -> None:
    assert read_moment(NumberCell("46086"), DateWays("", PARIS)).day == date(2026, 3, 5)
    assert read_moment(NumberCell("7"), DateWays("", PARIS)).problem == "date_none"


def test_which_number_is_the_day_is_taken_from_the_file_or_asked() -> None:
    assert read_moment("05/03/2026", DateWays("", PARIS)).problem == "date_unclear"
    assert read_moment("05/03/2026", DateWays("dmy", PARIS)).day == date(2026, 3, 5)
    assert read_moment("05/03/2026", DateWays("mdy", PARIS)).day == date(2026, 5, 3)
    assert day_evidence(["05/03/2026", "25/03/2026"]).order == "dmy"
    assert day_evidence(["05/03/2026", "03/25/2026"]).order == "mdy"
    assert day_evidence(["05/03/2026"]).is_unclear
    assert not day_evidence(["03/03/2026", "2026-01-02"]).is_unclear


@pytest.mark.parametrize("written", ["31/02/2026", "0000-00-00", "soon", "1/25/2026 25:00", "5 mars"])
def test_what_is_no_day_says_so(written: str) -> None:
    assert read_moment(written, DateWays("dmy", PARIS)).problem == "date_none"
