"""What screens read of a person: the card, its identities, notes and episodes, and the lines of its timeline."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.rows import MessageRow, Outcome

IdentityKind = Literal["wa_id", "user_id", "parent_user_id", "username", "phone", "email"]


@record
class IdentityRow:
    """A name under which somebody is or was known. `wa_id`: the number that the channel uses, `phone`: a typed one.

    `retired_at`: when another took its place. `is_used`: the one of its kind that counts now.
    """

    kind: IdentityKind
    value: str
    first_seen_at: datetime
    retired_at: datetime | None = None
    is_used: bool = False


@record
class ContactNoteRow:
    """A note about a person. `is_pending`: only this computer knows it yet."""

    note_id: str
    text: str
    member_id: MemberId | None
    name: str | None
    at: datetime
    is_edited: bool = False
    is_mine: bool = False
    is_pending: bool = False


@record
class TalkRow:
    """A conversation of a person: where their messages are."""

    conversation_id: ConversationId
    line_id: LineId
    is_closed: bool
    last_at: datetime | None
    last_inbound_at: datetime | None


@record
class ContactCard:
    """Everything about one person but their messages. `name`: the shown one, see contacts.shown_name.

    `fields`: values of built-in keys and of own fields' ids. `profile_name`: as they call themselves on the channel.
    """

    contact_id: ContactId
    name: str
    is_named: bool
    profile_name: str | None = None
    own_name: str | None = None
    number: str | None = None
    user_id: str | None = None
    username: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    owner_name: str | None = None
    notes: tuple[ContactNoteRow, ...] = ()
    identities: tuple[IdentityRow, ...] = ()
    talks: tuple[TalkRow, ...] = ()
    created_at: datetime | None = None
    last_at: datetime | None = None
    last_inbound_at: datetime | None = None
    is_pending: bool = False  # only this computer knows the person yet

    def value(self, key: str) -> str | None:
        """What a field holds."""
        return next((value for name, value in self.fields if name == key), None)

    @property
    def has_number(self) -> bool:
        """Whether the channel shared their number, or somebody of the team wrote one down."""
        return self.number is not None or self.value("phone") is not None


@record
class TimelinePlace:
    """Where a page of a timeline ended: what comes after is older."""

    at: datetime
    pos: int


@record
class TimelineRow:
    """One line of what happened with a person, newest first.

    `what`: "messages" (`count` of one day, `text` the last one's), a message's kind ("call", "note", "notice"), or the
    middle of an event's name ("added", "changed", "tagged", "owned", "note_added", "merged", "conversation_tagged" …).
    `values`: what changed, key and new value ("" for none). `message`: the bubble, note or notice to jump to, of
    several the newest.
    """

    what: str
    at: datetime
    pos: int
    name: str | None = None  # who of the team
    text: str | None = None
    count: int = 0
    inbound: int = 0
    values: tuple[tuple[str, str], ...] = ()
    conversation_id: ConversationId | None = None
    message: MessageRow | None = None

    @property
    def place(self) -> TimelinePlace:
        """To ask for what is older."""
        return TimelinePlace(self.at, self.pos)


@record
class EpisodeRow:
    """From the first message to the close. `closed_at` None: still open."""

    conversation_id: ConversationId
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    name: str | None = None  # who closed it
    note: str = ""
    message_id: MessageId | None = None  # where it begins
