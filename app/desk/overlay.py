"""What this computer asked for and the log does not show yet, drawn over the rows that the log gave.

Pure: waiting commands become provisional events, and `app.domain.projection` applies them as it will apply the real
ones. Nothing here is stored; when the log shows a command, its entry goes and the base rows say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.desk.pending import PROVISIONAL_POS, Pending
from app.desk.team_overlay import expected
from app.domain import sends
from app.domain.amendments import joined, may_amend
from app.domain.assignment import ConversationAssigned
from app.domain.commands import Command, CommandBody
from app.domain.conversations import Conversation, with_changed_message
from app.domain.events import Actor, Event, EventBody
from app.domain.ids import EventId, MemberId, MessageId
from app.domain.messages import SILENT_KINDS, Message, is_amendment
from app.domain.notes import EditNote, RemoveNote
from app.domain.projection import changed_message, conversation_after, new_message, touched_by
from app.domain.rows import InboxRow
from app.domain.settings import ChangeSetting, SettingValue


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A conversation with its pending commands applied; `messages` are the new and the changed ones."""

    conversation: Conversation
    messages: Mapping[MessageId, Message]


def touched_messages(pending: Sequence[Pending]) -> set[MessageId]:
    """Messages of the base that must be loaded before `overlaid`."""
    found: set[MessageId] = set()
    for entry in pending:
        body = entry.command.body
        if isinstance(body, (sends.CancelSend, sends.SettleSend)):
            found.add(body.message_id)
        elif isinstance(body, sends.SendMessage) and body.reply_to is not None:
            found.add(body.reply_to)
        elif isinstance(body, (EditNote, RemoveNote)):
            found.add(body.note_id)
    return found


def overlaid(
    conversation: Conversation,
    base: Mapping[MessageId, Message],
    pending: Sequence[Pending],
    member_id: MemberId,
    *,
    is_claiming: bool = True,
) -> Overlaid:
    """The conversation as it will be when the log shows what is pending, in order.

    `base`: the messages that `touched_messages` named, as far as they exist. A command that the hub is bound to refuse
    (a close after newer words of the customer) changes nothing. `member_id`: of what does not say who made it.
    `is_claiming`: whether who answers first takes it.
    """
    messages: dict[MessageId, Message] = {}
    for entry in pending:
        known = {**base, **messages}
        by = entry.by(member_id)
        for body in provisional_bodies(entry, conversation, by, known, is_claiming=is_claiming):
            event = _provisional(entry, body)
            conversation = _apply(entry, event, conversation, base, messages)
    return Overlaid(_with_shown_state(conversation, messages), messages)


def _apply(
    entry: Pending,
    event: Event,
    conversation: Conversation,
    base: Mapping[MessageId, Message],
    messages: dict[MessageId, Message],
) -> Conversation:
    """The conversation after one provisional event; what it does to messages is written into `messages`."""
    message_id = touched_by(event).message_id
    before = (messages.get(message_id) or base.get(message_id)) if message_id else None
    after = changed_message(event, before) if before else new_message(event, conversation)
    conversation = conversation_after(event, conversation, before, after)
    if after is None:
        return conversation
    after = replace(after, base="expired") if entry.is_expired_send else after
    messages[after.message_id] = after
    target = _target(entry.command.body, {**base, **messages}) if is_amendment(after) else None
    if target is not None and may_amend(after, target):
        hidden, amended = joined(after, target)
        messages |= {hidden.message_id: hidden, amended.message_id: amended}
        conversation = with_changed_message(conversation, target, amended, event.pos)
    return conversation


def provisional_bodies(
    entry: Pending,
    conversation: Conversation,
    member_id: MemberId,
    known: Mapping[MessageId, Message],
    *,
    is_claiming: bool,
) -> list[EventBody]:
    """The events that a pending command is expected to become; none when it shows nothing yet."""
    body = provisional_body(entry, conversation, member_id, known)
    if body is None:
        return []
    asked = entry.command.body
    is_answer = isinstance(asked, sends.SendText) or (
        isinstance(asked, sends.SendMessage) and asked.kind not in SILENT_KINDS
    )
    is_taken = is_answer and is_claiming and conversation.assignee_id is None and entry.stage != "expired"
    if not is_taken:
        return [body]
    conversation_id = conversation.conversation_id
    return [body, ConversationAssigned(conversation_id, member_id, member_id, "answered")]


