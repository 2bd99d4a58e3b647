"""From stored webhooks to the log: every element exactly once, whatever it is and however it comes."""

import random
from collections import Counter
from pathlib import Path

import pytest

from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contacts import ContactAliased
from app.domain.health import WebhookUnparsed
from app.domain.sends import SendText
from app.hub import resolve
from app.whatsapp import opaque
from app.whatsapp.webhook import PARSER_VERSION
from storage import view
from storage.hub import raw
from tests.flow.hub_world import (
    ANA,
    BO,
    FOREIGN_LINE,
    LINE,
    OTHER_LINE,
    HubWorld,
    message_webhook,
    status_webhook,
    text_item,
    webhook,
)


def bodies(world: HubWorld, kind: str) -> list[MessageReceived]:
    return [event.body for event in world.events(kind) if isinstance(event.body, MessageReceived)]


async def test_a_message_opens_a_conversation_and_the_next_one_goes_there_too(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        first, second = await world.say("Hello"), await world.say("Are you there?")
        assert first.subject == second.subject
        assert isinstance(second.body, MessageReceived)
        assert (second.body.text, second.body.line_id) == ("Are you there?", f"whatsapp:{LINE}")
        other = await world.say("Bonjour", person=BO)
        elsewhere = await world.say("Hello", line=OTHER_LINE)
        assert len({first.subject, other.subject, elsewhere.subject}) == 3
        with world.reading() as conn:
            ana = view.load_conversation(conn, elsewhere.body.conversation_id)  # type: ignore[union-attr,arg-type]
        assert ana is not None
        assert isinstance(first.body, MessageReceived)
        assert ana.contact_id == first.body.contact_id


async def test_every_element_of_a_batch_is_an_event_with_its_source(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        now = world.clock.now()
        items = [text_item(f"number {index}", sent_at=now) for index in range(300)]
        assert await world.post(webhook({"messages": items})) == 200
        await world.settled()
        with world.reading() as conn:
            rows = conn.execute(
                "SELECT raw_id, path FROM log WHERE raw_id IS NOT NULL ORDER BY pos"
            ).fetchall()
        assert rows == [(1, f"entry[0].changes[0].value.messages[{index}]") for index in range(300)]
        assert [body.text for body in bodies(world, "message.received")] == [
            item["text"]["body"] for item in items
        ]


async def test_repeats_in_other_batches_and_another_order_change_nothing(tmp_path: Path) -> None:
    """G2."""
    async with HubWorld(tmp_path) as world:
        now = world.clock.now()
        items = [text_item(f"number {index}", sent_at=now) for index in range(60)]
        dice = random.Random(7)
        for _ in range(12):
            assert await world.post(webhook({"messages": dice.sample(items, 20)})) == 200
        assert await world.post(webhook({"messages": items})) == 200
        await world.settled()
        seen = Counter(body.external_id for body in bodies(world, "message.received"))
        assert seen == Counter(item["id"] for item in items)


@pytest.mark.parametrize("body", [b"not json", b"[]", b'"text"', b'{"object":"x"}', b"\xff\xfe\x00", b"{}"])
async def test_a_body_that_is_no_envelope_is_one_visible_event(tmp_path: Path, body: bytes) -> None:
    async with HubWorld(tmp_path) as world:
        assert await world.post(body) == 200
        await world.settled()
        [event] = world.events("webhook.unparsed")
        assert isinstance(event.body, WebhookUnparsed)
        with world.reading() as conn:
            assert conn.execute("SELECT state, body FROM raw_inbox").fetchall() == [
                (raw.RawState.ERROR, body)
            ]
            assert view.health(conn).unparsed_count == 1


async def test_an_element_nobody_can_read_does_not_hide_its_neighbours(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        now = world.clock.now()
        items = [text_item("before", sent_at=now), 17, {"id": None}, text_item("after", sent_at=now)]
        assert await world.post(webhook({"messages": items})) == 200
        await world.settled()
        assert [body.text for body in bodies(world, "message.received")] == ["before", "after"]
        assert len(world.events("webhook.unparsed")) == 2
        with world.reading() as conn:
            assert conn.execute("SELECT state FROM raw_inbox").fetchone()[0] == raw.RawState.PARTIAL


async def test_an_element_that_fails_in_our_hands_is_kept_for_a_better_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug of ours costs one element's place in the thread, not the batch; the next version reads it again."""
    careful = resolve.Resolver.drafts

    def clumsy(self: resolve.Resolver, arrival: resolve.Arrival) -> list[object]:
        if b"trips" in arrival.element.original:
            raise KeyError("trips")
        return careful(self, arrival)  # type: ignore[return-value]

    async with HubWorld(tmp_path) as world:
        monkeypatch.setattr(resolve.Resolver, "drafts", clumsy)
        now = world.clock.now()
        items = [text_item(text, sent_at=now) for text in ("one", "trips", "three")]
        assert await world.post(webhook({"messages": items})) == 200
        await world.settled()
        assert [body.text for body in bodies(world, "message.received")] == ["one", "three"]
        [event] = world.events("webhook.unparsed")
        assert event.body == WebhookUnparsed("element_failed", event.body.line_id)  # type: ignore[union-attr]
        monkeypatch.setattr(resolve.Resolver, "drafts", careful)
        monkeypatch.setattr("app.hub.sequencer.PARSER_VERSION", PARSER_VERSION + 1)
        await world.restart()
        await world.settled()
        assert [body.text for body in bodies(world, "message.received")] == ["one", "three", "trips"]
        with world.reading() as conn:
            assert conn.execute("SELECT state FROM raw_inbox").fetchone()[0] == raw.RawState.DONE


async def test_a_message_to_a_foreign_number_is_logged_and_opens_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        event = await world.say("Test message", line=FOREIGN_LINE)
        assert isinstance(event.body, MessageReceived)
        assert (event.body.conversation_id, event.body.contact_id) == (None, None)
        assert event.body.line_id == f"whatsapp:{FOREIGN_LINE}"
        with world.reading() as conn:
            assert view.health(conn).unknown_line_count == 1
            assert conn.execute("SELECT count(*) FROM view_conversation").fetchone()[0] == 0


async def test_a_status_finds_its_message_by_what_we_sent_along(tmp_path: Path) -> None:
    """Also when the answer with the channel's id never came."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        sent = SendText("m-1", conversation, "Yes, of course")  # type: ignore[arg-type]
        assert (await world.do(desk, sent)).result == "accepted"
        now = world.clock.now()
        ours = opaque.of_message(sent.message_id)
        assert await world.post(status_webhook("wamid.out", "delivered", at=now, opaque=ours)) == 200
        assert await world.post(status_webhook("wamid.out", "read", at=now)) == 200
        assert await world.post(status_webhook("wamid.never", "read", at=now, opaque="someone else's")) == 200
        await world.settled()
        found = [event.body for event in world.events("message.status")]
        assert [
            (body.message_id, body.conversation_id) for body in found if isinstance(body, MessageStatus)
        ] == [
            ("m-1", conversation),
            ("m-1", conversation),
            (None, None),
        ]
        with world.reading() as conn:
            message = view.load_message(conn, sent.message_id)
        assert message is not None
        assert message.state == "read"


async def test_a_person_whose_number_was_known_is_found_again_by_user_id_alone(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        sent = SendText("m-1", conversation, "Yes")  # type: ignore[arg-type]
        await world.do(desk, sent)
        now = world.clock.now()
        body = status_webhook(
            "wamid.out", "sent", at=now, opaque=opaque.of_message(sent.message_id), recipient_user_id="GB.771"
        )
        assert await world.post(body) == 200
        await world.settled()
        [learned] = world.events("contact.aliased")
        assert isinstance(learned.body, ContactAliased)
        assert learned.body.identity.user_id == "GB.771"
        hidden = text_item("It is me", sent_at=now) | {"from_user_id": "GB.771"}
        del hidden["from"]
        assert await world.post(webhook({"messages": [hidden]})) == 200
        await world.settled()
        assert {event.subject for event in world.events("message.received")} == {conversation}


async def test_two_messages_of_a_new_person_in_one_batch_share_a_conversation(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        now = world.clock.now()
        items = [text_item("one", sent_at=now), text_item("two", sent_at=now) | {"from_user_id": "GB.9"}]
        third = text_item("three", sent_at=now) | {"from_user_id": "GB.9"}
        del third["from"]
        assert await world.post(webhook({"messages": [*items, third]})) == 200
        await world.settled()
        assert len({event.subject for event in world.events("message.received")}) == 1


async def test_after_a_restart_the_sequencer_goes_on_where_it_was(tmp_path: Path) -> None:
    """Acknowledged is stored: a hub that stops before it has read everything reads the rest later."""
    async with HubWorld(tmp_path) as world:
        gate = world.core.writer
        now = world.clock.now()
        for index in range(5):
            assert await world.post(message_webhook(f"number {index}", sent_at=now)) == 200
        await world.restart()
        await world.settled()
        assert gate is not world.core.writer
        assert [body.text for body in bodies(world, "message.received")] == [f"number {i}" for i in range(5)]


@pytest.mark.parametrize(
    "text", ["\ud83d half", "nul \0 inside", "\u202eright to left", "x" * 65_536, "<b>bold</b>"]
)
async def test_hostile_text_is_kept_whole_and_read_as_plain_text(tmp_path: Path, text: str) -> None:
    async with HubWorld(tmp_path) as world:
        event = await world.say(text)
        assert isinstance(event.body, MessageReceived)
        assert event.body.text == text.replace("\ud83d", "\ufffd").replace("\0", "\ufffd")
        assert event.body.conversation_id is not None
        with world.reading() as conn:
            row = view.inbox_row(conn, event.body.conversation_id)
        assert row is not None
        assert row.last_text


async def test_a_hub_projection_equals_one_made_from_its_log(tmp_path: Path) -> None:
    """Replay equals projection (G12 for the view)."""
    import sqlcipher3.dbapi2 as sqlite

    from storage.codec import decode_event
    from storage.hub import log

    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        await world.do(desk, SendText("m-1", conversation, "Yes"))  # type: ignore[arg-type]
        await world.say("Thank you", person=BO)
        now = world.clock.now()
        await world.post(status_webhook("w", "failed", at=now, opaque="c1:m-1", errors=[{"code": 131047}]))
        await world.post(status_webhook("wamid.unknown", "read", at=now, person=ANA))
        await world.post(b"odd")
        await world.settled()
        with world.reading() as conn:
            kept = view.view_hash(conn)
            stored = log.page(conn, 0, 10_000)
    for size in (1, 3, 10_000):
        fresh = sqlite.connect(":memory:", isolation_level=None)
        view.create(fresh)
        for start in range(0, len(stored), size):
            part = stored[start : start + size]
            view.project(fresh, [decode_event(one) for one in part])
            view.set_cursor(fresh, part[-1].pos, part[-1].chain)
        assert view.view_hash(fresh) == kept
        fresh.close()
