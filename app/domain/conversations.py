"""Conversations: one for each (line, contact), for good. Events, commands, state, and how messages change it."""

from datetime import datetime
from typing import Any, ClassVar

from app.domain.channels import CHANNELS
from app.domain.contacts import Identity
from app.domain.copies import changed, copied
from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.messages import AMENDING_KINDS, AUTOMATIC, SILENT_KINDS, Message, Rank, State, preview_of
from app.domain.messages import Direction as Direction
from app.domain.records import record
from app.domain.rows import Outcome

Changes = dict[str, Any]  # fields of a Conversation and their new values
PREVIEWED_NEVER = AMENDING_KINDS - {"reaction"}
REVOKED = "revoked"  # in place of the kind where the last message was deleted by its writer
_HISTORY_FLOOR = 1 << 62  # places of histories lie below those of everything that happened while we listened
_HISTORY_POS_BITS = 30


@record
class CloseConversation:
    """conversation.close: nothing more is owed there. Refused when the customer wrote after `base_pos`."""

    KIND: ClassVar[str] = "conversation.close"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    outcome: Outcome | None = None
    note: str = ""  # what was done, for the team


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
class UnreadConversation:
    """conversation.mark_unread: give it its unread mark again, for the whole team."""

    KIND: ClassVar[str] = "conversation.mark_unread"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


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
    """conversation.closed: how it ended, and what was done."""

    KIND: ClassVar[str] = "conversation.closed"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None
    outcome: Outcome | None = None
    note: str = ""


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
class ConversationMarkedUnread:
    """conversation.marked_unread."""

    KIND: ClassVar[str] = "conversation.marked_unread"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class Conversation:
    """A conversation as known now. Every `_at` is UTC; every `_pos` a log position (0: never).

    `is_first`, `is_ad` and `has_history` say what `is_new` and `is_from_ad` follow from: closing hides the two, and
    taking the closing back shows them again; so does undoing an import.
    """

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
    assignee_id: MemberId | None = None  # who holds it
    assigned_at: datetime | None = None
    snoozed_at: datetime | None = None  # None: it is not set aside
    snoozed_until_at: datetime | None = None  # None while `snoozed_at`: until the customer writes
    outcome: Outcome | None = None  # how it ended, while it is closed
    is_first: bool = False  # their first words ever, and nobody has answered them
    is_ad: bool = False  # an advertisement brought what nobody has answered yet
    has_history: bool = False  # messages from an exported chat stand there

    @property
    def is_new(self) -> bool:
        """Whether somebody writes whom the team never knew, and waits for the first answer."""
        return self.is_first and not self.has_history and not self.is_closed

    @property
    def is_from_ad(self) -> bool:
        """Whether an advertisement brought what nobody has answered yet."""
        return self.is_ad and not self.is_closed

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
    if message.author in AUTOMATIC:  # it answers nobody, and lists go on showing what the customer wrote
        _heard(after, message)
        return after
    _mark(conversation, after, message, is_history)
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


def with_closed(conversation: Conversation, at: datetime, outcome: Outcome | None = None) -> Conversation:
    """After someone closed it: nobody waits any more. `with_reopened` gives back a wait that nobody answered."""
    left = _left_waiting_since(conversation) if conversation.is_closed else conversation.waiting_since_at
    return changed(
        conversation, is_closed=True, closed_at=at, unread_count=0, waiting_since_at=None, answered_by=None,
        answered_since_at=left, outcome=outcome, snoozed_at=None, snoozed_until_at=None,
    )  # fmt: skip


def with_reopened(conversation: Conversation) -> Conversation:
    """After someone took it up again: a customer whom nobody answered waits as before, so undoing loses nobody."""
    since = conversation.waiting_since_at or _left_waiting_since(conversation)
    left = conversation.answered_since_at if conversation.answered_by else None
    return changed(
        conversation, is_closed=False, closed_at=None, waiting_since_at=since, answered_since_at=left, outcome=None
    )  # fmt: skip


def _left_waiting_since(conversation: Conversation) -> datetime | None:
    """Start of the wait that closing ended without an answer."""
    return None if conversation.answered_by else conversation.answered_since_at


def with_read(conversation: Conversation, up_to_pos: int) -> Conversation:
    """After someone saw it; a message that came after `up_to_pos` keeps its mark."""
    if up_to_pos < conversation.newest_inbound_pos:
        return conversation
    return changed(conversation, unread_count=0, read_sort_at=conversation.heard_at)


def with_unread(conversation: Conversation) -> Conversation:
    """After someone gave it its mark again; `with_read` takes it away as it does a message's."""
    return conversation if conversation.unread_count else changed(conversation, unread_count=1)


# What a new message changes is written into the one copy that is made for it: copies are what costs most when a long
# log is projected. `draft`: a Conversation that nobody else has yet.


def _heard(draft: Any, message: Message) -> None:
    """What can be undone without a trace leaves the read line and the places of our messages alone."""
    if (draft.heard_at is None or message.sort_at > draft.heard_at) and message.kind not in PREVIEWED_NEVER:
        draft.heard_at = message.sort_at


def _mark(before: Conversation, draft: Any, message: Message, is_history: bool) -> None:
    """Whether somebody new writes, and whether an advertisement brought them."""
    if message.import_no is not None:
        draft.has_history = True
    elif is_history:
        draft.is_first = False
    elif message.kind in SILENT_KINDS:
        return
    elif message.direction == "in":
        if before.is_closed:
            draft.is_first = draft.is_ad = False
        if before.heard_at is None:
            draft.is_first = True
        if message.content is not None and message.content.ad is not None:
            draft.is_ad = True
    elif message.author != "member":
        draft.is_first = draft.is_ad = False


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
    place = history_place(int(message.sort_at.timestamp()), message.pos)
    return place if known == 0 or known < place < 0 else known


def history_place(second: int, pos: int) -> int:
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
    draft.closed_at = draft.outcome = None
    draft.snoozed_at = draft.snoozed_until_at = None
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
    if after.author in AUTOMATIC:
        return {}
    if before.rank < Rank.ACCEPTED <= after.rank and state != "failed":
        return _answer(conversation, after) | _met(conversation, after)
    if state == "failed" and conversation.answered_by == after.message_id:
        return _void_answer(conversation)
    if before.state == "failed" and after.rank >= Rank.DELIVERED:
        return _answer(conversation, after) | _met(conversation, after)
    return {}


def _met(conversation: Conversation, message: Message) -> Changes:
    """Somebody of the team has written to them: they are new no more."""
    is_marked = conversation.is_first or conversation.is_ad
    return {"is_first": False, "is_ad": False} if is_marked and message.kind not in SILENT_KINDS else {}


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
