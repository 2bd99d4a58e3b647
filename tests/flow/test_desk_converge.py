"""Desks behind a network that loses, repeats and delays: in the end all hold the same, and nothing happened twice.

Promises G3 (every replica the same events in the same order), G4 (a command at most once, however often sent) and G5.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk import fetcher, view_file
from app.desk.desk import Composed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, QuickReplyId
from app.domain.quick_replies import QuickReply
from app.domain.saved_views import SavedView, ViewFilter
from storage import view
from storage.codec import StoredEvent
from storage.engine import connect
from storage.hub import log
from tests.flow.desk_world import Computer, Wire, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld, text_item, webhook
from tests.flow.merging_steps import merge_or_separate
from tests.flow.selling_steps import sell

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
    "quick",
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
    "plan",
    "list",
    "one_or_two",
    "one_or_two",
    "sell",
    "sell",
    "sell",
)


class FaultyWire(Wire):
    """Loses one request in six, one answer in six, and repeats one request in six behind our back."""

    def __init__(self, world: HubWorld, chance: random.Random, *, is_faulty: bool = True) -> None:
        super().__init__(world)
        self.is_faulty = is_faulty
        self._chance = chance

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fault = self._chance.randrange(6) if self.is_faulty else -1
        if fault == 0:
            raise httpx.ConnectError("the request was lost", request=request)
        if fault == 1 and request.method == "POST":
            await super().handle_async_request(request)
        response = await super().handle_async_request(request)
        if fault == 2:
            raise httpx.ReadError("the answer was lost", request=request)
        return response


class Team:
    """A hub, two computers, two customers; `play` takes one step."""

    def __init__(self, world: HubWorld, graph: FakeGraph, desks: Sequence[Computer], seed: int) -> None:
        self.world = world
        self.graph = graph
        self.desks = desks
        self.chance = random.Random(seed)
        self.written: Counter[str] = Counter()
        self._count = 0

    async def play(self, step: str) -> None:
        lea = self.chance.choice(self.desks)
        there = self.chance.choice(
            lea.desk.inbox("all") + lea.desk.inbox("closed") or [ConversationId("none")]
        )
        if step == "write":
            self._count += 1
            await self.world.say(f"Customer {self._count}", self.chance.choice((ANA, BO)))
        elif step == "amend":
            await self._amend()
        elif step == "wait":
            await self.world.clock.advance(self.chance.choice((0.5, 3, 20)))
        elif step == "one_or_two":
            with contextlib.suppress(ComptoirError):  # they are already
                await merge_or_separate(lea, self.chance)
        elif step in ("cut", "mend"):
            lea.wire.is_cut = step == "cut"
        elif step == "restart":
            await lea.stop()
            await lea.start()
        else:
            with contextlib.suppress(ComptoirError):  # nothing to close there, nothing to repeat
                await self._ask(step, lea, there)

    async def _amend(self) -> None:
        """A customer reacts to something, edits or deletes something; perhaps what never was, or not yet."""
        about = f"wamid.out{self.chance.randint(1, 6)}"
        named = self.world.events("message.received")
        if self.chance.random() < 0.7 and named:
            about = self.chance.choice(named).body.external_id  # type: ignore[union-attr]
        kind, parts = self.chance.choice(
            [
                ("reaction", {"message_id": about, "emoji": self.chance.choice("👍🙏")}),
                ("reaction", {"message_id": about}),
                ("edit", {"original_message_id": about, "message": {"type": "text", "text": {"body": "Oh"}}}),
                ("revoke", {"original_message_id": about}),
            ]
        )
        item = text_item("", self.chance.choice((ANA, BO)), sent_at=self.world.clock.now())
        del item["text"]
        assert await self.world.post(webhook({"messages": [item | {"type": kind, kind: parts}]})) == 200

    async def _ask(self, step: str, lea: Computer, there: ConversationId) -> None:
        if step == "answer":
            self._count += 1
            await lea.desk.send_text(there, f"Answer {self._count}", send_anyway=True)
            self.written[f"Answer {self._count}"] += 1
        elif step == "react" and (rows := lea.desk.page(there)):
            await lea.desk.react(rows[-1].message_id, "👍")
            self.written["👍"] += 1
        elif step == "close":
            await lea.desk.close(there)
        elif step == "reopen":
            await lea.desk.reopen(there)
        elif step == "read":
            await lea.desk.mark_read(there)
        elif step in ("quick", "plan", "list", "sell"):
            acts = {
                "quick": self._keep_reply,
                "plan": self._plan,
                "list": self._keep_list,
                "sell": self._sell,
            }
            await acts[step](lea, there)
        elif step in ("claim", "hand_over", "note", "tag", "snooze", "unread"):
            await self._work_together(step, lea, there)
        elif ours := [row for row in lea.desk.page(there) if row.author == "member"]:
            if step == "retry":
                await lea.desk.retry(ours[-1].message_id)
                self.written[ours[-1].text or ""] += 1
            else:
                taking = asyncio.ensure_future(lea.desk.take_back(ours[-1].message_id))
                await self.world.clock.advance(31)  # however long the hub is out of reach, it comes to an end
                await reach(self.world.clock, taking.done)

    async def _keep_reply(self, lea: Computer, _there: ConversationId) -> None:
        """A quick reply is written, changed or removed; of two who change the same one the second is refused."""
        known = lea.desk.quick_replies()
        if not known or self.chance.random() < 0.4:
            await lea.desk.save_quick_reply(QuickReply(QuickReplyId(""), "Hours", "Nine to six", 0))
        elif self.chance.random() < 0.5:
            await lea.desk.save_quick_reply(replace(self.chance.choice(known), text=f"From {self._count}"))
        else:
            await lea.desk.remove_quick_reply(self.chance.choice(known).reply_id)

    async def _plan(self, lea: Computer, there: ConversationId) -> None:
        """An answer for later is written, or one is moved, dropped or sent after all; it never goes out twice."""
        known = lea.desk.scheduled(there)
        due_at = self.world.clock.now() + timedelta(seconds=self.chance.choice((5, 30, 400)))
        if not known or self.chance.random() < 0.4:
            self._count += 1
            await lea.desk.schedule(there, Composed("text", f"Later {self._count}"), due_at)
            self.written[f"Later {self._count}"] += 1
            return
        one = self.chance.choice(known)
        act = self.chance.choice(("change", "cancel", "send"))
        if act == "change":
            await lea.desk.change_scheduled(one.message_id, Composed("text", one.text), due_at)
        elif act == "cancel":
            await lea.desk.cancel_scheduled(one.message_id)
        else:
            await lea.desk.send_scheduled(one.message_id)

    async def _keep_list(self, lea: Computer, _there: ConversationId) -> None:
        """A shared list is saved or removed by whoever comes."""
        if self.chance.random() < 0.6:
            tags = (self.chance.choice(("VIP", "colour")),)
            await lea.desk.save_view(SavedView("v-1", "Ours", ViewFilter(tags=tags)))
        else:
            await lea.desk.remove_view("v-1")

    async def _sell(self, lea: Computer, there: ConversationId) -> None:
        await sell(lea, there, self.chance)

    async def _work_together(self, step: str, lea: Computer, there: ConversationId) -> None:
        members = [row.member_id for row in lea.desk.members()]
        if step == "claim":
            await lea.desk.claim(there)
        elif step == "hand_over":
            await lea.desk.assign(there, self.chance.choice([*members, None]), summary="Look after them")
        elif step == "note":
            notes = [row for row in lea.desk.page(there) if row.kind == "note" and row.is_mine]
            if notes and self.chance.random() < 0.6:
                change = self.chance.choice(("edit", "remove"))
                last = notes[-1].message_id
                await (
                    lea.desk.remove_note(last)
                    if change == "remove"
                    else lea.desk.edit_note(last, "Hm", members)
                )
            else:
                await lea.desk.add_note(there, "Who knows them?", members)
        elif step == "tag":
            act = self.chance.choice((lea.desk.tag, lea.desk.untag))
            await act(there, self.chance.choice(("VIP", "colour")))
        elif step == "unread":
            await lea.desk.mark_unread(there)
        else:
            later = self.world.clock.now() + timedelta(seconds=self.chance.choice((10, 200)))
            row = lea.desk.inbox_row(there)
            is_asleep = row is not None and row.is_snoozed
            await (
                lea.desk.wake(there)
                if is_asleep
                else lea.desk.snooze(there, self.chance.choice((later, None)))
            )

    async def come_to_rest(self) -> None:
        for one in self.desks:
            one.wire.is_cut = False
            assert isinstance(one.wire, FaultyWire)
            one.wire.is_faulty = False
        try:
            await reach(self.world.clock, self._is_quiet, within_s=900, step_s=2)
        except AssertionError as error:
            raise AssertionError([self._told(one) for one in self.desks], self.world.head) from error

    async def rest_and_read(self) -> tuple[set[str], list[StoredEvent]]:
        """The views' hashes and the log at one moment of rest; a thread of the hub may still add to the log."""
        while True:
            await self.come_to_rest()
            with self.world.reading() as conn:
                hashes = {view.view_hash(conn)} | {one.view_hash() for one in self.desks}
                stored = log.page(conn, 0, 1 << 20)
                if {view.cursor(conn)[0], *(one.desk.position for one in self.desks)} == {stored[-1].pos}:
                    return hashes, list(stored)

    def _told(self, one: Computer) -> object:
        """What stands in the way, for whoever reads the failure."""
        threads = [one.thread(there) for there in one.desk.inbox("all") + one.desk.inbox("closed")]
        return one.desk.position, one.desk.connection(), one.desk.is_waiting_for_hub, threads

    def _is_quiet(self) -> bool:
        with self.world.reading() as conn:
            is_sent = view.to_send(conn) == 0  # a reaction on its way has no bubble that would say so
        head = self.world.head
        return is_sent and all(
            one.desk.position == head and not one.desk._view.recent.is_open and not self._is_waiting(one)
            for one in self.desks
        )

    def _is_waiting(self, one: Computer) -> bool:
        """Whether something is under way; a text that expired waits for a person, not for the hub."""
        ids = one.desk.inbox("all") + one.desk.inbox("closed")
        rows = [row for conversation_id in ids for row in one.desk.page(conversation_id, limit=1_000)]
        return any(row.state == "queued" for row in rows) or one.desk.is_waiting_for_hub


