"""A run of a ladder: what its events make of it, what ends it, and when its steps are due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import ladders
from app.domain.follow_ups import (
    LATE_AFTER,
    FollowUp,
    Signs,
    ended_why,
    follow_up_after,
    is_late,
    next_due,
    preview,
)
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.ladders import Ladder, LadderStep, LadderTemplate, ladder_problem
from app.domain.working_days import WorkingDays

AT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
CALENDAR = WorkingDays(range(5), zone="Europe/Paris")
STEPS = (LadderStep(0, text="Hello?"), LadderStep(3, "call"), LadderStep(5, text="Goodbye"))


def begun(steps: tuple[LadderStep, ...] = STEPS) -> FollowUp:
    body = ladders.FollowUpStarted("d", "r", steps, AT, 3, "timing", "quote", MemberId("lea"))
    run = follow_up_after(None, body, 10, AT)
    assert run is not None
    return run


def sent(step: int, due_at: datetime | None) -> ladders.FollowUpSent:
    return ladders.FollowUpSent("d", "r", step, MessageId(f"m{step}"), ConversationId("c"), due_at)


def after(run: FollowUp, body: ladders.FollowUpEvent, pos: int) -> FollowUp:
    found = follow_up_after(run, body, pos, AT)
    assert found is not None
    return found


def test_a_run_goes_from_step_to_step_and_is_spent_at_the_end() -> None:
    run = begun()
    assert (run.step, run.state, run.due_at, run.pos) == (1, "waiting", AT, 10)
    run = after(run, sent(1, AT + timedelta(days=5)), 12)
    assert (run.step, run.state, run.last_message_id, run.sent_count) == (2, "waiting", "m1", 1)
    run = after(run, ladders.FollowUpCallAsked("d", "r", 2, "t"), 14)
    assert (run.step, run.state, run.due_at, run.task_id) == (2, "call", None, "t")
    run = after(run, ladders.FollowUpDelayed("d", "r", 2, AT + timedelta(days=9), "call_done"), 16)
    assert (run.step, run.state, run.due_at) == (3, "waiting", AT + timedelta(days=9))
    run = after(run, sent(3, None), 18)
    assert (run.step, run.state, run.due_at, run.next_step) == (4, "spent", None, None)
    assert follow_up_after(run, ladders.FollowUpEnded("d", "r", "answered"), 20, AT) is None


def test_a_held_step_can_be_sent_or_skipped() -> None:
    held = after(begun(), ladders.FollowUpHeld("d", "r", 1, "was_late", {"due_at": AT.isoformat()}), 11)
    assert (held.state, held.due_at, held.code) == ("held", None, "was_late")
    assert after(held, sent(1, AT), 12).state == "waiting"
    skipped = after(held, ladders.FollowUpSkipped("d", "r", 1, AT + timedelta(days=3)), 12)
    assert (skipped.step, skipped.state, skipped.code, skipped.sent_count) == (2, "waiting", "", 0)


def test_what_is_about_another_run_or_another_step_changes_nothing() -> None:
    run = after(begun(), sent(1, AT), 12)
    assert follow_up_after(run, sent(1, AT), 13, AT) is run
    other = ladders.FollowUpEnded("d", "other", "stopped")
    assert follow_up_after(run, other, 13, AT) is run
    assert follow_up_after(None, other, 13, AT) is None
    again = ladders.FollowUpStarted("d", "r2", STEPS, AT, 3)
    assert follow_up_after(run, again, 13, AT) is run  # one at a time


@pytest.mark.parametrize(
    ("signs", "why"),
    [
        (Signs(), None),
        (Signs(inbound_pos=10, outbound_pos=10), None),  # what was there before is no sign
        (Signs(inbound_pos=11), "answered"),
        (Signs(outbound_pos=11), "written"),
        (Signs(inbound_pos=11, outbound_pos=12), "answered"),
        (Signs(touched="won", outbound_pos=11), "won"),
        (Signs(touched="moved", inbound_pos=11), "answered"),
        (Signs(has_no_consent=True, inbound_pos=11), "consent"),  # their last word was a stop
        (Signs(is_blocked=True, has_no_consent=True), "blocked"),
        (Signs(is_gone=True, is_blocked=True), "gone"),
    ],
)
def test_a_sign_of_life_ends_a_run(signs: Signs, why: str | None) -> None:
    assert ended_why(begun(), signs) == why


def test_a_call_that_was_done_is_waited_for_and_the_last_one_ends_the_ladder() -> None:
    run = begun((LadderStep(0, "call"),))
    run = after(run, ladders.FollowUpCallAsked("d", "r", 1, "t"), 11)
    assert next_due(run, CALENDAR, AT) is None
    run = after(run, ladders.FollowUpSkipped("d", "r", 1, None), 12)
    assert run.state == "spent"


def test_the_next_step_waits_in_working_days() -> None:
    thursday = datetime(2026, 11, 26, 10, 0, tzinfo=PARIS)
    due = next_due(begun(), CALENDAR, thursday)
    assert due == datetime(2026, 12, 1, 10, 0, tzinfo=PARIS)  # Friday, Monday, Tuesday


def test_a_preview_says_when_each_would_go() -> None:
    saturday = datetime(2026, 11, 28, 10, 0, tzinfo=PARIS)
    days = [f"{one.at.astimezone(PARIS):%a %d %H:%M}" for one in preview(STEPS, CALENDAR, saturday)]
    assert days == ["Mon 30 00:00", "Thu 03 00:00", "Thu 10 00:00"]
    thursday = datetime(2026, 11, 26, 10, 0, tzinfo=PARIS)
    days = [f"{one.at.astimezone(PARIS):%a %d %H:%M}" for one in preview(STEPS, CALENDAR, thursday)]
    assert days == ["Thu 26 10:00", "Tue 01 10:00", "Tue 08 10:00"]


def test_minutes_are_late() -> None:
    assert not is_late(begun(), AT + LATE_AFTER)
    assert is_late(begun(), AT + LATE_AFTER + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("ladder", "code"),
    [
        (Ladder("main"), None),
        (Ladder("main", STEPS), None),
        (Ladder("main", STEPS * 2), "ladder_long"),
        (Ladder("main", STEPS, most=0), "ladder_most"),
        (Ladder("main", STEPS, most=11), "ladder_most"),
        (Ladder("main", (LadderStep(-1, text="x"),)), "ladder_wait"),
        (Ladder("main", (LadderStep(91, text="x"),)), "ladder_wait"),
        (Ladder("main", (LadderStep(0, text="  "),)), "ladder_step_empty"),
        (Ladder("main", (LadderStep(0, "call"),)), None),
        (Ladder("main", (LadderStep(0, template=LadderTemplate("t", "fr")),)), None),
        (Ladder("main", (LadderStep(0, text="x" * 1_025),)), "ladder_text_long"),
        (
            Ladder("main", (LadderStep(0, template=LadderTemplate("t", "fr", {"body:1": "x" * 501})),)),
            "ladder_text_long",
        ),
        (Ladder("main", (LadderStep(0, text="x"), LadderStep(0, text="y"))), "ladder_no_wait"),
    ],
)
def test_a_ladder_is_checked_before_it_is_saved(ladder: Ladder, code: str | None) -> None:
    refused = ladder_problem(ladder)
    assert (refused.code if refused else None) == code


EVENTS = st.one_of(
    st.builds(
        ladders.FollowUpStarted,
        st.just("d"),
        st.sampled_from(["r", "s"]),
        st.just(STEPS),
        st.just(AT),
        st.just(3),
    ),
    st.builds(sent, st.integers(1, 4), st.sampled_from([None, AT])),
    st.builds(
        ladders.FollowUpCallAsked, st.just("d"), st.sampled_from(["r", "s"]), st.integers(1, 4), st.just("t")
    ),
    st.builds(
        ladders.FollowUpHeld,
        st.just("d"),
        st.sampled_from(["r", "s"]),
        st.integers(1, 4),
        st.just("was_late"),
    ),
    st.builds(
        ladders.FollowUpSkipped,
        st.just("d"),
        st.sampled_from(["r", "s"]),
        st.integers(1, 4),
        st.sampled_from([None, AT]),
    ),
    st.builds(
        ladders.FollowUpDelayed,
        st.just("d"),
        st.sampled_from(["r", "s"]),
        st.integers(1, 4),
        st.just(AT),
        st.just("quiet_hours"),
    ),
    st.builds(ladders.FollowUpEnded, st.just("d"), st.sampled_from(["r", "s"]), st.just("stopped")),
)


@given(st.lists(EVENTS, max_size=30))
def test_whatever_the_order_of_events_a_step_is_taken_once(events: list[ladders.FollowUpEvent]) -> None:
    """A log that was mended after a restore may hold events in any order: none is counted twice, none fails."""
    run: FollowUp | None = None
    taken: list[tuple[str, int]] = []
    for pos, body in enumerate(events, 1):
        before, run = run, follow_up_after(run, body, pos, AT)
        if run is not None:
            assert (run.due_at is not None) == (run.state == "waiting")
            assert 1 <= run.step <= len(STEPS) + 1
        if isinstance(body, ladders.FollowUpSent) and run is not before and run is not None:
            taken.append((run.run_id, body.step))
        if isinstance(body, ladders.FollowUpStarted) and run is not before:
            taken = [one for one in taken if one[0] != body.run_id]  # the same id again is another run
    assert len(taken) == len(set(taken))
