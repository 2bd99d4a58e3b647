"""A desk and its hub with a wire on which files may break off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from app.desk.media_desk import MediaProgress
from app.net import in_process
from storage.media import MediaStore
from tests.flow.desk_world import Computer, Wire, computer, reach
from tests.flow.hub_world import HubWorld


class Cutter(httpx.AsyncByteStream):
    """An answer of which only so many bytes come."""

    def __init__(self, body: httpx.AsyncByteStream, bytes_left: int) -> None:
        self._body, self._left = body, bytes_left

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._body:
            yield piece[: self._left]
            self._left -= len(piece)
            if self._left <= 0:
                raise httpx.ReadError("the line broke")


class FileWire(Wire):
    """Files may break off, be held up, or be changed on the way."""

    def __init__(self, world: HubWorld) -> None:
        super().__init__(world)
        self.cuts: list[int] = []  # after so many bytes each of the next downloads breaks
        self.ranges: list[str | None] = []
        self.puts = 0
        self.breaks_puts: list[int] = []  # which uploads of a part break
        self.hold = asyncio.Event()
        self.hold.set()
        self.stall = asyncio.Event()  # commands are counted and come no further

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/media/" not in request.url.path or self.is_cut:
            return await super().handle_async_request(request)
        await self.hold.wait()
        self.paths.append(f"{request.method} {request.url.path}")
        if request.method == "PUT":
            self.puts += 1
            if self.puts in self.breaks_puts:
                raise httpx.WriteError("the line broke", request=request)
        response = await in_process(self.world.hub.asgi).handle_async_request(request)
        if request.method == "GET":
            self.ranges.append(request.headers.get("range"))
            if self.cuts:
                assert isinstance(response.stream, httpx.AsyncByteStream)
                response.stream = Cutter(response.stream, self.cuts.pop(0))
        return response


@asynccontextmanager
async def both(folder: Path) -> AsyncIterator[tuple[HubWorld, Computer, FileWire]]:
    async with HubWorld(folder / "hub") as world:
        wire = FileWire(world)
        async with computer(world, folder / "desk", wire=wire) as one:
            await reach(world.clock, lambda: one.desk.connection().is_hub_reachable)
            yield world, one, wire


def hub_files(world: HubWorld) -> MediaStore:
    return MediaStore(world.config.media_folder, world.config.data_key)


def listen(one: Computer) -> list[MediaProgress]:
    heard: list[MediaProgress] = []
    one.desk.subscribe_media(heard.append)
    return heard


async def with_time(world: HubWorld, work: asyncio.Future[bytes], seconds: float = 60) -> bytes:
    await reach(world.clock, work.done, within_s=seconds)
    return await work


def own_files(one: Computer, folder: str) -> list[Path]:
    return [path for path in (one.profile.folder / folder).rglob("*") if path.is_file()]
