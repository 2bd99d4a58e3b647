"""New requests, and whose deals may be that are nobody's yet. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.deal_links import LinkSuggestion
    from app.domain.ids import ContactId, ConversationId
    from app.domain.rows import InboxRow


class IncomingDesk(Protocol):
    """Changes come as `Changes.conversations` and `Changes.deals`, of the switch as `Changes.settings`."""

    # --- read ---

    def incoming(self, limit: int = 50) -> list[InboxRow]:
        """Open conversations whose customer wrote, with no deal and not put aside: who wrote last first.

        Empty while the team setting "deals_incoming" is off. A walk along an index.
        """

    def incoming_count(self) -> int:
        """How many there are; 0 while the setting is off."""

    def is_incoming_declined(self, conversation_id: ConversationId) -> bool:
        """Whether somebody said that no deal will come of it."""

    def link_suggestions(self, deal_id: str) -> list[LinkSuggestion]:
        """Whose a deal may be that belongs to nobody, the surest first; none for one that is somebody's."""

    def deals_to_link(self, contact_id: ContactId) -> list[LinkSuggestion]:
        """Open deals that belong to nobody and may be this person's, the surest first."""

    # --- do ---

    async def accept_incoming(self, conversation_id: ConversationId) -> str:
        """A deal in the first stage, looked after by whoever has the conversation, else by oneself; gives its id.

        Raises ComptoirError: "conversation_unknown", and as `add_deal`.
        """

    async def decline_incoming(self, conversation_id: ConversationId) -> None:
        """No deal will come of it, also when they write again. Raises ComptoirError: "conversation_unknown"."""

    async def restore_incoming(self, conversation_id: ConversationId) -> None:
        """It may be a request after all. Raises ComptoirError: "conversation_unknown"."""
