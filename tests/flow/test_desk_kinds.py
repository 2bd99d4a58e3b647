"""Two desks and messages of every kind: reactions, edits, revokes, places, and people who are written to first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.desk.desk import Composed
from app.domain.channels import WHATSAPP
from app.domain.contacts import Identity
from app.domain.contents import Ask, AskOption, Content, Place
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.lines import line_id_of
from app.domain.rows import ReactionRow
from app.whatsapp.client import Refusal
from storage import view
from tests.flow.desk_world import Computer, Wire, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import LINE, HubWorld, text_item, until, webhook

SALON = Content(place=Place(48.85, 2.35, "Salon Rivage"))
HOURS = Content(ask=Ask("buttons", (AskOption("a", "9:00"), AskOption("b", "10:00"))))
HELLO = "wamid.hello"
HERE = line_id_of(WHATSAPP, LINE)


class DeafWire(Wire):
    """Commands get through; the log does not."""

    is_deaf = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_deaf and request.url.path.endswith("/log"):
            raise httpx.ConnectError("no log", request=request)
        response = await super().handle_async_request(request)
        if self.is_deaf and request.url.path.endswith("/log"):  # it was under way
            raise httpx.ReadError("no log", request=request)
        return response


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
async def marc(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "marc", "Marc", "rep") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld, lea: Computer, marc: Computer) -> ConversationId:
    """Ana has written and both see it."""
    conversation_id = await world.conversation(wamid=HELLO)
    await until(lambda: all(conversation_id in one.desk.inbox("waiting") for one in (lea, marc)))
    return conversation_id


async def tell(world: HubWorld, kind: str, **parts: Any) -> None:
    """Ana does something else than writing a text."""
    item = text_item("", sent_at=world.clock.now()) | {"type": kind} | parts
    del item["text"]
    assert await world.post(webhook({"messages": [item]})) == 200
    await world.settled()


async def same_everywhere(world: HubWorld, *desks: Computer) -> None:
    """Every replica holds what the hub holds, and that is what a rebuild gives."""
    await reach(world.clock, lambda: all(one.desk.position == world.head for one in desks))
    with world.reading() as conn:
        expected = view.view_hash(conn)
    assert {one.view_hash() for one in desks} == {expected}


def first(one: Computer, where: ConversationId) -> MessageId:
    return one.desk.page(where)[0].message_id


async def test_a_reaction_is_seen_at_once_by_its_author_and_soon_by_all(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    hello = first(lea, ana)
    await lea.desk.react(hello, "👍")
    assert lea.row(hello).reactions == (ReactionRow("👍", "Léa", is_mine=True),)
    assert len(lea.desk.page(ana)) == 1
    row = lea.desk.inbox_row(ana)
    assert row is not None and (row.last_kind, row.last_text) == ("reaction", "👍") and row.waiting_since_at
    await reach(world.clock, lambda: marc.row(hello).reactions == (ReactionRow("👍", "Léa"),))
    await until(lambda: bool(graph.posts))
    assert graph.posts[0].body["reaction"] == {"message_id": HELLO, "emoji": "👍"}
    await tell(world, "reaction", reaction={"message_id": HELLO, "emoji": "❤️"})
    await marc.desk.react(hello, "🙏")  # the channel knows one person behind the number
    await reach(
        world.clock, lambda: lea.row(hello).reactions == (ReactionRow("❤️"), ReactionRow("🙏", "Marc"))
    )
    await tell(world, "reaction", reaction={"message_id": HELLO})
    await reach(world.clock, lambda: len(lea.row(hello).reactions) == 1 and not lea.desk.is_waiting_for_hub)
    await reach(world.clock, lambda: len(graph.posts) == 2 and not marc.desk.is_waiting_for_hub)
    await same_everywhere(world, lea, marc)


async def test_a_reaction_that_the_channel_refuses_is_gone_again(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    graph.script = [Refusal("undeliverable", 131026)]
    hello = first(lea, ana)
    await lea.desk.react(hello, "👍")
    await reach(world.clock, lambda: bool(world.events("send.refused")))
    await reach(world.clock, lambda: all(one.row(hello).reactions == () for one in (lea, marc)))
    await same_everywhere(world, lea, marc)


async def test_an_edit_and_a_revoke_change_what_was_read(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    hello = first(lea, ana)
    marc.wire.is_cut = True
    edit = {"original_message_id": HELLO, "message": {"type": "text", "text": {"body": "Good morning"}}}
    await tell(world, "edit", edit=edit)
    await until(lambda: lea.row(hello).is_edited)
    assert lea.thread(ana) == [("Good morning", "received")]
    await tell(world, "revoke", revoke={"original_message_id": HELLO})
    await until(lambda: lea.row(hello).is_revoked)
    row = lea.desk.inbox_row(ana)
    assert row is not None and (row.last_kind, row.last_text) == ("revoked", None)
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.react(hello, "👍")
    assert refused.value.code == "target_unfit"
    marc.wire.is_cut = False
    await reach(world.clock, lambda: marc.row(hello).is_revoked)
    await same_everywhere(world, lea, marc)


async def test_a_place_in_answer_to_a_message_goes_out_and_can_be_taken_back_whole(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    composed = Composed("location", "", SALON, first(lea, ana))
    message_id = await lea.desk.send(ana, composed)
    row = lea.row(message_id)
    assert (row.kind, row.content, row.reply_text, row.is_pending) == ("location", SALON, "Hello", True)
    assert row.reply_message_id == first(lea, ana) and row.hold_until_at is not None
    await until(lambda: not lea.desk.is_waiting_for_hub)
    assert lea.row(message_id).reply_text == "Hello" and not lea.row(message_id).is_pending
    assert await lea.desk.take_back_message(message_id) == composed
    assert graph.posts == []
    again = await lea.desk.send(ana, composed, grace_s=0)
    await reach(world.clock, lambda: marc.desk.message(again) is not None and marc.is_in(again, "accepted"))
    assert marc.row(again).reply_message_id == first(lea, ana)
    await same_everywhere(world, lea, marc)


async def test_what_failed_is_repeated_with_all_of_its_parts(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    graph.script = [Refusal("undeliverable", 131026)]
    failed = await lea.desk.send(ana, Composed("buttons", "When?", HOURS, first(lea, ana)), grace_s=0)
    await reach(world.clock, lambda: lea.state(failed) == "refused")
    again = await lea.desk.retry(failed)
    row = lea.row(again)
    assert (row.kind, row.text, row.content, row.retry_of) == ("buttons", "When?", HOURS, failed)
    await reach(world.clock, lambda: lea.state(again) == "accepted")
    assert graph.posts[0].body["interactive"] == graph.posts[1].body["interactive"]


async def test_what_the_channel_would_not_take_is_said_before_anything_is_asked(
    lea: Computer, ana: ConversationId
) -> None:
    for composed, code in (
        (Composed("location"), "place_missing"),
        (Composed("reaction", "nice", None, first(lea, ana)), "reaction_not_emoji"),
        (Composed("text", " ", Content(has_preview=True)), "text_empty"),
    ):
        with pytest.raises(ComptoirError) as refused:
            await lea.desk.send(ana, composed)
        assert refused.value.code == code
    assert not lea.desk.is_waiting_for_hub


async def test_what_the_hub_refused_waits_in_the_composer_also_after_a_restart(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    marc.wire.is_cut = True
    place = await marc.desk.send(ana, Composed("location", "", SALON), grace_s=0)
    answer = await lea.desk.send_text(ana, "Already done", grace_s=0)
    await reach(world.clock, lambda: lea.state(answer) == "accepted")
    marc.wire.is_cut = False
    await reach(world.clock, lambda: bool(marc.refusals))
    assert marc.refusals[0].code == "newer_answer" and marc.desk.message(place) is None
    assert marc.desk.attached(ana) == Composed("location", "", SALON)
    assert "attached" not in str(marc.desk.last_place())
    await marc.stop()
    await marc.start()
    kept = marc.desk.attached(ana)
    assert kept == Composed("location", "", SALON)
    marc.desk.keep_attached(ana, None)
    await marc.stop()
    await marc.start()
    assert marc.desk.attached(ana) is None


async def test_a_place_that_was_sent_out_of_reach_too_long_waits_for_a_person_and_a_reaction_does_not(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    lea.wire.is_cut = True
    hello = first(lea, ana)
    place = await lea.desk.send(ana, Composed("location", "", SALON), grace_s=0)
    await lea.desk.react(hello, "👍")
    await world.clock.advance(700)
    await reach(world.clock, lambda: lea.state(place) == "expired")
    await reach(world.clock, lambda: lea.row(hello).reactions == ())
    lea.wire.is_cut = False
    again = await lea.desk.retry(place)
    await reach(world.clock, lambda: lea.state(again) == "accepted")
    assert lea.row(again).content == SALON and lea.desk.message(place) is None


async def test_somebody_is_written_to_first_and_their_one_thread_is_found_however_the_number_is_written(
    world: HubWorld, lea: Computer, marc: Computer, ana: ConversationId
) -> None:
    rio = Identity(number="5511987654321", name="Rio")
    there = await lea.desk.start_conversation(HERE, rio)
    header = lea.desk.header(there)
    assert header is not None and (header.name, header.window_closes_at) == ("Rio", None)
    assert lea.desk.page(there) == [] and there in lea.desk.inbox("all")
    await reach(world.clock, lambda: there in marc.desk.inbox("all"))
    shorter = Identity(number="551187654321")
    assert await marc.desk.start_conversation(HERE, shorter) == there
    assert await lea.desk.start_conversation(HERE, Identity(number="447700900123")) == ana
    assert await lea.desk.start_conversation(HERE, Identity(), header.contact_id) == there
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.send(there, Composed("location", "", SALON))
    assert refused.value.code == "window_closed"
    await same_everywhere(world, lea, marc)


async def test_who_had_not_heard_of_the_thread_is_led_to_it(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    wire = DeafWire(world)
    async with computer(world, tmp_path / "zoe", "Zoé", "rep", wire) as zoe:
        await until(lambda: ana in zoe.desk.inbox("all"))
        wire.is_deaf = True
        there = await lea.desk.start_conversation(HERE, Identity(number="33612345678"))
        assert there not in zoe.desk.inbox("all")
        assert await zoe.desk.start_conversation(HERE, Identity(number="33612345678")) == there
        assert zoe.refusals == []


async def test_nobody_is_written_to_first_without_the_hub(
    world: HubWorld, lea: Computer, ana: ConversationId
) -> None:
    lea.wire.is_cut = True
    starting = asyncio.ensure_future(lea.desk.start_conversation(HERE, Identity(number="33612345678")))
    await world.clock.advance(31)
    await reach(world.clock, starting.done)
    error = starting.exception()
    assert isinstance(error, ComptoirError) and error.code == "hub_unreachable"
    lea.wire.is_cut = False
    await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
    assert lea.refusals == []
