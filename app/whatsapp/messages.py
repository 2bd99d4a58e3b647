"""Reads messages of both directions: the customer's, those typed on the team's phone, and imported history."""

from collections.abc import Mapping
from typing import Any

from app.domain.contacts import Identity
from app.whatsapp.contents import content_of, made_up_id
from app.whatsapp.elements import MessageKind, ParsedFailure, ParsedMessage
from app.whatsapp.frame import Frame, Reading
from app.whatsapp.people import is_somebody, person
from app.whatsapp.values import digits, moment, obj, word

Json = Mapping[str, Any]


def read_inbound(item: Json, frame: Frame, original: bytes) -> Reading:
    """A message in `messages`. In history it may be the team's own."""
    return _read(item, frame, original, is_ours=frame.field == "history" and _is_ours(item, frame))


def read_echo(item: Json, frame: Frame, original: bytes) -> Reading:
    """A message that the team sent without us: on its phone, or by another program."""
    return _read(item, frame, original, is_ours=True)


def read_call(item: Json, frame: Frame) -> Reading:
    """A customer who calls is somebody who wants something: shown in the conversation, and it opens the window."""
    identity = person(item, "from", frame.contacts, is_only=frame.is_only)
    external_id = word(item.get("id"))
    if external_id is None or not is_somebody(identity):
        return Reading(ParsedFailure("no_id" if external_id is None else "no_identity"))
    return _reading(frame, external_id, "call", _message(item, frame, external_id, identity, "call"))


def _read(item: Json, frame: Frame, original: bytes, *, is_ours: bool) -> Reading:
    prefix = "to" if is_ours else "from"
    identity = person(item, prefix, frame.contacts, is_only=frame.is_only, thread=frame.thread)
    if not is_somebody(identity):
        return Reading(ParsedFailure("no_identity"))
    external_id = word(item.get("id")) or made_up_id(original)
    content = content_of(item)
    parsed = ParsedMessage(
        external_id,
        "out" if is_ours else "in",
        "phone" if is_ours else "customer",
        content.kind,
        content.text,
        moment(item.get("timestamp"), frame.received_at),
        identity,
        frame.line_number,
        content.about or word(obj(item.get("context")).get("id")),
        frame.field == "history",
        _alias(item) if content.kind == "system" else None,
        word(item.get("group_id")),
    )
    return _reading(frame, external_id, content.kind, parsed)


def _reading(frame: Frame, external_id: str, kind: str, parsed: ParsedMessage) -> Reading:
    # History first brings a placeholder for each file, and later the message itself under the same id.
    letter = "p" if kind == "media" else "m"
    return Reading(parsed, f"{letter}:{frame.line_external_id or ''}:{external_id}")


def _message(
    item: Json, frame: Frame, external_id: str, identity: Identity, kind: MessageKind
) -> ParsedMessage:
    sent_at = moment(item.get("timestamp"), frame.received_at)
    return ParsedMessage(
        external_id, "in", "customer", kind, None, sent_at, identity, frame.line_number, None, False
    )


def _is_ours(item: Json, frame: Frame) -> bool:
    sender = digits(item.get("from"))
    return "to" in item or "to_user_id" in item or (sender is not None and sender == frame.line_number)


def _alias(item: Json) -> Identity | None:
    """The new number or user id that a customer changed to."""
    system = obj(item.get("system"))
    if word(system.get("type")) == "customer_identity_changed":
        return None
    number = digits(system.get("wa_id")) or digits(system.get("new_wa_id"))
    alias = Identity(number, word(system.get("user_id")), word(system.get("parent_user_id")))
    return alias if is_somebody(alias) else None
