"""Appointments at the hub: two desks at one slot, closed hours, what was cancelled and stands again, old wishes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain import agenda
from app.domain import appointment_asks as asks
from app.domain import appointments as aps
from app.domain.commands import Outcome
from app.domain.contact_cards import FieldChange
from app.domain.events import Actor
from app.domain.hour_asks import SaveHours
from app.domain.hours import ALWAYS, OpeningHours, Span
from app.domain.ids import ContactId, ImportId
from app.domain.money import Money
from app.domain.slot_refusals import read_free
from app.hub.appender import Draft
from app.words import sentences
from storage.view import appointment_reading as rows
from tests.flow.hub_world import Desk, HubWorld

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
OPEN = (Span(540, 1_080),)  # 9 to 18 o'clock


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path) as made:
        yield made


@pytest.fixture
async def lea(world: HubWorld) -> Desk:
    return await world.join("owner", "Léa")


@pytest.fixture
async def bo(world: HubWorld, lea: Desk) -> Desk:
    return await world.join("rep", "Bo")


def morning(world: HubWorld) -> datetime:
    """Nine o'clock UTC of a Tuesday to come."""
    today = world.clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    return today + (8 - today.weekday()) * DAY


async def opens(world: HubWorld, lea: Desk) -> None:
    """From 9 to 18 by UTC, Monday to Friday."""
    hours = OpeningHours(ALWAYS, "UTC", (OPEN,) * 5 + ((),) * 2)
    assert (await world.do(lea, SaveHours("", hours))).result == "accepted"


async def chair(world: HubWorld, lea: Desk, resource_id: str = "r1", name: str = "Léa") -> None:
    saved = await world.do(lea, agenda.SaveResource(agenda.Resource(resource_id, name)))
    assert saved.result == "accepted", saved


def book(one: str, at: datetime, **more: object) -> asks.BookAppointment:
    fields: dict[str, object] = {"length_min": 30, "resource_id": "r1", "person": "Zoé", **more}
    is_anyway = bool(fields.pop("anyway", False))
    return asks.BookAppointment(one, asks.NewAppointment(at, **fields), is_anyway)  # type: ignore[arg-type]


async def accepted(world: HubWorld, desk: Desk, *bodies: object) -> None:
    for body in bodies:
        outcome = await world.do(desk, body)  # type: ignore[arg-type]
        assert outcome.result == "accepted", outcome


def seen(world: HubWorld, one: str = "a") -> aps.Appointment:
    with world.reading() as conn:
        found = rows.load(conn, one)
    assert found is not None
    return found


def free(outcome: Outcome) -> list[tuple[datetime, str]]:
    return [(one.starts_at, one.resource_id) for one in read_free(outcome.facts["free"])]


async def test_of_two_desks_at_one_slot_one_wins_and_the_other_is_told_what_is_free(
    world: HubWorld, lea: Desk, bo: Desk
) -> None:
    await opens(world, lea)
    await chair(world, lea)
    await chair(world, lea, "r2", "Zoé")
    at = morning(world)
    first, second = world.command(book("a", at)), world.command(book("b", at + QUARTER, person="Ana"))
    won, lost = (await world.send(lea, first))[0], (await world.send(bo, second))[0]
    assert (won.result, lost.result, lost.code) == ("accepted", "rejected", "slot_taken")
    told = lost.facts
    assert (told["who"], told["starts"], told["ends"]) == (
        "Zoé",
        at.isoformat(),
        (at + 2 * QUARTER).isoformat(),
    )
    assert free(lost)[0] == (at + QUARTER, "r2")
    assert [each for each in free(lost) if each[1] == "r1"] == [(at + n * QUARTER, "r1") for n in (2, 3, 4)]
    assert "Zoé" in sentences.refusal(str(lost.code), lost.facts)
    for starts_at, resource_id in free(lost)[:2]:
        again = book(f"b{starts_at}"[:10] + resource_id, starts_at, resource_id=resource_id)
        outcome = await world.do(bo, replace(again, appointment_id=f"c-{resource_id}-{starts_at.minute}"))
        assert outcome.result == "accepted", outcome
    assert (await world.do(bo, book("a", at + DAY))).code == "appointment_exists"


