"""What a real desk would tell: nothing of what it loads when it joins or comes back, each new message once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.desk.happenings import SETTLES_S, Happenings
from app.domain.telling import Happening, Notice, Teller, Wishes
from tests.flow.desk_world import Computer, computer
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld, until


class Ear:
    """Hears a desk as the window does."""

    def __init__(self, world: HubWorld, made: Computer) -> None:
        self._world = world
        self.happenings = Happenings(made.desk, world.clock)
        self.teller = Teller(Wishes)
        self.all: list[Happening] = []
        self.notices: list[Notice] = []
        made.desk.subscribe(lambda changes: self._take(self.happenings.of_changes(changes)))

    def _take(self, happenings: list[Happening]) -> None:
        self.all += happenings
        self.notices += self.teller.take(happenings, self._world.clock.now())

    async def pass_time(self, seconds: float) -> None:
        await self._world.clock.advance(seconds)
        self._take(self.happenings.of_time())

    @property
    def texts(self) -> list[str]:
        return [notice.text for notice in self.notices if notice.kind == "message"]


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
async def world(tmp_path: Path, graph: FakeGraph) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        yield world


async def level(ear: Ear, made: Computer) -> None:
    """The desk has followed its hub for a while."""
    await until(lambda: made.desk.connection().is_hub_reachable)
    await ear.pass_time(0)
    await ear.pass_time(SETTLES_S)


async def test_history_is_not_told_and_each_new_message_is_once(world: HubWorld, tmp_path: Path) -> None:
    ana = await world.conversation()
    async with computer(world, tmp_path / "lea") as lea:
        ear = Ear(world, lea)
        await until(lambda: ana in lea.desk.inbox("waiting"))
        await level(ear, lea)
        assert ear.all == []
        await world.say("New")
        await until(lambda: lea.thread(ana)[-1][0] == "New")
        assert ear.texts == ["New"]
        await lea.desk.mark_read(ana)
        await ear.pass_time(1)
        assert ear.texts == ["New"]


async def test_what_came_while_the_line_was_cut_is_told_once_it_is_back(
    world: HubWorld, tmp_path: Path
) -> None:
    ana = await world.conversation()
    async with computer(world, tmp_path / "lea") as lea:
        ear = Ear(world, lea)
        await until(lambda: ana in lea.desk.inbox("waiting"))
        await level(ear, lea)
        lea.wire.is_cut = True
        await world.say("While you were away")
        await ear.pass_time(60)
        assert ear.texts == []
        lea.wire.is_cut = False
        while not ear.texts:
            await ear.pass_time(10)
        assert ear.texts == ["While you were away"]


async def test_who_waits_longer_than_the_standard_is_told_once(world: HubWorld, tmp_path: Path) -> None:
    ana = await world.conversation()
    async with computer(world, tmp_path / "lea") as lea:
        ear = Ear(world, lea)
        await until(lambda: ana in lea.desk.inbox("waiting"))
        await level(ear, lea)
        for _minute in range(45):
            await ear.pass_time(60)
        assert [(each.kind, each.conversation_id) for each in ear.all] == [("soon", ana), ("breach", ana)]


async def test_a_colleague_s_note_that_names_me_is_told_to_me_alone_and_once(
    world: HubWorld, tmp_path: Path
) -> None:
    ana = await world.conversation()
    async with (
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "marc", name="Marc") as marc,
    ):
        ears = [Ear(world, lea), Ear(world, marc)]
        await until(lambda: ana in lea.desk.inbox("waiting") and ana in marc.desk.inbox("waiting"))
        for ear, made in zip(ears, (lea, marc), strict=True):
            await level(ear, made)
        note_id = await marc.desk.add_note(ana, "Can you take this one?", [lea.desk.me().member_id])
        await until(lambda: lea.desk.message(note_id) is not None)
        await until(lambda: bool(ears[0].all))
        assert [(each.kind, each.text) for each in ears[0].all] == [("mention", "Can you take this one?")]
        await marc.desk.edit_note(note_id, "Can you take this one today?", [lea.desk.me().member_id])
        await until(lambda: lea.row(note_id).text == "Can you take this one today?")
        assert len(ears[0].notices) == 1
        assert ears[1].all == []


async def test_what_a_colleague_took_is_not_told_to_who_wants_mine_and_new(
    world: HubWorld, tmp_path: Path
) -> None:
    ana = await world.conversation()
    async with (
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "marc", name="Marc") as marc,
    ):
        ear = Ear(world, lea)
        ear.teller = Teller(lambda: Wishes(about="mine_and_new"))
        await until(lambda: ana in lea.desk.inbox("waiting") and ana in marc.desk.inbox("waiting"))
        await level(ear, lea)
        await world.say("Still nobody's")
        await until(lambda: ear.texts == ["Still nobody's"])
        await marc.desk.assign(ana, marc.desk.me().member_id)
        await until(lambda: (row := lea.desk.inbox_row(ana)) is not None and row.assignee_id is not None)
        await world.say("To Marc")
        await until(lambda: lea.thread(ana)[-1][0] == "To Marc")
        assert ear.texts == ["Still nobody's"]
