"""Well-formed messages of every kind that Meta's documents show, for tests that change one thing in them."""

from __future__ import annotations

import copy
from typing import Any

CATALOG = "430000000000012"
IMAGE = {"type": "image", "image": {"link": "https://example.com/a.jpg"}}
CARD = {
    "name": {"formatted_name": "Ana Field", "first_name": "Ana"},
    "phones": [{"phone": "+44 7700 900123"}],
}


def interactive(kind: str, action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": "Body"}, "action": action} | more,
    }


def button(number: int, title: str = "") -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": f"b{number}", "title": title or f"Button {number}"}}


def row(number: int) -> dict[str, Any]:
    return {"id": f"r{number}", "title": f"Row {number}", "description": "More"}


def media_card(index: int) -> dict[str, Any]:
    action = {
        "buttons": [{"type": "quick_reply", "quick_reply": {"id": f"q{index}", "title": f"Pick {index}"}}]
    }
    return {
        "card_index": index,
        "type": "cta_url",
        "header": IMAGE,
        "body": {"text": "Card"},
        "action": action,
    }


def product_card(index: int) -> dict[str, Any]:
    action = {"product_retailer_id": f"SKU-{7 + index}", "catalog_id": CATALOG}
    return {"card_index": index, "type": "product", "action": action}


FLOW = {"flow_message_version": "3", "flow_id": "1", "flow_cta": "Book", "flow_token": "t-17"}
SECTION = {"title": "Slots", "rows": [row(1), row(2)]}
PRODUCTS: dict[str, Any] = {"title": "Care", "product_items": [{"product_retailer_id": "SKU-7"}]}
URL = {"display_text": "Open", "url": "https://example.com/x"}

GOOD: dict[str, dict[str, Any]] = {
    "image": {"type": "image", "image": {"link": "https://example.com/a.jpg", "caption": "x" * 1024}},
    "video": {"type": "video", "video": {"link": "https://example.com/a.mp4"}},
    "audio": {"type": "audio", "audio": {"link": "https://example.com/a.ogg", "voice": True}},
    "document": {"type": "document", "document": {"link": "https://example.com/a.pdf", "filename": "a.pdf"}},
    "sticker": {"type": "sticker", "sticker": {"link": "https://example.com/a.webp"}},
    "location": {"type": "location", "location": {"latitude": 51.38, "longitude": -2.36, "name": "Bath"}},
    "contacts": {"type": "contacts", "contacts": [CARD]},
    "button": interactive("button", {"buttons": [button(1), button(2), button(3)]}, header=IMAGE),
    "list": interactive("list", {"button": "Choose", "sections": [SECTION]}, footer={"text": "Footer"}),
    "cta_url": interactive("cta_url", {"name": "cta_url", "parameters": URL}),
    "flow": interactive("flow", {"name": "flow", "parameters": FLOW}),
    "location_request_message": interactive("location_request_message", {"name": "send_location"}),
    "call_permission_request": interactive("call_permission_request", {"name": "call_permission_request"}),
    "voice_call": interactive("voice_call", {"name": "voice_call", "parameters": {"display_text": "Call"}}),
    "product": interactive("product", {"catalog_id": CATALOG, "product_retailer_id": "SKU-7"}),
    "product_list": interactive(
        "product_list", {"catalog_id": CATALOG, "sections": [PRODUCTS]}, header={"type": "text", "text": "H"}
    ),
    "catalog_message": interactive(
        "catalog_message",
        {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "SKU-7"}},
    ),
    "address_message": interactive(
        "address_message", {"name": "address_message", "parameters": {"country": "IN"}}
    ),
    "media carousel": interactive("carousel", {"cards": [media_card(0), media_card(1)]}),
    "product carousel": interactive("carousel", {"cards": [product_card(0), product_card(1)]}),
    "request_contact_info": interactive("request_contact_info", {"name": "request_contact_info"}),
}


def changed(name: str, path: str, value: Any) -> dict[str, Any]:
    """A good message with one thing changed; `path` is dotted, a value of ... takes the key away."""
    body = copy.deepcopy(GOOD[name])
    *way, last = path.split(".")
    place: Any = body
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key: Any = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return body
