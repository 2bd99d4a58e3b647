"""Every kind that our client sends is taken by the sandbox, which was read from Meta's documents by itself."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.contacts import Identity
from app.domain.contents import (
    EMPTY,
    Content,
    Media,
    Place,
    SentCard,
    SentTemplate,
    TemplateButtonValue,
    TemplateValue,
)
from app.domain.outgoing import Outgoing, problems
from app.whatsapp.client import Accepted, GraphClient, Refusal
from app.whatsapp.webhook import ParsedMessage, walk
from tests.unit.outgoing_bodies import PLAIN, QUOTED
from tests.unit.sandbox_rig import BUSINESS, NOW, Rig, new_world, rig
from tests.unit.test_sandbox_media import FILM, JPEG, PAPER, VOICE, WEBP, uploaded
from tests.unit.test_sandbox_template_sends import Shelf

PARTS_OF_ALL = [one.name for one in fields(EMPTY)]
ANA = Identity(number="447700900123")
FILES = {"image": JPEG, "video": FILM, "audio": VOICE, "application": PAPER}
PICTURE = Media("image/jpeg", "ab" * 32, size_bytes=1000)
PAPER_FILE = Media("application/pdf", "cd" * 32, "bill.pdf", 1000)


async def give_files(it: Rig, outgoing: Outgoing) -> dict[Media, str]:
    """The channel's ids of files of these types."""
    ids = {}
    for media in outgoing.files():
        data = WEBP if media.mime == "image/webp" else FILES[(media.mime or "").partition("/")[0]]
        mime = "audio/ogg; codecs=opus" if data is VOICE else media.mime
        ids[media] = await uploaded(it, data, mime or "")
    return ids


async def post(it: Rig, outgoing: Outgoing) -> Any:
    client = GraphClient(it.http, "http://graph", "v24.0")
    ids = await give_files(it, outgoing)
    outcome = await client.send(BUSINESS.phone_number_id, "any", ANA, outgoing, "c1:m-1", ids)
    told = outcome.said if isinstance(outcome, Refusal) else None
    assert isinstance(outcome, Accepted), (outcome, told)
    return outcome


@pytest.mark.parametrize(("kind", "text", "content", "_"), PLAIN)
async def test_every_kind_is_taken(kind: str, text: str, content: Content | None, _: Any) -> None:
    async with rig() as it:
        await post(it, Outgoing(kind, text, content, QUOTED if kind == "reaction" else None))


def sent(name: str, category: str = "utility", **more: Any) -> Content:
    around = {part: more.pop(part) for part in ("media", "place") if part in more}
    return Content(template=SentTemplate(name, "en_GB", category, **more), **around)


def values(*texts: str) -> tuple[TemplateValue, ...]:
    return tuple(TemplateValue(str(number), text) for number, text in enumerate(texts, 1))


CARD = SentCard(
    "Only 5 €",
    PICTURE,
    body_values=values("5 €"),
    button_values=(TemplateButtonValue(0, "quick_reply", "P"),),
)
TEMPLATES = {
    "plain": sent("plain"),
    "two": sent("two", body_values=values("Ana", "8841")),
    "title": sent("title", header_values=values("8841")),
    "place": sent("place", place=Place(51.4, -2.4)),
    "paper": sent("paper", media=PAPER_FILE),
    "coupon": sent("coupon", "marketing", button_values=(TemplateButtonValue(0, "copy_code", "SPRING15"),)),
    "flow": sent("flow", button_values=(TemplateButtonValue(0, "form", "t"),)),
    "catalog": sent("catalog", button_values=(TemplateButtonValue(0, "catalog", "SKU-7"),)),
    "offer": sent("offer", "marketing", offer_ends_at=datetime(2026, 12, 1, tzinfo=UTC)),
    "cards": sent("cards", "marketing", cards=(CARD, CARD)),
    "code": sent("code", "authentication", body_values=values("123456")),
    "order_ready": sent(
        "order_ready",
        is_positional=False,
        media=PICTURE,
        body_values=(TemplateValue("first_name", "Ana"),),
        button_values=(
            TemplateButtonValue(0, "quick_reply", "CONFIRM_8841"),
            TemplateButtonValue(1, "url", "8841"),
        ),
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
async def test_every_part_of_a_template_is_taken(name: str) -> None:
    async with rig(templates=Shelf(), has_written=False) as it:
        assert problems("whatsapp", "template", "As it reads", TEMPLATES[name]) is None
        await post(it, Outgoing("template", "As it reads", TEMPLATES[name]))


async def test_a_customer_sees_that_somebody_writes() -> None:
    world = new_world()
    asked = world.wrote(world.people["ana"], NOW, "text", {"body": "Are you there?"})
    async with rig(world=world, has_written=False) as it:
        client = GraphClient(it.http, "http://graph", "v24.0")
        assert await client.mark_read(BUSINESS.phone_number_id, "any", asked.wamid, is_typing=True)


@pytest.mark.parametrize(
    ("wish", "kind", "part"),
    [
        ({"type": "text", "text": "Hi"}, "text", None),
        ({"type": "image", "caption": "Look"}, "image", "media"),
        ({"type": "video"}, "video", "media"),
        ({"type": "audio"}, "voice", "media"),
        ({"type": "document", "filename": "x.pdf"}, "document", "media"),
        ({"type": "sticker", "file": "sticker-snip"}, "sticker", "media"),
        ({"type": "location", "name": "Gare de Meaux"}, "location", "place"),
        ({"type": "contacts", "name": "Bo Field", "phone": "+44 7700 900124"}, "contacts", "cards"),
        ({"type": "order", "items": {"SKU-7": 2}}, "order", "order"),
        ({"type": "button", "text": "Yes", "payload": "Y"}, "answer", "choice"),
        ({"type": "text", "text": "Hi", "product": "SKU-7"}, "text", "product"),
        ({"type": "text", "text": "Hi", "referral": {"source_type": "post"}}, "text", "ad"),
        ({"type": "text", "text": "Hi", "forwarded": True}, "text", "is_forwarded"),
        ({"type": "edit", "message": "wamid.x", "text": "New"}, "edit", None),
        ({"type": "revoke", "message": "wamid.x"}, "revoke", None),
        ({"type": "unsupported"}, "unsupported", "trouble"),
    ],
)
async def test_everything_that_its_customers_send_is_understood(
    wish: dict[str, Any], kind: str, part: str | None
) -> None:
    async with rig() as it:
        answer = await it.post("/_sandbox/inbound", {"person": "ana"} | wish)
        assert answer.status == 200, answer.body
        await it.later(0)
        parsed = walk(it.inbox.bodies[-1], NOW)[-1].parsed
    assert isinstance(parsed, ParsedMessage)
    assert parsed.kind == kind
    filled = [name for name in PARTS_OF_ALL if getattr(parsed.content or EMPTY, name) != getattr(EMPTY, name)]
    assert filled == ([part] if part else [])
    if parsed.content and parsed.content.media:
        media = parsed.content.media
        assert media.external_id
        assert media.mime
        assert len(media.sha256 or "") == 64
