"""Conversations: one for each (line, contact), for good. Events, commands, state, and how messages change it."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from app.domain.channels import CHANNELS
from app.domain.contacts import Identity
from app.domain.copies import changed, copied
from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.messages import AMENDING_KINDS, SILENT_KINDS, Direction, Message, Rank, State, preview_of
from app.domain.records import record

Changes = dict[str, Any]  # fields of a Conversation and their new values
PREVIEWED_NEVER = AMENDING_KINDS - {"reaction"}
REVOKED = "revoked"  # in place of the kind where the last message was deleted by its writer
_HISTORY_FLOOR = 1 << 62  # places of histories lie below those of everything that happened while we listened
_HISTORY_POS_BITS = 30
_NEVER = datetime.min.replace(tzinfo=UTC)


@record
class CloseConversation:
    """conversation.close: nothing more is owed there. Refused when the customer wrote after `base_pos`."""

    KIND: ClassVar[str] = "conversation.close"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class ReopenConversation:
    """conversation.reopen: take a closed conversation up again."""

    KIND: ClassVar[str] = "conversation.reopen"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class ReadConversation:
    """conversation.mark_read: someone of the team has seen everything up to log position `up_to_pos`."""

    KIND: ClassVar[str] = "conversation.mark_read"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    up_to_pos: int


@record
class StartConversation:
    """conversation.start: write first to somebody; `conversation_exists` {conversation_id} when there is one already.

    The ids are made by the asker. `identity` names the person; `contact_id` is that of a known one, else a fresh id.
    """

    KIND: ClassVar[str] = "conversation.start"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    identity: Identity


@record
class ConversationStarted:
    """conversation.started: a conversation without any message yet; nobody has written there."""

    KIND: ClassVar[str] = "conversation.started"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    channel: str
    identity: Identity
    member_id: MemberId | None = None


@record
class ConversationClosed:
    """conversation.closed."""

    KIND: ClassVar[str] = "conversation.closed"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class ConversationReopened:
    """conversation.reopened by a person; an inbound message reopens by itself, without this event."""

    KIND: ClassVar[str] = "conversation.reopened"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class ConversationRead:
    """conversation.read: the team has seen everything up to `up_to_pos`."""

    KIND: ClassVar[str] = "conversation.read"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    up_to_pos: int
    member_id: MemberId | None = None


@record
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
    lifted_pos: int = 0  # last event that lifted it in lists; 0: it stands in none
    unread_count: int = 0
    read_sort_at: datetime | None = None  # the read line: what lands above it arrived late
    last_inbound_at: datetime | None = None  # by the channel's clock; opens the window
    newest_inbound_pos: int = 0
    newest_outbound_pos: int = 0
    newest_outbound_member_id: MemberId | None = None
    waiting_since_at: datetime | None = None  # first customer message that nobody answered
    answered_since_at: datetime | None = None  # start of the wait that `answered_by` (or closing) ended
    answered_by: MessageId | None = None
    heard_at: datetime | None = None  # `last_at`, as if nothing had ever been imported

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
    after: Conversation = copied(conversation)
    if message.import_no is None:
        _heard(after, message)
    _preview(after, message, _lifted_by_history(conversation, message) if is_history else message.pos)
    if message.direction == "in" and not is_history:
        _inbound(after, message, at)
    elif not is_history:
        _outbound(after, message)
        if message.author != "member":
            return changed(after, **_answer(conversation, message))
    return after


def with_changed_message(
    conversation: Conversation, before: Message, after: Message, pos: int
) -> Conversation:
    """After a message changed: the preview's tick and words, and who waits for whom."""
    changes: Changes = {}
    state = after.state
    if after.direction == "out" and before.state != state:
        changes = _changed_answer(conversation, before, after)
    if conversation.last_message_id == after.message_id:
        if conversation.last_state != state:
            changes["last_state"] = state
        if before.text != after.text or before.revoked_at != after.revoked_at:
            changes["last_text"] = preview_of(after.text)
            changes["last_kind"] = after.kind if after.revoked_at is None else REVOKED
    return changed(conversation, **changes) if changes else conversation


