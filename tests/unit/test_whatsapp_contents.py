"""What each inbound type carries, from the payloads that Meta documents: files, places, cards, orders, forms … (G2)."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from app.domain.contents import (
    Ad,
    Card,
    CardPhone,
    Choice,
    Content,
    FormAnswer,
    IdentityChange,
    Media,
    Order,
    OrderLine,
    Place,
    Product,
    Trouble,
)
from tests.unit.whatsapp_bodies import (
    ANA_ID,
    ANA_NUMBER,
    LINE_NUMBER,
    message,
    parsed_message,
)

DIGEST = hashlib.sha256(b"a picture")
HEX = DIGEST.hexdigest()
FILE = {
    "id": "7100000000000321",
    "mime_type": "image/jpeg",
    "sha256": base64.b64encode(DIGEST.digest()).decode(),
}
ERRORS = [
    {"code": 131051, "title": "Unsupported", "message": "…", "error_data": {"details": "Not supported"}}
]


def media(mime: str = "image/jpeg", **more: Any) -> Content:
    return Content(media=Media(mime, HEX, external_id="7100000000000321", **more))


def interactive(kind: str, **reply: Any) -> dict[str, Any]:
    return {"interactive": {"type": kind, kind: reply}}


CARD = {
    "name": {"formatted_name": "Ana Field", "first_name": "Ana", "last_name": "Field"},
    "phones": [{"phone": "+44 7700 900123", "type": "MOBILE", "wa_id": "447700900123"}, {"wa_id": "336"}, {}],
    "emails": [{"email": "ana@example.com", "type": "WORK"}],
    "urls": [{"url": "https://example.com", "type": "WORK"}],
    "addresses": [{"street": "1 High St", "city": "Bath", "state": "", "zip": "BA1", "country": "UK"}, {}],
    "org": {"company": "Field Ltd", "department": "Sales", "title": "Owner"},
    "birthday": "1990-05-31",
    "origin": "other",
}
CARD_OF_ANA = Card(
    "Ana Field",
    "Ana",
    "Field",
    (CardPhone("+44 7700 900123", "MOBILE", "447700900123"), CardPhone("+336", None, "336")),
    ("ana@example.com",),
    ("https://example.com",),
    ("1 High St, BA1 Bath, UK",),
    "Field Ltd",
    "Owner",
    "1990-05-31",
)
REFERRAL = {
    "source_url": "https://fb.me/x1",
    "source_type": "ad",
    "source_id": "6100000001",
    "headline": "Spring sale",
    "body": "20% off",
    "media_type": "image",
    "image_url": "https://…",
    "ctwa_clid": "ARAk",
    "welcome_message": {"text": "Hi!"},
}

CONTENTS: list[tuple[str, dict[str, Any], Content | None]] = [
    ("text", {"text": {"body": "Hi"}}, None),
    ("image", {"image": {**FILE, "caption": "c", "url": "https://lookaside.fbsbx.com/x"}}, media()),
    ("image", {"image": {**FILE, "sha256": HEX.upper()}}, media()),
    ("image", {"image": {"id": 7}}, Content(media=Media(external_id="7"))),
    ("image", {}, None),
    (
        "video",
        {"video": {**FILE, "mime_type": "video/mp4", "file_size": "48211"}},
        media("video/mp4", size_bytes=48211),
    ),
    (
        "audio",
        {"audio": {**FILE, "mime_type": "audio/ogg; codecs=opus", "voice": True}},
        media("audio/ogg; codecs=opus"),
    ),
    ("document", {"document": {**FILE, "filename": "quote.pdf"}}, media(name="quote.pdf")),
    (
        "sticker",
        {"sticker": {**FILE, "mime_type": "image/webp", "animated": True}},
        media("image/webp", is_animated=True),
    ),
    (
        "location",
        {
            "location": {
                "latitude": "51.38",
                "longitude": -2.36,
                "name": "Bath",
                "address": "1 High St",
                "url": "https://x",
            }
        },
        Content(place=Place(51.38, -2.36, "Bath", "1 High St", "https://x")),
    ),
    ("location", {"location": {"latitude": 51.38, "name": "Bath"}}, None),
    ("location", {"location": {"latitude": 91, "longitude": 0}}, None),
    ("location", {"location": {"latitude": "nan", "longitude": "inf"}}, None),
    ("contacts", {"contacts": [CARD]}, Content(cards=(CARD_OF_ANA,))),
    (
        "contacts",
        {
            "contacts": [
                {"phones": [{"phone": "1"}]},
                {"name": {"last_name": "Ash"}},
                {"org": {"company": "Ltd"}},
                {},
                5,
            ]
        },
        Content(
            cards=(
                Card("1", phones=(CardPhone("1"),)),
                Card("Ash", last_name="Ash"),
                Card("Ltd", company="Ltd"),
            )
        ),
    ),
    ("reaction", {"reaction": {"message_id": "wamid.X", "emoji": "👍"}}, None),
    ("interactive", interactive("button_reply", id="yes", title="Yes"), Content(choice=Choice("yes"))),
    (
        "interactive",
        interactive("list_reply", id="s1", title="9:00", description="With Kim"),
        Content(choice=Choice("s1", "With Kim")),
    ),
    (
        "interactive",
        interactive(
            "nfm_reply",
            name="flow",
            body="Sent",
            response_json='{"flow_token":"t-17","when":"9:00","people":2,"child":true,"none":null,'
            '"where":{"city":"Bath","zip":["BA1","BA2"]}}',
        ),
        Content(
            form=(
                FormAnswer("when", "9:00"),
                FormAnswer("people", "2"),
                FormAnswer("child", "true"),
                FormAnswer("where", "city: Bath, zip: BA1, BA2"),
            )
        ),
    ),
    ("interactive", interactive("nfm_reply", response_json="{broken"), None),
    (
        "interactive",
        interactive("nfm_reply", response_json={"k": "v"}),
        Content(form=(FormAnswer("k", "v"),)),
    ),
    (
        "interactive",
        interactive("nfm_reply", response_json='{"k":"\\ud83d"}'),
        Content(form=(FormAnswer("k", "\ufffd"),)),
    ),
    (
        "interactive",
        interactive("call_permission_reply", response="accept"),
        Content(choice=Choice("accept")),
    ),
    (
        "interactive",
        {"errors": ERRORS},
        Content(trouble=Trouble("interactive", "type_unsupported", 131051, "Not supported")),
    ),
    ("interactive", interactive("hologram_reply"), Content(trouble=Trouble("hologram_reply"))),
    (
        "button",
        {"button": {"payload": "CONFIRM_8841", "text": "Confirm"}},
        Content(choice=Choice("CONFIRM_8841")),
    ),
    (
        "order",
        {
            "order": {
                "catalog_id": "430000000000012",
                "text": "note",
                "product_items": [
                    {"product_retailer_id": "SKU-7", "quantity": 2, "item_price": 4.5, "currency": "GBP"},
                    {"product_retailer_id": 8, "quantity": "3", "item_price": "12.50"},
                    {"quantity": [], "item_price": "much"},
                    "odd",
                ],
            }
        },
        Content(
            order=Order(
                "430000000000012",
                (
                    OrderLine("SKU-7", "2", "4.5", "GBP"),
                    OrderLine("8", "3", "12.50"),
                    OrderLine("", ""),
                ),
            )
        ),
    ),
    (
        "system",
        {"system": {"type": "user_changed_number", "body": "…", "wa_id": "447700900456"}},
        Content(change=IdentityChange("number", ANA_NUMBER, "447700900456")),
    ),
    (
        "system",
        {"system": {"type": "customer_changed_number", "new_wa_id": "447700900456"}},
        Content(change=IdentityChange("number", ANA_NUMBER, "447700900456")),
    ),
    (
        "system",
        {"system": {"type": "user_changed_user_id", "user_id": "GB.9902211"}},
        Content(change=IdentityChange("user_id", ANA_ID, "GB.9902211")),
    ),
    ("system", {"system": {"type": "customer_identity_changed"}}, Content(change=IdentityChange("identity"))),
    ("system", {"system": {"type": "group_renamed"}}, None),
    (
        "unsupported",
        {"errors": ERRORS, "unsupported": {"type": "poll_creation"}},
        Content(trouble=Trouble("poll_creation", "type_unsupported", 131051, "Not supported")),
    ),
    (
        "unsupported",
        {"errors": [{"code": "131060"}]},
        Content(trouble=Trouble(None, "content_unavailable", 131060)),
    ),
    ("unsupported", {"errors": [5, {"code": "odd"}]}, None),
    ("hologram", {"hologram": {"x": 1}}, Content(trouble=Trouble("hologram"))),
    (
        "image",
        {"image": FILE, "errors": [{"code": 131052, "title": "Too large"}]},
        Content(media=media().media, trouble=Trouble(None, "media_unreadable", 131052, "Too large")),
    ),
    (
        "edit",
        {
            "edit": {
                "original_message_id": "wamid.X",
                "message": {"type": "image", "image": {**FILE, "caption": "c"}},
            }
        },
        media(),
    ),
    (
        "edit",
        {"edit": {"message": {"type": "edit", "edit": {"message": {"type": "image", "image": FILE}}}}},
        None,
    ),
    ("revoke", {"revoke": {"original_message_id": "wamid.X"}}, None),
    ("media_placeholder", {}, None),
    ("text", {"text": {"body": "x"}, "context": {"forwarded": True}}, Content(is_forwarded=True)),
    (
        "text",
        {"text": {"body": "x"}, "context": {"frequently_forwarded": True}},
        Content(is_forwarded=True, is_often_forwarded=True),
    ),
    ("text", {"text": {"body": "x"}, "context": {"id": "wamid.Q"}}, None),
    (
        "text",
        {
            "text": {"body": "Is it there?"},
            "context": {
                "from": LINE_NUMBER,
                "id": "w",
                "referred_product": {"catalog_id": "43", "product_retailer_id": "S"},
            },
        },
        Content(product=Product("S", "43")),
    ),
    (
        "image",
        {"image": FILE, "referral": REFERRAL},
        Content(
            media=media().media,
            ad=Ad("ad", "6100000001", "Spring sale", "20% off", "https://fb.me/x1", "ARAk"),
        ),
    ),
    ("text", {"text": {"body": "x"}, "referral": {"source_type": "post"}}, Content(ad=Ad("post"))),
    ("text", {"text": {"body": "x"}, "group_id": "G1"}, Content(group_id="G1")),
]


@pytest.mark.parametrize(("kind", "more", "content"), CONTENTS)
def test_every_type_carries_its_parts(kind: str, more: dict[str, Any], content: Content | None) -> None:
    assert parsed_message(message(kind, **more)).content == content


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in CONTENTS}))
def test_an_echo_and_history_carry_the_same(kind: str) -> None:
    more, content = next((more, content) for one, more, content in CONTENTS if one == kind)
    item = {**message(kind, **more), "to": ANA_NUMBER, "to_user_id": ANA_ID}
    assert parsed_message(item, "message_echoes", "smb_message_echoes").content == content
    assert parsed_message(item, "messages", "history").content == content
