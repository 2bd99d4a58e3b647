"""Reads the objects inside a message (a file, a place, cards, an order, a form …) into the domain's own.

Meta leaves anything out, or sends a text where a number stands in its documentation: what cannot be read is missing.
"""

import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.contents import (
    Ad,
    Card,
    CardPhone,
    FormAnswer,
    IdentityChange,
    Media,
    Order,
    OrderLine,
    Place,
    Product,
    Trouble,
)
from app.whatsapp import pieces
from app.whatsapp.codes import meaning_of
from app.whatsapp.values import digits, listed, obj, whole, word

Json = Mapping[str, Any]

FORM_ANSWERS_MAX = 200
FORM_VALUE_MAX_CHARS = 2000
_DIGEST_BYTES = 32
_DECIMAL_MAX_DIGITS = 30
_FORM_TOKEN = "flow_token"  # noqa: S105 - the name of a field; ours, it says nothing to a person
_CHANGES = {
    "user_changed_number": "number",
    "customer_changed_number": "number",
    "user_changed_user_id": "user_id",
    "customer_identity_changed": "identity",
}


def media_of(item: Json) -> Media | None:
    """A file as the webhook describes it. Its address lives five minutes and is looked up anew: it is left out."""
    if not item:
        return None
    return Media(
        mime=word(item.get("mime_type")),
        sha256=digest_of(item.get("sha256")),
        name=word(item.get("filename")),
        size_bytes=_size(item.get("file_size")),
        external_id=word(item.get("id")),
        is_animated=item.get("animated") is True,
    )


def digest_of(value: object) -> str | None:
    """A SHA-256 in lower-case hex; Meta writes it as base64 in webhooks, as hex elsewhere."""
    text = (word(value) or "").strip()
    try:
        if len(text) == 2 * _DIGEST_BYTES:
            return bytes.fromhex(text).hex()
        standard = text.replace("-", "+").replace("_", "/").rstrip("=")
        raw = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    return raw.hex() if len(raw) == _DIGEST_BYTES else None


