"""What a PIN may be, and how long wrong ones make one wait."""

import pytest

from app.desk.pins import is_right, sealed_pin
from app.domain.seats import PIN_MAX_DIGITS, WAITS_S, pin_problem, wait_after
from app.words import sentences, set_language
from app.words.seats import about_seats, time_left


@pytest.mark.parametrize("pin", ["2580", "1357", "112233", "9" * 11 + "8", "1243"])
def test_digits_in_no_row_are_a_pin(pin: str) -> None:
    assert pin_problem(pin) is None


@pytest.mark.parametrize("pin", ["", "123", "12 4", "١٢٣٤", "12a4", "-1234", "1" * (PIN_MAX_DIGITS + 1)])
def test_what_is_not_four_to_twelve_digits_is_none(pin: str) -> None:
    assert pin_problem(pin) == "pin_unfit"


@pytest.mark.parametrize("pin", ["0000", "1234", "987654", "7777777"])
def test_a_row_is_too_simple(pin: str) -> None:
    assert pin_problem(pin) == "pin_too_simple"


def test_waits_grow_after_three_tries_and_then_stay_long() -> None:
    assert [wait_after(tries) for tries in range(9)] == [0, 0, 0, *WAITS_S, WAITS_S[-1]]
    assert list(WAITS_S) == sorted(WAITS_S)
    # every PIN of four digits, one after the other, takes more than a year
    assert sum(wait_after(tries) for tries in range(10_000)) > 365 * 24 * 3_600


def test_a_pin_is_kept_as_a_word_that_only_it_fits() -> None:
    sealed = sealed_pin("2580")
    assert sealed.startswith("$argon2id$") and sealed != sealed_pin("2580")
    assert is_right(sealed, "2580") and not is_right(sealed, "2581")
    assert not is_right("damaged", "2580")


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    for language in ("en", "fr"):
        set_language(language)
        for code in about_seats():
            said = sentences.refusal(code, {"name": "Nora", "count": "2", "wait_s": "30", "limit": "12"})
            assert code not in said and "{" not in said
    set_language("en")


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (30, "0:30"), (61, "1:01"), (3_600, "60:00")])
def test_a_wait_is_said_in_minutes_and_seconds(seconds: int, said: str) -> None:
    assert time_left(seconds) == said
