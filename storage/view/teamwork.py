"""Applying what the team does to conversations: holding, setting aside, closing, filing, telling each other."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.conversations import ConversationClosed, ConversationRead
from app.domain.deals import IncomingDeclined, IncomingRestored
from app.domain.events import Event
from app.domain.messages import Message
from app.domain.notes import NoteAdded, NoteEdited, NoteRemoved
from app.domain.projection import changed_message, conversation_after, new_message
from app.domain.saved_views import ViewRemoved, ViewSaved
from app.domain.tags import ConversationTagged, ConversationUntagged
from app.domain.teamwork import CONVERSATION_CHANGES
from storage.view import incoming, team_rows
from storage.view.cards import told_of_talk
from storage.view.leaves import written_in
from storage.view.segmenting import SEGMENTS
from storage.view.subjects import Subjects


def _conversation_changed(subjects: Subjects, event: Event, body: Any) -> None:
    conversation = subjects.conversation(body.conversation_id)
    if conversation is None:
        return
    notice = new_message(event, conversation)
    subjects.put_conversation(conversation_after(event, conversation, None, notice))
    if subjects.trail:
        subjects.trail.follow(
            body.conversation_id, lambda side: conversation_after(event, side, None, notice)
        )
    if notice is not None and notice.message_id not in subjects.messages:
        subjects.put_message(written_in(subjects, notice, body.conversation_id))
    if isinstance(body, ConversationClosed) and not conversation.is_closed:
        what = {"outcome": body.outcome, "note": body.note}
        subjects.write_later(told_of_talk(subjects, event, "closed", body, what))


def _read(subjects: Subjects, event: Event, body: ConversationRead) -> None:
    _conversation_changed(subjects, event, body)
    kept = subjects.kept(body.conversation_id)
    if body.member_id is not None and kept in subjects.numbers:
        subjects.touched_conversations.add(kept)
        subjects.write_later(team_rows.seen(body.member_id, subjects.numbers[kept], body.up_to_pos))


def _filed(subjects: Subjects, event: Event, body: ConversationTagged | ConversationUntagged) -> None:
    kept = subjects.kept(body.conversation_id)
    if kept not in subjects.numbers:
        return
    write = team_rows.tagged if isinstance(body, ConversationTagged) else team_rows.untagged
    no = subjects.numbers[kept]
    is_set = isinstance(body, ConversationTagged)
    subjects.write_later(*write(no, body.tag))
    for side in subjects.trail.path(body.conversation_id):
        subjects.write_later(team_rows.tag_aside(side.no, body.tag, is_set=is_set))
    what = "conversation_tagged" if is_set else "conversation_untagged"
    subjects.write_later(told_of_talk(subjects, event, what, body, {"tag": body.tag}))
    subjects.touched_conversations.add(kept)
    subjects.has_new_team = True


def _noted(subjects: Subjects, event: Event, body: NoteAdded) -> None:
    conversation = subjects.conversation(body.conversation_id)
    if conversation is None or body.note_id in subjects.messages:
        return
    note = new_message(event, conversation)
    assert note is not None
    subjects.put_message(written_in(subjects, note, body.conversation_id))
    no = subjects.numbers[conversation.conversation_id]
    subjects.write_later(*team_rows.mentioned(_others(body), event.pos, no, event.pos))


def _note_changed(subjects: Subjects, event: Event, body: NoteEdited | NoteRemoved) -> None:
    before = subjects.messages.get(body.note_id)
    after = changed_message(event, before) if before is not None else None
    if before is None or after is None or after is before:
        return
    subjects.rewrite_message(after)
    was, now = _mentions(before), _mentions(after)
    no = subjects.numbers[before.conversation_id]
    subjects.write_later(
        *team_rows.no_longer_mentioned(before.pos, [one for one in was if one not in now]),
        *team_rows.mentioned(
            [one for one in now if one not in was and one != before.member_id], event.pos, no, before.pos
        ),
    )


def _others(body: NoteAdded) -> list[Any]:
    return [one for one in dict.fromkeys(body.mentions) if one != body.member_id]


def _mentions(note: Message) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(note.team.mentions)) if note.team is not None else ()


def _put_aside(subjects: Subjects, event: Event, body: IncomingDeclined | IncomingRestored) -> None:
    """Whether a deal may come of it."""
    kept = subjects.kept(body.conversation_id)
    if kept not in subjects.numbers:
        return
    if isinstance(body, IncomingDeclined):
        subjects.write_later(incoming.declined(body.conversation_id, event.pos))
    else:
        subjects.write_later(incoming.restored(kept))
    subjects.touched_conversations.add(kept)


def _view_changed(subjects: Subjects, _event: Event, body: ViewSaved | ViewRemoved) -> None:
    if isinstance(body, ViewSaved):
        subjects.write_later(team_rows.view_saved(body.view))
    else:
        subjects.write_later(team_rows.view_removed(body.view_id))
    subjects.has_new_team = True


TEAMWORK: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    **dict.fromkeys(CONVERSATION_CHANGES, _conversation_changed),
    ConversationRead: _read,
    ConversationTagged: _filed,
    ConversationUntagged: _filed,
    NoteAdded: _noted,
    NoteEdited: _note_changed,
    NoteRemoved: _note_changed,
    ViewSaved: _view_changed,
    ViewRemoved: _view_changed,
    IncomingDeclined: _put_aside,
    IncomingRestored: _put_aside,
    **SEGMENTS,
}
