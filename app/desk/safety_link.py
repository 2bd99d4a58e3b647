"""Asking the hub now and then how its copies stand, and offering it what only this computer has of a lost log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.epoch import Epochs
    from app.desk.hub_client import HubClient
    from app.domain.safety import SafetyState, Salvaged

log = logging.getLogger(__name__)

LOOK_EVERY_S = 600.0
WHILE_KEPT_S = 60.0  # while something waits for a decision
AGAIN_S = 30.0  # after the hub did not answer
FIRST_AFTER_S = 5.0  # what a person waits for goes first
WORK_S = 3600.0  # a copy of a large hub, or a long salvage


class SafetyLink:
    """`state`: what the hub said last. `kept_apart`: entries that wait here. `on_change` hears of both."""

    def __init__(self, clock: Clock, on_change: Callable[[], None]) -> None:
        self.state: SafetyState | None = None
        self.kept_apart = 0
        self._clock = clock
        self._on_change = on_change
        self._client: HubClient | None = None
        self._epochs: Epochs | None = None

    def connect(self, client: HubClient, epochs: Epochs) -> None:
        """There is a way to the hub."""
        self._client, self._epochs = client, epochs

    async def run(self) -> None:
        """Look now and then until cancelled. A hub that does not answer, or knows no such question, is asked again."""
        await self._clock.sleep(FIRST_AFTER_S)
        while True:
            wait_s = AGAIN_S
            try:
                await self.look()
                wait_s = WHILE_KEPT_S if self.kept_apart else LOOK_EVERY_S
            except ComptoirError as error:
                log.info("safety not known code=%s", error.code)
            await self._pause(wait_s)

    def hasten(self) -> None:
        """Something is to be offered: look now."""
        self._stirred.set()

    async def _pause(self, wait_s: float) -> None:
        tasks = [
            asyncio.ensure_future(self._clock.sleep(wait_s)),
            asyncio.ensure_future(self._stirred.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._stirred.clear()

    @cached_property
    def _stirred(self) -> asyncio.Event:
        return asyncio.Event()

    async def look(self) -> SafetyState:
        """How things stand now; what is kept apart is offered first. Raises ComptoirError."""
        if self._epochs is not None:
            kept_apart = await self._epochs.offer()
            self._changed(self.state, kept_apart)
        return await self._told("GET", "/api/v1/safety")

    async def back_up(self) -> SafetyState:
        """Make a copy now. Raises ComptoirError; how it stands then is known too."""
        try:
            return await self._told("POST", "/api/v1/safety/backup")
        except ComptoirError as error:
            if error.code.startswith("backup_"):
                await self._told("GET", "/api/v1/safety")
            raise

    async def decide(self, *, is_taken: bool) -> Salvaged:
        """Take what is offered, or let it go. Raises ComptoirError."""
        from app.domain.safety import Salvaged
        from storage.codec import read_json, to_json

        content = to_json({"is_taken": is_taken})
        body = await self._hub().post("/api/v1/safety/salvage", content, read_s=WORK_S)
        await self.look()
        return read_json(body, Salvaged)

    async def _told(self, method: str, path: str) -> SafetyState:
        from app.domain.safety import SafetyState
        from storage.codec import read_json

        hub = self._hub()
        body = await hub.get(path) if method == "GET" else await hub.post(path, b"{}", read_s=WORK_S)
        state = read_json(body, SafetyState)
        self._changed(state, self.kept_apart)
        return state

    def _changed(self, state: SafetyState | None, kept_apart: int) -> None:
        is_new = (state, kept_apart) != (self.state, self.kept_apart)
        self.state, self.kept_apart = state, kept_apart
        if is_new:
            self._on_change()

    def _hub(self) -> HubClient:
        if self._client is None:
            raise EnvironmentFailure("hub_unreachable")
        return self._client
