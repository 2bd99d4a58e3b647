"""Files on a desk: fetched whole, going on where the line broke, kept to a quota; sent once the hub has them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.desk.media_desk import MediaProgress, Prepared
from app.domain.contents import Content
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import MessageId
from app.domain.sends import SendMessage
from app.net import in_process
from storage.media import MediaStore
from tests import sample_files as make
from tests.flow.desk_world import Computer, Wire, computer, reach
from tests.flow.hub_world import HubWorld

DATA = bytes(range(256)) * 16_000  # 4 MB
NAME = hashlib.sha256(DATA).hexdigest()
PHOTO = make.picture("JPEG", (300, 200))


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


async def test_a_file_is_fetched_once_and_stays(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        hub_files(world).put(DATA)
        heard = listen(one)
        assert not one.desk.has_media(NAME)
        found = await asyncio.gather(*(one.desk.media_bytes(NAME) for _ in range(3)))
        assert found == [DATA] * 3
        assert one.desk.has_media(NAME)
        assert [(step.state, step.total_bytes) for step in (heard[0], heard[-1])] == [
            ("fetching", len(DATA)),
            ("here", len(DATA)),
        ]
        assert await one.desk.media_bytes(NAME) == DATA
        assert wire.paths.count(f"GET /api/v1/media/{NAME}") == 1
        assert all(DATA[:64] not in path.read_bytes() for path in own_files(one, "media"))


async def test_a_file_goes_on_where_the_line_broke(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        hub_files(world).put(DATA)
        wire.cuts = [1_500_000, 100_000]
        work = asyncio.ensure_future(one.desk.media_bytes(NAME))
        assert await with_time(world, work) == DATA
        starts = [int((told or "bytes=0-")[6:-1]) for told in wire.ranges]
        assert starts[0] == 0 < starts[1] < starts[2]
        assert starts[1] >= 1_000_000


async def test_a_file_is_stopped_and_goes_on_later(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        hub_files(world).put(DATA)
        heard = listen(one)
        wire.hold.clear()
        work = asyncio.ensure_future(one.desk.media_bytes(NAME))
        await asyncio.sleep(0)
        one.desk.cancel_media(NAME)
        with pytest.raises(ComptoirError) as caught:
            await work
        assert (caught.value.code, heard[-1].state) == ("media_cancelled", "cancelled")
        assert one.desk.media_progress(NAME) is None
        wire.hold.set()
        assert await one.desk.media_bytes(NAME) == DATA


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", ""])
async def test_a_file_that_the_hub_does_not_have(tmp_path: Path, name: str) -> None:
    async with both(tmp_path) as (_, one, _wire):
        with pytest.raises(ComptoirError) as caught:
            await one.desk.media_bytes(name)
        assert caught.value.code in ("media_missing", "file_missing")


async def test_without_the_hub_it_says_so_and_later_it_comes(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        hub_files(world).put(DATA)
        wire.is_cut = True
        work = asyncio.ensure_future(one.desk.media_bytes(NAME))
        with pytest.raises(ComptoirError) as caught:
            await with_time(world, work)
        assert caught.value.code == "hub_unreachable"
        wire.is_cut = False
        assert await one.desk.media_bytes(NAME) == DATA


async def test_a_file_damaged_on_this_computer_comes_anew(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, _):
        hub_files(world).put(DATA)
        await one.desk.media_bytes(NAME)
        [path] = own_files(one, "media")
        raw = bytearray(path.read_bytes())
        raw[100_000] ^= 1
        path.write_bytes(raw)
        assert await one.desk.media_bytes(NAME) == DATA


async def test_the_cache_keeps_to_its_room_and_never_drops_what_is_unsent(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, _):
        waiting = await one.desk.prepare_file(make.PDF + bytes(2_000_000), name="quote.pdf")
        assert isinstance(waiting, Prepared)
        one.desk._device_settings["media_cache_mb"] = 5
        for index in range(4):
            kept = hub_files(world).put(bytes([index]) * 2_000_000)
            await one.desk.media_bytes(kept.sha256)
        assert sum(path.stat().st_size for path in own_files(one, "media")) <= 5 * 1024 * 1024
        assert await one.desk.media_bytes(waiting.media.sha256 or "") == make.PDF + bytes(2_000_000)


async def test_a_copy_for_another_program_has_a_safe_name_and_goes_at_the_end(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, _):
        kept = hub_files(world).put(PHOTO)
        path = await one.desk.media_file(kept.sha256, "../..\\holiday\u202egpj.exe")
        assert path.name == "holidaygpj.jpg"
        assert path.read_bytes() == PHOTO
        assert path.is_relative_to(one.profile.folder / "opened")
        await one.desk.save_media(kept.sha256, tmp_path / "mine.jpg")
        assert (tmp_path / "mine.jpg").read_bytes() == PHOTO
        with pytest.raises(ComptoirError):
            await one.desk.save_media(kept.sha256, tmp_path / "nowhere" / "mine.jpg")
        await one.stop()
        assert not path.exists()


# --- ours ---


async def answer_with(world: HubWorld, one: Computer, prepared: Prepared) -> MessageId:
    """What the composer will do: a message with a prepared file."""
    conversation_id = one.desk.inbox("all")[0]
    message_id = MessageId("m-file")
    body = SendMessage(message_id, conversation_id, prepared.kind, "", Content(media=prepared.media))
    await one.desk._outbox.add([body], one.desk.position)
    return message_id


def commands_posted(wire: FileWire) -> int:
    return wire.paths.count("/api/v1/commands")


async def test_a_message_goes_only_when_its_file_is_at_the_hub(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        await world.conversation()
        await reach(world.clock, lambda: bool(one.desk.inbox("all")))
        prepared = await one.desk.prepare_file(PHOTO)
        assert isinstance(prepared, Prepared)
        assert prepared.kind == "image"
        heard = listen(one)
        wire.hold.clear()
        await answer_with(world, one, prepared)
        await world.clock.advance(20)
        assert commands_posted(wire) == 0
        wire.hold.set()
        await reach(world.clock, lambda: commands_posted(wire) == 1)
        assert hub_files(world).read(prepared.media.sha256 or "") == PHOTO
        assert {step.state for step in heard} == {"uploading", "uploaded"}
        assert own_files(one, "outgoing") == []
        assert one.desk.has_media(prepared.media.sha256 or "")


async def test_a_large_file_goes_in_parts_and_on_where_it_broke(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        await world.conversation()
        await reach(world.clock, lambda: bool(one.desk.inbox("all")))
        prepared = await one.desk.prepare_file(DATA, kind="document", name="plan.bin")
        assert isinstance(prepared, Prepared)
        wire.breaks_puts = [2, 4]
        await answer_with(world, one, prepared)
        await reach(world.clock, lambda: commands_posted(wire) == 1)
        assert hub_files(world).read(NAME) == DATA
        assert wire.puts <= 8  # four parts, two that broke, two questions where to go on


async def test_a_message_and_its_file_survive_a_restart(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        await world.conversation()
        await reach(world.clock, lambda: bool(one.desk.inbox("all")))
        prepared = await one.desk.prepare_file(PHOTO)
        assert isinstance(prepared, Prepared)
        wire.is_cut = True
        await answer_with(world, one, prepared)
        await one.stop()
        wire.is_cut = False
        await one.start()
        await reach(world.clock, lambda: commands_posted(wire) == 1)
        assert hub_files(world).read(prepared.media.sha256 or "") == PHOTO


async def test_a_message_whose_file_is_nowhere_is_refused(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, _):
        await world.conversation()
        await reach(world.clock, lambda: bool(one.desk.inbox("all")))
        prepared = await one.desk.prepare_file(PHOTO)
        assert isinstance(prepared, Prepared)
        missing = replace(prepared, media=replace(prepared.media, sha256="0" * 64))
        await answer_with(world, one, missing)
        await reach(world.clock, lambda: bool(one.refusals))
        assert one.refusals[0].code == "media_missing"


async def test_a_text_in_another_conversation_does_not_wait_for_a_file(tmp_path: Path) -> None:
    async with both(tmp_path) as (world, one, wire):
        await world.conversation()
        await world.conversation("33639980001")
        await reach(world.clock, lambda: len(one.desk.inbox("all")) == 2)
        prepared = await one.desk.prepare_file(PHOTO)
        assert isinstance(prepared, Prepared)
        wire.hold.clear()
        wire.stall = None
        await answer_with(world, one, prepared)
        other = one.desk.inbox("all")[1]
        text = await one.desk.send_text(other, "Hello", grace_s=0)
        await reach(world.clock, lambda: not one.row(text).is_pending)


async def test_a_lost_file_is_asked_for_again(tmp_path: Path) -> None:
    async with both(tmp_path) as (_, one, _wire):
        with pytest.raises(ComptoirError) as caught:
            await one.desk.retry_media(MessageId("m"))
        assert caught.value.code == "media_no_access"


# --- made ready ---


def recoded(data: bytes, max_bytes: int) -> bytes | None:
    return make.picture("JPEG", (50, 50)) if max_bytes == 5 * 1024 * 1024 else None


Check = Callable[[Prepared | Refused], None]


@pytest.mark.parametrize(
    ("data", "kind", "expected"),
    [
        (PHOTO, None, "image"),
        (make.picture("PNG"), None, "image"),
        (make.picture("WEBP"), None, "image"),
        (make.picture("BMP"), "image", "image"),
        (make.picture("JPEG", mode="CMYK"), None, "image"),
        (make.moving("GIF"), None, "document"),
        (make.plain("WEBP", (512, 512)), "sticker", "sticker"),
        (make.picture("WEBP", (512, 512)), "sticker", "!sticker_too_large"),
        (make.picture("WEBP", (100, 100)), "sticker", "!sticker_shape"),
        (make.film(brand=b"heic"), None, "!picture_heic"),
        (make.film(brand=b"heic"), "document", "document"),
        (make.film(make.VIDEO, make.AUDIO), None, "video"),
        (make.film(make.track(b"vide", b"hvc1", 10, 10)), "video", "!video_codec"),
        (make.film(make.track(b"vide", b"hvc1", 10, 10)), None, "document?video_codec"),
        (make.film(make.VIDEO, padding=17 << 20), None, "document?video_too_large"),
        (make.film(make.VIDEO, padding=17 << 20), "video", "!video_too_large"),
        (make.sound("MP3"), None, "audio"),
        (make.sound("OGG", "OPUS"), None, "audio"),
        (make.sound("OGG", "OPUS"), "voice", "voice"),
        (make.sound("OGG", "OPUS", channels=2), "voice", "!audio_type"),
        (make.sound("OGG", "VORBIS"), None, "document?audio_type"),
        (make.sound("WAV"), "audio", "!audio_type"),
        (make.PDF, None, "document"),
        (make.PDF, "image", "!not_a_picture"),
        (PHOTO, "video", "!not_a_video"),
        (b"MZ" + bytes(90), None, "document"),
        (b"", None, "!file_empty"),
    ],
)  # fmt: skip
async def test_what_a_file_may_be_sent_as(tmp_path: Path, data: bytes, kind: object, expected: str) -> None:
    async with both(tmp_path) as (_, one, _wire):
        found = await one.desk.prepare_file(data, kind=kind, recode=recoded, name="x.y")  # type: ignore[arg-type]
        if isinstance(found, Refused):
            assert expected == f"!{found.code}"
            assert own_files(one, "outgoing") == []
        else:
            assert expected == found.kind + (f"?{found.note.code}" if found.note else "")
            assert (found.media.name == "x.y") is (found.kind == "document")
            sent = await one.desk.media_bytes(found.media.sha256 or "")
            assert found.media.size_bytes == len(sent)
            await one.desk.drop_prepared(found.media.sha256 or "")
            assert own_files(one, "outgoing") == []


async def test_a_picture_that_is_too_large_is_made_smaller_and_that_is_said(tmp_path: Path) -> None:
    large = PHOTO + bytes(6 << 20)
    async with both(tmp_path) as (_, one, _wire):
        found = await one.desk.prepare_file(large, recode=recoded)
        assert isinstance(found, Prepared)
        assert found.note == Refused("picture_made_smaller", {"size": "6.1", "limit": "5"})
        assert (found.media.mime, found.media.width_px) == ("image/jpeg", 50)
        for broken in (
            None,
            lambda data, limit: None,
            lambda data, limit: b"no jpeg",
            lambda data, limit: large,
        ):
            assert await one.desk.prepare_file(large, recode=broken) == Refused("picture_not_readable")
        await one.desk.drop_prepared(found.media.sha256 or "")
        assert own_files(one, "outgoing") == []


async def test_a_pixel_bomb_never_reaches_a_decoder(tmp_path: Path) -> None:
    bomb = bytearray(make.picture("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2

    def decode(data: bytes, limit: int) -> bytes:
        raise AssertionError("it was decoded")

    async with both(tmp_path) as (_, one, _wire):
        assert await one.desk.prepare_file(bytes(bomb), recode=decode) == Refused("picture_too_many_pixels")


async def test_a_file_of_the_disk_is_taken_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "photo.pdf"
    path.write_bytes(PHOTO)
    huge = tmp_path / "huge.bin"
    with huge.open("wb") as file:
        file.truncate((100 << 20) + 1)
    async with both(tmp_path) as (_, one, _wire):
        found = await one.desk.prepare_file(path)
        assert isinstance(found, Prepared)
        assert (found.kind, found.media.mime, found.media.width_px) == ("image", "image/jpeg", 300)
        for source, code in (
            (huge, "file_too_large"),
            (tmp_path, "file_not_one"),
            (tmp_path / "no", "file_not_read"),
        ):
            refused = await one.desk.prepare_file(source)
            assert isinstance(refused, Refused)
            assert refused.code == code


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 1), (44_100, 1), (16_000, 2)])
async def test_a_voice_note_is_what_phones_show_as_one(tmp_path: Path, rate_hz: int, channels: int) -> None:
    async with both(tmp_path) as (_, one, _wire):
        found = await one.desk.prepare_voice(make.pcm(3.0 * channels, rate_hz), rate_hz, channels)
        assert isinstance(found, Prepared)
        assert (found.kind, found.note, found.media.mime) == ("voice", None, "audio/ogg")
        assert abs((found.media.duration_ms or 0) - 3000) < 20
        levels = bytes.fromhex(found.media.waveform or "")
        assert len(levels) == 44
        assert max(levels) == 255
        assert levels[0] < levels[20] < levels[-1]
        again = await one.desk.prepare_file(
            await one.desk.media_bytes(found.media.sha256 or ""), kind="voice"
        )
        assert isinstance(again, Prepared)


async def test_a_click_on_the_microphone_is_no_note(tmp_path: Path) -> None:
    async with both(tmp_path) as (_, one, _wire):
        assert await one.desk.prepare_voice(make.pcm(0.1), 48_000) == Refused("voice_too_short")
        assert await one.desk.prepare_voice(b"", 48_000) == Refused("voice_too_short")


async def test_silence_has_a_flat_shape(tmp_path: Path) -> None:
    async with both(tmp_path) as (_, one, _wire):
        found = await one.desk.prepare_voice(bytes(96_000), 48_000)
        assert isinstance(found, Prepared)
        assert found.media.waveform == "00" * 44
