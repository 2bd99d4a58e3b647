"""A resource's day: what is booked and what is free, and its strip."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from app.domain.agenda_bench import Bench
from app.domain.agenda_day import blocks, booked_seconds, free_seconds
from app.domain.wall_moments import day_bounds
from tests.fake_agenda import HOUR, MINUTE, PARIS, Slow, at, clock, days, shop, taken

TUESDAY = day_bounds(date(2026, 5, 5), PARIS)


def test_the_head_of_a_column_says_what_is_booked_and_what_is_free() -> None:
    bench = shop(
        taken("a", "2026-05-05T09:00", 150),
        taken("b", "2026-05-05T14:00", 150),
        taken("c", "2026-05-05T17:30", 30),
    )
    assert (booked_seconds(bench, *TUESDAY), free_seconds(bench, *TUESDAY)) == (5.5 * HOUR, 1.5 * HOUR)


def test_what_overlaps_counts_once_and_what_lies_outside_of_the_hours_does_not() -> None:
    bench = shop(
        taken("a", "2026-05-05T09:00", 60),
        taken("b", "2026-05-05T09:30", 60),
        taken("c", "2026-05-05T11:30", 60),
    )
    assert (booked_seconds(bench, *TUESDAY), free_seconds(bench, *TUESDAY)) == (2 * HOUR, 5 * HOUR)


def test_where_nobody_knows_the_hours_everything_booked_counts() -> None:
    bench = Bench("lea", None, [taken("a", "2026-05-05T19:00", 120)], zone=PARIS)
    assert (booked_seconds(bench, *TUESDAY), free_seconds(bench, *TUESDAY)) == (2 * HOUR, 11 * HOUR)


def test_a_strip_shows_who_is_there_and_when_it_is_closed() -> None:
    bench = shop(
        taken("a", "2026-05-05T09:00", 60),
        taken("b", "2026-05-05T09:30", 60),
        taken("c", "2026-05-05T11:30", 60),
    )
    strip = [(clock(one.start_s), one.kind, one.appointment_ids) for one in blocks(bench, date(2026, 5, 5))]
    assert strip == [
        ("2026-05-05 00:00", "closed", ()),
        ("2026-05-05 09:00", "taken", ("a",)),
        ("2026-05-05 09:30", "taken", ("a", "b")),
        ("2026-05-05 10:00", "taken", ("b",)),
        ("2026-05-05 10:30", "free", ()),
        ("2026-05-05 11:30", "taken", ("c",)),  # also over noon, when it is closed
        ("2026-05-05 12:30", "closed", ()),
        ("2026-05-05 14:00", "free", ()),
        ("2026-05-05 18:00", "closed", ()),
    ]


def test_a_strip_without_hours_shows_what_may_be_booked_but_is_not_offered() -> None:
    bench = Bench("lea", None, closed=[(at("2026-05-05T08:00"), at("2026-05-05T09:00"))], zone=PARIS)
    strip = [(clock(one.start_s), one.kind) for one in blocks(bench, date(2026, 5, 5))]
    assert strip == [
        ("2026-05-05 00:00", "outside"),
        ("2026-05-05 08:00", "closed"),
        ("2026-05-05 09:00", "free"),
        ("2026-05-05 20:00", "outside"),
    ]


def test_a_day_that_never_was_has_no_strip() -> None:
    assert blocks(Bench("lea", None, zone="Pacific/Apia"), date(2011, 12, 30)) == []


@settings(max_examples=40, deadline=None)
@given(days())
def test_a_day_adds_up_minute_by_minute(made: tuple[Slow, int]) -> None:
    slow, change = made
    bench = slow.bench()
    day = datetime.fromtimestamp(change, ZoneInfo(slow.zone)).date()
    low, high = day_bounds(day, slow.zone)
    minutes = range(low, high, MINUTE)
    may_be = [m for m in minutes if slow.is_open(m, is_offer=False)]
    assert booked_seconds(bench, low, high) == MINUTE * sum(slow.is_taken(m) for m in may_be)
    assert free_seconds(bench, low, high) == MINUTE * sum(slow.is_free(m) for m in minutes)
    if slow.week is not None:
        total = MINUTE * len(may_be)
        assert booked_seconds(bench, low, high) + free_seconds(bench, low, high) == total
    strip = blocks(bench, day)
    assert [one.start_s for one in strip[1:]] == [one.end_s for one in strip[:-1]]
    assert (strip[0].start_s, strip[-1].end_s) == (low, high)
    for one in strip:
        middle = range(one.start_s, one.end_s, MINUTE)
        is_taken, is_free = {slow.is_taken(m) for m in middle}, {slow.is_free(m) for m in middle}
        assert is_taken == {one.kind == "taken"}
        assert is_free == {one.kind == "free"}
