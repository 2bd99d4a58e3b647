"""Every kind of message that the business may send: what Meta takes, and with which code it refuses the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sandbox.outbound.plain import is_one_emoji
from tests.unit.sandbox_bodies import GOOD, IMAGE, PRODUCTS, button, changed, media_card, product_card, row
from tests.unit.sandbox_rig import BUSINESS, rig, text_body

ACTION = "interactive.action"


@pytest.mark.parametrize("name", GOOD)
async def test_every_documented_kind_is_taken_and_sent(name: str) -> None:
    async with rig() as it:
        answer = await it.send(text=None, **GOOD[name])
        body = json.loads(answer.body)
        assert answer.status == 200, body
        assert "message_status" not in body["messages"][0]
        await it.later(60)
        assert it.inbox.ticks()[0] == "sent" and "failed" not in it.inbox.ticks()


@pytest.mark.parametrize(
    ("name", "path", "value", "code"),
    [
        ("image", "image", ..., 131008),
        ("image", "image", "a.jpg", 100),
        ("image", "image.link", ..., 100),
        ("image", "image.id", "7100000000000321", 100),  # both
        ("image", "image", {"id": "7100000000000321"}, 100),  # unknown
        ("image", "image.link", "a.jpg", 100),
        ("image", "image.caption", "x" * 1025, 131009),
        ("image", "image.caption", 5, 100),
        ("image", "image.filename", "a.jpg", 100),
        ("audio", "audio.caption", "x", 100),
        ("audio", "audio.voice", "yes", 100),
        ("sticker", "sticker.caption", "x", 100),
        ("location", "location.latitude", ..., 131008),
        ("location", "location.latitude", 91, 131009),
        ("location", "location.longitude", "east", 131009),
        ("contacts", "contacts", [], 131009),
        ("contacts", "contacts", {}, 100),
        ("contacts", "contacts.0.name", ..., 131008),
        ("contacts", "contacts.0.name.formatted_name", ..., 131008),
        ("contacts", "contacts.0.name.first_name", ..., 131008),
        ("contacts", "contacts.0.phones", "none", 100),
        ("button", "interactive", ..., 131008),
        ("button", "interactive.type", "telegram", 100),
        ("button", "interactive.type", ..., 131008),
        ("button", "interactive.body", ..., 131008),
        ("button", "interactive.body.text", "", 131008),
        ("button", "interactive.body.text", "x" * 1025, 131009),
        ("button", "interactive.footer", {"text": "x" * 61}, 131009),
        ("button", "interactive.header", {"type": "text", "text": "x" * 61}, 131009),
        ("button", "interactive.header", {"type": "sticker", "sticker": {}}, 100),
        ("button", "interactive.header", {"type": "image"}, 131008),
        ("button", ACTION, ..., 131008),
        ("button", f"{ACTION}.buttons", [], 131009),
        ("button", f"{ACTION}.buttons", [button(n) for n in range(4)], 131009),
        ("button", f"{ACTION}.buttons", [button(1), button(1)], 131009),
        ("button", f"{ACTION}.buttons", [button(1, "Same"), button(2, "Same")], 131009),
        ("button", f"{ACTION}.buttons.0.reply.title", "x" * 21, 131009),
        ("button", f"{ACTION}.buttons.0.reply.id", "x" * 257, 131009),
        ("button", f"{ACTION}.buttons.0.reply", ..., 131008),
        ("button", f"{ACTION}.buttons.0.type", "url", 100),
        ("list", "interactive.header", IMAGE, 100),
        ("list", "interactive.body.text", "x" * 4097, 131009),
        ("list", f"{ACTION}.button", ..., 131008),
        ("list", f"{ACTION}.button", "x" * 21, 131009),
        ("list", f"{ACTION}.sections", [], 131009),
        ("list", f"{ACTION}.sections", [{"rows": [row(n) for n in range(11)]}], 131009),
        (
            "list",
            f"{ACTION}.sections",
            [{"title": f"S{s}", "rows": [row(10 * s + n) for n in range(6)]} for s in range(2)],
            131009,
        ),
        ("list", f"{ACTION}.sections", [{"rows": [row(1)]}, {"rows": [row(2)]}], 131008),
        ("list", f"{ACTION}.sections", [{"rows": [row(1), row(1)]}], 131009),
        ("list", f"{ACTION}.sections.0.title", "x" * 25, 131009),
        ("list", f"{ACTION}.sections.0.rows.0.id", "x" * 201, 131009),
        ("list", f"{ACTION}.sections.0.rows.0.title", "x" * 25, 131009),
        ("list", f"{ACTION}.sections.0.rows.0.description", "x" * 73, 131009),
        ("cta_url", f"{ACTION}.name", "url", 100),
        ("cta_url", f"{ACTION}.parameters.display_text", "x" * 21, 131009),
        ("cta_url", f"{ACTION}.parameters.url", "example", 131009),
        ("flow", f"{ACTION}.parameters.flow_id", ..., 100),
        ("flow", f"{ACTION}.parameters.flow_name", "both", 100),
        ("flow", f"{ACTION}.parameters.flow_message_version", "2", 100),
        ("flow", f"{ACTION}.parameters.flow_cta", "x" * 31, 131009),
        ("flow", f"{ACTION}.parameters.flow_cta", "Book 🙂", 131009),
        ("flow", f"{ACTION}.parameters.mode", "test", 100),
        ("flow", f"{ACTION}.parameters.flow_action", "jump", 100),
        ("flow", f"{ACTION}.parameters.flow_action_payload", {"screen": "S", "data": {}}, 131009),
        ("location_request_message", f"{ACTION}.name", "location", 100),
        ("location_request_message", "interactive.header", IMAGE, 100),
        ("voice_call", f"{ACTION}.parameters.display_text", "x" * 21, 131009),
        ("voice_call", f"{ACTION}.parameters.ttl_minutes", 43_201, 131009),
        ("voice_call", f"{ACTION}.parameters.ttl_minutes", 1.5, 131009),
        ("product", f"{ACTION}.catalog_id", "1", 131009),
        ("product", f"{ACTION}.product_retailer_id", "SKU-0", 131009),
        ("product", f"{ACTION}.product_retailer_id", ..., 131008),
        ("product_list", "interactive.header", ..., 131008),
        ("product_list", f"{ACTION}.sections", [PRODUCTS | {"title": "x" * 25}], 131009),
        ("product_list", f"{ACTION}.sections", [{"product_items": PRODUCTS["product_items"]}] * 2, 131008),
        ("product_list", f"{ACTION}.sections", [{"product_items": PRODUCTS["product_items"] * 31}], 131009),
        ("product_list", f"{ACTION}.sections", [PRODUCTS] * 11, 131009),
        (
            "product_list",
            f"{ACTION}.sections",
            [PRODUCTS | {"product_items": PRODUCTS["product_items"] * 16}] * 2,
            131009,
        ),
        ("catalog_message", "interactive.body", ..., 131008),
        ("catalog_message", f"{ACTION}.parameters.thumbnail_product_retailer_id", "SKU-0", 131009),
        ("address_message", f"{ACTION}.parameters.country", "FR", 100),
        ("media carousel", "interactive.body", ..., 131008),
        ("media carousel", "interactive.footer", {"text": "x"}, 100),
        ("media carousel", "interactive.header", IMAGE, 100),
        ("media carousel", f"{ACTION}.cards", [media_card(0)], 131009),
        ("media carousel", f"{ACTION}.cards", [media_card(n) for n in range(11)], 131009),
        ("media carousel", f"{ACTION}.cards", [media_card(0), media_card(0)], 131009),
        ("media carousel", f"{ACTION}.cards", [media_card(0), product_card(1)], 131009),
        ("media carousel", f"{ACTION}.cards.1.body.text", "x" * 161, 131009),
        ("media carousel", f"{ACTION}.cards.1.body.text", "a\nb\nc\nd", 131009),
        ("media carousel", f"{ACTION}.cards.1.header", {"type": "document", "document": {}}, 100),
        ("media carousel", f"{ACTION}.cards.1.header", ..., 131008),
        ("media carousel", f"{ACTION}.cards.1.action.buttons.0.quick_reply.title", "x" * 21, 131009),
        ("product carousel", f"{ACTION}.cards.1.action.catalog_id", "2", 131009),
        ("product carousel", f"{ACTION}.cards.1.header", IMAGE, 100),
    ],
)
async def test_one_mistake_is_refused_with_metas_code(name: str, path: str, value: Any, code: int) -> None:
    async with rig() as it:
        answer = await it.send(text=None, **changed(name, path, value))
        error = json.loads(answer.body).get("error", {})
        assert (answer.status, error.get("code")) == (400, code), answer.body
        assert error["type"] == "OAuthException" and error["fbtrace_id"] and "is_transient" in error
        if code != 100:
            assert error["error_data"]["messaging_product"] == "whatsapp" and error["error_data"]["details"]
        assert await it.accepted() == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("👍", True),
        ("❤️", True),
        ("👍🏽", True),
        ("👨‍👩‍👧", True),
        ("🇫🇷", True),
        ("1️⃣", True),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", True),
        ("😂😂", False),
        ("ok", False),
        ("1", False),
        ("👍 ", False),
    ],
)
async def test_a_reaction_is_one_emoji(text: str, is_one: bool) -> None:
    assert is_one_emoji(text) is is_one
    async with rig() as it:
        target = next(iter(it.sandbox.world.messages))
        reaction = {"message_id": target, "emoji": text}
        answer = await it.send(text=None, type="reaction", reaction=reaction)
        assert answer.status == (200 if is_one else 400)


@pytest.mark.parametrize(
    ("reaction", "more", "code"),
    [
        ({"message_id": "wamid.x"}, {}, 131008),
        ({"emoji": "👍"}, {}, 131008),
        ({"message_id": "wamid.x", "emoji": None}, {}, 100),
        ({"message_id": "wamid.x", "emoji": "👍"}, {"context": {"message_id": "wamid.y"}}, 100),
    ],
)
async def test_a_malformed_reaction_is_refused(reaction: Any, more: Any, code: int) -> None:
    async with rig() as it:
        answer = await it.send(text=None, type="reaction", reaction=reaction, **more)
        assert json.loads(answer.body)["error"]["code"] == code


async def test_an_empty_emoji_takes_a_reaction_back_and_nothing_but_sent_follows() -> None:
    async with rig() as it:
        target = next(iter(it.sandbox.world.messages))
        for emoji in ("👍", ""):
            answer = await it.send(
                text=None, type="reaction", reaction={"message_id": target, "emoji": emoji}
            )
            assert answer.status == 200
        await it.later(3600)
        assert it.inbox.ticks() == ["sent", "sent"]


async def test_a_reply_keeps_what_it_quotes() -> None:
    async with rig() as it:
        target = next(iter(it.sandbox.world.messages))
        await it.send(context={"message_id": target})
        (entry,) = await it.accepted()
    assert entry["context"] == target and entry["content"] == {"body": "Hello"}


async def test_the_marketing_endpoint_takes_marketing_templates_alone() -> None:
    async with rig() as it:
        path = f"/v24.0/{BUSINESS.phone_number_id}/marketing_messages"
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.x"}
        for body in (text_body(), read):
            error = json.loads((await it.post(path, body)).body)["error"]
            assert error["code"] == 134100
