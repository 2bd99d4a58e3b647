"""What the team writes to itself in a conversation; no channel ever carries it."""

from typing import ClassVar

from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.records import record

NOTE_MAX_CHARS = 10_000
MENTIONS_MAX = 50


def draft_key(conversation_id: ConversationId) -> ConversationId:
    """Under what an unsent note is kept among the drafts: beside the conversation's answer, never in its place."""
    return ConversationId(f"note:{conversation_id}")


@record
class AddNote:
    """note.add: `note_id` is made by the asker; the note stands in the thread as a message of kind "note"."""

    KIND: ClassVar[str] = "note.add"
    VERSION: ClassVar[int] = 1
    note_id: MessageId
    conversation_id: ConversationId
    text: str
    mentions: tuple[MemberId, ...] = ()


@record
class EditNote:
    """note.edit: its author's alone. `expected`: the text as the author saw it; `note_changed` when it is another."""

    KIND: ClassVar[str] = "note.edit"
    VERSION: ClassVar[int] = 1
    note_id: MessageId
    conversation_id: ConversationId
    text: str
    mentions: tuple[MemberId, ...] = ()
    expected: str = ""


@record
class RemoveNote:
    """note.remove: by its author, or by an owner or manager."""

    KIND: ClassVar[str] = "note.remove"
    VERSION: ClassVar[int] = 1
    note_id: MessageId
    conversation_id: ConversationId


@record
class NoteAdded:
    """note.added."""

    KIND: ClassVar[str] = "note.added"
    VERSION: ClassVar[int] = 1
    note_id: MessageId
    conversation_id: ConversationId
    text: str
    member_id: MemberId
    mentions: tuple[MemberId, ...] = ()


@record
class NoteEdited:
    """note.edited."""

    KIND: ClassVar[str] = "note.edited"
    VERSION: ClassVar[int] = 1
    note_id: MessageId
    conversation_id: ConversationId
    text: str
    member_id: MemberId
    mentions: tuple[MemberId, ...] = ()


@record
class NoteRemoved:
    """note.removed."""

    KIND: ClassVar[str] = "note.removed"
    VERSION: ClassVar[int] = 1
    note_id: MessageId
    conversation_id: ConversationId
    member_id: MemberId
