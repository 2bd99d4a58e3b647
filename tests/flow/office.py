"""A hub with a rep, a customer who just wrote, and a Graph whose outcomes are scripted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.ids import ConversationId, MessageId
from app.domain.sends import (
    SendText,
)
from app.whatsapp import opaque
from storage import view
from storage.hub import sends
from tests.flow.fake_graph import FakeGraph, Scripted
from tests.flow.hub_world import Desk, HubWorld, becomes, status_webhook
from tests.guards.threads import quiet

M1, M2, M3 = MessageId("m-1"), MessageId("m-2"), MessageId("m-3")


@dataclass
class Office:
    """A hub, its Graph, a rep's computer, and Ana's conversation."""

    world: HubWorld
    graph: FakeGraph
    desk: Desk
    ana: ConversationId

    async def answer(self, message_id: MessageId = M1, to: ConversationId | None = None, **more: Any) -> None:
        """Léa answers."""
        changes = {name: more.pop(name) for name in ("not_after_at", "age_ms") if name in more}
        body = SendText(message_id, to or self.ana, "Of course!", **more)
        outcome = await self.world.do(self.desk, body, **changes)
        assert outcome.result == "accepted", outcome

    async def reach(
        self, is_true: Callable[[], bool], *, within_s: float = 240.0, step_s: float = 0.5
    ) -> None:
        """Let time pass in small steps until something is true."""
        left_s = within_s
        while True:
            await quiet()  # what is true only while something is on its way is not meant
            if is_true():
                return
            if left_s <= 0:  # all that may pass has passed; something real may still be at it
                told = f"{self.kinds()}, {len(self.graph.posts)} posts"
                assert await becomes(is_true), f"not within {within_s} s: {told}"
                return
            await self.world.clock.advance(step_s)
            left_s -= step_s

    async def ends_as(self, state: str, message_id: MessageId = M1, **more: Any) -> None:
        """Wait for a message's row to come into a state."""
        await self.reach(lambda: self.row(message_id).state == state, **more)

    async def tell(
        self, word: str, message_id: MessageId = M1, wamid: str = "wamid.told", **more: Any
    ) -> None:
        """A status comes by webhook, with what we sent along."""
        body = status_webhook(
            wamid, word, at=self.world.clock.now(), opaque=opaque.of_message(message_id), **more
        )
        assert await self.world.post(body) == 200
        await self.world.settled()

    def row(self, message_id: MessageId = M1) -> sends.Send:
        with self.world.reading() as conn:
            row = sends.find(conn, message_id)
        assert row is not None
        return row

    def shown(self, message_id: MessageId = M1) -> str:
        """The state that a person sees."""
        with self.world.reading() as conn:
            message = view.load_message(conn, message_id)
        assert message is not None
        return message.state

    def kinds(self) -> list[str]:
        return [event.kind for event in self.world.events() if event.kind.startswith("send.")]

    def last(self) -> Any:
        return [event for event in self.world.events() if event.kind.startswith("send.")][-1].body


@asynccontextmanager
async def office(folder: Path, *script: Scripted, **config: Any) -> AsyncIterator[Office]:
    graph = FakeGraph(*script)
    async with HubWorld(folder, client=graph, **config) as world:
        graph.clock = world.clock
        yield Office(world, graph, await world.join(), await world.conversation())
