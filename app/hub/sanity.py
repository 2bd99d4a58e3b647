"""What no honest desktop sends: numbers, times and ids that nobody could work with. Refused before anything else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from app.domain.agenda import AGENDA_ASKS
from app.domain.appointment_asks import APPOINTMENT_ASKS, AskAppointments
from app.domain.assignment import AssignConversation
from app.domain.auto_replies import AUTO_ASKS, MapPhone, SaveAutoReply
from app.domain.commands import Command, CommandBody
from app.domain.consent import CONSENT_COMMANDS, RecordConsent, WithdrawConsent
from app.domain.contact_asks import CONTACT_ASKS, AddContact, ChangeContact, DefineContactField
from app.domain.contact_bulk import BULK_COMMANDS
from app.domain.conversations import ReadConversation, StartConversation
from app.domain.deal_asks import DEAL_ASKS, PIPELINE_ASKS, LogOnDeal
from app.domain.exports import RecordExport
from app.domain.hour_asks import HOUR_ASKS, RemoveGroup, SaveGroup
from app.domain.ladders import LADDER_ASKS
from app.domain.ledger import LEDGER_ASKS
from app.domain.merging import MERGE_ASKS, KeepApart, MergeContacts, UnmergeContact
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.saved_views import RemoveView, SaveView
from app.domain.scheduled import SCHEDULE_COMMANDS, ChangeScheduled, ScheduleMessage, SendScheduled
from app.domain.segments import SEGMENT_COMMANDS
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.domain.slot_offers import WAITING_ASKS
from app.domain.snoozing import SnoozeConversation
from app.domain.standards import SaveStandards
from app.hub.appointment_sanity import has_sane_appointment, ids_of_agenda, ids_of_appointment
from app.hub.ask_rules import ids_of_asks
from app.hub.deal_sanity import has_sane_dates, ids_of_deal, ids_of_ladder, ids_of_ledger
from app.hub.table_rules import ids_of_table
from app.hub.waiting_rules import ids_of_waiting

NUMBER_MAX = 1 << 53  # what every JSON reader carries exactly
AGE_MAX = timedelta(days=3660)
TEXT_MAX_CHARS = 100_000  # far above every channel's limit, whose own refusal is the kinder one
_TEXTS = ("text", "expected", "reason", "summary", "note", "tag", "wording", "proof")
_MERGE_IDS = {
    MergeContacts: ("kept_id", "gone_id"),
    UnmergeContact: ("contact_id", "gone_id"),
    KeepApart: ("first_id", "second_id"),
}
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def is_sane(command: Command) -> bool:
    """Whether a command that could be read also makes sense as one."""
    body = command.body
    numbers = [command.device_seq, command.base_pos]
    if isinstance(body, SendText | SendMessage):
        numbers.append(body.grace_ms)
    if isinstance(body, ReadConversation):
        numbers.append(body.up_to_pos)
    if isinstance(body, SaveQuickReply | RemoveQuickReply):
        numbers.append(body.expected_version)
    if isinstance(body, ChangeScheduled | SendScheduled):
        numbers.append(body.seen_version)
    return (
        all(_ID.fullmatch(one) for one in _ids(command))
        and all(0 <= number <= NUMBER_MAX for number in numbers)
        and all(len(getattr(body, name, None) or "") <= TEXT_MAX_CHARS for name in _TEXTS)
        and _has_sane_times(command)
        and has_sane_dates(body)
        and has_sane_appointment(body)
    )


def _ids(command: Command) -> list[str]:
    """Every id that somebody else made up."""
    ids: list[str] = [command.command_id, *command.needs]
    body = command.body
    if isinstance(body, (SendText, SendMessage, CancelSend, SettleSend, *SCHEDULE_COMMANDS)):
        ids.append(body.message_id)
    if isinstance(body, SendMessage | ScheduleMessage | ChangeScheduled) and body.reply_to is not None:
        ids.append(body.reply_to)
    if isinstance(body, RecordExport):
        return [*ids, body.export_id]
    for kinds, made_up in _MADE_UP:
        if isinstance(body, kinds):
            return ids + made_up(body)
    if isinstance(body, StartConversation):
        ids += [body.conversation_id, body.contact_id]
    return ids + _ids_of_team(body)


def _ids_of_team(body: CommandBody) -> list[str]:
    if isinstance(body, CONSENT_COMMANDS):
        return [body.contact_id, *([body.message_id] if body.message_id is not None else [])]
    if isinstance(body, AssignConversation):
        return [one for one in (body.member_id, body.expected) if one is not None]
    if isinstance(body, AddNote | EditNote):
        return [body.note_id, *body.mentions]
    if isinstance(body, RemoveNote):
        return [body.note_id]
    if isinstance(body, SaveView):
        return [body.view.view_id, *([body.view.owner_id] if body.view.owner_id is not None else [])]
    if isinstance(body, SaveQuickReply | RemoveQuickReply):
        return [body.reply_id]
    if isinstance(body, MERGE_ASKS):
        return list(attrgetter(*_MERGE_IDS[type(body)])(body))
    return [body.view_id] if isinstance(body, RemoveView) else []


def _ids_of_hours(body: CommandBody) -> list[str]:
    if isinstance(body, SaveStandards):
        return [one.scope for one in body.standards if one.scope]
    if isinstance(body, SaveGroup):
        return [body.group_id, *body.member_ids]
    if isinstance(body, RemoveGroup):
        return [body.group_id]
    if isinstance(body, MapPhone):
        return [body.line_id, *([body.member_id] if body.member_id is not None else [])]
    scope = body.reply.scope if isinstance(body, SaveAutoReply) else getattr(body, "scope", "")
    return [scope] if scope else []


def _ids_of_contact(body: CommandBody) -> list[str]:
    named = (
        getattr(body, name, None) for name in ("contact_id", "note_id", "field_id", "owner_id", "import_id")
    )
    ids = [one for one in named if one is not None]
    if isinstance(body, DefineContactField):
        ids.append(body.field.field_id)
    if isinstance(body, AddContact | ChangeContact):
        ids += [change.key for change in body.changes]
    return ids


def _moment_of(body: CommandBody) -> datetime | None:
    """The time that somebody chose."""
    if isinstance(body, ScheduleMessage | ChangeScheduled):
        return body.due_at
    if isinstance(body, RecordConsent | WithdrawConsent | LogOnDeal):
        return body.at
    return body.until_at if isinstance(body, SnoozeConversation) else None


def _has_sane_times(command: Command) -> bool:
    if abs(command.age_ms) > AGE_MAX / timedelta(milliseconds=1) or command.made_at.tzinfo is None:
        return False
    until_at = _moment_of(command.body)
    if until_at is not None and (until_at.tzinfo is None or abs(until_at - command.made_at) > AGE_MAX):
        return False
    limit = command.not_after_at
    return limit is None or (limit.tzinfo is not None and abs(limit - command.made_at) <= AGE_MAX)


_MADE_UP: tuple[tuple[tuple[type, ...], Callable[[Any], list[str]]], ...] = (
    (CONTACT_ASKS, _ids_of_contact),
    ((*DEAL_ASKS, *PIPELINE_ASKS), ids_of_deal),
    (LADDER_ASKS, ids_of_ladder),
    (LEDGER_ASKS, ids_of_ledger),
    ((*HOUR_ASKS, *AUTO_ASKS, SaveStandards), _ids_of_hours),
    ((*SEGMENT_COMMANDS, *BULK_COMMANDS), ids_of_table),
    ((AskAppointments,), ids_of_asks),
    (AGENDA_ASKS, ids_of_agenda),
    (WAITING_ASKS, ids_of_waiting),
    (APPOINTMENT_ASKS, ids_of_appointment),
)
