"""What no honest desktop sends: numbers, times and ids that nobody could work with. Refused before anything else."""

import re
from datetime import datetime, timedelta
from operator import attrgetter

from app.domain.assignment import AssignConversation
from app.domain.commands import Command, CommandBody
from app.domain.consent import CONSENT_COMMANDS, RecordConsent, WithdrawConsent
from app.domain.contact_asks import CONTACT_ASKS, AddContact, ChangeContact, DefineContactField
from app.domain.conversations import ReadConversation, StartConversation
from app.domain.exports import RecordExport
from app.domain.merging import MERGE_ASKS, KeepApart, MergeContacts, UnmergeContact
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.saved_views import RemoveView, SaveView
from app.domain.scheduled import SCHEDULE_COMMANDS, ChangeScheduled, ScheduleMessage, SendScheduled
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.domain.snoozing import SnoozeConversation

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
    if isinstance(body, CONTACT_ASKS):
        return ids + _ids_of_contact(body)
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
    if isinstance(body, RecordConsent | WithdrawConsent):
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
