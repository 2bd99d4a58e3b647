"""What a member may do and when: pure checks of a command against what the hub knows in the same transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from app.domain import quick_replies, settings
from app.domain.agenda import AGENDA_ASKS
from app.domain.appointment_asks import APPOINTMENT_ASKS, AskAppointments
from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.auto_replies import AUTO_ASKS
from app.domain.commands import TEAM_BODIES
from app.domain.consent import ClearDoubt, RecordConsent, WithdrawConsent
from app.domain.consent_words import CHANGE_MAX_CHARS, SETTINGS
from app.domain.contact_asks import CONTACT_ASKS
from app.domain.conversations import (
    CloseConversation,
    ReadConversation,
    ReopenConversation,
    StartConversation,
    UnreadConversation,
)
from app.domain.deal_asks import DEAL_ASKS, INCOMING_ASKS, PIPELINE_ASKS
from app.domain.errors import Refused
from app.domain.exports import RecordExport
from app.domain.hour_asks import HOUR_ASKS
from app.domain.ladders import LADDER_ASKS
from app.domain.ledger import LEDGER_ASKS
from app.domain.measure_events import UnwaiveConversation, WaiveConversation
from app.domain.merging import KeepApart, MergeContacts, UnmergeContact
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.phone_numbers import is_number
from app.domain.saved_views import RemoveView, SaveView
from app.domain.scheduled import CancelScheduled, ChangeScheduled, ScheduleMessage, SendScheduled
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.domain.slot_offers import WAITING_ASKS, OfferSlot
from app.domain.snoozing import SnoozeConversation, WakeConversation
from app.domain.standards import SaveStandards
from app.domain.tags import TagConversation, UntagConversation
from app.domain.tasks import TASK_ASKS
from app.hub import merge_rules, schedule_rules, team_rules
from app.hub.agenda_rules import check_agenda
from app.hub.appointment_rules import check_appointment
from app.hub.ask_rules import check_asks
from app.hub.auto_reply_rules import check_auto
from app.hub.consent_rules import check_clear, check_consent
from app.hub.contact_rules import check_contact
from app.hub.deal_rules import check_deal
from app.hub.export_rules import check_export
from app.hub.hour_rules import check_hours
from app.hub.ladder_rules import check_ladder
from app.hub.ledger_rules import check_ledger
from app.hub.quick_reply_rules import check_remove, check_save
from app.hub.roles import needs
from app.hub.send_rules import check_cancel, check_send, check_settle
from app.hub.situation import Asker as Asker
from app.hub.situation import Situation as Situation
from app.hub.standard_rules import check_standards
from app.hub.table_rules import TABLE_ASKS, check_table
from app.hub.task_rules import check_task
from app.hub.waiting_rules import check_waiting
from app.whatsapp.people import is_user_id

SETTING_MAX_CHARS = 200
NAME_MAX_CHARS = 200
HELD_MAX = timedelta(minutes=10)  # what was on its way to us for longer needs a person before it goes out
_NEEDS_NO_CONVERSATION = (*TEAM_BODIES, StartConversation)


def check(situation: Situation) -> Refused | None:
    """Why the command must not happen, None when it may."""
    body, not_after_at = situation.command.body, situation.not_after_at
    if not_after_at is None and isinstance(
        body, SendText | SendMessage | SendScheduled | AskAppointments | OfferSlot
    ):
        not_after_at = situation.made_at + HELD_MAX  # how long it waits here is another matter
    if not_after_at is not None and situation.now > not_after_at:
        return Refused("too_old", {"not_after_at": not_after_at.isoformat()})
    if not isinstance(body, _NEEDS_NO_CONVERSATION) and situation.conversation is None:
        return Refused("conversation_unknown")
    return _CHECKS[type(body)](situation, body)


def _check_start(situation: Situation, body: StartConversation) -> Refused | None:
    """Somebody who can be reached, on a line of ours, with whom there is no conversation there yet."""
    identity = body.identity
    if not situation.is_line_ours:
        return Refused("line_not_ours", {"line_id": body.line_id})
    if identity.number is not None and not is_number(identity.number):
        return Refused("number_malformed", {"number": identity.number[:40]})
    ids = [one for one in (identity.user_id, identity.parent_user_id) if one is not None]
    if not all(is_user_id(one) for one in ids) or not identity.alias_keys():
        return Refused("identity_malformed")
    if len(identity.name or "") > NAME_MAX_CHARS or len(identity.username or "") > NAME_MAX_CHARS:
        return Refused("identity_malformed")
    if situation.is_mixed:
        return Refused("identity_malformed")
    if situation.conversation is not None:
        return Refused("conversation_exists", {"conversation_id": situation.conversation.conversation_id})
    return None


def _check_nothing(_situation: Situation, _body: object) -> Refused | None:
    return None


def _check_setting(situation: Situation, body: settings.ChangeSetting) -> Refused | None:
    not_allowed = needs(situation, "change_settings")
    if not_allowed is not None:
        return not_allowed
    code = settings.check_value(body.name, body.value)
    is_long = body.name in SETTINGS.values() or body.name == "closed_days"
    most = CHANGE_MAX_CHARS if is_long else SETTING_MAX_CHARS
    if isinstance(body.value, str) and (len(body.value) > most or not body.value.isprintable()):
        code = "setting_range"
    if code is None and settings.BY_NAME[body.name].scope != "team":
        code = "setting_of_device"
    return Refused(code, {"name": body.name}) if code else None


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    SendText: check_send,
    SendMessage: check_send,
    CancelSend: check_cancel,
    SettleSend: check_settle,
    StartConversation: _check_start,
    CloseConversation: team_rules.check_close,
    ReopenConversation: _check_nothing,
    ReadConversation: _check_nothing,
    UnreadConversation: _check_nothing,
    ClaimConversation: team_rules.check_claim,
    AssignConversation: team_rules.check_assign,
    SnoozeConversation: team_rules.check_snooze,
    WakeConversation: _check_nothing,
    TagConversation: team_rules.check_tag,
    UntagConversation: team_rules.check_tag,
    AddNote: team_rules.check_add_note,
    EditNote: team_rules.check_edit_note,
    RemoveNote: team_rules.check_remove_note,
    ScheduleMessage: schedule_rules.check_add,
    ChangeScheduled: schedule_rules.check_change,
    CancelScheduled: schedule_rules.check_cancel_scheduled,
    SendScheduled: schedule_rules.check_send_scheduled,
    SaveView: team_rules.check_save_view,
    RemoveView: team_rules.check_remove_view,
    settings.ChangeSetting: _check_setting,
    quick_replies.SaveQuickReply: check_save,
    quick_replies.RemoveQuickReply: check_remove,
    RecordConsent: check_consent,
    WithdrawConsent: check_consent,
    ClearDoubt: check_clear,
    MergeContacts: merge_rules.check_merge,
    UnmergeContact: merge_rules.check_unmerge,
    KeepApart: merge_rules.check_apart,
    **dict.fromkeys(CONTACT_ASKS, check_contact),
    **dict.fromkeys(TABLE_ASKS, check_table),
    RecordExport: check_export,
    **dict.fromkeys(LADDER_ASKS, check_ladder),
    **dict.fromkeys(LEDGER_ASKS, check_ledger),
    **dict.fromkeys(TASK_ASKS, check_task),
    **dict.fromkeys((*DEAL_ASKS, *PIPELINE_ASKS), check_deal),
    **dict.fromkeys(INCOMING_ASKS, _check_nothing),
    **dict.fromkeys(HOUR_ASKS, check_hours),
    **dict.fromkeys(AUTO_ASKS, check_auto),
    **dict.fromkeys(APPOINTMENT_ASKS, check_appointment),
    **dict.fromkeys(AGENDA_ASKS, check_agenda),
    WaiveConversation: team_rules.check_waive,
    UnwaiveConversation: team_rules.check_unwaive,
    SaveStandards: check_standards,
    AskAppointments: check_asks,
    **dict.fromkeys(WAITING_ASKS, check_waiting),
}
