"""Messages of both directions: what they look like now, and how statuses change them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

from app.domain.copies import changed
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.records import record

if TYPE_CHECKING:  # a first paint shows messages without reading what they carry
    from app.domain.arrivals import MessageStatus
    from app.domain.contents import Content
    from app.domain.media import MediaState

Direction = Literal["in", "out"]
# phone: typed by the team in the phone application; the rest: what wrote by itself.
Author = Literal["customer", "member", "phone", "greeting", "away", "reminder", "rule", "campaign", "bot"]
AUTOMATIC = frozenset({"greeting", "away", "reminder", "rule", "campaign", "bot"})  # these answer nobody
State = Literal[
    "received", "queued", "accepted", "sent", "delivered", "read", "played",
    "refused", "failed", "unknown", "expired", "cancelled", "settled",
    "imported",
]  # fmt: skip
LATEST_BELIEVABLE = timedelta(seconds=120)  # a channel time later than receipt by more is not believed
AMENDING_KINDS = frozenset(
    {"reaction", "edit", "revoke", "call_ended"}
)  # they change another, see `amendments`
SILENT_KINDS = AMENDING_KINDS | {"system"}  # nobody owes an answer to these, and they answer nothing
NOTE_KINDS = frozenset(
    {"blocked", "unblocked", "notice", "note"}
)  # what the team did or told itself, in the thread; no list shows it
PLACEHOLDER = "media"  # stands in a history for a file's message, which follows under the same id


class Rank(IntEnum):
    """How far a message is known to have come; it never goes back."""

    NONE = 0
    ACCEPTED = 1
    SENT = 2
    DELIVERED = 3
    READ = 4
    PLAYED = 5


RANK_STATES: dict[Rank, State] = {
    Rank.ACCEPTED: "accepted",
    Rank.SENT: "sent",
    Rank.DELIVERED: "delivered",
    Rank.READ: "read",
    Rank.PLAYED: "played",
}
STATUS_RANKS = {"sent": Rank.SENT, "delivered": Rank.DELIVERED, "read": Rank.READ, "played": Rank.PLAYED}


@record
class Reaction:
    """A reaction to a message. `by`: "customer", "phone", or a member's id; the emoji "" took an earlier one back.

    `message_id`: of the message that brought it. Which ones are shown says `amendments.shown_reactions`.
    """

    by: str
    emoji: str
    at: datetime
    message_id: MessageId


@record
class TeamLine:
    """What a line of the team says beside its words. `what`: as in `app.domain.rows.NoticeRow`, "" for a note."""

    what: str = ""
    to_id: MemberId | None = None
    reason: str = ""
    summary: str = ""
    outcome: str | None = None
    until_at: datetime | None = None
    mentions: tuple[MemberId, ...] = ()


@record
class Message:
    """A message as known now.

    `sort_at` and `pos` give its place in the conversation. `base` is what we did with it, `rank` how far the channel
    says that it came, `failure_code` why it failed; `state` is what follows from the three. `reactions` are all that
    may still count, oldest first.
    """

    message_id: MessageId
    conversation_id: ConversationId
    pos: int
    direction: Direction
    author: Author
    kind: str
    text: str | None
    sort_at: datetime
    base: State
    rank: Rank = Rank.NONE
    failure_code: str | None = None
    provider_code: int | None = None
    external_id: str | None = None
    member_id: MemberId | None = None
    reply_to: str | None = None
    is_late: bool = False  # it landed above what had been read
    retry_of: MessageId | None = None
    hold_until_at: datetime | None = None  # until then it can be taken back
    state_at: datetime | None = None  # when the last change of state happened
    content: Content | None = None
    media: MediaState | None = None
    reactions: tuple[Reaction, ...] = ()
    edited_at: datetime | None = None
    revoked_at: datetime | None = None  # its writer deleted it: what it said is not shown any more
    is_hidden: bool = False  # no bubble of its own: it changed another message, or only held another's place
    author_name: str | None = None  # in history: who wrote it, where the source tells
    import_no: int | None = None  # place of the event that began the import which brought it, if one did
    team: TeamLine | None = None  # of a notice or a note
    origin_no: int | None = None  # the conversation it was written in, where that became part of this one

    @property
    def state(self) -> State:
        """The one word for it: cancelled, failed (unless it arrived), else the rank, else what we did."""
        if self.base == "cancelled":
            return "cancelled"
        if self.failure_code is not None and self.rank < Rank.DELIVERED and self.base != "refused":
            return "failed"
        return RANK_STATES.get(self.rank, self.base)


def is_amendment(message: Message) -> bool:
    """Whether it changes another message, known or not."""
    return message.kind in AMENDING_KINDS and message.reply_to is not None


def is_placeholder(message: Message) -> bool:
    """Whether it only holds the place of a file's message in a history."""
    return message.kind == PLACEHOLDER


def inbound_sort_at(sent_at: datetime, received_at: datetime) -> datetime:
    """The channel's time, or receipt where the channel's is later than receipt + 120 s."""
    return received_at if sent_at > received_at + LATEST_BELIEVABLE else sent_at


def outbound_sort_at(accepted_at: datetime, newest_sort_at: datetime | None) -> datetime:
    """Our own second, or the newest message's time: an answer never sorts above what it answers."""
    second = accepted_at.replace(microsecond=0)
    return second if newest_sort_at is None else max(second, newest_sort_at)


def with_status(message: Message, status: MessageStatus) -> Message:
    """The message after one status: ranks only rise, a failure is kept beside them, late truth always wins."""
    changes = _proved(message, status.external_id)
    rank = STATUS_RANKS.get(status.status, Rank.NONE)
    if status.status == "failed":
        code = status.failure_code or "failed_unknown"
        changes |= {"failure_code": code, "provider_code": status.provider_code, "state_at": status.at}
    elif rank > message.rank:
        changes |= {"rank": rank, "state_at": status.at}
    return changed(message, **changes) if changes else message


def _proved(message: Message, external_id: str) -> dict[str, Any]:
    """Any status proves that the channel has the message: our own belief that it did not go out was wrong."""
    changes: dict[str, Any] = {} if message.external_id else {"external_id": external_id}
    if message.base in ("refused", "failed"):
        changes |= {"base": "accepted", "failure_code": None, "provider_code": None}
    return changes


def preview_of(text: str | None, length: int = 160) -> str | None:
    """The start of a text on one line, for lists; cut by characters, blanks joined."""
    if text is None:
        return None
    return " ".join(text[: length * 2].split())[:length]
