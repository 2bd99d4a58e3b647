"""Every code of the import of appointments has its words, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.desk.appointment_imports import headings
from app.words.appointment_transfer import booking_problem, booking_question, column_words, problem_codes
from app.words.sentences import known_codes, refusal

PACKAGE = Path(headings.__file__).parent
QUOTED = re.compile(r'"((?:event|row|date|time|zone|length|series|weekday|booking)_[a-z_]+)"')
NO_CODES = {"row_no", "length_min", "time_none"}  # fields; a reading's own word, which becomes another code


def test_every_code_of_a_problem_has_words() -> None:
    source = "\n".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py"))
    assert set(QUOTED.findall(source)) - NO_CODES == problem_codes()


def test_every_refusal_has_a_sentence() -> None:
    source = "\n".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py"))
    codes = set(
        re.findall(
            r'"((?:calendar|bookings|paste|table)_(?:none|empty|below|too_\w+|folder|unreadable))"', source
        )
    )
    assert len(codes) > 9 and codes <= known_codes()
    assert "agenda.csv" in refusal("bookings_below", {"file": "agenda.csv"})


@pytest.mark.parametrize(
    ("code", "facts", "is_left_out", "said"),
    [
        ("event_all_day", {"title": "Noël"}, True, "Left out: Noël (a whole day, and no appointment)"),
        ("zone_unknown", {"title": "Ana", "zone": "Mars"}, False,
         "Ana: the time zone “Mars” is not known; your own was taken"),
        ("row_sum", {}, True, "A total or a footer, and no appointment"),
        ("row_twice", {"title": "Ana"}, True, "Left out: Ana (the same as row )"),
        ("of_later", {"title": "Ana"}, True, "Left out: Ana (of_later)"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_row(code: str, facts: dict[str, str], is_left_out: bool, said: str) -> None:
    assert booking_problem(code, facts, is_left_out=is_left_out) == said


def test_every_column_and_every_question_has_words() -> None:
    assert not any(column_words(target) == target for target in headings.TARGETS)
    assert "05/06" in booking_question("dates", "05/06") and "9h" in booking_question("day", "9h")
