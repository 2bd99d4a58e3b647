"""Shows a customer that somebody of the team is writing to them, unless the team wants that off.

The channel shows it for 25 seconds or until the answer comes, and marks what they wrote as read along with it. Nothing
of it is in the log, and nothing is tried again: the next key that somebody presses asks anew.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.hub.config import LineConfig
from app.hub.readers import Readers
from app.whatsapp.client import GraphClient
from storage import view
from storage.hub import read_marks
from storage.hub.tables import Connection

AGAIN_S = 20.0  # the channel's own 25 s have not ended by then
OLDEST = timedelta(days=30)  # the channel marks nothing older
WAITING_MAX = 200
_KEPT = 10_000

_LOG = logging.getLogger(__name__)


class Typing:
    """Posts "is typing" at most once in a while for each conversation. Call `run` as a supervised task."""

    def __init__(
        self, readers: Readers, client: GraphClient, lines: Sequence[LineConfig], clock: Clock
    ) -> None:
        self._readers = readers
        self._client = client
        self._lines = {line.line_id: line for line in lines}
        self._clock = clock
        self._told_s: dict[ConversationId, float] = {}
        self._waiting: list[ConversationId] = []
        self._stirred = asyncio.Event()

    def note(self, conversation_id: ConversationId) -> None:
        """Somebody is writing there. Too often or too much at once is left out: it is said again soon."""
        now_s = self._clock.monotonic_s()
        told_s = self._told_s.get(conversation_id)
        if (told_s is not None and now_s - told_s < AGAIN_S) or len(self._waiting) >= WAITING_MAX:
            return
        if len(self._told_s) >= _KEPT:
            self._told_s.clear()
        self._told_s[conversation_id] = now_s
        self._waiting.append(conversation_id)
        self._stirred.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not self._waiting:
                self._stirred.clear()
                await self._stirred.wait()
            await self._tell(self._waiting.pop(0))

    async def _tell(self, conversation_id: ConversationId) -> None:
        now = self._clock.now()

        def newest(conn: Connection) -> read_marks.ReadMark | None:
            conversation = view.load_conversation(conn, conversation_id)
            is_wanted = view.settings(conn).get("typing_indicator", True)
            if not is_wanted or conversation is None or not conversation.is_window_open(now):
                return None
            return read_marks.newest(conn, conversation_id, read_marks.ANY_POS, now - OLDEST)

        mark = await self._readers.run(newest)
        line = self._lines.get(mark.line_id) if mark else None
        if mark is None or line is None or line.token is None:
            return
        if not await self._client.mark_read(line.external_id, line.token, mark.external_id, is_typing=True):
            _LOG.info("typing not taken conversation=%s", conversation_id)
