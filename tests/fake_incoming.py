"""The part of `tests.fake_desk.FakeDesk` about new requests and whose deals may be.

A test names the conversations in `requests`, the newest first, and puts suggestions into `suggested`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.deal_asks import NewDeal
from app.domain.deal_links import LinkSuggestion, in_order
from app.domain.deal_rows import DealCard, DealRow
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId
from app.domain.members import Member
from app.domain.rows import Changes, InboxRow
from app.domain.settings import SettingValue


class FakeIncoming:
    """`declined`: what was put aside."""

    _tell: Callable[[Changes], None]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    deal: Callable[[str], DealCard | None]
    deals_of_conversation: Callable[[ConversationId], list[DealRow]]
    add_deal: Callable[[NewDeal], Any]

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[ConversationId] = []
        self.declined: list[ConversationId] = []
        self.suggested: list[LinkSuggestion] = []
        self.incoming_refusal: ComptoirError | None = None

    def incoming(self, limit: int = 50) -> list[InboxRow]:
        """While the setting is on."""
        if not self.setting("deals_incoming"):
            return []
        rows = (self.inbox_row(one) for one in self.requests if self._is_open(one))
        return [row for row in rows if row is not None and not row.is_closed][:limit]

    def incoming_count(self) -> int:
        """All of them."""
        return len(self.incoming(len(self.requests)))

    def is_incoming_declined(self, conversation_id: ConversationId) -> bool:
        """Whether it was put aside."""
        return conversation_id in self.declined

    def link_suggestions(self, deal_id: str) -> list[LinkSuggestion]:
        """Of a deal that is nobody's."""
        card = self.deal(deal_id)
        is_free = card is not None and card.contact_id is None and card.conversation_id is None
        return in_order(one for one in self.suggested if one.deal_id == deal_id and is_free)

    def deals_to_link(self, contact_id: ContactId) -> list[LinkSuggestion]:
        """The same from the other side."""
        theirs = (one for one in self.suggested if one.contact_id == contact_id)
        return in_order(one for one in theirs if self.link_suggestions(one.deal_id))

    async def accept_incoming(self, conversation_id: ConversationId) -> str:
        """As any other deal."""
        row = self._there(conversation_id)
        owner = row.assignee_id or self.me().member_id
        new = NewDeal(
            contact_id=row.contact_id, conversation_id=conversation_id, owner_id=owner, source="incoming"
        )
        deal_id: str = await self.add_deal(new)
        return deal_id

    async def decline_incoming(self, conversation_id: ConversationId) -> None:
        """At once."""
        self._there(conversation_id)
        if conversation_id not in self.declined:
            self.declined.append(conversation_id)
            self._tell(Changes(conversations=frozenset({conversation_id})))

    async def restore_incoming(self, conversation_id: ConversationId) -> None:
        """At once."""
        self._there(conversation_id)
        if conversation_id in self.declined:
            self.declined.remove(conversation_id)
            self._tell(Changes(conversations=frozenset({conversation_id})))

    def _is_open(self, one: ConversationId) -> bool:
        return one not in self.declined and not self.deals_of_conversation(one)

    def _there(self, conversation_id: ConversationId) -> InboxRow:
        if self.incoming_refusal is not None:
            raise self.incoming_refusal
        row = self.inbox_row(conversation_id)
        if row is None:
            raise ComptoirError("conversation_unknown")
        return row
