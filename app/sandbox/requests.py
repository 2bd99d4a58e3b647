"""Reads the body of `POST /<phone-number-id>/messages` as strictly as Meta does."""

import json
from dataclasses import dataclass
from typing import Any

from app.sandbox.addressing import is_user_id
from app.sandbox.graph_errors import Refusal
from app.sandbox.world import Json

TEXT_LIMIT = 4096  # characters
OPAQUE_LIMIT = 512
TAKEN_TYPES = frozenset({"text", "reaction", "location"})
KNOWN_TYPES = TAKEN_TYPES | {
    "audio",
    "contacts",
    "document",
    "image",
    "interactive",
    "sticker",
    "template",
    "video",
}


@dataclass(frozen=True, slots=True)
class SendRequest:
    """A message to send; exactly one of `to` and `recipient` counts, `to` when both are given."""

    kind: str
    content: Json
    to: str | None
    recipient: str | None
    context: str | None
    opaque: str | None


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Mark a customer's message, and all before it, as read; maybe show that somebody types."""

    message_id: str
    is_typing: bool


def parse(raw: bytes) -> SendRequest | ReadRequest:
    """What the business asks for. Raises Refusal (100, 131008, 131009, 131051)."""
    body = _object(raw)
    if body.get("messaging_product") != "whatsapp":
        raise _required("messaging_product")
    return _read_request(body) if "status" in body else _send_request(body)


def _object(raw: bytes) -> Json:
    """Meta takes a body that it cannot read as one without parameters."""
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _read_request(body: Json) -> ReadRequest:
    if body["status"] != "read":
        raise _invalid('Param status must be one of {"read"}.')
    message_id = body.get("message_id")
    if message_id is None:
        raise _required("message_id")
    typing = body.get("typing_indicator")
    if typing is not None and (not isinstance(typing, dict) or typing.get("type") != "text"):
        raise _invalid("Param typing_indicator['type'] must be one of {\"text\"}.")
    return ReadRequest(_string(message_id, "message_id"), typing is not None)


def _send_request(body: Json) -> SendRequest:
    if body.get("recipient_type", "individual") != "individual":
        raise _invalid("The practice sandbox has no groups: recipient_type must be individual.")
    to, recipient = _optional(body, "to"), _optional(body, "recipient")
    if to is None and recipient is None:
        raise _required("to")
    if to is None and recipient is not None and not is_user_id(recipient):
        raise _invalid("Param recipient must be a business-scoped user ID.")
    kind = _kind(body)
    return SendRequest(kind, _content(kind, body), to, recipient, _context(body), _opaque(body))


def _kind(body: Json) -> str:
    kind = body.get("type", "text")
    if not isinstance(kind, str) or kind not in KNOWN_TYPES:
        raise _invalid(f"Param type must be one of {{{', '.join(sorted(KNOWN_TYPES))}}}.")
    return kind


def _content(kind: str, body: Json) -> Json:
    content = body.get(kind)
    if content is None:
        raise Refusal(131008, f"Parameter '{kind}' is mandatory for type '{kind}'")
    if kind not in TAKEN_TYPES:
        raise Refusal(131051, f"The practice sandbox does not take messages of type {kind} yet.")
    if not isinstance(content, dict):
        raise _invalid(f"Param {kind} must be a JSON object.")
    return {"text": _text, "reaction": _reaction, "location": _location}[kind](content)


def _text(content: Json) -> Json:
    body = content.get("body")
    if body is None or body == "":
        raise Refusal(131008, "Parameter 'text.body' is mandatory for type 'text'")
    if len(_string(body, "text['body']")) > TEXT_LIMIT:
        raise _invalid(f"Param text['body'] must be at most {TEXT_LIMIT} characters long.")
    if not isinstance(content.get("preview_url", False), bool):
        raise _invalid("Param text['preview_url'] must be a boolean.")
    return {"body": body}


def _reaction(content: Json) -> Json:
    for name in ("message_id", "emoji"):
        if name not in content:
            raise Refusal(131008, f"Parameter 'reaction.{name}' is mandatory for type 'reaction'")
        _string(content[name], f"reaction['{name}']")
    return {"message_id": content["message_id"], "emoji": content["emoji"]}


def _location(content: Json) -> Json:
    for name in ("latitude", "longitude"):
        if name not in content:
            raise Refusal(131008, f"Parameter 'location.{name}' is mandatory for type 'location'")
        try:
            float(content[name])
        except (TypeError, ValueError):
            raise Refusal(131009, f"Parameter 'location.{name}' is not a number") from None
    return content


def _context(body: Json) -> str | None:
    context = body.get("context")
    if context is None:
        return None
    if not isinstance(context, dict) or "message_id" not in context:
        raise _invalid("Param context must be a JSON object with a message_id.")
    return _string(context["message_id"], "context['message_id']")


def _opaque(body: Json) -> str | None:
    opaque = _optional(body, "biz_opaque_callback_data")
    if opaque is not None and len(opaque) > OPAQUE_LIMIT:
        raise _invalid(f"Param biz_opaque_callback_data must be at most {OPAQUE_LIMIT} characters long.")
    return opaque


def _optional(body: Json, name: str) -> str | None:
    value = body.get(name)
    return None if value is None or value == "" else _string(value, name)


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise _invalid(f"Param {name} must be a string.")
    return value


def _invalid(what: str) -> Refusal:
    return Refusal(100, message=f"(#100) {what}")


def _required(name: str) -> Refusal:
    return Refusal(100, message=f"(#100) The parameter {name} is required.")
