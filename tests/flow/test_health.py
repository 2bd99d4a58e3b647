"""GET /health: one word for whoever keeps the server running, and nothing for strangers."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from app.hub import shelf
from storage.hub import raw
from tests.flow.hub_world import HubWorld, webhook
from tests.guards.logs import Expect


async def health(world: HubWorld) -> tuple[int, dict[str, str]]:
    answer = await world.call("GET", "/health", None)
    return answer.status, json.loads(answer.body)


async def test_a_hub_that_works_says_ok_and_no_more(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        assert await health(world) == (200, {"status": "ok"})


async def test_a_hub_that_closes_says_so_and_so_does_one_that_is_not_ready(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        pulse = world.hub._running.pulse
        world.hub._is_ready = False
        assert await health(world) == (503, {"status": "starting"})
        world.hub._is_ready = True
        world.hub.hang_up()
        assert await health(world) == (503, {"status": "stopping"})
        pulse._is_stopping = False
        assert await health(world) == (200, {"status": "ok"})


async def test_a_disk_without_room_for_webhooks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with HubWorld(tmp_path) as world:
        monkeypatch.setattr(shelf, "is_disk_low", lambda _folder: True)
        await world.clock.advance(shelf.DISK_CHECK_S)
        assert await health(world) == (503, {"status": "disk_full"})
        monkeypatch.setattr(shelf, "is_disk_low", lambda _folder: False)
        await world.clock.advance(shelf.DISK_CHECK_S)
        assert await health(world) == (200, {"status": "ok"})


async def test_a_webhook_that_was_not_stored_is_told_until_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Expect
) -> None:
    expect_log("webhook not stored")
    async with HubWorld(tmp_path) as world:
        stored = raw.add
        with monkeypatch.context() as patched:
            patched.setattr(raw, "add", lambda *_: (_ for _ in ()).throw(EnvironmentFailure("disk_full")))
            assert await world.post(webhook({})) == 503
        assert await health(world) == (503, {"status": "not_storing"})
        assert raw.add is stored
        assert await world.post(webhook({})) == 200
        assert await health(world) == (200, {"status": "ok"})


async def test_a_hub_whose_writing_ended_is_not_well(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        pulse = world.hub._running.pulse
        assert pulse.word() == "ok"
        world.core.writer.close()
        assert pulse.word() == "writer_stopped"
        with suppress(EnvironmentFailure):
            await world.hub.stop()
