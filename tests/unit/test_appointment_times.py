"""Days and times of appointments in the customer's language."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.words.appointment_times import ROW_MAX_CHARS, row_title, spoken_day, spoken_time

TODAY = date(2026, 11, 26)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2026, 11, 26), "aujourd’hui"),
        ("fr", date(2026, 11, 27), "demain"),
        ("fr_BE", date(2026, 11, 28), "samedi 28 novembre"),
        ("fr", date(2026, 12, 1), "mardi 1er décembre"),
        ("fr", date(2027, 1, 4), "lundi 4 janvier"),
        ("fr", date(2027, 11, 26), "vendredi 26 novembre 2027"),
        ("fr", date(2026, 11, 25), "mercredi 25 novembre"),
        ("en", date(2026, 11, 26), "today"),
        ("en_GB", date(2026, 11, 27), "tomorrow"),
        ("en", date(2026, 12, 1), "Tuesday 1 December"),
        ("en_US", date(2026, 12, 1), "Tuesday, December 1"),
        ("en-US", date(2027, 12, 1), "Wednesday, December 1, 2027"),
        ("es", date(2026, 12, 1), "Tuesday 1 December"),
    ],
)
def test_a_day_inside_a_sentence(language: str, day: date, said: str) -> None:
    assert spoken_day(day, TODAY, language) == said


@pytest.mark.parametrize(
    ("language", "minute", "said"),
    [
        ("fr", 870, "14\xa0h\xa030"), ("fr", 540, "9\xa0h"), ("fr", 545, "9\xa0h\xa005"),
        ("fr_FR", 720, "12\xa0h"), ("fr", 0, "0\xa0h"),
        ("en", 870, "14:30"), ("en_GB", 540, "9:00"), ("de", 870, "14:30"),
        ("en_US", 870, "2:30\xa0pm"), ("en_US", 540, "9:00\xa0am"), ("en_US", 720, "12:00\xa0pm"),
        ("en_US", 5, "12:05\xa0am"),
    ],
)  # fmt: skip
def test_a_time_of_day(language: str, minute: int, said: str) -> None:
    assert spoken_time(minute, language) == said


def test_a_line_of_a_list_of_slots() -> None:
    at = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
    assert row_title(at, PARIS, "fr") == "ven. 27 nov. 14\xa0h\xa030"
    assert row_title(at, PARIS, "en") == "Fri 27 Nov 14:30"
    assert row_title(at, PARIS, "en_US") == "Fri, Nov 27, 2:30\xa0pm"
    assert row_title(at, ZoneInfo("Asia/Tokyo"), "fr") == "ven. 27 nov. 22\xa0h\xa030"


@pytest.mark.parametrize("language", ["fr", "en", "en_US", "nl"])
def test_every_line_is_short_enough(language: str) -> None:
    begin = datetime(2026, 1, 1, 23, 45, tzinfo=UTC)
    titles = {row_title(begin + timedelta(days=day, hours=day % 24), PARIS, language) for day in range(400)}
    assert max(map(len, titles)) <= ROW_MAX_CHARS
    assert len(titles) == 400 if language != "fr" else len(titles) > 390
