"""What a person composes and asks for: the doing half of `app.desk.live.LiveDesk`."""

from __future__ import annotations

from app.desk.actions import Actions
from app.desk.attached import attached_of_note, note_of_attached
from app.desk.composed import Composed, SettleHow
from app.desk.drafts import Drafts
from app.desk.watchers import Watchers
from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.rows import Changes, Outcome


class Doing:
    """What the methods do is said in `app.desk.desk.Desk`."""

    _actions: Actions
    _drafts: Drafts
    _watchers: Watchers

    def attached(self, conversation_id: ConversationId) -> Composed | None:
        return attached_of_note(self._drafts.attached(conversation_id))

    def draft(self, conversation_id: ConversationId) -> str:
        return self._drafts.text(conversation_id)

    def last_place(self) -> dict[str, str]:
        return self._drafts.place()

    def remember_place(self, **values: str) -> None:
        self._drafts.put_place(values)

    def keep_attached(self, conversation_id: ConversationId, composed: Composed | None) -> None:
        self._drafts.put_attached(conversation_id, note_of_attached(conversation_id, composed))
        self._watchers.tell(Changes(conversations=frozenset({conversation_id})))

    def save_draft(self, conversation_id: ConversationId, text: str) -> None:
        if self._drafts.put(conversation_id, text):
            self._watchers.tell(Changes(conversations=frozenset({conversation_id})))

    async def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
        grace_s: float | None = None,
    ) -> MessageId:
        return await self._actions.send_text(
            conversation_id, text, send_anyway=send_anyway, retry_of=retry_of, grace_s=grace_s
        )

    async def send(
        self,
        conversation_id: ConversationId,
        composed: Composed,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
        grace_s: float | None = None,
    ) -> MessageId:
        return await self._actions.send(
            conversation_id, composed, send_anyway=send_anyway, retry_of=retry_of, grace_s=grace_s
        )

    async def react(self, message_id: MessageId, emoji: str) -> MessageId:
        return await self._actions.react(message_id, emoji)

    async def take_back(self, message_id: MessageId) -> str | None:
        taken = await self._actions.take_back(message_id)
        return taken.text if taken else None

    async def take_back_message(self, message_id: MessageId) -> Composed | None:
        return await self._actions.take_back(message_id)

    async def settle(self, message_id: MessageId, how: SettleHow) -> None:
        await self._actions.settle(message_id, how)

    async def retry(self, message_id: MessageId) -> MessageId:
        return await self._actions.retry(message_id)

    async def close(
        self, conversation_id: ConversationId, outcome: Outcome | None = None, note: str = ""
    ) -> None:
        await self._actions.close(conversation_id, outcome, note)

    async def reopen(self, conversation_id: ConversationId) -> None:
        await self._actions.reopen(conversation_id)

    async def mark_read(self, conversation_id: ConversationId) -> None:
        await self._actions.mark_read(conversation_id)

    async def start_conversation(
        self, line_id: LineId, identity: Identity, contact_id: ContactId | None = None
    ) -> ConversationId:
        return await self._actions.start_conversation(line_id, identity, contact_id)
