"""Something between desk and hub answers in the hub's place: a proxy in a bad hour, a hotel's sign-in page."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.flow.desk_world import Computer, Wire, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld, until


class BadProxy(Wire):
    """Passes commands on, loses the hub's answer, and answers in its own words from then on."""

    status: int | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        is_passed_on = self.status is None or "/api/v1/commands" not in self.paths
        if is_passed_on or not request.url.path.endswith("/commands"):
            response = await super().handle_async_request(request)
            if self.status is None:
                return response
            raise httpx.ReadError("the answer was lost", request=request)
        self.paths.append(request.url.path)
        return httpx.Response(self.status or 404, content=b"404 page not found")


@pytest.mark.parametrize("status", [302, 404, 413])
async def test_a_proxys_own_refusal_does_not_give_back_a_text_that_the_hub_has(
    tmp_path: Path, status: int
) -> None:
    """G5: given back as a draft, it would be sent a second time by a person."""
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        lea = Computer(world, tmp_path / "lea")
        lea.wire = proxy = BadProxy(world)
        await lea.join()
        await lea.start()
        try:
            ana = await world.conversation()
            await until(lambda: ana in lea.desk.inbox("waiting"))
            proxy.status = status
            message_id = await lea.desk.send_text(ana, "Only once", grace_s=0)
            await reach(world.clock, lambda: proxy.paths.count("/api/v1/commands") > 2)
            assert (lea.refusals, lea.desk.draft(ana)) == ([], "")
            proxy.status = None
            await reach(world.clock, lambda: lea.is_in(message_id, "accepted"))
            assert len(graph.posts) == 1
        finally:
            await lea.stop()
