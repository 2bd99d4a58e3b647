"""Putting a conversation aside until a time, or until the customer writes."""

from datetime import datetime
from typing import ClassVar, Literal

from app.domain.ids import ConversationId, MemberId
from app.domain.records import record


@record
class SnoozeConversation:
    """conversation.snooze: aside until `until_at` (UTC), with None until the customer writes, which always ends it.

    Refused when the customer wrote after `base_pos`, and when the time is past.
    """

    KIND: ClassVar[str] = "conversation.snooze"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    until_at: datetime | None


@record
class WakeConversation:
    """conversation.wake: back into the lists before its time."""

    KIND: ClassVar[str] = "conversation.wake"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class ConversationSnoozed:
    """conversation.snoozed."""

    KIND: ClassVar[str] = "conversation.snoozed"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    until_at: datetime | None
    member_id: MemberId | None = None


@record
class ConversationWoken:
    """conversation.woken: its time came (written by the hub) or a member took it back; a message needs none."""

    KIND: ClassVar[str] = "conversation.woken"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    how: Literal["time", "member"]
    member_id: MemberId | None = None
