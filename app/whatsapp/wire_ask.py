"""Graph's `interactive` object: buttons, a list, a link, products, and what asks for a location or a number."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.contents import Ask, AskOption
from app.domain.outgoing import Outgoing
from app.whatsapp.wire_parts import MediaIds, Missing, header_file

Json = dict[str, Any]

_TYPES = {
    "buttons": "button",
    "list": "list",
    "link": "cta_url",
    "location_request": "location_request_message",
    "contact_request": "request_contact_info",
    "product": "product",
    "products": "product_list",
    "catalog": "catalog_message",
}
_SECTION_MAX = 24


def interactive(outgoing: Outgoing, media_ids: MediaIds) -> Json:
    """The whole object. Raises KeyError for a kind that is none of these, and where its parts are missing."""
    parts = outgoing.parts
    ask = parts.ask
    if ask is None:
        raise Missing("ask")
    body: Json = {"type": _TYPES[outgoing.kind]}
    if parts.media is not None:
        body["header"] = header_file(parts.media, media_ids)
    elif ask.header:
        body["header"] = {"type": "text", "text": ask.header}
    if outgoing.text:
        body["body"] = {"text": outgoing.text}
    if ask.footer:
        body["footer"] = {"text": ask.footer}
    return body | {"action": _ACTIONS[outgoing.kind](ask)}


def _buttons(ask: Ask) -> Json:
    replies = [{"id": option.option_id, "title": option.title} for option in ask.options]
    return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}


def _list(ask: Ask) -> Json:
    rows: dict[str | None, list[Json]] = {}
    for option in ask.options:
        rows.setdefault(option.section, []).append(_row(option))
    sections = [({"title": name} if name else {}) | {"rows": inside} for name, inside in rows.items()]
    return {"button": ask.button, "sections": sections}


def _row(option: AskOption) -> Json:
    row = {"id": option.option_id, "title": option.title}
    return row | ({"description": option.description} if option.description else {})


def _link(ask: Ask) -> Json:
    return {"name": "cta_url", "parameters": {"display_text": ask.button, "url": ask.url}}


def _product(ask: Ask) -> Json:
    return {"catalog_id": ask.catalog_id, "product_retailer_id": ask.product_ids[0]}


def _products(ask: Ask) -> Json:
    items = [{"product_retailer_id": product_id} for product_id in ask.product_ids]
    section = {"title": (ask.header or "")[:_SECTION_MAX], "product_items": items}
    return {"catalog_id": ask.catalog_id, "sections": [section]}


def _catalog(ask: Ask) -> Json:
    thumbnail = {"thumbnail_product_retailer_id": ask.product_ids[0]} if ask.product_ids else None
    return {"name": "catalog_message"} | ({"parameters": thumbnail} if thumbnail else {})


_ACTIONS: Mapping[str, Callable[[Ask], Json]] = {
    "buttons": _buttons,
    "list": _list,
    "link": _link,
    "location_request": lambda ask: {"name": "send_location"},
    "contact_request": lambda ask: {"name": "request_contact_info"},
    "product": _product,
    "products": _products,
    "catalog": _catalog,
}
