"""Desk and hub together: what a person sees of what customers, colleagues and WhatsApp do.

Promises G3 (replicas of one log), G4 (commands) and G8 (offline).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.members import DeviceEnrolled
from app.net import Http
from app.whatsapp import opaque
from app.whatsapp.client import Unclear
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import BO, HubWorld, status_webhook, until
from tests.guards.logs import Expect


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
async def world(tmp_path: Path, graph: FakeGraph) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld, lea: Computer) -> ConversationId:
    """Ana has written and Léa sees it."""
    conversation_id = await world.conversation()
    await until(lambda: conversation_id in lea.desk.inbox("waiting"))
    return conversation_id


async def test_a_customers_message_appears_in_the_list(lea: Computer, ana: ConversationId) -> None:
    row, header = lea.desk.inbox_row(ana), lea.desk.header(ana)
    assert row is not None
    assert header is not None
    assert (row.name, row.last_text, row.unread_count) == ("Ana", "Hello", 1)
    assert (header.number, header.is_window_open) == ("447700900123", True)
    assert lea.thread(ana) == [("Hello", "received")]
    assert (lea.desk.counts().waiting, lea.desk.counts().all) == (1, 1)
    assert any(ana in changes.reordered for changes in lea.seen)
    assert lea.desk.connection().is_hub_reachable


async def test_an_answer_shows_a_clock_then_its_ticks(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    lea.desk.save_draft(ana, "Of course!")
    message_id = await lea.desk.send_text(ana, "Of course!")
    row = lea.row(message_id)
    assert (row.state, row.is_pending, row.author_name) == ("queued", True, "Léa")
    assert row.hold_until_at is not None
    assert lea.desk.draft(ana) == ""
    assert lea.desk.connection().to_send == 1
    await reach(world.clock, lambda: lea.state(message_id) == "accepted")
    assert not lea.row(message_id).is_pending
    assert lea.desk.counts().waiting == 0
    for word in ("sent", "delivered", "read"):
        told = status_webhook("wamid.out1", word, at=world.clock.now(), opaque=opaque.of_message(message_id))
        assert await world.post(told) == 200
        await until(partial(lea.is_in, message_id, word))
    assert [post.text for post in graph.posts] == ["Of course!"]
    assert lea.desk.connection().to_send == 0


async def test_a_send_is_taken_back_while_it_is_held(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    message_id = await lea.desk.send_text(ana, "Wrong person")
    await until(lambda: not lea.row(message_id).is_pending)
    assert await lea.desk.take_back(message_id) == "Wrong person"
    await world.clock.advance(10)
    assert graph.posts == []


async def test_what_its_author_took_back_is_gone_for_them_and_others_see_what_became_of_it(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    """From the moment of the undo on: before the log tells of it, after, and on the other desks."""
    async with computer(world, tmp_path / "bo", name="Bo") as bo:
        message_id = await lea.desk.send_text(ana, "Wrong person")
        await until(lambda: not lea.row(message_id).is_pending)
        assert await lea.desk.take_back(message_id) == "Wrong person"
        assert lea.desk.message(message_id) is None
        assert lea.thread(ana) == [("Hello", "received")]
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        assert lea.desk.message(message_id) is None
        assert lea.thread(ana) == [("Hello", "received")]
        await reach(world.clock, lambda: bo.is_in(message_id, "cancelled"))
        assert bo.thread(ana) == [("Hello", "received"), ("Wrong person", "cancelled")]


async def test_it_is_too_late_to_take_back_what_went_out(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    message_id = await lea.desk.send_text(ana, "Gone", grace_s=0)
    await reach(world.clock, lambda: lea.state(message_id) == "accepted")
    assert await lea.desk.take_back(message_id) is None
    assert lea.refusals == []


async def test_what_never_left_is_taken_back_without_the_hub(lea: Computer, ana: ConversationId) -> None:
    lea.wire.is_cut = True
    message_id = await lea.desk.send_text(ana, "On second thoughts")
    assert await lea.desk.take_back(message_id) == "On second thoughts"
    assert lea.desk.message(message_id) is None
    assert lea.thread(ana) == [("Hello", "received")]


async def test_an_undo_is_done_as_soon_as_the_send_proves_not_to_have_left(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    lea.wire.stall = asyncio.Event()
    message_id = await lea.desk.send_text(ana, "Not yet", grace_s=0)
    await until(lambda: "/api/v1/commands" in lea.wire.paths)
    undoing = asyncio.ensure_future(lea.desk.take_back(message_id))
    await until(lambda: lea.desk.connection().to_send == 1)
    lea.wire.stall.set()
    await until(undoing.done)
    assert undoing.result() == "Not yet"
    assert not lea.desk.is_waiting_for_hub
    lea.wire.stall = None
    await world.clock.advance(60)
    assert graph.posts == []


async def test_answers_written_offline_go_out_in_order_once_the_hub_is_back(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    """G8: offline, what is written waits and is shown as waiting."""
    lea.wire.is_cut = True
    await reach(world.clock, lambda: not lea.desk.connection().is_hub_reachable)
    await lea.desk.send_text(ana, "First")
    last = await lea.desk.send_text(ana, "Second")
    assert lea.thread(ana)[1:] == [("First", "queued"), ("Second", "queued")]
    await world.clock.advance(120)
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.state(last) == "accepted")
    assert [post.text for post in graph.posts] == ["First", "Second"]
    assert lea.thread(ana)[1:] == [("First", "accepted"), ("Second", "accepted")]


async def test_an_answer_that_waited_too_long_asks_before_it_goes_out(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    lea.wire.is_cut = True
    await reach(world.clock, lambda: not lea.desk.connection().is_hub_reachable)
    message_id = await lea.desk.send_text(ana, "See you in five minutes")
    await reach(world.clock, lambda: lea.state(message_id) == "expired", within_s=660, step_s=10)
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.desk.connection().is_hub_reachable)
    await world.clock.advance(60)
    assert graph.posts == []
    again = await lea.desk.retry(message_id)
    await reach(world.clock, lambda: lea.state(again) == "accepted")
    assert [post.text for post in graph.posts] == ["See you in five minutes"]
    assert lea.desk.message(message_id) is None


async def test_what_got_lost_on_its_way_does_not_go_out_hours_later(
    lea: Computer, ana: ConversationId, world: HubWorld, graph: FakeGraph
) -> None:
    """Only the hub can tell that it never had it: then a person is asked, as for what never left."""
    await reach(world.clock, lambda: bool(lea.desk.inbox("all")))
    lea.wire.loses_commands = True
    message_id = await lea.desk.send_text(ana, "In five minutes")
    await reach(world.clock, lambda: any(path.endswith("/commands") for path in lea.wire.paths))
    await lea.stop()
    await world.clock.advance(5 * 3600)
    lea.wire.loses_commands = False
    await lea.start()
    await reach(world.clock, lambda: lea.is_in(message_id, "expired"))
    assert graph.posts == [] and world.events("send.requested") == []


async def test_a_lost_answer_to_a_command_doubles_nothing(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    """G4: the same command is sent again with the same id, and applied once."""
    lea.wire.loses_answers = True
    message_id = await lea.desk.send_text(ana, "Only once", grace_s=0)
    await reach(world.clock, lambda: lea.wire.paths.count("/api/v1/commands") > 3)
    assert lea.row(message_id).is_pending
    lea.wire.loses_answers = False
    await reach(world.clock, lambda: lea.state(message_id) == "accepted")
    await world.clock.advance(60)
    assert [post.text for post in graph.posts] == ["Only once"]
    assert len(world.events("send.requested")) == 1
    assert lea.desk.connection().to_send == 0


async def test_a_waiting_answer_survives_a_restart_of_the_desk(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    """G4: commands survive a restart; the hub learns their age by the wall clock then."""
    lea.wire.is_cut = True
    message_id = await lea.desk.send_text(ana, "Still here", grace_s=0)
    await lea.stop()
    await world.clock.advance(30)
    await lea.start()
    assert lea.thread(ana)[1:] == [("Still here", "queued")]
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.state(message_id) == "accepted")
    [asked] = world.events("send.requested")
    assert (asked.accepted_at - asked.occurred_at).total_seconds() >= 30
    assert len(graph.posts) == 1


async def test_a_colleagues_newer_answer_is_told_and_the_text_comes_back(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "marc", "Marc", "rep") as marc:
        await until(lambda: ana in marc.desk.inbox("all"))
        marc.wire.is_cut = True
        text_of_marc = await marc.desk.send_text(ana, "I take care of it")
        answer = await lea.desk.send_text(ana, "Already done", grace_s=0)
        await reach(world.clock, lambda: lea.state(answer) == "accepted")
        marc.desk.save_draft(ana, "and more")
        marc.wire.is_cut = False
        await reach(world.clock, lambda: bool(marc.refusals))
        [refusal] = marc.refusals
        assert (refusal.code, refusal.facts["who"], refusal.text) == (
            "newer_answer",
            "Léa",
            "I take care of it",
        )
        assert marc.desk.draft(ana) == "I take care of it\nand more"
        assert marc.desk.message(text_of_marc) is None
        anyway = await marc.desk.send_text(ana, "I take care of it", send_anyway=True, grace_s=0)
        await reach(world.clock, lambda: marc.state(anyway) == "accepted")


async def test_a_conversation_is_closed_read_and_taken_up_again(lea: Computer, ana: ConversationId) -> None:
    await lea.desk.mark_read(ana)
    row = lea.desk.inbox_row(ana)
    assert row is not None
    assert row.unread_count == 0
    await lea.desk.close(ana)
    assert lea.desk.inbox("closed") == [ana]
    assert lea.desk.inbox("all") == lea.desk.inbox("waiting") == []
    assert (lea.desk.counts().closed, lea.desk.counts().all) == (1, 0)
    await until(lambda: lea.desk.connection().to_send == 0 and not lea.desk.is_waiting_for_hub)
    assert lea.desk.inbox("closed") == [ana]
    await lea.desk.reopen(ana)
    assert lea.desk.inbox("all") == [ana]
    await until(lambda: not lea.desk.is_waiting_for_hub)
    assert lea.desk.inbox("all") == [ana]
    assert lea.refusals == []


async def test_a_close_is_refused_when_the_customer_wrote_meanwhile(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    lea.wire.is_cut = True
    await lea.desk.close(ana)
    assert lea.desk.inbox("closed") == [ana]
    await world.say("One more thing")
    lea.wire.is_cut = False
    await reach(world.clock, lambda: bool(lea.refusals))
    assert (lea.refusals[0].code, lea.refusals[0].text) == ("newer_message", None)
    await reach(world.clock, lambda: len(lea.thread(ana)) == 2)
    assert lea.desk.inbox("all") == [ana]


async def test_an_unconfirmed_message_is_settled_or_sent_again(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    graph.script += [Unclear("timeout"), Unclear("timeout")]
    first = await lea.desk.send_text(ana, "Did it arrive?", grace_s=0)
    await reach(world.clock, lambda: lea.state(first) == "unknown", within_s=300, step_s=5)
    with pytest.raises(ComptoirError, match="message_unknown"):
        await lea.desk.settle(MessageId("nobody"), "arrived")
    await lea.desk.settle(first, "arrived")
    assert lea.state(first) == "settled"
    second = await lea.desk.send_text(ana, "And this?", grace_s=0)
    await reach(world.clock, lambda: lea.state(second) == "unknown", within_s=300, step_s=5)
    third = await lea.desk.retry(second)
    await reach(world.clock, lambda: lea.state(third) == "accepted")
    assert lea.state(second) == "settled"
    assert lea.row(third).retry_of == second
    assert [post.text for post in graph.posts] == ["Did it arrive?", "And this?", "And this?"]


async def test_what_cannot_be_sent_is_refused_at_once_and_stays_a_draft(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    for text, code in ((" \n\0", "text_empty"), ("x" * 4097, "text_too_long")):
        lea.desk.save_draft(ana, text)
        with pytest.raises(ComptoirError, match=code):
            await lea.desk.send_text(ana, text)
        assert lea.desk.draft(ana) == text
    with pytest.raises(ComptoirError, match="conversation_unknown"):
        await lea.desk.send_text(ConversationId("nowhere"), "Hello?")
    await world.clock.advance(24 * 3600)
    with pytest.raises(ComptoirError, match="window_closed"):
        await lea.desk.send_text(ana, "Too late")


async def test_a_team_setting_reaches_every_desk_and_a_devices_own_stays(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "marc", "Marc", "rep") as marc:
        await lea.desk.change_setting("response_standard_min", 45)
        assert lea.desk.setting("response_standard_min") == 45
        await until(lambda: marc.desk.setting("response_standard_min") == 45)
        await lea.desk.change_setting("theme", "dark")
        assert (lea.desk.setting("theme"), marc.desk.setting("theme")) == ("dark", "system")
        with pytest.raises(ComptoirError, match="setting_range"):
            await lea.desk.change_setting("response_standard_min", 0)
        await marc.desk.change_setting("business_name", "Marc's")
        await until(lambda: bool(marc.refusals))
        assert marc.refusals[0].code == "role_missing"
        assert marc.desk.setting("business_name") == ""
    await lea.stop()
    await lea.start()
    assert lea.desk.setting("theme") == "dark"


async def test_two_desks_one_offline_end_equal(world: HubWorld, lea: Computer, tmp_path: Path) -> None:
    """G3: replicas of one log hold the same rows, whatever they missed."""
    async with computer(world, tmp_path / "marc", "Marc", "rep") as marc:
        ana = await world.conversation()
        marc.wire.is_cut = True
        bo = await world.conversation(BO)
        await until(lambda: bo in lea.desk.inbox("all"))
        answer = await lea.desk.send_text(ana, "Hello Ana", grace_s=0)
        await lea.desk.close(bo)
        await reach(world.clock, lambda: lea.state(answer) == "accepted")
        marc.wire.is_cut = False
        await reach(world.clock, lambda: marc.desk.position == lea.desk.position == world.head)
        with world.reading() as conn:
            assert marc.view_hash() == lea.view_hash() == view.view_hash(conn)


async def test_copy_details_brings_what_the_channel_sent(lea: Computer, ana: ConversationId) -> None:
    [row] = lea.desk.page(ana)
    text = await lea.desk.original(row.message_id)
    assert '"body": "Hello"' in text
    assert '"external_id"' in text


async def test_a_revoked_computer_stops_and_says_so(
    world: HubWorld, lea: Computer, expect_log: Expect
) -> None:
    expect_log("sync stopped code=device_revoked")
    [device] = [event.body for event in world.events() if isinstance(event.body, DeviceEnrolled)]
    await world.core.access.revoke(device.device_id)
    await reach(world.clock, lambda: lea.desk.connection().stopped_code == "device_revoked")


async def test_a_hub_with_another_log_is_not_followed(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("sync stopped code=")
    await lea.stop()
    async with HubWorld(tmp_path / "other") as other:
        other.clock = world.clock
        lea.wire.world = other
        token = await other.join("owner", "Eve")
        lea.seams = lea.seams.__class__(
            world.clock, lambda: Http(transport=lea.wire, bearer=token.token), lambda: 0.0
        )
        await lea.start()
        await reach(world.clock, lambda: lea.desk.connection().stopped_code is not None)
        assert lea.thread(ana) == [("Hello", "received")]
