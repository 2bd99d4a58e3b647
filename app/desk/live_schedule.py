"""The part of the running desk that plans answers; see `app.desk.schedule_desk.ScheduleDesk`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.drafts import Drafts
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ConversationId, IdMaker, MessageId

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.desk import Composed
    from app.desk.scheduling import Scheduling
    from app.domain.scheduled import Scheduled


class LiveSchedule:
    """A mixin of `LiveDesk`."""

    _reader: Reader
    _outbox: Outbox
    _drafts: Drafts
    _clock: Clock
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]

    @cached_property
    def _planning(self) -> Scheduling:
        from app.desk.scheduling import Scheduling

        ids = IdMaker(self._clock)
        return Scheduling(self._reader, self._outbox, self._drafts, ids, self._clock, self._standing)

    def scheduled(self, conversation_id: ConversationId) -> list[Scheduled]:
        found: list[Scheduled] = self._read(lambda: self._planning.planned(conversation_id), [])
        return found

    def all_scheduled(self, limit: int = 200) -> list[Scheduled]:
        found: list[Scheduled] = self._read(lambda: self._planning.all_planned(limit), [])
        return found

    async def schedule(
        self, conversation_id: ConversationId, composed: Composed, due_at: datetime
    ) -> MessageId:
        return await self._planning.plan(conversation_id, composed, due_at)

    async def change_scheduled(self, message_id: MessageId, composed: Composed, due_at: datetime) -> None:
        await self._planning.change(message_id, composed, due_at)

    async def cancel_scheduled(self, message_id: MessageId) -> None:
        await self._planning.cancel(message_id)

    async def send_scheduled(self, message_id: MessageId) -> None:
        await self._planning.send_now(message_id)
