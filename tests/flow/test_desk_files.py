"""What is on a desk's disk: it comes back after a restart, and damage costs time, not words (G8, G9, G12)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from app.desk.session import PRACTICE_KEY, unlock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from storage import desk as stored
from storage.engine import connect
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, BO, HubWorld, until
from tests.guards.logs import Expect

PAGE_BYTES, FIRST_EVENT_PAGE = 4096, 24


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld, lea: Computer) -> ConversationId:
    conversation_id = await world.conversation()
    await until(lambda: conversation_id in lea.desk.inbox("waiting"))
    return conversation_id


def drafts_on_disk(lea: Computer) -> dict[ConversationId, str]:
    with closing(connect(lea.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
        return next(iter(stored.all_drafts(conn).values()), {})


async def test_a_draft_is_on_disk_within_a_second(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    for length in range(1, 20):
        lea.desk.save_draft(ana, "Bonjour, on se voit à 10 h"[:length])
        await world.clock.advance(0.04)
    assert lea.desk.draft(ana) == "Bonjour, on se voit"
    await reach(
        world.clock, lambda: drafts_on_disk(lea) == {ana: "Bonjour, on se voit"}, within_s=1, step_s=0.1
    )
    row = lea.desk.inbox_row(ana)
    assert row is not None
    assert row.draft == "Bonjour, on se voit"


async def test_place_and_drafts_come_back_after_a_restart(lea: Computer, ana: ConversationId) -> None:
    lea.desk.remember_place(view="all", conversation_id=ana)
    lea.desk.save_draft(ana, "to be continued")
    await lea.stop()
    await lea.open()
    assert lea.desk.last_place() == {"view": "all", "conversation_id": ana}
    assert lea.desk.draft(ana) == "to be continued"
    lea.desk.save_draft(ana, "")
    await lea.stop()
    assert drafts_on_disk(lea) == {}


async def test_everything_synced_can_be_read_without_the_hub(lea: Computer, ana: ConversationId) -> None:
    """G8."""
    await lea.stop()
    lea.wire.is_cut = True
    await lea.start()
    assert lea.thread(ana) == [("Hello", "received")]
    assert not lea.desk.connection().is_hub_reachable


async def test_a_second_program_does_not_open_the_profile(lea: Computer) -> None:
    with pytest.raises(EnvironmentFailure, match="profile_in_use"):
        unlock(lea.profile, {})


async def test_the_view_made_anew_equals_the_one_that_grew(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    """G12 for the view, and G9: a lost view is made again from the own log."""
    for number in range(30):
        await world.say(f"Message {number}", ANA if number % 3 else BO)
    answer = await lea.desk.send_text(ana, "Answer", grace_s=0)
    await reach(world.clock, lambda: not lea.row(answer).is_pending)
    await lea.desk.close(ana)
    await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub and lea.desk.position == world.head)
    await lea.stop()
    grown = lea.view_hash()
    lea.profile.view_path.unlink()
    lea.wire.is_cut = True
    await lea.start()
    await reach(world.clock, lambda: lea.desk.counts().all > 0)
    await lea.stop()
    assert lea.view_hash() == grown


async def test_a_damaged_view_is_made_anew(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    """G9: bytes flipped all over view.db."""
    expect_log("view thrown away|view not readable")
    await lea.stop()
    data = bytearray(lea.profile.view_path.read_bytes())
    for place in range(100, len(data), 1000):
        data[place] ^= 0xFF
    lea.profile.view_path.write_bytes(bytes(data))
    await lea.start()
    await reach(world.clock, lambda: lea.desk.inbox("all") == [ana])
    assert lea.thread(ana) == [("Hello", "received")]


async def test_a_view_that_breaks_while_it_is_read_is_made_anew(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    expect_log("view")
    await lea.stop()
    data = bytearray(lea.profile.view_path.read_bytes())
    for place in range(4096 * 3 + 100, len(data), 1000):  # what opening reads stays whole
        data[place] ^= 0xFF
    lea.profile.view_path.write_bytes(bytes(data))
    lea.wire.is_cut = True
    await lea.open()
    await lea.desk.start()
    await reach(world.clock, lambda: lea.thread(ana) == [("Hello", "received")])


async def test_a_view_that_breaks_at_the_first_look_does_not_end_the_following(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    """The window said that it had stopped following the hub by a fault of its own, until it was started again."""
    expect_log("view not readable|view thrown away")
    await lea.stop()
    with closing(connect(lea.profile.view_path, PRACTICE_KEY)) as conn:
        conn.execute("DROP TABLE view_message")
    await lea.open()
    await lea.desk.start()
    assert lea.thread(ana) == []  # the first look, while the hub is being reached
    await reach(world.clock, lambda: lea.thread(ana) == [("Hello", "received")])
    assert [task.get_name() for task in asyncio.all_tasks()].count("desk-pull") == 1
    assert lea.desk.connection().stopped_code is None


async def test_a_damaged_log_keeps_drafts_and_waiting_answers(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    """G9: the damaged file is set aside, what only it held is saved, events come again from the hub."""
    expect_log("log set aside")
    for number in range(60):
        await world.say(f"A long history {number} " + "x" * 200)
    await reach(world.clock, lambda: lea.desk.position == world.head)
    lea.wire.is_cut = True
    lea.desk.save_draft(ana, "half a sentence")
    message_id = await lea.desk.send_text(ana, "A waiting answer", grace_s=0)
    lea.desk.save_draft(ana, "half a sentence")
    await lea.stop()
    damage_events(lea)
    lea.wire.is_cut = False
    await lea.start()
    assert lea.desk.draft(ana) == "half a sentence"
    await reach(world.clock, lambda: lea.desk.position == world.head and not lea.desk.is_waiting_for_hub)
    assert not lea.row(message_id).is_pending
    assert len(lea.thread(ana)) == 62
    assert list(lea.profile.folder.glob("log-damaged-*.db"))


def damage_events(lea: Computer) -> None:
    """Flip bytes in the pages after the first ones, which only events fill, and leave the note of an unclean end."""
    with closing(connect(lea.profile.log_path, PRACTICE_KEY)) as conn:
        stored.save_notes(conn, {"is_open": b"true"})
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(lea.profile.log_path.read_bytes())
    for page in range(FIRST_EVENT_PAGE, len(data) // PAGE_BYTES):
        data[page * PAGE_BYTES + 500] ^= 0xFF
    lea.profile.log_path.write_bytes(bytes(data))


async def test_a_page_that_does_not_continue_the_chain_is_not_taken(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    """G3: read once more, then reported; nothing of it is stored."""
    expect_log("page does not fit code=chain_mismatch")
    expect_log("sync stopped code=chain_mismatch")

    def swap_a_word(page: bytes) -> bytes:
        return page.replace(b"Forged later", b"Forged today").replace(b"True words", b"Lies words")

    lea.wire.tamper = swap_a_word
    before = lea.desk.position
    asked = len(lea.wire.paths)
    await world.say("True words")
    await reach(world.clock, lambda: lea.desk.connection().stopped_code == "chain_mismatch")
    assert lea.thread(ana) == [("Hello", "received")]
    assert lea.desk.position == before
    assert len(lea.wire.paths) > asked


async def test_a_page_with_a_hole_is_not_taken(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    expect_log("page does not fit code=log_gap")
    expect_log("sync stopped code=log_gap")

    def without_the_first(page: bytes) -> bytes:
        told = json.loads(page)
        return (
            json.dumps({**told, "events": told["events"][1:]}).encode() if len(told["events"]) > 1 else page
        )

    lea.wire.is_cut = True
    await world.say("One")
    await world.say("Two")
    lea.wire.tamper = without_the_first
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.desk.connection().stopped_code == "log_gap")
    assert lea.thread(ana) == [("Hello", "received")]


async def test_one_bad_page_is_forgiven(
    world: HubWorld, lea: Computer, ana: ConversationId, expect_log: Expect
) -> None:
    expect_log("page does not fit code=chain_mismatch")
    bad = [True]

    def swap_once(page: bytes) -> bytes:
        if b"True words" in page and bad:
            bad.clear()
            return page.replace(b"True words", b"Lies words")
        return page

    lea.wire.tamper = swap_once
    await world.say("True words")
    await reach(world.clock, lambda: len(lea.thread(ana)) == 2)
    assert lea.thread(ana)[1] == ("True words", "received")
    assert lea.desk.connection().stopped_code is None
