"""One person who was two: contacts and conversations become one while events are applied."""

from app.domain.contacts import Contact, ContactMerged, merged
from app.domain.conversation_merging import with_merged
from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.merging import BY_A_PERSON, in_order
from storage.instants import to_us
from storage.view import blocks, consents, merges, schedules, team_rows
from storage.view.cards import merged_line, merged_rows, rows_copied
from storage.view.subjects import Subjects
from storage.view.trail import Merge


def merge_contacts(subjects: Subjects, event: Event, body: ContactMerged) -> None:
    """The gone one's names, conversations and blocks are the kept one's from now on."""
    kept_id, gone_id = subjects.kept_contact(body.contact_id), subjects.kept_contact(body.gone_id)
    if kept_id != gone_id:
        at_us = to_us(event.accepted_at)
        gone, is_known = subjects.contacts.get(gone_id), kept_id in subjects.contacts
        merge(subjects, Merge(event.pos, kept_id, gone_id, body.reason, body.member_id, at_us))
        if is_known:  # else it was erased later: there is nobody whose timeline could tell of it
            merged_line(subjects, event, body, gone)


def merge(subjects: Subjects, one: Merge) -> None:
    """Make one of two that are shown; what each would be without it goes on beside them."""
    kept_id, gone_id = one.kept_id, one.gone_id
    subjects.trail.begin(one)
    _set_names_aside(subjects, one)
    _merge_names(subjects, one)
    here = {each.line_id: each.conversation_id for each in _owned_by(subjects, kept_id)}
    for conversation in _owned_by(subjects, gone_id):
        if conversation.line_id in here:
            _become(subjects, one, conversation, subjects.conversations[here[conversation.line_id]])
        else:
            _give(subjects, one, conversation)
    subjects.owned.pop(gone_id, None)


def kept_apart(subjects: Subjects, one: ContactId, other: ContactId) -> None:
    """No rule makes one of these two from now on, and none asks about them."""
    subjects.touched_contacts |= {subjects.kept_contact(one), subjects.kept_contact(other)}
    subjects.write_later(merges.kept_apart(*in_order(one, other)))


def _set_names_aside(subjects: Subjects, one: Merge) -> None:
    subjects.write_later(*subjects.write_names())
    for id_, other_id in ((one.kept_id, one.gone_id), (one.gone_id, one.kept_id)):
        state = subjects.contacts.get(id_)
        side = subjects.trail.add(
            one.pos, "contact", id_, other_id, own_no=None, is_kept=id_ == one.kept_id, state=state
        )
        subjects.write_later(merges.blocks_aside(blocks.aside(side.no), id_))
        if state is not None:
            subjects.write_later(*rows_copied(state.no, side.no))


def _merge_names(subjects: Subjects, one: Merge) -> None:
    """Also what the team wrote of them."""
    gone_id, kept_id = one.gone_id, one.kept_id
    assert subjects.merged is not None
    _note(subjects.merged, gone_id, kept_id)
    _note(subjects.merged_contacts, gone_id, kept_id)
    gone = subjects.contacts.pop(gone_id, None)
    subjects.changed_contacts.discard(gone_id)
    subjects.write_later(*subjects.write_names(), *merges.contact_became(gone_id, kept_id))
    subjects.write_later(*consents.became(gone_id, kept_id))
    if gone is not None:
        kept = subjects.contacts.get(kept_id) or Contact(kept_id, no=gone.no, created_us=gone.created_us)
        if kept.no != gone.no:
            subjects.write_later(*merged_rows(gone.no, kept.no))
        subjects.put_contact(merged(kept, gone, is_chosen=one.reason == BY_A_PERSON), one.at_us)
    for alias, owner in subjects.aliases.items():
        if owner == gone_id:
            subjects.origins.setdefault(alias, gone_id)
            subjects.aliases[alias] = subjects.changed_aliases[alias] = kept_id
    for contact_id in (gone_id, kept_id):
        subjects.learnt.pop(contact_id, None)


def _owned_by(subjects: Subjects, contact_id: ContactId) -> list[Conversation]:
    """Oldest first."""
    ids = sorted(subjects.owned.get(contact_id, ()), key=lambda each: subjects.numbers[each])
    return [subjects.conversations[each] for each in ids]


def _give(subjects: Subjects, one: Merge, conversation: Conversation) -> None:
    conversation_id = conversation.conversation_id
    no = subjects.numbers[conversation_id]
    subjects.trail.add(one.pos, "given", conversation_id, one.gone_id, own_no=no, is_kept=False, state=None)
    give(subjects, conversation, one.kept_id)


def give(subjects: Subjects, conversation: Conversation, owner: ContactId) -> None:
    """It changes hands."""
    subjects.put_conversation(changed(conversation, contact_id=owner))
    subjects.given[conversation.conversation_id] = owner
    subjects.owned.setdefault(owner, set()).add(conversation.conversation_id)


def _become(subjects: Subjects, one: Merge, gone: Conversation, kept: Conversation) -> None:
    """The gone conversation's messages stand in the kept one. Its own row goes when the batch is saved."""
    gone_id, kept_id = gone.conversation_id, kept.conversation_id
    numbers = subjects.numbers[gone_id], subjects.numbers[kept_id]
    _set_aside(subjects, one, kept, gone)
    subjects.put_conversation(with_merged(kept, gone))
    for message_id, message in subjects.messages.items():
        if message.conversation_id == gone_id:
            origin_no = message.origin_no or numbers[0]
            subjects.messages[message_id] = changed(message, conversation_id=kept_id, origin_no=origin_no)
    subjects.write_later(*team_rows.became(*numbers), schedules.became(*numbers))
    _move_number(subjects, gone_id, kept_id)
    assert subjects.merged is not None
    _note(subjects.merged, gone_id, kept_id)
    subjects.write_later(*merges.became(gone_id, kept_id))
    del subjects.conversations[gone_id]
    subjects.was_conversations.pop(gone_id, None)
    subjects.given.pop(gone_id, None)
    subjects.count_lists(gone, -1)


def _set_aside(subjects: Subjects, one: Merge, kept: Conversation, gone: Conversation) -> None:
    for state, other, is_kept in ((kept, gone, True), (gone, kept, False)):
        no = subjects.numbers[state.conversation_id]
        side = subjects.trail.add(
            one.pos, "conversation", state.conversation_id, other.conversation_id,
            own_no=no, is_kept=is_kept, state=state,
        )  # fmt: skip
        subjects.write_later(team_rows.tags_copied(no, side.no))


def _move_number(subjects: Subjects, gone_id: ConversationId, kept_id: ConversationId) -> None:
    gone_no, kept_no = subjects.numbers.pop(gone_id), subjects.numbers[kept_id]
    earlier = {no: kept_no for no, to in subjects.moved.items() if to == gone_no}
    subjects.moved |= earlier | {gone_no: kept_no}


def _note(known: dict[str, str], gone_id: str, kept_id: str) -> None:
    """It is the other from now on, and so is what had become it."""
    known |= {other: kept_id for other, to in known.items() if to == gone_id} | {gone_id: kept_id}
