"""The part of the running desk that is about consent; see `app.desk.consent_desk.ConsentDesk`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ContactId, ConversationId, MessageId

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.domain.commands import CommandBody
    from app.domain.consent import ConsentCard, Purpose, RecordConsent, Source, WithdrawConsent
    from app.domain.errors import Refused


class LiveConsent:
    """A mixin of `LiveDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]

    def consent(self, contact_id: ContactId) -> ConsentCard:
        from app.desk.permitting import card_of
        from app.domain.consent import ConsentCard

        nothing = ConsentCard(contact_id, ())
        found: ConsentCard = self._read(lambda: card_of(self._reader, self._outbox, contact_id), nothing)
        return found

    def check_template(
        self, conversation_id: ConversationId, category: str, at: datetime | None = None
    ) -> Refused | None:
        found: Refused | None = self._read(lambda: self._checked(conversation_id, category, at), None)
        return found

    def _checked(self, conversation_id: ConversationId, category: str, at: datetime | None) -> Refused | None:
        from app.desk.permitting import permission_of

        conversation = self._reader.conversation(conversation_id)
        if conversation is None:
            return None
        permission = permission_of(self._reader, self._outbox, conversation, None, category=category)
        return permission.check(conversation, at or self._clock.now()) if permission is not None else None

    async def record_consent(
        self,
        contact_id: ContactId,
        purposes: Sequence[Purpose],
        *,
        source: Source,
        at: datetime,
        wording: str = "",
        proof: str = "",
        message_id: MessageId | None = None,
    ) -> None:
        from app.domain.consent import RecordConsent

        body = RecordConsent(
            contact_id, tuple(purposes), source, at, wording.strip(), proof.strip(), message_id
        )
        await self._say(body)

    async def withdraw_consent(
        self,
        contact_id: ContactId,
        purposes: Sequence[Purpose],
        *,
        source: Source,
        at: datetime,
        wording: str = "",
        proof: str = "",
        message_id: MessageId | None = None,
    ) -> None:
        from app.domain.consent import WithdrawConsent

        body = WithdrawConsent(
            contact_id, tuple(purposes), source, at, wording.strip(), proof.strip(), message_id
        )
        await self._say(body)

    async def clear_doubt(self, contact_id: ContactId, message_id: MessageId) -> None:
        from app.domain.consent import ClearDoubt

        await self._store(ClearDoubt(contact_id, message_id))

    async def _say(self, body: RecordConsent | WithdrawConsent) -> None:
        from app.domain.consent import check_words
        from app.domain.errors import ComptoirError

        refused = check_words(body, self._clock.now())
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        await self._store(body)

    async def _store(self, body: CommandBody) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
