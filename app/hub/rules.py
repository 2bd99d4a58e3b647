"""What a member may do and when: pure checks of a command against what the hub knows in the same transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain import settings
from app.domain.channels import CHANNELS
from app.domain.commands import Command
from app.domain.conversations import CloseConversation, Conversation, ReadConversation, ReopenConversation
from app.domain.errors import Refused
from app.domain.ids import DeviceId, MemberId
from app.domain.members import Role
from app.domain.messages import Message
from app.domain.sends import CancelSend, SendText, SettleSend

SETTING_MAX_CHARS = 200
LEADERS: tuple[Role, ...] = ("owner", "manager")


@dataclass(frozen=True, slots=True)
class Asker:
    """The member and device behind a request."""

    device_id: DeviceId
    member_id: MemberId
    member_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a check may look at. `answered_by`: who else answered there after the author's `base_pos`."""

    command: Command
    asker: Asker
    now: datetime
    conversation: Conversation | None = None
    message: Message | None = None
    answered_by: str | None = None
    is_line_ours: bool = True

    @property
    def made_at(self) -> datetime:
        """When it was asked for, by the hub's clock: receipt less the age that the desktop measured."""
        return self.now - timedelta(milliseconds=max(0, self.command.age_ms))

    @property
    def not_after_at(self) -> datetime | None:
        """Its last moment by the hub's clock: the desktop's clock is never compared with ours."""
        limit = self.command.not_after_at
        return None if limit is None else self.made_at + (limit - self.command.made_at)


def check(situation: Situation) -> Refused | None:
    """Why the command must not happen, None when it may."""
    not_after_at = situation.not_after_at
    if not_after_at is not None and situation.now > not_after_at:
        return Refused("too_old", {"not_after_at": not_after_at.isoformat()})
    body = situation.command.body
    if not isinstance(body, settings.ChangeSetting) and situation.conversation is None:
        return Refused("conversation_unknown")
    return _CHECKS[type(body)](situation, body)


def sendable(text: str) -> str:
    """The text as the channel can carry it: without NUL and lone surrogates, without blanks around it."""
    return "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff").strip()


def _check_send(situation: Situation, body: SendText) -> Refused | None:
    conversation = situation.conversation
    assert conversation is not None
    text = sendable(body.text)
    limit = CHANNELS[conversation.channel].text_max_chars
    if not text:
        return Refused("text_empty")
    if len(text) > limit:
        return Refused("text_too_long", {"length": str(len(text)), "limit": str(limit)})
    if situation.message is not None:
        return Refused("message_id_taken")
    if not situation.is_line_ours:
        return Refused("line_not_ours", {"line_id": conversation.line_id})
    return _check_window(situation, conversation) or _check_colleague(situation, body)


def _check_window(situation: Situation, conversation: Conversation) -> Refused | None:
    if conversation.is_window_open(situation.now):
        return None
    closed_at = conversation.window_closes_at()
    return Refused("window_closed", {"closed_at": closed_at.isoformat()} if closed_at else {})


def _check_colleague(situation: Situation, body: SendText) -> Refused | None:
    if body.send_anyway or situation.answered_by is None:
        return None
    return Refused("newer_answer", {"who": situation.answered_by})


def _check_cancel(situation: Situation, body: CancelSend) -> Refused | None:
    message = situation.message
    if message is None or message.conversation_id != body.conversation_id:
        return Refused("message_unknown")
    if message.member_id != situation.asker.member_id and situation.asker.role not in LEADERS:
        return Refused("not_yours")
    return None if message.state == "queued" else Refused("too_late", {"state": message.state})


def _check_settle(situation: Situation, body: SettleSend) -> Refused | None:
    message = situation.message
    if message is None or message.conversation_id != body.conversation_id:
        return Refused("message_unknown")
    return None if message.state == "unknown" else Refused("not_unconfirmed", {"state": message.state})


def _check_close(situation: Situation, body: CloseConversation) -> Refused | None:
    assert situation.conversation is not None
    is_newer = situation.conversation.newest_inbound_pos > situation.command.base_pos
    return Refused("newer_message") if is_newer else None


def _check_nothing(situation: Situation, body: ReopenConversation | ReadConversation) -> Refused | None:
    return None


def _check_setting(situation: Situation, body: settings.ChangeSetting) -> Refused | None:
    if situation.asker.role not in LEADERS:
        return Refused("role_missing", {"role": situation.asker.role})
    code = settings.check_value(body.name, body.value)
    if isinstance(body.value, str) and (len(body.value) > SETTING_MAX_CHARS or not body.value.isprintable()):
        code = "setting_range"
    if code is None and settings.BY_NAME[body.name].scope != "team":
        code = "setting_of_device"
    return Refused(code, {"name": body.name}) if code else None


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    SendText: _check_send,
    CancelSend: _check_cancel,
    SettleSend: _check_settle,
    CloseConversation: _check_close,
    ReopenConversation: _check_nothing,
    ReadConversation: _check_nothing,
    settings.ChangeSetting: _check_setting,
}
