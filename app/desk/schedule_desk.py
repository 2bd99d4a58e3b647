"""Answers that go out later: planned, listed, changed, cancelled, decided about. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ConversationId, MessageId

if TYPE_CHECKING:
    from app.desk.desk import Composed
    from app.domain.scheduled import Scheduled


class ScheduleDesk(Protocol):
    """What planning an answer needs. The hub sends it, also with every desk closed."""

    def scheduled(self, conversation_id: ConversationId) -> list[Scheduled]:
        """What is planned in a conversation, the next one first, with what waits for the hub."""

    def all_scheduled(self, limit: int = 200) -> list[Scheduled]:
        """What is planned anywhere: what somebody must decide about first (state "asked"), then the next due."""

    async def schedule(
        self, conversation_id: ConversationId, composed: Composed, due_at: datetime
    ) -> MessageId:
        """Plan an answer for `due_at` (UTC); the draft there is then gone.

        Raises ComptoirError, leaving the draft: what `send` says of the words, "time_past", "time_far" {days},
        "window_ends_before" {closes_at}.
        """

    async def change_scheduled(self, message_id: MessageId, composed: Composed, due_at: datetime) -> None:
        """Other words or another time. Raises as `schedule`, and "schedule_unknown", "not_yours"."""

    async def cancel_scheduled(self, message_id: MessageId) -> None:
        """It does not go out. Raises ComptoirError: "schedule_unknown", "not_yours"."""

    async def send_scheduled(self, message_id: MessageId) -> None:
        """Send it now after all. Raises ComptoirError: "schedule_unknown", "not_yours", "window_closed"."""
