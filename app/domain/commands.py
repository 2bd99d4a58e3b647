"""What a member asks of the hub: the envelope that all commands share, and the hub's answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.domain import (
    agenda,
    appointment_asks,
    assignment,
    auto_replies,
    consent,
    contact_asks,
    contact_bulk,
    conversations,
    deal_asks,
    exports,
    hour_asks,
    ladders,
    ledger,
    measure_events,
    merging,
    notes,
    quick_replies,
    saved_views,
    scheduled,
    segments,
    sends,
    settings,
    slot_offers,
    snoozing,
    standards,
    tags,
    tasks,
)
from app.domain.ids import CommandId

CommandBody = (
    sends.SendText
    | sends.SendMessage
    | sends.CancelSend
    | sends.SettleSend
    | conversations.StartConversation
    | conversations.CloseConversation
    | conversations.ReopenConversation
    | conversations.ReadConversation
    | conversations.UnreadConversation
    | assignment.ClaimConversation
    | assignment.AssignConversation
    | snoozing.SnoozeConversation
    | snoozing.WakeConversation
    | tags.TagConversation
    | tags.UntagConversation
    | notes.AddNote
    | notes.EditNote
    | notes.RemoveNote
    | saved_views.SaveView
    | saved_views.RemoveView
    | scheduled.ScheduleMessage
    | scheduled.ChangeScheduled
    | scheduled.CancelScheduled
    | scheduled.SendScheduled
    | settings.ChangeSetting
    | quick_replies.SaveQuickReply
    | quick_replies.RemoveQuickReply
    | consent.RecordConsent
    | consent.WithdrawConsent
    | consent.ClearDoubt
    | merging.MergeAsk
    | contact_asks.ContactAsk
    | segments.SaveSegment
    | segments.RemoveSegment
    | contact_bulk.Bulk
    | exports.RecordExport
    | tasks.TaskAsk
    | ladders.LadderAsk
    | ledger.LedgerAsk
    | deal_asks.DealAsk
    | deal_asks.IncomingAsk
    | hour_asks.HourAsk
    | auto_replies.AutoAsk
    | measure_events.WaiveAsk
    | standards.SaveStandards
    | appointment_asks.AppointmentAsk
    | agenda.AgendaAsk
    | appointment_asks.AskAppointments
    | slot_offers.WaitingAsk
)
COMMAND_BODIES = (
    sends.SendText, sends.SendMessage, sends.CancelSend, sends.SettleSend,
    conversations.StartConversation, conversations.CloseConversation,
    conversations.ReopenConversation, conversations.ReadConversation,
    conversations.UnreadConversation, assignment.ClaimConversation, assignment.AssignConversation,
    snoozing.SnoozeConversation, snoozing.WakeConversation, tags.TagConversation, tags.UntagConversation,
    notes.AddNote, notes.EditNote, notes.RemoveNote, saved_views.SaveView, saved_views.RemoveView,
    *scheduled.SCHEDULE_COMMANDS,
    settings.ChangeSetting,
    quick_replies.SaveQuickReply, quick_replies.RemoveQuickReply,
    *consent.CONSENT_COMMANDS,
    *merging.MERGE_ASKS,
    *contact_asks.CONTACT_ASKS, *segments.SEGMENT_COMMANDS, *contact_bulk.BULK_COMMANDS,
    exports.RecordExport,
    *deal_asks.DEAL_ASKS, *deal_asks.PIPELINE_ASKS, *deal_asks.INCOMING_ASKS,
    *tasks.TASK_ASKS, *ladders.LADDER_ASKS, *ledger.LEDGER_ASKS,
    *hour_asks.HOUR_ASKS, *auto_replies.AUTO_ASKS, *measure_events.WAIVE_ASKS, standards.SaveStandards,
    *appointment_asks.APPOINTMENT_ASKS, *agenda.AGENDA_ASKS, appointment_asks.AskAppointments,
    *slot_offers.WAITING_ASKS,
)  # fmt: skip
# Commands about the team, not about a conversation: each names its lane itself.
TEAM_BODIES = (
    settings.ChangeSetting, *saved_views.VIEW_COMMANDS,
    quick_replies.SaveQuickReply, quick_replies.RemoveQuickReply, *consent.CONSENT_COMMANDS,
    *contact_asks.CONTACT_ASKS, *merging.MERGE_ASKS, *segments.SEGMENT_COMMANDS, *contact_bulk.BULK_COMMANDS,
    exports.RecordExport, *deal_asks.DEAL_ASKS, *deal_asks.PIPELINE_ASKS,
    *tasks.TASK_ASKS, *ladders.LADDER_ASKS, *ledger.LEDGER_ASKS,
    *hour_asks.HOUR_ASKS, *auto_replies.AUTO_ASKS, standards.SaveStandards,
    *appointment_asks.APPOINTMENT_ASKS, *agenda.AGENDA_ASKS, appointment_asks.AskAppointments,
    *slot_offers.WAITING_ASKS,
)  # fmt: skip
COMMAND_OF_KIND = {body.KIND: body for body in COMMAND_BODIES}


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its envelope, stored before any use of the network.

    `age_ms`: how long ago it was made when it is sent, by the desktop's monotonic clock (`age_is_wall`: by its wall
    clock, after a restart). `not_after_at`: when it must not happen any more. `needs`: commands that must come first.
    """

    command_id: CommandId
    device_seq: int
    base_pos: int  # newest log position that its author could see
    made_at: datetime
    body: CommandBody
    age_ms: int = 0
    age_is_wall: bool = False
    not_after_at: datetime | None = None
    needs: tuple[CommandId, ...] = ()

    @property
    def lane(self) -> str:
        """Commands of one lane keep their order; a bad one blocks no other lane."""
        return self.body.lane if isinstance(self.body, TEAM_BODIES) else self.body.conversation_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hub's answer to one command: `pos` if accepted, `code` and `facts` if rejected, `after_s` for "retry"."""

    command_id: CommandId
    result: Literal["accepted", "rejected", "retry"]
    pos: int | None = None
    code: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    after_s: float | None = None
