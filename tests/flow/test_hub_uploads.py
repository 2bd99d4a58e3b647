"""Files that we send: given to the channel once for each number, remembered as long as it keeps them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.domain.channels import WHATSAPP
from app.domain.contents import Media
from app.domain.lines import line_id_of
from app.hub.uploading import Uploader, UploadFailed, UploadRefused
from tests import sample_files as make
from tests.flow.fake_media import graph_error
from tests.flow.hub_world import LINE, OTHER_LINE
from tests.flow.media_world import MediaWorld, media_world

PHOTO = make.picture("JPEG", (120, 80))
DAY_S = 24 * 3600.0
OURS, OTHER = line_id_of(WHATSAPP, LINE), line_id_of(WHATSAPP, OTHER_LINE)


def uploads(media: MediaWorld) -> Uploader:
    found = media.world.hub._running.uploader
    assert found is not None
    return found


def kept(media: MediaWorld, data: bytes, mime: str | None = "image/jpeg") -> Media:
    return Media(mime=mime, sha256=media.store.put(data).sha256)


async def test_a_file_is_given_once_for_each_number(tmp_path: Path) -> None:
    async with media_world(tmp_path, data_key="5a" * 32) as media:
        photo = kept(media, PHOTO)
        ids = await asyncio.gather(*(uploads(media).media_id(OURS, photo) for _ in range(3)))
        assert ids == ["up1"] * 3
        assert await uploads(media).media_id(OTHER, photo) == "up2"
        assert media.shelf.uploads == [(LINE, "image/jpeg", PHOTO), (OTHER_LINE, "image/jpeg", PHOTO)]


async def test_it_is_remembered_across_a_restart_and_given_anew_in_time(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        photo = kept(media, PHOTO)
        await uploads(media).media_id(OURS, photo)
        await media.world.restart()
        await media.world.clock.advance(28 * DAY_S)
        assert await uploads(media).media_id(OURS, photo) == "up1"
        await media.world.clock.advance(2 * DAY_S)
        assert await uploads(media).media_id(OURS, photo) == "up2"


async def test_what_is_forgotten_is_given_anew(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        photo = kept(media, PHOTO)
        assert await uploads(media).media_id(OURS, photo) == "up1"
        await uploads(media).forget(OURS, photo)
        assert await uploads(media).media_id(OURS, photo) == "up2"


async def test_a_voice_note_names_its_codec(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        note = kept(media, make.sound("OGG", "OPUS"), "audio/ogg")
        await uploads(media).media_id(OURS, note)
        assert media.shelf.uploads[0][1] == "audio/ogg; codecs=opus"


async def test_without_a_word_on_its_type_the_content_says_it(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        await uploads(media).media_id(OURS, kept(media, make.PDF, None))
        assert media.shelf.uploads[0][1] == "application/pdf"


@pytest.mark.parametrize(
    ("code", "status", "ours"),
    [
        (100, 400, "media_refused"),
        (131053, 400, "media_refused"),
        (190, 401, "token_invalid"),
        (131031, 403, "account_restricted"),
    ],
)
async def test_a_refusal_says_why(tmp_path: Path, code: int, status: int, ours: str) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(code, status)
        with pytest.raises(UploadRefused) as caught:
            await uploads(media).media_id(OURS, kept(media, PHOTO))
        assert (caught.value.code, caught.value.provider_code) == (ours, code)


@pytest.mark.parametrize(
    ("code", "status"), [(2, 500), (131016, 503), (130429, 429), (4, 400), (999_999, 500)]
)
async def test_what_may_work_later_is_no_refusal(tmp_path: Path, code: int, status: int) -> None:
    async with media_world(tmp_path) as media:
        photo = kept(media, PHOTO)
        media.shelf.fails = lambda method, path: graph_error(code, status)
        with pytest.raises(UploadFailed):
            await uploads(media).media_id(OURS, photo)
        media.shelf.fails = lambda method, path: None
        assert await uploads(media).media_id(OURS, photo) == "up1"


async def test_a_line_that_breaks_is_no_refusal(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:

        def cut(method: str, path: str) -> None:
            raise OSError("no route")

        media.shelf.fails = cut
        with pytest.raises(UploadFailed):
            await uploads(media).media_id(OURS, kept(media, PHOTO))


@pytest.mark.parametrize("sha256", [None, "0" * 64, "../x"])
async def test_a_file_that_the_hub_does_not_have(tmp_path: Path, sha256: str | None) -> None:
    async with media_world(tmp_path) as media:
        with pytest.raises(UploadRefused) as caught:
            await uploads(media).media_id(OURS, Media(sha256=sha256))
        assert caught.value.code == "media_missing"
        assert media.shelf.calls == []


async def test_a_number_without_access(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        with pytest.raises(UploadRefused) as caught:
            await uploads(media).media_id(line_id_of(WHATSAPP, "1"), kept(media, PHOTO))
        assert caught.value.code == "token_invalid"
