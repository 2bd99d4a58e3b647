"""A customer who waits and needs no answer ("thanks!"): what becomes of the conversation, and when it may be said."""

from datetime import datetime

from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.errors import Refused
from app.domain.measure_events import MessageHandled


def with_waived(conversation: Conversation) -> Conversation:
    """Nobody waits there any more; `with_unwaived` gives the wait back."""
    since = conversation.waiting_since_at
    if since is None:
        return conversation
    return changed(
        conversation, waiting_since_at=None, answered_since_at=since, answered_by=None, unread_count=0
    )


def with_handled(conversation: Conversation, body: MessageHandled, at: datetime) -> Conversation:
    """A rule dealt with what the customer has just written: the conversation stands as it stood before."""
    if body.frees:
        unread = max(0, conversation.unread_count - 1)
        conversation = changed(conversation, waiting_since_at=None, unread_count=unread)
    return changed(conversation, is_closed=True, closed_at=at) if body.closes else conversation


def with_unwaived(conversation: Conversation) -> Conversation:
    """An answer is needed after all, unless somebody wrote or ended it meanwhile."""
    if not is_waived(conversation):
        return conversation
    since = conversation.answered_since_at
    return changed(conversation, waiting_since_at=since, answered_since_at=None)


def is_waived(conversation: Conversation) -> bool:
    """Whether the last wait there ended without an answer, and may go on."""
    is_left = conversation.answered_since_at is not None and conversation.answered_by is None
    is_over = conversation.is_closed or conversation.newest_outbound_pos > conversation.newest_inbound_pos
    return is_left and not is_over and conversation.waiting_since_at is None


def waive_problem(conversation: Conversation, base_pos: int) -> Refused | None:
    """Why nobody may say so: "nobody_waits", or "customer_wrote" after what was seen."""
    if conversation.waiting_since_at is None:
        return Refused("nobody_waits")
    return Refused("customer_wrote") if conversation.newest_inbound_pos > base_pos else None
