"""Appointments from desk to desk: booked and moved offline and by several at once, refused later, undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.desk.agenda_actions import free_of
from app.domain import appointments as happened
from app.domain.agenda import Resource, Service
from app.domain.agenda_rows import AppointmentRow, touches_agenda
from app.domain.appointment_asks import BookAppointment, MoveAppointment, NewAppointment
from app.domain.arrivals import MessageReceived
from app.domain.errors import ComptoirError
from app.domain.events import Actor, EventBody
from app.domain.hours import BUSINESS, OpeningHours, Span
from app.domain.ids import ConversationId
from app.domain.money import Money
from app.domain.slot_offers import OfferedSlot
from app.hub.appender import Draft
from app.whatsapp import opaque
from app.words.sentences import refusal
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld, status_webhook

PARIS = ZoneInfo("Europe/Paris")
WEEK = (*((Span(540, 1_140),),) * 6, ())  # 9 to 19 o'clock, closed on Sundays


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        yield made


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def opened(world: HubWorld, lea: Computer, *others: Computer) -> str:
    """A business with hours, a chair and a service; gives the chair."""
    await lea.desk.save_hours(BUSINESS, OpeningHours("1970-01-01", "Europe/Paris", WEEK))
    chair = await lea.desk.save_resource(Resource("", "Camille Roux"))
    await lea.desk.save_service(Service("", "Coupe", 45, Money(4_500, "EUR")))
    await settle(world, lea, *others)
    return chair


def wall(at: Computer, clock_time: str, days: int = 1) -> datetime:
    day = at.desk.agenda().today + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock_time), PARIS).astimezone(UTC)


def new(at: Computer, clock_time: str, chair: str, person: str = "Zoé", **fields: Any) -> NewAppointment:
    service = at.desk.services()[0].service_id
    start = wall(at, clock_time, fields.pop("days", 1))
    return NewAppointment(start, resource_id=chair, service_id=service, person=person, **fields)


def row(at: Computer, appointment_id: str) -> AppointmentRow:
    found = at.desk.appointment(appointment_id)
    assert found is not None
    return found


def tomorrow(at: Computer) -> list[AppointmentRow]:
    return list(at.desk.agenda(at.desk.agenda().today + timedelta(days=1)).rows)


def is_same_everywhere(world: HubWorld, *desks: Computer) -> bool:
    with world.reading() as conn:
        there = view.view_hash(conn)
    return all(one.view_hash() == there for one in desks)


async def test_what_is_asked_offline_shows_at_once_and_is_the_same_after_the_hub_agreed(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    said = await world.say()
    chair = await opened(world, lea, bo)
    talk = ConversationId(said.subject)
    contact_id = lea.desk.inbox_row(talk).contact_id  # type: ignore[union-attr]
    lea.wire.is_cut = True
    first = await lea.desk.book_appointment(new(lea, "10:00", chair, "", contact_id=contact_id))
    await lea.desk.move_appointment(first, wall(lea, "11:00"))
    await lea.desk.change_appointment(first, {"note": " Chien "})
    await lea.desk.answer_appointment(first, "confirmed", "call")
    before = row(lea, first)
    assert (before.is_pending, before.state, before.conversation_id) == (True, "confirmed", talk)
    assert (before.name, before.service, before.resource) == ("Ana", "Coupe", "Camille Roux")
    assert before.appointment.note == "Chien"
    assert tomorrow(lea) == [before]
    assert lea.desk.appointments_of(contact_id) == [before]
    day = lea.desk.agenda(lea.desk.agenda().today + timedelta(days=1))
    column = day.column(chair, day.from_day)
    assert (column.booked_s, column.free_s) == (45 * 60, 9 * 3600 + 15 * 60)
    assert lea.desk.conflict_at(wall(lea, "11:15"), 45, chair) is not None
    kinds = [one.kind.removeprefix("appointment.") for one in lea.desk.appointment_history(first)]
    assert kinds == ["answered", "changed", "moved", "booked"]
    lea.wire.is_cut = False
    await settle(world, lea, bo)
    after = row(bo, first)
    assert after.appointment == row(lea, first).appointment
    for field in (
        "starts_at",
        "length_min",
        "resource_id",
        "note",
        "answer",
        "answer_how",
        "price",
        "version",
    ):
        assert getattr(after.appointment, field) == getattr(before.appointment, field), field
    assert (after.name, after.state, after.is_pending) == ("Ana", "confirmed", False)
    assert [one.kind for one in bo.desk.appointment_history(first)] == [
        one.kind for one in lea.desk.appointment_history(first)
    ]
    assert any(first in one.appointments and touches_agenda(one) for one in bo.seen)
    assert is_same_everywhere(world, lea, bo)


async def test_of_two_who_book_one_slot_the_second_is_told_who_has_it_and_what_is_free(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    chair = await opened(world, lea, bo)
    lea.wire.is_cut = bo.wire.is_cut = True
    first = await lea.desk.book_appointment(new(lea, "10:00", chair, "Zoé"))
    second = await bo.desk.book_appointment(new(bo, "10:15", chair, "Ana"))
    assert row(bo, second).is_pending
    lea.wire.is_cut = False
    await settle(world, lea)
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    told = bo.refusals[-1]
    assert (told.code, told.facts["who"]) == ("slot_taken", "Zoé")
    assert "Zoé" in refusal(told.code, told.facts)
    assert bo.desk.appointment(second) is None
    assert [one.appointment_id for one in tomorrow(bo)] == [first]
    free = free_of(told.facts)[0]
    assert (free.starts_at, free.resource_id) == (wall(bo, "10:45"), chair)
    assert isinstance(told.command, BookAppointment)
    again = await bo.desk.take_instead(told.command, free)
    await settle(world, lea, bo)
    assert row(lea, again).name == "Ana"
    assert not lea.refusals
    with pytest.raises(ComptoirError, match="slot_taken"):
        await bo.desk.book_appointment(new(bo, "11:00", chair))
    assert is_same_everywhere(world, lea, bo)


async def test_of_two_who_move_it_the_second_is_told_where_it_is(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    chair = await opened(world, lea, bo)
    key = await lea.desk.book_appointment(new(lea, "10:00", chair))
    await settle(world, lea, bo)
    lea.wire.is_cut = bo.wire.is_cut = True
    await lea.desk.move_appointment(key, wall(lea, "14:00"))
    await bo.desk.move_appointment(key, wall(bo, "16:00"))
    assert row(bo, key).appointment.starts_at == wall(bo, "16:00")
    lea.wire.is_cut = False
    await settle(world, lea)
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    told = bo.refusals[-1]
    assert (told.code, told.facts["who"]) == ("appointment_moved", lea.desk.me().name)
    assert isinstance(told.command, MoveAppointment)
    assert row(bo, key).appointment.starts_at == wall(bo, "14:00")
    await bo.desk.take_instead(told.command, OfferedSlot(wall(bo, "17:00"), chair))
    await settle(world, lea, bo)
    assert row(lea, key).appointment.starts_at == wall(bo, "17:00")
    assert is_same_everywhere(world, lea, bo)


async def test_undo_brings_back_what_was_before_and_a_booking_goes(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    chair = await opened(world, lea, bo)
    key = await lea.desk.book_appointment(new(lea, "10:00", chair))
    await lea.desk.answer_appointment(key, "confirmed", "call")
    await settle(world, lea, bo)
    before = row(lea, key).appointment
    await lea.desk.move_appointment(key, wall(lea, "15:00"), 90)
    await settle(world, lea, bo)
    assert row(bo, key).state == "to_ask"
    await lea.desk.put_back_appointment(before)
    await settle(world, lea, bo)
    after = row(bo, key).appointment
    for field in ("starts_at", "length_min", "resource_id", "answer", "answer_how"):
        assert getattr(after, field) == getattr(before, field), field
    await lea.desk.remove_appointment(key)
    await settle(world, lea, bo)
    assert tomorrow(bo) == []
    await bo.desk.restore_appointment(key)
    await settle(world, lea, bo)
    assert [one.appointment_id for one in tomorrow(lea)] == [key]
    assert not lea.refusals
    assert not bo.refusals


async def test_a_request_shows_at_once_and_what_becomes_of_its_message_is_told(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    said = await world.say()
    heard = said.body
    assert isinstance(heard, MessageReceived)
    chair = await opened(world, lea, bo)
    talk = ConversationId(said.subject)
    contact_id = lea.desk.inbox_row(talk).contact_id  # type: ignore[union-attr]
    key = await lea.desk.book_appointment(new(lea, "10:00", chair, "", contact_id=contact_id))
    await settle(world, lea, bo)
    told = await bo.desk.send_text(talk, "Vous venez demain ?")
    await settle(world, lea, bo)
    await happen(world, key, happened.AppointmentAsked(key, "ask-1", told, talk))
    await settle(world, lea, bo)
    shown = tomorrow(bo)[0]
    assert shown.last is not None
    assert (shown.last.what, shown.last.message_id, shown.state) == ("asked", told, "asked")
    bo.seen.clear()
    status = status_webhook("wamid.out1", "delivered", at=world.clock.now(), opaque=opaque.of_message(told))
    assert await world.post(status) == 200
    await reach(world.clock, lambda: tomorrow(bo)[0].state == "delivered")
    assert any(touches_agenda(one) and told in one.messages for one in bo.seen)
    await happen(world, key, happened.AppointmentAnswered(key, "confirmed", "text", heard.message_id))
    await settle(world, lea, bo)
    last = tomorrow(lea)[0].last
    assert last is not None
    assert (last.what, last.text, last.message_id) == ("wrote", "Hello", heard.message_id)


@pytest.mark.parametrize("changes_on", [date(2027, 3, 28), date(2026, 10, 25)])
async def test_the_day_of_a_clock_change_has_its_own_length(
    world: HubWorld, lea: Computer, changes_on: date
) -> None:
    """At night from Saturday to Sunday: a business that is open all night has 23 hours, or 25."""
    always = OpeningHours("1970-01-01", "Europe/Paris", ((Span(0, 1_440),),) * 7)
    await lea.desk.save_hours(BUSINESS, always)
    chair = await lea.desk.save_resource(Resource("", "Night desk"))
    await settle(world, lea)
    hours = 23 if changes_on.month == 3 else 25
    day = lea.desk.agenda(changes_on)
    column = day.column(chair, changes_on)
    assert (column.free_s, len(column.open_at)) == (hours * 3_600, 1)
    begins, ends = column.open_at[0]
    assert ends - begins == timedelta(hours=hours)
    if begins > world.clock.now():
        key = await lea.desk.book_appointment(
            NewAppointment(ends - timedelta(minutes=30), 30, chair, person="Zoé")
        )
        late = await lea.desk.book_appointment(NewAppointment(ends, 30, chair, person="Ana"))
        await settle(world, lea)
        assert [one.appointment_id for one in lea.desk.agenda(changes_on).rows] == [key]
        both = lea.desk.agenda(changes_on, 2)
        assert [one.appointment_id for one in both.rows] == [key, late]
        assert [column.day for column in both.columns] == [changes_on, changes_on + timedelta(days=1)]


async def happen(world: HubWorld, key: str, body: EventBody) -> None:
    """What the hub does by itself."""
    draft = Draft(body, key, Actor("hub"), world.clock.now())
    await world.core.writer.run(lambda conn: world.core.appender.append(conn, [draft]))
