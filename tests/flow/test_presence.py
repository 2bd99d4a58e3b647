"""Who views and who types: told to colleagues at once, forgotten after ten seconds, never kept anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.ids import ConversationId
from app.hub.colleagues import LIFE_S
from storage import codec
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import BO, Desk, HubWorld, until
from tests.guards.threads import quiet

PRESENCE = "/api/v1/presence"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea", "Léa") as made:
        yield made


@pytest.fixture
async def marc(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "marc", "Marc", "rep") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld, lea: Computer, marc: Computer) -> ConversationId:
    """A conversation that both see."""
    there = await world.conversation()
    await until(lambda: all(there in one.desk.inbox("all") for one in (lea, marc)))
    return there


def shown(one: Computer, there: ConversationId) -> list[tuple[str, str]]:
    return [(row.name, row.what) for row in one.desk.presence(there)]


# --- between two desks ---


async def test_a_colleague_who_looks_is_shown_and_gone_when_they_leave(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    marc.seen.clear()
    lea.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "viewing")])
    assert frozenset({ana}) in [changes.presence for changes in marc.seen]
    assert shown(lea, ana) == []
    lea.desk.note_viewing(None)
    await reach(world.clock, lambda: shown(marc, ana) == [])


async def test_who_types_is_shown_as_typing_for_a_while(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    lea.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "viewing")])
    lea.desk.note_typing(ana)
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "typing")])
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "viewing")], within_s=8)


async def test_it_lasts_as_long_as_they_look(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    lea.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "viewing")])
    marc.seen.clear()
    for _ in range(60):
        await world.clock.advance(0.5)
        assert shown(marc, ana) == [("Léa", "viewing")]
    assert not [changes for changes in marc.seen if changes.presence]


async def test_going_from_one_conversation_to_another_is_told(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    bo = await world.conversation(BO)
    lea.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) != [])
    lea.desk.note_viewing(bo)
    await reach(world.clock, lambda: shown(marc, bo) == [("Léa", "viewing")])
    assert shown(marc, ana) == []


async def test_who_is_cut_off_is_forgotten_and_sees_nobody(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    lea.desk.note_viewing(ana)
    marc.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) != [] and shown(lea, ana) != [])
    lea.wire.is_cut = True
    await reach(world.clock, lambda: shown(marc, ana) == [], within_s=LIFE_S + 2)
    await reach(world.clock, lambda: shown(lea, ana) == [], within_s=45)
    lea.wire.is_cut = False
    await reach(world.clock, lambda: shown(marc, ana) != [] and shown(lea, ana) != [])


async def test_a_restart_of_the_hub_forgets_and_is_told_again(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    lea.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) != [])
    await world.restart()
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "viewing")])


async def test_nothing_of_it_is_in_the_log(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    head = world.head
    lea.desk.note_viewing(ana)
    await reach(world.clock, lambda: shown(marc, ana) != [])
    lea.desk.note_typing(ana)
    await reach(world.clock, lambda: shown(marc, ana) == [("Léa", "typing")])
    assert world.head == head


async def test_before_a_desk_is_connected_nothing_happens(world: HubWorld, tmp_path: Path) -> None:
    one = Computer(world, tmp_path / "one")
    await one.join()
    await one.open()
    one.desk.note_viewing(None)
    one.desk.note_viewing(ConversationId("c1"))
    await quiet()
    assert one.desk.presence(ConversationId("c1")) == ()
    await one.stop()
    assert PRESENCE not in one.wire.paths


# --- the hub alone ---


async def note(world: HubWorld, desk: Desk, what: object, there: object = "c1") -> int:
    answer = await world.call("POST", PRESENCE, desk, {"what": what, "conversation_id": there})
    return answer.status


async def poll(world: HubWorld, desk: Desk, seen: int, wait_s: float = 20) -> codec.LogPage:
    return await world.page(desk, f"after={world.head}&wait={wait_s}&seen={seen}")


async def version(world: HubWorld, desk: Desk) -> int:
    page = await poll(world, desk, 0)
    assert page.ephemeral is not None
    await world.clock.advance(1)
    return page.ephemeral.version


async def test_a_waiting_desk_is_told_at_once_and_not_more_than_twice_a_second(world: HubWorld) -> None:
    lea, marc = await world.join(), await world.join("rep", "Marc")
    asked = asyncio.ensure_future(poll(world, marc, await version(world, marc)))
    await quiet()
    assert await note(world, lea, "viewing") == 200
    page = await asked
    assert page.events == [] and page.ephemeral is not None
    [told] = page.ephemeral.presence
    assert (told.conversation_id, told.member_id, told.what) == ("c1", lea.member_id, "viewing")
    asked = asyncio.ensure_future(poll(world, marc, page.ephemeral.version))
    await quiet()
    await note(world, lea, "typing")
    await quiet()
    assert not asked.done()
    await world.clock.advance(0.6)
    page = await asked
    assert page.ephemeral and [one.what for one in page.ephemeral.presence] == ["typing"]


async def test_an_event_does_not_wait_for_that_half_second(world: HubWorld) -> None:
    lea, marc = await world.join(), await world.join("rep", "Marc")
    seen = (await poll(world, marc, 0)).ephemeral
    assert seen is not None
    asked = asyncio.ensure_future(poll(world, marc, seen.version))
    await quiet()
    await note(world, lea, "viewing")
    await world.say("Hello")
    page = await asked
    assert [codec.decode_event(event).kind for event in page.events] == ["message.received"]
    assert page.ephemeral and len(page.ephemeral.presence) == 1


async def test_what_is_not_said_again_ends_a_wait_after_ten_seconds(world: HubWorld) -> None:
    lea, marc = await world.join(), await world.join("rep", "Marc")
    await note(world, lea, "viewing")
    asked = asyncio.ensure_future(poll(world, marc, await version(world, marc), 40))
    await quiet()
    await world.clock.advance(LIFE_S - 2)
    assert not asked.done()
    await world.clock.advance(1.5)
    page = await asked
    assert page.ephemeral and page.ephemeral.presence == ()


async def test_a_desk_that_asks_for_none_is_told_none(world: HubWorld) -> None:
    lea, marc = await world.join(), await world.join("rep", "Marc")
    asked = asyncio.ensure_future(world.page(marc, f"after={world.head}&wait=5"))
    await quiet()
    await note(world, lea, "viewing")
    await quiet()
    assert not asked.done()
    await world.clock.advance(5)
    assert (await asked).ephemeral is None


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("viewing", None),
        ("viewing", ""),
        ("viewing", "c" * 101),
        ("sleeping", "c1"),
        (None, "c1"),
        ("typing", 7),
    ],
)
async def test_what_is_no_presence_is_refused(world: HubWorld, what: object, there: object) -> None:
    assert await note(world, await world.join(), what, there) == 422


async def test_a_device_that_says_too_much_is_asked_to_wait(world: HubWorld) -> None:
    lea, marc = await world.join(), await world.join("rep", "Marc")
    statuses = [await note(world, lea, "viewing", f"c{number}") for number in range(25)]
    assert statuses.count(200) == 20 and statuses[-1] == 429
    assert await note(world, marc, "viewing") == 200


async def test_leaving_needs_no_conversation_and_a_stranger_is_told_nothing(world: HubWorld) -> None:
    lea = await world.join()
    assert await note(world, lea, "nothing", None) == 200
    assert (await world.call("POST", PRESENCE, None, {"what": "nothing"})).status == 401
