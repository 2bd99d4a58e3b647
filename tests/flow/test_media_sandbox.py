"""Our client of Meta's files against the pretend Meta, which was written apart from it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.channels import WHATSAPP
from app.domain.contents import Media
from app.domain.lines import line_id_of
from app.hub.uploading import UploadFailed, UploadRefused
from app.whatsapp.media_client import MediaClient
from storage.media import MediaStore
from tests import sample_files as make
from tests.flow.hub_world import LINE, HubWorld, text_item, until, webhook
from tests.unit.sandbox_rig import BUSINESS, Rig, rig

PHOTO = make.picture("JPEG", (90, 60))


@dataclass
class Salon:
    """A hub whose channel is the sandbox."""

    world: HubWorld
    rig: Rig

    async def send(self, data: bytes = PHOTO) -> None:
        """A customer sends a picture."""
        media_id = self.rig.sandbox.world.new_media_id()
        now = self.rig.clock.now()
        self.rig.sandbox.world.media.put(media_id, data, "image/jpeg", now, is_uploaded=False)
        item = text_item("", sent_at=self.world.clock.now()) | {"type": "image"}
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        item["image"] = {"id": media_id, "mime_type": "image/jpeg", "sha256": digest}
        del item["text"]
        assert await self.world.post(webhook({"messages": [item]})) == 200
        await self.world.settled()

    async def comes(self, kind: str = "media.stored") -> None:
        """Wait for it, while time passes."""
        for _ in range(40):
            if any(event.kind == kind for event in self.world.events()):
                return
            await self.world.clock.advance(1)
            for _ in range(3):
                await self.world.settled()
        await until(lambda: bool(self.world.events(kind)))

    @property
    def store(self) -> MediaStore:
        return MediaStore(self.world.config.media_folder, None)


@asynccontextmanager
async def salon(folder: Path) -> AsyncIterator[Salon]:
    assert BUSINESS.phone_number_id == LINE
    async with rig() as running:
        client = MediaClient(running.http, "http://graph", "v24.0")
        async with HubWorld(folder, media_client=client) as world:
            yield Salon(world, running)


@pytest.mark.parametrize("fault", [None, "expired_url", "wrong_bytes", "wrong_hash"])
async def test_a_customers_picture_comes_whatever_goes_wrong_once(tmp_path: Path, fault: str | None) -> None:
    async with salon(tmp_path) as running:
        if fault:
            await running.rig.arm(fault)
        await running.send()
        await running.comes()
        assert running.store.read(hashlib.sha256(PHOTO).hexdigest()) == PHOTO


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (PHOTO, "image/jpeg"),
        (make.PDF, "application/pdf"),
        (make.sound("OGG", "OPUS"), "audio/ogg"),
        (make.film(make.VIDEO, make.AUDIO), "video/mp4"),
        (make.plain("WEBP", (512, 512)), "image/webp"),
    ],
)
async def test_our_files_are_taken(tmp_path: Path, data: bytes, mime: str) -> None:
    async with salon(tmp_path) as running:
        uploads = running.world.hub._running.uploader
        assert uploads is not None
        media = Media(mime=mime, sha256=running.store.put(data).sha256)
        media_id = await uploads.media_id(line_id_of(WHATSAPP, LINE), media)
        kept = running.rig.sandbox.world.media.find(media_id, running.rig.clock.now())
        assert kept is not None
        assert running.rig.sandbox.world.media.read(kept) == data


async def test_a_file_that_meta_does_not_take_is_refused_and_an_outage_is_not(tmp_path: Path) -> None:
    async with salon(tmp_path) as running:
        uploads = running.world.hub._running.uploader
        assert uploads is not None
        line = line_id_of(WHATSAPP, LINE)
        program = Media(mime="application/x-msdownload", sha256=running.store.put(b"MZ" + bytes(90)).sha256)
        with pytest.raises(UploadRefused) as caught:
            await uploads.media_id(line, program)
        assert (caught.value.code, caught.value.provider_code) == ("media_refused", 100)
        await running.rig.arm("media_outage", delay_s=60)
        photo = Media(mime="image/jpeg", sha256=running.store.put(PHOTO).sha256)
        with pytest.raises(UploadFailed):
            await uploads.media_id(line, photo)
        await running.rig.later(61)
        assert await uploads.media_id(line, photo)
