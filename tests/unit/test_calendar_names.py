"""The names of days and months that are written down, against Babel's tables."""

from typing import Final, Literal

import pytest
from babel.dates import get_day_names, get_month_names

from app.words import LANGUAGES
from app.words.calendar_names import NAMES

WIDTHS: Final[tuple[Literal["wide"], Literal["abbreviated"]]] = ("wide", "abbreviated")


@pytest.mark.parametrize("language", LANGUAGES)
def test_written_names_are_those_of_babel(language: str) -> None:
    names = NAMES[language]
    days, short_days = (get_day_names(width, locale=language) for width in WIDTHS)
    months, short_months = (get_month_names(width, locale=language) for width in WIDTHS)
    assert list(names.days) == [days[n] for n in range(7)]
    assert list(names.short_days) == [short_days[n] for n in range(7)]
    assert list(names.months) == [months[n] for n in range(1, 13)]
    assert list(names.short_months) == [short_months[n] for n in range(1, 13)]


def test_every_language_has_names() -> None:
    assert set(NAMES) == set(LANGUAGES)
