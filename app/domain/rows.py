"""What screens and the terminal read: one dataclass for each kind of line. Rows carry facts, never sentences."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.domain.ids import CommandId, ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.members import Role
from app.domain.messages import Author, Direction, State
from app.domain.records import record

if TYPE_CHECKING:  # most rows of a first paint carry nothing but text
    from app.domain.contents import Content
    from app.domain.lines import LineProfile
    from app.domain.media import MediaState
    from app.domain.outside import ReachLoss
    from app.domain.presence import Doing
    from app.domain.safety import SafetyState

InboxView = Literal["mine", "unassigned", "waiting", "theirs", "snoozed", "closed", "mentions", "all"]
ViewKey = str  # an InboxView, or `app.domain.saved_views.SavedView.key`
Outcome = Literal["solved", "not_solved", "no_action"]  # how a closed conversation ended
Shelf = Literal["media", "files", "voice", "links"]  # what a conversation holds beside its words
INBOX_VIEWS: tuple[InboxView, ...] = (
    "mine", "unassigned", "waiting", "theirs", "snoozed", "closed", "mentions", "all",
)  # fmt: skip


@record
class Changes:
    """What an operation or new events touched: each screen repaints only what it shows.

    `reordered`: conversations whose place in a list may have changed (they are in `conversations` too).
    `is_everything`: the view was rebuilt; read all again.
    """

    conversations: frozenset[ConversationId] = frozenset()
    messages: frozenset[MessageId] = frozenset()
    reordered: frozenset[ConversationId] = frozenset()
    settings: frozenset[str] = frozenset()
    is_connection: bool = False
    is_everything: bool = False
    is_templates: bool = False
    is_lines: bool = False  # what customers see of a business number
    is_imports: bool = False
    is_quick_replies: bool = False
    is_team: bool = False  # members and their computers, tags that are known, saved lists
    presence: frozenset[ConversationId] = frozenset()  # where colleagues came, went, or began to write
    contacts: frozenset[ContactId] = frozenset()  # of whom a name, a field, a tag, a note … is another
    is_contact_fields: bool = False  # fields that the owner made
    deals: frozenset[str] = frozenset()  # that are another, or stand elsewhere
    is_pipelines: bool = False
    is_tasks: bool = False  # something about a task
    is_ledger: bool = False  # costs, gains, goals, the budget, prices, or messages that cost something
    is_hours: bool = False  # opening hours, groups, standards, and what is answered automatically
    is_measures: bool = False  # a report may be another
    appointments: frozenset[str] = frozenset()  # that are another, stand elsewhere, or are gone
    is_agenda: bool = False  # who and what can be booked


@record
class MemberRow:
    """Somebody of the team. `is_active` False: left; their name stays on what they wrote."""

    member_id: MemberId
    name: str
    role: Role
    is_me: bool = False
    is_active: bool = True


@record
class NoticeRow:
    """What the team did to a conversation, as a line of its thread.

    `what`: an `app.domain.assignment.AssignHow`, or "closed", "reopened", "snoozed", "woken". `by_name` None: the hub.
    """

    what: str
    by_name: str | None
    to_name: str | None = None
    reason: str = ""
    summary: str = ""  # also what was done, of a close
    outcome: Outcome | None = None
    until_at: datetime | None = None


@record
class PendingRow:
    """Something that this computer asked for and the hub has not answered yet. `what`: the command's kind.

    `is_asked`: it was held too long or something changed meanwhile; its author must say whether it still stands,
    `code` and `facts` tell why.
    """

    command_id: CommandId
    conversation_id: ConversationId | None
    what: str
    made_at: datetime
    text: str | None = None
    is_asked: bool = False
    code: str | None = None


@record
class InboxRow:
    """One line of the inbox."""

    conversation_id: ConversationId
    contact_id: ContactId
    name: str  # shown name, see contacts.shown_name
    is_named: bool  # False: only a number or id is known, show the person icon instead of initials
    last_at: datetime | None
    last_direction: Direction | None
    last_kind: str | None
    last_text: str | None
    last_state: State | None
    unread_count: int
    waiting_since_at: datetime | None
    window_closes_at: datetime | None  # None: the customer never wrote
    is_closed: bool
    draft: str | None = None  # start of an unsent text
    assignee_id: MemberId | None = None
    assignee_name: str | None = None
    is_mine: bool = False  # held by whose desk this is
    tags: tuple[str, ...] = ()
    is_snoozed: bool = False
    snoozed_until_at: datetime | None = None  # None while `is_snoozed`: until the customer writes
    is_new: bool = False  # nobody of the team has answered this person yet
    is_from_ad: bool = False
    is_mentioned: bool = False  # a note there names whose desk this is, and they have not seen it
    outcome: Outcome | None = None
    line_id: LineId = LineId("")
    has_answer: bool = False  # somebody of the team answered since it was taken up last


@record
class ReactionRow:
    """A reaction below a bubble. `name`: who of the team, None for the customer; `is_mine`: this desk's member."""

    emoji: str
    name: str | None = None
    is_mine: bool = False


