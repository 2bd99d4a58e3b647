"""Who holds a conversation: one member or nobody. Commands and the event that follows from each."""

from typing import ClassVar, Literal

from app.domain.ids import ConversationId, MemberId
from app.domain.records import record

AssignHow = Literal["claimed", "answered", "assigned", "handed_over", "released", "taken_back", "left"]
"""claimed, answered: took it by asking or by answering. handed_over: its holder gave it away. taken_back: the holder
was silent for too long. left: the holder left the team."""
REASON_MAX_CHARS = 200
SUMMARY_MAX_CHARS = 2_000


@record
class ClaimConversation:
    """conversation.claim: take what nobody holds; `already_held` {who, member_id} when somebody else does."""

    KIND: ClassVar[str] = "conversation.claim"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class AssignConversation:
    """conversation.assign: give it to a member or, with None, to nobody.

    `expected`: who held it when it was asked; `holder_changed` {who, member_id} when that is no longer so. `reason` and
    `summary`: what the next one must know, when it is handed over.
    """

    KIND: ClassVar[str] = "conversation.assign"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None
    expected: MemberId | None
    reason: str = ""
    summary: str = ""


@record
class ConversationAssigned:
    """conversation.assigned: `assignee_id` holds it from now on, None: nobody. `by_id` None: the hub's rule did it."""

    KIND: ClassVar[str] = "conversation.assigned"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    assignee_id: MemberId | None
    by_id: MemberId | None
    how: AssignHow
    reason: str = ""
    summary: str = ""
