"""Which lists hold a conversation with waiting commands, and where: what the view's indexes say of all others."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from app.domain.conversations import Conversation
from app.domain.ids import MemberId
from app.domain.records import record
from app.domain.rows import ViewKey
from app.domain.waits import Cuts, is_before

if TYPE_CHECKING:
    from app.domain.saved_views import ViewFilter

COUNTED = ("waiting", "all", "closed", "mine", "unassigned", "theirs", "snoozed")
_FAR_S = float(1 << 60)
Place = tuple[float, ...]  # smaller stands higher


@record
class Lists:
    """What decides about lists beside the conversations. `cuts`: who is late."""

    me: MemberId
    cuts: Cuts
    is_new_first: bool = False

    def holds(self, conversation: Conversation, view: ViewKey) -> bool:
        """Whether one of the built-in lists, but for "mentions", holds it."""
        is_waiting = conversation.waiting_since_at is not None
        is_asleep = conversation.snoozed_at is not None
        is_open = not conversation.is_closed
        is_awake = is_open and not is_asleep
        return {
            "all": is_open,
            "closed": not is_open,
            "snoozed": is_open and is_asleep,
            "waiting": is_waiting and not is_asleep,
            "theirs": is_awake and not is_waiting,
            "mine": is_awake and conversation.assignee_id == self.me,
            "unassigned": is_awake and conversation.assignee_id is None,
        }.get(view, False)

    def is_late(self, conversation: Conversation) -> bool:
        """Whether its customer waits beyond the standard."""
        since = conversation.waiting_since_at
        if since is None or conversation.snoozed_at is not None:
            return False
        is_first = conversation.answered_by is None
        return is_before(
            since, self.cuts.of(conversation.line_id, conversation.assignee_id, is_first=is_first)
        )

    def place(self, conversation: Conversation, view: ViewKey) -> Place:
        """Where it stands in a list, as `storage.view.lists` orders them."""
        if view == "snoozed":
            until_at, since_at = conversation.snoozed_until_at, conversation.snoozed_at
            return (until_at.timestamp() if until_at else _FAR_S, since_at.timestamp() if since_at else 0.0)
        newest = float(-conversation.lifted_pos)
        if view not in ("waiting", "unassigned"):
            return (newest,)
        since, last_at = conversation.waiting_since_at, conversation.last_inbound_at
        if since is None or last_at is None:
            return (2.0, 0.0, newest)
        is_fresh = conversation.is_new or conversation.is_from_ad
        group = 1.0 if self.is_new_first and not is_fresh else 0.0
        return (
            group, float(not self.is_late(conversation)), last_at.timestamp(), since.timestamp()
        )  # fmt: skip


def fits(wanted: ViewFilter, conversation: Conversation, tags: Collection[str]) -> bool:
    """Whether a saved list holds a conversation that is filed under `tags`, as `storage.view.saved_lists` decides."""
    is_there = {
        "open": not conversation.is_closed and conversation.snoozed_at is None,
        "waiting": conversation.waiting_since_at is not None and conversation.snoozed_at is None,
        "closed": conversation.is_closed,
    }[wanted.base]
    return (
        is_there
        and (not wanted.tags or not set(wanted.tags).isdisjoint(tags))
        and (not wanted.assignees or (conversation.assignee_id or "") in wanted.assignees)
        and (not wanted.line_ids or conversation.line_id in wanted.line_ids)
        and (conversation.unread_count > 0 or not wanted.is_unread)
        and (conversation.is_new or not wanted.is_new)
    )
