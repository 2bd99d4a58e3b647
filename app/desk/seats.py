"""The seats of this computer as they are kept, and the PINs that are asked for: the memory behind `live_seats`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.config import Joined
from app.desk.kept import joined_of, seat_of
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import DeviceId, LogId, MemberId
from app.domain.later import asyncio
from app.domain.seats import SeatRow, wait_after
from storage import desk as stored
from storage.desk import StoredSeat
from storage.instants import from_us, to_us

if TYPE_CHECKING:
    from app.desk.precious import Precious
    from storage.engine import Connection


class SeatBook:
    """Who may sit here, kept in `store`. `active` is at the desk."""

    def __init__(self, store: Precious, clock: Clock, seats: Sequence[StoredSeat], active: DeviceId) -> None:
        self._store = store
        self._clock = clock
        self._seats = {seat.device_id: seat for seat in seats}
        self._until_s: dict[
            DeviceId, float
        ] = {}  # monotonic: another time on the computer's clock ends no wait
        self.active = active

    @cached_property
    def _one_by_one(self) -> asyncio.Lock:
        return asyncio.Lock()

    # --- looking ---

    def ids(self) -> list[DeviceId]:
        """Everybody, in the order in which they came."""
        return list(self._seats)

    def joined(self, device_id: DeviceId) -> Joined | None:
        """What enrolling gave."""
        seat = self._seats.get(device_id)
        return joined_of(seat) if seat is not None else None

    def known(self, device_id: DeviceId) -> Joined:
        """The same. Raises ComptoirError("seat_unknown")."""
        return joined_of(self._seat(device_id))

    def has_pin(self, device_id: DeviceId) -> bool:
        """Whether one is asked for."""
        return bool(self._seat(device_id).pin)

    def all_have_pins(self) -> bool:
        """Whether nobody can take over without one."""
        return all(seat.pin for seat in self._seats.values())

    def of_member(self, member_id: MemberId) -> DeviceId | None:
        """Where that member sits already."""
        return next((one for one in self._seats if self.known(one).member_id == member_id), None)

    def newest_but(self, device_id: DeviceId) -> DeviceId | None:
        """Who else was here last."""
        others = [seat for seat in self._seats.values() if seat.device_id != device_id]
        return max(others, key=lambda seat: seat.used_us).device_id if others else None

    def rows(self, name_of: Callable[[Joined], str]) -> list[SeatRow]:
        """Everybody, as screens show them."""
        return [self._row(seat, name_of) for seat in self._seats.values()]

    def wait_s(self, device_id: DeviceId) -> float:
        """Seconds until a PIN of theirs is looked at again: no clock that was set back makes it longer than it is."""
        seat = self._seat(device_id)
        if device_id in self._until_s:
            return max(0.0, self._until_s[device_id] - self._clock.monotonic_s())
        if not seat.wait_until_us:
            return 0.0
        left_s: float = (from_us(seat.wait_until_us) - self._clock.now()).total_seconds()
        return min(max(0.0, left_s), float(wait_after(seat.wrong_tries)))

    def _seat(self, device_id: DeviceId) -> StoredSeat:
        if device_id not in self._seats:
            raise ComptoirError("seat_unknown")
        return self._seats[device_id]

    def _row(self, seat: StoredSeat, name_of: Callable[[Joined], str]) -> SeatRow:
        joined = joined_of(seat)
        return SeatRow(
            seat.device_id,
            joined.member_id,
            name_of(joined),
            joined.role,
            has_pin=bool(seat.pin),
            is_active=seat.device_id == self.active,
            wait_s=self.wait_s(seat.device_id),
        )

    # --- PINs ---

    async def check(self, device_id: DeviceId, pin: str, *, is_taking_over: bool = False) -> None:
        """Whether it is theirs; the next start begins with who is taking over.

        Raises ComptoirError: "pin_wrong", "pin_wait" {wait_s}, "seat_unknown". The try is on the disk before it is
        looked at, so that ending the program gains none.
        """
        async with self._one_by_one:
            seat = self._seat(device_id)
            if not seat.pin:
                await self._note_right(device_id, is_taking_over=is_taking_over)
                return
            self._refuse_early(device_id)
            tries = seat.wrong_tries + 1
            await self._note_wrong(device_id, tries)
            if not await self._is_right(seat.pin, pin):
                self._refuse_early(device_id)
                raise ComptoirError("pin_wrong")
            await self._note_right(device_id, is_taking_over=is_taking_over)

    async def set_pin(self, device_id: DeviceId, sealed: str) -> None:
        """Another one."""
        await self._store.change_seats(lambda conn: stored.set_pin(conn, device_id, sealed))
        self._put(device_id, pin=sealed, wrong_tries=0, wait_until_us=0)
        self._until_s.pop(device_id, None)

    def _refuse_early(self, device_id: DeviceId) -> None:
        wait_s = self.wait_s(device_id)
        if wait_s > 0:
            raise ComptoirError("pin_wait", wait_s=str(math.ceil(wait_s)))

    async def _is_right(self, sealed: str, pin: str) -> bool:
        from app.desk.pins import is_right

        return await asyncio.to_thread(is_right, sealed, pin)

    async def _note_wrong(self, device_id: DeviceId, tries: int) -> None:
        wait_s = wait_after(tries)
        until_us = to_us(self._clock.now() + timedelta(seconds=wait_s)) if wait_s else 0
        await self._store.change_seats(lambda conn: stored.set_tries(conn, device_id, tries, until_us))
        self._put(device_id, wrong_tries=tries, wait_until_us=until_us)
        self._until_s[device_id] = self._clock.monotonic_s() + wait_s

    async def _note_right(self, device_id: DeviceId, *, is_taking_over: bool) -> None:
        used_us = to_us(self._clock.now()) if is_taking_over else self._seat(device_id).used_us

        def job(conn: Connection) -> None:
            stored.set_tries(conn, device_id, 0, 0)
            stored.set_used(conn, device_id, used_us)

        await self._store.change_seats(job)
        self._put(device_id, wrong_tries=0, wait_until_us=0, used_us=used_us)
        self._until_s.pop(device_id, None)

    def _put(self, device_id: DeviceId, **changes: Any) -> None:
        self._seats[device_id] = replace(self._seat(device_id), **changes)

    # --- coming and going ---

    async def add(self, seat: StoredSeat) -> None:
        """Somebody came."""
        await self._store.change_seats(lambda conn: stored.add_seats(conn, [seat]))
        self._seats[seat.device_id] = seat

    async def renew(self, before: DeviceId, seat: StoredSeat) -> None:
        """Somebody was enrolled anew, in their old place."""
        await self._store.change_seats(lambda conn: stored.take_seat(conn, seat, before))
        kept = self._seat(before)
        renewed = replace(seat, next_seq=kept.next_seq, used_us=kept.used_us)
        pairs = [
            (renewed.device_id, renewed) if one == before else (one, s) for one, s in self._seats.items()
        ]
        self._seats = dict(pairs)
        self._until_s.pop(before, None)
        self.active = seat.device_id if self.active == before else self.active

    def follow(self, log_id: LogId) -> None:
        """The hub goes on under another log id; the disk knows."""
        for one in self._seats:
            self._put(one, joined=seat_of(replace(self.known(one), log_id=log_id)).joined)

    def forget(self, device_id: DeviceId) -> None:
        """Somebody is gone, in memory; `drop` tells the disk."""
        self._seats.pop(device_id, None)
        self._until_s.pop(device_id, None)

    async def drop(self, device_id: DeviceId) -> None:
        """The disk forgets them and all that was theirs."""
        await self._store.change_seats(lambda conn: stored.remove_seat(conn, device_id))
