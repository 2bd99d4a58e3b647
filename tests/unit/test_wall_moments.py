"""From the clock on the wall to moments: days of odd lengths, skipped and doubled times, the same time another day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.wall_moments import day_bounds, moment_s, shifted

PARIS, NEW_YORK, LORD_HOWE = "Europe/Paris", "America/New_York", "Australia/Lord_Howe"
APIA, SAO_PAULO = "Pacific/Apia", "America/Sao_Paulo"
HALF_HOUR = 1_800


def at(text: str, zone: str = PARIS, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def clock(moment: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(moment, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("zone", "day", "half_hours"),
    [
        (PARIS, "2026-03-28", 48),
        (PARIS, "2026-03-29", 46),
        (PARIS, "2026-10-25", 50),
        (NEW_YORK, "2026-03-08", 46),
        (NEW_YORK, "2026-11-01", 50),
        (LORD_HOWE, "2026-04-05", 49),
        (LORD_HOWE, "2026-10-04", 47),
        (SAO_PAULO, "2018-02-17", 50),
        (SAO_PAULO, "2018-11-04", 46),  # it began at one o'clock
        (APIA, "2011-12-29", 48),
        (APIA, "2011-12-30", 0),  # there was no such day
    ],
)
def test_a_day_is_as_long_as_its_clock_makes_it(zone: str, day: str, half_hours: int) -> None:
    begin, end = day_bounds(date.fromisoformat(day), zone)
    assert end - begin == half_hours * HALF_HOUR
    if half_hours:
        assert clock(begin, zone)[:10] == clock(end - 1, zone)[:10] == day


@pytest.mark.parametrize(
    ("zone", "shown", "first"),
    [
        (PARIS, "2026-03-29T02:30", "2026-03-29 03:00"),  # skipped: what comes after the gap
        (PARIS, "2026-03-29T02:00", "2026-03-29 03:00"),
        (PARIS, "2026-03-29T03:00", "2026-03-29 03:00"),
        (NEW_YORK, "2026-03-08T02:59", "2026-03-08 03:00"),
        (LORD_HOWE, "2026-10-04T02:10", "2026-10-04 02:30"),
        (LORD_HOWE, "2026-10-04T02:30", "2026-10-04 02:30"),
        (SAO_PAULO, "2018-11-04T00:00", "2018-11-04 01:00"),
        (APIA, "2011-12-30T15:00", "2011-12-31 00:00"),
    ],
)
def test_a_time_that_the_clock_skips_is_the_first_moment_after_the_gap(
    zone: str, shown: str, first: str
) -> None:
    assert clock(moment_s(datetime.fromisoformat(shown), zone), zone) == first


@pytest.mark.parametrize(
    ("zone", "shown", "again_after"),
    [
        (PARIS, "2026-10-25T02:30", 3_600),
        (NEW_YORK, "2026-11-01T01:15", 3_600),
        (LORD_HOWE, "2026-04-05T01:45", HALF_HOUR),
    ],
)
def test_of_a_time_that_comes_twice_the_first_is_meant(zone: str, shown: str, again_after: int) -> None:
    first = moment_s(datetime.fromisoformat(shown), zone)
    assert first == at(shown, zone)
    assert at(shown, zone, fold=1) - first == again_after


def test_the_same_time_another_day_is_what_the_wall_says() -> None:
    assert (
        shifted(at("2026-03-28T14:30"), 1, PARIS) == at("2026-03-29T14:30") == at("2026-03-28T14:30") + 82_800
    )
    assert shifted(at("2026-10-26T09:00"), -2, PARIS) == at("2026-10-24T09:00")
    assert clock(shifted(at("2026-03-28T02:30"), 1, PARIS), PARIS) == "2026-03-29 03:00"
    assert shifted(at("2026-10-24T02:30"), 1, PARIS) == at("2026-10-25T02:30")
    assert shifted(at("2026-10-25T02:30", fold=1), 1, PARIS) == at("2026-10-26T02:30")
    assert shifted(at("2026-04-04T01:45", LORD_HOWE), 1, LORD_HOWE) == at("2026-04-05T01:45", LORD_HOWE)


def test_no_day_later_is_the_moment_itself_even_where_its_time_came_before() -> None:
    second = at("2026-10-25T02:30", fold=1)
    assert shifted(second, 0, PARIS) == second


def test_a_zone_that_nobody_knows_goes_as_utc() -> None:
    assert moment_s(datetime.fromisoformat("2026-05-01T12:00"), "Europe/Lutece") == at(
        "2026-05-01T12:00", "UTC"
    )


ZONES = st.sampled_from([PARIS, NEW_YORK, LORD_HOWE, SAO_PAULO, "Asia/Kathmandu", "UTC"])
MINUTES = st.integers(24_000_000, 30_000_000)  # 2015 to 2027


@settings(max_examples=150, deadline=None)
@given(ZONES, MINUTES, st.integers(-40, 40))
def test_a_shifted_time_shows_the_same_clock_or_lies_right_after_a_gap(
    zone: str, minute: int, days: int
) -> None:
    start = minute * 60
    found = shifted(start, days, zone)
    place = ZoneInfo(zone)
    wanted = datetime.fromtimestamp(start, place).replace(tzinfo=None) + timedelta(days=days)
    shown = datetime.fromtimestamp(found, place).replace(tzinfo=None)
    before = datetime.fromtimestamp(found - 1, place).replace(tzinfo=None)
    assert shown == wanted.replace(fold=shown.fold) or before < wanted < shown
    if shown == wanted and days:
        assert datetime.fromtimestamp(found, place).fold == 0


@settings(max_examples=100, deadline=None)
@given(ZONES, MINUTES)
def test_every_moment_lies_in_the_day_that_the_wall_shows(zone: str, minute: int) -> None:
    day = datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone)).date()
    begin, end = day_bounds(day, zone)
    assert begin <= minute * 60 < end
    assert end == day_bounds(day + timedelta(days=1), zone)[0]