def provisional_body(
    entry: Pending, conversation: Conversation, member_id: MemberId, known: Mapping[MessageId, Message]
) -> EventBody | None:
    """The event that a pending command is expected to become; None when it shows nothing yet."""
    command, body = entry.command, entry.command.body
    if isinstance(body, (sends.SendText, sends.SendMessage)):
        target = _target(body, known)
        return _requested(command, body, conversation, member_id, target.external_id if target else None)
    if isinstance(body, sends.CancelSend):  # whether it came in time is the hub's to say
        is_known = entry.stage == "accepted"
        return sends.SendCancelled(body.message_id, body.conversation_id) if is_known else None
    if isinstance(body, sends.SettleSend):
        return sends.SendSettled(body.message_id, body.conversation_id, body.how, member_id)
    return expected(command, conversation, member_id)


def overlaid_settings(pending: Sequence[Pending]) -> dict[str, SettingValue]:
    """Team settings that this computer asked to change."""
    bodies = (entry.command.body for entry in pending)
    return {body.name: body.value for body in bodies if isinstance(body, ChangeSetting)}


def overlaid_row(row: InboxRow, shown: Conversation) -> InboxRow:
    """A line of a list with what waits in its conversation."""
    return replace(
        row,
        last_at=shown.last_at,
        last_direction=shown.last_direction,
        last_kind=shown.last_kind,
        last_text=shown.last_text,
        last_state=shown.last_state,
        unread_count=shown.unread_count,
        waiting_since_at=shown.waiting_since_at,
        is_closed=shown.is_closed,
        has_answer=shown.answered_by is not None,
    )


def hold_until(command: Command) -> datetime | None:
    """Until when a message may be taken back, by this computer's clock."""
    body = command.body
    if not isinstance(body, (sends.SendText, sends.SendMessage)) or body.grace_ms <= 0:
        return None
    return command.made_at + timedelta(milliseconds=body.grace_ms)


def _requested(
    command: Command,
    body: sends.SendText | sends.SendMessage,
    conversation: Conversation,
    member_id: MemberId,
    reply_to: str | None,
) -> sends.SendRequested:
    return sends.SendRequested(
        message_id=body.message_id,
        conversation_id=body.conversation_id,
        contact_id=conversation.contact_id,
        line_id=conversation.line_id,
        member_id=member_id,
        kind="text" if isinstance(body, sends.SendText) else body.kind,
        text=body.text,
        hold_until_at=hold_until(command),
        not_after_at=command.not_after_at,
        retry_of=body.retry_of,
        reply_to=reply_to,
        content=None if isinstance(body, sends.SendText) else body.content,
    )


def _target(body: CommandBody, known: Mapping[MessageId, Message]) -> Message | None:
    """The message that a waiting one quotes or reacts to, as far as it is known."""
    if not isinstance(body, sends.SendMessage) or body.reply_to is None:
        return None
    return known.get(body.reply_to)


def _provisional(entry: Pending, body: EventBody) -> Event:
    command = entry.command
    return Event(
        pos=PROVISIONAL_POS + (entry.order or command.device_seq),
        event_id=EventId(command.command_id),
        kind=body.KIND,
        kind_version=body.VERSION,
        subject="",
        actor=Actor("member"),
        occurred_at=command.made_at,
        accepted_at=command.made_at,
        command_id=command.command_id,
        body=body,
    )


def _with_shown_state(conversation: Conversation, messages: Mapping[MessageId, Message]) -> Conversation:
    """The preview's tick, also where a text expired here without any event."""
    last = messages.get(conversation.last_message_id) if conversation.last_message_id else None
    if last is None or last.state == conversation.last_state:
        return conversation
    return replace(conversation, last_state=last.state)
