"""Sends waiting commands to the hub until it has decided on each.

First in, first out in each lane, so one bad command blocks no other lane. A transport failure repeats the same command
with the same id, which the hub applies at most once: here, unlike towards WhatsApp, trying again is always safe.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from app.desk.backoff import Backoff
from app.desk.deliveries import Deliveries
from app.desk.hub_client import HubClient, HubRefused, HubUnreachable
from app.desk.outbox import Entry, Outbox
from app.domain.clock import Clock
from app.domain.commands import Outcome
from app.domain.errors import EnvironmentFailure
from storage.codec import encode_command

log = logging.getLogger(__name__)

BATCH = 50  # commands in one request
SHORTEST_SLEEP_S = 0.01


class CommandSender:
    """`run` sends what the outbox holds. `on_stop` hears a code when the hub does not know this computer any more."""

    def __init__(
        self,
        outbox: Outbox,
        client: HubClient,
        clock: Clock,
        backoff: Backoff,
        on_stop: Callable[[str], None],
        deliveries: Deliveries,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._clock = clock
        self._backoff = backoff
        self._on_stop = on_stop
        self._deliveries = deliveries
        deliveries.on_news = outbox.has_news.set
        self._pause_until_s = 0.0
        self._is_one_by_one = False  # after a request that was refused as a whole, until nothing waits

    def hub_is_back(self) -> None:
        """The hub answered somebody: no need to wait any longer."""
        if self._pause_until_s:
            self._pause_until_s = 0.0
            self._outbox.has_news.set()

    async def run(self) -> None:
        """Send until cancelled; returns when this computer was put out of the team."""
        while True:
            try:
                await self._outbox.expire()
                await self._see_to_files()
                due = self._due()
                if due:
                    await self._send(due)
                else:
                    await self._sleep()
            except HubUnreachable:
                self._pause(self._backoff.next_s())
            except HubRefused as refused:
                if refused.is_shut_out:
                    self._on_stop(refused.code)
                    return
                await self._request_refused(due, refused)
            except EnvironmentFailure as failure:  # an unreadable answer, a full disk
                log.info("sending commands failed code=%s", failure.code)
                self._pause(self._backoff.next_s())

    async def _send(self, due: Sequence[Entry]) -> None:
        fresh = [entry for entry in due if not entry.may_have_left]
        try:
            await self._outbox.mark_leaving(due)
            outcomes = await self._client.send([encode_command(entry.with_age(self._clock)) for entry in due])
        except HubUnreachable as failure:
            if failure.was_not_sent:
                await self._outbox.never_left(fresh)
            raise
        self._backoff.reset()
        self._pause_until_s = 0.0
        for outcome in outcomes:
            entry = self._outbox.find(outcome.command_id)
            if entry is not None:
                await self._outbox.decided(entry, outcome)

    async def _request_refused(self, due: Sequence[Entry], refused: HubRefused) -> None:
        """The request as a whole was refused: patience, or one by one until the bad command is found."""
        if refused.is_passing:
            self._pause(refused.after_s or self._backoff.next_s())
        elif len(due) > 1:
            self._is_one_by_one = True
        else:
            command_id = due[0].command.command_id
            outcome = Outcome(command_id, "rejected", code=refused.code, facts=dict(refused.facts))
            await self._outbox.reject(due[0], outcome)

    async def _see_to_files(self) -> None:
        """Begin to bring files to the hub before their messages; a message whose file it never takes is refused."""
        for entry in self._outbox.lane_heads():
            code = self._deliveries.refusal(entry.command)
            if code is not None:
                await self._outbox.reject(entry, Outcome(entry.command.command_id, "rejected", code=code))
                self._deliveries.forget_refusal(entry.command)
        self._deliveries.bring([entry.command for entry in self._outbox.lane_heads()])

    def _heads(self) -> list[Entry]:
        """The next command of each lane, unless it waits for a file."""
        return [entry for entry in self._outbox.lane_heads() if self._deliveries.is_ready(entry.command)]

    def _due(self) -> list[Entry]:
        now_s = self._clock.monotonic_s()
        if now_s < self._pause_until_s:
            return []
        due = [entry for entry in self._heads() if entry.not_before_s <= now_s]
        return due[: 1 if self._is_one_by_one else BATCH]

    async def _sleep(self) -> None:
        """Until something is added, the hub is back, or a waiting time ends."""
        wait_s = self._next_turn_s()
        if wait_s is None:
            self._is_one_by_one = False
            await self._outbox.has_news.wait()
        else:
            await self._news_or(wait_s)
        self._outbox.has_news.clear()

    async def _news_or(self, wait_s: float) -> None:
        tasks = [
            asyncio.ensure_future(self._clock.sleep(wait_s)),
            asyncio.ensure_future(self._outbox.has_news.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _next_turn_s(self) -> float | None:
        heads = self._heads()
        turns_s = [self._outbox.seconds_to_expiry()]
        if heads:
            begin_s = max(self._pause_until_s, min(entry.not_before_s for entry in heads))
            turns_s.append(begin_s - self._clock.monotonic_s())
        known_s = [turn_s for turn_s in turns_s if turn_s is not None]
        return max(SHORTEST_SLEEP_S, min(known_s)) if known_s else None

    def _pause(self, seconds: float) -> None:
        self._pause_until_s = self._clock.monotonic_s() + seconds
