"""Answers that are to go out later: written now, due at a time, asked about when something changed meanwhile.

The hub sends them, with every desk closed. It asks their author first when the customer wrote meanwhile, a colleague
answered, the rules would refuse it now, or it is late because the hub was away: never late in silence.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from app.domain.contents import Content
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.records import record

LATE_AFTER = timedelta(minutes=5)  # what is later than this was held up: its author is asked
FARTHEST = timedelta(days=366)
WAITING_MAX = 50  # in one conversation
ScheduleState = Literal["waiting", "asked"]


@record
class ScheduleMessage:
    """schedule.add: send this at `due_at` (UTC). `kind`, `text`, `content`, `reply_to` as in `sends.SendMessage`.

    The message that goes out then has the same id. Refused when it is past or too far away, and when nothing may be
    written freely at that time any more (`window_ends_before` {closes_at}), or it is then the quiet hours there
    (`quiet_hours` {until}) and `quiet_anyway` is not set.
    """

    KIND: ClassVar[str] = "schedule.add"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    due_at: datetime
    kind: str
    text: str = ""
    content: Content | None = None
    reply_to: MessageId | None = None
    quiet_anyway: bool = False


@record
class ChangeScheduled:
    """schedule.change: its author's (or a manager's). `schedule_changed` when `seen_version` is old."""

    KIND: ClassVar[str] = "schedule.change"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    due_at: datetime
    kind: str
    text: str = ""
    content: Content | None = None
    reply_to: MessageId | None = None
    seen_version: int = 0
    quiet_anyway: bool = False


@record
class CancelScheduled:
    """schedule.cancel: it does not go out."""

    KIND: ClassVar[str] = "schedule.cancel"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId


@record
class SendScheduled:
    """schedule.send: send it now; whoever asks has seen what changed. `seen_version` as in `ChangeScheduled`.

    `newer_answer` {who} when a colleague answered after `base_pos`, as for any message.
    """

    KIND: ClassVar[str] = "schedule.send"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    seen_version: int = 0
    quiet_anyway: bool = False


@record
class ScheduleSet:
    """schedule.set: it is to go out like this; a new one, or a known one changed. `base_pos`: what its author had seen.

    `version`: 1, then one more at each change.
    """

    KIND: ClassVar[str] = "schedule.set"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    member_id: MemberId
    due_at: datetime
    kind: str
    text: str
    base_pos: int
    version: int = 1
    content: Content | None = None
    reply_to: MessageId | None = None
    quiet_anyway: bool = False


@record
class ScheduleCancelled:
    """schedule.cancelled."""

    KIND: ClassVar[str] = "schedule.cancelled"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class ScheduleAsked:
    """schedule.asked: it was due, and its author must say what becomes of it. `code`: why, as of a refusal.

    "customer_wrote", "was_late" {due_at}, "newer_answer" {who}, "author_left", "hub_restored", or why a send
    would be refused now.
    """

    KIND: ClassVar[str] = "schedule.asked"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@record
class ScheduleSent:
    """schedule.sent: it is no longer planned; send.requested follows in the same moment."""

    KIND: ClassVar[str] = "schedule.sent"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId


@record
class Scheduled:
    """A planned answer as known now. `member_name` and `is_mine` are filled in for who reads it."""

    message_id: MessageId
    conversation_id: ConversationId
    member_id: MemberId
    due_at: datetime
    kind: str
    text: str
    base_pos: int
    version: int = 1
    content: Content | None = None
    reply_to: MessageId | None = None
    state: ScheduleState = "waiting"
    code: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    member_name: str | None = None
    is_mine: bool = False
    is_pending: bool = False  # only this computer knows it yet
    person: str = ""  # whom it is for, as shown in lists
    quiet_anyway: bool = False  # a person wants it at that hour


SCHEDULE_COMMANDS = (ScheduleMessage, ChangeScheduled, CancelScheduled, SendScheduled)
SCHEDULE_EVENTS = (ScheduleSet, ScheduleCancelled, ScheduleAsked, ScheduleSent)


def reset(one: Scheduled, member_id: MemberId) -> ScheduleSet:
    """The same, in somebody else's name."""
    return ScheduleSet(
        one.message_id, one.conversation_id, member_id, one.due_at, one.kind, one.text, one.base_pos,
        one.version + 1, one.content, one.reply_to, one.quiet_anyway,
    )  # fmt: skip


def planned(body: ScheduleSet) -> Scheduled:
    """What the event says, as a planned answer that waits for its time."""
    return Scheduled(
        body.message_id, body.conversation_id, body.member_id, body.due_at, body.kind, body.text, body.base_pos,
        body.version, body.content, body.reply_to, quiet_anyway=body.quiet_anyway,
    )  # fmt: skip
