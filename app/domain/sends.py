"""Sending: commands, events and the send state machine (protocol section 9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from app.domain.contents import Content
from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId


@dataclass(frozen=True, slots=True)
class SendText:
    """send.text: ask the hub to send a text to the customer of a conversation.

    `grace_ms`: how long after the press it may still be taken back. `send_anyway`: a colleague's newer answer was seen.
    """

    KIND: ClassVar[str] = "send.text"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    text: str
    grace_ms: int = 0
    send_anyway: bool = False
    retry_of: MessageId | None = None


@dataclass(frozen=True, slots=True)
class SendMessage:
    """send.message: ask the hub to send anything but a plain text: a file, a template, buttons, a reaction, an answer.

    `kind`: "text" (with a quote or a link's preview), a media kind, "location", "contacts", "buttons", "list", "link",
    "location_request", "contact_request", "product", "products", "catalog", "template", "reaction" (its emoji is the
    text, "" takes it back). `text`: body, caption or filled-in template. `reply_to`: our id of the quoted or
    reacted-to message. A file must be at the hub before the command comes. `quiet_anyway`: a person saw that it is the
    quiet hours there, and sends it all the same (never marketing).
    """

    KIND: ClassVar[str] = "send.message"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    kind: str
    text: str = ""
    content: Content | None = None
    reply_to: MessageId | None = None
    grace_ms: int = 0
    send_anyway: bool = False
    retry_of: MessageId | None = None
    quiet_anyway: bool = False


@dataclass(frozen=True, slots=True)
class CancelSend:
    """send.cancel: take a message back before it went to the channel."""

    KIND: ClassVar[str] = "send.cancel"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class SettleSend:
    """send.settle: a person decides about an unconfirmed message. "arrived", or "resent" (a new SendText names it)."""

    KIND: ClassVar[str] = "send.settle"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    how: Literal["arrived", "resent"]


@dataclass(frozen=True, slots=True)
class SendRequested:
    """send.requested: the hub took a message to send; it waits in its conversation's lane until `hold_until_at`.

    `reply_to`: the channel's id of the message that it quotes or reacts to, as in `MessageReceived`. `automation` ""
    is a person's; "greeting", "away", "ladder", "reminder", "rule", "campaign", "bot" wrote itself. `promised_at`: the
    moment at which it tells the customer that somebody will be there.
    """

    KIND: ClassVar[str] = "send.requested"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    member_id: MemberId | None
    kind: str
    text: str
    hold_until_at: datetime | None = None
    not_after_at: datetime | None = None
    retry_of: MessageId | None = None
    reply_to: str | None = None
    content: Content | None = None
    automation: str = ""
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SendAccepted:
    """send.accepted: the channel took it and gave it an id. Accepted is not delivered."""

    KIND: ClassVar[str] = "send.accepted"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    external_id: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class SendRefused:
    """send.refused: it did not go out: a rule of ours, or the channel's clear refusal."""

    KIND: ClassVar[str] = "send.refused"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    provider_code: int | None = None


@dataclass(frozen=True, slots=True)
class SendFailed:
    """send.failed: the channel said that it failed, as often as we were allowed to try."""

    KIND: ClassVar[str] = "send.failed"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    code: str
    provider_code: int | None = None


@dataclass(frozen=True, slots=True)
class SendUnknown:
    """send.unknown: nobody can tell whether it went out; it is never sent again by machine."""

    KIND: ClassVar[str] = "send.unknown"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    reason: str  # "timeout", "connection_lost", "bodyless_5xx", "hub_restart", "lease_lost"


@dataclass(frozen=True, slots=True)
class SendExpired:
    """send.expired: it could not go out before its last moment."""

    KIND: ClassVar[str] = "send.expired"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class SendCancelled:
    """send.cancelled: its author took it back before it went out."""

    KIND: ClassVar[str] = "send.cancelled"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class SendSettled:
    """send.settled: a person closed an unconfirmed message."""

    KIND: ClassVar[str] = "send.settled"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    how: Literal["arrived", "resent"]
    member_id: MemberId | None = None


SendEvent = (
    SendRequested
    | SendAccepted
    | SendRefused
    | SendFailed
    | SendUnknown
    | SendExpired
    | SendCancelled
    | SendSettled
)
