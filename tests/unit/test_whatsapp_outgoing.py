"""Every kind that we send, as Graph's documentation writes it down."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from app.domain.contacts import Identity
from app.domain.contents import (
    Ask,
    AskOption,
    Card,
    CardPhone,
    Content,
    Media,
    MediaKind,
    Place,
    Product,
    SentCard,
    SentTemplate,
    TemplateButtonValue,
    TemplateValue,
)
from app.domain.outgoing import PARTS, Outgoing, problems
from app.whatsapp import wire

TO = Identity(number="447700900123")
HEX = "ab" * 32
QUOTED = "wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUM0FGMEMxRDJFM0E0QjVDNkQ3RTgA"


def file(mime: str, **more: Any) -> Media:
    return Media(mime, HEX, size_bytes=1000, **more)


JPEG, MP4, PDF = file("image/jpeg"), file("video/mp4"), file("application/pdf", name="quote.pdf")
OGG, WEBP, MP3 = file("audio/ogg; codecs=opus"), file("image/webp"), file("audio/mpeg")
IDS = {JPEG: "71", MP4: "72", PDF: "73", OGG: "74", WEBP: "75", MP3: "76"}
SHOP = Place(51.38, -2.36, "Field Teas", "1 High St")
SLOTS = (
    AskOption("s1", "9:00", "With Kim", "Morning"),
    AskOption("s2", "10:00", None, "Morning"),
    AskOption("s3", "15:00", None, "Afternoon"),
)
ANA = Card(
    "Ana Field", "Ana", "Field", (CardPhone("+44 7700 900123", "MOBILE", "447700900123"),), ("ana@example.com",),
    ("https://example.com",), ("1 High St, Bath",), "Field Ltd", "Owner", "1990-05-31",
)  # fmt: skip


def ask(what: Any, media: Media | None = None, **more: Any) -> Content:
    return Content(ask=Ask(what, **more), media=media)


def value(name: str, text: str) -> TemplateValue:
    return TemplateValue(name, text)


def sent(media: Media | None = None, place: Place | None = None, **more: Any) -> Content:
    return Content(
        template=SentTemplate("order_ready", "en_GB", more.pop("category", "utility"), **more),
        media=media,
        place=place,
    )


def interactive(kind: str, action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, **more, "action": action}}


def template(*components: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"name": "order_ready", "language": {"code": "en_GB"}}
    return {"type": "template", "template": body | ({"components": list(components)} if components else {})}


def button(sub_type: str, index: int, **parameter: Any) -> dict[str, Any]:
    return {"type": "button", "sub_type": sub_type, "index": str(index), "parameters": [parameter]}


ASKED = {"body": {"text": "Which?"}}
BODIES: list[tuple[str, str, Content | None, dict[str, Any]]] = [
    ("text", "Hi", None, {"type": "text", "text": {"body": "Hi", "preview_url": False}}),
    (
        "text",
        "https://example.com",
        Content(has_preview=True),
        {"type": "text", "text": {"body": "https://example.com", "preview_url": True}},
    ),
    ("image", "Look", Content(media=JPEG), {"type": "image", "image": {"id": "71", "caption": "Look"}}),
    ("image", "", Content(media=JPEG), {"type": "image", "image": {"id": "71"}}),
    ("video", "Look", Content(media=MP4), {"type": "video", "video": {"id": "72", "caption": "Look"}}),
    ("audio", "", Content(media=MP3), {"type": "audio", "audio": {"id": "76"}}),
    ("voice", "", Content(media=OGG), {"type": "audio", "audio": {"id": "74", "voice": True}}),
    (
        "document",
        "Here",
        Content(media=PDF),
        {"type": "document", "document": {"id": "73", "caption": "Here", "filename": "quote.pdf"}},
    ),
    ("sticker", "", Content(media=WEBP), {"type": "sticker", "sticker": {"id": "75"}}),
    (
        "location",
        "",
        Content(place=SHOP),
        {
            "type": "location",
            "location": {"latitude": 51.38, "longitude": -2.36, "name": "Field Teas", "address": "1 High St"},
        },
    ),
    (
        "location",
        "",
        Content(place=Place(0.0, 0.0, address="1 High St")),
        {"type": "location", "location": {"latitude": 0.0, "longitude": 0.0, "name": "1 High St"}},
    ),
    (
        "contacts",
        "Ana Field",
        Content(cards=(ANA, Card("Bo"))),
        {
            "type": "contacts",
            "contacts": [
                {
                    "name": {"formatted_name": "Ana Field", "first_name": "Ana", "last_name": "Field"},
                    "phones": [{"phone": "+44 7700 900123", "type": "MOBILE", "wa_id": "447700900123"}],
                    "emails": [{"email": "ana@example.com"}],
                    "urls": [{"url": "https://example.com"}],
                    "addresses": [{"street": "1 High St, Bath"}],
                    "org": {"company": "Field Ltd", "title": "Owner"},
                    "birthday": "1990-05-31",
                },
                {"name": {"formatted_name": "Bo", "first_name": "Bo"}},
            ],
        },
    ),
    ("reaction", "👍", None, {"type": "reaction", "reaction": {"message_id": QUOTED, "emoji": "👍"}}),
    ("reaction", "", None, {"type": "reaction", "reaction": {"message_id": QUOTED, "emoji": ""}}),
    (
        "buttons",
        "Which?",
        ask(
            "buttons", options=(AskOption("yes", "Yes"), AskOption("no", "No")), header="Hello", footer="Bye"
        ),
        interactive(
            "button",
            {
                "buttons": [
                    {"type": "reply", "reply": {"id": "yes", "title": "Yes"}},
                    {"type": "reply", "reply": {"id": "no", "title": "No"}},
                ]
            },
            header={"type": "text", "text": "Hello"},
            **ASKED,
            footer={"text": "Bye"},
        ),
    ),
    (
        "buttons",
        "Which?",
        ask("buttons", PDF, options=(AskOption("yes", "Yes"),)),
        interactive(
            "button",
            {"buttons": [{"type": "reply", "reply": {"id": "yes", "title": "Yes"}}]},
            header={"type": "document", "document": {"id": "73", "filename": "quote.pdf"}},
            **ASKED,
        ),
    ),
    (
        "list",
        "Which?",
        ask("list", options=SLOTS, button="Choose"),
        interactive(
            "list",
            {
                "button": "Choose",
                "sections": [
                    {
                        "title": "Morning",
                        "rows": [
                            {"id": "s1", "title": "9:00", "description": "With Kim"},
                            {"id": "s2", "title": "10:00"},
                        ],
                    },
                    {"title": "Afternoon", "rows": [{"id": "s3", "title": "15:00"}]},
                ],
            },
            **ASKED,
        ),
    ),
    (
        "list",
        "Which?",
        ask("list", options=(AskOption("s1", "9:00"),), button="Choose"),
        interactive(
            "list", {"button": "Choose", "sections": [{"rows": [{"id": "s1", "title": "9:00"}]}]}, **ASKED
        ),
    ),
    (
        "link",
        "Which?",
        ask("link", JPEG, button="Open", url="https://example.com/x"),
        interactive(
            "cta_url",
            {"name": "cta_url", "parameters": {"display_text": "Open", "url": "https://example.com/x"}},
            header={"type": "image", "image": {"id": "71"}},
            **ASKED,
        ),
    ),
    (
        "location_request",
        "Which?",
        ask("location_request"),
        interactive("location_request_message", {"name": "send_location"}, **ASKED),
    ),
    (
        "contact_request",
        "Which?",
        ask("contact_request"),
        interactive("request_contact_info", {"name": "request_contact_info"}, **ASKED),
    ),
    (
        "product",
        "",
        ask("product", catalog_id="43", product_ids=("SKU-7",)),
        interactive("product", {"catalog_id": "43", "product_retailer_id": "SKU-7"}),
    ),
    (
        "products",
        "Which?",
        ask("products", catalog_id="43", product_ids=("SKU-7", "SKU-8"), header="Teas"),
        interactive(
            "product_list",
            {
                "catalog_id": "43",
                "sections": [
                    {
                        "title": "Teas",
                        "product_items": [{"product_retailer_id": "SKU-7"}, {"product_retailer_id": "SKU-8"}],
                    }
                ],
            },
            header={"type": "text", "text": "Teas"},
            **ASKED,
        ),
    ),
    (
        "catalog",
        "Which?",
        ask("catalog", product_ids=("SKU-7",)),
        interactive(
            "catalog_message",
            {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "SKU-7"}},
            **ASKED,
        ),
    ),
    (
        "catalog",
        "Which?",
        ask("catalog"),
        interactive("catalog_message", {"name": "catalog_message"}, **ASKED),
    ),
    ("template", "It is ready.", sent(), template()),
    (
        "template",
        "Hi Ana, it is ready.",
        sent(
            is_positional=False,
            body_values=(value("first_name", "Ana"),),
            header_values=(value("no", "8841"),),
        ),
        template(
            {"type": "header", "parameters": [{"type": "text", "parameter_name": "no", "text": "8841"}]},
            {"type": "body", "parameters": [{"type": "text", "parameter_name": "first_name", "text": "Ana"}]},
        ),
    ),
    (
        "template",
        "Hi Ana, order 8841 is ready.",
        sent(
            JPEG,
            body_values=(value("1", "Ana"), value("2", "8841")),
            button_values=(
                TemplateButtonValue(1, "url", "8841"),
                TemplateButtonValue(0, "quick_reply", "CONFIRM_8841"),
                TemplateButtonValue(2, "copy_code", "SPRING15"),
                TemplateButtonValue(3, "form", ""),
                TemplateButtonValue(4, "catalog", "SKU-7"),
            ),
        ),
        template(
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "71"}}]},
            {
                "type": "body",
                "parameters": [{"type": "text", "text": "Ana"}, {"type": "text", "text": "8841"}],
            },
            button("quick_reply", 0, type="payload", payload="CONFIRM_8841"),
            button("url", 1, type="text", text="8841"),
            button("copy_code", 2, type="coupon_code", coupon_code="SPRING15"),
            button("flow", 3, type="action", action={"flow_token": "unused"}),
            button("catalog", 4, type="action", action={"thumbnail_product_retailer_id": "SKU-7"}),
        ),
    ),
    (
        "template",
        "We are here.",
        sent(place=SHOP),
        template(
            {
                "type": "header",
                "parameters": [
                    {
                        "type": "location",
                        "location": {
                            "latitude": 51.38,
                            "longitude": -2.36,
                            "name": "Field Teas",
                            "address": "1 High St",
                        },
                    }
                ],
            }
        ),
    ),
    (
        "template",
        "Your code is 123456.",
        sent(category="authentication", body_values=(value("1", "123456"),)),
        template(
            {"type": "body", "parameters": [{"type": "text", "text": "123456"}]},
            button("url", 0, type="text", text="123456"),
        ),
    ),
    (
        "template",
        "Spring sale",
        sent(category="marketing", offer_ends_at=datetime(2026, 12, 1, tzinfo=UTC)),
        template(
            {
                "type": "limited_time_offer",
                "parameters": [
                    {
                        "type": "limited_time_offer",
                        "limited_time_offer": {"expiration_time_ms": 1796083200000},
                    }
                ],
            }
        ),
    ),
    (
        "template",
        "Look",
        sent(
            category="marketing",
            cards=tuple(
                SentCard(
                    f"For {name}",
                    media,
                    body_values=(value("1", name),),
                    button_values=(TemplateButtonValue(0, "url", name),),
                )
                for name, media in (("Ana", JPEG), ("Bo", MP4))
            ),
        ),
        template(
            {
                "type": "carousel",
                "cards": [
                    {
                        "card_index": index,
                        "components": [
                            {"type": "header", "parameters": [header]},
                            {"type": "body", "parameters": [{"type": "text", "text": name}]},
                            button("url", 0, type="text", text=name),
                        ],
                    }
                    for index, (name, header) in enumerate(
                        (
                            ("Ana", {"type": "image", "image": {"id": "71"}}),
                            ("Bo", {"type": "video", "video": {"id": "72"}}),
                        )
                    )
                ],
            }
        ),
    ),
    (
        "template",
        "Look",
        sent(cards=(SentCard(product=Product("SKU-7", "43")), SentCard(product=Product("SKU-8")))),
        template(
            {
                "type": "carousel",
                "cards": [
                    {
                        "card_index": index,
                        "components": [
                            {"type": "header", "parameters": [{"type": "product", "product": product}]}
                        ],
                    }
                    for index, product in enumerate(
                        (
                            {"product_retailer_id": "SKU-7", "catalog_id": "43"},
                            {"product_retailer_id": "SKU-8"},
                        )
                    )
                ],
            }
        ),
    ),
]


@pytest.mark.parametrize(("kind", "text", "content", "expected"), BODIES)
def test_every_kind_is_written_as_documented(
    kind: str, text: str, content: Content | None, expected: dict[str, Any]
) -> None:
    assert problems("whatsapp", kind, text, content) is None
    outgoing = Outgoing(kind, text, content, QUOTED if kind == "reaction" else None)
    written = json.loads(wire.message_body(TO, outgoing, "c1:m-1", IDS))
    assert written == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+447700900123",
        "biz_opaque_callback_data": "c1:m-1",
        **expected,
    }


def test_the_table_covers_every_kind() -> None:
    assert {kind for kind, *_ in BODIES} == set(PARTS)
    assert set(get_args(MediaKind)) <= set(PARTS)


@pytest.mark.parametrize("kind", ["text", "image", "template", "buttons"])
def test_an_answer_names_what_it_quotes(kind: str) -> None:
    content = next(content for one, _, content, _ in BODIES if one == kind)
    written = json.loads(wire.message_body(TO, Outgoing(kind, "Hi", content, QUOTED), "c1:m-1", IDS))
    assert written["context"] == {"message_id": QUOTED}


def test_a_reaction_quotes_nothing() -> None:
    written = json.loads(wire.message_body(TO, Outgoing("reaction", "👍", None, QUOTED), "c1:m-1", {}))
    assert "context" not in written


@pytest.mark.parametrize("kind", [*sorted(set(PARTS) - {"text", "contacts", "reaction"}), "hologram"])
def test_a_message_without_its_parts_is_never_posted(kind: str) -> None:
    with pytest.raises(wire.Unwritable):
        wire.message_body(TO, Outgoing(kind, "x"), "c1:m-1", {})


def test_a_file_that_the_channel_does_not_have_is_never_posted() -> None:
    for kind, content in (("image", Content(media=JPEG)), ("template", sent(JPEG))):
        with pytest.raises(wire.Unwritable):
            wire.message_body(TO, Outgoing(kind, "x", content), "c1:m-1", {MP4: "72"})


def test_every_file_of_a_message_is_named_once() -> None:
    cards = (SentCard(media=JPEG), SentCard(media=MP4), SentCard(media=JPEG))
    assert Outgoing("template", "x", sent(PDF, cards=cards)).files() == (PDF, JPEG, MP4)
    assert Outgoing("text", "x").files() == ()
