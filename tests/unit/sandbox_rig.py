"""A sandbox on a fake clock with a business that only notes what it is sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.domain.clock import FakeClock
from app.net import Answer, Http, in_process
from app.sandbox.people import Business, Habits, Person
from app.sandbox.phrases import Phrases
from app.sandbox.sandbox import Sandbox
from app.sandbox.world import World

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
BUSINESS = Business("Salon Camille", "204800000000017", "309900000000042", "33639981020")
EAGER = Habits(answer_chance=1.0)


@dataclass
class Inbox:
    """The business's webhook: answers with the scripted statuses, then always 200."""

    bodies: list[bytes] = field(default_factory=list)
    script: list[int] = field(default_factory=list)
    refuses: bool = False

    async def deliver(self, body: bytes) -> int:
        if self.refuses:
            return 503
        status = self.script.pop(0) if self.script else 200
        if status == 200:
            self.bodies.append(body)
        return status

    def values(self) -> list[dict[str, Any]]:
        return [
            change["value"]
            for body in self.bodies
            for entry in json.loads(body)["entry"]
            for change in entry["changes"]
        ]

    def elements(self, key: str) -> list[dict[str, Any]]:
        return [element for value in self.values() for element in value.get(key, [])]

    def ticks(self) -> list[str]:
        return [element["status"] for element in self.elements("statuses")]

    def texts(self) -> list[str]:
        return [element["text"]["body"] for element in self.elements("messages") if element["type"] == "text"]


@dataclass
class Rig:
    """One running sandbox and everything around it."""

    sandbox: Sandbox
    clock: FakeClock
    inbox: Inbox
    http: Http
    ana: Person

    async def post(self, path: str, body: Any, *, token: str = "any", headers: Any = None) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.http.request(
            "POST", f"http://graph{path}", content=raw, bearer=token, headers=headers
        )

    async def get(self, path: str, *, token: str = "any") -> Answer:
        return await self.http.request("GET", f"http://graph{path}", bearer=token)

    async def call(self, method: str, path: str, body: Any = None, *, headers: Any = None) -> Answer:
        """Any method, with JSON if there is a body."""
        raw = b"" if body is None else json.dumps(body).encode()
        return await self.http.request(
            method, f"http://graph{path}", content=raw, bearer="any", headers=headers
        )

    async def control(self, path: str, **wish: Any) -> Any:
        """A wish at the control interface, which must be granted."""
        answer = await self.post(f"/_sandbox/{path}", wish)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    async def send(self, **changes: Any) -> Answer:
        return await self.post(f"/v24.0/{BUSINESS.phone_number_id}/messages", text_body(**changes))

    async def later(self, seconds: float) -> None:
        """Let time pass, after everything that was just started has begun to wait."""
        await self.clock.advance(0)
        await self.clock.advance(seconds)

    async def arm(self, fault: str, **details: Any) -> None:
        answer = await self.post("/_sandbox/faults", {"fault": fault, **details})
        assert answer.status == 200, answer.body

    async def accepted(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((await self.get("/_sandbox/accepted")).body)["accepted"]
        return found


def text_body(**changes: Any) -> dict[str, Any]:
    """A well-formed send to Ana; a change to None leaves the key out."""
    body = {
        "messaging_product": "whatsapp",
        "to": "+447700900123",
        "type": "text",
        "text": {"body": "Hello"},
        "biz_opaque_callback_data": "1:m-1",
    } | changes
    return {name: value for name, value in body.items() if value is not None}


def new_world(**more: Any) -> World:
    world = World(BUSINESS, seed=more.pop("seed", 1))
    world.meet("447700900123", key="ana", name="Ana Field", language="en", **more)
    return world


@asynccontextmanager
async def rig(
    *,
    world: World | None = None,
    phrases: Phrases | None = None,
    verify: Callable[[], Awaitable[bool]] | None = None,
    has_written: bool = True,
    is_lively: bool = False,
    refuses: bool = False,
    **more: Any,
) -> AsyncIterator[Rig]:
    """A running sandbox in which Ana wrote a moment ago, unless told otherwise."""
    clock, inbox, world = FakeClock(NOW), Inbox(refuses=refuses), world or new_world()
    ana = world.people["ana"]
    if has_written:
        world.wrote(ana, NOW, "text", {"body": "Hi"})
    sandbox = Sandbox(
        world, inbox.deliver, clock=clock, phrases=phrases, is_lively=is_lively, verify=verify, **more
    )
    async with Http(transport=in_process(sandbox.app)) as http, sandbox:
        running = Rig(sandbox, clock, inbox, http, ana)
        await running.later(0)
        yield running
