"""What becomes of an appointment, whatever happens in whatever order, and what its line shows."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import appointments as aps
from app.domain.appointment_waits import WaitRules, call_at, silent_at
from app.domain.appointments import applied, booked, state_of
from app.domain.contact_cards import FieldChange
from app.domain.copies import changed
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.money import Money
from tests.storage.appointment_log import bodies_of

NINE = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PARIS = ZoneInfo("Europe/Paris")
LEA, TALK = MemberId("lea"), ConversationId("c1")
BOOKED = aps.AppointmentBooked("a", NINE + 24 * HOUR, 30, "r0", person="Zoé", contact_id=ContactId("p1"))
ASKED = aps.AppointmentAsked("a", "k1", MessageId("m1"), TALK)
REMINDED = aps.AppointmentAsked("a", "k2", MessageId("m2"), TALK, step_min=180, is_ask=False)
MOVED = aps.AppointmentMoved("a", NINE + 48 * HOUR, 45, "r1", BOOKED.starts_at, "r0")


def answered(answer: str, **more: object) -> aps.AppointmentAnswered:
    return aps.AppointmentAnswered("a", answer, "tap", **more)  # type: ignore[arg-type]


def after(*bodies: aps.AppointmentEvent) -> aps.Appointment:
    """Booked at nine, and an event each minute."""
    one = booked(BOOKED, NINE)
    for number, body in enumerate(bodies, 1):
        one = applied(one, body, NINE + number * MINUTE)
    return one


def shown(
    *bodies: aps.AppointmentEvent,
    message: str = "",
    after_h: float = 0.1,
    silent_h: float = 3,
    call_h: float = 5,
) -> str:
    """What the line shows so many hours after nine."""
    silent, call = NINE + silent_h * HOUR, NINE + call_h * HOUR
    return state_of(after(*bodies), message, NINE + after_h * HOUR, silent, call)


# --- the fold ---


@given(st.lists(bodies_of("a"), max_size=30))
def test_any_events_in_any_order_raise_the_version_by_one_and_lose_nothing(
    bodies: list[aps.AppointmentEvent],
) -> None:
    one = booked(BOOKED, NINE)
    for number, body in enumerate(bodies, 1):
        before = one
        one = applied(one, body, NINE + number * MINUTE)
        assert one.version == before.version + 1 == number + 1
        assert one.is_standing == (not one.is_removed and one.answer != "cancelled")
        assert one.answer_at is not None or one.answer == ""
        assert (one.ask_id == "") == (one.asked_at is None) == (one.ask_count == 0)
        assert one.ends_at - one.starts_at == timedelta(minutes=one.length_min)
        assert (one.appointment_id, one.booked_at, one.source) == ("a", NINE, "hand")
        for message in ("", "failed", "sent", "delivered", "read"):
            state = state_of(one, message, NINE + 9 * HOUR, NINE + 3 * HOUR, NINE + 5 * HOUR)
            assert state in aps.STATES
            assert (state == "cancelled") == (one.answer == "cancelled" and not one.outcome)


@given(st.lists(bodies_of("a"), max_size=10), bodies_of("a"))
def test_what_is_cancelled_stands_again_only_by_a_word_or_an_agreed_move(
    bodies: list[aps.AppointmentEvent], last: aps.AppointmentEvent
) -> None:
    before = after(*bodies, answered("cancelled"))
    one = applied(before, last, NINE)
    if isinstance(last, aps.AppointmentAnswered | aps.AppointmentMoved):
        return
    assert one.answer == "cancelled"
    assert not one.is_standing


def test_an_answer_is_kept_with_who_said_it_how_and_when() -> None:
    one = after(ASKED, answered("move", wish="jeudi", message_id=MessageId("m9")))
    assert (one.answer, one.answer_how, one.answer_at, one.wish, one.answer_message_id, one.answer_by) == (
        "move", "tap", NINE + 2 * MINUTE, "jeudi", "m9", None,
    )  # fmt: skip
    one = after(answered("confirmed"), answered("", member_id=LEA))
    assert (one.answer, one.answer_by) == ("", LEA)
    assert booked(changed(BOOKED, answer="confirmed", member_id=LEA), NINE).answer_at == NINE


def test_asking_again_waits_again_and_a_reminder_changes_no_answer() -> None:
    one = after(ASKED, aps.AppointmentCalled("a"), changed(ASKED, ask_id="k3"))
    assert (one.ask_count, one.ask_id, one.called_at) == (2, "k3", None)
    assert (one.first_asked_at, one.asked_at) == (NINE + MINUTE, NINE + 3 * MINUTE)
    reminded = after(ASKED, answered("confirmed"), REMINDED)
    assert (reminded.ask_id, reminded.answer, reminded.ask_count) == ("k1", "confirmed", 1)
    assert after(aps.AppointmentNotAsked("a", "no_number")).ask_trouble == "no_number"
    assert after(aps.AppointmentNotAsked("a", "no_number"), REMINDED).ask_trouble == ""


@pytest.mark.parametrize(
    ("message", "code", "state"),
    [
        ("cancelled", "", "to_ask"), ("refused", "template_paused", "to_ask"), ("failed", "token_invalid", "to_ask"),
        ("refused", "consent_withdrawn", "to_call"), ("failed", "undeliverable", "to_call"),
        ("expired", "", "to_call"), ("unknown", "", "asked"),
    ],
)  # fmt: skip
def test_a_request_that_never_went_out_asked_nobody(message: str, code: str, state: str) -> None:
    at = NINE + 9 * MINUTE
    assert state_of(after(ASKED), message, at, None, None, code) == state
    again = after(ASKED, changed(ASKED, ask_id="k2", is_instead=True))
    assert (again.ask_count, again.ask_id, again.first_asked_at) == (1, "k2", NINE + 2 * MINUTE)
    twice = after(ASKED, changed(ASKED, ask_id="k2"), changed(ASKED, ask_id="k3", is_instead=True))
    assert (twice.ask_count, twice.first_asked_at) == (2, NINE + MINUTE)


def test_what_held_us_up_is_no_reason_to_call_and_what_is_theirs_is() -> None:
    assert shown(aps.AppointmentNotAsked("a", "template_paused")) == "to_ask"
    assert shown(ASKED, aps.AppointmentNotAsked("a", "quiet_hours"), message="read") == "read"
    assert shown(aps.AppointmentNotAsked("a", "recipient_unknown")) == "to_call"


def test_another_time_is_asked_about_anew_unless_it_was_agreed_on() -> None:
    one = after(ASKED, answered("confirmed"), aps.AppointmentOutcome("a", "no_show"), MOVED)
    assert (one.answer, one.ask_count, one.ask_id, one.outcome, one.moves) == ("", 0, "", "", 1)
    assert (one.starts_at, one.length_min, one.resource_id) == (MOVED.starts_at, 45, "r1")
    assert (one.moved_from_at, one.first_asked_at) == (BOOKED.starts_at, NINE + MINUTE)
    agreed = after(
        ASKED, answered("move"), changed(MOVED, is_agreed=True, how="tap", message_id=MessageId("m9"))
    )
    assert (agreed.answer, agreed.answer_how, agreed.answer_message_id) == ("confirmed", "tap", "m9")


def test_another_chair_at_the_same_time_changes_no_answer() -> None:
    elsewhere = changed(MOVED, starts_at=BOOKED.starts_at)
    one = after(ASKED, answered("confirmed"), elsewhere)
    assert (one.resource_id, one.length_min, one.answer, one.moves) == ("r1", 45, "confirmed", 0)


def test_values_change_and_are_taken_away() -> None:
    changes = (
        FieldChange("price", "4200 EUR"), FieldChange("contact_id", "p2"), FieldChange("booker_id", "p3"),
        FieldChange("length_min", "60"), FieldChange("person", None), FieldChange("answer", "cancelled"),
    )  # fmt: skip
    one = after(aps.AppointmentChanged("a", changes))
    assert (one.price, one.contact_id, one.writes_to) == (Money(4_200, "EUR"), "p2", "p3")
    assert (one.length_min, one.person, one.answer) == (60, "", "")
    gone = after(aps.AppointmentChanged("a", (FieldChange("contact_id", None), FieldChange("price", None))))
    assert (gone.contact_id, gone.price) == (None, None)


def test_what_was_removed_comes_back_as_it_was() -> None:
    one = after(answered("confirmed"), aps.AppointmentRemoved("a"))
    assert not one.is_standing
    back = applied(one, aps.AppointmentRestored("a"), NINE)
    assert back.is_standing and back.answer == "confirmed"


# --- what a line shows ---

_ANSWERS = {"confirmed": "confirmed", "move": "wants_move", "cancelled": "cancelled", "unclear": "unclear"}


@pytest.mark.parametrize(("answer", "state"), _ANSWERS.items())
@pytest.mark.parametrize("message", ["", "failed", "read"])
def test_what_was_said_counts_whatever_became_of_the_message(answer: str, state: str, message: str) -> None:
    assert shown(ASKED, answered(answer), message=message, after_h=9) == state
    assert shown(ASKED, aps.AppointmentCalled("a"), answered(answer), message=message, after_h=9) == state


@pytest.mark.parametrize("outcome", ["came", "no_show"])
def test_whether_they_came_is_the_last_word(outcome: str) -> None:
    for answer in ("", *_ANSWERS):
        assert shown(ASKED, answered(answer), aps.AppointmentOutcome("a", outcome)) == outcome  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "state"),
    [("", "asked"), ("queued", "asked"), ("sent", "asked"), ("delivered", "delivered"), ("read", "read"),
     ("played", "read"), ("failed", "to_call"), ("refused", "to_call"), ("expired", "to_call")],
)  # fmt: skip
def test_who_was_asked_shows_what_became_of_the_message(message: str, state: str) -> None:
    assert shown(ASKED, message=message) == state


def test_silence_is_told_then_asked_about_once_more_then_somebody_calls() -> None:
    assert shown() == shown(REMINDED) == "to_ask"
    assert shown(ASKED, message="read", after_h=2.9) == "read"
    assert shown(ASKED, message="read", after_h=3) == "no_answer"
    assert shown(ASKED, message="read", after_h=5) == "to_call"
    assert shown(ASKED, ASKED, message="read", after_h=3) == "to_call"  # silent twice
    assert shown(ASKED, aps.AppointmentCalled("a"), message="read") == "to_call"
    assert shown(aps.AppointmentNotAsked("a", "no_number")) == "to_call"
    assert shown(aps.AppointmentNotAsked("a", "no_number"), ASKED) == "asked"
    assert shown(ASKED, answered("confirmed"), answered("")) == "asked"
    assert shown(ASKED, MOVED, after_h=9) == "to_ask"
    assert state_of(after(ASKED), "read", NINE + 99 * HOUR, None, None) == "read"


# --- when somebody is silent, and is to be called ---


def test_they_are_silent_after_so_many_hours() -> None:
    assert silent_at(NINE, WaitRules(silent_h=3)) == NINE + 3 * HOUR


@pytest.mark.parametrize(
    ("asked", "starts", "calls"),
    [
        ("2026-11-26T09:00", "2026-11-27T10:00", "2026-11-26T12:00"),  # at the hour that was set
        ("2026-11-26T11:30", "2026-11-28T10:00", "2026-11-27T12:00"),  # nobody has less than an hour
        ("2026-11-26T11:00", "2026-11-28T10:00", "2026-11-26T12:00"),  # just the hour
        ("2026-11-26T17:00", "2026-11-27T10:00", "2026-11-27T08:00"),  # two hours before it begins
        ("2026-11-26T09:00", "2026-11-26T10:30", "2026-11-26T10:00"),  # too late for two hours
        ("2026-10-24T17:00", "2026-10-26T10:00", "2026-10-25T12:00"),  # clocks went back that night
        ("2026-03-28T17:00", "2026-03-30T10:00", "2026-03-29T12:00"),  # and forward
    ],
)
def test_they_are_called_at_the_hour_that_was_set_or_before_it_begins(
    asked: str, starts: str, calls: str
) -> None:
    at, begins, meant = (datetime.fromisoformat(one).replace(tzinfo=PARIS) for one in (asked, starts, calls))
    assert call_at(at.astimezone(UTC), begins.astimezone(UTC), WaitRules(), PARIS) == meant.astimezone(UTC)


@given(
    st.integers(0, 400 * 24 * 60),
    st.integers(0, 30 * 24 * 60),
    st.times().map(lambda at: time(at.hour, at.minute)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_everybody_has_an_hour_and_nobody_is_called_two_days_late(
    asked_min: int, ahead_min: int, hour: time, zone: str
) -> None:
    asked = NINE + asked_min * MINUTE
    starts = asked + ahead_min * MINUTE
    calls = call_at(asked, starts, WaitRules(call_at=hour), ZoneInfo(zone))
    assert asked + HOUR <= calls <= asked + 26 * HOUR + HOUR
    assert calls <= max(asked + HOUR, starts - 2 * HOUR)
