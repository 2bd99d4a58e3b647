"""The real program beside a real tray: closed it goes on there, comes back by a click or a second start, and ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.screen import ENDS_WITHIN_S, IS_HERE, ROOT, STARTS_WITHIN_S, Screen, new_screen

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not IS_HERE or shutil.which("dbus-daemon") is None or sys.platform != "linux",
        reason="no Xvfb or no D-Bus here",
    ),
]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """The screen of one test."""
    with new_screen(tmp_path) as screen:
        yield screen


@pytest.fixture
def bus(screen: Screen, tmp_path: Path) -> Iterator[None]:
    """A session bus of this test's own, for all that the screen starts."""
    command = [
        "dbus-daemon",
        "--session",
        f"--address=unix:path={tmp_path / 'bus'}",
        "--nofork",
        "--print-address",
    ]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    screen.environ["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().strip()
    yield
    daemon.terminate()
    daemon.wait(ENDS_WITHIN_S)
    daemon.stdout.close()


@pytest.fixture
def tray(screen: Screen, bus: None) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.e2e.tray_host"]
    pipe = subprocess.PIPE
    host = subprocess.Popen(command, cwd=ROOT, env=screen.environ, stdin=pipe, stdout=pipe, text=True)
    assert host.stdout is not None and host.stdin is not None
    assert host.stdout.readline() == "ready\n"
    yield host
    host.stdin.close()
    host.wait(ENDS_WITHIN_S)
    host.stdout.close()


def test_closed_it_goes_on_in_the_tray_and_comes_back(screen: Screen, tray: subprocess.Popen[str]) -> None:
    assert tray.stdout is not None and tray.stdin is not None
    program = screen.demo()
    assert tray.stdout.readline() == "icon\n"
    screen.press_until("alt+F4", lambda: not screen.windows(), "no window")
    assert program.poll() is None
    tray.stdin.write("click\n")
    tray.stdin.flush()
    screen.wait_for_window("the window by a click on the icon")
    screen.press_until("alt+F4", lambda: not screen.windows(), "no window again")
    second = screen.start(sys.executable, "main.py", "demo")
    assert second.wait(STARTS_WITHIN_S) == 0
    screen.wait_for_window("the window by a second start")
    assert screen.close_until("ctrl+q", program) == 0
