"""A freed slot at a desk: who waits for it, offered to all, taken by the first tap, seen at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.appointments import AppointmentAnswered
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.domain.slot_offers import Waiter
from tests.flow.asking_day import AskingDay, asking_day
from tests.flow.desk_world import reach
from tests.flow.hub_world import ANA, BO, webhook


async def tap(d: AskingDay, person: str, payload: str) -> None:
    at = str(int(d.world.clock.now().timestamp()))
    reply = {"type": "button_reply", "button_reply": {"id": payload, "title": "Oui"}}
    item = {
        "from": person,
        "id": f"wamid.{person}",
        "timestamp": at,
        "type": "interactive",
        "interactive": reply,
    }
    people = [{"profile": {"name": "X"}, "wa_id": person}]
    assert await d.world.post(webhook({"contacts": people, "messages": [item]})) == 200
    await d.world.settled()
    await d.settle()


async def test_a_freed_slot_is_offered_and_taken(tmp_path: Path) -> None:
    async with asking_day(tmp_path) as d:
        desk: Any = d.lea.desk
        await d.world.conversation(BO, name="Bo")
        await d.settle()
        ana, bo = (event.body.contact_id for event in d.world.events("message.received"))  # type: ignore[union-attr]
        [kim] = desk.resources()
        await d.tell(
            replace(d.booked("a-1", "10:00", person="Zoé", resource_id=kim.resource_id), length_min=45)
        )
        assert desk.freed_slots(d.day) == []
        await d.tell(AppointmentAnswered("a-1", "cancelled", "hand"))
        with pytest.raises(ComptoirError, match="waiter_nobody"):
            await desk.save_waiter(Waiter("", None))
        first = await desk.save_waiter(Waiter("", ana, "Ana", length_min=30, title="Frange"))
        assert [(row.name, row.what, row.is_pending) for row in desk.waiters()] == [("Ana", "Frange", True)]
        await d.settle()
        await d.world.clock.advance(2)
        second = await desk.save_waiter(Waiter("", bo, "Bo", length_min=45))
        await d.settle()
        await d.world.clock.advance(2)
        late = await desk.save_waiter(Waiter("", bo, "Bo", length_min=60))
        await d.settle()
        [slot] = desk.freed_slots(d.day)
        assert (slot.appointment_id, slot.starts_at, slot.where, slot.waiting) == (
            "a-1",
            d.at("10:00"),
            "Kim",
            2,
        )
        place = (slot.starts_at, slot.length_min, slot.resource_id)
        assert [row.waiter_id for row in desk.waiters_for(*place)] == [first, second]
        assert [row.waiter_id for row in desk.waiters_of(bo)] == [second, late]
        made = await desk.offer_slot(*place, [first, second, late], slot.appointment_id)
        assert made.left_out == {late: "asked_meanwhile"}
        with pytest.raises(ComptoirError, match="offer_running"):
            await desk.offer_slot(*place, [first])
        assert desk.freed_slots(d.day)[0].offer_id == made.offer_id
        await d.settle()
        [offer] = desk.offers()
        assert (offer.is_open, [one.name for one in offer.invited]) == (True, ["Ana", "Bo"])
        assert {post.to.number for post in d.graph.posts} >= {ANA, BO}
        await tap(d, BO, f"ap:take:{made.offer_id}")
        [offer] = desk.offers()
        assert (offer.offer.end, offer.offer.waiter_id) == ("taken", second)
        taken = desk.appointment(offer.offer.taken_id)
        assert (taken.name, taken.state, taken.appointment.starts_at) == ("Bo", "confirmed", slot.starts_at)
        assert desk.freed_slots(d.day) == []
        await tap(d, ANA, f"ap:take:{made.offer_id}")
        assert [one.person.answer for one in desk.offers()[0].invited] == ["late", "took"]
        await reach(d.world.clock, lambda: len(d.graph.posts) >= 4)  # both were told
        await desk.remove_waiter(first)
        await d.settle()
        assert [row.waiter_id for row in desk.waiters()] == [late]


async def test_whom_nobody_can_write_to_is_not_asked(tmp_path: Path) -> None:
    async with asking_day(tmp_path) as d:
        desk: Any = d.lea.desk
        [kim] = desk.resources()
        new = await desk.add_contact(Identity(name="Cleo", number="33639984455"))
        await d.settle()
        who = await desk.save_waiter(Waiter("", ContactId(new), "Cleo"))
        await d.settle()
        with pytest.raises(ComptoirError, match="nobody_invited") as refused:
            await desk.offer_slot(d.at("10:00"), 45, kim.resource_id, [who])
        assert refused.value.facts == {"why": "recipient_unknown"}
        for nothing, code in ((([who], -1), "slot_past"), (([], 1), "ask_nothing")):
            at = d.at("10:00") if nothing[1] > 0 else d.world.clock.now()
            with pytest.raises(ComptoirError, match=code):
                await desk.offer_slot(at, 45, kim.resource_id, nothing[0])
