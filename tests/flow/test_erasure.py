"""Erasing one person on the hub: nothing of them is left in any of its files (promise G14)."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import MessageId
from app.domain.sends import SendText
from app.hub import restoring
from storage.hub import epochs
from tests.flow.desk_world import Computer, computer, reach
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


@pytest.mark.parametrize("point", ["desk_erasure_files", "desk_erasure_half_way", "desk_erasure_scrubbed"])
async def test_a_desk_that_is_cut_off_while_it_erases_goes_on(
    world: HubWorld, tmp_path: Path, point: str
) -> None:
    """The erasing part ends at the point, as with a kill; the next start finds what is left to do."""
    passed: list[str] = []

    def crash(name: str) -> None:
        if name == point and not passed:
            passed.append(name)
            raise asyncio.CancelledError

    owner = await world.join("owner", "Zoé")
    place = await fill(world, owner)
    one = Computer(world, tmp_path / "lea")
    await one.join()
    one.seams = replace(one.seams, crash=crash)
    await one.start()
    await reach(world.clock, lambda: one.desk.position == world.head)
    await erase(world, owner, contact_of(world, place))
    await reach(world.clock, lambda: bool(passed))
    await one.stop()
    assert confirmed(world) == set()
    await one.start()
    await reach(world.clock, lambda: confirmed(world) == {"Léa's computer"})
    await one.stop()
    assert canaries(one) == []


async def test_a_restore_that_is_cut_off_after_it_erased_again_is_done_anew(
    world: HubWorld, tmp_path: Path
) -> None:
    lea = await world.join()
    place = await fill(world, lea)
    copy = copy_of(world)
    await world.clock.advance(3600)
    await erase(world, lea, contact_of(world, place))

    def crash(point: str) -> None:
        if point == "restore_erased_again":
            raise Killed

    async with world.away():
        with pytest.raises(Killed):
            restoring.restore(world.config, copy, world.clock, os.urandom, crash)
    assert hits([tmp_path]) == []
    await put_back(world, copy)
    assert [one for one in hits([tmp_path]) if "set-aside" not in one] == []


async def test_a_desk_gives_an_erasure_back_to_a_hub_that_lost_it(
    world: HubWorld, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    """G15: the ledger is gone with the disk; the owner's computer still knows that she was erased."""
    expect_log("hub was restored")
    async with computer(world, tmp_path / "lea") as lea:
        place = await fill(world, await world.join("owner", "Zoé"))
        copy = copy_of(world)
        await reach(world.clock, lambda: lea.desk.position == world.head)
        await erase(world, await world.join("owner", "Ida"), contact_of(world, place))
        await reach(
            world.clock, lambda: confirmed(world) == {"Léa's computer"} or lea.desk.position == world.head
        )
        (world.config.data_dir / "erasures.jsonl").unlink()
        await put_back(world, copy)
        assert hits([tmp_path / "hub"]) != []
        await reach(world.clock, lambda: _is_offered(world), within_s=700)
        await lea.desk.decide_salvage(is_taken=True)
        await world.hub.erasures.resume()
        found = [one for one in hits([tmp_path / "hub"]) if "set-aside" not in one]
        assert found == []
        assert is_as_rebuilt(world, tmp_path)


def _is_offered(world: HubWorld) -> bool:
    with world.reading() as conn:
        return epochs.is_offered(conn)


class Killed(BaseException):
    """The process ends here."""
