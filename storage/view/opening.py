"""Applying events that open a conversation before anybody has written there: we write first, or bring a chat."""

from app.domain.arrivals import MessageReceived
from app.domain.conversations import Conversation, ConversationStarted
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.imports import HistoryImportBegan, HistoryImportEnded
from app.domain.projection import new_conversation
from app.domain.sends import SendRequested
from storage.view import history
from storage.view.leaves import note_opener, stray
from storage.view.subjects import Subjects


def opened(subjects: Subjects, event: Event) -> Conversation:
    """The conversation that an event opens; it is not put yet."""
    conversation = new_conversation(event)
    assert conversation is not None
    if subjects.merged:
        conversation = changed(conversation, contact_id=subjects.kept_contact(conversation.contact_id))
    subjects.numbers[conversation.conversation_id] = event.pos
    if subjects.trail:
        note_opener(subjects, conversation.conversation_id, event)
    return conversation


def shown_or_opened(subjects: Subjects, event: Event, body: MessageReceived | SendRequested) -> Conversation:
    """Where a message is shown; one that it opens is not put yet."""
    assert body.conversation_id is not None
    shown = subjects.conversation(body.conversation_id)
    if shown is None and subjects.trail:
        shown = stray(subjects, body)
    return shown or opened(subjects, event)


def started(subjects: Subjects, event: Event, body: ConversationStarted | HistoryImportBegan) -> None:
    """It is there from now on, under the name that the person is known by."""
    subjects.learn(body.contact_id, body.identity, event)
    if subjects.conversation(body.conversation_id) is None:
        subjects.put_conversation(opened(subjects, event))


def import_began(subjects: Subjects, event: Event, body: HistoryImportBegan) -> None:
    """Its messages name it from now on."""
    subjects.see_line(body.line_id, body.channel, None, is_known=True)
    started(subjects, event, body)
    subjects.imports.setdefault(body.import_id, event.pos)
    subjects.has_new_imports = True
    subjects.write_later(history.began(event.pos, event, body))


def import_ended(subjects: Subjects, _event: Event, body: HistoryImportEnded) -> None:
    """All of it was brought."""
    subjects.has_new_imports = True
    subjects.write_later(history.ended(body))
