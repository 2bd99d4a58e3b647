"""What colleagues do, as the hub last told it, and telling the hub what this person does. In memory alone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.domain.presence import Doing, Ephemeral, Presence

log = logging.getLogger(__name__)

AGAIN_S = 6.0  # the hub forgets after ten seconds
SHORTEST_S = 1.2  # between two words to the hub: it takes one a second
TYPING_S = 5.0  # so long after a key somebody still writes


class Attendance:
    """Who is where. `on_change` hears of the conversations where that is another now."""

    def __init__(self, on_change: Callable[[frozenset[ConversationId]], None]) -> None:
        self._on_change = on_change
        self._there: dict[ConversationId, tuple[Presence, ...]] = {}

    def of(self, conversation_id: ConversationId) -> tuple[Presence, ...]:
        """What devices do there, this one among them."""
        return self._there.get(conversation_id, ())

    def heard(self, ephemeral: Ephemeral) -> None:
        """The hub told it."""
        there: dict[ConversationId, tuple[Presence, ...]] = {}
        for one in ephemeral.presence:
            there[one.conversation_id] = (*there.get(one.conversation_id, ()), one)
        before, self._there = self._there, there
        changed = {key for key in before.keys() | there.keys() if before.get(key) != there.get(key)}
        if changed:
            self._on_change(frozenset(changed))

    def clear(self) -> None:
        """The hub is away: nothing is known."""
        gone, self._there = frozenset(self._there), {}
        if gone:
            self._on_change(gone)


class Telling:
    """Tells the hub what this person does, while they do anything. `tell` posts it and may fail."""

    def __init__(
        self, tell: Callable[[ConversationId | None, Doing | None], Awaitable[None]], clock: Clock
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._viewing: ConversationId | None = None
        self._typing: tuple[ConversationId, float] | None = None  # where, and until when
        self._stir = asyncio.Event()

    def view(self, conversation_id: ConversationId | None) -> None:
        """They look there now."""
        if conversation_id != self._viewing:
            self._viewing = conversation_id
            self._stir.set()

    def type(self, conversation_id: ConversationId) -> None:
        """They pressed a key there."""
        was = self._now()
        self._typing = (conversation_id, self._clock.monotonic_s() + TYPING_S)
        if self._now() != was:
            self._stir.set()

    async def run(self) -> None:
        """Until there is nothing left to tell."""
        told: tuple[ConversationId, Doing] | None = None
        while (now := self._now()) is not None or told is not None:
            self._stir.clear()
            try:
                await self._tell(*(now or (None, None)))
            except ComptoirError as error:  # it is told again soon
                log.info("presence not told code=%s", error.code)
            told = now
            if now is not None:
                await self._clock.sleep(SHORTEST_S)
                await self._rest(now)

    async def _rest(self, told: tuple[ConversationId, Doing]) -> None:
        """Until it is another, or must be said again."""
        if self._now() != told:
            return
        pause_s = AGAIN_S - SHORTEST_S
        if told[1] == "typing" and self._typing is not None:
            pause_s = min(pause_s, max(0.0, self._typing[1] - self._clock.monotonic_s()))
        stirred = asyncio.ensure_future(self._stir.wait())
        timer = asyncio.ensure_future(self._clock.sleep(pause_s))
        try:
            await asyncio.wait((stirred, timer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stirred.cancel()
            timer.cancel()
            await asyncio.gather(stirred, timer, return_exceptions=True)

    def _now(self) -> tuple[ConversationId, Doing] | None:
        typing = self._typing
        if typing is not None and self._clock.monotonic_s() < typing[1] and typing[0] == self._viewing:
            return typing[0], "typing"
        return None if self._viewing is None else (self._viewing, "viewing")
