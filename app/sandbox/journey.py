"""What becomes of an accepted message: sent, delivered, read, or failed, each told by webhook in its time."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from app.domain.clock import Clock
from app.sandbox.agenda import Agenda
from app.sandbox.courier import Courier
from app.sandbox.faults import STATUS_FAULTS, Fault, Faults
from app.sandbox.people import Person
from app.sandbox.updates import Update, failed, status
from app.sandbox.world import Json, Message, World

SENT_AFTER_S = (0.3, 0.9)
DELIVERED_AFTER_S = (0.3, 1.5)  # from sent
PLAYED_AFTER_S = (3.0, 20.0)  # from read, voice messages only
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
    details: str | None = None  # what is wrong, where the code alone says too little
    conversation: Json | None = None  # in a free entry point
    held_s: float = 0.0  # how long its life waits to begin


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
        if accepted.held_s:
            go_on = replace(accepted, held_s=0.0)
            self._agenda.after(accepted.held_s, lambda: self.begin(go_on))
            return
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
        if has_receipts and _is_voice(accepted.message):
            await self._clock.sleep(chance.uniform(*PLAYED_AFTER_S))
            self._courier.send(self._status(accepted, person, "played", None))

    async def _fail(self, accepted: Accepted, code: int, delay_s: float) -> None:
        await self._clock.sleep(delay_s)
        now = self._clock.now()
        details = accepted.details if code == accepted.error_code else None
        told = failed(accepted.message, now, code, recipient=accepted.recipient, details=details)
        self._courier.send(told)

    def _status(self, accepted: Accepted, person: Person, rank: str, pricing: Json | None) -> Update:
        conversation = accepted.conversation
        if conversation is not None and rank != "sent":
            conversation = {name: conversation[name] for name in ("id", "origin")}
        now = self._clock.now()
        return status(person, accepted.message, rank, now, pricing=pricing, conversation=conversation)


def _is_voice(message: Message) -> bool:
    return message.kind == "audio" and message.content.get("voice") is True
