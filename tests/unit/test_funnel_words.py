"""Days, shares and periods as the page of figures writes them: rounded once, and nothing for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.domain.spreads import Rate
from app.words import set_language
from app.words.formats import Formats
from ui.deals.funnel.words import days, long_days, percent, period_words

HOUR, DAY = 3_600, 86_400


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"), (0, "0 min"), (40 * 60, "40 min"), (5 * HOUR, "5 h"), (DAY, "1 d"), (DAY + DAY // 2, "1.5 d"),
        (3 * DAY + DAY // 20, "3 d"),  # 3.05: to the even tenth
        (9 * DAY + 95 * DAY // 100, "10 d"), (10 * DAY + DAY // 2, "10 d"), (11 * DAY + DAY // 2, "12 d"),
        (1_000 * DAY, "1,000 d"),
    ],
)  # fmt: skip
def test_a_time_in_the_unit_that_says_it_best(seconds: int | None, words: str) -> None:
    assert days(seconds, "en") == words


def test_times_in_french_and_for_who_hears_them() -> None:
    set_language("fr")
    assert days(3 * DAY + DAY // 2, "fr").split() == ["3,5", "j"]
    assert long_days(3 * DAY + DAY // 2, "fr") == "3,5 jours"
    assert long_days(DAY, "fr") == "1 jour"
    assert long_days(None, "fr") == "pas de chiffre"


def test_a_share_of_nothing_is_no_share() -> None:
    assert percent(Rate(0, 0), "en") == "–"
    assert percent(Rate(0, 7), "en") == "0 %"
    assert percent(Rate(1, 3), "en") == "33.3 %"
    assert percent(Rate(5, 5), "en") == "100 %"


def test_a_period_names_its_days_once() -> None:
    formats = Formats("en", "Europe/Paris")

    def words(first: datetime, last: datetime) -> str:
        return period_words(first, last, formats)

    midnight = datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert words(midnight, datetime(2026, 11, 26, 23, tzinfo=UTC)) == "1 to 26 Nov 2026"
    assert words(midnight, datetime(2026, 11, 1, 23, tzinfo=UTC)) == "1 Nov 2026"
    assert words(datetime(2026, 8, 28, 22, tzinfo=UTC), midnight) == "29 Aug to 31 Oct 2026"
    assert words(datetime(2025, 12, 30, 23, tzinfo=UTC), midnight) == "31 Dec 2025 to 31 Oct 2026"
