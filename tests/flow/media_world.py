"""A hub beside a pretend Graph that keeps files, and customers who send them."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.arrivals import MessageReceived
from app.domain.events import Event
from app.domain.ids import MessageId
from storage.media import MediaStore
from tests.flow.fake_media import Shelf, media_client
from tests.flow.hub_world import ANA, HubWorld, becomes, text_item, until, webhook
from tests.guards.threads import quiet


@dataclass
class MediaWorld:
    """`send` plays a customer; `reach` lets time pass."""

    world: HubWorld
    shelf: Shelf
    count: int = field(default=0)

    @property
    def store(self) -> MediaStore:
        """The hub's files as another process would read them."""
        return MediaStore(self.world.config.media_folder, self.world.config.data_key)

    async def send(
        self,
        data: bytes,
        kind: str = "image",
        *,
        media_id: str = "",
        instead: bytes | None = None,
        **more: Any,
    ) -> MessageId:
        """A customer sends a file; the id of the message, which is in the log already.

        `instead`: what lies at the channel under the file's id.
        """
        self.count += 1
        media_id = media_id or f"71{self.count:05d}"
        named = self.shelf.add(media_id, data)
        self.shelf.files[media_id] = data if instead is None else instead
        raw = bytes.fromhex(named["sha256"])
        item = text_item("", sent_at=self.world.clock.now()) | {"type": kind}
        item[kind] = named | {"sha256": base64.b64encode(raw).decode()} | more
        del item["text"]
        return await self.post(item)

    async def post(self, item: dict[str, Any], **changes: Any) -> MessageId:
        """An item of a webhook."""
        contact = {"profile": {"name": "Ana"}, "wa_id": ANA}
        assert await self.world.post(webhook({"contacts": [contact], "messages": [item]}, **changes)) == 200
        event = [event for event in await self.world.settled() if event.kind == "message.received"][-1]
        assert isinstance(event.body, MessageReceived)
        return event.body.message_id

    def news(self) -> list[Event]:
        """What the log says of files."""
        return [event for event in self.world.events() if event.kind.startswith("media.")]

    def kinds(self) -> list[str]:
        """Its kinds, with the reason of a loss."""
        return [event.kind + getattr(event.body, "code", "") for event in self.news()]

    async def reach(
        self, is_true: Callable[[], bool], *, within_s: float = 60.0, step_s: float = 1.0
    ) -> None:
        """Let time pass in small steps until something is true; without `within_s` none passes."""
        if not within_s:
            await until(is_true)
        left_s = within_s
        while not await self.soon(is_true):
            if left_s <= 0:  # all that may pass has passed; a busy computer may still be at it
                told = f"{self.kinds()}, {len(self.shelf.calls)} calls"
                assert await becomes(is_true), f"not within {within_s} s: {told}"
                return
            await self.world.clock.advance(step_s)
            left_s -= step_s

    async def soon(self, is_true: Callable[[], bool]) -> bool:
        """Whether something is true without any time passing."""
        await quiet()
        return is_true()

    async def pass_time(self, seconds: float, step_s: float) -> None:
        """Let time pass, and whatever happens in it happen."""
        left_s = seconds
        while left_s > 0:
            await self.world.clock.advance(step_s)
            left_s -= step_s


@asynccontextmanager
async def media_world(folder: Path, **config: Any) -> AsyncIterator[MediaWorld]:
    """All of it, running."""
    shelf = Shelf()
    async with shelf.http() as http, HubWorld(folder, media_client=media_client(http), **config) as world:
        yield MediaWorld(world, shelf)
