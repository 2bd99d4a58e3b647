"""Chats exported from a phone that become history: the unit that can be undone, its events, and what it is made of.

An import belongs to one conversation. Its messages are MessageReceived with `import_id`; they are history: they open no
window, nobody waits for them, and no channel knows them. Undone, they are gone from every screen and their words are
erased at the hub.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from app.domain.contacts import Identity
from app.domain.contents import Content
from app.domain.ids import ContactId, ConversationId, ImportId, LineId, MemberId
from app.domain.messages import Direction

ImportState = Literal["open", "ended", "undone"]
BATCH_MAX = 500  # messages that the hub takes at once
TEXT_MAX_CHARS = 60_000  # of one message; the desktop cuts longer ones into several
HISTORY_KINDS: frozenset[str] = frozenset(
    {
        "text", "image", "video", "audio", "voice", "sticker", "document", "contacts", "location", "call", "media",
        "deleted", "unsupported", "system",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryImportBegan:
    """history.import_began: somebody brings a chat from a phone. It opens the conversation where there is none.

    `identity` names the person where the contact is new. `fingerprint` tells whether a file is the same again.
    """

    KIND: ClassVar[str] = "history.import_began"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    channel: str
    identity: Identity
    file_name: str
    fingerprint: str
    zone: str
    total: int  # messages in the file
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class HistoryImportEnded:
    """history.import_ended: every message of the file was brought: `added` are new, `known` were there before."""

    KIND: ClassVar[str] = "history.import_ended"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    conversation_id: ConversationId
    added: int
    known: int


@dataclass(frozen=True, slots=True)
class HistoryImportUndone:
    """history.import_undone: everything that it brought is gone again, ended or not."""

    KIND: ClassVar[str] = "history.import_undone"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    conversation_id: ConversationId
    removed: int
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What a desktop asks for to begin. The id is its own, so that asking twice begins one import.

    Whose chat it is: a conversation, or a number in digits and a new contact's name. `line_id` None: the only one.
    """

    import_id: ImportId
    file_name: str
    fingerprint: str
    zone: str
    total: int
    line_id: LineId | None = None
    conversation_id: ConversationId | None = None
    number: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryMessage:
    """One message of a chat. `stable_id`: the same for the same message in every export; `direction` None: a notice."""

    stable_id: str
    sent_at: datetime
    direction: Direction | None
    kind: str
    text: str | None = None
    author_name: str | None = None
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """Messages in the order of the file; `first`: how many stand before them in it."""

    first: int
    messages: tuple[HistoryMessage, ...]


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the hub is with an import: `done` messages of the file were taken, `added` of them were new."""

    import_id: ImportId
    conversation_id: ConversationId
    state: ImportState
    total: int
    done: int
    added: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One line of the list of past imports. `count`: messages that it shows now, or brought before it was undone."""

    import_id: ImportId
    conversation_id: ConversationId
    name: str  # whose chat it is
    file_name: str
    fingerprint: str
    began_at: datetime
    state: ImportState
    total: int
    count: int
    known: int
    member_name: str | None = None
