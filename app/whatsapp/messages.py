"""Reads messages of both directions: the customer's, those typed on the team's phone, and imported history."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.contacts import Identity
from app.domain.contents import Call, Content
from app.whatsapp.bounds import LARGE_BYTES, bounded
from app.whatsapp.contents import Said, content_of, made_up_id, said_in
from app.whatsapp.elements import ParsedFailure, ParsedMessage
from app.whatsapp.frame import Frame, Reading
from app.whatsapp.keys import message_key
from app.whatsapp.people import is_somebody, person
from app.whatsapp.values import digits, moment, obj, whole, word

Json = Mapping[str, Any]
LONGEST_CALL_S = 7 * 24 * 3600


def read_inbound(item: Json, frame: Frame, original: bytes) -> Reading:
    """A message in `messages`. In history it may be the team's own."""
    return _read(item, frame, original, is_ours=frame.field == "history" and _is_ours(item, frame))


def read_echo(item: Json, frame: Frame, original: bytes) -> Reading:
    """A message that the team sent without us: on its phone, or by another program."""
    return _read(item, frame, original, is_ours=True)


def read_call(item: Json, frame: Frame) -> Reading:
    """A call of either direction is a line of the conversation; a customer's also opens the window.

    Its end is an element of its own, about the first one: how it ended, and after how long.
    """
    is_ours = word(item.get("direction")) == "BUSINESS_INITIATED"
    identity = person(item, "to" if is_ours else "from", frame.contacts, is_only=frame.is_only)
    external_id = word(item.get("id"))
    if external_id is None or not is_somebody(identity):
        return Reading(ParsedFailure("no_id" if external_id is None else "no_identity"))
    is_end = item.get("event") == "terminate"
    parsed = ParsedMessage(
        f"{external_id}:end" if is_end else external_id,
        "out" if is_ours else "in",
        "phone" if is_ours else "customer",
        "call_ended" if is_end else "call",
        None,
        moment(item.get("timestamp"), frame.received_at),
        identity,
        frame.line_number,
        external_id if is_end else None,
        False,
        content=Content(call=_call(item, is_ours)),
    )
    return _reading(frame, parsed)


def _read(item: Json, frame: Frame, original: bytes, *, is_ours: bool) -> Reading:
    prefix = "to" if is_ours else "from"
    identity = person(item, prefix, frame.contacts, is_only=frame.is_only, thread=frame.thread)
    if not is_somebody(identity):
        return Reading(ParsedFailure("no_identity"))
    said = said_in(item)
    if len(original) > LARGE_BYTES:
        said = bounded(said)
    parsed = ParsedMessage(
        word(item.get("id")) or made_up_id(original),
        "out" if is_ours else "in",
        "phone" if is_ours else "customer",
        said.kind,
        said.text,
        moment(item.get("timestamp"), frame.received_at),
        identity,
        frame.line_number,
        said.about or word(obj(item.get("context")).get("id")),
        frame.field == "history",
        None if is_ours else _alias(item, said),
        word(item.get("group_id")),
        content_of(said),
    )
    return _reading(frame, parsed)


def _reading(frame: Frame, parsed: ParsedMessage) -> Reading:
    return Reading(parsed, message_key(frame.line_external_id, parsed.external_id, parsed.kind))


def _call(item: Json, is_ours: bool) -> Call:
    status, duration_s = word(item.get("status")), whole(item.get("duration"))
    is_sane = duration_s is not None and 0 <= duration_s < LONGEST_CALL_S
    return Call(is_ours, status.lower() if status else None, duration_s if is_sane else None)


def _is_ours(item: Json, frame: Frame) -> bool:
    sender = digits(item.get("from"))
    return "to" in item or "to_user_id" in item or (sender is not None and sender == frame.line_number)


def _alias(item: Json, said: Said) -> Identity | None:
    """The new number or user id that a customer changed to, or the number that they gave because we asked."""
    if said.kind == "contacts":
        return next((Identity(number=number) for number in _own_numbers(said)), None)
    change = said.content.change
    if change is None or change.what == "identity":
        return None
    system = obj(item.get("system"))
    number = digits(system.get("wa_id")) or digits(system.get("new_wa_id"))
    alias = Identity(number, word(system.get("user_id")), word(system.get("parent_user_id")))
    return alias if is_somebody(alias) else None


def _own_numbers(said: Said) -> Iterator[str]:
    """Numbers of cards that are answers; only as the channel writes them, or whole with their country."""
    for card in said.content.cards:
        for phone in card.phones if card.is_answer else ():
            if phone.chat_number:
                yield phone.chat_number
            elif phone.number.startswith("+"):
                yield "".join(char for char in phone.number if char.isascii() and char.isdigit())
