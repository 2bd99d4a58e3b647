"""Reads a template as Graph lists it. Parts that we do not know make it one that cannot be sent, never an error."""

from collections.abc import Mapping
from typing import Any

from app.domain.templates import HeaderFormat, Template, TemplateButton, TemplateCard, TemplateHeader
from app.whatsapp.values import listed, obj, word

Json = Mapping[str, Any]

FIELDS = "id,name,status,category,language,components,parameter_format,quality_score,rejected_reason,correct_category"
_HEADERS: Mapping[str, HeaderFormat] = {
    "TEXT": "text",
    "IMAGE": "image",
    "VIDEO": "video",
    "DOCUMENT": "document",
    "LOCATION": "location",
    "PRODUCT": "product",
    "GIF": "gif",
}
_BUTTONS: Mapping[str, str] = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "PHONE_NUMBER": "phone",
    "COPY_CODE": "copy_code",
    "FLOW": "form",
    "CATALOG": "catalog",
    "REQUEST_CONTACT_INFO": "contact_request",
    "VOICE_CALL": "call",
    "OTP": "otp",
}
_SENDABLE_HEADERS = frozenset({"text", "image", "video", "document", "location"})
_SENDABLE_BUTTONS = frozenset(
    {"quick_reply", "url", "phone", "copy_code", "form", "catalog", "contact_request", "call"}
)
_NO_REASON = frozenset({"NONE", ""})


def template_of(account_id: str, item: Json) -> Template | None:
    """The definition; None for an item without a name or language."""
    name, language = word(item.get("name")), word(item.get("language"))
    if name is None or language is None:
        return None
    parts = [obj(part) for part in listed(item.get("components"))]
    by_type = {_upper(part.get("type")): part for part in parts}
    body = by_type.get("BODY", {})
    buttons = tuple(_button(obj(one)) for one in listed(by_type.get("BUTTONS", {}).get("buttons")))
    is_positional = _upper(item.get("parameter_format")) != "NAMED"
    cards = tuple(
        _card(obj(one), is_positional=is_positional)
        for one in listed(by_type.get("CAROUSEL", {}).get("cards"))
    )
    header = _header(by_type["HEADER"]) if "HEADER" in by_type else None
    reason = word(item.get("rejected_reason")) or ""
    return Template(
        account_id=account_id,
        name=name,
        language=language.replace("-", "_"),
        status=(word(item.get("status")) or "unknown").lower(),
        category=(word(item.get("category")) or "unknown").lower(),
        body=word(body.get("text")) or "",
        external_id=word(item.get("id")),
        is_positional=is_positional,
        header=header,
        footer=word(by_type.get("FOOTER", {}).get("text")),
        buttons=buttons,
        cards=cards,
        samples=_samples(obj(body.get("example")), is_positional=is_positional),
        quality=_quality(item.get("quality_score")),
        rejected_reason=None if reason in _NO_REASON else reason.lower(),
        correct_category=(word(item.get("correct_category")) or "").lower() or None,
        is_limited_offer="LIMITED_TIME_OFFER" in by_type,
        unsupported=_unsupported(by_type, header, buttons, cards),
    )


def _header(part: Json) -> TemplateHeader:
    example = obj(part.get("example"))
    named = [word(obj(one).get("example")) for one in listed(example.get("header_text_named_params"))]
    samples = [word(one) for one in listed(example.get("header_text"))] + named
    written = _upper(part.get("format"))
    known = _HEADERS.get(written, "text" if part.get("text") else "gif")
    return TemplateHeader(known, word(part.get("text")), next((one for one in samples if one), None))


def _button(one: Json) -> TemplateButton:
    written = _upper(one.get("type"))
    example = one.get("example")
    sample = word(example) if not isinstance(example, list) else word(next(iter(example), None))
    return TemplateButton(
        _BUTTONS.get(written, written.lower()),
        word(one.get("text")) or "",
        word(one.get("url")),
        word(one.get("phone_number")),
        sample,
    )


def _card(one: Json, *, is_positional: bool) -> TemplateCard:
    parts = {_upper(obj(part).get("type")): obj(part) for part in listed(one.get("components"))}
    header = _HEADERS.get(_upper(parts.get("HEADER", {}).get("format")), "image")
    body = parts.get("BODY", {})
    buttons = tuple(_button(obj(item)) for item in listed(parts.get("BUTTONS", {}).get("buttons")))
    samples = _samples(obj(body.get("example")), is_positional=is_positional)
    return TemplateCard(header, word(body.get("text")), buttons, samples)


def _samples(example: Json, *, is_positional: bool) -> tuple[str, ...]:
    """The body's sample values in the order of their variables."""
    if not is_positional:
        named = [obj(one) for one in listed(example.get("body_text_named_params"))]
        return tuple(word(one.get("example")) or "" for one in named)
    rows = listed(example.get("body_text"))
    row = listed(rows[0]) if rows and isinstance(rows[0], list) else rows
    return tuple(word(one) or "" for one in row)


def _quality(score: object) -> str | None:
    """Graph gives an object, or the bare word."""
    found = word(obj(score).get("score")) or (word(score) if isinstance(score, str) else None)
    return found.lower() if found else None


def _unsupported(
    by_type: Mapping[str, Json],
    header: TemplateHeader | None,
    buttons: tuple[TemplateButton, ...],
    cards: tuple[TemplateCard, ...],
) -> str | None:
    """The first part that we cannot send."""
    known = {"HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"}
    for name in by_type:
        if name not in known:
            return name.lower()
    if header is not None and header.format not in _SENDABLE_HEADERS:
        return header.format
    every = [*buttons, *(button for card in cards for button in card.buttons)]
    odd = [button.kind for button in every if button.kind not in _SENDABLE_BUTTONS]
    odd += [card.header for card in cards if card.header not in ("image", "video")]
    return odd[0] if odd else None


def _upper(value: object) -> str:
    return (word(value) or "").upper()
