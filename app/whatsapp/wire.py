"""Builds what we send to Meta and reads what it answers. No network here.

Who a message goes to: a number always as `to` with a plus (without it Meta puts the business's own country in front),
a user id only in `recipient` (in `to` Meta accepts it and the message vanishes). A known number goes before a user id.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.contacts import Identity
from app.whatsapp import pieces
from app.whatsapp.values import digits, listed, obj, whole, word

CHANNEL_NAME = "whatsapp"


@dataclass(frozen=True, slots=True)
class GraphError:
    """Graph's own answer that it did not do it: the one proof that nothing went out. `number` None: it gave none."""

    number: int | None


@dataclass(frozen=True, slots=True)
class GraphAcceptance:
    """Graph took a message: its id, and how Graph calls the recipient."""

    external_id: str
    identity: Identity


def text_body(to: Identity, text: str, opaque: str) -> bytes:
    """The request that sends a text. Raises ValueError when there is nobody to send to."""
    return _encode(
        {
            "messaging_product": CHANNEL_NAME,
            "recipient_type": "individual",
            **_address(to),
            "type": "text",
            "text": {"body": text, "preview_url": False},
            "biz_opaque_callback_data": opaque,
        }
    )


def read_mark_body(external_id: str) -> bytes:
    """The request that turns a customer's ticks blue, for this message and all before it."""
    return _encode({"messaging_product": CHANNEL_NAME, "status": "read", "message_id": external_id})


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
        raise ValueError("nobody to send to")
    return {"recipient": recipient}


def _first(array: object) -> dict[str, Any]:
    items = listed(array)
    return obj(items[0]) if items else {}


def _encode(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode("ascii")
