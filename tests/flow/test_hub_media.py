"""Customers' files: fetched at once, checked, tried again as the channel allows, lost only when they truly are."""

from __future__ import annotations

import asyncio
import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.ids import MessageId
from app.domain.media import MediaLost, MediaStored
from app.hub import shelf
from tests import sample_files as make
from tests.flow.fake_media import GRAPH, Answer, graph_error
from tests.flow.hub_world import FOREIGN_LINE, text_item
from tests.flow.media_world import MediaWorld, media_world

KEY = "5a" * 32
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
PHOTO = make.picture("JPEG", (120, 80))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fail_bytes(answer: Answer, times: int = 1 << 30) -> object:
    left = [times]

    def fails(method: str, path: str) -> Answer | None:
        if not path.startswith("/bytes/") or not left[0]:
            return None
        left[0] -= 1
        return answer

    return fails


def is_stored(media: MediaWorld) -> bool:
    return media.kinds()[-1:] == ["media.stored"]


async def retry(media: MediaWorld, message_id: MessageId) -> tuple[int, dict[str, object]]:
    desk = await media.world.join()
    answer = await media.world.call("POST", "/api/v1/media/retry", desk, {"message_id": message_id})
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("key", [None, KEY])
async def test_a_picture_is_fetched_at_once_and_announced_with_its_measures(
    tmp_path: Path, key: str | None
) -> None:
    async with media_world(tmp_path, data_key=key) as media:
        message_id = await media.send(PHOTO)
        await media.reach(lambda: is_stored(media), within_s=0)
        [event] = media.news()
        assert isinstance(event.body, MediaStored)
        assert event.body.message_id == message_id
        assert (event.body.sha256, event.body.size_bytes) == (sha256(PHOTO), len(PHOTO))
        assert (event.body.mime, event.body.width_px, event.body.height_px) == ("image/jpeg", 120, 80)
        assert media.store.read(sha256(PHOTO)) == PHOTO
        assert set(media.shelf.tokens) == {"Bearer token"}


