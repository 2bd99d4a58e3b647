"""Working days: the three questions agree at every moment, in zones whose clocks jump, over weekends and holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.domain.working_days import WorkingDays, read_closed, read_weekdays

PARIS, NEW_YORK, LORD_HOWE = "Europe/Paris", "America/New_York", "Australia/Lord_Howe"
# Clocks that change at midnight, by half an hour, by a whole day, and in a month of fasting.
ZONES = (
    PARIS,
    NEW_YORK,
    LORD_HOWE,
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)
WEEK = range(5)
EVERY_DAY = range(7)
MOMENTS = st.integers(1_230_000_000_000_000, 1_900_000_000_000_000).map(
    lambda us: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
)
SUMMER_TIME = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # in Paris the clock goes from 2:00 to 3:00
WINTER_TIME = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # … from 3:00 to 2:00
NEAR_CHANGES = st.builds(
    lambda change, s: change + timedelta(seconds=s),
    st.sampled_from(
        [
            SUMMER_TIME,
            WINTER_TIME,
            datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe
            datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
            datetime(2018, 2, 18, 2, tzinfo=UTC),  # São Paulo: Saturday's last hour comes twice
            datetime(2018, 11, 4, 3, tzinfo=UTC),  # … and Sunday begins at one
            datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia: there was no 30 December
        ]
    ),
    st.integers(-8_000, 8_000),
)


def at(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def clock(zone: str, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %d %H:%M}"


def test_from_friday_afternoon_to_monday_afternoon_it_is_one_day() -> None:
    days = WorkingDays(WEEK, zone=PARIS)
    friday = at(PARIS, "2026-11-20T15:00")
    assert days.between(friday, at(PARIS, "2026-11-23T14:59")) == 0
    assert days.between(friday, at(PARIS, "2026-11-23T15:00")) == 1
    assert clock(PARIS, days.after(friday, 1)) == "Mon 23 15:00"
    assert clock(PARIS, days.after(friday, 6)) == "Mon 30 15:00"
    assert clock(PARIS, days.before(at(PARIS, "2026-11-23T15:00"), 1)) == "Fri 20 15:00"


def test_what_begins_on_a_weekend_waits_for_whole_days() -> None:
    days = WorkingDays(WEEK, zone=PARIS)
    saturday = at(PARIS, "2026-11-21T15:00")
    assert clock(PARIS, days.after(saturday, 1)) == "Tue 24 00:00"  # Monday was all theirs
    assert days.between(saturday, at(PARIS, "2026-11-22T23:00")) == 0
    assert clock(PARIS, days.opens(saturday)) == "Mon 23 00:00"
    assert days.opens(at(PARIS, "2026-11-20T15:00")) == at(PARIS, "2026-11-20T15:00")


def test_closed_dates_and_holidays_do_not_count() -> None:
    closed = [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)]
    days = WorkingDays(WEEK, closed, PARIS)
    wednesday = at(PARIS, "2026-12-23T10:00")
    assert clock(PARIS, days.after(wednesday, 1)) == "Mon 28 10:00"
    assert clock(PARIS, days.after(wednesday, 5)) == "Mon 04 10:00"
    assert not days.is_worked(date(2026, 12, 24))
    assert not days.is_working(at(PARIS, "2026-12-26T10:00"))
    assert days.is_working(at(PARIS, "2026-12-28T10:00"))


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        (PARIS, "2026-03-28T14:00", "2026-03-29T14:00"),
        (PARIS, "2026-10-24T14:00", "2026-10-25T14:00"),
        (NEW_YORK, "2026-03-07T14:00", "2026-03-08T14:00"),
        (NEW_YORK, "2026-10-31T14:00", "2026-11-01T14:00"),
        (LORD_HOWE, "2026-04-04T14:00", "2026-04-05T14:00"),
        (LORD_HOWE, "2026-10-03T14:00", "2026-10-04T14:00"),
    ],
)
def test_two_in_the_afternoon_stays_two_when_clocks_change(zone: str, before: str, after: str) -> None:
    days = WorkingDays(EVERY_DAY, zone=zone)
    assert days.after(at(zone, before), 1) == at(zone, after)
    assert days.before(at(zone, after), 1) == at(zone, before)


def test_a_skipped_hour_ends_at_once_and_a_double_one_counts_once() -> None:
    days = WorkingDays(EVERY_DAY, zone=PARIS)
    assert days.after(at(PARIS, "2026-03-28T02:30"), 1) == SUMMER_TIME
    assert days.after(at(PARIS, "2026-10-24T02:30"), 1) == WINTER_TIME - timedelta(minutes=30)
    second = WINTER_TIME + timedelta(minutes=10)  # 2:10 for the second time: the hour is over for good
    assert days.after(second, 1) == at(PARIS, "2026-10-26T03:00")


def test_the_same_moment_is_another_date_elsewhere() -> None:
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # Saturday in Paris, Friday evening in New York
    assert not WorkingDays(WEEK, zone=PARIS).is_working(moment)
    assert WorkingDays(WEEK, zone=NEW_YORK).is_working(moment)
    assert WorkingDays(WEEK, zone="Nowhere/At_All").is_working(moment)  # an unknown zone counts as UTC


def test_a_week_without_work_is_no_calendar() -> None:
    with pytest.raises(ValueError, match="somebody"):
        WorkingDays([])


@settings(max_examples=400)
@given(
    st.sampled_from(ZONES),
    st.sets(st.integers(0, 6), min_size=1),
    st.lists(st.dates(date(2009, 1, 1), date(2030, 1, 1)), max_size=8),
    MOMENTS | NEAR_CHANGES,
    st.integers(-40 * 86_400, 40 * 86_400),
    st.integers(0, 30),
)
@example(PARIS, set(EVERY_DAY), [], WINTER_TIME + timedelta(seconds=1), 86_400, 1)
@example("America/Sao_Paulo", {5}, [], datetime(2018, 2, 18, 2, 10, tzinfo=UTC), 86_400, 1)
def test_the_three_questions_agree(
    zone: str, week: set[int], closed: list[date], start: datetime, span_s: int, n: int
) -> None:
    days = WorkingDays(week, closed, zone)
    end = start + timedelta(seconds=span_s)
    assume(end >= start or n > 0)
    has_passed = days.between(start, end) >= n if n else end >= start
    assert has_passed == (days.after(start, n) <= end)
    assert has_passed == (start <= days.before(end, n))


@given(
    st.sampled_from(ZONES), st.sets(st.integers(0, 6), min_size=1), MOMENTS | NEAR_CHANGES, st.integers(1, 30)
)
def test_after_and_before_are_exact(zone: str, week: set[int], moment: datetime, n: int) -> None:
    days, tiny = WorkingDays(week, (), zone), timedelta(microseconds=1)
    assert days.between(moment, days.after(moment, n)) == n
    assert days.between(moment, days.after(moment, n) - tiny) == n - 1
    assert days.between(days.before(moment, n), moment) == n
    assert days.between(days.before(moment, n) + tiny, moment) == n - 1


@given(st.sampled_from(ZONES), MOMENTS | NEAR_CHANGES, st.integers(0, 20_000), st.integers(1, 9))
def test_later_moments_have_later_ends(zone: str, moment: datetime, more_s: int, n: int) -> None:
    days = WorkingDays(EVERY_DAY, (), zone)
    later = moment + timedelta(seconds=more_s)
    assert days.after(moment, n) <= days.after(later, n)
    assert days.before(moment, n) <= days.before(later, n)


@pytest.mark.parametrize(
    ("text", "days"),
    [("12345", (0, 1, 2, 3, 4)), ("7", (6,)), ("23456", (1, 2, 3, 4, 5)), ("", None), ("0", None), ("54321", None),
     ("1123", None), ("1 2", None), ("١", None)],
)  # fmt: skip
def test_days_of_the_week_are_read(text: str, days: tuple[int, ...] | None) -> None:
    assert read_weekdays(text) == days


def test_closed_dates_are_read() -> None:
    assert read_closed("") == ()
    assert read_closed(" 2026-12-24 , 2026-08-10/2026-08-12,") == (
        date(2026, 8, 10),
        date(2026, 8, 11),
        date(2026, 8, 12),
        date(2026, 12, 24),
    )
    assert read_closed("2026-12-24/2026-12-24") == (date(2026, 12, 24),)


@pytest.mark.parametrize(
    "text",
    ["soon", "2026-02-30", "2026-08-12/2026-08-10", "2020-01-01/2026-01-01", "9999-12-31", "2026-08-10/"],
)
def test_what_is_no_closed_date_is_not_taken(text: str) -> None:
    assert read_closed(text) is None