@record
class MessageRow:
    """One bubble. `is_pending`: only this computer knows it yet (the hub has not confirmed)."""

    message_id: MessageId
    conversation_id: ConversationId
    pos: int
    direction: Direction
    author: Author
    author_name: (
        str | None
    )  # member's name; None for customers, this phone and pending ones of unknown members
    kind: str
    text: str | None
    sort_at: datetime
    state: State
    state_at: datetime | None
    failure_code: str | None
    is_late: bool
    is_pending: bool
    hold_until_at: datetime | None
    reply_text: str | None = None  # start of the quoted message, when it is known
    reply_name: str | None = None
    retry_of: MessageId | None = None
    reply_kind: str | None = None
    reply_message_id: MessageId | None = None  # of the quoted message, when it is known
    content: Content | None = None
    media: MediaState | None = None
    reactions: tuple[ReactionRow, ...] = ()
    is_edited: bool = False
    is_revoked: bool = False
    is_imported: bool = False  # no channel knows it: it cannot be answered with a quotation, nor reacted to
    notice: NoticeRow | None = None  # of a line that tells what the team did; its kind is "notice"
    mentions: tuple[MemberId, ...] = ()  # of a note; its kind is "note"
    is_mine: bool = False  # a note of whose desk this is


@record
class ThreadHeader:
    """The head of a conversation pane."""

    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    name: str
    is_named: bool
    number: str | None
    username: str | None
    user_id: str | None
    is_closed: bool
    closed_at: datetime | None
    window_closes_at: datetime | None
    is_window_open: bool
    unread_count: int
    newest_pos: int  # newest inbound position, for ReadConversation
    newest_outbound_name: str | None = None
    is_blocked: bool = False
    line_profile: LineProfile | None = None
    assignee_id: MemberId | None = None
    assignee_name: str | None = None
    is_mine: bool = False
    tags: tuple[str, ...] = ()
    is_snoozed: bool = False
    snoozed_until_at: datetime | None = None
    is_new: bool = False
    is_from_ad: bool = False
    outcome: Outcome | None = None
    waiting_since_at: datetime | None = None
    has_answer: bool = False


@record
class PersonRow:
    """Somebody whom the team knows, to be chosen. `line_id`: the business number they last wrote to, if any."""

    contact_id: ContactId
    name: str  # shown name, see contacts.shown_name
    is_named: bool
    number: str | None
    username: str | None
    user_id: str | None
    line_id: LineId | None = None


@record
class PresenceRow:
    """A colleague who looks at a conversation or writes there right now."""

    member_id: MemberId
    name: str  # "" for somebody whom this computer has not heard of yet
    what: Doing


@record
class InboxCounts:
    """How many conversations each view holds. `mentions`: unseen ones. `saved`: by key."""

    waiting: int
    all: int
    closed: int
    beyond_standard: int
    mine: int = 0
    unassigned: int = 0
    theirs: int = 0
    snoozed: int = 0
    mentions: int = 0
    saved: tuple[tuple[str, int], ...] = ()


@record
class LineTrouble:
    """Why a business number cannot send; `line_id` None: the channel did not say which. `code`: app.domain.failures."""

    line_id: LineId | None
    code: str
    since_at: datetime


@record
class ConnectionState:
    """What the status bar and connection health say.

    `catching_up`: (done, total) events while history loads, else None. `stopped_code`: why syncing stopped for good.
    """

    is_hub_reachable: bool
    is_practice: bool
    last_received_at: datetime | None  # newest customer message
    to_send: int  # messages of this computer and the hub that have not gone out yet
    catching_up: tuple[int, int] | None = None
    stopped_code: str | None = None
    unparsed_count: int = 0
    unknown_line_count: int = 0
    troubles: tuple[LineTrouble, ...] = ()
    safety: SafetyState | None = None  # as the hub told last; None: not asked yet, or no hub
    kept_apart: int = 0  # entries of a lost log that this computer alone holds, until somebody decides
    reach: ReachLoss | None = None  # since when the channel cannot reach the hub
    lacks_number: bool = False  # on this computer's own hub, where no number is connected yet
