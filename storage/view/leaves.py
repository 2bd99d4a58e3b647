"""Which of several conversations that are shown as one an event belongs to, once they are taken apart again."""

from collections.abc import Callable

from app.domain.arrivals import MessageReceived
from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.messages import Message
from app.domain.sends import SendRequested
from storage.view.subjects import Subjects


def leaf_of_arrival(subjects: Subjects, shown: Conversation, body: MessageReceived) -> str:
    """That of the person whom the channel names; what an import brings stays where it was brought."""
    assert body.conversation_id is not None and body.contact_id is not None
    if body.conversation_id != shown.conversation_id or not subjects.trail.is_merged(shown.conversation_id):
        return body.conversation_id
    if body.import_id is not None:
        return body.conversation_id
    return leaf_of_contact(subjects, shown, subjects.leaf_of(body.contact_id, body.identity))


def leaf_of_request(subjects: Subjects, shown: Conversation, body: SendRequested) -> str:
    """That of the person whom it goes to: whose number is in use."""
    if body.conversation_id != shown.conversation_id or not subjects.trail.is_merged(shown.conversation_id):
        return body.conversation_id
    contact = subjects.contacts.get(shown.contact_id)
    if contact is None or not subjects.trail.is_merged(contact.contact_id):
        return body.conversation_id
    return leaf_of_contact(subjects, shown, subjects.trail.addressed(contact))


def leaf_of_contact(subjects: Subjects, shown: Conversation, contact_id: ContactId) -> str:
    """The conversation of one of the contacts that are shown as one; the shown one's where they had none."""
    if not subjects.trail.is_merged(shown.conversation_id):
        return shown.conversation_id
    return subjects.trail.conversation_for(shown, contact_id)


def written_in(subjects: Subjects, message: Message, leaf_id: str) -> Message:
    """The message, with the conversation to which it goes back."""
    no = subjects.trail.own_no(leaf_id) if subjects.trail and leaf_id != message.conversation_id else None
    if no is None or no == subjects.numbers.get(message.conversation_id):
        return message
    return changed(message, origin_no=no)


def follow(subjects: Subjects, message: Message, change: Callable[[Conversation], Conversation]) -> None:
    """What happened to a message is also seen in what its conversation would be without a merge."""
    if subjects.trail:
        subjects.trail.follow(subjects.trail.leaf_of(message.conversation_id, message.origin_no), change)


def note_opener(subjects: Subjects, conversation_id: ConversationId, event: Event) -> None:
    """Somebody who became another opens a conversation: it is given back with them."""
    body = event.body
    contact_id = getattr(body, "contact_id", None)
    if contact_id is None:
        return
    if isinstance(body, MessageReceived) and body.import_id is None:
        contact_id = subjects.leaf_of(contact_id, body.identity)
    for side in list(subjects.trail.path(contact_id)):
        if not side.is_kept:
            subjects.trail.add(
                side.pos, "given", conversation_id, side.id, own_no=event.pos, is_kept=False, state=None
            )
