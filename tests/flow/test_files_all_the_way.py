"""A file's whole way: from a customer to a desk, and from a desk to the customer, through hub and pretend Meta."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.desk.media_desk import Prepared
from app.domain.contents import Content
from app.domain.ids import MessageId
from app.domain.sends import SendMessage
from app.whatsapp.client import GraphClient
from app.whatsapp.media_client import MediaClient
from tests import sample_files as make
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld, text_item, webhook
from tests.unit.sandbox_rig import Rig, rig

PHOTO = make.picture("JPEG", (90, 60))


@dataclass
class Way:
    """Everything between a customer and a desk."""

    world: HubWorld
    rig: Rig
    one: Computer

    async def send(self, prepared: Prepared, text: str = "") -> MessageId:
        """What the composer does."""
        conversation_id = self.one.desk.inbox("all")[0]
        message_id = MessageId("m-file")
        body = SendMessage(message_id, conversation_id, prepared.kind, text, Content(media=prepared.media))
        await self.one.desk._outbox.add([body], self.one.desk.position)
        return message_id


@asynccontextmanager
async def way(folder: Path) -> AsyncIterator[Way]:
    async with rig() as running:
        graph = GraphClient(running.http, "http://graph", "v24.0")
        files = MediaClient(running.http, "http://graph", "v24.0")
        async with HubWorld(folder / "hub", client=graph, media_client=files, data_key="5a" * 32) as world:
            await world.conversation()
            async with computer(world, folder / "desk") as one:
                await reach(world.clock, lambda: bool(one.desk.inbox("all")))
                yield Way(world, running, one)


async def test_a_customers_picture_is_on_the_desk(tmp_path: Path) -> None:
    async with way(tmp_path) as found:
        media_id = found.rig.sandbox.world.new_media_id()
        now = found.rig.clock.now()
        found.rig.sandbox.world.media.put(media_id, PHOTO, "image/jpeg", now, is_uploaded=False)
        item = text_item("", sent_at=found.world.clock.now()) | {"type": "image"}
        digest = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
        item["image"] = {"id": media_id, "mime_type": "image/jpeg", "sha256": digest, "caption": "Like this?"}
        del item["text"]
        assert await found.world.post(webhook({"messages": [item]})) == 200
        await reach(found.world.clock, lambda: bool(found.world.events("media.stored")))
        assert await found.one.desk.media_bytes(hashlib.sha256(PHOTO).hexdigest()) == PHOTO


@pytest.mark.parametrize(
    ("data", "name", "kind", "caption"),
    [
        (PHOTO, "holiday.jpg", "image", "The colour"),
        (make.PDF, "quote.pdf", "document", "Your quote"),
        (make.film(make.VIDEO, make.AUDIO), "chair.mp4", "video", ""),
        (make.sound("MP3"), "song.mp3", "audio", ""),
        (None, None, "voice", ""),
    ],
)
async def test_a_file_of_ours_reaches_the_customer(
    tmp_path: Path, data: bytes | None, name: str | None, kind: str, caption: str
) -> None:
    async with way(tmp_path) as found:
        if data is None:
            prepared = await found.one.desk.prepare_voice(make.pcm(2.0), 48_000)
        else:
            prepared = await found.one.desk.prepare_file(data, name=name)
        assert isinstance(prepared, Prepared)
        assert prepared.kind == kind
        await found.send(prepared, caption)
        await reach(found.world.clock, lambda: bool(found.world.events("send.accepted")))
        [sent] = await found.rig.accepted()
        kept = found.rig.sandbox.world.media
        [media_id] = [entry["id"] for entry in kept.dump()]
        media = kept.find(media_id, found.rig.clock.now())
        assert media is not None
        assert hashlib.sha256(kept.read(media)).hexdigest() == prepared.media.sha256
        assert media_id in str(sent)
        assert found.one.refusals == []
