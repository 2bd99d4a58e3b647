"""Hundreds of answers through a Graph that loses, lies, doubles and reorders (promises G5 and G6).

Held against the sandbox's own list of what it accepted: at most one acceptance for each message, nothing called failed
that went out, nothing stuck. A lying failure (Graph says that it failed, yet sent it) is beyond any client: those runs
are counted apart.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.domain.arrivals import MessageStatus
from app.domain.contacts import Identity
from app.domain.contents import Media
from app.domain.ids import ConversationId, MessageId
from app.domain.messages import Message, Rank
from app.domain.outgoing import Outgoing
from app.domain.sends import SendText
from app.net import Http, in_process
from app.sandbox.faults import CALL_FAULTS, POST_FAULTS, STATUS_FAULTS, Fault
from app.sandbox.people import Business, Person
from app.sandbox.sandbox import Sandbox
from app.sandbox.world import World
from app.whatsapp import opaque
from app.whatsapp.client import NO_FILES, GraphClient, NotSent, Outcome, Unclear
from storage import view
from tests.flow.hub_world import LINE, Desk, HubWorld, until

log = logging.getLogger(__name__)

BUSINESS = Business("Salon Camille", "204800000000017", LINE, "33639981020")
HONEST = sorted({*CALL_FAULTS, *STATUS_FAULTS, *POST_FAULTS} - {"lying_5xx"})
REFUSALS = (130429, 131056, 131000, 131026)
BELIEVED_LOST = ("failed", "refused", "expired")


class SometimesAway(GraphClient):
    """The real client on a line that is sometimes down: then nothing leaves."""

    def __init__(self, http: Http, chance: Random, away_share: float) -> None:
        super().__init__(http, "http://graph", "v24.0")
        self._chance = chance
        self._away_share = away_share

    async def send(
        self,
        line_external_id: str,
        token: str,
        to: Identity,
        outgoing: Outgoing,
        opaque: str,
        media_ids: Mapping[Media, str] = NO_FILES,
    ) -> Outcome:
        if self._chance.random() < self._away_share:
            return NotSent("ConnectError")
        return await super().send(line_external_id, token, to, outgoing, opaque, media_ids)


class Careless(SometimesAway):
    """What this proof must catch: takes every unclear outcome for proof that nothing left."""

    async def send(
        self,
        line_external_id: str,
        token: str,
        to: Identity,
        outgoing: Outgoing,
        opaque: str,
        media_ids: Mapping[Media, str] = NO_FILES,
    ) -> Outcome:
        outcome = await super().send(line_external_id, token, to, outgoing, opaque, media_ids)
        return NotSent(outcome.reason) if isinstance(outcome, Unclear) else outcome


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Storm:
    """A hub, the pretend Meta, one rep, and many customers who have just written."""

    world: HubWorld
    sandbox: Sandbox
    desk: Desk
    chance: Random
    conversations: list[ConversationId] = field(default_factory=list)
    asked: list[MessageId] = field(default_factory=list)

    async def answer(self) -> None:
        """Léa answers somebody."""
        message_id = MessageId(f"m-{len(self.asked)}")
        body = SendText(
            message_id, self.chance.choice(self.conversations), f"Answer {len(self.asked)}", send_anyway=True
        )
        outcome = await self.world.do(self.desk, body)
        assert outcome.result == "accepted", outcome
        self.asked.append(message_id)

    async def pass_time(self, seconds: float, step_s: float = 1.0) -> None:
        """Let time pass in small steps."""
        while seconds > 0:
            await self.world.clock.advance(min(step_s, seconds))
            seconds -= step_s

    async def calm(self) -> None:
        """Until nothing waits anywhere."""
        for _ in range(2_000):
            await self.pass_time(5.0, 2.5)
            if not self.open() and not self.sandbox.courier.pending():
                break
        await self.world.settled()

    def open(self) -> int:
        with self.world.reading() as conn:
            row = conn.execute("SELECT count(*) FROM send WHERE state IN ('queued', 'sending')").fetchone()
        return int(row[0])

    def messages(self) -> dict[MessageId, Message]:
        with self.world.reading() as conn:
            found = {message_id: view.load_message(conn, message_id) for message_id in self.asked}
        return {message_id: message for message_id, message in found.items() if message is not None}

    def acceptances(self) -> Counter[MessageId]:
        """How often the sandbox took each message."""
        ids = (opaque.message_id_of(entry["opaque"]) for entry in self.sandbox.acceptance.accepted)
        return Counter(message_id for message_id in ids if message_id)

    def told_failed(self) -> set[MessageId]:
        """Messages that Meta itself called failed in a status."""
        bodies = [event.body for event in self.world.events("message.status")]
        return {
            body.message_id
            for body in bodies
            if isinstance(body, MessageStatus) and body.status == "failed" and body.message_id
        }

    def told_anything(self) -> set[MessageId]:
        bodies = [event.body for event in self.world.events("message.status")]
        return {body.message_id for body in bodies if isinstance(body, MessageStatus) and body.message_id}


@asynccontextmanager
async def storm(
    folder: Path,
    seed: int,
    people: int,
    crash: Callable[[str], None] | None = None,
    away_share: float = 0.05,
    client_type: type[SometimesAway] = SometimesAway,
) -> AsyncIterator[Storm]:
    chance = Random(seed)
    running: list[Sandbox] = []

    async def graph(scope: Any, receive: Any, send: Any) -> None:
        await running[0].app(scope, receive, send)

    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(Http(transport=in_process(graph)))
        client = client_type(http, Random(seed + 1), away_share)
        more = {} if crash is None else {"crash": crash}
        world = await stack.enter_async_context(HubWorld(folder, client=client, **more))
        meta = World(BUSINESS, seed=seed)
        persons = [
            meta.meet(f"44770090{number:04d}", name=f"Person {number}") for number in range(1, people + 1)
        ]
        sandbox = Sandbox(meta, world.post, clock=world.clock, is_lively=False)
        running.append(sandbox)
        await stack.enter_async_context(sandbox)
        s = Storm(world, sandbox, await world.join(), chance)
        await _all_write(s, persons)
        yield s


async def _all_write(s: Storm, persons: list[Person]) -> None:
    for person in persons:
        s.sandbox.customers.write(person, "text", {"body": "Hi"})
    await until(lambda: len(s.world.events("message.received")) == len(persons))
    received = s.world.events("message.received")
    s.conversations += [ConversationId(event.subject) for event in received]


def arm(s: Storm, kinds: list[str]) -> None:
    """One fault, of a kind and with details by chance."""
    kind = s.chance.choice(kinds)
    code = s.chance.choice(REFUSALS) if kind == "refuse" else 0
    times = s.chance.randint(2, 5) if kind == "reordered" else 1
    s.sandbox.faults.arm(Fault(kind, times, code, delay_s=s.chance.uniform(20, 90)))


async def play(s: Storm, count: int, kinds: list[str], fault_share: float = 0.4) -> None:
    """Ask for `count` answers under faults, then wait until all is calm."""
    for _ in range(count):
        if s.chance.random() < fault_share:
            arm(s, kinds)
        await s.answer()
        if s.chance.random() < 0.3:
            await s.pass_time(s.chance.uniform(0.1, 8.0))
    s.sandbox.faults.clear()
    await s.calm()


def check(s: Storm) -> Counter[str]:
    """What always holds; gives how often each state came out."""
    messages, acceptances, told = s.messages(), s.acceptances(), s.told_failed()
    assert len(messages) == len(s.asked)
    assert s.open() == 0, "stuck"
    for message_id, message in messages.items():
        went_out = acceptances[message_id] > 0
        if message.state in BELIEVED_LOST:
            assert not went_out or message_id in told, f"{message_id} is called {message.state} and went out"
        if message.state in ("accepted", "sent", "delivered", "read"):
            assert went_out, f"{message_id} is called {message.state} and never went out"
        if message.rank >= Rank.DELIVERED:
            assert message.state in ("delivered", "read", "played")
    unknown = {message_id for message_id, message in messages.items() if message.state == "unknown"}
    assert not unknown & s.told_anything(), "a status came, so it is known"
    return Counter(message.state for message in messages.values())


@pytest.mark.parametrize("seed", [11, 12, 13])
async def test_no_message_is_accepted_twice_and_none_is_wrongly_failed(
    tmp_path: Path, seed: int, is_long: bool
) -> None:
    """G5, G6."""
    async with storm(tmp_path, seed, people=60 if is_long else 12) as s:
        await play(s, 1_500 if is_long else 150, HONEST)
        states = check(s)
        log.info("storm seed=%d messages=%d states=%s", seed, len(s.asked), dict(states))
        twice = {message_id for message_id, count in s.acceptances().items() if count > 1}
        assert twice == set()
        assert states["read"] + states["delivered"] > len(s.asked) / 3
        assert states["unknown"] > 0  # lost answers without a status did happen


async def test_the_proof_catches_a_sender_that_tries_again_on_any_error(tmp_path: Path) -> None:
    """A check that cannot fail proves nothing."""
    async with storm(tmp_path, 11, people=12, client_type=Careless) as s:
        await play(s, 80, ["lost_answer", "bodyless_5xx", "no_status"], fault_share=0.8)
        assert max(s.acceptances().values()) > 1


async def test_lies_are_counted_and_double_nothing_else(tmp_path: Path, is_long: bool) -> None:
    """Graph says "failed" and sends all the same: a status within the minute still prevents the second post."""
    async with storm(tmp_path, 21, people=60 if is_long else 12, away_share=0.0) as s:
        await play(s, 600 if is_long else 60, ["lying_5xx", "no_status", "late"], fault_share=0.5)
        check(s)
        doubled = sum(count - 1 for count in s.acceptances().values())
        log.info("lies messages=%d doubled=%d", len(s.asked), doubled)
        assert doubled <= len(s.asked) / 10


@pytest.mark.parametrize("seed", [31, 32])
async def test_crashes_around_the_post_double_nothing(
    tmp_path: Path, seed: int, is_long: bool, expect_log: Callable[[str], None]
) -> None:
    """G5: whatever the process knew is gone, before or after the post."""
    expect_log("send left open error=Killed")
    chance = Random(seed)

    def crash(point: str) -> None:
        if point in ("before_post", "before_result_commit") and chance.random() < 0.15:
            raise Killed

    async with storm(tmp_path, seed, people=40 if is_long else 10, crash=crash) as s:
        for _ in range(3):
            await play(s, 200 if is_long else 25, HONEST, fault_share=0.2)
            await s.world.restart()
        await s.calm()
        check(s)
        assert max(s.acceptances().values()) == 1