async def test_what_it_really_is_is_told_not_what_was_said(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        await media.send(b"MZ" + bytes(300), mime_type="image/jpeg")
        await media.reach(lambda: is_stored(media), within_s=0)
        assert media.news()[0].body.mime == "application/vnd.microsoft.portable-executable"  # type: ignore[union-attr]


async def test_a_message_never_waits_for_its_file(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.hold.clear()
        await media.send(PHOTO)
        await media.world.say("and a text")
        assert media.kinds() == []
        media.shelf.hold.set()
        await media.reach(lambda: is_stored(media))


async def test_an_address_that_has_ended_is_looked_up_again(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = fail_bytes((404, {}, b"gone"), times=1)  # type: ignore[assignment]
        await media.send(PHOTO)
        await media.reach(lambda: is_stored(media), within_s=10)
        assert media.shelf.count("/v24.0/") == 2


async def test_what_does_not_match_the_webhooks_hash_is_never_kept(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        await media.send(PHOTO, instead=PHOTO[:-1] + b"?")
        await media.reach(lambda: media.kinds() == ["media.lostwrong_hash"], within_s=120)
        assert not [path for path in media.world.config.media_folder.rglob("*") if path.is_file()]


async def test_a_file_said_to_be_too_large_is_not_fetched(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.told["7100"] = {"file_size": 100 * 1024 * 1024 + 1}
        message_id = await media.send(PHOTO, media_id="7100")
        await media.reach(lambda: media.kinds() == ["media.losttoo_large"], within_s=0)
        assert media.shelf.count("/bytes/") == 0
        assert (await retry(media, message_id))[1]["code"] == "file_over_limit"


async def test_a_file_that_never_ends_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.told["7100"] = {"file_size": "10"}
        endless: Answer = (200, {}, bytes(100 * 1024 * 1024 + 1))
        media.shelf.fails = fail_bytes(endless)  # type: ignore[assignment]
        await media.send(PHOTO, media_id="7100")
        await media.reach(lambda: media.kinds() == ["media.losttoo_large"], within_s=400)
        assert media.store.total_bytes() == 0


async def test_a_file_that_the_channel_does_not_know_is_lost_after_an_hour_of_trying(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(100, 400, error_subcode=33)
        await media.send(PHOTO)
        await media.pass_time(HOUR_S, 30)
        assert media.kinds() == []
        await media.reach(lambda: media.kinds() == ["media.lostgone"], within_s=HOUR_S, step_s=60)
        assert len(media.shelf.calls) == 5


async def test_the_channel_hears_of_one_file_four_times_an_hour_at_most(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        times: list[float] = []

        def fails(method: str, path: str) -> Answer | None:
            times.append(media.world.clock.monotonic_s())
            return graph_error(2, 500)

        media.shelf.fails = fails
        await media.send(PHOTO)
        await media.pass_time(DAY_S, 120)
        assert len(times) >= 7
        assert all(after - before >= HOUR_S for before, after in zip(times, times[4:], strict=False))
        # the clock goes on by two minutes at once, and a busy computer may see a moment one step later
        assert max(after - before for before, after in pairwise(times)) <= 6 * HOUR_S + 2 * 120


async def test_after_a_day_without_a_line_everything_comes_by_itself(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:

        def cut(method: str, path: str) -> Answer | None:
            raise OSError("no route")

        media.shelf.fails = cut
        photos = [make.picture("JPEG", (20 + index, 20)) for index in range(6)]
        for photo in photos:
            await media.send(photo)
        await media.pass_time(DAY_S, 600)
        assert media.kinds() == []
        media.shelf.fails = lambda method, path: None
        await media.reach(lambda: len(media.kinds()) == 6, within_s=310, step_s=10)
        assert media.kinds() == ["media.stored"] * 6


async def test_after_a_day_of_the_channels_failures_the_first_success_brings_the_rest(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(2, 500)
        for index in range(3):
            await media.send(make.picture("JPEG", (20 + index, 20)))
        await media.pass_time(DAY_S, 300)
        media.shelf.fails = lambda method, path: None
        await media.send(PHOTO)
        await media.reach(lambda: len(media.kinds()) == 1, within_s=0)
        # The first one that was held up frees the others; a fresh file says nothing about them.
        await media.reach(lambda: len(media.kinds()) == 4, within_s=6 * HOUR_S, step_s=300)


async def test_after_seven_days_it_is_lost_and_cannot_be_had_again(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(2, 500)
        message_id = await media.send(PHOTO)
        await media.pass_time(7 * DAY_S - HOUR_S, HOUR_S / 2)
        assert media.kinds() == []
        await media.reach(lambda: media.kinds() == ["media.lostexpired"], within_s=2 * HOUR_S, step_s=600)
        assert (await retry(media, message_id))[0] == 410


async def test_after_a_week_without_a_hub_no_file_says_for_ever_that_it_is_coming(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(2, 500)
        for number in range(6):
            await media.send(PHOTO + bytes([number]))
        await media.world.restart(away_s=8 * DAY_S)
        await media.reach(lambda: media.kinds() == ["media.lostexpired"] * 6, within_s=0)


async def test_a_lost_file_comes_when_a_person_tries_again_in_time(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        message_id = await media.send(PHOTO, media_id="7100", instead=b"damaged")
        await media.reach(lambda: media.kinds() == ["media.lostwrong_hash"], within_s=120)
        media.shelf.files["7100"] = PHOTO
        status, told = await retry(media, message_id)
        assert (status, told) == (200, {"after_s": 0.0})
        await media.reach(lambda: media.kinds() == ["media.lostwrong_hash", "media.stored"], within_s=0)
        assert await retry(media, message_id) == (200, {"after_s": 0.0})


async def test_a_person_cannot_make_the_channel_angry(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(2, 500)
        message_id = await media.send(PHOTO)
        await media.pass_time(400, 5)
        assert len(media.shelf.calls) == 4
        status, told = await retry(media, message_id)
        assert status == 200
        assert 3000 < float(str(told["after_s"])) < 3600
        await media.pass_time(60, 5)
        assert len(media.shelf.calls) == 4


async def test_the_retry_of_a_message_that_has_no_file(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        assert (await retry(media, MessageId("nobody's")))[0] == 404


async def test_a_restart_in_the_middle_of_a_download_loses_nothing(tmp_path: Path) -> None:
    async with media_world(tmp_path, data_key=KEY) as media:
        media.shelf.hold.clear()
        await media.send(PHOTO)
        await media.reach(lambda: bool(media.shelf.calls), within_s=0)
        stopping = asyncio.ensure_future(media.world.restart())
        await asyncio.sleep(0)
        media.shelf.hold.set()
        await stopping
        await media.reach(lambda: is_stored(media))
        assert media.store.read(sha256(PHOTO)) == PHOTO


async def test_the_same_file_is_fetched_once(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        await media.send(PHOTO)
        await media.reach(lambda: len(media.news()) == 1, within_s=0)
        await media.send(PHOTO)
        await media.reach(lambda: len(media.news()) == 2, within_s=0)
        assert media.shelf.count("/bytes/") == 1


async def test_an_edit_brings_the_file_of_the_message_that_it_changes(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        other = make.picture("JPEG", (60, 60))
        sent = text_item("", wamid="wamid.first", sent_at=media.world.clock.now())
        named = media.shelf.add("7100", PHOTO)
        del sent["text"]
        message_id = await media.post(sent | {"type": "image", "image": named})
        changed = {"type": "image", "image": media.shelf.add("7101", other)}
        edit = text_item("", sent_at=media.world.clock.now())
        del edit["text"]
        about = {"original_message_id": "wamid.first", "message": changed}
        await media.post(edit | {"type": "edit", "edit": about})
        await media.reach(lambda: len(media.news()) == 2)
        bodies = [event.body for event in media.news()]
        assert {body.message_id for body in bodies} == {message_id}  # type: ignore[union-attr]
        assert {body.sha256 for body in bodies} == {sha256(PHOTO), sha256(other)}  # type: ignore[union-attr]


async def test_a_photo_that_is_here_is_not_lost_by_an_edit_of_its_caption(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        sent = text_item("", wamid="wamid.first", sent_at=media.world.clock.now())
        del sent["text"]
        await media.post(sent | {"type": "image", "image": media.shelf.add("7100", PHOTO)})
        await media.reach(lambda: is_stored(media), within_s=0)
        edit = text_item("", sent_at=media.world.clock.now())
        del edit["text"]
        named = {"id": "7101", "mime_type": "image/jpeg", "caption": "Saturday"}  # Meta knows no such file
        about = {"original_message_id": "wamid.first", "message": {"type": "image", "image": named}}
        await media.post(edit | {"type": "edit", "edit": about})
        await media.pass_time(2 * HOUR_S, 60)
        assert media.shelf.count("7101") == 5
        assert media.kinds() == ["media.stored"]


async def test_files_of_a_number_that_is_not_ours_are_left_alone(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        item = text_item("", sent_at=media.world.clock.now())
        del item["text"]
        await media.post(item | {"type": "image", "image": media.shelf.add("7100", PHOTO)}, line=FOREIGN_LINE)
        await media.pass_time(60, 5)
        assert media.shelf.calls == []


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "http://lookaside.fbsbx.com/x",
        "https://fbsbx.com.evil.example/x",
        "https://graph.test@evil.example/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://lookaside.fbsbx.com:99999/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(tmp_path: Path, url: str) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.told["7100"] = {"url": url}
        await media.send(PHOTO, media_id="7100")
        await media.pass_time(10, 2)
        assert {path for _, path in media.shelf.calls} == {"/v24.0/7100"}
        assert media.kinds() == []


async def test_a_redirect_is_followed_to_the_channels_own_hosts_alone(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        targets = iter([f"{GRAPH}/bytes/7101", "https://evil.example/bytes/7102"])

        def fails(method: str, path: str) -> Answer | None:
            if path == "/bytes/7100":
                return 302, {"location": next(targets)}, b""
            return None

        media.shelf.fails = fails
        media.shelf.add("7101", PHOTO)
        await media.send(PHOTO, media_id="7100")
        await media.reach(lambda: is_stored(media), within_s=0)
        other = make.picture("JPEG", (9, 9))
        media.shelf.add("7102", other)
        await media.send(other, media_id="7100")  # another message, the same address
        await media.pass_time(3, 1)
        assert media.shelf.count("/bytes/7102") == 0
        assert len(media.news()) == 1


async def test_a_full_disk_is_waited_for_and_counts_as_nobodys_failure(tmp_path: Path) -> None:
    async with media_world(tmp_path) as media:
        blocked = media.world.config.media_folder
        blocked.write_bytes(b"a file where the folder should be")
        await media.send(PHOTO)
        await media.pass_time(60, 5)
        assert media.kinds() == []
        blocked.unlink()
        await media.reach(lambda: is_stored(media), within_s=310, step_s=10)


async def test_customers_files_leave_the_last_of_the_disk_to_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with media_world(tmp_path) as media:
        media.shelf.fails = lambda method, path: graph_error(2, 500)
        await media.send(PHOTO)
        monkeypatch.setattr(shelf, "LOW_DISK_BYTES", 1 << 62)
        monkeypatch.setattr(shelf, "LOW_DISK_SHARE", 1)
        media.shelf.fails = lambda method, path: None
        await media.pass_time(60, 5)
        assert (media.kinds(), media.shelf.count("/bytes/")) == ([], 0)
        monkeypatch.undo()
        await media.reach(lambda: is_stored(media), within_s=310, step_s=10)


def test_a_loss_says_why() -> None:
    assert {"message_id", "conversation_id", "code"} == set(MediaLost.__slots__)