def with_merged(kept: Conversation, gone: Conversation) -> Conversation:
    """One person's two conversations on a line shown as one: under the first one's id, with what both know."""
    newest = max(kept, gone, key=lambda one: one.last_at or _NEVER)
    answered = max(kept, gone, key=lambda one: one.newest_outbound_pos)
    is_closed = kept.is_closed and gone.is_closed
    return changed(
        kept,
        is_closed=is_closed,
        closed_at=_latest(kept.closed_at, gone.closed_at) if is_closed else None,
        last_message_id=newest.last_message_id,
        last_at=newest.last_at,
        last_direction=newest.last_direction,
        last_kind=newest.last_kind,
        last_text=newest.last_text,
        last_state=newest.last_state,
        lifted_pos=max(kept.lifted_pos, gone.lifted_pos, key=lambda pos: (pos != 0, pos)),
        unread_count=kept.unread_count + gone.unread_count,
        read_sort_at=_latest(kept.read_sort_at, gone.read_sort_at),
        last_inbound_at=_latest(kept.last_inbound_at, gone.last_inbound_at),
        newest_inbound_pos=max(kept.newest_inbound_pos, gone.newest_inbound_pos),
        newest_outbound_pos=answered.newest_outbound_pos,
        newest_outbound_member_id=answered.newest_outbound_member_id,
        waiting_since_at=_earliest(kept.waiting_since_at, gone.waiting_since_at),
        answered_since_at=answered.answered_since_at,
        answered_by=answered.answered_by,
        heard_at=_latest(kept.heard_at, gone.heard_at),
    )


def without_messages(
    conversation: Conversation, newest: Message | None, lifted_second_pos: tuple[int, int] | None
) -> Conversation:
    """After an import was undone: the preview is that of `newest`, of the messages that are left.

    `lifted_second_pos`: second and log position of the highest place that a history gives it in lists. Without any
    message it stands in no list, until one comes.
    """
    lifted_pos = conversation.lifted_pos
    if lifted_pos < 0:
        lifted_pos = 0 if lifted_second_pos is None else _history_place(*lifted_second_pos)
    if newest is None:
        return changed(
            conversation, lifted_pos=lifted_pos, last_message_id=None, last_at=None, last_direction=None,
            last_kind=None, last_text=None, last_state=None,
        )  # fmt: skip
    return changed(
        conversation,
        lifted_pos=lifted_pos,
        last_message_id=newest.message_id,
        last_at=newest.sort_at,
        last_direction=newest.direction,
        last_kind=newest.kind if newest.revoked_at is None else REVOKED,
        last_text=preview_of(newest.text) or None,
        last_state=newest.state,
    )


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)


def with_closed(conversation: Conversation, at: datetime) -> Conversation:
    """After someone closed it: nobody waits any more. `with_reopened` gives back a wait that nobody answered."""
    left = _left_waiting_since(conversation) if conversation.is_closed else conversation.waiting_since_at
    return changed(
        conversation, is_closed=True, closed_at=at, unread_count=0, waiting_since_at=None, answered_by=None,
        answered_since_at=left,
    )  # fmt: skip


def with_reopened(conversation: Conversation) -> Conversation:
    """After someone took it up again: a customer whom nobody answered waits as before, so undoing loses nobody."""
    since = conversation.waiting_since_at or _left_waiting_since(conversation)
    left = conversation.answered_since_at if conversation.answered_by else None
    return changed(
        conversation, is_closed=False, closed_at=None, waiting_since_at=since, answered_since_at=left
    )  # fmt: skip


def _left_waiting_since(conversation: Conversation) -> datetime | None:
    """Start of the wait that closing ended without an answer."""
    return None if conversation.answered_by else conversation.answered_since_at


