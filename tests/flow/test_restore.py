"""The restore drill: yesterday's copy under running desks. Promises G9, G15, G5 (nothing is sent twice) and G13."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.conversations import ReopenConversation
from app.domain.ids import ConversationId
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld, message_webhook, status_webhook, until
from tests.flow.restore_world import copy_of, head_of, is_as_rebuilt, put_back
from tests.guards.logs import Expect

RESTORED = "hub was restored"


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


async def is_up_to(world: HubWorld, desk: Computer) -> None:
    """The desk shows all of the hub's log."""
    await reach(world.clock, lambda: desk.desk.position == head_of(world).pos, within_s=200)


async def test_yesterdays_copy_under_two_desks_one_behind_and_one_ahead(
    world: HubWorld, lea: Computer, tmp_path: Path, graph: FakeGraph, expect_log: Expect
) -> None:
    """The whole drill: recognised, one goes on, one gives back, all hold the same, nothing twice."""
    expect_log(RESTORED)
    ana = await world.conversation(text="Before the copy")
    async with computer(world, tmp_path / "tom", "Tom", "rep") as tom:
        await is_up_to(world, tom)
        await is_up_to(world, lea)
        copy = copy_of(world)
        old = head_of(world)
        await tom.stop()
        await world.clock.advance(60)
        await world.say("After the copy", ANA, wamid="wamid.lost")
        bo = await world.conversation(BO, text="Bo, new since", wamid="wamid.bo", name="Bo")
        answer = await lea.desk.send_text(ana, "An answer after it", grace_s=0)
        await reach(world.clock, lambda: lea.state(answer) == "accepted")
        await lea.desk.close(bo)
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        await is_up_to(world, lea)
        lost = head_of(world)
        before = lea.thread(ana)

        restored = await put_back(world, copy, away_s=3600)
        assert (restored.epoch.parent_log_id, restored.epoch.parent_pos) == (old.log_id, old.pos)
        assert head_of(world).log_id != old.log_id
        await tom.start()
        await is_up_to(world, tom)
        await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
        await is_up_to(world, lea)
        assert tom.desk.connection().kept_apart == 0
        assert lea.desk.connection().kept_apart == lost.pos - old.pos
        assert lea.thread(ana) == tom.thread(ana) == [("Before the copy", "received")]
        assert (lea.desk.connection().stopped_code, tom.desk.connection().stopped_code) == (None, None)

        offered = (await lea.desk.look_at_safety()).offer
        assert offered is not None
        assert (offered.messages, offered.computers) == (3, ("Léa's computer",))
        done = await lea.desk.decide_salvage(is_taken=True)
        assert (done.returned, done.left_out) == (5, 0)
        await reach(world.clock, lambda: lea.desk.connection().kept_apart == 0, within_s=200)
        await is_up_to(world, lea)
        await is_up_to(world, tom)
        assert lea.thread(ana) == tom.thread(ana) == before
        assert [row.text for row in lea.desk.page(bo) if row.kind == "text"] == ["Bo, new since"]
        assert bo in lea.desk.inbox("closed")
        assert [post.text for post in graph.posts] == ["An answer after it"]
        assert is_as_rebuilt(world, tmp_path)
        assert (await lea.desk.look_at_safety()).offer is None

        # WhatsApp brings everything again: the log has it already
        assert (
            await world.post(
                message_webhook("After the copy", ANA, sent_at=world.clock.now(), wamid="wamid.lost")
            )
            == 200
        )
        assert (
            await world.post(
                message_webhook("Bo, new since", BO, sent_at=world.clock.now(), wamid="wamid.bo")
            )
            == 200
        )
        await world.settled()
        await is_up_to(world, lea)
        assert lea.thread(ana) == before
        hashes = [await _closed_hash(world, one) for one in (lea, tom)]
        assert hashes[0] == hashes[1]


async def _closed_hash(world: HubWorld, desk: Computer) -> str:
    await is_up_to(world, desk)
    await desk.stop()
    return desk.view_hash()


