"""Asking about appointments: each message by the rules of all messages, nobody twice, and what customers answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain.channels import WHATSAPP
from app.domain.conversations import CloseConversation
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.lines import line_id_of
from app.whatsapp.client import NotSent
from tests.flow.asked_world import asked_world
from tests.flow.hub_world import BO, LINE


async def test_a_tap_a_word_and_a_sign_confirm_and_nobody_waits_because_of_them(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        for n in (1, 2, 3):
            await a.book(f"a-{n}", 26 + n)
        first = await a.asked("a-1")
        await a.tap(f"ap:confirm:{first.ask_id}")
        assert (a.one().answer, a.one().answer_how) == ("confirmed", "tap")
        assert a.talk().waiting_since_at is None and a.talk().unread_count == 0
        await a.asked("a-2")
        await a.writes("oui, à demain 👍")
        assert (a.one("a-2").answer, a.one("a-2").answer_how) == ("confirmed", "text")
        third = await a.asked("a-3")
        await a.reacts("👍", third.message.message_id)
        assert (a.one("a-3").answer, a.one("a-3").answer_how) == ("confirmed", "reaction")
        assert a.talk().waiting_since_at is None
        assert a.count("message.handled") == 3
        # the same tap again, and a webhook that comes twice
        await a.tap(f"ap:confirm:{first.ask_id}", wamid="wamid.twice")
        await a.tap(f"ap:confirm:{first.ask_id}", wamid="wamid.twice")
        assert a.count("appointment.answered") == 3
        # a word of thanks is nobody's answer, and waits as any message does
        await a.writes("merci !")
        assert a.answers(["a-1", "a-2", "a-3"]) == ["confirmed"] * 3


async def test_what_is_unclear_asks_a_person_on_the_line_and_in_the_list(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        await a.book("a-1")
        asking = await a.asked("a-1")
        await a.writes("j'aurai dix minutes de retard, c'est grave ?")
        assert a.one().answer == "unclear" and a.talk().waiting_since_at is not None
        assert a.count("message.handled") == 0
        await a.tap(f"ap:cancel:{asking.ask_id}", title="Annuler")
        assert (a.one().answer, a.one().is_standing) == ("cancelled", False)
        assert a.talk().waiting_since_at is not None  # the question is still there
        await a.tap(f"ap:confirm:{asking.ask_id}")  # they come after all, and the slot is free
        assert a.one().answer == "confirmed"
        await a.tap(f"ap:cancel:{asking.ask_id}", title="Annuler")
        await a.book("a-2", 26.25, person="Bo")  # somebody else has it now
        await a.tap(f"ap:confirm:{asking.ask_id}")
        assert a.one().answer == "unclear"


async def test_a_tap_on_an_old_ask_says_nothing_about_the_new_time(tmp_path: Path) -> None:
    from app.domain.appointments import AppointmentMoved

    async with asked_world(tmp_path) as a:
        await a.book("a-1")
        old = await a.asked("a-1")
        one = a.one()
        moved = AppointmentMoved("a-1", one.starts_at + timedelta(days=1), 45, "lea", one.starts_at)
        await a.append(moved, subject="a-1")
        await a.tap(f"ap:confirm:{old.ask_id}")
        assert a.one().answer == ""  # nobody is asked about the new time: it is a message as any
        assert a.talk().waiting_since_at is not None
        new = await a.asked("a-1")
        await a.tap(f"ap:confirm:{old.ask_id}")
        assert a.one().answer == "unclear"
        await a.tap(f"ap:confirm:{new.ask_id}")
        assert a.one().answer == "confirmed"
        await a.tap(f"ap:cancel:{old.ask_id}")
        assert a.one().answer == "confirmed"


async def test_several_in_one_message_are_confirmed_together_and_else_a_person_asks_which(
    tmp_path: Path,
) -> None:
    async with asked_world(tmp_path) as a:
        await a.book("a-1")
        await a.book("a-2", 27, person="Tom")
        asking = await a.asked("a-1", "a-2")
        bodies = [event.body for event in a.o.world.events("appointment.asked")]
        assert [(body.appointment_id, body.with_ids) for body in bodies] == [  # type: ignore[union-attr]
            ("a-1", ("a-2",)),
            ("a-2", ("a-1",)),
        ]
        assert len(a.o.graph.posts) == 2  # the answer before, and one for both
        await a.tap(f"ap:cancel:{asking.ask_id}", title="Annuler")
        assert a.answers(["a-1", "a-2"]) == ["unclear", "unclear"]
        await a.writes("oui pour Léa, non pour Tom")
        assert a.answers(["a-1", "a-2"]) == ["unclear", "unclear"]
        await a.tap(f"ap:confirm:{asking.ask_id}")
        assert a.answers(["a-1", "a-2"]) == ["confirmed", "confirmed"]


async def test_a_word_names_no_ask_where_two_wait_or_somebody_wrote_since(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        await a.book("a-1", 26)
        await a.book("a-2", 50)
        first = await a.asked("a-1")
        second = await a.asked("a-2")
        await a.writes("oui")
        assert a.answers(["a-1", "a-2"]) == ["", "unclear"]
        await a.writes("oui", quotes=first.message.message_id)  # which one is said
        assert a.answers(["a-1", "a-2"]) == ["confirmed", "unclear"]
        await a.o.answer(MessageId("m-more"))
        await a.o.ends_as("accepted", MessageId("m-more"))
        await a.writes("ok")
        assert a.one("a-2").answer == "unclear"
        await a.tap(f"ap:confirm:{second.ask_id}", is_template=True)
        assert a.one("a-2").answer == "confirmed"


async def test_nobody_is_asked_twice_and_one_that_may_not_go_stops_no_other(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        bo = await a.o.world.conversation(BO, text="Bonjour", name="Bo")
        await a.book("a-1")
        await a.book("a-2", 28, person="Bo", contact_id=a.contact(bo))
        await a.book("a-3", 29, person="Chloé", contact_id=None, phone="+33 6 39 98 44 55")
        await a.book("a-4", 30, person="Dan", contact_id=None)
        new = a.asking(
            "a-3", to=ConversationId("new-talk"), number="33639984455", contact_id=ContactId("new-one"),
            line_id=line_id_of(WHATSAPP, LINE),
        )  # fmt: skip
        nobody = a.asking("a-4", to=ConversationId("nowhere"))
        outcome = await a.ask(a.asking("a-1"), a.asking("a-2", to=bo), a.asking("a-1"), new, nobody)
        assert outcome.result == "accepted"
        not_asked = [event.body for event in a.o.world.events("appointment.not_asked")]
        assert [(body.appointment_id, body.code) for body in not_asked] == [  # type: ignore[union-attr]
            ("a-3", "window_closed"),  # never wrote: a template is needed
            ("a-4", "recipient_unknown"),
        ]
        assert [event.subject for event in a.o.world.events("appointment.asked")] == ["a-1", "a-2"]
        assert a.count("conversation.started") == 0  # nothing begins with a message that cannot go
        again = await a.ask(a.asking("a-1"))
        assert again.result == "accepted" and a.count("appointment.asked") == 2
        assert (await a.ask()).code == "ask_nothing"
        assert (await a.ask(*(a.asking("a-1") for _ in range(51)))).code == "ask_long"


async def test_an_ask_answers_nobody_and_takes_nobodys_conversation(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        await a.writes("Avez-vous des bons cadeaux ?")
        waiting_since = a.talk().waiting_since_at
        holder = a.talk().assignee_id
        await a.book("a-1")
        asking = await a.asked("a-1")
        assert (a.talk().waiting_since_at, a.talk().assignee_id) == (waiting_since, holder)
        await a.tap(f"ap:confirm:{asking.ask_id}")
        assert a.one().answer == "confirmed" and a.talk().waiting_since_at == waiting_since


async def test_a_conversation_that_was_done_is_done_again_after_a_clear_answer(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        assert (await a.o.world.do(a.o.desk, CloseConversation(a.o.ana))).result == "accepted"
        await a.book("a-1")
        asking = await a.asked("a-1")
        await a.tap(f"ap:confirm:{asking.ask_id}")
        assert a.talk().is_closed
        await a.writes("Au fait, où peut-on se garer ?")
        assert not a.talk().is_closed and a.talk().waiting_since_at is not None


async def test_what_waits_until_it_has_begun_does_not_go_out(tmp_path: Path) -> None:
    async with asked_world(tmp_path) as a:
        await a.book("a-1", 2)
        a.o.graph.script = [NotSent("no line")] * 1_000
        asking = a.asking("a-1")
        assert (await a.ask(asking)).result == "accepted"
        limit = a.o.row(asking.message.message_id).not_after_at
        assert limit is not None and abs(limit - a.one().starts_at) < timedelta(seconds=2)
        await a.o.ends_as("expired", asking.message.message_id, within_s=3 * 3_600, step_s=300)
        assert a.o.world.clock.now() >= a.one().starts_at
        before = len(a.o.graph.posts)
        a.o.graph.script = []  # the line is back
        await a.o.world.clock.advance(600)
        assert len(a.o.graph.posts) == before
