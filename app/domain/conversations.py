"""Conversations: one for each (line, contact), for good. Events, commands, state, and how messages change it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from app.domain.channels import CHANNELS
from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.messages import SILENT_KINDS, Direction, Message, Rank, State, preview_of


@dataclass(frozen=True, slots=True)
class CloseConversation:
    """conversation.close: nothing more is owed there. Refused when the customer wrote after `base_pos`."""

    KIND: ClassVar[str] = "conversation.close"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class ReopenConversation:
    """conversation.reopen: take a closed conversation up again."""

    KIND: ClassVar[str] = "conversation.reopen"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class ReadConversation:
    """conversation.mark_read: someone of the team has seen everything up to log position `up_to_pos`."""

    KIND: ClassVar[str] = "conversation.mark_read"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    up_to_pos: int


@dataclass(frozen=True, slots=True)
class ConversationClosed:
    """conversation.closed."""

    KIND: ClassVar[str] = "conversation.closed"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class ConversationReopened:
    """conversation.reopened by a person; an inbound message reopens by itself, without this event."""

    KIND: ClassVar[str] = "conversation.reopened"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class ConversationRead:
    """conversation.read: the team has seen everything up to `up_to_pos`."""

    KIND: ClassVar[str] = "conversation.read"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    up_to_pos: int
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as known now. Every `_at` is UTC; every `_pos` a log position (0: never)."""

    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    channel: str
    is_closed: bool = False
    closed_at: datetime | None = None
    last_message_id: MessageId | None = None  # the newest by place in the conversation
    last_at: datetime | None = None  # its `sort_at`
    last_direction: Direction | None = None
    last_kind: str | None = None
    last_text: str | None = None
    last_state: State | None = None
    lifted_pos: int = 0  # last event that lifted it in lists
    unread_count: int = 0
    read_sort_at: datetime | None = None  # the read line: what lands above it arrived late
    last_inbound_at: datetime | None = None  # by the channel's clock; opens the window
    newest_inbound_pos: int = 0
    newest_outbound_pos: int = 0
    newest_outbound_member_id: MemberId | None = None
    waiting_since_at: datetime | None = None  # first customer message that nobody answered
    answered_since_at: datetime | None = None  # start of the wait that `answered_by` ended
    answered_by: MessageId | None = None

    def window_closes_at(self) -> datetime | None:
        """When free answers end by the channel's rule; None when the customer never wrote."""
        return self.last_inbound_at + CHANNELS[self.channel].window if self.last_inbound_at else None

    def is_window_open(self, now: datetime) -> bool:
        """Whether a free answer is still allowed, with the channel's safety margin."""
        closes_at = self.window_closes_at()
        return closes_at is not None and now < closes_at - CHANNELS[self.channel].window_margin


def with_message(
    conversation: Conversation, message: Message, at: datetime, is_history: bool = False
) -> Conversation:
    """After a new message of either direction. `at`: the channel's time of an inbound one (for the window)."""
    updated = _with_preview(conversation, message)
    if message.direction == "in":
        return updated if is_history else _with_inbound(updated, message, at)
    return _with_outbound(updated, message, is_history)


def with_changed_message(
    conversation: Conversation, before: Message, after: Message, pos: int
) -> Conversation:
    """After a message changed state: the preview's tick, and who waits for whom."""
    updated = conversation
    if conversation.last_message_id == after.message_id and conversation.last_state != after.state:
        updated = replace(updated, last_state=after.state)
    if after.direction != "out" or before.state == after.state:
        return updated
    if before.rank < Rank.ACCEPTED <= after.rank and after.state != "failed":
        return _answered(updated, after)
    if after.state == "failed" and updated.answered_by == after.message_id:
        return _answer_was_void(updated)
    if before.state == "failed" and after.rank >= Rank.DELIVERED:
        return _answered(updated, after)
    return updated


def with_closed(conversation: Conversation, at: datetime) -> Conversation:
    """After someone closed it: nobody waits any more."""
    return replace(
        conversation, is_closed=True, closed_at=at, unread_count=0, waiting_since_at=None, answered_by=None,
        answered_since_at=None,
    )  # fmt: skip


def with_reopened(conversation: Conversation) -> Conversation:
    """After someone took it up again."""
    return replace(conversation, is_closed=False, closed_at=None)


def with_read(conversation: Conversation, up_to_pos: int) -> Conversation:
    """After someone saw it; a message that came after `up_to_pos` keeps its mark."""
    if up_to_pos < conversation.newest_inbound_pos:
        return conversation
    return replace(conversation, unread_count=0, read_sort_at=conversation.last_at)


def _with_preview(conversation: Conversation, message: Message) -> Conversation:
    is_newest = conversation.last_at is None or message.sort_at >= conversation.last_at
    if not is_newest or message.kind in ("edit", "revoke"):
        return replace(conversation, lifted_pos=message.pos)
    return replace(
        conversation,
        last_message_id=message.message_id,
        last_at=message.sort_at,
        last_direction=message.direction,
        last_kind=message.kind,
        last_text=preview_of(message.text),
        last_state=message.state,
        lifted_pos=message.pos,
    )


def _with_inbound(conversation: Conversation, message: Message, at: datetime) -> Conversation:
    opened = conversation.last_inbound_at
    updated = replace(
        conversation,
        last_inbound_at=at if opened is None else max(opened, at),
        newest_inbound_pos=message.pos,
        is_closed=False,
        closed_at=None,
    )
    if message.kind in SILENT_KINDS:
        return replace(updated, is_closed=conversation.is_closed, closed_at=conversation.closed_at)
    waits_since = message.sort_at if updated.waiting_since_at is None else updated.waiting_since_at
    return replace(updated, unread_count=updated.unread_count + 1, waiting_since_at=waits_since)


def _with_outbound(conversation: Conversation, message: Message, is_history: bool) -> Conversation:
    updated = replace(
        conversation,
        newest_outbound_pos=message.pos,
        newest_outbound_member_id=message.member_id,
        unread_count=0,
        read_sort_at=message.sort_at,
    )
    is_ours = message.author == "member"
    return updated if is_ours or is_history else _answered(updated, message)


def _answered(conversation: Conversation, message: Message) -> Conversation:
    """The wait ends, unless the customer wrote again after this message was written."""
    since = conversation.waiting_since_at
    if since is None or message.sort_at < since:
        return conversation
    still = conversation.newest_inbound_pos > message.pos
    return replace(
        conversation,
        waiting_since_at=conversation.waiting_since_at if still else None,
        answered_since_at=None if still else since,
        answered_by=None if still else message.message_id,
    )


def _answer_was_void(conversation: Conversation) -> Conversation:
    """The answer failed later: the wait goes on from its old start."""
    since = conversation.waiting_since_at or conversation.answered_since_at
    old = conversation.answered_since_at
    start = min(since, old) if since and old else since
    return replace(conversation, waiting_since_at=start, answered_since_at=None, answered_by=None)
