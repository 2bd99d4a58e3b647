"""A device of a shared computer that is not known for a while: nobody is shut out by that."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.flow.desk_world import Wire, reach
from tests.flow.hub_world import BO, HubWorld, until
from tests.flow.seat_world import Shared, credited, world
from tests.guards.logs import Expect

__all__ = ["world"]


class Forgetful(Wire):
    """Something that does not know one of the devices, and says so as `answer`."""

    token = ""
    answer: httpx.Response | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        is_theirs = request.headers.get("authorization") == f"Bearer {self.token}"
        is_theirs = is_theirs and not request.url.path.endswith("/hello")  # which needs no token
        if self.answer is not None and is_theirs:
            return httpx.Response(self.answer.status_code, content=self.answer.content)
        return await super().handle_async_request(request)


async def test_who_is_only_not_known_just_now_loses_nothing(
    world: HubWorld, tmp_path: Path, expect_log: Expect
) -> None:
    """A hub restored without Nora's device: her words wait, Léa works, and all is well afterwards."""
    expect_log("sync stopped code=token_unknown")
    wire = Forgetful(world)
    counter = Shared(world, tmp_path / "counter", wire)
    await counter.join("owner", "Léa")
    await counter.start()
    try:
        ana, bo = await world.conversation(), await world.conversation(BO)
        await until(lambda: len(counter.desk.inbox("waiting")) == 2)
        await counter.share()
        wire.token = counter.token_of(counter.nora)
        wire.answer = httpx.Response(401, json={"code": "token_unknown"})
        await counter.as_nora()
        await counter.desk.send_text(ana, "Nora's", grace_s=0)
        counter.desk.save_draft(bo, "begun")
        await reach(world.clock, lambda: counter.desk.connection().stopped_code == "token_unknown")
        await counter.as_lea()
        assert counter.desk.connection().stopped_code == "token_unknown"  # until somebody else was heard
        await reach(world.clock, lambda: counter.desk.connection().stopped_code is None)
        await counter.desk.send_text(bo, "Léa's", grace_s=0)
        await reach(world.clock, lambda: credited(world) == [("Léa's", "Léa")])
        assert len(counter.desk.seats()) == 2 and counter.desk.gone_seats() == []
        wire.answer = None
        await reach(world.clock, lambda: ("Nora's", "Nora") in credited(world))
        await counter.as_nora()
        assert counter.desk.draft(bo) == "begun"
    finally:
        await counter.stop()


async def test_what_something_between_says_of_a_device_shuts_nobody_out(
    world: HubWorld, tmp_path: Path
) -> None:
    """A hotel's login page: everything waits for it to go away."""
    wire = Forgetful(world)
    counter = Shared(world, tmp_path / "counter", wire)
    await counter.join("owner", "Léa")
    await counter.start()
    try:
        ana = await world.conversation()
        await until(lambda: counter.desk.inbox("waiting") == [ana])
        await counter.share()
        wire.token = counter.token_of(counter.nora)
        wire.answer = httpx.Response(401, content=b"a proxy")
        await counter.as_nora()
        await counter.desk.send_text(ana, "Nora's", grace_s=0)
        await reach(world.clock, lambda: not counter.desk.connection().is_hub_reachable)
        assert counter.desk.connection().stopped_code is None and len(counter.desk.seats()) == 2
        wire.answer = None
        await reach(world.clock, lambda: credited(world) == [("Nora's", "Nora")])
    finally:
        await counter.stop()
