"""What a desk lets through about appointments, and what it refuses at once: the real checks over a day in memory."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.desk.agenda_actions import free_of
from app.domain import appointment_asks as asks
from app.domain.agenda import Resource, Service
from app.domain.appointment_asks import NewAppointment
from app.domain.appointments import WORDS_MAX_CHARS, Appointment
from app.domain.clock import FakeClock
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.domain.members import Member
from app.domain.money import Money
from app.domain.slot_refusals import free_text, read_free
from tests.fake_desk import FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    made = FakeDesk(FakeClock())
    made.open_agenda()
    return made


async def refusal(wish: Awaitable[Any]) -> tuple[str, dict[str, str]]:
    with pytest.raises(ComptoirError) as caught:
        await wish
    return caught.value.code, caught.value.facts


def new(desk: FakeDesk, clock_time: str, **fields: Any) -> NewAppointment:
    start: dict[str, Any] = {"resource_id": "camille", "service_id": "cut", "person": "Zoé"}
    return NewAppointment(desk.wall(clock_time, fields.pop("days", 1)), **(start | fields))


def one(desk: FakeDesk, appointment_id: str) -> Appointment:
    return desk.appointments[appointment_id]


async def test_a_service_says_length_and_price_where_nobody_else_does(desk: FakeDesk) -> None:
    plain = one(desk, await desk.book_appointment(new(desk, "09:00")))
    assert (plain.length_min, plain.price, plain.booked_by) == (45, Money(4500, "EUR"), desk.me().member_id)
    own = new(desk, "11:00", length_min=90, price=Money(100, "EUR"), person="  Ana\x00 ")
    booked = one(desk, await desk.book_appointment(own))
    assert (booked.length_min, booked.price, booked.person) == (90, Money(100, "EUR"), "Ana")


async def test_a_taken_slot_is_refused_with_what_is_free_instead(desk: FakeDesk) -> None:
    there = desk.appointment_at("10:00", "Lucie Morel")
    code, facts = await refusal(desk.book_appointment(new(desk, "10:30")))
    assert (code, facts["who"], facts["starts"]) == ("slot_taken", "Lucie Morel", there.starts_at.isoformat())
    free = [(slot.starts_at, slot.resource_id) for slot in free_of(facts)]
    at_once, later = (desk.wall("10:30"), "lea"), (desk.wall("10:45"), "camille")
    assert free[:2] == [at_once, later]
    assert desk.agenda_asked == []
    for starts_at, resource_id in free:
        assert desk.conflict_at(starts_at, 45, resource_id, service_id="cut") is None


async def test_only_those_who_do_it_are_offered_instead(desk: FakeDesk) -> None:
    desk.appointment_at("10:00", "Lucie Morel")
    desk.made_services[0] = replace(desk.made_services[0], resource_ids=("camille",))
    _code, facts = await refusal(desk.book_appointment(new(desk, "10:30")))
    assert {slot.resource_id for slot in free_of(facts)} == {"camille"}


async def test_closed_hours_and_the_end_of_the_day_are_refused(desk: FakeDesk) -> None:
    code, facts = await refusal(desk.book_appointment(new(desk, "07:00")))
    assert (code, facts["opens"], facts["zone"]) == (
        "slot_closed",
        desk.wall("09:00").isoformat(),
        "Europe/Paris",
    )
    code, facts = await refusal(desk.book_appointment(new(desk, "18:30")))
    assert (code, facts["closes"]) == ("slot_crosses", desk.wall("19:00").isoformat())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"person": ""}, "appointment_nobody"),
        ({"length_min": 4}, "appointment_length"),
        ({"service_id": "gone"}, "service_unknown"),
        ({"resource_id": "gone"}, "resource_unknown"),
        ({"contact_id": ContactId("gone")}, "contact_unknown"),
        ({"person": "x" * (WORDS_MAX_CHARS + 1)}, "appointment_words_long"),
        ({"days": -2}, "slot_past"),
        ({"days": 4_000}, "appointment_far"),
        ({"price": Money(-1, "EUR")}, "appointment_price"),
    ],
)
async def test_what_cannot_be_is_refused(desk: FakeDesk, fields: dict[str, Any], code: str) -> None:
    assert (await refusal(desk.book_appointment(new(desk, "12:00", **fields))))[0] == code
    assert desk.agenda_asked == []


async def test_who_walks_in_is_booked_from_the_quarter_that_just_began(desk: FakeDesk) -> None:
    now = desk.clock.now()
    walked_in = NewAppointment(now - timedelta(minutes=10), resource_id="camille", person="Zoé")
    assert await desk.book_appointment(walked_in)
    late = NewAppointment(now - timedelta(minutes=20), resource_id="lea", person="Zoé")
    assert (await refusal(desk.book_appointment(late)))[0] == "slot_past"


async def test_a_move_says_what_its_author_saw_and_may_overlap_itself(desk: FakeDesk) -> None:
    there = desk.appointment_at("10:00", "Zoé")
    await desk.move_appointment(there.appointment_id, desk.wall("10:15"))
    asked = desk.agenda_asked[0]
    assert isinstance(asked, asks.MoveAppointment)
    assert (asked.expected_at, asked.length_min, asked.resource_id) == (there.starts_at, 45, "camille")
    await desk.move_appointment(there.appointment_id, desk.wall("10:15"))
    assert len(desk.agenda_asked) == 1


async def test_what_is_past_may_change_its_column_but_not_go_further_back(desk: FakeDesk) -> None:
    there = desk.appointment_at("10:00", "Zoé", days=-1)
    await desk.move_appointment(there.appointment_id, there.starts_at, resource_id="lea")
    assert one(desk, there.appointment_id).resource_id == "lea"
    earlier = desk.move_appointment(there.appointment_id, there.starts_at - timedelta(hours=1))
    assert (await refusal(earlier))[0] == "slot_past"


async def test_a_cancelled_one_is_not_moved_and_stands_again_only_while_its_slot_is_free(
    desk: FakeDesk,
) -> None:
    there = desk.appointment_at("10:00", "Zoé", answer="cancelled")
    assert (await refusal(desk.move_appointment(there.appointment_id, desk.wall("15:00"))))[
        0
    ] == "appointment_over"
    assert (await refusal(desk.call_appointment(there.appointment_id)))[0] == "appointment_over"
    other = desk.appointment_at("10:30", "Ana")
    assert (await refusal(desk.answer_appointment(there.appointment_id, "confirmed")))[0] == "slot_taken"
    await desk.remove_appointment(other.appointment_id)
    await desk.answer_appointment(there.appointment_id, "confirmed", "call")
    assert one(desk, there.appointment_id).answer == "confirmed"


async def test_a_longer_one_must_fit_and_a_shorter_one_always_does(desk: FakeDesk) -> None:
    there = desk.appointment_at("10:00", "Zoé")
    desk.appointment_at("11:00", "Ana")
    longer = desk.change_appointment(there.appointment_id, {"length_min": "90"})
    assert (await refusal(longer))[0] == "slot_taken"
    await desk.change_appointment(
        there.appointment_id, {"length_min": "30", "note": "Chien", "person": "Zoé"}
    )
    asked = desk.agenda_asked[0]
    assert [change.key for change in asked.changes] == ["length_min", "note"]
    assert (await refusal(desk.change_appointment(there.appointment_id, {"price": "-5 EUR"})))[
        0
    ] == "appointment_price"


async def test_whether_they_came_is_said_once_it_began(desk: FakeDesk) -> None:
    ahead, past = desk.appointment_at("10:00", "Zoé"), desk.appointment_at("10:00", "Ana", days=-1)
    assert (await refusal(desk.set_outcome(ahead.appointment_id, "came")))[0] == "appointment_to_come"
    await desk.set_outcome(past.appointment_id, "no_show")
    await desk.set_outcome(past.appointment_id, "no_show")
    assert len(desk.agenda_asked) == 1


async def test_a_removed_one_is_not_there_until_it_is_restored(desk: FakeDesk) -> None:
    there = desk.appointment_at("10:00", "Zoé")
    await desk.remove_appointment(there.appointment_id)
    assert (await refusal(desk.call_appointment(there.appointment_id)))[0] == "appointment_unknown"
    other = desk.appointment_at("10:00", "Ana")
    assert (await refusal(desk.restore_appointment(there.appointment_id)))[0] == "slot_taken"
    await desk.remove_appointment(other.appointment_id)
    await desk.restore_appointment(there.appointment_id)
    assert not one(desk, there.appointment_id).is_removed


async def test_undo_puts_everything_back(desk: FakeDesk) -> None:
    first = desk.appointment_at("10:00", "Zoé").appointment_id
    desk.customer_answers(first, "confirmed", "text", "oui")
    before = one(desk, first)
    await desk.move_appointment(first, desk.wall("16:00"), 60, "lea")
    await desk.change_appointment(first, {"note": "Chien", "person": "Léo", "price": "5000 EUR"})
    await desk.answer_appointment(first, "cancelled", "call")
    await desk.put_back_appointment(before)
    after = one(desk, first)
    for field in (
        "starts_at",
        "length_min",
        "resource_id",
        "note",
        "person",
        "price",
        "answer",
        "answer_message_id",
    ):
        assert getattr(after, field) == getattr(before, field), field
    await desk.remove_appointment(first)
    await desk.put_back_appointment(before)
    assert not one(desk, first).is_removed
    booked = await desk.book_appointment(new(desk, "14:00"))
    await desk.remove_appointment(booked)
    assert one(desk, booked).is_removed


async def test_leaders_change_what_can_be_booked(desk: FakeDesk) -> None:
    chair = await desk.save_resource(Resource("", " Fauteuil 3 ", "chair"))
    assert [found.name for found in desk.resources()] == ["Camille Roux", "Léa Fontaine", "Fauteuil 3"]
    again = Resource("", "fauteuil 3", "chair")
    assert await refusal(desk.save_resource(again)) == ("resource_exists", {"name": "fauteuil 3"})
    old = replace(desk.resources()[2], name="Fauteuil", version=0)
    assert (await refusal(desk.save_resource(old)))[0] == "agenda_changed"
    desk.appointment_at("10:00", "Zoé", resource_id=chair)
    assert await refusal(desk.remove_resource(chair)) == ("resource_booked", {"count": "1"})
    await desk.remove_resource("lea")
    assert [found.resource_id for found in desk.resources()] == ["camille", chair]
    service = await desk.save_service(Service("", "Barbe", 30))
    assert (await refusal(desk.save_service(Service("", "BARBE"))))[0] == "service_exists"
    assert (await refusal(desk.save_service(Service("", " "))))[0] == "service_nameless"
    await desk.remove_service(service)
    assert len(desk.services()) == 2


async def test_others_do_not(desk: FakeDesk) -> None:
    me = desk.me()
    desk.me = lambda: Member(me.member_id, me.name, "rep")  # type: ignore[method-assign]
    wishes = (
        desk.save_resource(Resource("", "Salle")), desk.remove_resource("lea"), desk.save_service(Service("", "Soin")),
        desk.remove_service("cut"),
    )  # fmt: skip
    for wish in wishes:
        assert (await refusal(wish))[0] == "role_missing"


async def test_what_is_nobodys_may_be_many_but_not_while_closed(desk: FakeDesk) -> None:
    for _time in range(2):
        assert await desk.book_appointment(new(desk, "10:00", resource_id=""))
    assert (await refusal(desk.book_appointment(new(desk, "07:00", resource_id=""))))[0] == "slot_closed"
    tomorrow = desk.agenda(desk.agenda().today + timedelta(days=1))
    assert [column.resource_id for column in tomorrow.resources] == ["camille", "lea", ""]


def test_free_slots_of_a_refusal_are_read_as_they_were_written(desk: FakeDesk) -> None:
    slots = [desk.wall("10:00"), desk.wall("11:00")]
    offered = read_free(free_text(read_free("|".join(f"{at.isoformat()}@lea" for at in slots))))
    assert [one.starts_at for one in offered] == slots
    assert read_free("nonsense|2026-11-27T10:00:00@lea|@|") == []
