"""One computer that Léa (owner) and Nora (rep) share, and the hub's word on who did what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from app.desk.kept import joined_of
from app.desk.session import PRACTICE_KEY
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, DeviceId
from app.domain.members import MemberAdded, Role
from app.domain.sends import SendRequested
from storage import desk as stored
from storage.engine import connect
from tests.flow.desk_world import Computer, Wire
from tests.flow.hub_world import HubWorld, until

LEA_PIN, NORA_PIN = "2580", "7394"


class Shared(Computer):
    """`lea` and `nora` are their devices."""

    lea: DeviceId
    nora: DeviceId

    async def share(self) -> None:
        """Léa is here already; both choose a PIN, and Nora comes with her code."""
        self.lea = self.desk.seats()[0].device_id
        await self.desk.change_pin(self.lea, "", LEA_PIN)
        self.nora = await self.add("Nora", NORA_PIN)

    async def add(self, name: str, pin: str, role: Role = "rep") -> DeviceId:
        """Somebody more, with a fresh code."""
        code = await self.world.core.access.invite(role, name)
        return await self.desk.add_seat(code, pin)

    async def as_nora(self) -> None:
        """Nora sits down."""
        await self.desk.switch_to(self.nora, NORA_PIN)

    async def as_lea(self) -> None:
        """Léa sits down."""
        await self.desk.switch_to(self.lea, LEA_PIN)

    def token_of(self, device_id: DeviceId) -> str:
        """What a seat's device says to the hub."""
        with closing(connect(self.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
            return next(joined_of(one).token for one in stored.seats(conn) if one.device_id == device_id)

    @property
    def world(self) -> HubWorld:
        """The hub."""
        return self.wire.world


def commands_at_hub(world: HubWorld) -> list[tuple[str, int, bool]]:
    """What the hub stored of each command: device, its number there, whether it was accepted; in order of arrival."""
    with world.reading() as conn:
        rows = conn.execute(
            "SELECT device_id, device_seq, is_accepted FROM command ORDER BY device_id, device_seq"
        ).fetchall()
    return [(row[0], row[1], row[2] == 1) for row in rows]


def credited(world: HubWorld) -> list[tuple[str, str]]:
    """(text, name of the member whom the log credits) of every message of the team, in the log's order."""
    bodies = [event.body for event in world.events()]
    names = {body.member_id: body.name for body in bodies if isinstance(body, MemberAdded)}
    sends = [body for body in bodies if isinstance(body, SendRequested) and body.member_id is not None]
    return [(str(body.text), names[body.member_id]) for body in sends if body.member_id is not None]


@asynccontextmanager
async def shared(world: HubWorld, folder: Path) -> AsyncIterator[Shared]:
    """The computer, following, with Léa at it."""
    made = Shared(world, folder, Wire(world))
    await made.join("owner", "Léa")
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def counter(world: HubWorld, tmp_path: Path) -> AsyncIterator[Shared]:
    """The computer at the counter."""
    async with shared(world, tmp_path / "counter") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld, counter: Shared) -> ConversationId:
    conversation_id = await world.conversation()
    await until(lambda: conversation_id in counter.desk.inbox("waiting"))
    return conversation_id


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    """Why it was refused."""
    return error.value.code


def drafts_on_disk(counter: Shared) -> dict[DeviceId, dict[ConversationId, str]]:
    """What would be there after a kill."""
    with closing(connect(counter.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
        return stored.all_drafts(conn)
