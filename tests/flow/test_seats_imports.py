"""Something long that one person began goes on in their name while another is at the computer."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.flow.desk_world import Wire
from tests.flow.seat_world import Shared
from tests.flow.test_imports import CHAT, bring, one_line, seen, texts
from tests.unit.export_files import written


class Relieved(Wire):
    """With the first word of an import, Nora sits down at the computer. `askers`: by whose token imports were asked."""

    counter: Shared | None = None

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.askers: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/imports" in request.url.path:
            counter, self.counter = self.counter, None
            if counter is not None:
                await counter.as_nora()
            self.askers.append(request.headers["authorization"])
        return await super().handle_async_request(request)


async def test_an_import_ends_in_the_name_of_who_began_it(tmp_path: Path) -> None:
    async with one_line(tmp_path) as world:
        wire = Relieved(world)
        counter = Shared(world, tmp_path / "counter", wire)
        await counter.join("owner", "Léa")
        await counter.start()
        try:
            ana = await world.conversation()
            await seen(world, counter)
            await counter.share()
            wire.counter = counter
            outcome = await bring(counter, written(tmp_path, CHAT))
            assert (outcome.progress.state, outcome.progress.added) == ("ended", 5)
            assert counter.desk.me().name == "Nora"
            assert len(wire.askers) > 1 and len(set(wire.askers)) == 1
            await seen(world, counter)
            assert "Yes, at two" in texts(counter, ana)
        finally:
            await counter.stop()
