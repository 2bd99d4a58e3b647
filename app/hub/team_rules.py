"""Working together: when a conversation may be taken, given, put aside, filed and noted on. Pure checks."""

from app.domain.assignment import REASON_MAX_CHARS, SUMMARY_MAX_CHARS, AssignConversation, ClaimConversation
from app.domain.conversations import CloseConversation
from app.domain.errors import Refused
from app.domain.measure_events import UnwaiveConversation, WaiveConversation
from app.domain.notes import MENTIONS_MAX, NOTE_MAX_CHARS, AddNote, EditNote, RemoveNote
from app.domain.saved_views import NAME_MAX_CHARS, VIEWS_MAX, RemoveView, SavedView, SaveView
from app.domain.snoozing import SnoozeConversation
from app.domain.tags import TagConversation, UntagConversation, clean_tag
from app.domain.waiving import is_waived, waive_problem
from app.hub.roles import needs
from app.hub.send_rules import sendable
from app.hub.situation import Situation

FILTER_MAX = 100  # values of one part of a list's filter, and characters of one


def check_claim(situation: Situation, body: ClaimConversation) -> Refused | None:
    """Nobody of the team holds it, or who asks does already."""
    assert situation.conversation is not None
    holder_id = situation.conversation.assignee_id
    is_free = holder_id in (None, situation.asker.member_id) or holder_id not in situation.members
    return None if is_free else _held(situation, "already_held")


def check_assign(situation: Situation, body: AssignConversation) -> Refused | None:
    """Who held it when it was asked still does, and the next one is of the team."""
    assert situation.conversation is not None
    if situation.conversation.assignee_id != body.expected:
        return _held(situation, "holder_changed")
    if body.member_id is not None and body.member_id not in situation.members:
        return Refused("member_unknown", {"where": "team"})
    return _too_long(body.reason, REASON_MAX_CHARS) or _too_long(body.summary, SUMMARY_MAX_CHARS)


def check_close(situation: Situation, body: CloseConversation) -> Refused | None:
    """The customer has not written since."""
    return _newer_message(situation) or _too_long(body.note, SUMMARY_MAX_CHARS)


def check_snooze(situation: Situation, body: SnoozeConversation) -> Refused | None:
    """It is open, the customer has not written since, and its time is still to come."""
    assert situation.conversation is not None
    if situation.conversation.is_closed:
        return Refused("conversation_closed")
    if body.until_at is not None and body.until_at <= situation.now:
        return Refused("time_past", {"where": "team"})
    return _newer_message(situation)


def check_tag(situation: Situation, body: TagConversation | UntagConversation) -> Refused | None:
    """Something is left of the word once it is cleaned."""
    return None if clean_tag(body.tag) else Refused("tag_empty")


def check_add_note(situation: Situation, body: AddNote) -> Refused | None:
    """It says something, to people of the team, under an id of its own."""
    if situation.message is not None:
        return Refused("message_id_taken")
    return _check_words(situation, body)


def check_edit_note(situation: Situation, body: EditNote) -> Refused | None:
    """Its author changes what they saw."""
    note = situation.message
    missing = _check_note(situation)
    if note is None or missing is not None:
        return missing
    if note.member_id != situation.asker.member_id:
        return Refused("not_yours")
    if body.expected != (note.text or ""):
        return Refused("note_changed")
    return _check_words(situation, body)


def check_remove_note(situation: Situation, body: RemoveNote) -> Refused | None:
    """One's own, or anybody's for who leads."""
    note = situation.message
    missing = _check_note(situation)
    if note is None or missing is not None:
        return missing
    is_own = note.member_id == situation.asker.member_id
    return None if is_own else needs(situation, "remove_others_notes") and Refused("not_yours")


def check_save_view(situation: Situation, body: SaveView) -> Refused | None:
    """One's own list, or a shared one for who leads; both as it is and as it was."""
    view = body.view
    name = sendable(view.name)
    if not name:
        return Refused("name_empty")
    values = (view.filter.tags, view.filter.assignees, view.filter.line_ids)
    if any(len(one) > FILTER_MAX or any(len(each) > FILTER_MAX for each in one) for one in values):
        return Refused("filter_too_long", {"limit": str(FILTER_MAX)})
    if situation.saved is None and situation.saved_count >= VIEWS_MAX:
        return Refused("views_full", {"limit": str(VIEWS_MAX)})
    return (
        _too_long(name, NAME_MAX_CHARS)
        or _check_owner(situation, view)
        or (_check_owner(situation, situation.saved) if situation.saved is not None else None)
    )


def check_remove_view(situation: Situation, body: RemoveView) -> Refused | None:
    """The same; one that is gone already may be removed by anybody."""
    return None if situation.saved is None else _check_owner(situation, situation.saved)


def _check_owner(situation: Situation, view: SavedView) -> Refused | None:
    if view.owner_id is None:
        return needs(situation, "share_lists")
    return None if view.owner_id == situation.asker.member_id else Refused("not_yours")


def _check_note(situation: Situation) -> Refused | None:
    """It is a note, it is there, and in the conversation that is meant."""
    note, conversation = situation.message, situation.conversation
    is_there = (
        note is not None
        and conversation is not None
        and note.kind == "note"
        and not note.is_hidden
        and note.conversation_id == conversation.conversation_id
    )
    return None if is_there else Refused("message_unknown")


def _check_words(situation: Situation, body: AddNote | EditNote) -> Refused | None:
    text = sendable(body.text)
    if not text:
        return Refused("text_empty", {"where": "team"})
    if len(body.mentions) > MENTIONS_MAX or any(one not in situation.members for one in body.mentions):
        return Refused("member_unknown", {"where": "team"})
    return _too_long(text, NOTE_MAX_CHARS)


def _held(situation: Situation, code: str) -> Refused:
    assert situation.conversation is not None
    holder_id = situation.conversation.assignee_id
    holder = situation.members.get(holder_id) if holder_id is not None else None
    return Refused(code, {"who": holder.name if holder else "", "member_id": holder_id or ""})


def _newer_message(situation: Situation) -> Refused | None:
    assert situation.conversation is not None
    is_newer = situation.conversation.newest_inbound_pos > situation.command.base_pos
    return Refused("newer_message") if is_newer else None


def _too_long(text: str, limit: int) -> Refused | None:
    if len(text) <= limit:
        return None
    return Refused("text_too_long", {"length": str(len(text)), "limit": str(limit), "where": "team"})


def check_waive(situation: Situation, body: WaiveConversation) -> Refused | None:
    """Somebody waits there, and has not written since."""
    assert situation.conversation is not None
    return waive_problem(situation.conversation, situation.command.base_pos)


def check_unwaive(situation: Situation, body: UnwaiveConversation) -> Refused | None:
    """The wait that was waived can go on."""
    assert situation.conversation is not None
    return None if is_waived(situation.conversation) else Refused("not_waived")