async def play(folder: Path, steps: Sequence[str], seed: int, *, late_at: int | None = None) -> None:
    """All steps, then rest, then compare; a third computer joins after `late_at` of them."""
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
        for number, step in enumerate(("write", "write", *steps)):
            if number == late_at:
                zoe = computer(
                    world, folder / "Zoé", "Zoé", "rep", FaultyWire(world, chance, is_faulty=False)
                )
                desks.append(await stack.enter_async_context(zoe))
                zoe_wire = desks[-1].wire
                assert isinstance(zoe_wire, FaultyWire)
                zoe_wire.is_faulty = True
            await team.play(step)
        hashes, stored = await team.rest_and_read()
        posted = Counter(post.text for post in graph.posts)
        assert all(posted[text] <= team.written[text] for text in posted), (posted, team.written)
        ids = [(event.command_id, event.kind) for event in world.events() if event.command_id]
        assert len(ids) == len(set(ids))
        with closing(connect(folder / "from_zero.db", None)) as conn:
            view.rebuild(conn, stored)
            assert hashes == {view.view_hash(conn)}


@pytest.mark.timeout(600)
def test_desks_converge_under_loss_repeats_and_delay(is_long: bool) -> None:
    @settings(max_examples=400 if is_long else 15, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.sampled_from(STEPS), min_size=8, max_size=30), seed=st.integers(0, 1 << 30))
    def converge(steps: list[str], seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(Path(folder), steps, seed))

    converge()


@pytest.mark.timeout(600)
def test_a_desk_that_joins_late_by_the_newest_conversations_converges_too(
    is_long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it shows in the meantime leaves no trace in what it ends with."""
    monkeypatch.setattr(view_file, "MANY", 5)
    monkeypatch.setattr(view_file, "NEARLY", 1)
    monkeypatch.setattr(fetcher, "PAGE_LIMIT", 3)

    @settings(max_examples=200 if is_long else 8, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(st.sampled_from(STEPS), min_size=8, max_size=24),
        late_at=st.integers(2, 10),
        seed=st.integers(0, 1 << 30),
    )
    def converge(steps: list[str], late_at: int, seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(Path(folder), steps, seed, late_at=min(late_at, len(steps))))

    converge()
