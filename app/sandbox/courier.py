"""Brings webhooks to the business as Meta does: batched, repeated until taken, in no promised order."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence

from app.domain.clock import Clock
from app.sandbox.agenda import Agenda
from app.sandbox.faults import Faults
from app.sandbox.people import Business
from app.sandbox.signing import encode
from app.sandbox.updates import Update, envelope
from app.sandbox.world import Json

log = logging.getLogger(__name__)

Deliver = Callable[[bytes], Awaitable[int]]  # posts one body and gives the HTTP status, 0 when none came

RETRY_S = (0.0, 0.0, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 7200.0, 14400.0)
LATER_RETRIES_S = 21600.0
GIVE_UP_AFTER_S = 7 * 86400.0
POSTS_AT_ONCE = 8
LONGEST_HOLD_S = 5.0  # a reordering that waits for more posts than ever come lets go after this


class Courier:
    """One business's webhook queue. `open()` lets it start, once the address has been verified."""

    def __init__(
        self,
        business: Business,
        deliver: Deliver,
        clock: Clock,
        agenda: Agenda,
        faults: Faults,
        *,
        batch_max: int = 20,
        linger_s: float = 0.0,
    ) -> None:
        self._business = business
        self._deliver = deliver
        self._clock = clock
        self._agenda = agenda
        self._faults = faults
        self._batch_max = batch_max
        self._linger_s = linger_s
        self._waiting: list[Update] = []
        self._held: list[bytes] = []
        self._hold_size = 0
        self._pending: dict[int, bytes] = {}
        self._numbers = itertools.count(1)
        self._is_open = asyncio.Event()
        self._free = asyncio.Semaphore(POSTS_AT_ONCE)
        self.on_update: Callable[[Update], None] | None = None  # hears of each update that is queued
        self.attempts = 0
        self.acknowledged = 0
        self.given_up = 0

    def open(self) -> None:
        """The address is verified: what waits may go."""
        self._is_open.set()

    def pending(self) -> list[bytes]:
        """Bodies that nobody has taken yet, oldest first."""
        unsent = [encode(envelope(self._business, self._waiting))] if self._waiting else []
        return [*self._pending.values(), *self._held, *unsent]

    def send(self, *updates: Update) -> None:
        """Queue updates; those queued together may share one post."""
        for update in updates:
            if self.on_update is not None:
                self.on_update(update)
        if not self._waiting:
            self._agenda.after(self._linger_s, self._flush)
        self._waiting.extend(updates)

    async def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for first in range(0, len(waiting), self._batch_max):
            self.send_raw(encode(envelope(self._business, waiting[first : first + self._batch_max])))

    def send_value(self, field: str, value: Json) -> int:
        """Queue one value of any field, as account-level fields have them. How many bytes."""
        at = int(self._clock.now().timestamp())
        entry = {"id": self._business.waba_id, "time": at, "changes": [{"field": field, "value": value}]}
        body = encode({"object": "whatsapp_business_account", "entry": [entry]})
        self.send_raw(body)
        return len(body)

    def send_raw(self, body: bytes) -> None:
        """Queue one whole body, subject to the armed faults."""
        if self._is_holding():
            self._held.append(body)
            if len(self._held) >= self._hold_size:
                self._agenda.spawn(self._release())
            return
        late = self._faults.take("late")
        for _ in range(2 if self._faults.take("doubled") else 1):
            self._agenda.spawn(self.post(body, delay_s=late.delay_s if late else 0.0))

    def _is_holding(self) -> bool:
        if not self._hold_size and (fault := self._faults.take_all("reordered")):
            self._hold_size = fault.times
            self._agenda.after(LONGEST_HOLD_S, self._release)
        return self._hold_size > 0

    async def _release(self) -> None:
        held, self._held, self._hold_size = self._held[::-1], [], 0
        for body in held:
            await self.post(body)

    async def post(self, body: bytes, *, delay_s: float = 0.0) -> None:
        """Post until it is answered 200 or seven days are over."""
        number = next(self._numbers)
        self._pending[number] = body
        if delay_s:
            await self._clock.sleep(delay_s)
        await self._is_open.wait()
        began_s = self._clock.monotonic_s()
        for wait_s in retry_delays():
            if await self._attempt(body):
                self.acknowledged += 1
                break
            if self._clock.monotonic_s() + wait_s - began_s > GIVE_UP_AFTER_S:
                self.given_up += 1
                log.warning("gave up a webhook after seven days")
                break
            await self._clock.sleep(wait_s)
        del self._pending[number]

    async def post_now(self, update: Update) -> None:
        """Post one update and come back when it was taken: it is there before whatever follows."""
        if self.on_update is not None:
            self.on_update(update)
        await self.post(encode(envelope(self._business, [update])))

    async def post_all(self, bodies: Sequence[bytes]) -> None:
        """Post one after the other, each taken before the next goes."""
        for body in bodies:
            await self.post(body)

    async def _attempt(self, body: bytes) -> bool:
        async with self._free:
            self.attempts += 1
            return await self._deliver(body) == 200


def retry_delays() -> Iterator[float]:
    """Seconds before each repetition: at once a few times, then rarer and rarer."""
    return itertools.chain(RETRY_S, itertools.repeat(LATER_RETRIES_S))
