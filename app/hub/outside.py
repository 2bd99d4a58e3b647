"""The hub asks itself through its public address, and so knows since when the channel cannot reach it.

What is found becomes an event, so that every desk knows, and the history is honest. A webhook that comes in by the
public way proves as much as an answer. Nothing happens here without a public address.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.clock import Clock
from app.domain.events import Actor
from app.domain.outside import OutsideState, ReachEvent, ReachLoss, ReachLost, ReachRegained
from app.hub.appender import Appender, Draft
from app.hub.config import HubConfig
from app.hub.readers import Readers
from app.hub.waiting import until_stirred
from storage.view.reach import load_loss
from storage.writer import Writer

if TYPE_CHECKING:
    from app.whatsapp.reach import Reach
    from storage.hub.tables import Connection

FIRST_AFTER_S = 15.0  # a name that is asked for before it is known is remembered as unknown, for half an hour
EVERY_S = 300.0
AGAIN_S, LONGEST_AGAIN_S = 20.0, 120.0  # while it fails
LOOKS_BEFORE_LOST = 2  # one that fails may be a hiccup
PROOF = timedelta(
    minutes=10
)  # after a webhook a failing look says nothing: some networks do not see themselves
SLEPT = timedelta(seconds=EVERY_S, minutes=10)  # so long without a look: the computer slept, for everybody
JITTER = 0.1
_HUB = Actor("hub")
_LOG = logging.getLogger(__name__)


class Outside:
    """`run` is a supervised task. `random` gives that many bytes of chance."""

    def __init__(
        self,
        config: HubConfig,
        writer: Writer,
        readers: Readers,
        appender: Appender,
        clock: Clock,
        reach: Reach | None,
        random: Callable[[int], bytes],
    ) -> None:
        self._config = config
        self._writer = writer
        self._readers = readers
        self._appender = appender
        self._clock = clock
        self._reach = reach
        self._random = random
        self._public_url = config.public_url
        self._stirred = asyncio.Event()
        self._loss: ReachLoss | None = None
        self._reached_at: datetime | None = None
        self._webhook_at: datetime | None = None
        self._failing_at: datetime | None = None
        self._failures = 0
        self._awake_at: datetime | None = None  # when something was done here last
        self._slept_at: datetime | None = None

    def state(self) -> OutsideState:
        """What is known now."""
        return OutsideState(self._public_url, self._config.public_port, self._reached_at, self._loss)

    def lost_at(self) -> datetime | None:
        """Since when nobody gets through."""
        return self._loss.since_at if self._loss is not None else None

    def heard(self) -> None:
        """A webhook with a good signature came in by the public way."""
        self._webhook_at = self._reached_at = self._clock.now()
        if self._public_url is None:  # how long nothing came says nothing where nobody looks between
            return
        self._notice_sleep()
        if self._loss is not None or self._slept_at is not None:
            self._stirred.set()

    def move_to(self, public_url: str) -> None:
        """This is the public address from now on; it is looked at soon."""
        if public_url != self._public_url:
            self._failing_at, self._failures = None, 0
        self._public_url = public_url
        self._stirred.set()

    async def run(self) -> None:
        """Look now and then until cancelled."""
        self._loss = self._readers.quick(load_loss)
        if self._public_url is None:
            await self._found("")
            await self._stirred.wait()
            self._stirred.clear()
        else:
            await self._pause(FIRST_AFTER_S)
        while True:
            self._notice_sleep()
            await self._tell_sleep()
            await self.look()
            await self._pause(self._wait_s())

    async def look(self) -> str:
        """Ask through the public address now; the code of what is wrong, or ""."""
        if self._reach is None or self._public_url is None or self._config.verify_token is None:
            await self._found("")  # what nobody can look at is no loss
            return ""
        challenge = self._random(16).hex()
        code = await self._reach.handshake(self._public_url, self._config.verify_token, challenge)
        now = self._clock.now()
        if not code:
            self._reached_at = now
        elif self._webhook_at is not None and now - self._webhook_at < PROOF:
            code = ""
        await self._found(code)
        return code

    async def _found(self, code: str) -> None:
        now = self._clock.now()
        if not code:
            self._failing_at, self._failures = None, 0
            if self._loss is not None:
                await self._tell(ReachRegained())
            self._loss = None
            return
        self._failing_at = self._failing_at or now
        self._failures += 1
        if self._failures >= LOOKS_BEFORE_LOST and self._loss is None:
            self._loss = ReachLoss(self._failing_at, code)
            await self._tell(ReachLost(self._loss.since_at, code))

    def _notice_sleep(self) -> None:
        now = self._clock.now()
        if self._awake_at is not None and now - self._awake_at > SLEPT:
            self._slept_at = self._awake_at
        self._awake_at = now

    async def _tell_sleep(self) -> None:
        """A computer that slept was there for nobody, which nothing else in the log says."""
        since_at, self._slept_at = self._slept_at, None
        if since_at is not None and self._loss is None:
            self._loss = ReachLoss(since_at, "reach_asleep")
            await self._tell(ReachLost(since_at, "reach_asleep"))

    async def _tell(self, body: ReachEvent) -> None:
        _LOG.warning("outside kind=%s code=%s", body.KIND, getattr(body, "code", ""))

        def append(conn: Connection) -> None:
            self._appender.append(conn, [Draft(body, "", _HUB, self._clock.now())])

        await self._writer.run(append)

    def _wait_s(self) -> float:
        wait_s = EVERY_S
        if self._failures:
            wait_s = min(AGAIN_S * 2 ** (self._failures - 1), LONGEST_AGAIN_S)
        share = self._random(1)[0] / 255 * 2 - 1
        return wait_s * (1 + JITTER * share)

    async def _pause(self, wait_s: float) -> None:
        await until_stirred(self._stirred, self._clock, wait_s)
        self._stirred.clear()
