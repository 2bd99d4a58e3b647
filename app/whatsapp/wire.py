"""Builds what we send to Meta and reads what it answers. No network here.

Who a message goes to: a number always as `to` with a plus (without it Meta puts the business's own country in front),
a user id only in `recipient` (in `to` Meta accepts it and the message vanishes). A known number goes before a user id.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.contacts import Identity
from app.domain.contents import MEDIA_KINDS
from app.domain.outgoing import Outgoing
from app.whatsapp import pieces
from app.whatsapp.values import digits, listed, obj, whole, word
from app.whatsapp.wire_ask import interactive
from app.whatsapp.wire_parts import MediaIds, card, location, message_file
from app.whatsapp.wire_template import template

CHANNEL_NAME = "whatsapp"
KEPT_BYTES = 16 * 1024  # of an answer that was no acceptance


class Unwritable(ValueError):
    """A message that cannot be written down: it was never posted."""


@dataclass(frozen=True, slots=True)
class GraphError:
    """Graph's own answer that it did not do it: the one proof that nothing went out. `number` None: it gave none."""

    number: int | None


@dataclass(frozen=True, slots=True)
class GraphAcceptance:
    """Graph took a message: its id, and how Graph calls the recipient."""

    external_id: str
    identity: Identity


def message_body(to: Identity, outgoing: Outgoing, opaque: str, media_ids: MediaIds) -> bytes:
    """The request that sends a message of any kind. Raises Unwritable when it lacks what its kind needs."""
    body: dict[str, Any] = {
        "messaging_product": CHANNEL_NAME,
        "recipient_type": "individual",
        **_address(to),
        **_content(outgoing, media_ids),
        "biz_opaque_callback_data": opaque,
    }
    if outgoing.reply_to and outgoing.kind != "reaction":
        body["context"] = {"message_id": outgoing.reply_to}
    return _encode(body)


def read_mark_body(external_id: str, *, is_typing: bool = False) -> bytes:
    """The request that turns a customer's ticks blue, for this message and all before it; also "is typing"."""
    typing = {"typing_indicator": {"type": "text"}} if is_typing else {}
    mark = {"messaging_product": CHANNEL_NAME, "status": "read", "message_id": external_id}
    return _encode(mark | typing)


def _content(outgoing: Outgoing, media_ids: MediaIds) -> dict[str, Any]:
    """The type and the object that it names."""
    writer = _WRITERS.get(outgoing.kind)
    try:
        return writer(outgoing, media_ids) if writer else _interactive(outgoing, media_ids)
    except (KeyError, IndexError, AttributeError) as error:
        raise Unwritable(f"a {outgoing.kind} without its parts") from error


def _text(outgoing: Outgoing, _: MediaIds) -> dict[str, Any]:
    return {"type": "text", "text": {"body": outgoing.text, "preview_url": outgoing.parts.has_preview}}


def _reaction(outgoing: Outgoing, _: MediaIds) -> dict[str, Any]:
    return {"type": "reaction", "reaction": {"message_id": outgoing.reply_to, "emoji": outgoing.text}}


def _interactive(outgoing: Outgoing, media_ids: MediaIds) -> dict[str, Any]:
    return {"type": "interactive", "interactive": interactive(outgoing, media_ids)}


_WRITERS: Mapping[str, Callable[[Outgoing, MediaIds], dict[str, Any]]] = {
    "text": _text,
    **dict.fromkeys(MEDIA_KINDS, message_file),
    "location": lambda outgoing, _: {"type": "location", "location": location(outgoing.parts.place)},
    "contacts": lambda outgoing, _: {
        "type": "contacts",
        "contacts": [card(one) for one in outgoing.parts.cards],
    },
    "reaction": _reaction,
    "template": lambda outgoing, ids: {"type": "template", "template": template(outgoing.parts, ids)},
}


def read_answer(body: bytes) -> GraphAcceptance | GraphError | None:
    """What Graph's answer says; None for anything that is not Graph's own words."""
    try:
        answer = obj(pieces.read(body)[0])
    except pieces.REFUSED:
        return None
    if isinstance(answer.get("error"), dict):
        return GraphError(whole(answer["error"].get("code")))
    message, contact = _first(answer.get("messages")), _first(answer.get("contacts"))
    external_id = word(message.get("id"))
    if external_id is None:
        return None
    return GraphAcceptance(external_id, Identity(digits(contact.get("wa_id")), word(contact.get("user_id"))))


def kept_answer(status: int, body: bytes) -> bytes | None:
    """An answer as JSON to be kept with its event: its own where it is JSON, else its text beside the status."""
    if not body:
        return None
    try:
        if len(body) <= KEPT_BYTES:
            original = pieces.read(body)[1]
            original.decode()
            return original
    except (*pieces.REFUSED, UnicodeDecodeError):
        pass
    text = body[:KEPT_BYTES].decode(errors="backslashreplace")
    return json.dumps({"status": status, "text": text}).encode()


def is_success(body: bytes) -> bool:
    """Whether an answer is `{"success": true}`."""
    try:
        return obj(pieces.read(body)[0]).get("success") is True
    except pieces.REFUSED:
        return False


def regain_access_s(headers: Mapping[str, str]) -> float | None:
    """How long Graph asks us to wait, from its headers (lower-case names); None when it does not say."""
    seconds = whole(headers.get("retry-after"))
    if seconds is not None and seconds > 0:
        return float(seconds)
    minutes = _estimated_minutes(headers.get("x-business-use-case-usage"))
    return minutes * 60.0 if minutes else None


def _estimated_minutes(usage: str | None) -> int | None:
    if usage is None:
        return None
    try:
        accounts = obj(pieces.read(usage.encode())[0])
    except pieces.REFUSED:
        return None
    uses = [obj(use) for account in accounts.values() for use in listed(account)]
    return max((whole(use.get("estimated_time_to_regain_access")) or 0 for use in uses), default=None)


def _address(to: Identity) -> dict[str, str]:
    if to.number:
        return {"to": "+" + to.number}
    recipient = to.user_id or to.parent_user_id
    if not recipient:
        raise Unwritable("nobody to send to")
    return {"recipient": recipient}


def _first(array: object) -> dict[str, Any]:
    items = listed(array)
    return obj(items[0]) if items else {}


def _encode(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode("ascii")
