"""What the hub looks at before it speaks of appointments: the place, the people, whom to write to and where."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.appointments import Appointment
from app.domain.auto_replies import reply_for
from app.domain.contacts import Contact, Identity
from app.domain.conversations import Conversation, ConversationStarted
from app.domain.ids import ContactId, ConversationId, LineId
from app.domain.lines import channel_of
from app.domain.phone_numbers import is_number
from app.domain.records import record
from app.hub.kept_off import keeps_off
from app.words.appointment_around import Around
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as reading
from storage.view.appointment_benches import agenda_zone
from storage.view.auto_replies import load_replies

_TOLD_IN = ("fr", "en")


@record
class Talk:
    """With whom and where. `begun`: the conversation begins with the message, so nothing of it is in the log yet."""

    conversation: Conversation
    contact: Contact
    begun: ConversationStarted | None = None


def around_of(conn: Connection, appointments: Sequence[Appointment], language: str, now: datetime) -> Around:
    """Who, what and where these are about. Services and resources that were removed are still called by their names."""
    people = {one for each in appointments for one in (each.contact_id, each.booker_id) if one is not None}
    contacts = {one: view.load_contact(conn, ContactId(view.kept_id(conn, one))) for one in people}
    services = {one.service_id: reading.service_named(conn, one.service_id) for one in appointments}
    resources = {one.resource_id: reading.resource_named(conn, one.resource_id) for one in appointments}
    return Around(
        now,
        ZoneInfo(agenda_zone(conn, int(now.timestamp()))),
        language,
        str(view.settings(conn).get("business_name", "")),
        {key: one.name for key, one in contacts.items() if one is not None and one.name},
        {key: found[0] for key, found in services.items() if found is not None},
        {key: found[0] for key, found in resources.items() if found is not None},
    )


def language_of(conn: Connection, contact: Contact | None, line_id: LineId) -> str:
    """The customer's, as far as messages are written in it; else that of what answers by itself on the number."""
    theirs = contact.language if contact is not None else None
    if theirs and theirs[:2].lower() in _TOLD_IN:
        return theirs
    reply = reply_for(load_replies(conn), line_id)
    return reply.language if reply is not None else _TOLD_IN[0]


def talk_of(
    conn: Connection, contact_id: ContactId, our_lines: Collection[LineId], now: datetime
) -> Talk | None:
    """Where somebody is written to: where they wrote last, else where a conversation can begin; None: nowhere.

    A new one begins on our only number; of several, on the first, since nobody is there to choose.
    """
    contact = view.load_contact(conn, ContactId(view.kept_id(conn, contact_id)))
    if contact is None:
        return None
    found = [view.load_conversation(conn, one) for one in view.conversations_of(conn, contact.contact_id)]
    ours = [one for one in found if one is not None and one.line_id in our_lines]
    if ours:
        return Talk(max(ours, key=lambda one: (one.is_window_open(now), _spoken_at(one))), contact)
    number = contact.number or contact.phone or ""
    if not our_lines or not is_number(number) or keeps_off(conn, [number]):
        return None
    line_id = min(our_lines)
    return _begin(contact, number, line_id)


def own_id(what: str, *parts: object) -> str:
    """The id of what the hub makes by itself about appointments: always the same one, so that it is made once."""
    told = "\0".join([what, *map(str, parts)])
    return "ap-" + hashlib.sha256(told.encode()).hexdigest()[:32]


def _begin(contact: Contact, number: str, line_id: LineId) -> Talk:
    conversation_id = ConversationId(own_id("talk", contact.contact_id, line_id))
    channel = channel_of(line_id)
    begun = ConversationStarted(
        conversation_id, contact.contact_id, line_id, channel, Identity(number=number)
    )
    known = contact if contact.number else _numbered(contact, number)
    return Talk(Conversation(conversation_id, contact.contact_id, line_id, channel), known, begun)


def _numbered(contact: Contact, number: str) -> Contact:
    """With the number that the channel will know them by."""
    return replace(contact, number=number)


def _spoken_at(conversation: Conversation) -> float:
    at = conversation.last_inbound_at or conversation.last_at
    return at.timestamp() if at is not None else 0.0
