"""Messages of every kind that we send, and how Graph's documentation writes each down."""

from __future__ import annotations

from typing import Any

from app.domain.contacts import Identity
from app.domain.contents import (
    Ask,
    AskOption,
    Card,
    CardPhone,
    Content,
    Media,
    Place,
    SentTemplate,
    TemplateValue,
)

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
PLAIN: list[tuple[str, str, Content | None, dict[str, Any]]] = [
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
        ask("product", catalog_id="430000000000012", product_ids=("SKU-7",)),
        interactive("product", {"catalog_id": "430000000000012", "product_retailer_id": "SKU-7"}),
    ),
    (
        "products",
        "Which?",
        ask("products", catalog_id="430000000000012", product_ids=("SKU-7", "SKU-8"), header="Teas"),
        interactive(
            "product_list",
            {
                "catalog_id": "430000000000012",
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
]
