"""Any order of a day's acts at three desks on a network that drops, doubles and delays: what must hold, holds.

Promises G3, G4, G5 and G7, looked at after every single step; hypothesis looks for the shortest day that breaks one.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.desk.desk import Composed
from app.domain.assignment import ConversationAssigned
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId
from app.domain.saved_views import SavedView, ViewFilter
from storage import view
from tests.flow.desk_world import Computer, computer
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld
from tests.flow.test_desk_converge import FaultyWire, Team

ACTS = ("answer", "close", "reopen", "read", "note", "tag", "snooze", "unread", "plan", "list", "quick", "react",
        "retry", "hand_over")  # fmt: skip


class PlanningTeam(Team):
    """One that also plans answers and keeps lists of its own."""

    async def _ask(self, step: str, lea: Computer, there: ConversationId) -> None:
        if step == "plan":
            self._count += 1
            due_at = self.world.clock.now() + timedelta(seconds=self.chance.choice((70, 3_600)))
            await lea.desk.schedule(there, Composed("text", f"Later {self._count}"), due_at)
            self.written[f"Later {self._count}"] += 1
        elif step == "list":
            name = self.chance.choice("ab")
            shown = SavedView(name, name, ViewFilter(tags=("VIP",)))
            await (lea.desk.save_view(shown) if self.chance.random() < 0.7 else lea.desk.remove_view(name))
        else:
            await super()._ask(step, lea, there)


class Day(RuleBasedStateMachine):
    """A hub, a Graph that accepts, three desks on bad lines, two customers."""

    @initialize(seed=st.integers(0, 1 << 30))
    def begin(self, seed: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.seen: dict[int, int] = {}
        self._run(self._begin(seed))

    async def _begin(self, seed: int) -> None:
        folder, chance = Path(self.folder.name), random.Random(seed)
        graph = FakeGraph()
        self.world = await self.stack.enter_async_context(HubWorld(folder / "hub", client=graph))
        graph.clock = self.world.clock
        desks = []
        for name in ("Léa", "Marc", "Zoé"):
            wire = FaultyWire(self.world, chance)
            wire.is_faulty = False
            joined = computer(self.world, folder / name, name, "manager", wire)
            desks.append(await self.stack.enter_async_context(joined))
            wire.is_faulty = True
        self.team = PlanningTeam(self.world, graph, desks, seed)
        await self.team.play("write")

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.runner.run(work)

    @rule()
    def a_customer_writes(self) -> None:
        self._run(self.team.play("write"))

    @rule(act=st.sampled_from(ACTS))
    def somebody_acts(self, act: str) -> None:
        self._run(self.team.play(act))

    @rule()
    def two_claim_the_same(self) -> None:
        """Each on a computer that does not know of the other yet."""

        async def claim() -> None:
            there = self.team.desks[0].desk.inbox("all")[:1]
            for one in self.team.desks[:2] if there else ():
                with suppress(ComptoirError):  # the other one has not heard of it yet
                    await one.desk.claim(there[0])

        self._run(claim())

    @rule(which=st.integers(0, 2), how=st.sampled_from(("cut", "mend", "restart")))
    def something_happens_to_a_computer(self, which: int, how: str) -> None:
        async def happen() -> None:
            one = self.team.desks[which]
            if how == "restart":
                await one.stop()
                await one.start()
            else:
                one.wire.is_cut = how == "cut"

        self._run(happen())

    @rule()
    def the_hub_restarts(self) -> None:
        async def restart() -> None:
            was_cut = [one.wire.is_cut for one in self.team.desks]
            for one in self.team.desks:
                one.wire.is_cut = True  # nobody answers meanwhile
            await self.world.restart()
            for one, is_cut in zip(self.team.desks, was_cut, strict=True):
                one.wire.is_cut = is_cut

        self._run(restart())

    @rule(seconds=st.sampled_from((0.5, 3.0, 20.0, 120.0)))
    def time_passes(self, seconds: float) -> None:
        self._run(self.world.clock.advance(seconds))

    @invariant()
    def every_command_is_in_the_log_once(self) -> None:
        """G3, G4: dense and chained as `events` checks it; no command twice."""
        ids = [(event.command_id, event.kind) for event in self.world.events() if event.command_id]
        assert len(ids) == len(set(ids))

    @invariant()
    def nobody_takes_what_another_holds(self) -> None:
        """G7: a claim is in the log only where nobody held the conversation."""
        holder: dict[str, MemberId | None] = {}
        for event in self.world.events("conversation.assigned"):
            body = event.body
            assert isinstance(body, ConversationAssigned)
            if body.how == "claimed":
                assert holder.get(body.conversation_id) is None, body
            holder[body.conversation_id] = body.assignee_id

    @invariant()
    def no_desk_goes_back_or_ahead(self) -> None:
        """G3."""
        head = self.world.head
        for number, one in enumerate(self.team.desks):
            assert self.seen.get(number, 0) <= one.desk.position <= head
            self.seen[number] = one.desk.position

    @invariant()
    def nothing_goes_out_twice(self) -> None:
        """G5."""
        posted = Counter(post.text for post in self.team.graph.posts)
        assert all(count <= self.team.written[text] for text, count in posted.items())

    def teardown(self) -> None:
        try:
            self._run(self._end())
        finally:
            self._run(self.stack.aclose())
            self.runner.close()
            self.folder.cleanup()

    async def _end(self) -> None:
        """All hold the same in the end."""
        await self.team.come_to_rest()
        with self.world.reading() as conn:
            hashes = {view.view_hash(conn)} | {one.view_hash() for one in self.team.desks}
        assert len(hashes) == 1


@pytest.mark.timeout(3_600)
def test_no_day_breaks_a_promise(is_long: bool) -> None:
    wanted = settings(
        max_examples=200 if is_long else 30,
        stateful_step_count=50 if is_long else 15,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Day, settings=wanted)
