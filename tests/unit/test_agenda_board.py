"""Lines of the agenda: what each shows, what was last heard, and what is counted."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain import appointments as happened
from app.domain.agenda import Resource
from app.domain.agenda_board import Around, changes_at, in_order, row_of
from app.domain.agenda_rows import FILTERS, AppointmentRow, counted, fits, touches_agenda
from app.domain.appointment_waits import WaitRules
from app.domain.appointments import STATES, Appointment
from app.domain.copies import changed
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.rows import Changes

ASKED = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # 18:00 in Paris
STARTS = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
TALK = ConversationId("c1")


def one(**fields: Any) -> Appointment:
    start: dict[str, Any] = {"resource_id": "r0", "person": "Zoé", "booked_at": ASKED - timedelta(hours=5)}
    return Appointment(
        fields.pop("appointment_id", "a1"), fields.pop("starts_at", STARTS), 30, **(start | fields)
    )


def asked(appointment: Appointment, count: int = 1) -> Appointment:
    for number in range(count):
        body = happened.AppointmentAsked("a1", f"k{number}", MessageId("m"), TALK)
        appointment = happened.applied(appointment, body, ASKED)
    return appointment


def row(appointment: Appointment, now: datetime = ASKED, **around: Any) -> AppointmentRow:
    return row_of(appointment, Around(**around), WaitRules(), PARIS, now)


def test_who_comes_is_the_written_name_then_the_contact_then_the_booker_then_the_number() -> None:
    known: dict[str, Any] = {"name": "Ana", "booker_name": "Léa", "number": "+33639980001"}
    booker = {"contact_id": ContactId("p1"), "booker_id": ContactId("p2")}
    assert (row(one(), **known).name, row(one(), **known).booker_name) == ("Zoé", "")
    assert row(one(person="", contact_id=ContactId("p1")), **known).name == "Ana"
    assert row(one(person="", **booker), **known).booker_name == "Léa"
    assert row(one(person=""), name="", number="+33639980001").name == "+33639980001"
    assert row(one(person="", phone="06 39"), name="").name == "06 39"
    assert row(one(person="Sam", booker_id=ContactId("p2")), booker_name="Léa").booker_name == "Léa"


def test_who_was_asked_becomes_silent_and_is_then_to_be_called_at_the_set_hour() -> None:
    line = asked(one())
    first = row(line, ASKED, message_state="delivered")
    assert (first.state, first.silent_at) == ("delivered", ASKED + timedelta(hours=3))
    assert first.call_at == datetime(2026, 11, 27, 11, 0, tzinfo=UTC)  # noon in Paris
    silent, call = first.silent_at, first.call_at
    assert silent is not None
    assert call is not None
    assert row(line, silent, message_state="read").state == "no_answer"
    assert row(line, call, message_state="read").state == "to_call"
    assert changes_at([first], ASKED) == silent
    assert changes_at([first], silent) == call
    assert changes_at([first], call) is None


def test_a_line_that_was_answered_does_not_change_by_itself() -> None:
    answered = happened.applied(asked(one()), happened.AppointmentAnswered("a1", "confirmed", "tap"), ASKED)
    line = row(answered, STARTS, message_state="failed")
    assert (line.state, line.silent_at, line.call_at) == ("confirmed", None, None)


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ("tap", "tapped"), ("text", "wrote"), ("reaction", "reacted"), ("call", "called"), ("hand", "noted"),
        ("rule", "by_rule"), ("import", "imported"),
    ],
)  # fmt: skip
def test_what_was_last_heard_says_how(how: happened.How, what: str) -> None:
    body = happened.AppointmentAnswered("a1", "cancelled", how, MessageId("m2"))
    last = row(happened.applied(one(), body, ASKED), said="non", teller="Bo").last
    assert last is not None
    assert (last.what, last.at, last.text, last.who, last.answer) == (what, ASKED, "non", "Bo", "cancelled")
    assert last.message_id == "m2"


def test_without_an_answer_it_is_what_was_done_last() -> None:
    failed = row(asked(one()), message_state="failed").last
    assert failed is not None
    assert (failed.what, failed.message_id) == ("not_delivered", "m")
    trouble = happened.applied(asked(one()), happened.AppointmentNotAsked("a1", "consent_missing"), ASKED)
    assert row(trouble).trouble == "consent_missing"
    steps = {
        "asked": asked(one()),
        "not_asked": trouble,
        "voicemail": happened.applied(asked(one()), happened.AppointmentCalled("a1"), ASKED),
        "moved": happened.applied(
            one(), happened.AppointmentMoved("a1", STARTS + timedelta(hours=1), 30, "r0", STARTS), ASKED
        ),
        "came": one(outcome="came"),
        "no_show": one(outcome="no_show"),
        "booked": one(),
        "imported": one(source="import"),
        "from_waiting": one(source="waiting", answer="confirmed"),
    }
    for what, appointment in steps.items():
        last = row(appointment).last
        assert last is not None
        assert last.what == what


def test_each_state_is_counted_once_and_shown_where_it_is_counted() -> None:
    rows = tuple(changed(row(one()), state=state) for state in STATES)
    counts = counted(rows)
    assert tuple(counts) == FILTERS
    assert counts["all"] == len(STATES)
    assert counts["to_settle"] == 3
    for narrowed in FILTERS:
        assert sum(fits(line, narrowed) for line in rows) == counts[narrowed]


def test_lines_stand_by_time_then_by_column() -> None:
    resources = [Resource("r1", "B"), Resource("r0", "A")]
    lines = [
        row(one(appointment_id="a1")),
        row(one(appointment_id="a2", resource_id="r1")),
        row(one(appointment_id="a3", starts_at=STARTS - timedelta(hours=1))),
        row(one(appointment_id="a4", resource_id="gone")),
    ]
    assert [line.appointment_id for line in in_order(lines, resources)] == ["a3", "a2", "a1", "a4"]


def test_what_touches_the_agenda() -> None:
    assert not touches_agenda(Changes(is_tasks=True, settings=frozenset({"language"})))
    for changes in (
        Changes(appointments=frozenset({"a1"})),
        Changes(is_agenda=True),
        Changes(is_hours=True),
        Changes(is_everything=True),
        Changes(contacts=frozenset({ContactId("p1")})),
        Changes(settings=frozenset({"agenda_elsewhere"})),
    ):
        assert touches_agenda(changes)
