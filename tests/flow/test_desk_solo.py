"""One-computer use: the hub and the pretend WhatsApp as children that are started, found again, watched and ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.desk.config import Profile, practice_profile
from app.desk.session import unlock
from app.solo import Solo, SoloFailure
from app.terminal.opening import erase_practice, open_profile, take_place
from tests.guards.logs import Expect

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, str(ROOT / "main.py")]
SOON_S = 60.0

pytestmark = pytest.mark.timeout(180)


def until(is_so: Callable[[], bool]) -> None:
    """Look again until a child has done its part."""
    deadline_s = time.monotonic() + SOON_S
    while not is_so():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=20):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "practice" / "hub"


@pytest.fixture
def make_solo(folder: Path) -> Iterator[Callable[[], Solo]]:
    made: list[Solo] = []

    def make(*, is_practice: bool = False, key: str | None = "0f" * 32) -> Solo:
        made.append(Solo(folder, command=COMMAND, environ=os.environ, key=key, is_practice=is_practice))
        return made[-1]

    yield make
    for solo in made:
        solo.stop()


def pid_of(folder: Path) -> int:
    return int(json.loads((folder / "hub.json").read_text())["pid"])


def test_practice_starts_both_and_hands_the_owner_a_code(
    folder: Path, make_solo: Callable[..., Solo]
) -> None:
    solo = make_solo(is_practice=True)
    url = solo.start()
    assert answers(f"{url}/api/v1/hello")
    assert len(solo.code(url)) >= 26  # 128 bits
    sandbox = json.loads((folder / "ports.json").read_text())["sandbox"]
    until(lambda: answers(f"http://127.0.0.1:{sandbox}/_sandbox/accepted"))
    solo.stop()
    assert not answers(f"{url}/api/v1/hello")
    assert not answers(f"http://127.0.0.1:{sandbox}/")
    assert not (folder / "hub.json").exists()
    assert make_solo(is_practice=True).start() == url  # the address survives a restart


def test_a_killed_hub_comes_back_at_its_address(
    folder: Path, make_solo: Callable[..., Solo], expect_log: Expect
) -> None:
    expect_log("child ended name=hub")
    url = make_solo().start()
    before = pid_of(folder)
    os.kill(before, signal.SIGKILL)
    until(
        lambda: (folder / "hub.json").exists() and pid_of(folder) != before and answers(f"{url}/api/v1/hello")
    )


def test_a_live_hub_is_used_and_left_alone(folder: Path, make_solo: Callable[..., Solo]) -> None:
    first, second = make_solo(), make_solo()
    url = first.start()
    assert second.start() == url
    pid = pid_of(folder)
    second.stop()
    assert answers(f"{url}/api/v1/hello")
    assert pid_of(folder) == pid


def test_when_the_found_hub_ends_our_own_takes_over(folder: Path, make_solo: Callable[..., Solo]) -> None:
    first, second = make_solo(), make_solo()
    url = first.start()
    second.start()
    before = pid_of(folder)
    first.stop()
    until(
        lambda: (folder / "hub.json").exists() and pid_of(folder) != before and answers(f"{url}/api/v1/hello")
    )


def test_a_hub_that_cannot_start_says_why(
    folder: Path, make_solo: Callable[..., Solo], expect_log: Expect
) -> None:
    expect_log("child ended name=hub")
    first = make_solo(key="0f" * 32)
    first.start()
    first.stop()
    with pytest.raises(SoloFailure, match="hub_not_started") as caught:
        make_solo(key="0e" * 32).start()
    assert "hub.db" in caught.value.facts["reason"]


def test_a_hub_that_would_start_after_its_window_closed_does_not(
    folder: Path, make_solo: Callable[..., Solo]
) -> None:
    """As when the window is closed while a number is being connected, which starts the hub anew."""
    solo = make_solo()
    solo.stop()
    with pytest.raises(SoloFailure, match="hub_not_started"):
        solo.start()
    assert solo.live_hub_url() is None and not (folder / "hub.json").exists()


def test_a_team_that_was_joined_takes_the_place_of_the_inbox_that_was_begun(
    tmp_path: Path, wallet: dict[tuple[str, str], str]
) -> None:
    own, team = Profile(tmp_path / "main"), Profile(tmp_path / "main-joining")
    for profile in (own, team):
        unlock(profile, {}).lock.close()
    (own.folder / "hub").mkdir()
    before = dict(wallet)
    name = json.loads(team.key_path.read_text())["name"]
    take_place(own, team)
    assert [path.name for path in tmp_path.iterdir()] == ["main"]
    assert json.loads(own.key_path.read_text())["name"] == name and not own.hub_folder.exists()
    assert len(before) == 2 and list(wallet) == [key for key in before if key[1] == name]


def test_leaving_practice_erases_it_and_nothing_else(tmp_path: Path) -> None:
    practice, precious = tmp_path / "practice", tmp_path / "photos"
    (practice / "hub").mkdir(parents=True)
    (practice / "hub" / "ports.json").write_text("{}")
    precious.mkdir()
    erase_practice(practice)
    assert list(tmp_path.iterdir()) == [precious]
    with pytest.raises(ValueError, match="not a practice profile"):
        erase_practice(precious)
    erase_practice(tmp_path / "never")
    assert precious.exists()


async def test_a_practice_desk_opens_by_itself_and_customers_write(tmp_path: Path) -> None:
    """What `main.py demo` does before its window: no question is asked, and the salon is there."""
    desk = await open_profile(practice_profile(tmp_path / "practice"), os.environ)
    await desk.start()
    try:
        await desk_shows(desk.inbox, 10)
        assert desk.connection().is_practice
        assert desk.me().role == "owner"
    finally:
        await desk.stop()
    again = await open_profile(practice_profile(tmp_path / "practice"), os.environ)
    try:
        assert len(again.inbox("all")) >= 10  # before the hub is up
    finally:
        await again.stop()


async def desk_shows(inbox: Callable[..., Sequence[object]], count: int) -> None:
    async with asyncio.timeout(SOON_S):
        while len(inbox("all")) < count:  # noqa: ASYNC110 - other processes tell nobody
            await asyncio.sleep(0.05)