def place_of(item: Json) -> Place | None:
    """A point with what is written beside it; None without two believable numbers."""
    latitude, longitude = _degrees(item.get("latitude"), 90), _degrees(item.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    return Place(
        latitude, longitude, word(item.get("name")), word(item.get("address")), word(item.get("url"))
    )


def cards_of(value: object) -> tuple[Card, ...]:
    """The contact cards of a message; one of which nothing can be read is left out."""
    found = (_card(one) for one in listed(value) if isinstance(one, dict))
    return tuple(card for card in found if card is not None)


def order_of(item: Json) -> Order:
    """An order with its lines; amounts stay the decimals that they are."""
    lines = [one for one in listed(item.get("product_items")) if isinstance(one, dict)]
    return Order(word(item.get("catalog_id")), tuple(_order_line(one) for one in lines))


def form_of(item: Json) -> tuple[FormAnswer, ...]:
    """The answers of a form, out of the JSON that Meta sends as a text; what lies deeper is written on one line."""
    given = item.get("response_json")
    if isinstance(given, str):
        given = _json(given)
    return tuple(_answers(obj(given)))[:FORM_ANSWERS_MAX]


def ad_of(item: Json) -> Ad | None:
    """The advertisement that led here; any of its fields may be missing."""
    if not item:
        return None
    return Ad(
        source=word(item.get("source_type")),
        source_id=word(item.get("source_id")),
        headline=word(item.get("headline")),
        body=word(item.get("body")),
        url=word(item.get("source_url")),
        click_id=word(item.get("ctwa_clid")),
    )


def product_of(item: Json) -> Product | None:
    """The product that somebody asks about."""
    product_id = word(item.get("product_retailer_id"))
    return Product(product_id, word(item.get("catalog_id"))) if product_id else None


def change_of(item: Json) -> IdentityChange | None:
    """What a system notice says about who the customer is; None when it says something else."""
    system = obj(item.get("system"))
    what = _CHANGES.get(word(system.get("type")) or "")
    if what == "number":
        number = digits(system.get("wa_id")) or digits(system.get("new_wa_id"))
        return IdentityChange("number", digits(item.get("from")), number)
    if what == "user_id":
        return IdentityChange("user_id", word(item.get("from_user_id")), word(system.get("user_id")))
    return IdentityChange("identity") if what == "identity" else None


def trouble_of(item: Json, type_name: str | None = None) -> Trouble | None:
    """Why a message cannot be shown, from its first error; `type_name`: Meta's word for what we do not know."""
    for error in listed(item.get("errors")):
        number = whole(obj(error).get("code"))
        if number is not None:
            details = word(obj(obj(error).get("error_data")).get("details")) or word(obj(error).get("title"))
            return Trouble(type_name, meaning_of(number).code, number, details)
    return Trouble(type_name) if type_name else None


def decimal_text(value: object) -> str | None:
    """A decimal as Meta wrote it, text or number: "4.50" stays, 2.0 becomes "2". None for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = Decimal(word(value) or "")
    except InvalidOperation:
        return None
    is_sane = number.is_finite() and abs(number.adjusted()) < _DECIMAL_MAX_DIGITS
    return format(number, "f") if is_sane else None


def _card(item: Json) -> Card | None:
    name, company = obj(item.get("name")), obj(item.get("org"))
    first, last = word(name.get("first_name")), word(name.get("last_name"))
    phones = tuple(_phones(item))
    emails, urls = _each(item, "emails", "email"), _each(item, "urls", "url")
    shown = word(name.get("formatted_name")) or " ".join(part for part in (first, last) if part)
    shown = shown or word(company.get("company")) or (phones[0].number if phones else "")
    shown = shown or next(iter((*emails, *urls)), "")
    if not shown:
        return None
    return Card(
        shown, first, last, phones, emails, urls, tuple(_addresses(item)), word(company.get("company")),
        word(company.get("title")), word(item.get("birthday")), item.get("origin") == "contact_request",
    )  # fmt: skip


def _phones(item: Json) -> Iterator[CardPhone]:
    for phone in (obj(one) for one in listed(item.get("phones"))):
        chat_number = digits(phone.get("wa_id"))
        number = word(phone.get("phone")) or (f"+{chat_number}" if chat_number else None)
        if number:
            yield CardPhone(number, word(phone.get("type")), chat_number)


def _each(item: Json, array: str, key: str) -> tuple[str, ...]:
    found = (word(obj(one).get(key)) or word(one) for one in listed(item.get(array)))
    return tuple(one for one in found if one)


def _addresses(item: Json) -> Iterator[str]:
    for address in (obj(one) for one in listed(item.get("addresses"))):
        town = " ".join(part for key in ("zip", "city") if (part := word(address.get(key))))
        parts = (word(address.get("street")), town, word(address.get("state")), word(address.get("country")))
        if line := ", ".join(part for part in parts if part):
            yield line


def _order_line(item: Json) -> OrderLine:
    return OrderLine(
        word(item.get("product_retailer_id")) or "",
        decimal_text(item.get("quantity")) or "",
        decimal_text(item.get("item_price")),
        word(item.get("currency")),
    )


def _answers(given: Json) -> Iterator[FormAnswer]:
    for name, value in given.items():
        text = _short(value)
        if name != _FORM_TOKEN and text:
            yield FormAnswer(name, text[:FORM_VALUE_MAX_CHARS])


def _short(value: object, depth: int = 0) -> str:
    """Any value on one line: lists by commas, objects as "name: value"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict) and depth < pieces.DEEPEST:
        parts = ((name, _short(one, depth + 1)) for name, one in value.items())
        return ", ".join(f"{name}: {text}" for name, text in parts if text)
    if isinstance(value, list) and depth < pieces.DEEPEST:
        return ", ".join(text for one in value if (text := _short(one, depth + 1)))
    return word(value) or ""


def _json(text: str) -> object:
    raw = pieces.tidy(text.encode("utf-8", "replace"))
    try:
        return None if raw is None else pieces.read(raw)[0]
    except pieces.REFUSED:
        return None


def _degrees(value: object, most: int) -> float | None:
    try:
        degrees = float(word(value) or "nan")
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def _size(value: object) -> int | None:
    size = whole(value)
    return size if size is not None and 0 <= size < 1 << 53 else None
