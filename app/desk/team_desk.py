"""Working one inbox with several people: who holds what, tags, notes, lists of one's own. A part of `Desk`.

Everything here is a command: shown at once, stored, sent when the hub is there. What the hub refuses (somebody else was
faster) is told through `Desk.subscribe_refusals`, and the rows show again what is so.
Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import CommandId, ConversationId, MemberId, MessageId
from app.domain.rows import MemberRow, PendingRow

if TYPE_CHECKING:
    from app.domain.saved_views import SavedView


class TeamDesk(Protocol):
    """What several people at one number need."""

    # --- read ---

    def members(self) -> list[MemberRow]:
        """The team: oneself first, then by name; who left stands last, with `is_active` False."""

    def known_tags(self) -> list[str]:
        """Every tag that some conversation has, the most used first."""

    def saved_views(self) -> list[SavedView]:
        """Shared lists and one's own, by name."""

    def pending(self) -> list[PendingRow]:
        """What waits for the hub, oldest first; marks of reading are left out."""

    # --- do ---

    async def claim(self, conversation_id: ConversationId) -> None:
        """Take a conversation that nobody holds; does nothing when it is one's own already or someone else holds it."""

    async def assign(
        self,
        conversation_id: ConversationId,
        member_id: MemberId | None,
        *,
        reason: str = "",
        summary: str = "",
    ) -> None:
        """Give it to a member, with None to nobody. Raises ComptoirError: "member_unknown", "text_too_long"."""

    async def snooze(self, conversation_id: ConversationId, until_at: datetime | None) -> None:
        """Aside until a time (UTC), with None until the customer writes. Raises ComptoirError: "time_past"."""

    async def wake(self, conversation_id: ConversationId) -> None:
        """Back into the lists."""

    async def tag(self, conversation_id: ConversationId, tag: str) -> None:
        """File it under a word. Raises ComptoirError: "tag_empty"."""

    async def untag(self, conversation_id: ConversationId, tag: str) -> None:
        """No more."""

    async def mark_unread(self, conversation_id: ConversationId) -> None:
        """Give it its unread mark again, for the whole team."""

    async def add_note(
        self, conversation_id: ConversationId, text: str, mentions: Sequence[MemberId] = ()
    ) -> MessageId:
        """Write to the team; the customer never sees it. Raises ComptoirError: "text_empty", "text_too_long"."""

    async def edit_note(self, note_id: MessageId, text: str, mentions: Sequence[MemberId] = ()) -> None:
        """Change one's own note. Raises as `add_note`, and "message_unknown", "not_yours"."""

    async def remove_note(self, note_id: MessageId) -> None:
        """Take a note away: one's own, or as owner or manager anybody's."""

    async def save_view(self, view: SavedView) -> None:
        """Keep a list. Raises ComptoirError: "name_empty", "role_missing" for a shared one."""

    async def remove_view(self, view_id: str) -> None:
        """Forget a list."""

    async def cancel_pending(self, command_id: CommandId) -> bool:
        """Take back something that the hub has not got yet; an answer's text is the draft again. False: too late."""
