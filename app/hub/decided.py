"""What happens once a command was accepted: its events, by kind of command. Several may come of one, or none."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.agenda import AGENDA_ASKS
from app.domain.appointment_asks import APPOINTMENT_ASKS, AskAppointments
from app.domain.assignment import AssignConversation, AssignHow, ClaimConversation, ConversationAssigned
from app.domain.auto_replies import AUTO_ASKS
from app.domain.consent import ClearDoubt, RecordConsent, WithdrawConsent
from app.domain.contact_asks import CONTACT_ASKS
from app.domain.conversations import (
    CloseConversation,
    ConversationClosed,
    ConversationMarkedUnread,
    ConversationRead,
    ConversationReopened,
    ReadConversation,
    ReopenConversation,
    StartConversation,
    UnreadConversation,
)
from app.domain.deal_asks import DEAL_ASKS, INCOMING_ASKS, PIPELINE_ASKS
from app.domain.events import EventBody
from app.domain.exports import RecordExport
from app.domain.hour_asks import HOUR_ASKS
from app.domain.ladders import LADDER_ASKS
from app.domain.ledger import LEDGER_ASKS
from app.domain.measure_events import (
    ConversationUnwaived,
    ConversationWaived,
    UnwaiveConversation,
    WaiveConversation,
)
from app.domain.merging import KeepApart, MergeContacts, UnmergeContact
from app.domain.messages import SILENT_KINDS
from app.domain.notes import AddNote, EditNote, NoteAdded, NoteEdited, NoteRemoved, RemoveNote
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.quick_replies import removed as quick_reply_removed
from app.domain.quick_replies import saved as quick_reply_saved
from app.domain.saved_views import RemoveView, SaveView, ViewRemoved, ViewSaved
from app.domain.scheduled import CancelScheduled, ChangeScheduled, ScheduleMessage, SendScheduled
from app.domain.sends import CancelSend, SendCancelled, SendMessage, SendSettled, SendText, SettleSend
from app.domain.settings import ChangeSetting, SettingChanged
from app.domain.slot_offers import WAITING_ASKS
from app.domain.snoozing import (
    ConversationSnoozed,
    ConversationWoken,
    SnoozeConversation,
    WakeConversation,
)
from app.domain.standards import SaveStandards
from app.domain.tags import (
    ConversationTagged,
    ConversationUntagged,
    TagConversation,
    UntagConversation,
    clean_tag,
)
from app.domain.tasks import TASK_ASKS
from app.hub import merge_rules
from app.hub.agenda_rules import agenda_event
from app.hub.appointment_rules import appointment_event
from app.hub.ask_rules import ask_events
from app.hub.auto_reply_rules import auto_event
from app.hub.consent_rules import doubt_cleared, recorded
from app.hub.contact_rules import contact_event
from app.hub.deal_rules import deal_event
from app.hub.export_rules import export_made
from app.hub.hour_rules import hours_event
from app.hub.incoming_rules import incoming_event
from app.hub.ladder_rules import ladder_events
from app.hub.ledger_rules import ledger_event
from app.hub.schedule_rules import due, was_cancelled, was_sent, was_set
from app.hub.send_rules import sendable
from app.hub.send_wishes import requested
from app.hub.situation import Situation
from app.hub.standard_rules import standards_event
from app.hub.start_wishes import started
from app.hub.table_rules import TABLE_ASKS, table_events
from app.hub.task_rules import task_event
from app.hub.waiting_rules import waiting_events

Decide = Callable[[Situation, Any], EventBody | None]


def events_of(situation: Situation) -> list[EventBody]:
    """The events of an accepted command, in order; none where everything is so already."""
    body = situation.command.body
    if isinstance(body, LADDER_ASKS):
        return ladder_events(situation, body)
    if isinstance(body, AskAppointments):
        return ask_events(situation, body)
    if isinstance(body, WAITING_ASKS):
        return waiting_events(situation, body)
    if isinstance(body, TABLE_ASKS):
        return list(table_events(situation, body))
    decided = _EVENTS[type(body)](situation, body)
    events = [] if decided is None else [decided]
    if isinstance(body, SendScheduled):
        body = due(situation)
        events.append(requested(situation, body))
    if isinstance(body, SendText | SendMessage):
        events += _taken_by_answering(situation, body)
    return events


def _taken_by_answering(situation: Situation, body: SendText | SendMessage) -> list[EventBody]:
    """Who answers where nobody holds the conversation holds it from then on, if the team wants it so."""
    conversation = situation.conversation
    is_answer = not (isinstance(body, SendMessage) and body.kind in SILENT_KINDS)
    is_free = conversation is not None and conversation.assignee_id is None
    if not (is_answer and is_free and situation.is_claiming):
        return []
    me = situation.asker.member_id
    return [ConversationAssigned(body.conversation_id, me, me, "answered")]


def _claimed(situation: Situation, body: ClaimConversation) -> EventBody | None:
    assert situation.conversation is not None
    me = situation.asker.member_id
    if situation.conversation.assignee_id == me:
        return None
    return ConversationAssigned(body.conversation_id, me, me, "claimed")


def _assigned(situation: Situation, body: AssignConversation) -> EventBody | None:
    assert situation.conversation is not None
    if situation.conversation.assignee_id == body.member_id:
        return None
    me = situation.asker.member_id
    how: AssignHow = "assigned"
    if body.member_id is None:
        how = "released"
    elif situation.conversation.assignee_id == me:
        how = "handed_over"
    return ConversationAssigned(
        body.conversation_id, body.member_id, me, how, sendable(body.reason), sendable(body.summary)
    )


def _woken(situation: Situation, body: WakeConversation) -> EventBody | None:
    assert situation.conversation is not None
    if situation.conversation.snoozed_at is None:
        return None
    return ConversationWoken(body.conversation_id, "member", situation.asker.member_id)


def _saved(situation: Situation, body: SaveView) -> EventBody:
    return ViewSaved(replace(body.view, name=sendable(body.view.name)), situation.asker.member_id)


def _removed(situation: Situation, body: RemoveView) -> EventBody | None:
    return None if situation.saved is None else ViewRemoved(body.view_id, situation.asker.member_id)


_EVENTS: Mapping[type, Decide] = {
    SendText: requested,
    SendMessage: requested,
    StartConversation: started,
    CancelSend: lambda _, body: SendCancelled(body.message_id, body.conversation_id),
    SettleSend: lambda s, body: SendSettled(
        body.message_id, body.conversation_id, body.how, s.asker.member_id
    ),
    CloseConversation: lambda s, body: ConversationClosed(
        body.conversation_id, s.asker.member_id, body.outcome, sendable(body.note)
    ),
    WaiveConversation: lambda s, body: ConversationWaived(body.conversation_id, s.asker.member_id),
    UnwaiveConversation: lambda s, body: ConversationUnwaived(body.conversation_id, s.asker.member_id),
    ReopenConversation: lambda s, body: ConversationReopened(body.conversation_id, s.asker.member_id),
    ReadConversation: lambda s, body: ConversationRead(
        body.conversation_id, body.up_to_pos, s.asker.member_id
    ),
    UnreadConversation: lambda s, body: ConversationMarkedUnread(body.conversation_id, s.asker.member_id),
    ClaimConversation: _claimed,
    AssignConversation: _assigned,
    SnoozeConversation: lambda s, body: ConversationSnoozed(
        body.conversation_id, body.until_at, s.asker.member_id
    ),
    WakeConversation: _woken,
    TagConversation: lambda s, body: ConversationTagged(
        body.conversation_id, clean_tag(body.tag), s.asker.member_id
    ),
    UntagConversation: lambda s, body: ConversationUntagged(
        body.conversation_id, clean_tag(body.tag), s.asker.member_id
    ),
    AddNote: lambda s, body: NoteAdded(
        body.note_id, body.conversation_id, sendable(body.text), s.asker.member_id, body.mentions
    ),
    EditNote: lambda s, body: NoteEdited(
        body.note_id, body.conversation_id, sendable(body.text), s.asker.member_id, body.mentions
    ),
    RemoveNote: lambda s, body: NoteRemoved(body.note_id, body.conversation_id, s.asker.member_id),
    ScheduleMessage: was_set,
    ChangeScheduled: was_set,
    CancelScheduled: was_cancelled,
    SendScheduled: was_sent,
    SaveView: _saved,
    RemoveView: _removed,
    ChangeSetting: lambda _, body: SettingChanged(body.name, body.value),
    SaveQuickReply: lambda s, body: quick_reply_saved(body, s.asker.member_id),
    RemoveQuickReply: lambda _, body: quick_reply_removed(body),
    RecordConsent: recorded,
    WithdrawConsent: recorded,
    ClearDoubt: doubt_cleared,
    MergeContacts: merge_rules.merged,
    UnmergeContact: merge_rules.unmerged,
    KeepApart: merge_rules.kept_apart,
    **dict.fromkeys(CONTACT_ASKS, contact_event),
    RecordExport: export_made,
    **dict.fromkeys(LEDGER_ASKS, ledger_event),
    **dict.fromkeys(TASK_ASKS, task_event),
    **dict.fromkeys(INCOMING_ASKS, incoming_event),
    **dict.fromkeys((*DEAL_ASKS, *PIPELINE_ASKS), deal_event),
    **dict.fromkeys(AUTO_ASKS, auto_event),
    **dict.fromkeys(APPOINTMENT_ASKS, appointment_event),
    **dict.fromkeys(AGENDA_ASKS, agenda_event),
    **dict.fromkeys(HOUR_ASKS, hours_event),
    SaveStandards: standards_event,
}
