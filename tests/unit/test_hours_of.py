"""When somebody opens next, as a person says it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.hours import ALWAYS, OpeningHours, OpenTime, Span
from app.words.holiday_names import holidays_named
from app.words.hours_of import clock_words, day_words, opening_words, week_words

PARIS = "Europe/Paris"
SHOP = OpenTime(
    OpeningHours(
        ALWAYS,
        PARIS,
        (*[(Span(540, 720), Span(840, 1080))] * 5, (Span(510, 720),), ()),
        holidays=("2026-12-25", "2027-01-01"),
    )
)


def at(text: str, zone: str = PARIS) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("sent", "french", "english"),
    [
        ("2026-11-23T20:00", "demain à 9 h", "tomorrow at 9 am"),
        ("2026-11-23T12:30", "tout à l’heure à 14 h", "later today at 2 pm"),
        ("2026-11-23T01:00", "aujourd’hui à 9 h", "today at 9 am"),
        ("2026-11-27T19:00", "demain à 8 h 30", "tomorrow at 8:30 am"),
        ("2026-11-28T13:00", "lundi à 9 h", "on Monday at 9 am"),
        ("2026-11-29T23:59", "demain à 9 h", "tomorrow at 9 am"),
        ("2026-12-24T20:00", "samedi à 8 h 30", "on Saturday at 8:30 am"),
    ],
)
def test_the_next_opening_as_a_person_says_it(sent: str, french: str, english: str) -> None:
    opens = SHOP.next_opening(at(sent))
    assert opens is not None
    assert opening_words(opens, at(sent), PARIS, "fr") == french
    assert opening_words(opens, at(sent), PARIS, "en") == english


def test_after_more_than_a_week_the_date_is_said() -> None:
    sent, opens = at("2026-12-24T12:00"), at("2027-01-04T09:00")
    assert opening_words(opens, sent, PARIS, "fr") == "le 4 janvier à 9 h"
    assert opening_words(opens, sent, PARIS, "en") == "on 4 January at 9 am"
    assert (
        opening_words(at("2027-01-01T09:00"), at("2026-12-20T12:00"), PARIS, "fr") == "le 1er janvier à 9 h"
    )
    assert opening_words(at("2027-11-02T09:00"), sent, PARIS, "fr") == "le 2 novembre 2027 à 9 h"


def test_a_week_from_today_is_no_weekday_any_more() -> None:
    sent = at("2026-11-23T20:00")
    assert opening_words(at("2026-11-29T09:00"), sent, PARIS, "fr") == "dimanche à 9 h"
    assert opening_words(at("2026-11-30T09:00"), sent, PARIS, "fr") == "le 30 novembre à 9 h"


def test_tomorrow_is_the_business_s_tomorrow() -> None:
    opens, sent = at("2026-11-24T09:00", "Pacific/Auckland"), at("2026-11-23T20:00", "Pacific/Auckland")
    assert opening_words(opens, sent, "Pacific/Auckland", "fr") == "demain à 9 h"
    assert opening_words(opens, sent, "UTC", "fr") == "aujourd’hui à 20 h"


def test_across_a_clock_change_the_wall_is_told() -> None:
    assert opening_words(at("2026-03-30T09:00"), at("2026-03-28T20:00"), PARIS, "fr") == "lundi à 9 h"


def test_other_languages_are_told_in_english_and_dialects_in_their_own() -> None:
    opens, sent = at("2026-11-24T09:00"), at("2026-11-23T20:00")
    assert opening_words(opens, sent, PARIS, "fr_CA") == "demain à 9 h"
    assert opening_words(opens, sent, PARIS, "de") == "tomorrow at 9 am"


@pytest.mark.parametrize(
    ("minute", "french", "english"),
    [
        (0, "minuit", "midnight"),
        (540, "9 h", "9 am"),
        (545, "9 h 05", "9:05 am"),
        (720, "midi", "noon"),
        (750, "12 h 30", "12:30 pm"),
        (30, "0 h 30", "12:30 am"),
        (1050, "17 h 30", "5:30 pm"),
        (1440, "minuit", "midnight"),
    ],
)
def test_times_of_a_day(minute: int, french: str, english: str) -> None:
    assert (clock_words(minute, "fr"), clock_words(minute, "en")) == (french, english)


def test_dates_leave_this_year_out() -> None:
    assert day_words(date(2027, 1, 1), "fr", date(2026, 11, 26)) == "vendredi 1er janvier 2027"
    assert day_words(date(2026, 12, 25), "en", date(2026, 11, 26)) == "Friday 25 December"


def test_a_week_on_one_line_joins_days_that_are_alike() -> None:
    day, saturday = (Span(540, 720), Span(840, 1080)), (Span(540, 750),)
    assert week_words(((), *[day] * 4, saturday, ()), "en") == (
        "Tue–Fri 9:00 – 12:00, 14:00 – 18:00 · Sat 9:00 – 12:30"
    )
    assert week_words((day, (), day, (), (), (), ()), "fr") == (
        "lun. 9 h – 12 h, 14 h – 18 h · mer. 9 h – 12 h, 14 h – 18 h"
    )
    assert week_words(((),) * 7, "fr") == ""


def test_holidays_have_names_in_the_reader_s_language() -> None:
    french, english = holidays_named("FR-57", 2026, 2026, "fr"), holidays_named("FR-57", 2026, 2026, "en")
    assert (french[date(2026, 12, 26)], english[date(2026, 12, 25)]) == ("Saint-Étienne", "Christmas Day")
    assert list(french) == sorted(french) and len(french) == 13
    assert holidays_named("", 2026, 2026, "fr") == holidays_named("Nowhere", 2026, 2026, "fr") == {}
