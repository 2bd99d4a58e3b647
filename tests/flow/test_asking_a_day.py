"""Everybody of a day is asked from a desk: what would go out, what does, and what stands in the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.appointments import AppointmentAnswered, AppointmentCalled
from app.domain.consent import ConsentWithdrawn
from app.domain.ids import ConversationId
from app.whatsapp import opaque
from app.whatsapp.client import Refusal
from storage import view
from tests.flow.asking_day import AskingDay, asking_day
from tests.flow.desk_world import reach
from tests.flow.hub_world import ANA, status_webhook


@pytest.fixture
async def a(tmp_path: Path) -> AsyncIterator[AskingDay]:
    async with asking_day(tmp_path) as made:
        yield made


async def test_a_plan_says_who_gets_which_words_and_who_is_left_out_why(a: AskingDay) -> None:
    talk = a.lea.desk.inbox("all")[0]
    ana = a.lea.desk.inbox_row(ConversationId(talk)).contact_id  # type: ignore[union-attr]
    await a.tell(
        a.booked("ana-1", "10:00", contact_id=ana),
        a.booked("tom", "10:15", booker_id=ana, person="Tom"),
        a.booked("new-1", "11:00", person="Zoé Petit", phone="06 39 98 00 01"),
        a.booked("new-2", "11:30", person="Zoé Petit", phone="+33 6 39 98 00 01"),
        a.booked("desk", "12:00", person="Max", phone="01 42 68 53 00"),
        a.booked("odd", "12:15", person="Lou", phone="12"),
        a.booked("none", "12:30", person="Kim"),
        a.booked("yes", "13:00", contact_id=ana, answer="confirmed"),
        a.booked("told", "13:30", person="Eva", phone="06 39 98 00 02"),
        a.booked("other", "14:00", person="Paul Grand", phone=f"+{ANA}"),
        AppointmentCalled("told"),
    )
    plan = await a.lea.desk.ask_plan(a.day)
    by_id = {one.rows[0].appointment_id: one for one in plan.entries}
    assert {key: one.code for key, one in by_id.items()} == {
        "ana-1": "", "new-1": "", "desk": "number_landline", "odd": "number_malformed", "none": "number_missing",
        "yes": "confirmed", "told": "voicemail", "other": "number_of_other",
    }  # fmt: skip
    assert [row.appointment_id for row in by_id["ana-1"].rows] == ["ana-1", "tom"]
    assert (by_id["ana-1"].kind, by_id["ana-1"].is_open, by_id["ana-1"].buttons) == (
        "buttons", True, ("Confirmer", "Déplacer", "Annuler"),
    )  # fmt: skip
    assert "Tom" in by_id["ana-1"].text
    assert [row.appointment_id for row in by_id["new-1"].rows] == ["new-1", "new-2"]
    new = by_id["new-1"]
    assert (new.kind, new.template, new.language, new.conversation_id) == (
        "template", "appointment_reminder", "fr", None,
    )  # fmt: skip
    assert "Zoé" in new.text
    assert "11\xa0h et 11\xa0h\xa030" in new.text
    assert (plan.unpriced, plan.totals, plan.template) == (1, (), "appointment_reminder")
    assert not [
        one for one in plan.entries if len(plan.left_out) + len(plan.settled) + 2 != len(plan.entries)
    ]


async def test_what_is_sent_is_what_was_shown_and_the_run_is_followed_to_the_answer(a: AskingDay) -> None:
    talk = a.lea.desk.inbox("all")[0]
    ana = a.lea.desk.inbox_row(ConversationId(talk)).contact_id  # type: ignore[union-attr]
    await a.tell(
        a.booked("ana-1", "10:00", contact_id=ana),
        a.booked("new-1", "11:00", person="Zoé", phone="06 39 98 00 01"),
    )
    desk = a.lea.desk
    plan = await desk.ask_plan(a.day)
    run_id = await desk.ask(plan)
    assert a.states() == ["asked", "asked"]  # at once
    assert (a.run(run_id).total, a.run(run_id).queued) == (2, 2)
    await reach(a.world.clock, lambda: a.run(run_id).sent == 2)
    assert sorted(post.text for post in a.graph.posts) == sorted(one.text for one in plan.going)
    first = plan.going[0].asking
    assert first is not None
    mark = opaque.of_message(first.message.message_id)
    assert (
        await a.world.post(status_webhook("wamid.out1", "read", at=a.world.clock.now(), opaque=mark)) == 200
    )
    await reach(a.world.clock, lambda: a.run(run_id).read == 1)
    await a.tell(AppointmentAnswered("ana-1", "confirmed", "tap"))
    found = desk.ask_runs(a.day)
    assert [(one.run_id, one.answered, one.sent, one.read, one.is_over) for one in found] == [
        (run_id, 1, 1, 1, True)
    ]
    again = await desk.ask_plan(a.day)
    assert [one.code for one in again.entries] == ["confirmed", "asked_already"]
    alone = await desk.ask_plan(a.day, ["new-1"], again=True)
    assert [one.is_again for one in alone.going] == [True]


async def test_a_template_that_is_paused_in_the_middle_stops_the_rest_and_they_are_asked_once_it_is_back(
    tmp_path: Path,
) -> None:
    count, good = 60, 5
    paused = Refusal("template_paused", 132015)
    async with asking_day(tmp_path, *[None] * good, *[paused] * 200) as a:
        await a.tell(*a.many(count))
        desk = a.lea.desk
        run_id = await desk.ask(await desk.ask_plan(a.day))
        await reach(a.world.clock, lambda: a.run(run_id).is_over)
        run = a.run(run_id)
        # those of the run's second command may be told before they are queued
        stopped = sum(told.get("template_paused", 0) for told in (run.failed, run.not_asked))
        assert (run.sent, stopped) == (good, count - good)
        assert set(run.failed) | set(run.not_asked) == {"template_paused"}
        assert len(a.graph.posts) < good + 20  # not one after the other
        assert sorted(set(a.states())) == ["asked", "to_ask"]
        held = await desk.ask_plan(a.day)
        assert (len(held.going), len(held.with_code("template_paused"))) == (0, count - good)
        a.graph.script = []
        before = len(a.graph.posts)
        await a.template("approved")
        rest = await desk.ask_plan(a.day)
        assert len(rest.going) == count - good
        again = await desk.ask(rest)
        await reach(a.world.clock, lambda: a.run(again).sent == count - good)
        assert len(a.graph.posts) - before == count - good
        assert {row.appointment.ask_count for row in a.rows().values()} == {1}
        went = [event.body for event in a.world.events("send.accepted")]
        assert len({one.conversation_id for one in went}) == len(went) == count  # type: ignore[union-attr]


async def test_stopping_takes_back_what_has_not_left_and_they_are_to_be_asked_again(a: AskingDay) -> None:
    await a.tell(*a.many(30))
    desk = a.lea.desk
    a.graph.hold.clear()  # nothing comes back from the channel
    run_id = await desk.ask(await desk.ask_plan(a.day))
    await reach(a.world.clock, lambda: bool(a.graph.posts) and not desk.is_waiting_for_hub)
    left = len(a.graph.posts)
    stopped = await desk.stop_asking(run_id)
    a.graph.hold.set()
    await reach(a.world.clock, lambda: a.run(run_id).is_over and not desk.is_waiting_for_hub)
    run = a.run(run_id)
    assert run.stopped + run.sent == run.total == 30
    assert (run.sent, stopped >= run.stopped > 0) == (len(a.graph.posts), True)
    assert len(a.graph.posts) <= left + 10
    assert a.states().count("to_ask") == run.stopped
    last = next(row.last for row in a.rows().values() if row.state == "to_ask")
    assert last is not None
    assert (last.what, last.code) == ("not_asked", "cancelled")
    again = await desk.ask(await desk.ask_plan(a.day))
    assert a.run(again).total == run.stopped
    await reach(a.world.clock, lambda: a.run(again).sent == run.stopped)
    assert {row.appointment.ask_count for row in a.rows().values()} == {1}


async def test_a_run_that_never_left_this_computer_is_simply_dropped(a: AskingDay) -> None:
    await a.tell(*a.many(3))
    desk = a.lea.desk
    a.lea.wire.is_cut = True
    run_id = await desk.ask(await desk.ask_plan(a.day))
    assert a.states() == ["asked"] * 3
    assert await desk.stop_asking(run_id) == 3
    await reach(a.world.clock, lambda: a.states() == ["to_ask"] * 3)
    a.lea.wire.is_cut = False
    await a.settle()
    assert not a.graph.posts


async def test_the_hub_queues_nothing_with_a_template_that_it_knows_to_be_held_back(a: AskingDay) -> None:
    await a.tell(*a.many(3))
    plan = await a.lea.desk.ask_plan(a.day)
    a.lea.wire.is_cut = True
    run_id = await a.lea.desk.ask(plan)
    await a.template("paused", is_heard=False)
    a.lea.wire.is_cut = False
    await a.settle()
    assert a.run(run_id).not_asked == {"template_paused": 3}
    assert (a.graph.posts, a.states()) == ([], ["to_ask"] * 3)


async def test_one_alone_can_be_taken_back_for_as_long_as_the_undo_stands(a: AskingDay) -> None:
    await a.tell(*a.many(1))
    desk = a.lea.desk
    run_id = await desk.ask(await desk.ask_plan(a.day, ["a-000"]))
    await a.settle()
    assert await desk.stop_asking(run_id) == 1
    await reach(a.world.clock, lambda: a.states() == ["to_ask"])
    assert not a.graph.posts
    await desk.ask(await desk.ask_plan(a.day, ["a-000"]))
    await reach(a.world.clock, lambda: len(a.graph.posts) == 1)


async def test_who_is_to_be_called_is_settled_by_what_they_say_on_the_telephone(a: AskingDay) -> None:
    await a.tell(*a.many(3), *(AppointmentCalled(f"a-00{n}") for n in range(3)))
    desk = a.lea.desk
    assert a.states() == ["to_call"] * 3
    await desk.answer_appointment("a-000", "confirmed", "call")
    await desk.move_appointment("a-001", a.at("18:00"), is_agreed=True, how="call")
    await desk.answer_appointment("a-002", "cancelled", "call")
    await a.settle()
    assert {key: row.state for key, row in a.rows().items()} == {
        "a-000": "confirmed", "a-001": "confirmed", "a-002": "cancelled",
    }  # fmt: skip
    assert not (await desk.ask_plan(a.day)).going


async def test_whoever_wants_no_reminders_is_left_out_also_while_one_may_write_freely(a: AskingDay) -> None:
    talk = await a.world.conversation(ANA, text="Bonjour", name="Ana")
    await a.settle()
    with a.world.reading() as conn:
        there = view.load_conversation(conn, talk)
    assert there is not None
    who = there.contact_id
    await a.tell(a.booked("mine", "09:00", contact_id=who))
    assert [(one.kind, one.goes) for one in (await a.lea.desk.ask_plan(a.day)).entries] == [("buttons", True)]
    at = a.world.clock.now()
    await a.tell(ConsentWithdrawn(who, "whatsapp", ("reminders",), "stop_word", "STOP", at))
    assert [one.code for one in (await a.lea.desk.ask_plan(a.day)).entries] == ["consent_withdrawn"]
