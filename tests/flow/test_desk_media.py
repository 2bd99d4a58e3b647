"""Files on a desk: fetched whole, going on where the line broke, kept to a quota; sent once the hub has them."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.media_desk import Prepared
from app.domain.contents import Content
from app.domain.errors import ComptoirError
from app.domain.ids import MessageId
from app.domain.sends import SendMessage
from tests import sample_files as make
from tests.flow.desk_world import Computer, reach
from tests.flow.file_world import FileWire, both, hub_files, listen, own_files, with_time
from tests.flow.hub_world import HubWorld
from tests.guards.logs import Expect

DATA = bytes(range(256)) * 16_000  # 4 MB
NAME = hashlib.sha256(DATA).hexdigest()
PHOTO = make.picture("JPEG", (300, 200))


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
        assert caught.value.code in ("file_not_at_hub", "file_missing")


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


async def test_a_message_goes_though_its_file_cannot_be_put_away_here(
    tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("file not moved code=folder_unwritable")
    async with both(tmp_path) as (world, one, wire):
        await world.conversation()
        await reach(world.clock, lambda: bool(one.desk.inbox("all")))
        prepared = await one.desk.prepare_file(PHOTO)
        assert isinstance(prepared, Prepared)
        (one.profile.folder / "media").write_bytes(b"a file where the folder should be")
        await answer_with(world, one, prepared)
        await reach(world.clock, lambda: commands_posted(wire) == 1)
        assert one.refusals == []
        assert len(own_files(one, "outgoing")) == 1


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
        missing = prepared._replace(media=replace(prepared.media, sha256="0" * 64))
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