async def test_closed_hours_are_refused_with_the_next_free_times(world: HubWorld, lea: Desk) -> None:
    await opens(world, lea)
    await chair(world, lea)
    at = morning(world)
    night = await world.do(lea, book("a", at + timedelta(hours=11)))
    assert (night.code, night.facts["opens"]) == ("slot_closed", (at + DAY).isoformat())
    assert free(night) == [(at + DAY + n * QUARTER, "r1") for n in range(3)]
    late = await world.do(lea, book("a", at + timedelta(hours=8, minutes=45)))
    assert (late.code, late.facts["closes"]) == ("slot_crosses", (at + timedelta(hours=9)).isoformat())
    listed = book("a", at + timedelta(hours=11), import_id=ImportId("i1"), source="import", anyway=True)
    await accepted(world, lea, listed)
    assert seen(world).import_id == "i1"
    assert (await world.do(lea, book("b", at - 30 * DAY))).code == "slot_past"
    await accepted(world, lea, book("b", at - 30 * DAY, import_id=ImportId("i1"), anyway=True))


async def test_a_cancelled_slot_is_free_again_and_what_was_cancelled_stands_only_while_it_is(
    world: HubWorld, lea: Desk, bo: Desk
) -> None:
    await chair(world, lea)
    at = morning(world)
    await accepted(world, lea, book("a", at), asks.AnswerAppointment("a", "cancelled", "call"))
    assert (await world.do(lea, asks.MoveAppointment("a", at + DAY, 30, "r1"))).code == "appointment_over"
    assert (await world.do(lea, asks.CallAppointment("a"))).code == "appointment_over"
    await accepted(world, bo, book("b", at, person="Ana"))
    back = await world.do(lea, asks.AnswerAppointment("a", "confirmed"))
    assert (back.code, back.facts["who"]) == ("slot_taken", "Ana")
    await accepted(world, lea, asks.RemoveAppointment("b"))
    await accepted(world, lea, asks.AnswerAppointment("a", "confirmed"))
    assert (await world.do(lea, asks.RestoreAppointment("b"))).code == "slot_taken"
    assert (await world.do(lea, asks.CallAppointment("b"))).code == "appointment_unknown"
    await accepted(world, lea, asks.RemoveAppointment("a"), asks.RestoreAppointment("b"))


async def test_whoever_moves_second_is_told_where_it_went(world: HubWorld, lea: Desk, bo: Desk) -> None:
    await chair(world, lea)
    at = morning(world)
    await accepted(world, lea, book("a", at))
    move = asks.MoveAppointment("a", at + DAY, 30, "r1", at)
    await accepted(world, lea, move)
    head = world.head
    await accepted(world, bo, move)  # the same wish twice is no second move
    assert world.head == head
    other = await world.do(bo, replace(move, starts_at=at + 2 * DAY))
    assert (other.code, other.facts["who"], other.facts["starts"]) == (
        "appointment_moved", "Léa", (at + DAY).isoformat(),
    )  # fmt: skip
    await accepted(world, bo, replace(move, starts_at=at + DAY + QUARTER, expected_at=at + DAY, length_min=0))
    moved = seen(world)  # it is in nobody's way but its own
    assert (moved.starts_at, moved.length_min, moved.moves) == (
        at + DAY + QUARTER,
        30,
        2,
    )
    assert (await world.do(bo, replace(move, resource_id="r9", expected_at=None))).code == "resource_unknown"


async def test_a_member_cannot_note_over_what_the_customer_said_meanwhile(world: HubWorld, lea: Desk) -> None:
    await chair(world, lea)
    at = morning(world)
    await accepted(world, lea, book("a", at))
    before = world.head
    said = aps.AppointmentAnswered("a", "cancelled", "tap")
    draft = Draft(said, "a", Actor("hub"), world.clock.now(), "k1")
    await world.core.writer.run(lambda conn: world.core.appender.append(conn, [draft]))
    noted = asks.AnswerAppointment("a", "confirmed", "call")
    old = world.command(noted, base_pos=before)
    outcome = (await world.send(lea, old))[0]
    assert (outcome.code, outcome.facts["answer"]) == ("appointment_answered", "cancelled")
    await accepted(world, lea, noted)
    assert (seen(world).answer, seen(world).answer_by) == ("confirmed", lea.member_id)


