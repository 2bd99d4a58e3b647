"""Appointments around a restore: lost ones come back where nothing newer was said, and nobody is asked twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain import agenda
from app.domain import appointment_asks as asks
from app.domain import appointments as aps
from app.domain import slot_offers as offers
from app.domain.contact_cards import FieldChange
from app.domain.ids import ContactId, ConversationId, MessageId
from storage.view import appointment_reading as rows
from tests.flow.desk_world import Computer
from tests.flow.erasure_world import contact_of
from tests.flow.hub_world import HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt
from tests.flow.test_salvage_team import ana, append, graph, is_up_to, lea, restored, world

__all__ = ["ana", "graph", "lea", "world"]
CUT = agenda.Service("s1", "Cut")


async def test_lost_appointments_come_back_unless_something_newer_was_said(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    desk = await world.join("owner", "Marc")
    at = world.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)

    async def told(*bodies: object) -> None:
        for body in bodies:
            outcome = await world.do(desk, body)  # type: ignore[arg-type]
            assert outcome.result == "accepted", outcome

    def booking(one: str, day: int, person: str) -> asks.BookAppointment:
        return asks.BookAppointment(one, asks.NewAppointment(at + timedelta(days=day), 30, person=person))

    await told(booking("a", 0, "Zoé"), booking("b", 1, "Bo"))
    await is_up_to(world, lea)
    copy = copy_of(world)
    person = ContactId(contact_of(world, ana))
    await told(
        booking("c", 2, "Ana"),
        asks.ChangeAppointment("c", (FieldChange("contact_id", person), FieldChange("title", "Cut"))),
        asks.AnswerAppointment("a", "cancelled", "call"),
        asks.AnswerAppointment("b", "confirmed", "call"),
        asks.ChangeAppointment("a", (FieldChange("note", "lost"), FieldChange("title", "Colour"))),
        asks.RemoveAppointment("b"),
        asks.RestoreAppointment("b"),
        agenda.SaveService(CUT),
    )
    waiter = offers.Waiter("w1", person)
    await append(
        world,
        (aps.AppointmentAsked("c", "k1", MessageId("nowhere"), ana), "c"),
        (aps.AppointmentAnswered("c", "move", "tap"), "c"),
        (offers.WaiterSaved(waiter), person),
        (offers.OfferClosed("o1", "past"), "o1"),
    )
    await restored(world, copy, lea)
    await told(
        asks.AnswerAppointment("a", "move", "call"),
        asks.ChangeAppointment("a", (FieldChange("note", "since"),)),
        booking("d", 2, "Eve"),  # the slot of one that is not there any more
    )
    await is_up_to(world, lea)
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    with world.reading() as conn:
        a, b, c = (rows.load(conn, one) for one in ("a", "b", "c"))
        assert rows.services(conn)[0].name == "Cut"
        standing = rows.standing_at(conn, "", 0, 1 << 62)
    assert a is not None and b is not None and c is not None
    assert (a.answer, a.note, a.title) == ("move", "since", "Colour")
    assert (b.answer, b.is_removed) == ("confirmed", False)
    assert (c.contact_id, c.title, c.answer, c.ask_count) == (person, "Cut", "move", 0)
    assert {one.appointment_id for one in standing} == {"a", "b", "c", "d"}
    assert len(world.events("waiter.saved")) == 1
    assert not world.events("offer.closed")
    assert is_as_rebuilt(world, tmp_path)
