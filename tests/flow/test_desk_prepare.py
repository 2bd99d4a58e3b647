"""What a desk makes of files before they are sent: checked by content and limits, converted where that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.media_desk import Prepared
from app.domain.errors import Refused
from tests import sample_files as make
from tests.flow.file_world import both, own_files

PHOTO = make.picture("JPEG", (300, 200))


def recoded(data: bytes, max_bytes: int) -> bytes | None:
    return make.picture("JPEG", (50, 50)) if max_bytes == 5 * 1024 * 1024 else None


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
        assert found.note == Refused(
            "picture_made_smaller", {"size_bytes": str(len(large)), "limit_bytes": str(5 << 20)}
        )
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
