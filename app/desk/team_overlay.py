"""What waiting commands of the team's work are expected to become, and what they change beside conversations.

The hub's own rules decide (`app.hub.decided`); here stands what this computer can know of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.desk.pending import Pending
from app.domain.assignment import AssignConversation, AssignHow, ClaimConversation, ConversationAssigned
from app.domain.commands import Command
from app.domain.conversations import (
    CloseConversation,
    Conversation,
    ConversationClosed,
    ConversationMarkedUnread,
    ConversationRead,
    ConversationReopened,
    ReadConversation,
    ReopenConversation,
    UnreadConversation,
)
from app.domain.events import EventBody
from app.domain.ids import MemberId
from app.domain.measure_events import (
    ConversationUnwaived,
    ConversationWaived,
    UnwaiveConversation,
    WaiveConversation,
)
from app.domain.notes import AddNote, EditNote, NoteAdded, NoteEdited, NoteRemoved, RemoveNote
from app.domain.saved_views import RemoveView, SavedView, SaveView
from app.domain.snoozing import (
    ConversationSnoozed,
    ConversationWoken,
    SnoozeConversation,
    WakeConversation,
)
from app.domain.tags import TAGS_MAX, TagConversation, UntagConversation
from app.domain.waiving import waive_problem

Expect = Callable[[Command, Any, Conversation, MemberId], EventBody | None]


def expected(command: Command, conversation: Conversation, me: MemberId) -> EventBody | None:
    """The event that a command will be, as far as this computer knows; None: none, or one that shows nothing here."""
    expect = _EXPECTED.get(type(command.body))
    return expect(command, command.body, conversation, me) if expect is not None else None


def overlaid_tags(tags: Sequence[str], pending: Iterable[Pending]) -> tuple[str, ...]:
    """What a conversation is filed under, with what waits."""
    shown = list(tags)
    for entry in pending:
        body = entry.command.body
        if isinstance(body, TagConversation) and body.tag not in shown and len(shown) < TAGS_MAX:
            shown.append(body.tag)
        elif isinstance(body, UntagConversation) and body.tag in shown:
            shown.remove(body.tag)
    return tuple(sorted(shown))


def read_up_to(pending: Iterable[Pending], me: MemberId) -> int:
    """How far this member said that they have read, where the log does not tell it yet."""
    bodies = (entry.command.body for entry in pending if entry.by(me) == me)
    return max((body.up_to_pos for body in bodies if isinstance(body, ReadConversation)), default=0)


def overlaid_views(views: Sequence[SavedView], pending: Iterable[Pending], me: MemberId) -> list[SavedView]:
    """Saved lists with what waits, by name; a colleague's own ones at the same computer are theirs."""
    shown: dict[str, SavedView] = {view.view_id: view for view in views}
    for entry in pending:
        body = entry.command.body
        if isinstance(body, SaveView):
            shown.pop(body.view.view_id, None)
            if body.view.owner_id in (None, me):
                shown[body.view.view_id] = body.view
        elif isinstance(body, RemoveView):
            shown.pop(body.view_id, None)
    return sorted(shown.values(), key=lambda view: (view.name, view.view_id))


def _closed(command: Command, body: CloseConversation, now: Conversation, me: MemberId) -> EventBody | None:
    is_outdated = now.newest_inbound_pos > command.base_pos
    return None if is_outdated else ConversationClosed(body.conversation_id, me, body.outcome, body.note)


def _claimed(_: Command, body: ClaimConversation, now: Conversation, me: MemberId) -> EventBody | None:
    if now.assignee_id is not None:
        return None
    return ConversationAssigned(body.conversation_id, me, me, "claimed")


def _assigned(_: Command, body: AssignConversation, now: Conversation, me: MemberId) -> EventBody | None:
    if now.assignee_id != body.expected or now.assignee_id == body.member_id:
        return None
    how: AssignHow = "assigned"
    if body.member_id is None:
        how = "released"
    elif now.assignee_id == me:
        how = "handed_over"
    return ConversationAssigned(body.conversation_id, body.member_id, me, how, body.reason, body.summary)


def _snoozed(command: Command, body: SnoozeConversation, now: Conversation, me: MemberId) -> EventBody | None:
    if now.is_closed or now.newest_inbound_pos > command.base_pos:
        return None
    return ConversationSnoozed(body.conversation_id, body.until_at, me)


def _woken(_: Command, body: WakeConversation, now: Conversation, me: MemberId) -> EventBody | None:
    return None if now.snoozed_at is None else ConversationWoken(body.conversation_id, "member", me)


def _waived(command: Command, body: WaiveConversation, now: Conversation, me: MemberId) -> EventBody | None:
    is_refused = waive_problem(now, command.base_pos) is not None
    return None if is_refused else ConversationWaived(body.conversation_id, me)


_EXPECTED: Mapping[type, Expect] = {
    CloseConversation: _closed,
    ReopenConversation: lambda _c, body, _now, me: ConversationReopened(body.conversation_id, me),
    ReadConversation: lambda _c, body, _now, me: ConversationRead(body.conversation_id, body.up_to_pos, me),
    UnreadConversation: lambda _c, body, _now, me: ConversationMarkedUnread(body.conversation_id, me),
    ClaimConversation: _claimed,
    AssignConversation: _assigned,
    SnoozeConversation: _snoozed,
    WakeConversation: _woken,
    WaiveConversation: _waived,
    UnwaiveConversation: lambda _c, body, _now, me: ConversationUnwaived(body.conversation_id, me),
    AddNote: lambda _c, body, _now, me: NoteAdded(
        body.note_id, body.conversation_id, body.text, me, body.mentions
    ),
    EditNote: lambda _c, body, _now, me: NoteEdited(
        body.note_id, body.conversation_id, body.text, me, body.mentions
    ),
    RemoveNote: lambda _c, body, _now, me: NoteRemoved(body.note_id, body.conversation_id, me),
}
