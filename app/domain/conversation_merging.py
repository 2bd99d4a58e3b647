"""Two conversations that become one, and one whose imported messages are taken out again."""

from datetime import UTC, datetime
from typing import Any

from app.domain.conversations import REVOKED, Conversation, history_place
from app.domain.copies import changed
from app.domain.messages import Message, preview_of

_NEVER = datetime.min.replace(tzinfo=UTC)


def with_merged(kept: Conversation, gone: Conversation) -> Conversation:
    """One person's two conversations on a line shown as one: under the first one's id, with what both know."""
    newest = max(kept, gone, key=lambda one: one.last_at or _NEVER)
    answered = max(kept, gone, key=lambda one: one.newest_outbound_pos)
    is_closed = kept.is_closed and gone.is_closed
    return changed(
        kept,
        is_closed=is_closed,
        closed_at=_latest(kept.closed_at, gone.closed_at) if is_closed else None,
        last_message_id=newest.last_message_id,
        last_at=newest.last_at,
        last_direction=newest.last_direction,
        last_kind=newest.last_kind,
        last_text=newest.last_text,
        last_state=newest.last_state,
        lifted_pos=max(kept.lifted_pos, gone.lifted_pos, key=lambda pos: (pos != 0, pos)),
        unread_count=kept.unread_count + gone.unread_count,
        read_sort_at=_latest(kept.read_sort_at, gone.read_sort_at),
        last_inbound_at=_latest(kept.last_inbound_at, gone.last_inbound_at),
        newest_inbound_pos=max(kept.newest_inbound_pos, gone.newest_inbound_pos),
        newest_outbound_pos=answered.newest_outbound_pos,
        newest_outbound_member_id=answered.newest_outbound_member_id,
        waiting_since_at=_earliest(kept.waiting_since_at, gone.waiting_since_at),
        answered_since_at=answered.answered_since_at,
        answered_by=answered.answered_by,
        heard_at=_latest(kept.heard_at, gone.heard_at),
        has_history=kept.has_history or gone.has_history,
        is_first=all(map(_is_unmet, (kept, gone))) and (kept.is_first or gone.is_first),
        is_ad=kept.is_ad or gone.is_ad,
        **_teamwork(kept, gone, is_closed=is_closed),
    )


def _is_unmet(conversation: Conversation) -> bool:
    """Whether nobody of the team has written there, and nothing older is known."""
    return conversation.is_first or conversation.heard_at is None


def _teamwork(kept: Conversation, gone: Conversation, *, is_closed: bool) -> dict[str, Any]:
    """The first one's holder, else the other's. It is aside when no open one of the two is in the lists."""
    holding = kept if kept.assignee_id is not None else gone
    closing = max(kept, gone, key=lambda one: one.closed_at or _NEVER)
    open_ones = [one for one in (kept, gone) if not one.is_closed]
    is_aside = bool(open_ones) and all(one.snoozed_at is not None for one in open_ones)
    return {
        "assignee_id": holding.assignee_id,
        "assigned_at": holding.assigned_at,
        "outcome": closing.outcome if is_closed else None,
        "snoozed_at": _latest(*(one.snoozed_at for one in open_ones)) if is_aside else None,
        "snoozed_until_at": _earliest(*(one.snoozed_until_at for one in open_ones)) if is_aside else None,
    }


def without_messages(
    conversation: Conversation,
    newest: Message | None,
    lifted_second_pos: tuple[int, int] | None,
    *,
    has_history: bool,
) -> Conversation:
    """After an import was undone: the preview is that of `newest`, of the messages that are left.

    `has_history`: whether another import's are among them.

    `lifted_second_pos`: second and log position of the highest place that a history gives it in lists. Without any
    message it stands in no list, until one comes.
    """
    lifted_pos = conversation.lifted_pos
    if lifted_pos < 0:
        lifted_pos = 0 if lifted_second_pos is None else history_place(*lifted_second_pos)
    if newest is None:
        return changed(
            conversation, lifted_pos=lifted_pos, has_history=has_history, last_message_id=None, last_at=None,
            last_direction=None, last_kind=None, last_text=None, last_state=None,
        )  # fmt: skip
    return changed(
        conversation,
        lifted_pos=lifted_pos,
        has_history=has_history,
        last_message_id=newest.message_id,
        last_at=newest.sort_at,
        last_direction=newest.direction,
        last_kind=newest.kind if newest.revoked_at is None else REVOKED,
        last_text=preview_of(newest.text) or None,
        last_state=newest.state,
    )


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)
