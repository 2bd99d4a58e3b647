"""The log's entries: the envelope that all share, and the table of all kinds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain import (
    agenda,
    appointment_imports,
    appointments,
    arrivals,
    assignment,
    auto_replies,
    consent,
    contact_cards,
    contact_imports,
    contacts,
    conversations,
    deal_imports,
    deals,
    erasure,
    exports,
    groups,
    health,
    hours,
    imports,
    ladders,
    ledger,
    lines,
    measure_events,
    media,
    members,
    merging,
    notes,
    outside,
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
    templates,
)
from app.domain.ids import CommandId, DeviceId, EventId, MemberId
from app.domain.records import record

MIN_READER = 1  # the oldest reader that understands what we write today
READER = 1  # what this program understands


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made it happen. A member acts through a device; "channel" stands for the outside world."""

    kind: Literal["member", "channel", "hub"]
    member_id: MemberId | None = None
    device_id: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class UnknownBody:
    """A kind that this program does not know yet: kept as it is, shown as "something newer"."""

    kind: str
    fields_json: bytes


EVENT_BODIES = (
    arrivals.MessageReceived, arrivals.MessageStatus,
    sends.SendRequested, sends.SendAccepted, sends.SendRefused, sends.SendFailed, sends.SendUnknown,
    sends.SendExpired, sends.SendCancelled, sends.SendSettled,
    conversations.ConversationClosed, conversations.ConversationReopened, conversations.ConversationRead,
    conversations.ConversationStarted, media.MediaStored, media.MediaLost,
    imports.HistoryImportBegan, imports.HistoryImportEnded, imports.HistoryImportUndone,
    templates.TemplateChanged, templates.TemplateRemoved, templates.TemplatesCompared,
    contacts.ContactAliased, contacts.ContactMerged, contacts.ContactBlocked, contacts.ContactUnblocked,
    merging.ContactUnmerged, merging.ContactsKeptApart,
    lines.LineAdded, lines.LineProfileChanged,
    members.MemberAdded, members.DeviceEnrolled, members.DeviceRevoked, members.MemberChanged, members.MemberRemoved,
    settings.SettingChanged,
    health.HubStarted, health.HubStopped, health.WebhookUnparsed, health.WebhookAccount,
    assignment.ConversationAssigned, conversations.ConversationMarkedUnread,
    snoozing.ConversationSnoozed, snoozing.ConversationWoken,
    tags.ConversationTagged, tags.ConversationUntagged,
    notes.NoteAdded, notes.NoteEdited, notes.NoteRemoved,
    saved_views.ViewSaved, saved_views.ViewRemoved,
    scheduled.ScheduleSet, scheduled.ScheduleCancelled, scheduled.ScheduleAsked, scheduled.ScheduleSent,
    quick_replies.QuickReplySaved, quick_replies.QuickReplyRemoved,
    *consent.CONSENT_EVENTS,
    *contact_cards.CARD_EVENTS, *contact_cards.FIELD_EVENTS,
    *contact_imports.IMPORT_EVENTS, exports.ExportMade,
    *segments.SEGMENT_EVENTS, erasure.ContactErased,
    *deals.DEAL_EVENTS, *deals.PIPELINE_EVENTS, *deals.INCOMING_EVENTS, *deal_imports.DEALS_IMPORT_EVENTS,
    *tasks.TASK_EVENTS, *ladders.LADDER_EVENTS, *measure_events.MEASURE_EVENTS,
    *hours.HOURS_EVENTS, *groups.GROUP_EVENTS, *auto_replies.AUTO_EVENTS, standards.StandardsSaved,
    *ledger.LEDGER_EVENTS,
    *appointments.APPOINTMENT_EVENTS, *agenda.AGENDA_EVENTS, *appointment_imports.APPOINTMENTS_IMPORT_EVENTS,
    slot_offers.SlotsOffered, *slot_offers.WAITING_EVENTS, *outside.REACH_EVENTS, *health.HEALTH_EVENTS,
)  # fmt: skip
BODY_OF_KIND = {body.KIND: body for body in EVENT_BODIES}
EventBody = (
    arrivals.MessageReceived | arrivals.MessageStatus | sends.SendEvent
    | conversations.ConversationClosed | conversations.ConversationReopened | conversations.ConversationRead
    | conversations.ConversationStarted | media.MediaStored | media.MediaLost
    | imports.HistoryImportBegan | imports.HistoryImportEnded | imports.HistoryImportUndone
    | templates.TemplateChanged | templates.TemplateRemoved | templates.TemplatesCompared
    | contacts.ContactAliased | contacts.ContactMerged | contacts.ContactBlocked | contacts.ContactUnblocked
    | merging.ContactUnmerged | merging.ContactsKeptApart
    | lines.LineAdded | lines.LineProfileChanged
    | members.MemberAdded | members.DeviceEnrolled | members.DeviceRevoked
    | members.MemberChanged | members.MemberRemoved
    | settings.SettingChanged
    | health.HubStarted | health.HubStopped | health.WebhookUnparsed | health.WebhookAccount
    | assignment.ConversationAssigned | conversations.ConversationMarkedUnread
    | snoozing.ConversationSnoozed | snoozing.ConversationWoken
    | tags.ConversationTagged | tags.ConversationUntagged
    | notes.NoteAdded | notes.NoteEdited | notes.NoteRemoved
    | saved_views.ViewSaved | saved_views.ViewRemoved
    | scheduled.ScheduleSet | scheduled.ScheduleCancelled | scheduled.ScheduleAsked | scheduled.ScheduleSent
    | quick_replies.QuickReplySaved | quick_replies.QuickReplyRemoved | contact_cards.CardEvent
    | contact_imports.ContactsImportEvent | exports.ExportMade
    | consent.ConsentGiven | consent.ConsentWithdrawn | consent.ConsentDoubted | consent.ConsentCleared
    | erasure.ContactErased | segments.SegmentSaved | segments.SegmentRemoved | deals.DealEvent
    | tasks.TaskEvent | ladders.LadderEvent | deal_imports.DealsImportEvent | measure_events.MeasureEvent
    | hours.HoursEvent | groups.GroupEvent | ledger.LedgerEvent | auto_replies.AutoEvent | standards.StandardsSaved
    | appointments.AppointmentEvent | agenda.AgendaEvent | appointment_imports.AppointmentsImportEvent
    | slot_offers.SlotsOffered | slot_offers.WaitingEvent | outside.ReachEvent
    | health.HealthEvent
)  # fmt: skip


@record
class Event:
    """One entry of the log. `subject` is the conversation, contact, line … that it is about, or ""."""

    pos: int
    event_id: EventId
    kind: str
    kind_version: int
    subject: str
    actor: Actor
    occurred_at: datetime
    accepted_at: datetime
    command_id: CommandId | None
    body: EventBody | UnknownBody