async def test_what_whatsapp_brought_again_before_the_salvage_is_not_doubled(
    world: HubWorld, lea: Computer, expect_log: Expect
) -> None:
    """The same person has another id in the restored hub: what the desk gives back goes to that one."""
    expect_log(RESTORED)
    await world.conversation(text="Before")
    copy = copy_of(world)
    await world.say("One", BO, wamid="wamid.one", name="Bo")
    lost = await world.say("Two", BO, wamid="wamid.two", name="Bo")
    await is_up_to(world, lea)
    await lea.desk.send_text(lea.desk.inbox("all")[0], "Mine", grace_s=0)
    await reach(world.clock, lambda: len(world.events("send.accepted")) == 1)
    await is_up_to(world, lea)
    await put_back(world, copy)
    again = await world.say("Two", BO, wamid="wamid.two", name="Bo")
    assert again.subject != lost.subject
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await is_up_to(world, lea)  # its view is made anew
    await lea.desk.look_at_safety()
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    texts = sorted(text or "" for text, _ in lea.thread(ConversationId(again.subject)))
    assert texts == ["Mine", "One", "Two"]
    assert len(lea.desk.inbox("all")) == 2
    assert world.events("contact.aliased") == []


async def test_a_message_that_the_lost_hub_may_have_sent_is_never_sent_again(
    world: HubWorld, lea: Computer, graph: FakeGraph, expect_log: Expect
) -> None:
    """G5: the copy says "queued"; the lost hub sent it since. The restored one says that nobody knows."""
    expect_log(RESTORED)
    ana = await world.conversation()
    await is_up_to(world, lea)
    message_id = await lea.desk.send_text(ana, "Waits for its grace", grace_s=30)
    await until(lambda: len(world.events("send.requested")) == 1)
    await is_up_to(world, lea)
    copy = copy_of(world)
    await reach(world.clock, lambda: lea.state(message_id) == "accepted")
    await put_back(world, copy)
    await reach(world.clock, lambda: len(world.events("send.unknown")) == 1)
    await world.clock.advance(600)
    assert len(graph.posts) == 1
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await is_up_to(world, lea)  # its view is made anew
    await lea.desk.look_at_safety()
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    assert lea.state(message_id) == "accepted"


async def test_a_send_that_only_the_desks_know_ends_as_not_confirmed(
    world: HubWorld, lea: Computer, graph: FakeGraph, expect_log: Expect
) -> None:
    """The hub died between the post and its outcome: given back, it is not sent, and after a while nobody knows."""
    expect_log(RESTORED)
    ana = await world.conversation()
    copy = copy_of(world)
    graph.hold.clear()
    await is_up_to(world, lea)
    message_id = await lea.desk.send_text(ana, "On its way", grace_s=0)
    await reach(world.clock, lambda: len(graph.posts) == 1)
    await is_up_to(world, lea)
    graph.hold.set()
    lea.wire.is_cut = True
    await put_back(world, copy)
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await is_up_to(world, lea)  # its view is made anew
    await lea.desk.look_at_safety()
    await lea.desk.decide_salvage(is_taken=True)
    await reach(world.clock, lambda: len(world.events("send.unknown")) == 1, within_s=300)
    await is_up_to(world, lea)
    assert lea.state(message_id) == "unknown"
    assert len(graph.posts) == 1
    assert (
        await world.post(
            status_webhook("wamid.late", "delivered", at=world.clock.now(), opaque=f"c1:{message_id}")
        )
        == 200
    )
    await world.settled()
    await reach(world.clock, lambda: lea.state(message_id) == "delivered")


async def test_an_answer_that_may_have_gone_out_returns_to_its_author(
    world: HubWorld, lea: Computer, graph: FakeGraph, expect_log: Expect
) -> None:
    """The command reached the lost hub, its answer never came back: it is a draft again, not sent a second time."""
    expect_log(RESTORED)
    ana = await world.conversation()
    await is_up_to(world, lea)
    copy = copy_of(world)
    lea.wire.loses_answers = True
    await lea.desk.send_text(ana, "Was it sent?", grace_s=0)
    await reach(world.clock, lambda: len(graph.posts) == 1)
    lea.wire.is_cut = True
    await put_back(world, copy)
    await world.say("One more, so that the log goes on", BO)
    await world.say("And one more", BO)
    await world.say("And one more still", BO)
    lea.wire.is_cut = lea.wire.loses_answers = False
    await reach(world.clock, lambda: bool(lea.refusals), within_s=200)
    assert [refusal.code for refusal in lea.refusals] == ["restored_unclear"]
    assert lea.desk.draft(ana) == "Was it sent?"
    await is_up_to(world, lea)
    await world.clock.advance(120)
    assert len(graph.posts) == 1
    assert world.events("send.requested") == []


