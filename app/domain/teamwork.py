"""How the team's own events change a conversation, and the lines that tell of them in its thread.

A line changes nothing but the thread: no preview, no wait, no mark, no place in a list.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.assignment import ConversationAssigned
from app.domain.consent import ConsentDoubted, ConsentGiven, ConsentWithdrawn
from app.domain.conversations import (
    Conversation,
    ConversationClosed,
    ConversationMarkedUnread,
    ConversationRead,
    ConversationReopened,
    with_closed,
    with_read,
    with_reopened,
    with_unread,
)
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import MemberId, MessageId
from app.domain.measure_events import ConversationUnwaived, ConversationWaived, MessageHandled
from app.domain.messages import Message, TeamLine, outbound_sort_at
from app.domain.notes import NoteAdded, NoteEdited, NoteRemoved
from app.domain.snoozing import ConversationSnoozed, ConversationWoken
from app.domain.waiving import is_waived, with_handled, with_unwaived, with_waived

CONVERSATION_CHANGES = (
    ConversationClosed, ConversationReopened, ConversationRead, ConversationMarkedUnread, ConversationAssigned,
    ConversationSnoozed, ConversationWoken, ConversationWaived, ConversationUnwaived,
    MessageHandled,
)  # fmt: skip
NOTE_CHANGES = (NoteEdited, NoteRemoved)
TEAM_EVENTS = (*CONVERSATION_CHANGES, NoteAdded, *NOTE_CHANGES)


def after_teamwork(event: Event, conversation: Conversation) -> Conversation:
    """The conversation after one of TEAM_EVENTS."""
    body = event.body
    if isinstance(body, ConversationClosed):
        return with_closed(conversation, event.accepted_at, body.outcome)
    if isinstance(body, ConversationReopened):
        return with_reopened(conversation)
    if isinstance(body, ConversationRead):
        return with_read(conversation, body.up_to_pos)
    if isinstance(body, ConversationMarkedUnread):
        return with_unread(conversation)
    if isinstance(body, ConversationAssigned):
        return _with_holder(conversation, body.assignee_id, event.accepted_at)
    if isinstance(body, ConversationSnoozed):
        if conversation.is_closed:
            return conversation
        return changed(conversation, snoozed_at=event.accepted_at, snoozed_until_at=body.until_at)
    if isinstance(body, ConversationWoken) and conversation.snoozed_at is not None:
        return changed(conversation, snoozed_at=None, snoozed_until_at=None)
    return _after_a_wait(event, conversation)


def _after_a_wait(event: Event, conversation: Conversation) -> Conversation:
    """After somebody, or a rule, said that nobody waits there."""
    body = event.body
    if isinstance(body, ConversationWaived):
        return with_waived(conversation)
    if isinstance(body, MessageHandled):
        return with_handled(conversation, body, event.accepted_at)
    return with_unwaived(conversation) if isinstance(body, ConversationUnwaived) else conversation


def team_line(event: Event, conversation: Conversation) -> Message | None:
    """The note or the notice that the event brings into the thread; `conversation` is as it was before."""
    body = event.body
    if isinstance(body, NoteAdded):
        line = TeamLine(mentions=body.mentions) if body.mentions else None
        return _line(event, conversation, body.note_id, "note", body.text, body.member_id, line)
    told = _told(body, conversation)
    if told is None:
        return None
    by_id, line = told
    return _line(event, conversation, notice_id(event), "notice", None, by_id, line)


def consent_notice(event: Event, conversation: Conversation) -> Message | None:
    """The line that tells what a person agreed to or wants no more; `reason`: the purposes, `summary`: their words."""
    body = event.body
    if isinstance(body, ConsentDoubted):
        line = TeamLine("consent_doubted")
        return _line(event, conversation, notice_id(event), "notice", None, None, line)
    if not isinstance(body, ConsentGiven | ConsentWithdrawn):
        return None
    what = "consent_given" if isinstance(body, ConsentGiven) else "consent_withdrawn"
    if body.member_id is None and body.source in ("stop_word", "channel"):
        what = f"{what}_{body.source}"
    words = body.wording if body.member_id is not None else ""  # a stop word stands right above
    line = TeamLine(what, reason=",".join(body.purposes), summary=words)
    return _line(event, conversation, notice_id(event), "notice", None, body.member_id, line)


def changed_note(event: Event, note: Message) -> Message:
    """A note after it was edited or taken away; only a note is ever changed so."""
    body = event.body
    if note.kind != "note" or note.is_hidden:
        return note
    if isinstance(body, NoteEdited):
        line = TeamLine(mentions=body.mentions) if body.mentions else None
        return changed(note, text=body.text, team=line, edited_at=event.accepted_at)
    if isinstance(body, NoteRemoved):
        return changed(note, text=None, team=None, is_hidden=True, revoked_at=event.accepted_at)
    return note


def notice_id(event: Event) -> MessageId:
    """What a notice is called: the same before the hub's word and after it."""
    return MessageId(event.command_id or event.event_id)


def _with_holder(conversation: Conversation, assignee_id: MemberId | None, at: datetime) -> Conversation:
    if conversation.assignee_id == assignee_id:
        return conversation
    return changed(conversation, assignee_id=assignee_id, assigned_at=at if assignee_id is not None else None)


def _told(body: Any, before: Conversation) -> tuple[MemberId | None, TeamLine] | None:
    """Who did it and what it was; None where nothing changed that anybody would want to read."""
    if isinstance(body, ConversationAssigned) and before.assignee_id != body.assignee_id:
        is_given = body.assignee_id is not None or body.how == "left"  # who left has it no more, whoever has
        to_id = body.assignee_id if is_given else before.assignee_id
        return body.by_id, TeamLine(body.how, to_id, body.reason, body.summary)
    if isinstance(body, ConversationClosed) and not before.is_closed:
        return body.member_id, TeamLine("closed", summary=body.note, outcome=body.outcome)
    if isinstance(body, ConversationReopened) and before.is_closed:
        return body.member_id, TeamLine("reopened")
    if isinstance(body, ConversationSnoozed) and not before.is_closed:
        return body.member_id, TeamLine("snoozed", until_at=body.until_at)
    if isinstance(body, ConversationWoken) and before.snoozed_at is not None:
        return body.member_id, TeamLine("woken")
    if isinstance(body, ConversationWaived) and before.waiting_since_at is not None:
        return body.member_id, TeamLine("waived")
    if isinstance(body, ConversationUnwaived) and is_waived(before):
        return body.member_id, TeamLine("unwaived")
    return None


def _line(
    event: Event,
    conversation: Conversation,
    message_id: MessageId,
    kind: str,
    text: str | None,
    member_id: MemberId | None,
    line: TeamLine | None,
) -> Message:
    return Message(
        message_id=message_id,
        conversation_id=conversation.conversation_id,
        pos=event.pos,
        direction="out",
        author="member",
        kind=kind,
        text=text,
        sort_at=outbound_sort_at(event.accepted_at, conversation.heard_at),
        base="settled",
        member_id=member_id,
        state_at=event.accepted_at,
        team=line,
    )
