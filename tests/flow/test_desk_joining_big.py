"""A new desk of a team with a long history: the newest conversations at once, the rest while one works.

Promises G3, G4, G8 and G9.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from app.desk import fetcher, hub_link, view_file
from app.domain.ids import ConversationId
from storage import view
from storage.codec import StoredEvent
from storage.engine import connect
from storage.hub import log
from storage.view import recent
from tests.flow.desk_world import Computer, Wire, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld, until
from tests.guards.logs import Expect

PEOPLE = [f"3363998{number:04d}" for number in range(12)]
SNAPSHOT = "/api/v1/snapshot/recent"


class HeldWire(Wire):
    """The whole history comes only up to `lets_up_to`, until it is raised; news come at once."""

    def __init__(self, world: HubWorld) -> None:
        super().__init__(world)
        self.held_below = world.head
        self.lets_up_to = 0
        self.raised = asyncio.Event()
        self.snapshot_status: int | None = None

    def let_all(self) -> None:
        """Let the rest of it come."""
        self.lets_up_to = self.held_below
        self.raised.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == SNAPSHOT and self.snapshot_status is not None:
            self.paths.append(request.url.path)
            return httpx.Response(self.snapshot_status, json={"code": "view_differs", "facts": {}})
        if request.url.path.endswith("/log"):
            after = int(parse_qs(request.url.query.decode())["after"][0])
            while self.lets_up_to <= after < self.held_below:
                await self.raised.wait()
        return await super().handle_async_request(request)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty events are a long history; it comes ten at a time."""
    monkeypatch.setattr(view_file, "MANY", 20)
    monkeypatch.setattr(view_file, "NEARLY", 1)
    monkeypatch.setattr(fetcher, "PAGE_LIMIT", 10)
    monkeypatch.setattr(hub_link, "FAR_BEHIND", 2)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        for number in range(4 * len(PEOPLE)):
            await world.say(f"Message {number}", PEOPLE[number % len(PEOPLE)], name=f"Person {number % 12}")
            await world.clock.advance(1)
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    """A computer that has just joined; of the history two pages have come."""
    wire = HeldWire(world)
    wire.lets_up_to = 20
    async with computer(world, tmp_path / "lea", wire=wire) as made:
        await until(lambda: len(made.desk.inbox("all")) == len(PEOPLE))
        yield made


def held(lea: Computer) -> HeldWire:
    assert isinstance(lea.wire, HeldWire)
    return lea.wire


def has_come(lea: Computer, pos: int) -> bool:
    """Whether the bar says so."""
    progress = lea.desk.connection().catching_up
    return progress is not None and progress[0] >= pos


def newest(lea: Computer) -> ConversationId:
    return lea.desk.inbox("all")[0]


def from_zero(world: HubWorld, folder: Path) -> str:
    """The hash of a view made of the hub's log from the beginning."""
    with world.reading() as conn:
        stored: list[StoredEvent] = log.page(conn, 0, 1 << 20)
    with closing(connect(folder / "from_zero.db", None)) as made:
        view.rebuild(made, stored)
        return view.view_hash(made)


async def complete(lea: Computer, world: HubWorld) -> None:
    held(lea).let_all()
    await reach(world.clock, lambda: not lea.desk._view.recent.is_open and lea.desk.position == world.head)
    assert not lea.profile.folder.joinpath("recent.db").exists()


async def test_the_newest_conversations_are_there_before_the_history(lea: Computer, world: HubWorld) -> None:
    assert lea.desk.position == world.head
    rows = [lea.desk.inbox_row(there) for there in lea.desk.inbox("all")]
    assert [row.name for row in rows[:2] if row] == ["Person 11", "Person 10"]
    assert [text for text, _ in lea.thread(newest(lea))] == [
        "Message 11",
        "Message 23",
        "Message 35",
        "Message 47",
    ]
    assert lea.desk.counts().waiting == len(PEOPLE)
    assert lea.desk.me().name == "Léa" and lea.desk.lines()
    state = lea.desk.connection()
    assert state.is_hub_reachable


async def test_one_works_while_the_history_comes(lea: Computer, world: HubWorld, tmp_path: Path) -> None:
    there = newest(lea)
    sent = await lea.desk.send_text(there, "On my way")
    await reach(world.clock, lambda: lea.is_in(sent, "accepted"))
    await world.say("Thank you", PEOPLE[11])
    await reach(world.clock, lambda: lea.thread(there)[-1][0] == "Thank you")
    await lea.desk.mark_read(there)
    await lea.desk.close(lea.desk.inbox("all")[3])
    lea.desk.save_draft(there, "Half a sentence")
    await reach(world.clock, lambda: len(lea.desk.inbox("closed")) == 1 and not lea.desk.is_waiting_for_hub)
    assert not lea.refusals
    before = (lea.desk.inbox("all"), lea.desk.inbox("closed"), lea.thread(there))
    lea.seen.clear()
    await complete(lea, world)
    assert (lea.desk.inbox("all"), lea.desk.inbox("closed"), lea.thread(there)) == before
    assert lea.desk.draft(there) == "Half a sentence"
    assert sum(changes.is_everything for changes in lea.seen) == 1
    await lea.stop()
    assert lea.view_hash() == from_zero(world, tmp_path)


