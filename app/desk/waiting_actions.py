"""What a person may ask for about the waiting list: checked here as far as this computer can know, then stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from app.desk.actions import Standing, sendable
from app.desk.agenda_actions import refuse, whole
from app.desk.outbox import Outbox
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import IdMaker
from app.domain.slot_offers import (
    INVITED_MAX,
    CloseOffer,
    Invitation,
    OfferSlot,
    RemoveWaiter,
    SaveWaiter,
    Waiter,
    waiter_problem,
)
from app.domain.waiting_list import is_day
from app.domain.waiting_rows import OfferMade, OfferRow, WaiterRow

_NONE: Final[Mapping[str, str]] = {}


class WaitingKnower(Protocol):
    """What is read before something is asked for: the running desk's view, or a test's rows."""

    def rows(self) -> list[WaiterRow]:
        """Who waits."""

    def offer_rows(self) -> list[OfferRow]:
        """Slots that are offered."""

    def taken_at(self, starts_at: datetime, length_min: int, resource_id: str) -> Refused | None:
        """Why nobody can be booked there."""

    def invitation(self, row: WaiterRow, body: OfferSlot) -> Invitation | Refused:
        """The message with which somebody is offered it, or why none can go."""


class WaitingActions:
    """What the methods do is said in `app.desk.waiting_list_desk.WaitingListDesk`."""

    def __init__(
        self,
        knower: WaitingKnower,
        outbox: Outbox,
        ids: IdMaker,
        now: Callable[[], datetime],
        standing: Callable[[], Standing],
    ) -> None:
        self._knower = knower
        self._outbox = outbox
        self._ids = ids
        self._now = now
        self._standing = standing

    async def save(self, waiter: Waiter) -> str:
        """Another form, or somebody new."""
        waiter = replace(
            waiter,
            waiter_id=waiter.waiter_id or self._ids.new(),
            person=sendable(waiter.person),
            title=sendable(waiter.title),
            note=sendable(waiter.note),
        )
        refuse(waiter_problem(waiter))
        if not (is_day(waiter.from_day) and is_day(waiter.until_day)):
            raise ComptoirError("waiter_malformed")
        await self._ask(SaveWaiter(waiter.waiter_id, waiter))
        return waiter.waiter_id

    async def remove(self, waiter_id: str) -> None:
        """Whoever waits."""
        if any(row.waiter_id == waiter_id for row in self._knower.rows()):
            await self._ask(RemoveWaiter(waiter_id))

    async def offer(
        self,
        starts_at: datetime,
        length_min: int,
        resource_id: str,
        waiter_ids: Sequence[str],
        appointment_id: str,
    ) -> OfferMade:
        """To whoever of these can be written to now."""
        body = OfferSlot(self._ids.new(), whole(starts_at), length_min, resource_id, (), appointment_id)
        self._check(body, waiter_ids)
        made: list[Invitation] = []
        left_out: dict[str, str] = {}
        rows = {row.waiter_id: row for row in self._knower.rows()}
        for waiter_id in dict.fromkeys(waiter_ids):
            row = rows.get(waiter_id)
            found = self._knower.invitation(row, body) if row is not None else Refused("waiter_unknown")
            talks = {one.message.conversation_id for one in made}
            if isinstance(found, Refused):
                left_out[waiter_id] = found.code
            elif found.message.conversation_id in talks:
                left_out[waiter_id] = "asked_meanwhile"
            else:
                made.append(found)
        if not made:
            raise ComptoirError("nobody_invited", why=next(iter(left_out.values())))
        await self._ask(replace(body, invitations=tuple(made)))
        return OfferMade(body.offer_id, left_out or _NONE)

    def _check(self, body: OfferSlot, waiter_ids: Sequence[str]) -> None:
        if not waiter_ids:
            raise ComptoirError("ask_nothing")
        if len(waiter_ids) > INVITED_MAX:
            raise ComptoirError("ask_long", limit=str(INVITED_MAX))
        if body.starts_at <= self._now():
            raise ComptoirError("slot_past")
        for row in self._knower.offer_rows():
            one = row.offer
            is_there = (one.resource_id, one.starts_at) == (body.resource_id, body.starts_at)
            if row.is_open and is_there:
                raise ComptoirError("offer_running")
        refuse(self._knower.taken_at(body.starts_at, body.length_min, body.resource_id))

    async def close(self, offer_id: str) -> None:
        """One that is running."""
        if any(row.offer.offer_id == offer_id and row.is_open for row in self._knower.offer_rows()):
            await self._ask(CloseOffer(offer_id))

    async def _ask(self, body: SaveWaiter | RemoveWaiter | OfferSlot | CloseOffer) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
