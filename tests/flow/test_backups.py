"""The hourly copies of a running hub: made in time, proved, and what comes of a try that fails. Promises G9, G14."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from app.hub import backup_files
from app.hub.backups import Backups, make_copy
from app.hub.config import LineConfig
from app.hub.hub import no_crash
from app.hub.media_files import MediaFiles
from storage.hub import backup
from storage.media import MediaStore
from tests.flow.desk_world import computer, reach
from tests.flow.hub_world import ANA, Desk, HubWorld, message_webhook, until
from tests.guards.logs import Expect

KEY = "5a" * 32


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub", data_key=KEY) as world:
        yield world


def copies(world: HubWorld) -> list[Path]:
    return [path for _, path in backup_files.copies(world.config.backup_folder)]


async def hours(world: HubWorld, desk: Desk, count: int) -> None:
    """Let whole hours pass, each with its copy."""
    for _ in range(count):
        wanted = len(copies(world)) + 1
        await world.clock.advance(3601)
        await until(lambda wanted=wanted: len(copies(world)) == wanted)  # type: ignore[misc]
        while await _is_running(world, desk):  # noqa: ASYNC110 - the copy is made in a thread
            await asyncio.sleep(0.001)


async def _is_running(world: HubWorld, desk: Desk) -> bool:
    told = json.loads((await world.call("GET", "/api/v1/safety", desk)).body)
    return bool(told["backup"]["is_running"])


async def test_a_copy_an_hour_each_a_whole_hub(world: HubWorld) -> None:
    await world.conversation()
    assert copies(world) == []
    await hours(world, await world.join(), 3)
    assert len(copies(world)) == 3
    facts = backup.verify(copies(world)[0], KEY, is_thorough=True)
    assert facts.pos == world.head
    assert b"SQLite format" not in copies(world)[0].read_bytes()[:32]  # sealed, as the hub's own file
    assert copies(world)[0].stat().st_mode & 0o077 == 0
    assert [path.name for path in world.config.backup_folder.iterdir() if ".part" in path.name] == []


async def test_an_hour_that_was_missed_is_made_up_at_the_start(world: HubWorld) -> None:
    await hours(world, await world.join(), 1)
    await world.restart(away_s=1800)
    await world.clock.advance(5)
    assert len(copies(world)) == 1
    await world.restart(away_s=7200)
    await until(lambda: len(copies(world)) == 2)


async def test_a_clock_that_was_wrong_does_not_hold_the_copies_up(world: HubWorld) -> None:
    await hours(world, await world.join(), 1)
    copies(world)[0].rename(
        copies(world)[0].with_name(backup_files.name_of(world.clock.now() + timedelta(days=9)))
    )
    await world.restart()
    await until(lambda: len(copies(world)) == 2)


async def test_no_token_of_whatsapp_is_in_a_copy(tmp_path: Path) -> None:
    """The Graph token comes from the environment and stands in no file."""
    secret = "EAAG-canary-of-the-token"
    async with HubWorld(tmp_path / "plain", lines=(LineConfig("309900000000042", secret),)) as other:
        await other.conversation()
        make_copy(other.config, other.clock.now(), no_crash)
        data = copies(other)[0].read_bytes()
        assert b"Hello" in data
        assert secret.encode() not in data
        assert b"app-secret-of-the-salon" not in data


async def test_a_folder_that_is_gone_is_said_and_loses_nothing(
    world: HubWorld, tmp_path: Path, expect_log: Expect
) -> None:
    """A disk that is not plugged in: no folder is made in its place; once it is back copies go on."""
    expect_log("backup failed code=backup_folder_unusable")
    disk = tmp_path / "disk"
    await world.restart(backup_dir=disk)
    async with computer(world, tmp_path / "lea") as lea:
        await world.clock.advance(3700)
        await reach(
            world.clock, lambda: _failed(lea.desk.connection().safety) is not None, within_s=700, step_s=10
        )
        assert _failed(lea.desk.connection().safety) == "backup_folder_unusable"
        assert not disk.exists()
        await world.say("Still taken")
        disk.mkdir()
        await reach(world.clock, lambda: len(copies(world)) == 1, within_s=700, step_s=10)
        await reach(
            world.clock, lambda: _failed(lea.desk.connection().safety) is None, within_s=700, step_s=10
        )


def _failed(safety: object) -> str | None:
    return getattr(getattr(safety, "backup", None), "failed_code", None)


async def test_a_full_disk_keeps_its_room_for_the_hub(
    world: HubWorld, monkeypatch: pytest.MonkeyPatch, expect_log: Expect
) -> None:
    expect_log("backup failed code=backup_disk_full")
    desk = await world.join()
    usage = shutil.disk_usage(world.config.data_dir)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000_000))
    answer = await world.call("POST", "/api/v1/safety/backup", desk, {})
    assert (answer.status, json.loads(answer.body)["code"]) == (409, "backup_disk_full")
    assert copies(world) == []
    told = json.loads((await world.call("GET", "/api/v1/safety", desk)).body)
    assert told["backup"]["failed_code"] == "backup_disk_full"
    monkeypatch.undo()
    answer = await world.call("POST", "/api/v1/safety/backup", desk, {})
    assert answer.status == 200
    assert json.loads(answer.body)["backup"]["failed_code"] is None


async def test_a_copy_while_the_hub_is_written_to_is_of_one_moment(world: HubWorld) -> None:
    """200 webhooks a second meanwhile: the copy is whole, and the hub takes every one."""
    sent, is_over = 0, False

    async def storm() -> None:
        nonlocal sent
        while not is_over:
            body = message_webhook(f"m{sent}", ANA, sent_at=world.clock.now(), wamid=f"wamid.{sent}")
            assert await world.post(body) == 200
            sent += 1
            await asyncio.sleep(0.005)

    await world.conversation()
    storming = asyncio.create_task(storm())
    heads = []
    for number in range(8):
        before = world.head
        now = world.clock.now() + timedelta(seconds=number)
        facts = await asyncio.to_thread(make_copy, world.config, now, no_crash)
        assert before <= facts.pos <= world.head
        checked = backup.verify(world.config.backup_folder / backup_files.name_of(now), KEY, is_thorough=True)
        assert checked == facts
        heads.append(facts.pos)
        await asyncio.sleep(0.1)
    is_over = True
    await storming
    assert heads == sorted(heads)
    assert heads[-1] > heads[0]
    await world.settled()
    assert len(world.events("message.received")) == sent + 1


async def test_a_copy_that_is_damaged_is_never_taken_for_a_whole_one(world: HubWorld, tmp_path: Path) -> None:
    for number in range(40):
        await world.say(f"message {number}")
    make_copy(world.config, world.clock.now(), no_crash)
    whole = copies(world)[0].read_bytes()
    damaged = tmp_path / "damaged.db"
    for place in range(4096 + 100, len(whole), len(whole) // 7):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(EnvironmentFailure) as raised:
            backup.verify(damaged, KEY, is_thorough=True)
        assert raised.value.code in {"backup_damaged", "wrong_key"}
    damaged.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EnvironmentFailure) as raised:
        backup.verify(damaged, KEY, is_thorough=True)
    assert raised.value.code in {"backup_damaged", "wrong_key"}


async def test_a_hub_that_stops_ends_its_copy(world: HubWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        await world.say(f"message {number}")
    monkeypatch.setattr(backup, "STEP_PAGES", 1)
    desk = await world.join()
    asked = asyncio.create_task(world.call("POST", "/api/v1/safety/backup", desk, {}))
    await asyncio.sleep(0)
    await world.restart()
    answer = await asyncio.gather(asked, return_exceptions=True)
    assert answer
    left = [path.name for path in world.config.backup_folder.glob("*.part*")]
    assert left == []


async def test_who_asks_a_hub_that_is_closed_comes_again(world: HubWorld) -> None:
    readers = world.core.readers
    copier = Backups(world.config, readers, world.clock, no_crash)
    copier.close()
    with pytest.raises(EnvironmentFailure) as copied:
        await copier.make()
    files = MediaFiles(MediaStore(world.config.media_folder, None, no_crash))
    files.close()
    with pytest.raises(EnvironmentFailure) as begun:
        await files.begin()
    await world.restart()
    with pytest.raises(EnvironmentFailure) as read:
        await readers.run(lambda _: None)
    assert {each.value.code for each in (read, copied, begun)} == {"writer_closed"}
