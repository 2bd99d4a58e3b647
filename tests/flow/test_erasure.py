"""Erasing one person on the hub: nothing of them is left in any of its files (promise G14)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import MessageId
from app.domain.sends import SendText
from tests.flow.desk_world import computer, reach
from tests.flow.erasure_world import EVE, WAMID, canaries, confirmed, contact_of, eve_writes, fill, hits
from tests.flow.hub_world import Desk, HubWorld, message_webhook, status_webhook
from tests.flow.restore_world import copy_of, is_as_rebuilt, put_back

NAME = "Evelyn Kanari"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as made:
        yield made


async def erase(world: HubWorld, desk: Desk, contact_id: str, **more: Any) -> Any:
    body = {"contact_id": contact_id, "confirm": NAME} | more
    answer = await world.call("POST", "/api/v1/erasures", desk, body)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


async def test_nothing_of_an_erased_person_is_left_in_any_file(world: HubWorld, tmp_path: Path) -> None:
    """G14; the same search finds her in every place before."""
    lea = await world.join()
    bo_place = await world.conversation()
    place = await fill(world, lea)
    before = hits([tmp_path])
    assert {one.split(": ")[1] for one in before if ": " in one} >= {"CANARY", EVE, NAME, "evekanari"}
    kinds = [event.kind for event in world.events()]

    told = await erase(world, lea, contact_of(world, place))
    assert told["state"] == "done"
    assert hits([tmp_path]) == []
    assert told["counts"]["messages"] == 4
    assert [event.kind for event in world.events()] == [*kinds, "contact.erased"]  # the chain holds too
    assert is_as_rebuilt(world, tmp_path)
    assert (await world.call("GET", "/api/v1/log?after=0", lea)).status == 200
    with world.reading() as conn:
        assert conn.execute("SELECT count(*) FROM view_conversation").fetchone()[0] == 1
    assert await world.conversation() == bo_place


async def test_what_still_comes_about_an_erased_person_has_no_words(world: HubWorld, tmp_path: Path) -> None:
    lea = await world.join()
    place = await fill(world, lea)
    contact_id = contact_of(world, place)
    await erase(world, lea, contact_id)
    # Meta repeats an old message in another post, and tells late that a message was read
    again = message_webhook("CANARY first words", EVE, sent_at=world.clock.now(), wamid=f"{WAMID}1")
    assert await world.post(again) == 200
    assert await world.post(status_webhook(f"{WAMID}1", "read", at=world.clock.now(), person=EVE)) == 200
    await world.settled()
    await world.hub.erasures.resume()
    assert hits([tmp_path]) == []
    assert is_as_rebuilt(world, tmp_path)
    # a command that a desk made before it knew
    late = await world.do(lea, SendText(MessageId("late"), place, "CANARY too late"))
    assert (late.result, late.code) == ("rejected", "conversation_unknown")
    # and a new message is somebody new
    new = await eve_writes(world, "I am back", "wamid.back")
    assert new != place
    assert contact_of(world, new) != contact_id


async def test_an_older_copy_obeys_the_erasures_that_came_after_it(world: HubWorld, tmp_path: Path) -> None:
    """G14: yesterday's copy is put back, and nothing of her is there before the hub answers."""
    lea = await world.join()
    place = await fill(world, lea)
    copy = copy_of(world)
    await world.clock.advance(24 * 3600)
    await erase(world, lea, contact_of(world, place))
    await put_back(world, copy)
    assert [path for path in hits([tmp_path]) if "set-aside" not in path] == []
    assert is_as_rebuilt(world, tmp_path)
    assert len(world.events("contact.erased")) == 1
    listed = json.loads((await world.call("GET", "/api/v1/erasures", lea)).body)
    assert [row["state"] for row in listed] == ["done"]


async def test_every_computer_erases_its_own_copy_and_says_so(world: HubWorld, tmp_path: Path) -> None:
    """G14: one desk follows, one is away at first; both confirm, and a third that joins later never had it."""
    async with (
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "ben", "Ben", "rep") as ben,
    ):
        owner = await world.join("owner", "Zoé")
        place = await fill(world, owner)
        await reach(world.clock, lambda: lea.desk.position == world.head == ben.desk.position)
        lea.desk.save_draft(place, "CANARY draft")
        ben.wire.is_cut = True
        ben.desk.save_draft(place, "CANARY draft of Ben")
        await ben.desk.send_text(place, "CANARY waits to be sent")
        await world.clock.advance(5)
        assert canaries(lea) and canaries(ben)

        contact_id = contact_of(world, place)
        await erase(world, owner, contact_id)
        await reach(world.clock, lambda: confirmed(world) == {"Léa's computer"})
        assert canaries(lea) == []
        ben.wire.is_cut = False
        await reach(world.clock, lambda: confirmed(world) == {"Léa's computer", "Ben's computer"})
        assert canaries(ben) == []
        assert ben.desk.draft(place) == lea.desk.draft(place) == ""
        assert not ben.desk.is_waiting_for_hub
        assert {one.code for one in ben.refusals} <= {"contact_erased", "conversation_unknown"}
        await lea.stop()
        await ben.stop()
        assert lea.view_hash() == ben.view_hash()
        async with computer(world, tmp_path / "cy", "Cy", "rep") as cy:
            await reach(world.clock, lambda: cy.desk.position == world.head)
            assert canaries(cy) == []
            await ben.start()
            await reach(world.clock, lambda: ben.desk.position == world.head)
            await cy.stop()
            await ben.stop()
            assert cy.view_hash() == ben.view_hash()
