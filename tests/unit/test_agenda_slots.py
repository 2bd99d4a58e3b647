"""Free slots: on the clock's grid, without holes, the nearest first; a choice for customers; clocks that change."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agenda_bench import Bench, conflict
from app.domain.agenda_slots import Slot, free_slots, offers
from app.domain.hours import HoursBook, OpeningHours, OpenTime, Span
from tests.fake_agenda import (
    ALL_DAY,
    CHANGES,
    DAY,
    HOUR,
    LORD_HOWE,
    MINUTE,
    NEW_YORK,
    PARIS,
    SHOP,
    Slow,
    at,
    clock,
    days,
    shop,
    taken,
)

MONDAY, TUESDAY, NEXT_MONDAY = at("2026-05-04T00:00"), at("2026-05-05T00:00"), at("2026-05-11T00:00")


def times(found: list[Slot], zone: str = PARIS) -> list[str]:
    return [f"{datetime.fromtimestamp(one.start_s, ZoneInfo(zone)):%a %H:%M}" for one in found]


def test_the_next_slots_of_a_day_begin_on_the_quarters() -> None:
    bench = shop(taken("a", "2026-05-05T09:00", 60), taken("b", "2026-05-05T10:45", 60))
    found = free_slots([bench], 30 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=4)
    assert times(found) == ["Tue 10:00", "Tue 10:15", "Tue 14:00", "Tue 14:15"]


def test_none_begins_before_now_or_at_the_end_of_what_was_asked_for() -> None:
    now = at("2026-05-05T10:07")
    found = free_slots([shop()], HOUR, TUESDAY, at("2026-05-05T10:45"), now_s=now)
    assert times(found) == ["Tue 10:15", "Tue 10:30"]
    assert free_slots([shop()], HOUR, TUESDAY, now, now_s=now) == []


def test_after_an_appointment_that_ends_off_the_grid_one_begins_without_a_hole() -> None:
    bench = shop(taken("a", "2026-05-05T09:00", 80))  # until 10:20
    found = free_slots([bench], 30 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=3)
    assert times(found) == ["Tue 10:20", "Tue 10:45", "Tue 11:00"]
    late = free_slots([bench], 30 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=at("2026-05-05T10:21"), limit=1)
    assert times(late) == ["Tue 10:30"]  # 10:20 is over


def test_the_time_that_was_wanted_is_offered_with_somebody_else_also_beside_a_hole() -> None:
    wanted = at("2026-05-05T10:30")
    lea = shop(taken("a", "2026-05-05T10:00", 60))
    marc = shop(taken("b", "2026-05-05T10:00", 20), resource_id="marc")
    found = free_slots([lea, marc], 30 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY, near_s=wanted, limit=4)
    assert [(one.resource_id, clock(one.start_s)) for one in found] == [
        ("marc", "2026-05-05 10:30"),
        ("marc", "2026-05-05 10:20"),
        ("marc", "2026-05-05 10:45"),
        ("lea", "2026-05-05 11:00"),
    ]


def test_an_opening_and_a_return_off_the_grid_are_beginnings_too() -> None:
    early = OpenTime(OpeningHours("1970-01-01", PARIS, ((Span(520, 720),),) * 7))  # 8:40
    bench = Bench("lea", early, closed=[(at("2026-05-05T09:30"), at("2026-05-05T10:35"))])
    found = free_slots([bench], 45 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=4)
    assert times(found) == ["Tue 08:40", "Tue 10:35", "Tue 11:00", "Tue 11:15"]


def test_a_gap_that_is_too_short_is_passed_over_and_one_that_just_fits_is_not() -> None:
    bench = shop(taken("a", "2026-05-05T09:00", 60), taken("b", "2026-05-05T10:30", 90))
    assert times(free_slots([bench], 30 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=1)) == [
        "Tue 10:00"
    ]
    assert times(free_slots([bench], 31 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=1)) == [
        "Tue 14:00"
    ]


def test_equal_times_come_in_the_order_of_the_resources() -> None:
    benches = [shop(resource_id="marc"), shop(resource_id="lea")]
    found = free_slots(benches, HOUR, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=3)
    assert [one.resource_id for one in found] == ["marc", "lea", "marc"]


def test_the_nearest_come_first_on_both_sides_of_what_was_wanted() -> None:
    bench = shop(taken("a", "2026-05-05T10:00", 120))
    found = free_slots(
        [bench], HOUR, MONDAY, NEXT_MONDAY, now_s=MONDAY, near_s=at("2026-05-05T10:30"), limit=3
    )
    assert times(found) == ["Tue 09:00", "Tue 14:00", "Tue 14:15"]


def test_the_nearest_may_lie_on_the_day_before_although_that_ends_far_from_it() -> None:
    full = shop(taken("a", "2026-05-06T09:00", 540))
    found = free_slots(
        [full], HOUR, MONDAY, NEXT_MONDAY, now_s=MONDAY, near_s=at("2026-05-06T09:00"), limit=2
    )
    assert times(found) == ["Tue 17:00", "Tue 16:45"]


def test_a_day_without_end_may_be_booked_over_midnight() -> None:
    bench = Bench("lea", OpenTime(ALL_DAY), [taken("a", "2026-05-05T00:00", 23 * 60)])
    found = free_slots([bench], 24 * HOUR, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=2)
    assert times(found) == ["Tue 23:00", "Tue 23:15"]
    assert free_slots([bench], 24 * HOUR + 1, TUESDAY, NEXT_MONDAY, now_s=MONDAY) == []


@pytest.mark.parametrize(("length", "limit"), [(0, 5), (-60, 5), (HOUR, 0)])
def test_what_nobody_can_ask_for_has_no_slots(length: int, limit: int) -> None:
    assert free_slots([shop()], length, TUESDAY, NEXT_MONDAY, now_s=MONDAY, limit=limit) == []


def test_without_resources_nothing_is_free() -> None:
    assert free_slots([], HOUR, TUESDAY, NEXT_MONDAY, now_s=MONDAY) == []
    assert offers([], HOUR, TUESDAY, NEXT_MONDAY, now_s=MONDAY) == []


def test_a_grid_that_does_not_fit_a_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="grid"):
        free_slots([shop()], HOUR, TUESDAY, NEXT_MONDAY, now_s=MONDAY, step_s=7 * MINUTE)


@pytest.mark.parametrize(
    ("zone", "day", "shown"),
    [
        (PARIS, "2026-03-29", ["01:00", "01:30", "03:00", "03:30"]),
        (PARIS, "2026-10-25", ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]),
        (NEW_YORK, "2026-03-08", ["01:00", "01:30", "03:00", "03:30"]),
        (NEW_YORK, "2026-11-01", ["01:00", "01:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]),
        (LORD_HOWE, "2026-10-04", ["01:00", "01:30", "02:30", "03:00", "03:30"]),
        (LORD_HOWE, "2026-04-05", ["01:00", "01:30", "01:30", "02:00", "02:30", "03:00", "03:30"]),
    ],
)
def test_the_grid_is_the_walls_also_on_the_night_in_which_it_jumps(
    zone: str, day: str, shown: list[str]
) -> None:
    night = OpenTime(OpeningHours("1970-01-01", zone, ((Span(60, 240),),) * 7))  # a bar: 1 to 4
    low = at(f"{day}T00:00", zone)
    found = free_slots(
        [Bench("bar", night)], 30 * MINUTE, low, low + 6 * HOUR, now_s=0, step_s=1_800, limit=20
    )
    assert [one[4:] for one in times(found, zone)] == shown


def test_quarters_of_an_hour_off_utc_are_the_walls_too() -> None:
    bench = Bench("lea", None, zone="Asia/Kathmandu")
    found = free_slots(
        [bench], HOUR, at("2026-05-05T00:00", "Asia/Kathmandu"), NEXT_MONDAY, now_s=0, step_s=HOUR, limit=2
    )
    assert times(found, "Asia/Kathmandu") == ["Tue 08:00", "Tue 09:00"]


def test_whoever_is_always_open_has_only_the_walls_quarters_on_the_day_that_utc_ends() -> None:
    always = OpenTime(OpeningHours("1970-01-01", "Asia/Kathmandu", ALL_DAY.week))
    low = at("2026-05-05T05:00", "Asia/Kathmandu")  # UTC's midnight is at 5:45
    found = free_slots([Bench("bar", always)], HOUR, low, low + 2 * HOUR, now_s=0, step_s=HOUR)
    assert times(found, "Asia/Kathmandu") == ["Tue 05:00", "Tue 06:00"]


def test_a_slot_may_last_from_one_week_into_the_next() -> None:
    bench = Bench("bar", OpenTime(ALL_DAY))
    for n in range(8):
        midnight = at("2026-05-05T00:00", "UTC") + n * DAY
        found = free_slots([bench], 2 * HOUR, midnight - HOUR, midnight, now_s=0, step_s=HOUR)
        assert [one.start_s for one in found] == [midnight - HOUR]


def test_new_hours_are_looked_up_on_the_day_itself() -> None:
    summer = OpeningHours("2026-05-06", PARIS, ((Span(420, 480),),) * 7)  # 7 to 8
    bench = Bench.by_book("lea", HoursBook([("", SHOP), ("", summer)]), [""])
    found = free_slots([bench], HOUR, at("2026-05-05T16:30"), NEXT_MONDAY, now_s=0, limit=4)
    assert times(found) == ["Tue 16:30", "Tue 16:45", "Tue 17:00", "Wed 07:00"]


# --- a choice for customers ---


def test_a_choice_has_some_of_each_part_of_the_next_days() -> None:
    found = offers([shop()], 30 * MINUTE, TUESDAY, NEXT_MONDAY, now_s=MONDAY)
    assert times(found) == [
        "Tue 09:00", "Tue 11:30", "Tue 14:00", "Tue 17:00",
        "Wed 09:00", "Wed 11:30", "Wed 14:00", "Wed 17:00",
        "Thu 09:00", "Thu 14:00",
    ]  # fmt: skip


def test_of_a_morning_alone_a_choice_takes_what_lies_apart() -> None:
    busy = shop(taken("a", "2026-05-05T14:00", 240))
    found = offers([busy], 30 * MINUTE, TUESDAY, TUESDAY + DAY, now_s=MONDAY, per_day=3)
    assert times(found) == ["Tue 09:00", "Tue 10:15", "Tue 11:30"]


def test_one_time_is_offered_once_with_the_first_who_is_free() -> None:
    lea = shop(taken("a", "2026-05-05T09:00", 180), resource_id="lea")
    found = offers(
        [lea, shop(resource_id="marc")], HOUR, TUESDAY, TUESDAY + DAY, now_s=MONDAY, per_day=20, limit=20
    )
    assert len({one.start_s for one in found}) == len(found)
    assert {one.resource_id for one in found if one.start_s < at("2026-05-05T12:00")} == {"marc"}
    assert {one.resource_id for one in found if one.start_s > at("2026-05-05T12:00")} == {"lea"}


def test_a_choice_begins_with_what_is_left_of_today() -> None:
    found = offers([shop()], HOUR, MONDAY, NEXT_MONDAY, now_s=at("2026-05-04T16:40"), limit=3, per_day=2)
    assert times(found) == ["Mon 16:45", "Mon 17:00", "Tue 09:00"]


@settings(max_examples=40, deadline=None)
@given(days(), st.integers(1, 8), st.integers(1, 6), st.integers(1, 12))
def test_a_choice_is_free_spread_and_always_the_same(
    made: tuple[Slow, int], long: int, per_day: int, limit: int
) -> None:
    slow, change = made
    low, high, length = change - 30 * HOUR, change + 40 * HOUR, long * 15 * MINUTE
    asked = {"now_s": low, "limit": limit, "per_day": per_day}
    found = offers([slow.bench("lea"), slow.bench("marc")], length, low, high, **asked)
    assert found == offers([slow.bench("lea"), slow.bench("marc")], length, low, high, **asked)
    assert [one.start_s for one in found] == sorted({one.start_s for one in found})
    assert all(slow.fits(one.start_s, length) for one in found)
    each = Counter(datetime.fromtimestamp(one.start_s, ZoneInfo(slow.zone)).date() for one in found)
    assert len(found) <= limit
    assert max(each.values(), default=0) <= per_day
    anything = free_slots([slow.bench()], length, low, high, now_s=low, limit=1)
    assert bool(found) == bool(anything)


# --- the slow second opinion ---


@settings(max_examples=80, deadline=None)
@given(
    days(),
    st.sampled_from([5, 15, 30, 45, 90, 600]),
    st.sampled_from([300, 900, 1_800, 3_600]),
    st.integers(-200, 200),
    st.one_of(st.none(), st.integers(-250, 250)),
    st.integers(1, 12),
)
def test_slots_are_those_that_who_tries_every_minute_finds(
    made: tuple[Slow, int], minutes: int, step: int, begin: int, near: int | None, limit: int
) -> None:
    slow, change = made
    low, length = change + begin * 5 * MINUTE, minutes * MINUTE
    high, wanted = low + 15 * HOUR, None if near is None else change + near * 5 * MINUTE
    found = free_slots([slow.bench()], length, low, high, now_s=low, step_s=step, limit=limit, near_s=wanted)
    every = [m for m in range(low, high, MINUTE) if slow.begins(m, length, step, low, wanted)]
    if wanted is not None:
        every.sort(key=lambda m: (abs(m - wanted), m))
    assert [one.start_s for one in found] == every[:limit]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(CHANGES)).flatmap(lambda zone: st.lists(days(zone), min_size=1, max_size=4)),
    st.integers(1, 20),
    st.one_of(st.none(), st.integers(-300, 300)),
)
def test_every_slot_of_several_resources_can_be_booked_and_none_nearer_is_left_out(
    made: list[tuple[Slow, int]], long: int, near: int | None
) -> None:
    change, length = made[0][1], long * 10 * MINUTE
    benches = [slow.bench(f"r{n}") for n, (slow, _change) in enumerate(made)]
    low, high = change - 20 * HOUR, change + 20 * HOUR
    wanted = None if near is None else change + near * 5 * MINUTE
    found = free_slots(benches, length, low, high, now_s=low, limit=15, near_s=wanted)
    for slot in found:
        bench = benches[int(slot.resource_id[1:])]
        assert low <= slot.start_s < high
        assert conflict(bench, slot.start_s, length, now_s=low) is None
    far = [one.start_s if wanted is None else abs(one.start_s - wanted) for one in found]
    assert far == sorted(far)
    alone = [
        slot
        for bench in benches
        for slot in free_slots([bench], length, low, high, now_s=low, limit=15, near_s=wanted)
    ]
    best = sorted(one.start_s if wanted is None else abs(one.start_s - wanted) for one in alone)
    assert far == best[:15]
