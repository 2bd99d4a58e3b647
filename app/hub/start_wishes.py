"""A conversation that the team begins: with whom, and whether there is one already."""

from dataclasses import replace

from app.domain.contacts import Contact, Identity
from app.domain.conversations import Conversation, ConversationStarted, StartConversation
from app.domain.lines import channel_of
from app.domain.phone_numbers import variants
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection


def known_person(conn: Connection, body: StartConversation) -> Contact | None:
    """Who is meant: whoever the channel calls so, in any way of writing the number, else the contact that was named."""
    for identity in _ways(body.identity):
        contact_id = view.contact_by_alias(conn, identity)
        if contact_id is not None:
            return view.load_contact(conn, contact_id)
    noted = view.contact_by_phone(conn, body.identity.number) if body.identity.number else None
    return view.load_contact(conn, body.contact_id) or (view.load_contact(conn, noted) if noted else None)


def names_several(conn: Connection, body: StartConversation) -> bool:
    """Whether the names belong to different people: one of them would get the others' messages."""
    given = body.identity
    names = (
        Identity(number=given.number),
        Identity(user_id=given.user_id),
        Identity(parent_user_id=given.parent_user_id),
    )
    owners = {view.contact_by_alias(conn, name) for name in names} - {None}
    return len(owners) > 1


def known_conversation(
    conn: Connection, body: StartConversation, contact: Contact | None
) -> Conversation | None:
    """The one that this person has on this line; or the one that has the new one's id."""
    there = view.conversation_of(conn, body.line_id, contact.contact_id) if contact else None
    return there or view.load_conversation(conn, body.conversation_id)


def started(situation: Situation, body: StartConversation) -> ConversationStarted:
    """The event. A person whom the channel knows by this name keeps the contact that they have."""
    contact_id = situation.contact.contact_id if situation.contact else body.contact_id
    return ConversationStarted(
        conversation_id=body.conversation_id,
        contact_id=contact_id,
        line_id=body.line_id,
        channel=channel_of(body.line_id),
        identity=_shown(body.identity),
        member_id=situation.asker.member_id,
    )


def _shown(identity: Identity) -> Identity:
    """The identity with names that files and screens can carry."""
    name, username = sendable(identity.name or ""), sendable(identity.username or "")
    return replace(identity, name=name or None, username=username or None)


def _ways(identity: Identity) -> list[Identity]:
    """The identity, then one for each other way of writing its number."""
    numbers = variants(identity.number)[1:] if identity.number else ()
    return [identity, *(Identity(number=number) for number in numbers)]
