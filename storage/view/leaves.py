"""Which of several conversations that are shown as one an event belongs to, once they are taken apart again."""

from collections.abc import Callable

from app.domain.arrivals import MessageReceived
from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.messages import Message
from app.domain.projection import new_message
from app.domain.sends import SendRequested
from storage.view.subjects import Subjects


def leaf_of_arrival(subjects: Subjects, shown: Conversation, body: MessageReceived) -> str:
    """That of the person whom the channel names; what an import brings stays where it was brought."""
    assert body.conversation_id is not None and body.contact_id is not None
    if _is_named(subjects, shown, body.conversation_id) or not subjects.trail.is_merged(
        shown.conversation_id
    ):
        return body.conversation_id
    if body.import_id is not None:
        return body.conversation_id
    return leaf_of_contact(subjects, shown, subjects.leaf_of(body.contact_id, body.identity))


def leaf_of_request(subjects: Subjects, shown: Conversation, body: SendRequested) -> str:
    """That of the person whom it goes to: whose number is in use."""
    if _is_named(subjects, shown, body.conversation_id) or not subjects.trail.is_merged(
        shown.conversation_id
    ):
        return body.conversation_id
    contact = subjects.contacts.get(shown.contact_id)
    if contact is None or not subjects.trail.is_merged(contact.contact_id):
        return body.conversation_id
    return leaf_of_contact(subjects, shown, subjects.trail.addressed(contact))


def _is_named(subjects: Subjects, shown: Conversation, named_id: ConversationId) -> bool:
    """Whether an event names one of several that are shown as one, and not the one that they are called by."""
    return named_id != shown.conversation_id == subjects.kept(named_id)


def stray(subjects: Subjects, body: MessageReceived | SendRequested) -> Conversation | None:
    """Where an entry is shown whose conversation nobody knows any more, which was shown as one with the writer's own.

    The hub writes what is said with people who are one into one conversation. When the person that it began with was
    erased later, it is not in the log any more; what the other one said there is.
    """
    assert body.contact_id is not None
    shown_id = subjects.kept_contact(body.contact_id)
    named = next(subjects.trail.path(body.contact_id), None)
    if named is None or named.state is not None or getattr(body, "import_id", None) is not None:
        return None
    if isinstance(body, SendRequested):
        contact = subjects.contacts.get(shown_id)
        leaf_id = shown_id if contact is None else subjects.trail.addressed(contact)
    else:
        leaf_id = subjects.leaf_of(body.contact_id, body.identity)
    if leaf_id == shown_id:
        return None
    theirs = (subjects.conversations.get(one) for one in sorted(subjects.owned.get(shown_id, ())))
    return next(
        (
            one
            for one in theirs
            if one is not None and one.line_id == body.line_id and subjects.trail.has_of(one, leaf_id)
        ),
        None,
    )


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


def note_lateness(subjects: Subjects, event: Event, message: Message, leaf_id: str) -> None:
    """Whether it comes late depends on what was read where it is shown: each side notes where its answer differs from
    the one above it."""
    is_late = message.is_late
    for side in reversed(list(subjects.trail.path(leaf_id))):
        there = new_message(event, side.state)
        if there is not None and there.is_late != is_late:
            is_late = there.is_late
            subjects.trail.add(
                side.pos, "late", side.id, side.other_id, own_no=message.pos, is_kept=side.is_kept, state=None
            )


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