async def test_nothing_that_is_shown_goes_away_in_between(lea: Computer, world: HubWorld) -> None:
    lists, told = set(), set()

    def look(_: object) -> None:
        lists.add(tuple(lea.desk.inbox("all")))
        told.add(lea.desk.connection().catching_up)

    lea.desk.subscribe(look)
    shown = tuple(lea.desk.inbox("all"))
    held(lea).lets_up_to = 40
    held(lea).raised.set()
    held(lea).raised.clear()
    await reach(world.clock, partial(has_come, lea, 35))
    assert not lea.desk._view.is_whole
    await complete(lea, world)
    assert lists == {shown}
    assert {total for _, total in filter(None, told)} == {world.head}


async def test_a_computer_that_is_switched_off_in_between_goes_on(
    lea: Computer, world: HubWorld, tmp_path: Path
) -> None:
    there = newest(lea)
    sent = await lea.desk.send_text(there, "On my way")
    await reach(world.clock, lambda: lea.is_in(sent, "accepted") and not lea.desk.is_waiting_for_hub)
    await lea.stop()
    lea.wire.is_cut = True
    await lea.start()
    assert newest(lea) == there and lea.thread(there)[-1][0] == "On my way"
    lea.wire.is_cut = False
    await reach(world.clock, lambda: lea.thread(there)[-1] == ("On my way", "accepted"))
    await complete(lea, world)
    assert lea.thread(there)[-1] == ("On my way", "accepted")
    await lea.stop()
    assert lea.view_hash() == from_zero(world, tmp_path)


@pytest.mark.parametrize("content", [b"scribble" * 1_000, b""], ids=["damaged", "half made"])
async def test_a_damaged_file_of_them_is_made_again(
    lea: Computer, world: HubWorld, expect_log: Expect, content: bytes
) -> None:
    expect_log("recent rows thrown away")
    await lea.stop()
    lea.profile.folder.joinpath("recent.db").write_bytes(content)
    await lea.start()
    await until(lambda: len(lea.desk.inbox("all")) == len(PEOPLE))
    await complete(lea, world)


async def test_where_the_hub_knows_another_view_the_history_comes_as_ever(
    world: HubWorld, tmp_path: Path
) -> None:
    wire = HeldWire(world)
    wire.snapshot_status = 409
    async with computer(world, tmp_path / "lea", wire=wire) as lea:
        await until(lambda: SNAPSHOT in wire.paths)
        assert lea.desk.inbox("all") == []
        await complete(lea, world)
        assert len(lea.desk.inbox("all")) == len(PEOPLE)
        assert wire.paths.count(SNAPSHOT) == 1


async def test_a_lost_line_is_tried_again(world: HubWorld, tmp_path: Path) -> None:
    wire = HeldWire(world)
    lea = Computer(world, tmp_path / "lea", wire)
    await lea.join()
    wire.is_cut = True
    await lea.start()
    await reach(world.clock, lambda: not lea.desk.connection().is_hub_reachable)
    wire.is_cut = False
    await reach(world.clock, lambda: len(lea.desk.inbox("all")) == len(PEOPLE))
    assert lea.desk.connection().is_hub_reachable
    await lea.stop()


async def test_a_conversation_beyond_the_newest_comes_up_when_its_customer_writes(
    world: HubWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "CONVERSATIONS", 4)
    monkeypatch.setattr(recent, "WAITING", 0)
    async with computer(world, tmp_path / "lea", wire=HeldWire(world)) as lea:
        await until(lambda: len(lea.desk.inbox("all")) == 4)
        await world.say("And me?", PEOPLE[0], name="Person 0")
        await reach(world.clock, lambda: len(lea.desk.inbox("all")) == 5)
        there = newest(lea)
        assert [text for text, _ in lea.thread(there)] == ["And me?"]
        await complete(lea, world)
        assert newest(lea) == there and len(lea.thread(there)) == 5


async def test_a_small_team_needs_none_of_it(
    world: HubWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_file, "MANY", 1_000)
    wire = HeldWire(world)
    wire.let_all()
    async with computer(world, tmp_path / "lea", wire=wire) as lea:
        await reach(world.clock, lambda: lea.desk.position == world.head)
        assert SNAPSHOT not in wire.paths
