"""Words that the team files conversations under. Setting and removing one commute, so nothing is ever refused."""

from typing import ClassVar

from app.domain.ids import ConversationId, MemberId
from app.domain.records import record

TAG_MAX_CHARS = 40
TAGS_MAX = 50  # of one conversation
VIP = "VIP"  # the tag that focus mode lets through


@record
class TagConversation:
    """conversation.tag."""

    KIND: ClassVar[str] = "conversation.tag"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    tag: str


@record
class UntagConversation:
    """conversation.untag."""

    KIND: ClassVar[str] = "conversation.untag"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    tag: str


@record
class ConversationTagged:
    """conversation.tagged."""

    KIND: ClassVar[str] = "conversation.tagged"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    tag: str
    member_id: MemberId | None = None


@record
class ConversationUntagged:
    """conversation.untagged."""

    KIND: ClassVar[str] = "conversation.untagged"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    tag: str
    member_id: MemberId | None = None


def clean_tag(tag: str) -> str:
    """One way to write a tag: printable, blanks joined, no more than TAG_MAX_CHARS; "" for none."""
    return " ".join("".join(char if char.isprintable() else " " for char in tag).split())[
        :TAG_MAX_CHARS
    ].strip()
