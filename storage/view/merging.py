"""One person who was two: contacts and conversations become one while events are applied."""

from app.domain.contacts import Contact, ContactMerged, merged
from app.domain.conversation_merging import with_merged
from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from storage.instants import to_us
from storage.view import merges, schedules, team_rows
from storage.view.cards import merged_line, merged_rows
from storage.view.subjects import Subjects


def merge_contacts(subjects: Subjects, event: Event, body: ContactMerged) -> None:
    """The gone one's names, conversations and blocks are the kept one's from now on."""
    kept_id, gone_id = subjects.kept_contact(body.contact_id), subjects.kept_contact(body.gone_id)
    if kept_id == gone_id:
        return
    gone = _merge_names(subjects, gone_id, kept_id, to_us(event.accepted_at))
    merged_line(subjects, event, body, gone)
    here = {one.line_id: one.conversation_id for one in _owned_by(subjects, kept_id)}
    for conversation in _owned_by(subjects, gone_id):
        if conversation.line_id in here:
            _become(subjects, conversation, subjects.conversations[here[conversation.line_id]])
        else:
            _give(subjects, conversation, kept_id)
    subjects.owned.pop(gone_id, None)


def _merge_names(subjects: Subjects, gone_id: ContactId, kept_id: ContactId, at_us: int) -> Contact | None:
    """Also what the team wrote of them. Gives the gone one."""
    assert subjects.merged is not None
    _note(subjects.merged, gone_id, kept_id)
    _note(subjects.merged_contacts, gone_id, kept_id)
    gone = subjects.contacts.pop(gone_id, None)
    subjects.changed_contacts.discard(gone_id)
    subjects.write_later(*subjects.write_names(), *merges.contact_became(gone_id, kept_id))
    if gone is not None:
        kept = subjects.contacts.get(kept_id) or Contact(kept_id, no=gone.no, created_us=gone.created_us)
        if kept.no != gone.no:
            subjects.write_later(*merged_rows(gone.no, kept.no))
        subjects.put_contact(merged(kept, gone), at_us)
    for alias, owner in subjects.aliases.items():
        if owner == gone_id:
            subjects.aliases[alias] = subjects.changed_aliases[alias] = kept_id
    for contact_id in (gone_id, kept_id):
        subjects.learnt.pop(contact_id, None)
    return gone


def _owned_by(subjects: Subjects, contact_id: ContactId) -> list[Conversation]:
    """Oldest first."""
    ids = sorted(subjects.owned.get(contact_id, ()), key=lambda each: subjects.numbers[each])
    return [subjects.conversations[each] for each in ids]


def _give(subjects: Subjects, conversation: Conversation, owner: ContactId) -> None:
    subjects.put_conversation(changed(conversation, contact_id=owner))
    subjects.given[conversation.conversation_id] = owner
    subjects.owned.setdefault(owner, set()).add(conversation.conversation_id)


def _become(subjects: Subjects, gone: Conversation, kept: Conversation) -> None:
    """The gone conversation's messages stand in the kept one. Its own row goes when the batch is saved."""
    gone_id, kept_id = gone.conversation_id, kept.conversation_id
    subjects.put_conversation(with_merged(kept, gone))
    for message_id, message in subjects.messages.items():
        if message.conversation_id == gone_id:
            subjects.messages[message_id] = changed(message, conversation_id=kept_id)
    numbers = subjects.numbers[gone_id], subjects.numbers[kept_id]
    subjects.write_later(*team_rows.became(*numbers), schedules.became(*numbers))
    _move_number(subjects, gone_id, kept_id)
    assert subjects.merged is not None
    _note(subjects.merged, gone_id, kept_id)
    subjects.write_later(*merges.became(gone_id, kept_id))
    del subjects.conversations[gone_id]
    subjects.was_conversations.pop(gone_id, None)
    subjects.given.pop(gone_id, None)
    subjects.count_lists(gone, -1)


def _move_number(subjects: Subjects, gone_id: ConversationId, kept_id: ConversationId) -> None:
    gone_no, kept_no = subjects.numbers.pop(gone_id), subjects.numbers[kept_id]
    earlier = {no: kept_no for no, to in subjects.moved.items() if to == gone_no}
    subjects.moved |= earlier | {gone_no: kept_no}


def _note(known: dict[str, str], gone_id: str, kept_id: str) -> None:
    """It is the other from now on, and so is what had become it."""
    known |= {other: kept_id for other, to in known.items() if to == gone_id} | {gone_id: kept_id}
