"""Reads what is neither a message nor a status: errors, calls, preferences, address book, templates, limits …"""

from collections.abc import Mapping
from typing import Any

from app.domain.contacts import Identity
from app.whatsapp.elements import ParsedAccount, Subject
from app.whatsapp.frame import Frame, Reading
from app.whatsapp.people import is_somebody, person
from app.whatsapp.statuses import failure_in
from app.whatsapp.values import digits, moment, obj, word

Json = Mapping[str, Any]

SUBJECTS: Mapping[str, Subject] = {
    "account_update": "account",
    "account_alerts": "account",
    "account_review_update": "account",
    "business_capability_update": "account",
    "security": "number",
    "phone_number_quality_update": "number",
    "phone_number_name_update": "number",
    "business_username_updates": "number",
    "template_category_update": "template",
    "message_template_status_update": "template",
    "message_template_quality_update": "template",
    "message_template_components_update": "template",
    "group_lifecycle_update": "group",
    "group_participants_update": "group",
    "group_settings_update": "group",
    "group_status_update": "group",
    "flows": "form",
    "history": "history",
    "calls": "call",
    "user_preferences": "preference",
    "user_id_update": "identity",
    "smb_app_state_sync": "contact",
}
FACTS = {
    "event": "event",
    "decision": "decision",
    "reason": "reason",
    "type": "type",
    "action": "action",
    "category": "category",
    "value": "value",
    "status": "status",
    "direction": "direction",
    "duration": "duration_s",
    "message_template_name": "template",
    "message_template_language": "language",
    "previous_quality_score": "quality_before",
    "new_quality_score": "quality",
    "previous_category": "category_before",
    "new_category": "category",
    "max_daily_conversations_per_business": "limit",
    "display_phone_number": "line_number",
    "group_id": "group",
}


def read_change(field: str, value: object) -> ParsedAccount:
    """A change that has no list of items of its own; also one that says nothing at all."""
    facts = facts_of(obj(value))
    what = SUBJECTS.get(field, "other")
    return ParsedAccount(what, {**facts, "field": field} if what == "other" and field else facts)


def read_error(item: Json, frame: Frame) -> Reading:
    """An error that belongs to no message; in history it says that history will not come."""
    code, number = failure_in({"errors": [item]})
    facts = {"code": code} if number is None else {"code": code, "provider_code": str(number)}
    return Reading(ParsedAccount("history" if frame.field == "history" else "error", facts))


def read_call_event(item: Json, frame: Frame) -> Reading:
    """What happens to a call beside its beginning and its end."""
    prefix = "to" if word(item.get("direction")) == "BUSINESS_INITIATED" else "from"
    return Reading(
        ParsedAccount("call", facts_of(item), _known(person(item, prefix, frame.contacts, is_only=True)))
    )


def read_preference(item: Json, frame: Frame) -> Reading:
    """A customer stops or resumes marketing."""
    at = moment(item.get("timestamp"), frame.received_at)
    return Reading(ParsedAccount("preference", facts_of(item), _known(_named(item)), at=at))


def read_identity_change(item: Json, _frame: Frame) -> Reading:
    """A customer's user id was replaced: the old and the new one are the same person."""
    user_id, parent = obj(item.get("user_id")), obj(item.get("parent_user_id"))
    before = Identity(None, word(user_id.get("previous")), word(parent.get("previous")))
    after = Identity(digits(item.get("wa_id")), word(user_id.get("current")), word(parent.get("current")))
    return Reading(ParsedAccount("identity", facts_of(item), _known(before), _known(after)))


def read_address_book(item: Json, _frame: Frame) -> Reading:
    """An entry of the phone's address book was added, changed or removed."""
    card = obj(item.get("contact"))
    identity = Identity(
        digits(card.get("phone_number")),
        word(card.get("user_id")),
        None,
        word(card.get("username")),
        word(card.get("full_name")) or word(card.get("first_name")),
    )
    return Reading(ParsedAccount("contact", facts_of(item), _known(identity)))


def read_group(item: Json, _frame: Frame) -> Reading:
    """Something about a group; groups are not shown yet."""
    return Reading(ParsedAccount("group", facts_of(item)))


def facts_of(item: Json) -> dict[str, str]:
    """The few plain values that connection health shows."""
    found = ((fact, word(item.get(key))) for key, fact in FACTS.items() if key in item)
    return {fact: value for fact, value in found if value is not None}


def _named(item: Json) -> Identity:
    return Identity(digits(item.get("wa_id")), word(item.get("user_id")), word(item.get("parent_user_id")))


def _known(identity: Identity) -> Identity | None:
    return identity if is_somebody(identity) else None
