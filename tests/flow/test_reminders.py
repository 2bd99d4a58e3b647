"""Reminders that go by themselves: when, to whom, how they are said, and that nothing goes out twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.agenda import ReminderStep, ServiceRemoved
from app.domain.appointments import (
    AppointmentAnswered,
    AppointmentAsked,
    AppointmentBooked,
    AppointmentRemoved,
    AppointmentRestored,
)
from app.domain.contact_cards import ContactChanged, FieldChange
from app.domain.contacts import ContactMerged
from app.domain.conversations import ConversationStarted
from app.domain.hours import HoursSaved, OpeningHours
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.members import MemberAdded, MemberRemoved
from app.domain.settings import SettingChanged
from storage import view
from storage.view import appointment_reading as reading
from tests.flow.reminder_rig import ANA, ASK, BO, LAST, LINE, Rig, at, wall

LEA = MemberId("lea")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[Rig]]:
    """Rigs of other ladders are put in here, and closed."""
    rigs: list[Rig] = []
    yield rigs
    for one in rigs:
        one.close()


def test_an_ask_the_day_before_and_a_reminder_on_the_day(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    assert rig.to("2026-11-27T14:29:59") == []
    rig.to("2026-11-27T14:30")
    [sent] = rig.sent()
    assert (sent.automation, sent.member_id, sent.kind) == ("reminder", None, "template")
    assert sent.text == (
        "Bonjour Ana, nous vous attendons samedi 28 novembre à 14\xa0h\xa030 au salon. "
        "Ce rendez-vous vous convient-il toujours ?"
    )
    assert "secr" not in sent.text and sent.not_after_at == at("2026-11-28T14:30")
    [asked] = rig.asked()
    assert (asked.step_min, asked.is_ask, asked.message_id) == (1_440, True, sent.message_id)
    content = sent.content
    assert content is not None and content.template is not None
    assert [one.text for one in content.template.button_values] == [
        f"ap:{what}:{asked.ask_id}" for what in ("confirm", "move", "cancel")
    ]
    assert rig.to("2026-11-28T11:29:59") == []
    rig.to("2026-11-28T11:30")
    assert [one.step_min for one in rig.asked()] == [1_440, 180]
    assert rig.to("2026-11-30T12:00") == []
    assert rig.queued() == [one.message_id for one in rig.sent()]
    [by_ask] = reading.ever_asked(
        rig.conn, rig.asked()[-1].ask_id
    )  # its template has buttons, so it asks too
    assert by_ask.appointment_id == "a"


def test_a_first_message_begins_the_conversation_and_answers_nobody(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.to("2026-11-27T14:30")
    [begun] = [one.body for one in rig.events() if isinstance(one.body, ConversationStarted)]
    assert (begun.contact_id, begun.line_id, begun.identity.number) == (ANA, LINE, "33639980001")
    rig.book("b", "2026-11-28T15:00", BO)
    rig.writes(BO)
    rig.to("2026-11-28T12:00")
    talk = view.load_conversation(rig.conn, ConversationId("talk-bo"))
    assert talk is not None and talk.waiting_since_at is not None


def test_free_words_in_an_open_window(rig: Rig) -> None:
    rig.book("a", "2026-11-28T09:00")
    rig.to("2026-11-27T08:30")
    rig.writes()
    rig.to("2026-11-27T09:00")
    [sent] = rig.sent()
    assert sent.kind == "buttons"
    assert sent.text.startswith(
        "Bonjour Ana, vous avez rendez-vous demain, samedi 28 novembre, à 9\xa0h avec Kim."
    )
    assert view.load_message(rig.conn, sent.message_id) is not None


def test_whoever_confirmed_is_not_asked_and_is_reminded_by_the_last_step(
    made: list[Rig], tmp_path: Path
) -> None:
    rig = Rig(tmp_path, ASK, LAST)
    made.append(rig)
    rig.book("a", "2026-11-28T14:30")
    rig.book("b", "2026-11-28T15:00", BO)
    rig.answer("a", "confirmed")
    rig.to("2026-11-27T16:00")
    assert [one.appointment_id for one in rig.asked()] == ["b"]
    rig.to("2026-11-28T12:00")
    assert [(one.appointment_id, one.is_ask) for one in rig.asked()] == [
        ("b", True),
        ("a", False),
        ("b", True),
    ]
    one = reading.load(rig.conn, "a")
    assert one is not None and (one.answer, one.asked_at) == ("confirmed", None)


@pytest.mark.parametrize("answer", ["cancelled", "move"])
def test_whoever_cancelled_or_wants_another_time_hears_nothing(rig: Rig, answer: str) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.to("2026-11-27T10:00")
    rig.answer("a", answer)
    assert rig.to("2026-11-28T14:00") == []
    rig.answer("a", "")
    assert [one.kind for one in rig.rest()][-2:] == [
        "send.requested",
        "appointment.asked",
    ]  # half an hour is left


def test_a_removed_one_is_quiet_until_it_is_restored(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.tell(AppointmentRemoved("a"), subject="a")
    assert rig.to("2026-11-27T15:00") == []
    rig.tell(AppointmentRestored("a"), subject="a")
    rig.rest()
    assert [one.step_min for one in rig.asked()] == [1_440]  # late, and still a day before


def test_a_moved_one_has_reminders_of_its_own(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.to("2026-11-27T14:30")
    rig.move("a", "2026-12-02T10:00", "2026-11-28T14:30")
    assert rig.to("2026-12-01T09:59") == []
    rig.to("2026-12-01T10:00")
    assert [one.step_min for one in rig.asked()] == [1_440, 1_440]
    rig.move("a", "2026-12-01T18:00", "2026-12-02T10:00")
    rig.rest()
    rig.to("2026-12-01T15:00")  # what was due before the move is not made up for
    assert [one.step_min for one in rig.asked()] == [1_440, 1_440, 180]
    assert len({one.message_id for one in rig.sent()}) == 3


def test_all_of_a_number_on_a_day_go_in_one_message(rig: Rig) -> None:
    rig.book("late", "2026-11-28T15:00", None, person="Tom", booker_id=ANA)
    rig.book("early", "2026-11-28T14:30")
    rig.book("other", "2026-11-28T14:30", BO)
    rig.book("next", "2026-11-29T09:00")
    rig.to("2026-11-27T14:30")
    assert len(rig.sent()) == 2
    mine = [one for one in rig.asked() if one.appointment_id != "other"]
    assert [(one.appointment_id, one.with_ids) for one in mine] == [
        ("early", ("late",)),
        ("late", ("early",)),
    ]
    text = next(one.text for one in rig.sent() if one.message_id == mine[0].message_id)
    assert "samedi 28 novembre à 14\xa0h\xa030 (vous) et 15\xa0h (Tom)" in text
    assert rig.to("2026-11-27T15:30") == []


def test_two_contacts_that_became_one_are_one_person(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.book("b", "2026-11-28T15:00", BO)
    rig.tell(ContactMerged(ANA, BO, "person"), subject=ANA)
    rig.to("2026-11-27T15:30")
    assert len(rig.sent()) == 1 and {one.appointment_id for one in rig.asked()} == {"a", "b"}


# --- by hand, at night, late ---


def test_somebody_who_was_asked_by_hand_just_before_is_not_asked_again(
    made: list[Rig], tmp_path: Path
) -> None:
    rig = Rig(tmp_path, ASK, LAST)
    made.append(rig)
    rig.book("a", "2026-11-28T14:30")
    rig.to("2026-11-27T12:00")
    rig.tell(AppointmentAsked("a", "hand", MessageId("m"), ConversationId("talk-ana")), subject="a")
    assert rig.to("2026-11-27T23:00") == []
    rig.to("2026-11-28T11:30")
    assert [one.step_min for one in rig.asked()] == [None, 180]


def test_nobody_is_woken(made: list[Rig], tmp_path: Path) -> None:
    rig = Rig(tmp_path, LAST)
    made.append(rig)
    rig.book("a", "2026-11-28T08:45")  # three hours before is a quarter to six
    rig.book("b", "2026-11-28T08:15", BO)  # too soon after the night: the evening before
    assert rig.to("2026-11-27T20:54") == []
    rig.to("2026-11-27T20:55")
    assert [one.appointment_id for one in rig.asked()] == ["b"]
    assert rig.to("2026-11-28T07:59") == []
    rig.to("2026-11-28T08:00")
    assert [one.appointment_id for one in rig.asked()] == ["b", "a"]


def test_quiet_hours_that_change_and_people_who_live_elsewhere(made: list[Rig], tmp_path: Path) -> None:
    rig = Rig(tmp_path, LAST)
    made.append(rig)
    rig.book("a", "2026-11-28T10:00")
    rig.book("b", "2026-11-28T12:00", BO)
    change = ContactChanged(BO, (FieldChange("country", "GB"),))
    rig.tell(change, subject=BO)
    rig.tell(SettingChanged("quiet_from", "20:00"), SettingChanged("quiet_to", "09:30"))
    assert rig.to("2026-11-28T09:29") == []
    rig.to("2026-11-28T09:30")
    assert [one.appointment_id for one in rig.asked()] == ["a"]
    assert rig.to("2026-11-28T10:29") == []  # half past nine in London
    rig.to("2026-11-28T10:30")
    assert [one.appointment_id for one in rig.asked()] == ["a", "b"]


@pytest.mark.parametrize(
    ("back_at", "steps"),
    [("2026-11-27T18:00", [1_440, 180]), ("2026-11-28T12:15", [1_440]), ("2026-11-28T14:10", [])],
)
def test_a_hub_that_was_off_says_only_what_still_makes_sense(
    rig: Rig, back_at: str, steps: list[int]
) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.rest()
    rig.conn.close()
    rig.clock.set_wall(at(back_at))
    rig._open()
    rig.rest()
    for when in ("2026-11-28T11:30", "2026-11-28T12:50", "2026-11-28T14:29"):
        if rig.clock.now() < at(when):
            rig.restart()
            rig.to(when)
    assert [one.step_min for one in rig.asked()] == steps


@pytest.mark.parametrize(
    ("booked", "starts", "due"),
    [
        ("2027-03-20T10:00", "2027-03-28T14:30", "2027-03-27T14:30"),
        ("2027-10-20T10:00", "2027-10-31T14:30", "2027-10-30T14:30"),
    ],
)
def test_the_day_before_has_the_same_time_on_the_wall_when_the_clocks_change(
    made: list[Rig], tmp_path: Path, booked: str, starts: str, due: str
) -> None:
    rig = Rig(tmp_path, ASK, LAST)
    made.append(rig)
    rig.to(booked)
    rig.book("a", starts)
    assert rig.to(due[:-5] + "14:29") == []
    rig.to(due)
    assert [one.step_min for one in rig.asked()] == [1_440]
    rig.to(starts[:-5] + "11:30")
    assert [one.step_min for one in rig.asked()] == [1_440, 180]


# --- what changes around them ---


def test_a_new_ladder_counts_for_what_is_booked_already(rig: Rig) -> None:
    rig.book("a", "2026-12-05T14:30")
    rig.rest()
    rig.tell(rig.service(ReminderStep(4 * 1_440), ASK))
    rig.to("2026-12-01T14:30")
    assert [one.step_min for one in rig.asked()] == [4 * 1_440]
    rig.tell(rig.service(), ServiceRemoved("cut"))
    assert rig.to("2026-12-05T14:00") == []
    assert rig.task.next_at(rig.conn, rig.clock.now()) is None  # nobody wants any: nothing to rest for


def test_the_place_may_move(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.rest()
    week = tuple(() for _ in range(7))
    rig.tell(HoursSaved("", OpeningHours("2026-01-01", "America/New_York", week)))
    rig.to("2026-11-27T14:30")
    assert "samedi 28 novembre à 8\xa0h\xa030" in rig.sent()[0].text


def test_what_lies_far_ahead_is_found_as_time_goes_by(rig: Rig) -> None:
    rig.book("a", "2027-02-20T14:30")
    rig.restart()
    rig.rest()
    while rig.clock.now() < at("2027-02-19T14:00"):
        moment = rig.task.next_at(rig.conn, rig.clock.now())
        assert moment is not None and moment > rig.clock.now()
        rig.clock.set_wall(moment)
        rig.rest()
    assert wall(rig, rig.events()[-1]) == "19.02. 14:30"
    assert [one.step_min for one in rig.asked()] == [1_440]


def test_an_own_text_and_an_own_template(made: list[Rig], tmp_path: Path) -> None:
    rig = Rig(tmp_path, replace(ASK, text="Coucou {prénom}, {heure} demain ?", template="meeting_reminder"))
    made.append(rig)
    rig.book("a", "2026-11-28T14:30")
    rig.book("b", "2026-11-28T14:45", BO)
    rig.to("2026-11-27T14:00")
    rig.writes()
    rig.to("2026-11-27T14:45")
    assert [one.text for one in rig.sent()] == ["Coucou Ana, 14\xa0h\xa030 demain ?"]
    assert rig.not_asked() == [("b", "no_template", 1_440)]  # the starter is not what its owner chose


def test_who_booked_it_is_named(rig: Rig) -> None:
    for own, member in (("a", LEA), ("b", MemberId("left"))):
        rig.tell(MemberAdded(member, "Léa", "rep"))
        start = at("2026-11-28T14:30") + timedelta(days=member != LEA)
        body = AppointmentBooked(own, start, 30, service_id="cut", contact_id=ANA, member_id=member)
        rig.tell(body, subject=own)
    rig.tell(MemberRemoved(MemberId("left")))
    rig.to("2026-11-27T14:30")
    rig.to("2026-11-28T14:30")
    assert [(one.member_id, one.automation) for one in rig.sent()] == [(LEA, "reminder"), (None, "reminder")]


def test_an_answer_in_the_very_moment_counts(rig: Rig) -> None:
    """It is in the log, though the task has not heard of it yet."""
    rig.book("a", "2026-11-28T14:30")
    rig.to("2026-11-27T14:29")
    rig.tell(AppointmentAnswered("a", "confirmed", "tap"), subject="a", is_heard=False)
    assert rig.to("2026-11-27T14:30") == []