async def test_what_an_appointment_says_must_be_there_and_fit(world: HubWorld, lea: Desk) -> None:
    await chair(world, lea)
    cut = agenda.Service("s1", "Cut", 45)
    await accepted(world, lea, agenda.SaveService(cut))
    ana = ContactId((await world.say()).body.contact_id)  # type: ignore[union-attr,arg-type]
    at = morning(world)
    codes = {
        "resource_unknown": book("a", at, resource_id="r9"),
        "service_unknown": book("a", at, service_id="s9"),
        "contact_unknown": book("a", at, contact_id=ContactId("nobody")),
        "appointment_nobody": book("a", at, person=" "),
        "appointment_length": book("a", at, length_min=3),
        "appointment_far": book("a", at + 4_000 * DAY),
        "appointment_words_long": book("a", at, title="x" * 201),
        "appointment_price": book("a", at, price=Money(-1, "EUR")),
    }
    assert {code: (await world.do(lea, body)).code for code, body in codes.items()} == {
        code: code for code in codes
    }
    await accepted(world, lea, book("a", at, length_min=0, service_id="s1", contact_id=ana, person=""))
    await accepted(world, lea, book("b", at + DAY, length_min=0))
    assert [seen(world, one).length_min for one in ("a", "b")] == [45, 30]
    longer = asks.ChangeAppointment("a", (FieldChange("length_min", "60"),))
    await accepted(world, lea, book("c", at + timedelta(minutes=45)))
    assert (await world.do(lea, longer)).code == "slot_taken"
    price = asks.ChangeAppointment("a", (FieldChange("price", "4200 EUR"), FieldChange("title", None)))
    await accepted(world, lea, price)
    head = world.head
    await accepted(world, lea, price)
    assert (world.head, seen(world).price) == (head, Money(4_200, "EUR"))
    assert (await world.do(lea, asks.SetOutcome("a", "came"))).code == "appointment_to_come"
    await world.clock.advance((at - world.clock.now()).total_seconds() + 60)
    await accepted(world, lea, asks.SetOutcome("a", "no_show"), asks.SetOutcome("a", ""))
    assert (await world.do(lea, asks.SetOutcome("z", "came"))).code == "appointment_unknown"


async def test_what_can_be_booked_is_the_leaders_and_keeps_its_versions(
    world: HubWorld, lea: Desk, bo: Desk
) -> None:
    await chair(world, lea)
    one = agenda.Resource("r1", "Cabine")
    assert (await world.do(bo, agenda.SaveResource(one, 1))).code == "role_missing"
    assert (await world.do(lea, agenda.SaveResource(one))).code == "agenda_changed"
    await accepted(world, lea, agenda.SaveResource(one, 1))
    head = world.head
    await accepted(world, lea, agenda.SaveResource(one, 2))
    assert world.head == head
    assert (
        await world.do(lea, agenda.SaveResource(agenda.Resource("r2", "CABINE")))
    ).code == "resource_exists"
    await accepted(world, lea, book("a", morning(world)))
    gone = await world.do(lea, agenda.RemoveResource("r1"))
    assert (gone.code, gone.facts) == ("resource_booked", {"count": "1", "name": "Cabine"})
    await accepted(world, lea, asks.AnswerAppointment("a", "cancelled"), agenda.RemoveResource("r1"))
    assert (await world.do(lea, book("b", morning(world)))).code == "resource_unknown"
    await accepted(world, lea, agenda.SaveService(agenda.Service("s1", "Cut", resource_ids=("r1",))))
    assert (await world.do(lea, agenda.SaveService(agenda.Service("s2", "cut")))).code == "service_exists"
    assert (
        await world.do(lea, agenda.SaveService(agenda.Service("s2", "Colour", 0)))
    ).code == "service_length"
    await accepted(world, lea, agenda.RemoveService("s1"))
    with world.reading() as conn:
        assert (rows.services(conn), rows.resources(conn)) == ([], [])
        assert rows.resource_names(conn) == {"r1": "Cabine"}


async def test_a_wish_that_waited_for_the_hub_is_not_too_late(world: HubWorld, lea: Desk) -> None:
    await chair(world, lea)
    made = world.command(book("a", world.clock.now().replace(second=0, microsecond=0) + QUARTER), age_ms=0)
    await world.clock.advance(3_600)
    assert (await world.send(lea, replace(made, age_ms=3_600_000)))[0].result == "accepted"
    old = world.command(book("b", made.body.new.starts_at + timedelta(minutes=10)))  # type: ignore[union-attr]
    assert (await world.send(lea, old))[0].code == "slot_past"
