"""Desks of real profiles on real files, joined to a hub in this process; the wire between them can misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx

from app.desk.config import Profile
from app.desk.desk import Refusal
from app.desk.joining import join
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.clock import FakeClock
from app.domain.ids import ConversationId, MessageId
from app.domain.members import Role
from app.domain.rows import Changes, MessageRow
from app.net import Http, in_process
from storage import view
from storage.engine import connect
from tests.flow.hub_world import HubWorld, becomes
from tests.guards.threads import quiet

HUB_ADDRESS = "http://localhost"
Tamper = Callable[[bytes], bytes]


class Wire(httpx.AsyncBaseTransport):
    """The way to whichever hub the world runs now."""

    def __init__(self, world: HubWorld) -> None:
        self.world = world
        self.is_cut = False
        self.loses_answers = False  # the hub acts, and no answer ever comes
        self.loses_commands = False  # they never reach the hub, and nobody can know that
        self.tamper: Tamper | None = None  # what becomes of the log's pages on the way
        self.paths: list[str] = []
        self.stall: asyncio.Event | None = None  # commands wait for it, and then turn out never to have left

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut or not self.world.is_up:
            raise httpx.ConnectError("nobody answers there", request=request)
        self.paths.append(request.url.path)
        if self.loses_commands and request.url.path.endswith("/commands"):
            raise httpx.ReadError("nothing came back", request=request)
        if self.stall is not None and request.url.path.endswith("/commands"):
            await self.stall.wait()
            raise httpx.ConnectTimeout("nothing left", request=request)
        request.headers["accept-encoding"] = "identity"
        response = await in_process(self.world.hub.asgi).handle_async_request(request)
        if self.is_cut or self.loses_answers or self.world.is_away:
            raise httpx.ReadError("the answer was lost", request=request)
        if self.tamper is not None and request.url.path.endswith("/log"):
            return httpx.Response(response.status_code, content=self.tamper(await response.aread()))
        return response


class Computer:
    """One person's computer: `start` opens the desk, `stop` closes it; profile and wire stay."""

    def __init__(self, world: HubWorld, folder: Path, wire: Wire | None = None) -> None:
        self.wire = wire or Wire(world)
        self.profile = Profile(folder, is_practice=True)
        self.seams = Seams(world.clock, lambda: Http(transport=self.wire), lambda: 0.0)
        self.seen: list[Changes] = []
        self.refusals: list[Refusal] = []
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
        self._desk.subscribe_refusals(self.refusals.append)
        return self._desk

    async def stop(self) -> None:
        """Close."""
        if self._desk is not None:
            await self._desk.stop()
            self._desk = None

    def thread(self, conversation_id: ConversationId) -> list[tuple[str | None, str]]:
        """(text, state) of every message there; what the team did is left out."""
        rows = self.desk.page(conversation_id, limit=1_000)
        return [(row.text, row.state) for row in rows if row.kind != "notice"]

    def row(self, message_id: MessageId) -> MessageRow:
        """One bubble that must exist."""
        row = self.desk.message(message_id)
        assert row is not None
        return row

    def state(self, message_id: MessageId) -> str:
        """The state that a person sees."""
        return self.row(message_id).state

    def is_in(self, message_id: MessageId, state: str) -> bool:
        """Whether a person sees this state."""
        return self.state(message_id) == state

    def view_hash(self) -> str:
        """Of the rows on disk; the desk must be closed or quiet."""
        with closing(connect(self.profile.view_path, PRACTICE_KEY, is_read_only=True)) as conn:
            return view.view_hash(conn)


@asynccontextmanager
async def computer(
    world: HubWorld, folder: Path, name: str = "Léa", role: Role = "owner", wire: Wire | None = None
) -> AsyncIterator[Computer]:
    """A computer that has joined and follows."""
    made = Computer(world, folder, wire)
    await made.join(role, name)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def reach(
    clock: FakeClock, is_true: Callable[[], bool], *, within_s: float = 90.0, step_s: float = 0.5
) -> None:
    """Let time pass in small steps until something is true."""
    left_s = within_s
    while True:
        await quiet()  # what is true only while something is on its way is not meant
        if is_true():
            return
        if left_s <= 0:  # all that may pass has passed; something real may still be at it
            assert await becomes(is_true), f"not within {within_s} s"
            return
        await clock.advance(step_s)
        left_s -= step_s
