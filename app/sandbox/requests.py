"""Reads the body of `POST /<phone-number-id>/messages` as strictly as Meta does."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.sandbox.addressing import is_user_id
from app.sandbox.graph_errors import Refusal
from app.sandbox.outbound.fields import Fields, invalid
from app.sandbox.outbound.holdings import Draft, Holdings, MediaUse
from app.sandbox.outbound.interactive import read_interactive
from app.sandbox.outbound.plain import read_contacts, read_location, read_media, read_reaction, read_text
from app.sandbox.outbound.template import read_template
from app.sandbox.world import Json

OPAQUE_LIMIT = 512
MEDIA_KINDS = frozenset({"audio", "document", "image", "sticker", "video"})
OBJECTS = {
    "text": read_text,
    "location": read_location,
    "reaction": read_reaction,
    "interactive": read_interactive,
    "template": read_template,
}
KNOWN_TYPES = MEDIA_KINDS | OBJECTS.keys() | {"contacts"}


@dataclass(frozen=True, slots=True)
class SendRequest:
    """A message to send; exactly one of `to` and `recipient` counts, `to` when both are given."""

    kind: str
    content: Any
    to: str | None
    recipient: str | None
    context: str | None
    opaque: str | None
    shown: str | None  # the text that the reader sees
    uses: tuple[MediaUse, ...]
    category: str  # of the template, else service
    message_status: str | None  # templates only
    identity_hash: str | None  # must be the reader's, if given
    held_s: float = 0.0  # how long a template is held for quality before it goes on
    held_code: int = 0  # with which it is dropped then, if it is


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Mark a customer's message, and all before it, as read; maybe show that somebody types."""

    message_id: str
    is_typing: bool


def parse(raw: bytes, holdings: Holdings, now: datetime) -> SendRequest | ReadRequest:
    """What the business asks for. Raises Refusal with Meta's code for every mistake in it."""
    body = _object(raw)
    if body.get("messaging_product") != "whatsapp":
        raise _required("messaging_product")
    return _read_request(body) if "status" in body else _send_request(body, Draft(holdings, now))


def _object(raw: bytes) -> Json:
    """Meta takes a body that it cannot read as one without parameters."""
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _read_request(body: Json) -> ReadRequest:
    if body["status"] != "read":
        raise invalid('Param status must be one of {"read"}.')
    message_id = body.get("message_id")
    if message_id is None:
        raise _required("message_id")
    typing = body.get("typing_indicator")
    if typing is not None and (not isinstance(typing, dict) or typing.get("type") != "text"):
        raise invalid("Param typing_indicator['type'] must be one of {\"text\"}.")
    return ReadRequest(_string(message_id, "message_id"), typing is not None)


def _send_request(body: Json, draft: Draft) -> SendRequest:
    if body.get("recipient_type", "individual") != "individual":
        raise invalid("The practice sandbox sends to no groups: recipient_type must be individual.")
    to, recipient = _optional(body, "to"), _optional(body, "recipient")
    if to is None and recipient is None:
        raise _required("to")
    if to is None and recipient is not None and not is_user_id(recipient):
        raise invalid("Param recipient must be a business-scoped user ID.")
    kind = body.get("type", "text")
    if not isinstance(kind, str) or kind not in KNOWN_TYPES:
        raise invalid(f"Param type must be one of {{{', '.join(sorted(KNOWN_TYPES))}}}.")
    content = _content(kind, body, draft)
    if draft.is_authentication and to is None:
        raise Refusal(131062)
    return SendRequest(
        kind,
        content,
        to,
        recipient,
        _context(body, kind),
        _opaque(body),
        draft.shown,
        tuple(draft.uses),
        draft.category,
        draft.message_status,
        _optional(body, "recipient_identity_key_hash"),
    )


def _content(kind: str, body: Json, draft: Draft) -> Any:
    content = body.get(kind)
    if content is None:
        raise Refusal(131008, f"Parameter '{kind}' is mandatory for type '{kind}'")
    if kind == "contacts":
        return read_contacts(Fields(body, "message"), draft)
    fields = Fields(content, kind)
    return read_media(fields, draft, kind) if kind in MEDIA_KINDS else OBJECTS[kind](fields, draft)


def _context(body: Json, kind: str) -> str | None:
    context = body.get("context")
    if context is None:
        return None
    if kind == "reaction":
        raise invalid("Param context is not allowed with a reaction.")
    if not isinstance(context, dict) or "message_id" not in context:
        raise invalid("Param context must be a JSON object with a message_id.")
    return _string(context["message_id"], "context['message_id']")


def _opaque(body: Json) -> str | None:
    opaque = _optional(body, "biz_opaque_callback_data")
    if opaque is not None and len(opaque) > OPAQUE_LIMIT:
        raise invalid(f"Param biz_opaque_callback_data must be at most {OPAQUE_LIMIT} characters long.")
    return opaque


def _optional(body: Json, name: str) -> str | None:
    value = body.get(name)
    return None if value is None or value == "" else _string(value, name)


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise invalid(f"Param {name} must be a string.")
    return value


def _required(name: str) -> Refusal:
    return Refusal(100, message=f"(#100) The parameter {name} is required.")
