"""When reminders go out: wall days and real hours, quiet hours, late booking, moves, clocks that change."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.agenda import ReminderStep
from app.domain.quiet_hours import QuietHours
from app.domain.reminder_times import APART_S, BEFORE_QUIET_S, LATE_S, Due, due_s, key, plan
from tests.fake_agenda import CHANGES, DAY, HOUR, LORD_HOWE, MINUTE, NEW_YORK, PARIS, at, clock

ASK_48H, ASK_DAY, TELL_3H = ReminderStep(2_880), ReminderStep(1_440), ReminderStep(180, is_ask=False)
LADDER = (ASK_48H, TELL_3H)
NIGHT = QuietHours(time(21), time(8), (PARIS,))
START = at("2026-05-07T14:30")
LONG_AGO = at("2026-01-05T12:00")


def told(found: Sequence[Due], zone: str = PARIS) -> list[tuple[int, str | None, str]]:
    return [(one.step_index, clock(one.due_s, zone), one.code) for one in found]


def planned(
    start: str, *steps: ReminderStep, booked: int = LONG_AGO, now: int | None = None, quiet: QuietHours | None = NIGHT,
    is_answered: bool = False, done: dict[int, int | None] | None = None,
) -> list[tuple[int, str | None, str]]:  # fmt: skip
    moment = booked if now is None else now
    return told(
        plan(at(start), steps, booked, moment, quiet, PARIS, is_answered=is_answered, done=done or {})
    )


# --- when it is due by the ladder ---


@pytest.mark.parametrize(
    ("zone", "start", "day_before", "real_hours"),
    [
        (PARIS, "2026-03-29T14:30", "2026-03-28 14:30", 23),
        (PARIS, "2026-10-25T14:30", "2026-10-24 14:30", 25),
        (NEW_YORK, "2026-03-08T09:00", "2026-03-07 09:00", 23),
        (NEW_YORK, "2026-11-01T09:00", "2026-10-31 09:00", 25),
        (LORD_HOWE, "2026-10-04T10:15", "2026-10-03 10:15", 23.5),
        (LORD_HOWE, "2026-04-05T10:15", "2026-04-04 10:15", 24.5),
        (PARIS, "2026-05-07T14:30", "2026-05-06 14:30", 24),
    ],
)
def test_a_day_before_is_the_same_time_on_the_wall(
    zone: str, start: str, day_before: str, real_hours: float
) -> None:
    begins = at(start, zone)
    due = due_s(begins, 1_440, zone)
    assert clock(due, zone) == day_before
    assert begins - due == real_hours * HOUR


@pytest.mark.parametrize(
    ("zone", "start", "shown"),
    [
        (PARIS, "2026-03-29T04:00", "2026-03-29 00:00"),  # three hours that really passed
        (PARIS, "2026-10-25T04:00", "2026-10-25 02:00"),
        (NEW_YORK, "2026-03-08T04:00", "2026-03-08 00:00"),
        (NEW_YORK, "2026-11-01T04:00", "2026-11-01 01:00"),
        (LORD_HOWE, "2026-10-04T04:00", "2026-10-04 00:30"),
        (LORD_HOWE, "2026-04-05T04:00", "2026-04-05 01:30"),
    ],
)
def test_hours_before_are_hours_that_really_pass(zone: str, start: str, shown: str) -> None:
    begins = at(start, zone)
    assert begins - due_s(begins, 180, zone) == 3 * HOUR
    assert clock(due_s(begins, 180, zone), zone) == shown
    assert begins - due_s(begins, 1_500, zone) == 25 * HOUR  # not a whole number of days


def test_a_day_before_that_the_clock_skipped_is_right_after_the_gap() -> None:
    assert clock(due_s(at("2026-03-30T02:30"), 1_440, PARIS)) == "2026-03-29 03:00"
    assert due_s(at("2026-10-26T02:30"), 1_440, PARIS) == at("2026-10-25T02:30", fold=0)


# --- the plan ---


def test_a_ladder_goes_out_step_by_step() -> None:
    assert planned("2026-05-07T14:30", *LADDER) == [(0, "2026-05-05 14:30", ""), (1, "2026-05-07 11:30", "")]


def test_the_order_is_that_of_time_whatever_order_the_steps_stand_in() -> None:
    assert [one[0] for one in planned("2026-05-07T14:30", TELL_3H, ASK_48H)] == [1, 0]


def test_what_was_due_before_the_booking_does_not_go_out() -> None:
    assert planned("2026-05-07T14:30", *LADDER, booked=at("2026-05-06T10:00")) == [
        (0, None, "booked_after"),
        (1, "2026-05-07 11:30", ""),
    ]
    on_the_dot = planned("2026-05-07T14:30", ASK_48H, booked=at("2026-05-05T14:30"))
    assert on_the_dot == [(0, "2026-05-05 14:30", "")]


def test_a_moved_appointment_has_reminders_of_its_own_from_the_move_on() -> None:
    moved = at("2026-05-06T10:00")
    assert planned("2026-05-08T14:30", *LADDER, booked=moved)[0] == (0, "2026-05-06 14:30", "")
    assert key("a1", START, ASK_48H) != key("a1", START + DAY, ASK_48H)


def test_no_two_steps_and_no_two_times_share_a_key_and_other_steps_change_none() -> None:
    keys = {
        key(who, START + n, step) for who in ("a1", "a11") for n in (0, 60) for step in (*LADDER, ASK_DAY)
    }
    assert len(keys) == 12
    assert key("a1", START, ReminderStep(180)) == key("a1", START, TELL_3H)


def test_what_is_due_at_night_waits_for_the_morning() -> None:
    assert planned("2026-05-07T10:00", TELL_3H) == [(0, "2026-05-07 08:00", "after_quiet")]


def test_in_the_morning_it_is_half_an_hour_before_at_least_else_the_evening_before() -> None:
    assert planned("2026-05-07T08:30", TELL_3H) == [(0, "2026-05-07 08:00", "after_quiet")]
    assert planned("2026-05-07T08:29", TELL_3H) == [(0, "2026-05-06 20:55", "before_quiet")]


def test_who_booked_at_night_for_the_early_morning_is_not_written_to() -> None:
    for booked in ("2026-05-06T20:55", "2026-05-06T20:59", "2026-05-07T01:00"):
        assert planned("2026-05-07T08:15", TELL_3H, booked=at(booked)) == [(0, None, "no_time_left")]
    evening = planned("2026-05-07T08:15", TELL_3H, booked=at("2026-05-06T20:54"))
    assert evening == [(0, "2026-05-06 20:55", "before_quiet")]


def test_a_whole_evening_without_a_hub_leaves_no_time() -> None:
    assert planned("2026-05-07T08:15", TELL_3H, now=at("2026-05-06T20:58")) == [
        (0, "2026-05-06 20:58", "before_quiet")
    ]
    assert planned("2026-05-07T08:15", TELL_3H, now=at("2026-05-06T22:00")) == [(0, None, "no_time_left")]


def test_quiet_in_the_middle_of_the_day_is_heeded_too() -> None:
    siesta = QuietHours(time(13), time(15), (PARIS,))
    assert planned("2026-05-07T17:00", TELL_3H, quiet=siesta) == [(0, "2026-05-07 15:00", "after_quiet")]
    assert planned("2026-05-07T15:20", ReminderStep(60), quiet=siesta) == [
        (0, "2026-05-07 12:55", "before_quiet")
    ]


def test_the_quiet_of_every_zone_in_which_they_may_live_is_one() -> None:
    both = QuietHours(time(21), time(8), (PARIS, NEW_YORK))  # 21:00 to 14:00 in Paris
    assert planned("2026-05-07T15:00", TELL_3H, quiet=both) == [(0, "2026-05-07 14:00", "after_quiet")]
    assert planned("2026-05-07T14:15", TELL_3H, quiet=both) == [(0, "2026-05-06 20:55", "before_quiet")]


def test_a_few_minutes_between_the_nights_of_two_zones_are_nobodys_time_to_write() -> None:
    short = QuietHours(time(21), time(2, 57), (PARIS, NEW_YORK))  # in Paris 21:00 to 2:57, and 3:00 to 8:57
    assert planned("2026-05-07T08:30", TELL_3H, quiet=short) == [(0, None, "no_time_left")]


@pytest.mark.parametrize(
    "quiet",
    [None, QuietHours(time(8), time(8), (PARIS,)), QuietHours(time(21), time(8), ("Nowhere/City",))],
)
def test_without_quiet_hours_the_night_is_as_the_day(quiet: QuietHours | None) -> None:
    assert planned("2026-05-07T04:00", TELL_3H, quiet=quiet) == [(0, "2026-05-07 01:00", "")]


def test_two_that_the_night_pushes_together_are_one_and_the_question_stays() -> None:
    tell = ReminderStep(240, is_ask=False)
    steps = (tell, ReminderStep(150))  # 6:00 and 7:30
    assert planned("2026-05-07T10:00", *steps) == [
        (0, None, "too_close"),
        (1, "2026-05-07 08:00", "after_quiet"),
    ]
    answered = planned("2026-05-07T10:00", *steps, is_answered=True)
    assert answered == [(0, "2026-05-07 08:00", "after_quiet"), (1, None, "answered")]


def test_of_two_alike_the_first_stays_and_half_an_hour_apart_both_do() -> None:
    steps = (ReminderStep(120), ReminderStep(91), ReminderStep(60))
    assert planned("2026-05-07T14:30", *steps) == [
        (0, "2026-05-07 12:30", ""),
        (1, None, "too_close"),
        (2, "2026-05-07 13:30", ""),
    ]
    assert all(one[2] == "" for one in planned("2026-05-07T14:30", ReminderStep(120), ReminderStep(90)))


def test_what_went_out_keeps_the_next_one_away_and_what_could_not_does_not() -> None:
    steps = (ReminderStep(120), ReminderStep(100, is_ask=False))
    sent = at("2026-05-07T12:31")
    assert planned("2026-05-07T14:30", *steps, now=sent, done={0: sent}) == [
        (0, "2026-05-07 12:31", "done"),
        (1, None, "too_close"),
    ]
    assert planned("2026-05-07T14:30", *steps, now=sent, done={0: None}) == [
        (0, None, "done"),
        (1, "2026-05-07 12:50", ""),
    ]


def test_an_ask_does_not_go_to_who_has_answered_and_a_reminder_does() -> None:
    assert planned("2026-05-07T14:30", *LADDER, is_answered=True) == [
        (0, None, "answered"),
        (1, "2026-05-07 11:30", ""),
    ]


def test_a_hub_that_slept_sends_late_once_and_not_in_the_last_half_hour() -> None:
    steps = (ASK_48H, ASK_DAY, TELL_3H)
    assert planned("2026-05-07T14:30", *steps, now=at("2026-05-06T18:00")) == [
        (0, "2026-05-06 18:00", "late"),
        (1, None, "too_close"),
        (2, "2026-05-07 11:30", ""),
    ]
    assert planned("2026-05-07T14:30", *steps, now=at("2026-05-06T23:00"))[0] == (
        0,
        "2026-05-07 08:00",
        "late",
    )
    assert planned("2026-05-07T14:30", TELL_3H, now=at("2026-05-07T14:00")) == [
        (0, "2026-05-07 14:00", "late")
    ]
    assert planned("2026-05-07T14:30", TELL_3H, now=at("2026-05-07T14:01")) == [(0, None, "no_time_left")]


def test_a_tick_later_than_due_is_as_good_as_in_time_also_right_before_the_beginning() -> None:
    last = ReminderStep(15)
    due = at("2026-05-07T14:15")
    for late in (0, 2, LATE_S):
        found = plan(START, (last,), LONG_AGO, due + late, NIGHT, PARIS)
        assert found == [Due(0, due + late, "")]
    assert plan(START, (last,), LONG_AGO, due + LATE_S + 1, NIGHT, PARIS) == [Due(0, None, "no_time_left")]
    morning = at("2026-05-07T08:00")
    assert plan(morning + APART_S, (TELL_3H,), LONG_AGO, morning + 2, NIGHT, PARIS) == [
        Due(0, morning + 2, "after_quiet")
    ]


@pytest.mark.parametrize("late", [0, 1, DAY])
def test_at_the_beginning_and_after_it_nothing_goes_out(late: int) -> None:
    found = plan(START, (ReminderStep(15), ReminderStep(0)), LONG_AGO, START + late, None, PARIS)
    assert [one.code for one in found] == ["no_time_left"] * 2
    assert plan(START, (ReminderStep(0),), LONG_AGO, LONG_AGO, None, PARIS) == [Due(0, None, "no_time_left")]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-29T07:30", "2026-03-28 20:55"),  # the night is an hour short
        ("2026-03-29T10:30", "2026-03-29 08:00"),
        ("2026-10-25T08:15", "2026-10-24 20:55"),
        ("2026-10-25T10:30", "2026-10-25 08:00"),
    ],
)
def test_the_nights_in_which_clocks_change_are_quiet_from_end_to_end(start: str, due: str) -> None:
    assert planned(start, TELL_3H)[0][1] == due


def test_quiet_that_begins_in_the_hour_that_comes_twice_begins_a_second_time() -> None:
    late = QuietHours(time(2, 30), time(9), (PARIS,))
    found = plan(at("2026-10-25T09:10"), (TELL_3H,), LONG_AGO, LONG_AGO, late, PARIS)
    assert found == [Due(0, at("2026-10-25T02:30", fold=1) - BEFORE_QUIET_S, "before_quiet")]


def test_quiet_that_begins_in_the_hour_that_is_skipped_begins_after_it() -> None:
    late = QuietHours(time(2, 30), time(9), (PARIS,))
    found = plan(at("2026-03-29T09:10"), (TELL_3H,), LONG_AGO, LONG_AGO, late, PARIS)
    assert found == [Due(0, at("2026-03-29T03:00") - BEFORE_QUIET_S, "before_quiet")]


# --- whatever comes ---

CLOCKS = st.sampled_from([time(0), time(2), time(2, 30), time(7, 45), time(9), time(13), time(20), time(22)])
LADDERS = st.lists(
    st.builds(
        ReminderStep, st.sampled_from([15, 30, 45, 60, 120, 180, 600, 1_440, 1_500, 2_880]), st.booleans()
    ),
    max_size=5,
    unique_by=lambda step: step.before_min,
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[int, list[ReminderStep], int, int, QuietHours | None, str]:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = int(draw(st.sampled_from(CHANGES[zone])).timestamp())
    start = change + draw(st.integers(-600, 600)) * 5 * MINUTE
    booked = start - draw(st.integers(0, 4_000)) * MINUTE
    now = booked + draw(st.one_of(st.just(0), st.integers(0, 4_000))) * MINUTE
    zones = (zone, *draw(st.lists(st.sampled_from([PARIS, NEW_YORK]), max_size=1)))
    quiet = draw(st.one_of(st.none(), st.builds(QuietHours, CLOCKS, CLOCKS, st.just(zones))))
    return start, draw(LADDERS), booked, now, quiet, zone


def is_quiet(quiet: QuietHours | None, moment: int) -> bool:
    return quiet is not None and quiet.until(datetime.fromtimestamp(moment, UTC)) is not None


@settings(max_examples=150, deadline=None)
@given(asked(), st.booleans())
def test_a_plan_is_in_order_before_the_beginning_apart_and_never_in_quiet_hours(
    given_: tuple[int, list[ReminderStep], int, int, QuietHours | None, str], is_answered: bool
) -> None:
    start, steps, booked, now, quiet, zone = given_
    found = plan(start, steps, booked, now, quiet, zone, is_answered=is_answered)
    assert sorted(one.step_index for one in found) == list(range(len(steps)))
    due = [one.due_s for one in found if one.due_s is not None]
    assert due == sorted(due)
    assert all(now <= one < start and one >= booked for one in due)
    assert all(later - one >= APART_S for one, later in pairwise(due))
    assert not any(is_quiet(quiet, one) for one in due)
    for one in found:
        natural = due_s(start, steps[one.step_index].before_min, zone)
        if one.code == "":
            assert one.due_s is not None
            assert one.due_s == natural or natural < now == one.due_s <= natural + LATE_S
        elif one.code in ("after_quiet", "before_quiet"):
            assert is_quiet(quiet, natural)
        elif one.code == "booked_after":
            assert natural < booked
        elif one.code == "answered":
            assert is_answered


@settings(max_examples=60, deadline=None)
@given(asked(), st.data())
def test_a_plan_says_the_same_until_the_first_of_it_is_due_and_goes_on_after_that(
    given_: tuple[int, list[ReminderStep], int, int, QuietHours | None, str], data: st.DataObject
) -> None:
    start, steps, booked, now, quiet, zone = given_
    found = plan(start, steps, booked, now, quiet, zone)
    due = [one for one in found if one.due_s is not None]
    assume(due)
    first = due[0].due_s
    assert first is not None
    later = data.draw(st.integers(now, first))
    assert [(one.step_index, one.due_s) for one in plan(start, steps, booked, later, quiet, zone)] == [
        (one.step_index, one.due_s) for one in found
    ]
    after = plan(start, steps, booked, first + 1, quiet, zone, done={due[0].step_index: first})
    assert [one for one in after if one.due_s is not None and one.code != "done"] == due[1:]


@settings(max_examples=80, deadline=None)
@given(asked())
def test_before_quiet_is_right_before_the_minute_in_which_quiet_begins(
    given_: tuple[int, list[ReminderStep], int, int, QuietHours | None, str],
) -> None:
    start, steps, _booked, _now, quiet, zone = given_
    long_ago = start - 30 * DAY
    for step in steps:
        (one,) = plan(start, (step,), long_ago, long_ago, quiet, zone)
        if one.code == "before_quiet":
            assert one.due_s is not None
            natural = due_s(start, step.before_min, zone)
            walked = natural
            while is_quiet(quiet, walked - MINUTE):
                walked -= MINUTE
            assert one.due_s == walked - BEFORE_QUIET_S


def test_a_season_of_appointments_has_each_reminder_once_on_its_day() -> None:
    for n in range(300):
        day = date(2026, 3, 1) + timedelta(days=n)
        found = planned(f"{day}T09:30", *LADDER)
        assert found == [
            (0, f"{day - timedelta(days=2)} 09:30", ""),
            (1, f"{day} 08:00", "after_quiet"),
        ]
