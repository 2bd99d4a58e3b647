"""Well-formed template definitions, to be spoiled one way at a time."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.sandbox_rig import BUSINESS, Rig

TEMPLATES = f"/v24.0/{BUSINESS.waba_id}/message_templates"
IMAGE, DOCUMENT = "4::practice-image", "4::practice-document"
Json = dict[str, Any]


def body(text: str = "Hi {{1}}, order {{2}} is ready.", samples: Any = ("Ana", "8841"), **more: Any) -> Json:
    example = {"example": {"body_text": [list(samples)]}} if samples else {}
    return {"type": "BODY", "text": text} | example | more


def named(text: str, **samples: str) -> Json:
    rows = [{"param_name": name, "example": value} for name, value in samples.items()]
    return {"type": "BODY", "text": text, "example": {"body_text_named_params": rows}}


def header(text: str = "Order {{1}}", samples: Any = ("8841",), **more: Any) -> Json:
    example = {"example": {"header_text": list(samples)}} if samples else {}
    return {"type": "HEADER", "format": "TEXT", "text": text} | example | more


def media(kind: str = "IMAGE", handle: str = IMAGE) -> Json:
    return {"type": "HEADER", "format": kind, "example": {"header_handle": [handle]}}


def buttons(*items: Json) -> Json:
    return {"type": "BUTTONS", "buttons": list(items)}


def reply(text: str = "Yes") -> Json:
    return {"type": "QUICK_REPLY", "text": text}


def url(**more: Any) -> Json:
    return {"type": "URL", "text": "See", "url": "https://example.com/x"} | more


def phone(**more: Any) -> Json:
    return {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+493023125001"} | more


def otp(**more: Any) -> Json:
    return {"type": "OTP", "otp_type": "COPY_CODE"} | more


def card(*items: Json, text: str | None = "A quiet look.", top: Json | None = None) -> Json:
    parts = [top or media(), buttons(*(items or (reply(),)))]
    return {"components": [*parts, *([{"type": "BODY", "text": text}] if text else [])]}


def carousel(*cards: Json) -> Json:
    return {"type": "CAROUSEL", "cards": list(cards or (card(), card()))}


def definition(*parts: Json, **more: Any) -> Json:
    """A whole definition; a change to None leaves the key out."""
    whole: Json = {"name": "parcel", "language": "en_GB", "category": "UTILITY"}
    whole |= {"components": list(parts or (body(),))} | more
    return {name: value for name, value in whole.items() if value is not None}


async def create(it: Rig, *parts: Json, **more: Any) -> Json:
    """Create one and give Graph's answer."""
    answer = await it.post(TEMPLATES, definition(*parts, **more))
    assert answer.status == 200, answer.body
    created: Json = json.loads(answer.body)
    return created
