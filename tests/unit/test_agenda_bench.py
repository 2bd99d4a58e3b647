"""What stands in the way of an appointment, and when a resource is open, taken and free."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agenda_bench import Bench, Conflict, Taken, conflict
from app.domain.hours import HoursBook, OpeningHours, OpenTime, Span
from tests.fake_agenda import ALL_DAY, HOUR, MINUTE, PARIS, SHOP, Slow, at, clock, days, shop, taken

NOON = at("2026-05-05T10:00")


def kind(found: Conflict | None) -> str | None:
    return found.kind if found is not None else None


def test_an_appointment_may_begin_when_another_ends_and_end_when_another_begins() -> None:
    bench = shop(taken("a", "2026-05-05T09:30", 30), taken("b", "2026-05-05T10:30", 30))
    assert conflict(bench, at("2026-05-05T10:00"), 30 * MINUTE) is None
    early, late = (conflict(bench, at("2026-05-05T10:00") + n, 30 * MINUTE) for n in (-1, 1))
    assert early is not None
    assert late is not None
    assert (early.kind, early.appointment_id, clock(early.until_s)) == ("taken", "a", "2026-05-05 10:00")
    assert (late.kind, late.appointment_id, clock(late.from_s)) == ("taken", "b", "2026-05-05 10:30")


def test_one_that_is_moved_is_not_in_its_own_way() -> None:
    bench = shop(taken("a", "2026-05-05T10:00", 60), taken("b", "2026-05-05T11:00", 30))
    start = at("2026-05-05T10:15")
    assert conflict(bench, start, 45 * MINUTE, {"a"}) is None
    other = conflict(bench, start, HOUR, {"a"})
    assert other is not None
    assert other.appointment_id == "b"
    assert kind(conflict(bench.without("a"), start, 45 * MINUTE)) is None
    assert kind(conflict(bench, start, 45 * MINUTE)) == "taken"


def test_a_long_one_that_began_before_many_short_ones_is_found() -> None:
    long = taken("long", "2026-05-05T09:00", 180)
    short = [taken(f"s{n}", f"2026-05-05T09:{n:02}", 1) for n in range(1, 50)]
    found = conflict(shop(*short, long), at("2026-05-05T11:30"), 15 * MINUTE)
    assert found is not None
    assert found.appointment_id == "long"


def test_one_that_is_over_beside_a_longer_one_is_in_nobodys_way() -> None:
    bench = shop(taken("long", "2026-05-05T09:00", 180), taken("short", "2026-05-05T09:30", 30))
    assert conflict(bench, at("2026-05-05T10:00"), HOUR, {"long"}) is None


def test_a_closed_hour_says_since_when_and_until_when() -> None:
    noon = conflict(shop(), at("2026-05-05T12:00"), 30 * MINUTE)
    assert noon == Conflict("closed", at("2026-05-05T12:00"), at("2026-05-05T14:00"))
    holiday = conflict(shop(), at("2026-05-01T10:00"), 30 * MINUTE)
    assert holiday == Conflict("closed", at("2026-04-30T18:00"), at("2026-05-04T09:00"))


def test_where_it_never_opens_again_nobody_says_when() -> None:
    never = Bench("lea", OpenTime(OpeningHours("1970-01-01", PARIS, ((),) * 7)))
    assert conflict(never, NOON, HOUR) == Conflict("closed", None, None)


def test_what_ends_after_closing_is_refused_and_what_ends_with_it_is_not() -> None:
    assert conflict(shop(), at("2026-05-05T11:30"), 30 * MINUTE) is None
    over = conflict(shop(), at("2026-05-05T11:30"), 31 * MINUTE)
    assert over == Conflict("crosses_closing", at("2026-05-05T12:00"), at("2026-05-05T14:00"))


def test_somebody_who_is_away_alone_is_closed_until_the_shop_and_they_are_there() -> None:
    away = shop(closed=[(at("2026-05-05T16:00"), at("2026-05-05T18:00"))])
    assert conflict(away, at("2026-05-05T16:30"), HOUR) == Conflict(
        "closed", at("2026-05-05T16:00"), at("2026-05-06T09:00")
    )
    assert kind(conflict(away, at("2026-05-05T15:30"), HOUR)) == "crosses_closing"
    assert conflict(away, at("2026-05-05T15:00"), HOUR) is None


def test_the_past_can_be_written_down_but_not_booked() -> None:
    assert conflict(shop(), NOON, HOUR, now_s=NOON) is None
    assert conflict(shop(), NOON, HOUR, now_s=NOON + 1) == Conflict("past", None, NOON + 1)
    assert conflict(shop(), NOON, HOUR) is None


def test_the_past_comes_before_closing_and_closing_before_who_has_it() -> None:
    bench = shop(taken("a", "2026-05-05T11:30", 60))
    assert kind(conflict(bench, at("2026-05-05T11:45"), HOUR)) == "crosses_closing"
    assert kind(conflict(bench, at("2026-05-05T11:45"), 15 * MINUTE)) == "taken"
    assert kind(conflict(bench, at("2026-05-05T11:45"), HOUR, now_s=at("2026-05-06T00:00"))) == "past"


@pytest.mark.parametrize("when", ["2026-05-05T03:00", "2026-05-03T10:00", "2026-05-05T23:30"])
def test_where_nobody_knows_the_hours_any_time_may_be_booked(when: str) -> None:
    assert conflict(Bench("lea", None, zone=PARIS), at(when), HOUR) is None


def test_where_nobody_knows_the_hours_the_usual_ones_are_offered() -> None:
    bench = Bench("lea", None, zone=PARIS)
    week = list(
        bench.offered_between(at("2026-03-27T00:00"), at("2026-03-31T00:00"))
    )  # clocks change on Sunday
    assert [(clock(begin), clock(end)) for begin, end in week] == [
        ("2026-03-27 08:00", "2026-03-27 20:00"),
        ("2026-03-28 08:00", "2026-03-28 20:00"),
        ("2026-03-30 08:00", "2026-03-30 20:00"),
    ]
    assert list(bench.open_between(0, 10**9)) == [(0, 10**9)]


def test_an_opening_around_the_clock_is_one_stretch_whatever_version_counts() -> None:
    later = OpeningHours("2026-06-01", PARIS, ALL_DAY.week)
    bench = Bench.by_book("lea", HoursBook([("", ALL_DAY), ("", later)]), [""])
    low, high = at("2026-05-20T00:00"), at("2026-06-10T00:00")
    assert list(bench.free_between(low, high)) == [(low, high)]
    assert conflict(bench, at("2026-05-31T23:00"), 2 * HOUR) is None


def test_new_hours_count_from_their_day_on() -> None:
    summer = OpeningHours("2026-07-01", PARIS, ((Span(420, 780),),) * 7)  # 7 to 13
    bench = Bench.by_book("lea", HoursBook([("", SHOP), ("", summer)]), ["line:l1", ""])
    assert kind(conflict(bench, at("2026-06-30T07:00"), HOUR)) == "closed"
    assert conflict(bench, at("2026-07-01T07:00"), HOUR) is None
    assert kind(conflict(bench, at("2026-07-01T15:00"), HOUR)) == "closed"
    moved = bench.without("nobody")
    assert list(moved.open_between(at("2026-06-30T00:00"), at("2026-07-02T00:00"))) == [
        (at("2026-06-30T09:00"), at("2026-06-30T12:00")),
        (at("2026-06-30T14:00"), at("2026-06-30T18:00")),
        (at("2026-07-01T07:00"), at("2026-07-01T13:00")),
    ]


def test_before_the_first_version_anything_may_be_booked() -> None:
    bench = Bench.by_book(
        "lea", HoursBook([("", OpeningHours("2026-06-01", PARIS, SHOP.week))]), [""], zone=PARIS
    )
    assert conflict(bench, at("2026-05-31T22:00"), HOUR) is None
    assert conflict(bench, at("2026-06-01T22:00"), HOUR) == Conflict(
        "closed", at("2026-06-01T18:00"), at("2026-06-02T09:00")
    )


def test_an_appointment_without_length_takes_nothing() -> None:
    bench = shop(Taken(NOON, NOON, "none"), Taken(NOON + HOUR, NOON, "backwards"))
    assert conflict(bench, NOON, HOUR) is None


@settings(max_examples=60, deadline=None)
@given(days(), st.integers(-300, 300), st.integers(1, 30))
def test_stretches_and_conflicts_agree_with_who_looks_at_every_minute(
    made: tuple[Slow, int], begin: int, long: int
) -> None:
    slow, change = made
    bench = slow.bench()
    low, high = change - 30 * HOUR, change + 30 * HOUR
    minutes = range(low, high, MINUTE)

    def shown(stretches: object) -> set[int]:
        assert isinstance(stretches, list)
        assert all(one[1] < other[0] for one, other in pairwise(stretches))
        return {moment for one, end in stretches for moment in range(one, end, MINUTE)}

    assert shown(list(bench.open_between(low, high))) == {
        m for m in minutes if slow.is_open(m, is_offer=False)
    }
    assert shown(list(bench.offered_between(low, high))) == {
        m for m in minutes if slow.is_open(m, is_offer=True)
    }
    assert shown(list(bench.free_between(low, high))) == {m for m in minutes if slow.is_free(m)}
    start, length = change + begin * 5 * MINUTE, long * 5 * MINUTE
    walked = range(start, start + length, MINUTE)
    found = conflict(bench, start, length)
    if not slow.is_open(start, is_offer=False):
        assert kind(found) == "closed"
    elif not all(slow.is_open(m, is_offer=False) for m in walked):
        assert kind(found) == "crosses_closing"
    else:
        assert kind(found) == ("taken" if any(slow.is_taken(m) for m in walked) else None)
