"""Desks of real profiles on real files, joined to a hub in this process; the transport between them can misbehave."""

from __future__ import annotations

from pathlib import Path

import httpx

from app.desk.config import Profile
from app.desk.joining import join
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import unlock
from app.domain.ids import ConversationId, MessageId
from app.domain.members import Role
from app.domain.rows import Changes, MessageRow
from app.net import Http, in_process
from tests.flow.hub_world import HubWorld

HUB_ADDRESS = "http://localhost"


class Wire(httpx.AsyncBaseTransport):
    """The way to whichever hub the world runs now."""

    def __init__(self, world: HubWorld) -> None:
        self._world = world
        self.is_cut = False
        self.lose_answers_to: str | None = None  # a path: the hub acts, its answer never comes
        self.requests: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("the line is cut", request=request)
        self.requests.append(request.url.path)
        response = await in_process(self._world.hub.asgi).handle_async_request(request)
        if self.lose_answers_to is not None and request.url.path.endswith(self.lose_answers_to):
            raise httpx.ReadError("the answer was lost", request=request)
        return response


class Computer:
    """One person's computer: `start` opens the desk, `stop` closes it; profile and wire stay."""

    def __init__(self, world: HubWorld, folder: Path, wire: httpx.AsyncBaseTransport | None = None) -> None:
        self.wire = Wire(world)
        self.profile = Profile(folder, is_practice=True)
        self.seams = Seams(world.clock, lambda: Http(transport=wire or self.wire), lambda: 0.0)
        self.seen: list[Changes] = []
        self._world = world
        self._desk: LiveDesk | None = None

    @property
    def desk(self) -> LiveDesk:
        """The open desk."""
        assert self._desk is not None
        return self._desk

    async def join(self, role: Role = "owner", name: str = "Léa") -> None:
        """Enrol with a fresh code."""
        code = await self._world.core.access.invite(role, name)
        unlocked = unlock(self.profile, {})
        try:
            await join(unlocked, HUB_ADDRESS, code, f"{name}'s computer", self.seams)
        finally:
            unlocked.lock.close()

    async def start(self) -> LiveDesk:
        """Open and follow."""
        desk = await self.open()
        await desk.start()
        return desk

    async def open(self) -> LiveDesk:
        """Open without talking to the hub."""
        self._desk = await open_desk(unlock(self.profile, {}), self.seams)
        self._desk.subscribe(self.seen.append)
        return self._desk

    async def stop(self) -> None:
        """Close."""
        if self._desk is not None:
            await self._desk.stop()
            self._desk = None

    def states(self, conversation_id: ConversationId) -> list[tuple[str | None, str]]:
        """(text, state) of every message there."""
        return [(row.text, row.state) for row in self.desk.page(conversation_id, limit=1_000)]

    def row(self, message_id: MessageId) -> MessageRow:
        """One bubble that must exist."""
        row = self.desk.message(message_id)
        assert row is not None
        return row
