"""`backup`, `restore` and `salvage` at a terminal, with a desk that joins, syncs and gives back. Promise G15."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from app.domain.clock import SystemClock
from tests.e2e.test_terminal import LINES, hub, main, post, profile
from tests.fault.hub_process import HubProcess
from tests.flow.hub_world import BO, message_webhook

__all__ = ["hub", "profile"]
pytestmark = pytest.mark.timeout(180)


def again(old: HubProcess) -> HubProcess:
    """The hub at the address that desks know."""
    return HubProcess(old.folder, port=old.port, COMPTOIR_PHONE_NUMBER_ID=",".join(LINES))


def texts(profile: str) -> list[str]:
    """What stands last in each conversation, once all is synced."""
    assert main("sync", "--profile", profile).code == 0
    return sorted(line["last_text"] for line in main("inbox", "--profile", profile).lines)


def test_the_drill_at_a_terminal(hub: HubProcess, profile: str) -> None:
    data = ("--data", str(hub.folder))
    copied = main("backup", *data)
    assert copied.code == 0
    assert set(copied.lines[0]) == {"file", "bytes", "events", "log_id"}
    post(hub, message_webhook("Written after the copy", BO, sent_at=SystemClock().now(), line=LINES[0]))
    until_shown(profile, "Written after the copy")
    assert main("restore", *data, "--from", copied.lines[0]["file"], "--yes").code == 1  # it runs
    hub.stop()
    restored = main("restore", *data, "--from", copied.lines[0]["file"], "--yes")
    assert restored.code == 0, restored.complaint
    assert restored.lines[0]["parent_log_id"] == copied.lines[0]["log_id"]
    with again(hub) as second:
        assert "Written after the copy" not in texts(profile)
        done = main("salvage", *data, "--yes")
        assert done.code == 0, done.complaint
        assert done.lines == [{"returned": 1, "left_out": 0}]
        until_shown(profile, "Written after the copy")
        second.stop()


def test_a_hub_whose_disk_died_comes_back_from_a_desk(hub: HubProcess, profile: str, tmp_path: Path) -> None:
    before = texts(profile)
    hub.kill()
    shutil.rmtree(hub.folder)
    nothing = main("restore", "--data", str(hub.folder), "--from-desk", str(tmp_path / "nobody"), "--yes")
    assert nothing.code == 1
    assert not (hub.folder / "hub.db").exists()
    unsure = main("restore", "--data", str(hub.folder), "--from-desk", profile)
    assert (unsure.code, "Every other computer must join again" in unsure.complaint) == (1, True)
    done = main("restore", "--data", str(hub.folder), "--from-desk", profile, "--yes")
    assert done.code == 0, done.complaint
    with again(hub) as second:
        assert texts(profile) == before
        post(second, message_webhook("After the death", BO, sent_at=SystemClock().now(), line=LINES[0]))
        until_shown(profile, "After the death")
        second.stop()


def until_shown(profile: str, text: str) -> None:
    """The hub takes a moment to read what it stored."""
    end_s = time.monotonic() + 30
    while text not in texts(profile):
        assert time.monotonic() < end_s, text
