"""The waiting list: who would come if a slot is freed, and offering it to them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.ids import ContactId
    from app.domain.slot_offers import Waiter
    from app.domain.waiting_rows import FreedSlot, OfferMade, OfferRow, WaiterRow


class WaitingListDesk(Protocol):
    """Changes come as `Changes.is_agenda`, and as those of the agenda do."""

    def waiters(self) -> list[WaiterRow]:
        """Who waits, the longest first."""

    def waiters_of(self, contact_id: ContactId) -> list[WaiterRow]:
        """The same of one person."""

    def waiters_for(self, starts_at: datetime, length_min: int, resource_id: str) -> list[WaiterRow]:
        """Whom a slot would suit: their days, hours, length, service and resource; the longest wait first."""

    def freed_slots(self, from_day: date, days: int = 1) -> list[FreedSlot]:
        """Cancelled appointments to come whose place nobody has, by start."""

    def offers(self) -> list[OfferRow]:
        """Slots to come that are or were offered, by their start."""

    async def save_waiter(self, waiter: Waiter) -> str:
        """Somebody new (without an id), or another form of one; gives the id.

        Raises "waiter_nobody", "waiter_malformed", "contact_unknown", "appointment_words_long".
        """

    async def remove_waiter(self, waiter_id: str) -> None:
        """They wait no more. Saved again, they are back."""

    async def offer_slot(
        self,
        starts_at: datetime,
        length_min: int,
        resource_id: str,
        waiter_ids: Sequence[str],
        appointment_id: str = "",
    ) -> OfferMade:
        """Ask these, in the words of each; whoever taps first has it. `appointment_id`: who had it.

        Raises "slot_past", "slot_taken", "offer_running", "ask_nothing", and "nobody_invited" {why} where nobody of
        them can be written to now.
        """

    async def close_offer(self, offer_id: str) -> None:
        """It is offered no more; who taps later is told that it is too late."""
