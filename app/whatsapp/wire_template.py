"""Graph's `template` object: the values of header, body, buttons and cards. What has no value is left out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.contents import (
    Content,
    Place,
    Product,
    SentCard,
    SentTemplate,
    TemplateButtonValue,
    TemplateValue,
)
from app.whatsapp.wire_parts import MediaIds, Missing, header_file, location

Json = dict[str, Any]


def template(parts: Content, media_ids: MediaIds) -> Json:
    """The whole object. Raises KeyError where it, a file or a file's id is missing."""
    sent = parts.template
    if sent is None:
        raise Missing("template")
    components = [
        *_header(sent, parts, media_ids),
        *_texts("body", sent.body_values, is_positional=sent.is_positional),
        *_offer(sent.offer_ends_at),
        *_buttons(_with_code(sent)),
        *_carousel(sent, media_ids),
    ]
    body: Json = {"name": sent.name, "language": {"code": sent.language}}
    return body | ({"components": components} if components else {})


def _header(sent: SentTemplate, parts: Content, media_ids: MediaIds) -> list[Json]:
    if parts.media is not None:
        return [{"type": "header", "parameters": [header_file(parts.media, media_ids)]}]
    if parts.place is not None:
        return [_header_place(parts.place)]
    return _texts("header", sent.header_values, is_positional=sent.is_positional)


def _header_place(place: Place) -> Json:
    return {"type": "header", "parameters": [{"type": "location", "location": location(place)}]}


def _texts(component: str, values: Sequence[TemplateValue], *, is_positional: bool) -> list[Json]:
    if not values:
        return []
    parameters = [
        {"type": "text", **({} if is_positional else {"parameter_name": value.name}), "text": value.text}
        for value in values
    ]
    return [{"type": component, "parameters": parameters}]


def _offer(ends_at: datetime | None) -> list[Json]:
    if ends_at is None:
        return []
    offer = {"expiration_time_ms": int(ends_at.timestamp() * 1000)}
    parameter = {"type": "limited_time_offer", "limited_time_offer": offer}
    return [{"type": "limited_time_offer", "parameters": [parameter]}]


def _with_code(sent: SentTemplate) -> Sequence[TemplateButtonValue]:
    """A one-time code goes out twice: in the text and behind the button that copies it."""
    if sent.category != "authentication" or sent.button_values or not sent.body_values:
        return sent.button_values
    return (TemplateButtonValue(0, "url", sent.body_values[0].text),)


def _buttons(values: Sequence[TemplateButtonValue]) -> list[Json]:
    return [_button(value) for value in sorted(values, key=lambda one: one.index)]


def _button(value: TemplateButtonValue) -> Json:
    sub_type = "flow" if value.kind == "form" else value.kind
    button: Json = {"type": "button", "sub_type": sub_type, "index": str(value.index)}
    parameter = _button_parameter(value)
    return button | ({"parameters": [parameter]} if parameter else {})


def _button_parameter(value: TemplateButtonValue) -> Json | None:
    if value.kind == "quick_reply":
        return {"type": "payload", "payload": value.text}
    if value.kind == "url":
        return {"type": "text", "text": value.text}
    if value.kind == "copy_code":
        return {"type": "coupon_code", "coupon_code": value.text}
    if value.kind == "form":
        return {"type": "action", "action": {"flow_token": value.text or "unused"}}
    return {"type": "action", "action": {"thumbnail_product_retailer_id": value.text}} if value.text else None


def _carousel(sent: SentTemplate, media_ids: MediaIds) -> list[Json]:
    if not sent.cards:
        return []
    cards = [
        {"card_index": index, "components": _card(card, sent, media_ids)}
        for index, card in enumerate(sent.cards)
    ]
    return [{"type": "carousel", "cards": cards}]


def _card(card: SentCard, sent: SentTemplate, media_ids: MediaIds) -> list[Json]:
    header = header_file(card.media, media_ids) if card.media is not None else _product(card.product)
    return [
        {"type": "header", "parameters": [header]},
        *_texts("body", card.body_values, is_positional=sent.is_positional),
        *_buttons(card.button_values),
    ]


def _product(product: Product | None) -> Json:
    if product is None:
        raise Missing("product")
    given = {"product_retailer_id": product.product_id, "catalog_id": product.catalog_id}
    return {"type": "product", "product": {key: value for key, value in given.items() if value}}
