"""The part of the running desk that is about new requests; see `app.desk.incoming_desk.IncomingDesk`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.desk.live_deals import LiveDeals
from app.domain.ids import ContactId, ConversationId
from app.domain.rows import InboxRow

if TYPE_CHECKING:
    from app.desk.incoming_actions import IncomingActions
    from app.desk.incoming_reading import IncomingReader
    from app.domain.deal_links import LinkSuggestion


class LiveIncoming(LiveDeals):
    """A mixin of `LiveDesk`; what reads and asks is made when it is first used."""

    @cached_property
    def _incoming(self) -> IncomingReader:
        from app.desk.incoming_reading import IncomingReader

        return IncomingReader(self._reader, self._outbox, self._deal_reader)

    @cached_property
    def _incoming_actions(self) -> IncomingActions:
        from app.desk.incoming_actions import IncomingActions

        return IncomingActions(self._incoming, self._deal_actions, self._outbox, self.me, self._standing)

    def incoming(self, limit: int = 50) -> list[InboxRow]:
        if not self.setting("deals_incoming"):
            return []
        rows: list[InboxRow] = self._read(lambda: self._incoming.rows(limit), [])
        return rows

    def incoming_count(self) -> int:
        if not self.setting("deals_incoming"):
            return 0
        count: int = self._read(lambda: self._incoming.count(), 0)
        return count

    def is_incoming_declined(self, conversation_id: ConversationId) -> bool:
        is_so: bool = self._read(lambda: self._incoming.is_declined(conversation_id), False)
        return is_so

    def link_suggestions(self, deal_id: str) -> list[LinkSuggestion]:
        found: list[LinkSuggestion] = self._read(lambda: self._incoming.suggestions(deal_id), [])
        return found

    def deals_to_link(self, contact_id: ContactId) -> list[LinkSuggestion]:
        found: list[LinkSuggestion] = self._read(lambda: self._incoming.deals_to_link(contact_id), [])
        return found

    async def accept_incoming(self, conversation_id: ConversationId) -> str:
        return await self._incoming_actions.accept(conversation_id)

    async def decline_incoming(self, conversation_id: ConversationId) -> None:
        await self._incoming_actions.decline(conversation_id)

    async def restore_incoming(self, conversation_id: ConversationId) -> None:
        await self._incoming_actions.restore(conversation_id)
