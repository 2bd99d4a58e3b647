"""When an answer may be planned, changed, taken back or sent after all: pure checks, and the events that follow."""

from dataclasses import replace
from datetime import datetime

from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.outgoing import problems
from app.domain.scheduled import (
    FARTHEST,
    WAITING_MAX,
    CancelScheduled,
    ChangeScheduled,
    ScheduleCancelled,
    Scheduled,
    ScheduleMessage,
    ScheduleSent,
    ScheduleSet,
    SendScheduled,
)
from app.domain.sends import SendMessage
from app.hub.roles import needs
from app.hub.send_rules import ANY_TIME_KINDS, check_permission, check_send, outgoing_of
from app.hub.situation import Situation

WORDS = ScheduleMessage | ChangeScheduled


def as_send(body: WORDS | Scheduled) -> SendMessage:
    """The message that goes out when its time has come."""
    return SendMessage(
        body.message_id, body.conversation_id, body.kind, body.text, body.content, body.reply_to,
        quiet_anyway=body.quiet_anyway,
    )  # fmt: skip


def check_add(situation: Situation, body: ScheduleMessage) -> Refused | None:
    """It could go out at that time, as far as anybody can know now."""
    if situation.planned is not None or situation.message is not None:
        return Refused("message_id_taken")
    if situation.planned_count >= WAITING_MAX:
        return Refused("schedule_full", {"limit": str(WAITING_MAX)})
    return _check_words(situation, body)


def check_change(situation: Situation, body: ChangeScheduled) -> Refused | None:
    """It is there, as its changer saw it, and theirs to change."""
    return _check_there(situation, body) or _check_version(situation, body) or _check_words(situation, body)


def check_cancel_scheduled(situation: Situation, body: CancelScheduled) -> Refused | None:
    """It is there, and theirs."""
    return _check_there(situation, body)


def check_send_scheduled(situation: Situation, body: SendScheduled) -> Refused | None:
    """It is there and theirs, and may go out now; what a colleague answered up to `base_pos` was seen."""
    return (
        _check_there(situation, body)
        or _check_version(situation, body)
        or check_send(situation, due(situation))
    )


def due(situation: Situation) -> SendMessage:
    """What goes out of a planned answer when a person sends it after all, at whatever hour."""
    planned = situation.planned
    assert planned is not None
    return replace(as_send(planned), quiet_anyway=True)


def was_set(situation: Situation, body: ScheduleMessage | ChangeScheduled) -> EventBody:
    """It is to go out like this."""
    outgoing = outgoing_of(situation, as_send(body))
    version = 1 if situation.planned is None else situation.planned.version + 1
    author = situation.asker.member_id if situation.planned is None else situation.planned.member_id
    return ScheduleSet(
        body.message_id, body.conversation_id, author, body.due_at, outgoing.kind, outgoing.text,
        situation.command.base_pos, version, outgoing.content, body.reply_to, body.quiet_anyway,
    )  # fmt: skip


def was_cancelled(situation: Situation, body: CancelScheduled) -> EventBody:
    """It does not go out."""
    return ScheduleCancelled(body.message_id, body.conversation_id, situation.asker.member_id)


def was_sent(_situation: Situation, body: SendScheduled) -> EventBody:
    """It is planned no more."""
    return ScheduleSent(body.message_id, body.conversation_id)


def _check_there(
    situation: Situation, body: ChangeScheduled | CancelScheduled | SendScheduled
) -> Refused | None:
    planned, conversation = situation.planned, situation.conversation
    if planned is None or conversation is None or planned.conversation_id != conversation.conversation_id:
        return Refused("schedule_unknown")
    if planned.member_id == situation.asker.member_id:
        return None
    return needs(situation, "cancel_others_sends") and Refused("not_yours")


def _check_version(situation: Situation, body: ChangeScheduled | SendScheduled) -> Refused | None:
    planned = situation.planned
    return (
        None if planned is not None and planned.version == body.seen_version else Refused("schedule_changed")
    )


def _check_words(situation: Situation, body: WORDS) -> Refused | None:
    conversation = situation.conversation
    assert conversation is not None
    outgoing = outgoing_of(situation, as_send(body))
    return (
        problems(conversation.channel, outgoing.kind, outgoing.text, outgoing.content)
        or _check_time(situation.now, body.due_at)
        or _check_place(situation, conversation)
        or (None if outgoing.kind in ANY_TIME_KINDS else _check_window(conversation, body.due_at))
        or check_permission(situation, conversation, body.due_at, body.quiet_anyway)
    )


def _check_place(situation: Situation, conversation: Conversation) -> Refused | None:
    if not situation.is_line_ours:
        return Refused("line_not_ours", {"line_id": conversation.line_id})
    contact = situation.contact
    is_reachable = contact is not None and bool(contact.number or contact.user_id)
    return None if is_reachable else Refused("recipient_unknown")


def _check_time(now: datetime, due_at: datetime) -> Refused | None:
    if due_at <= now:
        return Refused("time_past")
    return Refused("time_far", {"days": str(FARTHEST.days)}) if due_at > now + FARTHEST else None


def _check_window(conversation: Conversation, due_at: datetime) -> Refused | None:
    if conversation.is_window_open(due_at):
        return None
    closes_at = conversation.window_closes_at()
    return Refused("window_ends_before", {"closes_at": closes_at.isoformat()} if closes_at else {})
