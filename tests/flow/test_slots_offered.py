"""Another time, by itself: whoever wants to move gets free times and taps one; the first tap has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.agenda import Resource, ResourceSaved, Service, ServiceSaved
from app.domain.appointments import AppointmentAnswered, AppointmentMoved
from app.domain.settings import ChangeSetting
from app.domain.slot_offers import SlotsOffered
from tests.flow.asked_world import Asked, asked_world
from tests.flow.hub_world import BO
from tests.flow.restore_world import is_as_rebuilt


@pytest.fixture
async def a(tmp_path: Path) -> AsyncIterator[Asked]:
    """Léa and Hugo cut hair, and a room is booked too."""
    async with asked_world(tmp_path / "hub") as made:
        for n, (key, kind) in enumerate([("lea", "person"), ("hugo", "person"), ("room", "room")]):
            one = Resource(key, {"lea": "Léa", "hugo": "Hugo", "room": "Cabine"}[key], kind, position=n)  # type: ignore[arg-type]
            await made.append(ResourceSaved(one), subject="")
        await made.append(ServiceSaved(Service("cut", "Coupe", 45)), subject="")
        yield made


def offered(a: Asked) -> list[SlotsOffered]:
    return [event.body for event in a.o.world.events("slots.offered")]  # type: ignore[misc]


def said(a: Asked) -> list[str]:
    """What wrote itself, as it was asked for."""
    bodies: list[Any] = [event.body for event in a.o.world.events("send.requested")]
    return [body.text for body in bodies if body.automation == "rule"]


async def replies(a: Asked, count: int) -> list[str]:
    """So many went out by themselves, and no more are coming."""
    await a.o.reach(lambda: len(said(a)) >= count, within_s=3)
    await a.o.world.settled()
    await a.o.world.clock.advance(0.2)
    assert len(said(a)) == count, said(a)
    return said(a)


async def wants_to_move(a: Asked, name: str = "a-1", count: int = 1) -> SlotsOffered:
    asking = await a.asked(name)
    await a.tap(f"ap:move:{asking.ask_id}", title="Déplacer")
    await replies(a, count)
    return offered(a)[-1]


async def test_a_move_is_answered_with_free_times_and_a_tap_has_one(a: Asked, tmp_path: Path) -> None:
    await a.book("a-1", 26, service_id="cut")
    before = a.one()
    offer = await wants_to_move(a)
    now = a.o.world.clock.now()
    assert 1 < len(offer.slots) <= 10
    assert {slot.resource_id for slot in offer.slots} == {"lea"}  # hers is free at all of them
    assert all(now + timedelta(hours=2) <= slot.starts_at <= now + timedelta(days=14) for slot in offer.slots)
    assert offer.message_id is not None
    await a.o.ends_as("accepted", offer.message_id)
    post: Any = a.o.graph.posts[-1]
    [sent] = [e.body for e in a.o.world.events("send.requested") if e.body.message_id == offer.message_id]  # type: ignore[union-attr]
    rows = sent.content.ask.options  # type: ignore[union-attr]
    assert [row.option_id for row in rows] == [f"ap:slot:{offer.offer_id}:{n}" for n in range(len(rows))]
    assert post.text == sent.text  # type: ignore[union-attr]
    assert a.one().answer == "move" and a.talk().waiting_since_at is None  # nobody has to answer
    assert a.count("message.handled") == 1
    await a.tap(f"ap:slot:{offer.offer_id}:1", title="jeu. 14:30")
    after = a.one()
    assert (after.starts_at, after.answer, after.answer_how) == (offer.slots[1].starts_at, "confirmed", "tap")
    assert (after.moved_from_at, after.moves) == (before.starts_at, 1)
    assert a.talk().waiting_since_at is None
    assert "maintenant rendez-vous" in (await replies(a, 2))[1]
    # the same row again, as a webhook that comes twice and as a second tap: nothing more
    await a.tap(f"ap:slot:{offer.offer_id}:1", wamid="wamid.twice")
    await a.tap(f"ap:slot:{offer.offer_id}:1", wamid="wamid.twice")
    await replies(a, 2)
    assert a.count("appointment.moved") == 1 and a.talk().waiting_since_at is None
    # another row of the old list: nothing moves, a person is asked
    await a.tap(f"ap:slot:{offer.offer_id}:0")
    assert (a.one().starts_at, a.one().answer) == (after.starts_at, "unclear")
    assert a.talk().waiting_since_at is not None
    await a.o.world.restart()
    await replies(a, 2)
    assert is_as_rebuilt(a.o.world, tmp_path)


async def test_who_comes_too_late_gets_other_times_and_nobody_loses_theirs(a: Asked) -> None:
    await a.book("a-1", 26)
    offer = await wants_to_move(a)
    slot = offer.slots[0]
    in_h = (slot.starts_at - a.o.world.clock.now()) / timedelta(hours=1)
    await a.book("a-2", in_h, person="Bo", contact_id=None)
    await a.tap(f"ap:slot:{offer.offer_id}:0")
    texts = await replies(a, 2)
    assert "vient d’être pris" in texts[1]
    assert (a.one().answer, a.one().starts_at) == (
        "move",
        a.one("a-2").starts_at + (a.one().starts_at - slot.starts_at),
    )
    again = offered(a)[-1]
    assert again.offer_id != offer.offer_id and slot not in again.slots
    assert a.talk().waiting_since_at is None
    await a.tap(f"ap:slot:{offer.offer_id}:2")  # the older list is as good, where it is still free
    assert a.one().starts_at == offer.slots[2].starts_at
    await replies(a, 3)


async def test_after_somebody_moved_it_otherwise_an_old_list_moves_nothing(a: Asked) -> None:
    await a.book("a-1", 26)
    offer = await wants_to_move(a)
    one = a.one()
    body = AppointmentMoved(
        "a-1", one.starts_at + timedelta(days=3), 45, "lea", one.starts_at, is_agreed=True
    )
    await a.append(body, subject="a-1")
    await a.tap(f"ap:slot:{offer.offer_id}:0")
    assert (a.one().starts_at, a.one().answer) == (body.starts_at, "unclear")
    await a.append(AppointmentAnswered("a-1", "cancelled", "hand"), subject="a-1")
    await a.tap(f"ap:slot:{offer.offer_id}:1")
    assert a.one().answer == "cancelled" and a.talk().waiting_since_at is not None
    await replies(a, 1)


async def test_nothing_is_offered_where_nobody_knows_with_whom(a: Asked) -> None:
    await a.book("a-1", 26, resource_id="")
    asking = await a.asked("a-1")
    await a.tap(f"ap:move:{asking.ask_id}")
    await replies(a, 0)
    assert a.one().answer == "move" and a.talk().waiting_since_at is not None
    assert a.count("message.handled") == a.count("slots.offered") == 0


async def test_an_agenda_elsewhere_collects_the_wish(a: Asked, tmp_path: Path) -> None:
    assert (await a.o.world.do(a.o.desk, ChangeSetting("agenda_elsewhere", True))).result == "accepted"
    await a.book("a-1", 26, person="Ana Field")
    asking = await a.asked("a-1")
    await a.writes("Je voudrais décaler mon rendez-vous")
    texts = await replies(a, 1)
    [task] = [event.body for event in a.o.world.events("task.added")]
    assert task.title.startswith("Ana Field voudrait un autre horaire que "), task.title  # type: ignore[union-attr]
    assert (task.conversation_id, task.whose) == (a.o.ana, "ours")  # type: ignore[union-attr]
    assert task.due_at <= a.o.world.clock.now()  # type: ignore[union-attr,operator]
    assert offered(a) == [] and texts[0]
    assert a.one().answer == "move" and a.talk().waiting_since_at is None
    await a.tap(f"ap:move:{asking.ask_id}")  # once more the same
    await a.o.world.restart()
    await replies(a, 1)
    assert a.count("task.added") == 1 and is_as_rebuilt(a.o.world, tmp_path)


async def test_clear_answers_are_thanked_once_unless_nobody_wants_it(a: Asked) -> None:
    await a.book("a-1", 26)
    asking = await a.asked("a-1")
    for wamid in ("wamid.1", "wamid.1", "wamid.2"):
        await a.tap(f"ap:confirm:{asking.ask_id}", wamid=wamid)
    await replies(a, 1)
    await a.tap(f"ap:cancel:{asking.ask_id}", title="Annuler")
    assert a.one().answer == "cancelled"
    await replies(a, 2)
    assert (await a.o.world.do(a.o.desk, ChangeSetting("appointment_thanks", False))).result == "accepted"
    await a.tap(f"ap:confirm:{asking.ask_id}")
    assert a.one().answer == "confirmed"
    await replies(a, 2)


class Killed(BaseException):
    """The process ends there."""


@pytest.mark.parametrize("point", ["before_appointment_reply_commit", "after_appointment_reply_commit"])
async def test_killed_while_it_decides_it_offers_once(a: Asked, point: str) -> None:
    met: list[str] = []

    def crash(where: str) -> None:
        if where == point and not met:
            met.append(where)
            raise Killed

    await a.book("a-1", 26)
    asking = await a.asked("a-1")
    a.o.world.crash = crash
    await a.o.world.restart()
    await a.tap(f"ap:move:{asking.ask_id}")
    await a.o.reach(lambda: bool(met), within_s=3)
    await a.o.world.restart(away_s=30)
    await replies(a, 1)
    assert a.count("slots.offered") == a.count("message.handled") == 1


async def test_two_who_tap_the_same_row_in_one_webhook(a: Asked) -> None:
    from tests.flow.hub_world import ANA, webhook

    bo = await a.o.world.conversation(BO, text="Bonjour", name="Bo")
    await a.book("a-1", 26)
    await a.book("a-2", 28, contact_id=a.contact(bo), person="Bo")
    hers = await wants_to_move(a)
    asking = await a.asked("a-2", to=bo)
    await a.tap(f"ap:move:{asking.ask_id}", person=BO)
    await replies(a, 2)
    his = offered(a)[-1]
    both = sorted(set(hers.slots) & set(his.slots), key=lambda slot: slot.starts_at)
    wanted = both[0]
    at = str(int(a.o.world.clock.now().timestamp()))
    items = [
        {
            "from": who, "id": f"wamid.both{n}", "timestamp": at, "type": "interactive",
            "interactive": {"type": "list_reply", "list_reply": {"id": payload, "title": "14:30"}},
        }
        for n, (who, payload) in enumerate([(ANA, row(hers, wanted)), (BO, row(his, wanted))])
    ]  # fmt: skip
    people = [{"profile": {"name": who}, "wa_id": who} for who in (ANA, BO)]
    assert await a.o.world.post(webhook({"contacts": people, "messages": items})) == 200
    await a.o.world.settled()
    assert (a.one().starts_at, a.one("a-2").answer) == (wanted.starts_at, "move")
    await replies(a, 4)


def row(offer: SlotsOffered, slot: Any) -> str:
    return f"ap:slot:{offer.offer_id}:{offer.slots.index(slot)}"
