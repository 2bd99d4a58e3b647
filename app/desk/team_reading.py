"""What screens read of the team: members, tags, saved lists, what waits for the hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.desk.outbox import Outbox, conversation_of
from app.desk.pending import Pending
from app.domain.conversations import Conversation
from app.domain.ids import ConversationId, MemberId
from app.domain.members import Member
from app.domain.rows import MemberRow, PendingRow, ViewKey
from storage import view
from storage.engine import Connection

if TYPE_CHECKING:
    from app.domain.saved_views import SavedView, ViewFilter

VIEWS_LANE = "views"
UNTOLD = "conversation.mark_read"  # nobody asks what becomes of a mark of reading


class TeamReader:
    """Reads the view file behind `conn`; `me`: whose desk it is."""

    def __init__(self, conn: Callable[[], Connection], outbox: Outbox, me: Member) -> None:
        self._conn = conn
        self._outbox = outbox
        self._me = me

    def members(self) -> list[MemberRow]:
        """See `TeamDesk.members`."""
        known = view.members(self._conn())
        me = known.pop(self._me.member_id, self._me)
        others = sorted(known.values(), key=lambda one: (one.name.casefold(), one.member_id))
        rows = [MemberRow(one.member_id, one.name, one.role) for one in others]
        return [MemberRow(me.member_id, me.name, me.role, is_me=True), *rows]

    def name(self, member_id: MemberId | None) -> str | None:
        """What a member is called."""
        if member_id is None:
            return None
        known = view.members(self._conn()).get(member_id)
        return known.name if known else (self._me.name if member_id == self._me.member_id else None)

    def known_tags(self) -> list[str]:
        """See `TeamDesk.known_tags`; words that only wait stand last."""
        tags = [tag for tag, _ in view.tag_counts(self._conn())]
        waiting = (getattr(command.body, "tag", None) for command in self._outbox.waiting())
        return list(dict.fromkeys([*tags, *filter(None, waiting)]))

    def saved_views(self) -> list[SavedView]:
        """See `TeamDesk.saved_views`."""
        views = view.all_saved_views(self._conn(), self._me.member_id)
        pending = self._outbox.pending(VIEWS_LANE)
        if not pending:
            return views
        from app.desk.team_overlay import overlaid_views

        return overlaid_views(views, pending)

    def pending(self) -> list[PendingRow]:
        """See `TeamDesk.pending`."""
        return [_row(one) for one in self._outbox.everything() if one.command.body.KIND != UNTOLD]

    def tags(self, conversation_id: ConversationId, pending: Sequence[Pending]) -> tuple[str, ...]:
        """What a conversation is filed under, with what waits."""
        tags = view.tags_of(self._conn(), conversation_id)
        if not pending:
            return tuple(tags)
        from app.desk.team_overlay import overlaid_tags

        return overlaid_tags(tags, pending)

    def teamwork(
        self, conversation_id: ConversationId, shown: Conversation, pending: Sequence[Pending]
    ) -> dict[str, Any]:
        """What lines and heads say of the team's work, with what waits; `shown`: the conversation with it."""
        return {
            "assignee_id": shown.assignee_id,
            "assignee_name": self.name(shown.assignee_id),
            "is_mine": shown.assignee_id == self._me.member_id,
            "tags": self.tags(conversation_id, pending),
            "is_snoozed": shown.snoozed_at is not None,
            "snoozed_until_at": shown.snoozed_until_at,
            "is_new": shown.is_new,
            "is_from_ad": shown.is_from_ad,
            "outcome": shown.outcome,
        }

    def filter_of(self, wanted: ViewKey) -> ViewFilter | None:
        """What a saved list asks for; None for a built-in one."""
        found = (one for one in self.saved_views() if one.key == wanted) if ":" in wanted else iter(())
        return next((one.filter for one in found), None)

    def fit(
        self, wanted: ViewFilter, base: Conversation, shown: Conversation, pending: Sequence[Pending]
    ) -> tuple[bool, bool]:
        """Whether a saved list holds a conversation by the log alone, and with what waits."""
        from app.desk.list_places import fits

        there = base.conversation_id
        return fits(wanted, base, self.tags(there, ())), fits(wanted, shown, self.tags(there, pending))

    def unseen_mention(self, conversation_id: ConversationId, pending: Sequence[Pending]) -> int:
        """Where a note there last named whose desk this is, unless they have seen it; 0: nowhere."""
        pos = view.newest_mention(self._conn(), conversation_id, self._me.member_id, is_unseen=True)
        if pos is None or not pending:
            return pos or 0
        from app.desk.team_overlay import read_up_to

        return 0 if read_up_to(pending) >= pos else pos


def _row(one: Pending) -> PendingRow:
    command = one.command
    body = command.body
    text = getattr(body, "text", None) or getattr(body, "tag", None) or getattr(body, "note", None)
    return PendingRow(
        command.command_id,
        conversation_of(command),
        body.KIND,
        command.made_at,
        text or None,
        is_asked=one.is_expired_send,
        code="too_old" if one.is_expired_send else None,
    )
