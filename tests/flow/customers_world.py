"""A hub, a desk and the pretend Meta with customers who behave, on one clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.ids import ConversationId
from app.net import Http, in_process
from app.sandbox import said
from app.sandbox.people import Habits, Person
from app.sandbox.phrases import load_phrases
from app.sandbox.sandbox import Sandbox
from app.sandbox.world import World
from app.whatsapp.client import GraphClient
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld
from tests.unit.sandbox_rig import BUSINESS


@dataclass
class Street:
    """Everybody: the hub's world, the customers, and one computer of the team."""

    world: HubWorld
    sandbox: Sandbox
    one: Computer

    async def meets(self, phone: str, name: str, asks: str, **more: Any) -> tuple[Person, ConversationId]:
        """Somebody new asks something; where it is read."""
        person = self.sandbox.world.meet(phone, name=name, language="en", **more)
        self.sandbox.customers.tell(person, said.text(asks))
        return person, await self.heard(asks)

    async def heard(self, text: str) -> ConversationId:
        """Until these words of a customer are on the desk; where they stand."""
        await reach(self.world.clock, lambda: self._where(text) is not None)
        there = self._where(text)
        assert there is not None
        return there

    def _where(self, text: str) -> ConversationId | None:
        desk = self.one.desk
        rows = (desk.inbox_row(one) for one in desk.inbox("all"))
        return next((row.conversation_id for row in rows if row is not None and row.last_text == text), None)

    async def say(self, conversation_id: ConversationId, text: str) -> None:
        """We write, and it arrives."""
        count = len(self.world.events("send.accepted"))
        await self.one.desk.send_text(conversation_id, text)
        await reach(self.world.clock, lambda: len(self.world.events("send.accepted")) > count)

    async def later(self, seconds: float) -> None:
        """Time passes for all, and everything that came of it is on the desk."""
        await self.world.clock.advance(0)
        await self.world.clock.advance(seconds)
        await reach(self.world.clock, lambda: self.one.desk.position == self.world.head)

    async def closed(self, seconds: float) -> None:
        """The same while the team's computer is off: it asks the hub three times a minute else."""
        await self.one.stop()
        await self.world.clock.advance(seconds)
        await self.one.start()
        await self.later(0)


@asynccontextmanager
async def street(folder: Path) -> AsyncIterator[Street]:
    """The team's computer has joined; nobody has written yet."""
    made: list[Sandbox] = []

    async def graph(scope: Any, receive: Any, send: Any) -> None:
        await made[0].app(scope, receive, send)

    async with Http(transport=in_process(graph)) as http:
        world = HubWorld(folder / "hub", client=GraphClient(http, "http://graph", "v24.0"))
        people = World(BUSINESS)
        made.append(Sandbox(people, world.post, clock=world.clock, phrases=load_phrases()))
        async with world, made[0], computer(world, folder / "desk") as one:
            yield Street(world, made[0], one)


def silent(answers_from: int = 2, answers: float = 1.0) -> Habits:
    """Somebody who leaves a quote unanswered, and says something at the message after it."""
    return Habits(answer_chance=answers, answers_from=answers_from)