def with_read(conversation: Conversation, up_to_pos: int) -> Conversation:
    """After someone saw it; a message that came after `up_to_pos` keeps its mark."""
    if up_to_pos < conversation.newest_inbound_pos:
        return conversation
    return changed(conversation, unread_count=0, read_sort_at=conversation.heard_at)


# What a new message changes is written into the one copy that is made for it: copies are what costs most when a long
# log is projected. `draft`: a Conversation that nobody else has yet.


def _heard(draft: Any, message: Message) -> None:
    """What can be undone without a trace leaves the read line and the places of our messages alone."""
    if (draft.heard_at is None or message.sort_at > draft.heard_at) and message.kind not in PREVIEWED_NEVER:
        draft.heard_at = message.sort_at


def _preview(draft: Any, message: Message, lifted_pos: int) -> None:
    draft.lifted_pos = lifted_pos
    if (draft.last_at is not None and message.sort_at < draft.last_at) or message.kind in PREVIEWED_NEVER:
        return
    draft.last_message_id = message.message_id
    draft.last_at = message.sort_at
    draft.last_direction = message.direction
    draft.last_kind = message.kind
    draft.last_text = preview_of(message.text) or None
    draft.last_state = message.state


def _lifted_by_history(conversation: Conversation, message: Message) -> int:
    """Where a message of a history puts its conversation in lists: under all live ones, the newest first."""
    known = conversation.lifted_pos
    place = _history_place(int(message.sort_at.timestamp()), message.pos)
    return place if known == 0 or known < place < 0 else known


def _history_place(second: int, pos: int) -> int:
    """The second of a message with the log's position behind it, so that no two places are equal."""
    return (max(0, second) << _HISTORY_POS_BITS | pos & (1 << _HISTORY_POS_BITS) - 1) - _HISTORY_FLOOR


def _inbound(draft: Any, message: Message, at: datetime) -> None:
    opened = draft.last_inbound_at
    draft.last_inbound_at = at if opened is None else max(opened, at)
    draft.newest_inbound_pos = message.pos
    if message.kind in SILENT_KINDS:
        return
    if draft.is_closed:
        draft.answered_since_at = None
    draft.is_closed = False
    draft.closed_at = None
    draft.unread_count += 1
    if draft.waiting_since_at is None:
        draft.waiting_since_at = message.sort_at


def _outbound(draft: Any, message: Message) -> None:
    draft.unread_count = 0
    draft.read_sort_at = message.sort_at
    if message.kind not in SILENT_KINDS:
        draft.newest_outbound_pos = message.pos
        draft.newest_outbound_member_id = message.member_id


def _changed_answer(conversation: Conversation, before: Message, after: Message) -> Changes:
    state = after.state
    if before.rank < Rank.ACCEPTED <= after.rank and state != "failed":
        return _answer(conversation, after)
    if state == "failed" and conversation.answered_by == after.message_id:
        return _void_answer(conversation)
    if before.state == "failed" and after.rank >= Rank.DELIVERED:
        return _answer(conversation, after)
    return {}


def _answer(conversation: Conversation, message: Message) -> Changes:
    """The wait ends, unless the customer wrote again after this message was written; a reaction ends none."""
    if message.kind in SILENT_KINDS:
        return {}
    since = conversation.waiting_since_at
    if since is None and conversation.is_closed:
        return {"answered_since_at": None}
    if since is None or message.sort_at < since:
        return {}
    if conversation.newest_inbound_pos > message.pos:
        return {"answered_since_at": None, "answered_by": None}
    return {"waiting_since_at": None, "answered_since_at": since, "answered_by": message.message_id}


def _void_answer(conversation: Conversation) -> Changes:
    """The answer failed later: the wait goes on from its old start."""
    since = conversation.waiting_since_at or conversation.answered_since_at
    old = conversation.answered_since_at
    start = min(since, old) if since and old else since
    return {"waiting_since_at": start, "answered_since_at": None, "answered_by": None}
