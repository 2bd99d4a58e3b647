"""What a person may do with a new request: stored, then left to the hub."""

from __future__ import annotations

from collections.abc import Callable

from app.desk.actions import Standing
from app.desk.deal_actions import DealActions
from app.desk.incoming_reading import IncomingReader
from app.desk.outbox import Outbox
from app.domain.conversations import Conversation
from app.domain.deal_asks import DeclineIncoming, NewDeal, RestoreIncoming
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.members import Member


class IncomingActions:
    """What the methods do is said in `app.desk.incoming_desk.IncomingDesk`."""

    def __init__(
        self,
        reader: IncomingReader,
        deals: DealActions,
        outbox: Outbox,
        me: Callable[[], Member],
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._deals = deals
        self._outbox = outbox
        self._me = me
        self._standing = standing

    async def accept(self, conversation_id: ConversationId) -> str:
        """Made by the same command as any other deal."""
        conversation = self._there(conversation_id)
        new = NewDeal(
            contact_id=conversation.contact_id,
            conversation_id=conversation.conversation_id,
            owner_id=conversation.assignee_id or self._me().member_id,
            source="incoming",
        )
        return await self._deals.add(new)

    async def decline(self, conversation_id: ConversationId) -> None:
        """Where it is not so yet."""
        there = self._there(conversation_id).conversation_id
        if not self._reader.is_declined(there):
            await self._ask(DeclineIncoming(there))

    async def restore(self, conversation_id: ConversationId) -> None:
        """Where it was put aside."""
        there = self._there(conversation_id).conversation_id
        if self._reader.is_declined(there):
            await self._ask(RestoreIncoming(there))

    def _there(self, conversation_id: ConversationId) -> Conversation:
        conversation = self._reader.conversation(conversation_id)
        if conversation is None:
            raise ComptoirError("conversation_unknown")
        return conversation

    async def _ask(self, body: DeclineIncoming | RestoreIncoming) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
