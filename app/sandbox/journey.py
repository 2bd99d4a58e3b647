"""What becomes of an accepted message: sent, delivered, read, or failed, each told by webhook in its time."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.clock import Clock
from app.sandbox.agenda import Agenda
from app.sandbox.courier import Courier
from app.sandbox.faults import STATUS_FAULTS, Fault, Faults
from app.sandbox.people import Person
from app.sandbox.updates import Update, failed, status
from app.sandbox.world import Json, Message, World

FREE_SERVICE_MESSAGES = 1_000  # a calendar month and number, since October 2026
SENT_AFTER_S = (0.3, 0.9)
DELIVERED_AFTER_S = (0.3, 1.5)  # from sent
FAILED_AFTER_S = 0.8
SKIPS_DELIVERED = 0.05  # share of messages that are read on an open screen: `delivered` never comes

Heard = Callable[[Person, Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that Graph took, and what is already settled about its fate."""

    message: Message
    person: Person
    recipient: Json  # how `failed` names the recipient: as the business addressed it
    pricing: Json
    error_code: int | None = None  # why it will fail, decided at acceptance


def service_pricing(number_in_month: int) -> Json:
    """Pricing of a free-form message inside the window, by its number in the calendar month."""
    is_free = number_in_month <= FREE_SERVICE_MESSAGES
    kind = "free_customer_service" if is_free else "regular"
    return {"billable": not is_free, "pricing_model": "PMP", "type": kind, "category": "service"}


class Journey:
    """Plays the life of accepted messages; `heard` is told when one has reached its reader."""

    def __init__(
        self, world: World, courier: Courier, clock: Clock, agenda: Agenda, faults: Faults, heard: Heard
    ) -> None:
        self._world = world
        self._courier = courier
        self._clock = clock
        self._agenda = agenda
        self._faults = faults
        self._heard = heard

    async def begin(self, accepted: Accepted) -> None:
        """Start the life of a message; returns at once unless a fault wants `sent` to come first."""
        fault = self._faults.take(*STATUS_FAULTS)
        kind = fault.kind if fault else ""
        if kind == "no_status":
            return
        code = accepted.error_code or (fault.code or 131000 if fault and kind == "only_failed" else None)
        if code is not None:
            self._agenda.spawn(self._fail(accepted, code, FAILED_AFTER_S))
        else:
            await self._succeed(accepted, accepted.person, fault)

    async def _succeed(self, accepted: Accepted, person: Person, fault: Fault | None) -> None:
        chance = self._world.chance("journey", accepted.message.wamid)
        is_early = fault is not None and fault.kind == "status_before_answer"
        if is_early:
            await self._courier.post_now(self._status(accepted, person, "sent", accepted.pricing))
        self._agenda.spawn(self._live(accepted, person, chance, fault, is_sent=is_early))

    async def _live(
        self, accepted: Accepted, person: Person, chance: random.Random, fault: Fault | None, *, is_sent: bool
    ) -> None:
        if not is_sent:
            await self._clock.sleep(chance.uniform(*SENT_AFTER_S))
            self._courier.send(self._status(accepted, person, "sent", accepted.pricing))
        if accepted.message.kind == "reaction" or not person.habits.is_phone_on:
            return
        has_receipts = person.habits.has_read_receipts
        is_skipped = fault is None and has_receipts and chance.random() < SKIPS_DELIVERED
        await self._clock.sleep(chance.uniform(*DELIVERED_AFTER_S))
        if not is_skipped:
            self._courier.send(self._status(accepted, person, "delivered", accepted.pricing))
        if fault is not None and fault.kind == "failed_after_delivered":
            self._agenda.spawn(self._fail(accepted, fault.code or 131000, FAILED_AFTER_S))
        await self._clock.sleep(chance.uniform(*person.habits.read_after_s))
        if has_receipts:
            self._courier.send(
                self._status(accepted, person, "read", accepted.pricing if is_skipped else None)
            )
        await self._heard(person, accepted.message)

    async def _fail(self, accepted: Accepted, code: int, delay_s: float) -> None:
        await self._clock.sleep(delay_s)
        now = self._clock.now()
        self._courier.send(failed(accepted.message, now, code, recipient=accepted.recipient))

    def _status(self, accepted: Accepted, person: Person, rank: str, pricing: Json | None) -> Update:
        return status(person, accepted.message, rank, self._clock.now(), pricing=pricing)
