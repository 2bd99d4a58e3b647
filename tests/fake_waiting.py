"""The part of `tests.fake_desk.FakeDesk` about the waiting list: rows in memory, changed at once as if the hub agreed.

A test puts people on it with `waiter_of`, plays a customer with `waiter_answers`, and says with `cannot_be_invited`
(by waiter, a code) who cannot be written to. `agenda_asked` holds every command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.agenda_places import Wanted
from app.desk.pending import Pending
from app.desk.waiting_actions import WaitingActions
from app.desk.waiting_overlay import overlaid_offers, overlaid_waiters
from app.domain.commands import Command
from app.domain.errors import Refused
from app.domain.ids import CommandId, ContactId, ConversationId, IdMaker, MessageId
from app.domain.sends import SendMessage
from app.domain.slot_offers import Invitation, OfferSlot, Waiter
from app.domain.waiting_list import InvitedAnswer, SlotOffer, fits
from app.domain.waiting_rows import FreedSlot, InvitedRow, OfferMade, OfferRow, WaiterRow, freed
from tests.fake_appointments import FakeAgenda


class FakeWaiting(FakeAgenda):
    """What screens read and ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.made_waiters: list[Waiter] = []
        self.made_offers: list[SlotOffer] = []
        self.cannot_be_invited: dict[str, str] = {}

    def waiter_of(self, person: str, **fields: Any) -> Waiter:
        """Somebody who waits."""
        n = len(self.made_waiters) + 1
        given: dict[str, Any] = {
            "contact_id": ContactId(f"waiting-{n}"),
            "since_at": self.clock.now(),
        } | fields
        made = Waiter(f"w-{n}", person=person, **given)
        self.made_waiters.append(made)
        self.tell_agenda()
        return made

    def waiter_answers(self, offer_id: str, waiter_id: str, answer: InvitedAnswer) -> None:
        """A customer taps; whoever takes it has it and waits no more."""

        def after(one: SlotOffer) -> SlotOffer:
            invited = tuple(
                replace(person, answer=answer) if person.waiter_id == waiter_id else person
                for person in one.invited
            )
            done = {"end": "taken", "waiter_id": waiter_id} if answer == "took" else {}
            return replace(one, invited=invited, **done)  # type: ignore[arg-type]

        self.made_offers = [after(one) if one.offer_id == offer_id else one for one in self.made_offers]
        if answer == "took":
            self.made_waiters = [one for one in self.made_waiters if one.waiter_id != waiter_id]
        self.tell_agenda()

    # --- read ---

    def waiters(self) -> list[WaiterRow]:
        return [self._waiter_row(one) for one in self.made_waiters]

    def waiters_of(self, contact_id: ContactId) -> list[WaiterRow]:
        return [row for row in self.waiters() if row.waiter.contact_id == contact_id]

    def waiters_for(self, starts_at: datetime, length_min: int, resource_id: str) -> list[WaiterRow]:
        services = {one.service_id: one for one in self.made_services}
        zone = ZoneInfo(self._agenda_zone())
        return [
            row
            for row in self.waiters()
            if fits(row.waiter, starts_at, length_min, resource_id, services.get(row.waiter.service_id), zone)
        ]

    def freed_slots(self, from_day: date, days: int = 1) -> list[FreedSlot]:
        there = self.agenda(from_day, days)
        rows = {row.appointment_id: row for row in there.rows}
        running = {(one.resource_id, one.starts_at): one.offer_id for one in self.made_offers if not one.end}
        return [
            FreedSlot(
                one.appointment_id, one.starts_at, one.length_min, one.resource_id,
                rows[one.appointment_id].resource, rows[one.appointment_id].name,
                len(self.waiters_for(one.starts_at, one.length_min, one.resource_id)),
                running.get((one.resource_id, one.starts_at), ""),
            )
            for one in freed([row.appointment for row in there.rows], there.now)
        ]  # fmt: skip

    def offers(self) -> list[OfferRow]:
        names = {one.waiter_id: one.person for one in self._ever}
        places = {one.resource_id: one.name for one in self.made_resources}
        return [
            OfferRow(
                one,
                places.get(one.resource_id, ""),
                tuple(InvitedRow(each, names.get(each.waiter_id, ""), "delivered") for each in one.invited),
            )
            for one in self.made_offers
        ]

    # --- ask ---

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

    # --- inside ---

    @cached_property
    def _ever(self) -> list[Waiter]:
        """Everybody who waited."""
        return []

    @cached_property
    def _waiting_actions(self) -> WaitingActions:
        """The real checks; instead of an outbox, everything happens at once."""
        outbox: Any = SimpleNamespace(add=self._happen_on_the_list)
        standing: Any = lambda: SimpleNamespace(base_pos=0, is_online=True)  # noqa: E731
        knower: Any = SimpleNamespace(
            rows=self.waiters, offer_rows=self.offers, taken_at=self._taken_at, invitation=self._invitation
        )
        return WaitingActions(knower, outbox, IdMaker(self.clock), self.clock.now, standing)

    async def _happen_on_the_list(self, bodies: Sequence[Any], _base_pos: int, *, is_online: bool) -> None:
        for body in bodies:
            self.agenda_asked.append(body)
            command = Command(CommandId(f"list-{len(self.agenda_asked)}"), 1, 0, self.clock.now(), body)
            self._ever.extend(one for one in self.made_waiters if one not in self._ever)
            self.made_waiters = overlaid_waiters(self.made_waiters, [Pending(command)])[0]
            self.made_offers = overlaid_offers(self.made_offers, [Pending(command)])[0]
            self.tell_agenda()

    def _taken_at(self, starts_at: datetime, length_min: int, resource_id: str) -> Refused | None:
        return self.refused_at(Wanted(starts_at, length_min, resource_id, is_standing_only=True))

    def _invitation(self, row: WaiterRow, _body: OfferSlot) -> Invitation | Refused:
        code = self.cannot_be_invited.get(row.waiter_id)
        if code:
            return Refused(code)
        there = ConversationId(f"talk-{row.waiter_id}")
        message_id = MessageId(f"invite-{len(self.agenda_asked)}-{row.waiter_id}")
        return Invitation(row.waiter_id, SendMessage(message_id, there, "text", "Libre ?"))

    def _waiter_row(self, one: Waiter) -> WaiterRow:
        services = {each.service_id: each.name for each in self.made_services}
        places = {each.resource_id: each.name for each in self.made_resources}
        name = one.person or self._agenda_name(one.contact_id)
        what = services.get(one.service_id, one.title)
        return WaiterRow(one, name, "", what, places.get(one.resource_id, ""))
