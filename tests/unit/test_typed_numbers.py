"""What people type as a number, and what is said about it before anybody is written to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.typed_numbers import country_of, country_of_zone, is_like_number, readings

HERE = "No country was given: the business’s own is taken (France)."


def plain(text: str) -> str:
    """Without the blanks that keep a number whole."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "text",
    [
        "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033 612345678", "+33.6.12.34.56.78", "+33-6-12-34-56-78",
        "\u202a+33\u00a06\u202f12 34 56 78", "https://wa.me/33612345678", "wa.me/33612345678", "tel:+33-6-12-34-56-78",
        "https://api.whatsapp.com/send?phone=33612345678&text=Bonjour", "\uff0b\uff13\uff13 6 12 34 56 78"[1:],
    ],
)  # fmt: skip
def test_any_spelling_of_a_whole_number_is_that_number(text: str) -> None:
    first = readings(text, "FR", "en")[0]
    assert first.digits == "33612345678"


@pytest.mark.parametrize(
    ("text", "digits"), [("06 12 34 56 78", "33612345678"), ("٠٦١٢٣٤٥٦٧٨", "33612345678")]
)
def test_a_number_without_a_country_takes_the_businesss_own_and_says_so(text: str, digits: str) -> None:
    [one] = readings(text, "FR", "en")
    assert (one.digits, one.country, plain(one.says), one.is_sure) == (digits, "France", HERE, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("+33 6 12 34 56 7", "+33 61234567 (France) is 1 digit short."),
        ("+33 6 12 34", "+33 61234 (France) is 4 digits short."),
        ("+33 6 12 34 56", "+33 6123456 (France) is 2 digits short."),
        ("+33 6 12 34 56 789", "+33 6123456789 (France) has 1 digit too many."),
        ("+33 1 42 68 53 00", "+33 1 42 68 53 00 (France) is a landline, and few of them have WhatsApp."),
        ("+33 800 12 34 56", "+33 800 12 34 56 (France) is a service number, not a person’s."),
        ("+33 6 39 98 41 07", "As far as is known, +33 6 39 98 41 07 (France) is not in use."),
        (
            "01 42 68 53 00",
            f"{HERE} +33 1 42 68 53 00 (France) is a landline, and few of them have WhatsApp.",
        ),
        ("+999 123 45 67", "No country begins with +9991234567. Check the first digits."),
        ("12345", f"{HERE} +33 12345 (France) is 4 digits short."),
    ],
)
def test_what_is_odd_about_a_number_is_said_and_asked(text: str, says: str) -> None:
    [one] = readings(text, "FR", "en")
    assert (plain(one.says), one.is_sure) == (says, False)


def test_a_plus_before_a_number_of_here_is_asked_about() -> None:
    """+6 12 34 56 78 would be Malaysia, too short; the 33 was forgotten."""
    first, second = readings("+612345678", "FR", "en")
    assert (first.digits, first.is_sure) == ("33612345678", False)
    assert plain(first.says) == "Was the country left out? It would then be +33 6 12 34 56 78 (France)."
    assert (second.digits, second.is_sure) == ("612345678", False)


def test_a_foreign_number_without_its_plus_is_read_as_such_and_says_so() -> None:
    [one] = readings("34612345678", "FR", "en")
    assert (one.digits, plain(one.says), one.is_sure) == (
        "34612345678", "Read as +34 612 34 56 78 (Spain).", True,
    )  # fmt: skip


def test_a_whole_foreign_number_is_nothing_to_ask_about() -> None:
    [one] = readings("+1 415 555 2671", "FR", "en")
    assert (one.country, one.says, one.is_sure) == ("United States", "", True)


@pytest.mark.parametrize(
    "text",
    ["+55 11 8765-4321", "+55 11 98765-4321", "+52 1 55 1234 5678", "+52 55 1234 5678", "+54 11 2345-6789"],
)
def test_both_ways_of_writing_a_number_are_usual(text: str) -> None:
    assert readings(text, "FR", "en")[0].is_sure


@pytest.mark.parametrize("text", ["", "Ana", "123", "mia.hair", "GB.7710045566778899", "Ana 0612345678", "+"])
def test_a_name_is_no_number(text: str) -> None:
    assert not is_like_number(text)
    assert readings(text, "FR", "en") == ()


def test_where_nothing_is_known_of_the_country_the_person_is_told_what_to_write() -> None:
    [one] = readings("0612345678", "", "en")
    assert (one.is_usable, one.is_sure) == (False, False)
    assert "Begin with + and the country" in one.says


def test_countries_come_from_the_businesss_number_or_its_time_zone() -> None:
    assert country_of("33612345678") == "FR"
    assert country_of("1") is None
    assert country_of_zone("Europe/Paris") == "FR"
    assert country_of_zone("Nowhere/At_All") is None


@given(st.text(alphabet="0123456789+()-. ٠٦", max_size=40), st.sampled_from(["FR", "US", "BR", ""]))
def test_whatever_is_typed_is_read_or_asked_about(text: str, home: str) -> None:
    for one in readings(text, home, "en"):
        assert one.is_sure <= one.is_usable
        assert one.is_sure or one.says
