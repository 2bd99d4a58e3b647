"""Messages of every kind on their way out: files first, then one post; answers, reactions, templates, their rules."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.commands import Outcome
from app.domain.consent import RecordConsent
from app.domain.contents import Ask, AskOption, Content, Media, SentTemplate, TemplateValue
from app.domain.ids import ConversationId, LineId, MessageId
from app.domain.sends import CancelSend, SendMessage, SendRefused, SendRequested, SendUnknown, SettleSend
from app.hub.uploading import UploadFailed, UploadRefused
from app.whatsapp.client import Refusal, Unclear
from storage import view
from tests.flow.hub_world import ANA, BO, until, webhook
from tests.flow.office import M1, M2, M3, Office, office
from tests.unit.test_whatsapp_outgoing import BODIES

PICTURE = Media("image/jpeg", "ab" * 32, "hair.jpg", 1000)
IMAGE = Content(media=PICTURE)
CODE = Content(
    template=SentTemplate("code", "en_GB", "authentication", body_values=(TemplateValue("1", "123456"),))
)
READY = Content(template=SentTemplate("order_ready", "en_GB", "utility"))


class Shelf:
    """Gives the channel files; what happens to each is told beforehand, then all go through."""

    def __init__(self, *script: Exception | None) -> None:
        self.script = list(script)
        self.given: list[tuple[LineId, Media]] = []
        self.forgotten: list[tuple[LineId, Media]] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def media_id(self, line_id: LineId, media: Media) -> str:
        self.given.append((line_id, media))
        fate = self.script.pop(0) if self.script else None
        await self.hold.wait()
        if fate is not None:
            raise fate
        return f"media-{media.sha256}"

    async def forget(self, line_id: LineId, media: Media) -> None:
        self.forgotten.append((line_id, media))


async def ask(o: Office, kind: str, text: str = "", to: str | None = None, **more: Any) -> Outcome:
    changes = {name: more.pop(name) for name in ("base_pos",) if name in more}
    desk = more.pop("desk", o.desk)
    message_id = more.pop("message_id", M1)
    body = SendMessage(message_id, ConversationId(to or o.ana), kind, text, **more)
    return await o.world.do(desk, body, **changes)


async def accepted(o: Office, kind: str, text: str = "", **more: Any) -> None:
    outcome = await ask(o, kind, text, **more)
    assert outcome.result == "accepted", outcome


async def agree(o: Office) -> None:
    """Ana agreed to offers: some of the templates are of that kind."""
    with o.world.reading() as conn:
        conversation = view.load_conversation(conn, o.ana)
    assert conversation is not None
    now = o.world.clock.now()
    body = RecordConsent(conversation.contact_id, ("marketing",), "form", now, "Offers by WhatsApp: yes")
    assert (await o.world.do(o.desk, body)).result == "accepted"


def newest_in(o: Office) -> MessageId:
    body = o.world.events("message.received")[-1].body
    assert isinstance(body, MessageReceived)
    return body.message_id


# --------------------------------------------------------------- going out


@pytest.mark.parametrize(("kind", "text", "content", "expected"), BODIES)
async def test_every_kind_goes_out_as_it_was_asked_for(
    tmp_path: Path, kind: str, text: str, content: Content | None, expected: dict[str, Any]
) -> None:
    async with office(tmp_path, uploader=Shelf()) as o:
        await o.world.say("Look", wamid="wamid.Q")
        target = newest_in(o) if kind == "reaction" else None
        await agree(o)
        await accepted(o, kind, text, content=content, reply_to=target)
        await o.ends_as("accepted")
        [post] = o.graph.posts
        assert post.body["type"] == expected["type"]
        assert (post.outgoing.content, post.text) == (content, text)
        [event] = o.world.events("send.requested")
        assert isinstance(event.body, SendRequested)
        assert (event.body.kind, event.body.content) == (kind, content)
        assert o.row().outgoing.content is None  # kept no longer than needed


async def test_an_answer_quotes_by_the_channels_id(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("Is two all right?", wamid="wamid.Q")
        await accepted(o, "text", "It is", reply_to=newest_in(o))
        await o.ends_as("accepted")
        assert o.graph.posts[0].body["context"] == {"message_id": "wamid.Q"}
        [event] = o.world.events("send.requested")
        assert isinstance(event.body, SendRequested)
        assert event.body.reply_to == "wamid.Q"


async def test_what_was_asked_for_survives_a_restart_of_the_hub(tmp_path: Path) -> None:
    options = (AskOption("yes", "Yes"), AskOption("no", "No"))
    async with office(tmp_path) as o:
        await accepted(o, "buttons", "Well?", content=Content(ask=Ask("buttons", options)), grace_ms=60_000)
        await o.world.restart()
        await o.ends_as("accepted", within_s=90)
        assert [
            one["reply"]["title"] for one in o.graph.posts[0].body["interactive"]["action"]["buttons"]
        ] == [
            "Yes",
            "No",
        ]


async def test_no_part_leaves_with_what_the_channel_cannot_carry(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        options = (AskOption("yes", "Y\0es"),)
        await accepted(o, "buttons", " Well?\0 ", content=Content(ask=Ask("buttons", options)))
        await o.ends_as("accepted")
        body = o.graph.posts[0].body["interactive"]
        assert (body["body"]["text"], body["action"]["buttons"][0]["reply"]["title"]) == ("Well?", "Yes")


# --------------------------------------------------------------- files


async def test_the_channel_gets_the_file_before_the_attempt_is_committed(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.hold.clear()
    async with office(tmp_path, uploader=shelf) as o:
        await accepted(o, "image", "Look", content=IMAGE)
        await until(lambda: bool(shelf.given))
        assert (o.row().state, o.row().attempt, o.graph.posts) == ("queued", 0, [])
        shelf.hold.set()
        await o.ends_as("accepted")
        assert o.graph.posts[0].body["image"] == {"id": f"media-{PICTURE.sha256}", "caption": "Look"}
        assert len(shelf.given) == 1


async def test_a_file_under_way_holds_up_its_own_conversation_alone(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.hold.clear()
    async with office(tmp_path, uploader=shelf) as o:
        bo = await o.world.conversation(BO)
        await accepted(o, "image", content=IMAGE)
        await o.answer(M2)
        await o.answer(M3, bo)
        await o.ends_as("accepted", M3)
        assert o.row(M2).state == "queued"
        shelf.hold.set()
        await o.ends_as("accepted", M2)
        assert [post.outgoing.kind for post in o.graph.posts] == ["text", "image", "text"]


async def test_a_file_that_did_not_get_there_is_tried_again_with_longer_breaks(tmp_path: Path) -> None:
    shelf = Shelf(UploadFailed(), UploadFailed(), UploadFailed())
    async with office(tmp_path, uploader=shelf) as o:
        began_s = o.world.clock.monotonic_s()
        await accepted(o, "image", content=IMAGE)
        await o.ends_as("accepted")
        assert len(shelf.given) == 4
        assert o.graph.posts[0].at_s - began_s >= 1 + 2 + 4
        assert (o.row().attempt, o.kinds()) == (1, ["send.requested", "send.accepted"])


async def test_a_file_that_the_channel_will_not_take_is_refused_once(tmp_path: Path) -> None:
    async with office(tmp_path, uploader=Shelf(UploadRefused("media_refused", 100))) as o:
        await accepted(o, "image", content=IMAGE)
        await o.answer(M2)
        await o.ends_as("refused")
        await o.ends_as("accepted", M2)
        [refused] = [event.body for event in o.world.events("send.refused")]
        assert refused == SendRefused(M1, o.ana, "media_refused", provider_code=100)


async def test_a_hub_that_cannot_give_files_says_so(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await accepted(o, "image", content=IMAGE)
        await o.ends_as("refused")
        assert o.last() == SendRefused(M1, o.ana, "files_unsupported")


async def test_a_fault_of_ours_on_the_way_of_a_file_is_tried_again(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("file not given by a fault of ours error=RuntimeError")
    async with office(tmp_path, uploader=Shelf(RuntimeError())) as o:
        await accepted(o, "image", content=IMAGE)
        await o.ends_as("accepted")


async def test_a_file_under_way_can_still_be_taken_back(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.hold.clear()
    async with office(tmp_path, uploader=shelf) as o:
        await accepted(o, "image", content=IMAGE)
        await until(lambda: bool(shelf.given))
        assert (await o.world.do(o.desk, CancelSend(M1, o.ana))).result == "accepted"
        shelf.hold.set()
        await o.answer(M2)
        await o.ends_as("accepted", M2)
        assert [post.outgoing.kind for post in o.graph.posts] == ["text"]


async def test_another_try_asks_for_the_files_again(tmp_path: Path) -> None:
    shelf = Shelf()
    async with office(tmp_path, Refusal("rate_limited", 130429), uploader=shelf) as o:
        await accepted(o, "image", content=IMAGE)
        await o.ends_as("accepted")
        assert (len(shelf.given), len(o.graph.posts)) == (2, 2)


async def test_a_file_that_the_channel_forgot_is_given_anew_with_the_next_message(tmp_path: Path) -> None:
    shelf = Shelf()
    async with office(tmp_path, Refusal("request_invalid", 100), uploader=shelf) as o:
        await accepted(o, "image", content=IMAGE)
        await o.ends_as("refused")
        assert shelf.forgotten == shelf.given


# --------------------------------------------------------------- the window, and what may go without it


async def test_after_the_window_a_template_goes_and_nothing_else(tmp_path: Path) -> None:
    async with office(tmp_path, uploader=Shelf()) as o:
        await o.world.clock.advance(25 * 3600)
        for kind, text, content in (("text", "Hi", None), ("image", "", IMAGE), ("reaction", "👍", None)):
            more = {"reply_to": newest_in(o)} if kind == "reaction" else {}
            assert (await ask(o, kind, text, content=content, **more)).code == "window_closed"
        await accepted(o, "template", "It is ready.", content=READY)
        await o.ends_as("accepted")


async def test_a_template_that_waited_goes_though_the_window_closed_meanwhile(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        o.graph.hold.clear()
        await o.answer(M2)
        await until(lambda: bool(o.graph.posts))
        await accepted(o, "template", "It is ready.", content=READY)
        await o.world.clock.advance(25 * 3600)
        o.graph.hold.set()
        await o.ends_as("accepted")


async def test_an_offer_that_has_ended_is_not_made(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        assert READY.template is not None
        for ends_in, code in ((-1, "offer_over"), (3600, None)):
            ends_at = o.world.clock.now() + timedelta(seconds=ends_in)
            content = Content(template=replace(READY.template, offer_ends_at=ends_at))
            assert (await ask(o, "template", "Sale", content=content)).code == code


async def test_a_code_needs_a_number(tmp_path: Path) -> None:
    hidden = {
        "from_user_id": "GB.77",
        "id": "wamid.h",
        "timestamp": "1795686000",
        "type": "text",
        "text": {"body": "x"},
    }
    async with office(tmp_path) as o:
        assert await o.world.post(webhook({"messages": [hidden]})) == 200
        there = [event.subject for event in await o.world.settled() if event.kind == "message.received"][-1]
        assert (await ask(o, "template", "Code 123456", to=there, content=CODE)).code == "number_needed"
        assert (await ask(o, "template", "Code 123456", content=CODE)).result == "accepted"


async def test_what_the_channel_would_not_take_is_not_even_queued(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        outcome = await ask(o, "image", "x" * 1025, content=IMAGE)
        assert (outcome.code, outcome.facts) == ("caption_too_long", {"length": "1025", "limit": "1024"})
        assert o.kinds() == []


# --------------------------------------------------------------- what it is about


async def test_a_reaction_needs_a_message_of_this_conversation(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        mine = newest_in(o)
        bo = await o.world.conversation(BO)
        for target, there in ((None, o.ana), (MessageId("nowhere"), o.ana), (mine, bo)):
            assert (await ask(o, "reaction", "👍", to=there, reply_to=target)).code == "target_unknown"
        assert (await ask(o, "text", "Hi", to=bo, reply_to=mine)).code == "target_unknown"


async def test_what_never_reached_the_channel_cannot_be_quoted(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        o.graph.hold.clear()
        await o.answer(M2)
        assert (await ask(o, "reaction", "👍", reply_to=M2)).code == "target_not_sent"
        o.graph.hold.set()
        await o.ends_as("accepted", M2)
        await accepted(o, "reaction", "👍", reply_to=M2)


async def test_reactions_and_calls_take_no_answer(tmp_path: Path) -> None:
    like = {"type": "reaction", "reaction": {"message_id": "w", "emoji": "👍"}}
    async with office(tmp_path) as o:
        item = {"from": ANA, "id": "wamid.like", "timestamp": "1795686000", **like}
        assert await o.world.post(webhook({"messages": [item]})) == 200
        await o.world.settled()
        assert (await ask(o, "text", "Thanks", reply_to=newest_in(o))).code == "target_unfit"


async def test_what_is_older_than_the_channels_memory_cannot_be_quoted(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        old = newest_in(o)
        await o.world.clock.advance(31 * 24 * 3600)
        await o.world.say("Hello again")
        outcome = await ask(o, "text", "Hi", reply_to=old)
        assert (outcome.code, outcome.facts) == ("target_too_old", {"days": "30"})


async def test_a_reaction_needs_no_look_at_a_colleagues_answer_and_is_none(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        marc = await o.world.join("rep", "Marc")
        await o.world.say("Look")
        asked, seen = newest_in(o), o.world.head
        await accepted(o, "reaction", "👍", desk=marc, reply_to=asked, message_id=M2)
        assert (await ask(o, "text", "Hi", base_pos=seen)).result == "accepted"
        assert (await ask(o, "text", "Hi", base_pos=seen, desk=marc, message_id=M3)).code == "newer_answer"
        liked = await ask(
            o, "reaction", "❤️", base_pos=seen, desk=marc, reply_to=asked, message_id=MessageId("m-4")
        )
        assert liked.result == "accepted"


# --------------------------------------------------------------- what nobody knows about


async def test_only_a_manager_sends_a_template_again_whose_fate_nobody_knows(tmp_path: Path) -> None:
    async with office(tmp_path, Unclear("timeout")) as o:
        marc = await o.world.join("rep", "Marc")
        await accepted(o, "template", "It is ready.", content=READY)
        await o.ends_as("unknown")
        again: dict[str, Any] = {"content": READY, "retry_of": M1, "message_id": M2, "send_anyway": True}
        refused = await o.world.do(marc, SettleSend(M1, o.ana, "resent"))
        assert refused.code == "role_missing"
        assert (await ask(o, "template", "It is ready.", desk=marc, **again)).code == "role_missing"
        assert (await o.world.do(marc, SettleSend(M1, o.ana, "arrived"))).result == "accepted"
        assert (await ask(o, "template", "It is ready.", desk=marc, **again)).code == "role_missing"
        assert (await ask(o, "template", "It is ready.", **again)).result == "accepted"


async def test_an_answer_that_was_not_understood_is_kept_with_its_event(tmp_path: Path) -> None:
    said = b'{"something":"new"}'
    async with office(tmp_path, Unclear("answer_unreadable", said)) as o:
        await o.answer()
        await o.ends_as("unknown")
        [event] = o.world.events("send.unknown")
        assert isinstance(event.body, SendUnknown)
        answer = await o.world.call("GET", f"/api/v1/log/{event.pos}/original", o.desk)
        assert json.loads(answer.body) == {"something": "new"}


async def test_a_message_that_cannot_be_written_down_is_refused_and_blocks_nobody(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("message could not be written down kind=list")
    async with office(tmp_path) as o:
        options = (AskOption("a", "9:00"),)
        content = Content(ask=Ask("list", options, button="Choose"))
        await accepted(o, "list", "When?", content=content, grace_ms=2000)
        await o.world.core.writer.run(lambda conn: conn.execute("UPDATE send SET content = '5'"))
        await o.answer(M2)
        await o.ends_as("refused")
        assert o.world.events("send.refused")[-1].body == SendRefused(M1, o.ana, "request_invalid")
        await o.ends_as("accepted", M2)