async def test_what_waits_at_a_desk_goes_on_to_the_restored_hub(
    world: HubWorld, lea: Computer, graph: FakeGraph, expect_log: Expect
) -> None:
    """Written while there was no hub: it never left, so it is sent, once."""
    expect_log(RESTORED)
    ana = await world.conversation()
    copy = copy_of(world)
    await world.say("Lost", BO)
    await is_up_to(world, lea)
    lea.wire.is_cut = True
    await lea.desk.send_text(ana, "Written without a hub", grace_s=0)
    await put_back(world, copy)
    lea.wire.is_cut = False
    await reach(world.clock, lambda: len(graph.posts) == 1, within_s=200)
    await is_up_to(world, lea)
    await reach(world.clock, lambda: lea.thread(ana)[-1] == ("Written without a hub", "accepted"))


async def test_what_is_let_go_is_gone_for_good(world: HubWorld, lea: Computer, expect_log: Expect) -> None:
    expect_log(RESTORED)
    await world.conversation(text="Before")
    copy = copy_of(world)
    await world.say("Lost", BO)
    await is_up_to(world, lea)
    await put_back(world, copy)
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await is_up_to(world, lea)  # its view is made anew
    await lea.desk.look_at_safety()
    done = await lea.desk.decide_salvage(is_taken=False)
    assert (done.returned, done.left_out > 0) == (0, True)
    await reach(world.clock, lambda: lea.desk.connection().kept_apart == 0, within_s=200)
    await is_up_to(world, lea)
    assert len(lea.desk.inbox("all")) == 1
    assert b"Lost" not in (world.config.database.read_bytes())


async def test_a_close_does_not_hide_who_wrote_after_the_restore(
    world: HubWorld, lea: Computer, expect_log: Expect
) -> None:
    expect_log(RESTORED)
    ana = await world.conversation()
    await is_up_to(world, lea)
    copy = copy_of(world)
    await lea.desk.close(ana)
    await until(lambda: len(world.events("conversation.closed")) == 1)
    await is_up_to(world, lea)
    await put_back(world, copy)
    await world.say("I still wait")
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await is_up_to(world, lea)  # its view is made anew
    await lea.desk.look_at_safety()
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    assert ana in lea.desk.inbox("waiting")
    assert world.events("conversation.closed") == []


async def test_an_answer_to_somebody_whom_the_hub_lost_waits_for_the_salvage(
    world: HubWorld, lea: Computer, graph: FakeGraph, expect_log: Expect
) -> None:
    """What waits at the desk is not refused because the hub does not know the customer any more."""
    expect_log(RESTORED)
    copy = copy_of(world)
    bo = await world.conversation(BO, name="Bo")
    await is_up_to(world, lea)
    lea.wire.is_cut = True
    await lea.desk.send_text(bo, "For Bo", grace_s=0)
    await put_back(world, copy)
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await world.clock.advance(60)
    assert (graph.posts, lea.refusals) == ([], [])
    await lea.desk.decide_salvage(is_taken=True)
    await reach(world.clock, lambda: len(graph.posts) == 1, within_s=200)
    await reach(world.clock, lambda: lea.thread(bo)[-1] == ("For Bo", "accepted"))


async def test_an_answer_that_came_twice_is_one(world: HubWorld, lea: Computer, expect_log: Expect) -> None:
    """A desk asks again, under the same id, for what a colleague's desk gave back meanwhile: its old outcome."""
    expect_log(RESTORED)
    ana = await world.conversation()
    rep = await world.join("rep", "Tom")
    await is_up_to(world, lea)
    copy = copy_of(world)
    command = world.command(ReopenConversation(ana))
    [first] = await world.send(rep, command)
    assert first.result == "accepted"
    await is_up_to(world, lea)
    await put_back(world, copy)
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await lea.desk.decide_salvage(is_taken=True)
    [again] = await world.send(rep, command)
    [event] = world.events("conversation.reopened")
    assert (again.result, again.pos, event.command_id) == ("accepted", event.pos, command.command_id)
