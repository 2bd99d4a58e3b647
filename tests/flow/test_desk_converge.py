"""Desks behind a network that loses, repeats and delays: in the end all hold the same, and nothing happened twice.

Promises G3 (every replica the same events in the same order), G4 (a command at most once, however often sent) and G5.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import view
from tests.flow.desk_world import computer
from tests.flow.fake_graph import FakeGraph
from tests.flow.faulty_team import FaultyWire, Team
from tests.flow.hub_world import HubWorld

STEPS = (
    "write",
    "answer",
    "answer",
    "close",
    "reopen",
    "read",
    "react",
    "react",
    "amend",
    "amend",
    "take_back",
    "retry",
    "cut",
    "mend",
    "restart",
    "wait",
    "claim",
    "hand_over",
    "note",
    "tag",
    "snooze",
    "unread",
    "plan",
    "list",
)


async def play(folder: Path, steps: Sequence[str], seed: int) -> None:
    graph = FakeGraph()
    chance = random.Random(seed)
    async with HubWorld(folder / "hub", client=graph) as world, AsyncExitStack() as stack:
        graph.clock = world.clock
        desks = []
        for name in ("Léa", "Marc"):
            wire = FaultyWire(world, chance)
            wire.is_faulty = False
            desks.append(
                await stack.enter_async_context(computer(world, folder / name, name, "manager", wire))
            )
            wire.is_faulty = True
        team = Team(world, graph, desks, seed)
        for step in ("write", "write", *steps):
            await team.play(step)
        await team.come_to_rest()
        posted = Counter(post.text for post in graph.posts)
        assert all(posted[text] <= team.written[text] for text in posted), (posted, team.written)
        ids = [(event.command_id, event.kind) for event in world.events() if event.command_id]
        assert len(ids) == len(set(ids))
        with world.reading() as conn:
            hashes = {view.view_hash(conn)} | {one.view_hash() for one in desks}
        assert len(hashes) == 1


@pytest.mark.timeout(600)
def test_desks_converge_under_loss_repeats_and_delay(is_long: bool) -> None:
    @settings(max_examples=400 if is_long else 15, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.sampled_from(STEPS), min_size=8, max_size=30), seed=st.integers(0, 1 << 30))
    def converge(steps: list[str], seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(Path(folder), steps, seed))

    converge()
