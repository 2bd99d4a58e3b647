"""Turns the customer's ticks blue when someone of the team has read the conversation, unless the team wants that off.

Marking is safe to repeat and marks all earlier messages too, so only the newest of a conversation matters. Nothing is
kept across a restart: the next reading of the conversation marks it.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.clock import Clock
from app.domain.conversations import ConversationRead
from app.domain.events import Event
from app.domain.ids import ConversationId
from app.hub.appender import Appender
from app.hub.config import LineConfig
from app.hub.readers import Readers
from app.whatsapp.client import GraphClient
from storage.hub import read_marks
from storage.hub.read_marks import ReadMark

OLDEST = timedelta(days=30)  # the channel marks nothing older
TRIES = 3
RETRY_S = 5.0
_KEPT_DONE = 10_000

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """Someone has seen a conversation up to a log position."""

    conversation_id: ConversationId
    up_to_pos: int


class Receipts:
    """Posts read marks one after the other. Call `run` as a supervised task."""

    def __init__(
        self,
        readers: Readers,
        appender: Appender,
        client: GraphClient,
        lines: Sequence[LineConfig],
        clock: Clock,
    ) -> None:
        self._readers = readers
        self._client = client
        self._lines = {line.line_id: line for line in lines}
        self._clock = clock
        self._waiting: dict[ConversationId, Seen] = {}
        self._done: dict[ConversationId, str] = {}
        self._stirred = asyncio.Event()
        appender.subscribe(self._hear)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not self._waiting:
                self._stirred.clear()
                await self._stirred.wait()
            conversation_id = next(iter(self._waiting))
            await self._mark(self._waiting.pop(conversation_id))

    async def _mark(self, seen: Seen) -> None:
        not_before = self._clock.now() - OLDEST
        mark = await self._readers.run(
            lambda conn: read_marks.newest(conn, seen.conversation_id, seen.up_to_pos, not_before)
        )
        if mark is None or self._done.get(seen.conversation_id) == mark.external_id:
            return
        if await self._post(mark):
            if len(self._done) >= _KEPT_DONE:
                self._done.clear()
            self._done[seen.conversation_id] = mark.external_id
        else:
            _LOG.info("read mark not taken conversation=%s", seen.conversation_id)

    async def _post(self, mark: ReadMark) -> bool:
        line = self._lines.get(mark.line_id)
        if line is None or line.token is None:
            return False
        for tries_left in reversed(range(TRIES)):
            if await self._client.mark_read(line.external_id, line.token, mark.external_id):
                return True
            if tries_left:
                await self._clock.sleep(RETRY_S)
        return False

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            body = event.body
            if isinstance(body, ConversationRead):
                self._waiting[body.conversation_id] = Seen(body.conversation_id, body.up_to_pos)
                self._stirred.set()
