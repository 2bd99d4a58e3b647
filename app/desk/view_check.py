"""Holds this computer's view against its own log, a page at a time behind everything else.

What is missing twice, a minute apart, is lost in the view: it is told, and the view is made anew. The log is not
touched, so nothing is ever lost by it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from app.domain.errors import EnvironmentFailure
from storage.engine import SqlError
from storage.view.comparing import messages_of, not_shown

if TYPE_CHECKING:
    from app.desk.view_file import ViewFile
    from app.domain.clock import Clock
    from storage.codec import StoredEvent
    from storage.engine import Connection

log = logging.getLogger(__name__)

PAGE: Final = 2_000
FIRST_AFTER_S: Final = 120.0  # a start has better things to do
PACE_S: Final = 5.0
AGAIN_S: Final = 60.0
TOLD_S: Final = 600.0  # so long the person is told
EVERY_S: Final = 6 * 3600.0
MOST: Final = 100  # of what is missing are looked for again: one is enough to make the view anew


class ViewCheck:
    """`run` until cancelled. `read_log(after, limit)` blocks; `is_busy` says when not to look: while people are erased,
    or the history loads. `on_lost` hears whether messages are missing, and makes the view anew where they are.
    """

    def __init__(
        self,
        view: ViewFile,
        read_log: Callable[[int, int], list[StoredEvent]],
        clock: Clock,
        is_busy: Callable[[], Awaitable[bool]],
        on_lost: Callable[[bool], Awaitable[None]],
    ) -> None:
        self._view, self._read_log, self._clock = view, read_log, clock
        self._is_busy, self._on_lost = is_busy, on_lost

    async def run(self) -> None:
        """A pass over the whole log now and then."""
        await self._clock.sleep(FIRST_AFTER_S)
        while True:
            try:
                missing = (await self._pass())[:MOST]
                if missing:
                    await self._clock.sleep(AGAIN_S)
                    missing = [pos for pos in missing if await self._look(pos - 1, 1)]
            except (EnvironmentFailure, SqlError):  # what is wrong with a file is said by whoever needs it
                await self._clock.sleep(AGAIN_S)
                continue
            if missing:
                log.warning("view lacks messages count=%d", len(missing))
            await self._on_lost(bool(missing))
            await self._clock.sleep(TOLD_S if missing else EVERY_S)

    async def _pass(self) -> list[int]:
        """Positions of the messages that the view lacks, as far as it goes."""
        missing: list[int] = []
        pos = 0
        while self._view.is_whole and pos < self._view.position():
            missing += await self._look(pos, PAGE)
            pos += PAGE
            if pos < self._view.position():
                await self._clock.sleep(PACE_S)
        return missing

    async def _look(self, after: int, limit: int) -> list[int]:
        if not self._view.is_whole or await self._is_busy():
            return []
        upto = self._view.position()

        def read(conn: Connection) -> list[int]:
            stored = [one for one in self._read_log(after, limit) if one.pos <= upto]
            return not_shown(conn, messages_of(stored))

        return await self._view.read_apart(read)
