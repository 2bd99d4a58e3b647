"""Webhook bodies as Meta writes them: single updates, and the envelope that holds a batch of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.sandbox.graph_errors import webhook_error
from app.sandbox.people import Business, Person
from app.sandbox.world import Json, Message

MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Update:
    """One element of a webhook: its field, the list that it stands in, and the contact that goes with it."""

    field: str
    key: str
    element: Json
    contact: Json | None = None


def unix(at: datetime) -> str:
    """Meta's time in messages and statuses: whole seconds, as a string."""
    return str(int(at.timestamp()))


def contact(person: Person, *, has_username: bool = True) -> Json:
    """An entry of `contacts`; the number and the name are left out when there is none to show."""
    profile: Json = {"name": person.name} if person.name else {}
    if person.username and has_username:
        profile["username"] = person.username
    entry: Json = {"profile": profile}
    if not person.is_number_hidden:
        entry["wa_id"] = person.wa_id
    entry["user_id"] = person.user_id
    if person.parent_user_id is not None:
        entry["parent_user_id"] = person.parent_user_id
    return entry | ({"identity_key_hash": person.identity_hash} if person.identity_hash else {})


def inbound(person: Person, message: Message, business: Business) -> Update:
    """A message from a customer."""
    element: Json = {} if person.is_number_hidden else {"from": person.wa_id}
    element["from_user_id"] = person.user_id
    if person.parent_user_id is not None:
        element["from_parent_user_id"] = person.parent_user_id
    element |= _rest(message, business.phone)
    is_system = message.kind == "system"  # told without contacts
    return Update(MESSAGES, "messages", element, None if is_system else contact(person))


def echo(person: Person, message: Message, business: Business) -> Update:
    """A message that the business sent elsewhere: typed on its phone, or sent by another program."""
    element: Json = {"from": business.phone}
    if not person.is_number_hidden:
        element["to"] = person.wa_id
    element["to_user_id"] = person.user_id
    if person.parent_user_id is not None:
        element["to_parent_user_id"] = person.parent_user_id
    element |= _rest(message, None if person.is_number_hidden else person.wa_id)
    field = "message_echoes" if message.is_by_software else "smb_message_echoes"
    return Update(field, "message_echoes", element, contact(person))


def _rest(message: Message, other: str | None) -> Json:
    """What every message has, then its own object; `extra` completes or replaces it key by key.

    `other` is the number of whoever wrote the quoted message.
    """
    element: Json = {"id": message.wamid, "timestamp": unix(message.at)}
    if message.context:
        element["context"] = ({"from": other} if other else {}) | {"id": message.context}
    element |= {"type": message.kind} | _content(message)
    for name, value in message.extra.items():
        is_both = isinstance(value, dict) and isinstance(element.get(name), dict)
        element[name] = element[name] | value if is_both else value
    return element


def _content(message: Message) -> Json:
    """The object named after the type, if there is one; an unsupported message has its errors beside it."""
    content = {} if message.content is None else {message.kind: message.content}
    if message.kind == "unsupported" or (message.error_code is not None and message.is_inbound):
        return {"errors": [webhook_error(message.error_code or 131051)]} | content
    return content


def status(
    person: Person,
    message: Message,
    rank: str,
    at: datetime,
    *,
    pricing: Json | None = None,
    conversation: Json | None = None,
) -> Update:
    """`sent`, `delivered`, `read` or `played` of one message of the business."""
    element: Json = {"id": message.wamid, "status": rank, "timestamp": unix(at)}
    if not person.is_number_hidden:
        element["recipient_id"] = person.wa_id
    element["recipient_user_id"] = person.user_id
    if person.parent_user_id is not None:
        element["recipient_parent_user_id"] = person.parent_user_id
    if message.opaque is not None:
        element["biz_opaque_callback_data"] = message.opaque
    if conversation is not None:
        element["conversation"] = conversation
    if pricing is not None:
        element["pricing"] = pricing
    return Update(MESSAGES, "statuses", element, contact(person, has_username=rank != "sent"))


def failed(
    message: Message, at: datetime, code: int, *, recipient: Json, details: str | None = None
) -> Update:
    """`failed`, with the recipient as the business addressed it and no contacts."""
    element: Json = {"id": message.wamid, "status": "failed", "timestamp": unix(at)} | recipient
    if message.opaque is not None:
        element["biz_opaque_callback_data"] = message.opaque
    return Update(MESSAGES, "statuses", element | {"errors": [webhook_error(code, details)]})


def envelope(business: Business, updates: Sequence[Update]) -> Json:
    """One webhook body; updates of one kind that follow each other share a change."""
    changes: list[Json] = []
    for update in updates:
        value = changes[-1]["value"] if changes else {}
        if not changes or changes[-1]["field"] != update.field or update.key not in value:
            value = _value(business)
            changes.append({"field": update.field, "value": value})
        value.setdefault(update.key, []).append(update.element)
        if update.contact and update.contact not in value.setdefault("contacts", []):
            value["contacts"].append(update.contact)
    entry = {"id": business.waba_id, "changes": changes}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _value(business: Business) -> Json:
    metadata = {"display_phone_number": business.phone, "phone_number_id": business.phone_number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata}
