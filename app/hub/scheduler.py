"""What time alone brings about: events that nobody asks for, written when their moment comes.

A `Task` says what is due and when something will be; the scheduler asks all of them in one transaction, appends what is
due, and rests until the next moment, or until an event makes it look again. What fell due while the hub was off is due
at its start. Nothing is ever computed from "now" by who reads the log.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from app.domain.arrivals import MessageReceived
from app.domain.clock import Clock
from app.domain.events import Event
from app.domain.ids import ConversationId
from app.domain.sends import SendRequested
from app.hub.appender import Appender, Draft
from app.hub.intake import Crash
from app.hub.waiting import until_stirred
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

LONGEST_REST_S = 60.0  # a corrected wall clock moves moments
AT_ONCE = 200  # conversations that one task treats in one transaction

_LOG = logging.getLogger(__name__)


class Task(Protocol):
    """One kind of thing that falls due. Both methods run on the writing thread, in one transaction."""

    listens_to: tuple[type, ...]
    """Events after which there may be a new moment."""
    talks: Collection[ConversationId]
    """Conversations in which any word may bring one, as of the last look."""

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """What must be written now, the longest due first; once it is written it is due no more."""

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """The next moment at which something may be due; None: nothing is in sight."""


class Scheduler:
    """Call `run` as a supervised task. `crash` is called with the name of each crash point."""

    def __init__(
        self, writer: Writer, appender: Appender, clock: Clock, tasks: Sequence[Task], crash: Crash
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._clock = clock
        self._tasks = tasks
        self._crash = crash
        self._heard = tuple({one for task in tasks for one in task.listens_to})
        self._stirred = asyncio.Event()
        appender.subscribe(self._hear)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._stirred.clear()
            next_at = await self._writer.run(self._step, priority=Priority.REPLY)
            self._crash("after_schedule_commit")
            wait_s = LONGEST_REST_S if next_at is None else (next_at - self._clock.now()).total_seconds()
            await until_stirred(self._stirred, self._clock, min(max(wait_s, 0.0), LONGEST_REST_S))

    def _step(self, conn: Connection) -> datetime | None:
        """Write what is due; when to look again, None: nothing is in sight."""
        now = self._clock.now()
        count, is_more = 0, False
        for task in self._tasks:
            found = task.due(conn, now, AT_ONCE)
            is_more |= len(found) >= AT_ONCE
            count += len(found)
            if found:
                self._appender.append(conn, found)  # at once: the tasks after it see what it did
        if count:
            _LOG.info("schedule events=%d", count)
        self._crash("before_schedule_commit")
        if is_more:
            return now
        moments = [at for task in self._tasks if (at := task.next_at(conn, now)) is not None]
        return min(moments, default=None)

    def _hear(self, events: Sequence[Event]) -> None:
        if any(isinstance(event.body, self._heard) or self._is_awaited(event) for event in events):
            self._stirred.set()

    def _is_awaited(self, event: Event) -> bool:
        """Somebody wrote where a task waits for just that; a history that is brought later is no news."""
        body = event.body
        if isinstance(body, MessageReceived) and not body.is_history:
            return any(body.conversation_id in task.talks for task in self._tasks)
        return isinstance(body, SendRequested) and any(
            body.conversation_id in task.talks for task in self._tasks
        )
