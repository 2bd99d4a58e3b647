"""The part of the running desk that is about the waiting list; what reads and asks is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from app.desk.live_asking import LiveAsking
from app.domain.ids import ContactId, IdMaker

if TYPE_CHECKING:
    from app.desk.ask_reading import AskReader
    from app.desk.waiting_actions import WaitingActions
    from app.desk.waiting_reading import WaitingReader
    from app.domain.agenda_rows import AppointmentRow
    from app.domain.slot_offers import Waiter
    from app.domain.waiting_rows import FreedSlot, OfferMade, OfferRow, WaiterRow


class LiveWaiting(LiveAsking):
    """A mixin of `LiveDesk` over that which asks; see `app.desk.waiting_list_desk.WaitingListDesk`."""

    @cached_property
    def _waiting_reader(self) -> WaitingReader:
        from app.desk.waiting_reading import WaitingReader

        ids = IdMaker(self._clock)

        def asker(rows: Sequence[AppointmentRow]) -> AskReader:
            return self._ask_reader(ids, rows, self._agenda_reader.agenda(None, 1))

        return WaitingReader(
            self._reader,
            self._outbox,
            self._agenda_reader,
            lambda contact_id: self.contact(contact_id),
            ids,
            asker,
            self._hub_time.now,
        )

    @cached_property
    def _waiting_actions(self) -> WaitingActions:
        from app.desk.waiting_actions import WaitingActions

        ids = IdMaker(self._clock)
        return WaitingActions(self._waiting_reader, self._outbox, ids, self._hub_time.now, self._standing)

    def waiters(self) -> list[WaiterRow]:
        return self._listed(lambda: self._waiting_reader.rows())

    def waiters_of(self, contact_id: ContactId) -> list[WaiterRow]:
        return self._listed(lambda: self._waiting_reader.of_contact(contact_id))

    def waiters_for(self, starts_at: datetime, length_min: int, resource_id: str) -> list[WaiterRow]:
        return self._listed(lambda: self._waiting_reader.rows_for(starts_at, length_min, resource_id))

    def freed_slots(self, from_day: date, days: int = 1) -> list[FreedSlot]:
        found: list[FreedSlot] = self._read(lambda: self._waiting_reader.freed(from_day, days), [])
        return found

    def offers(self) -> list[OfferRow]:
        found: list[OfferRow] = self._read(lambda: self._waiting_reader.offer_rows(), [])
        return found

    async def save_waiter(self, waiter: Waiter) -> str:
        return await self._waiting_actions.save(waiter)

    async def remove_waiter(self, waiter_id: str) -> None:
        await self._waiting_actions.remove(waiter_id)

    async def offer_slot(
        self,
        starts_at: datetime,
        length_min: int,
        resource_id: str,
        waiter_ids: Sequence[str],
        appointment_id: str = "",
    ) -> OfferMade:
        return await self._waiting_actions.offer(
            starts_at, length_min, resource_id, waiter_ids, appointment_id
        )

    async def close_offer(self, offer_id: str) -> None:
        await self._waiting_actions.close(offer_id)

    def _listed(self, read: Callable[[], list[WaiterRow]]) -> list[WaiterRow]:
        rows: list[WaiterRow] = self._read(read, [])
        return rows
