"""The real program beside a real tray: closed it goes on there, comes back by a click or a second start, and ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_window import ENDS_WITHIN_S, NEEDED, ROOT, STARTS_WITHIN_S, Screen, screen, until

__all__ = ["screen"]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        any(shutil.which(name) is None for name in (*NEEDED, "dbus-daemon")) or sys.platform != "linux",
        reason="no Xvfb or no D-Bus here",
    ),
]


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
    screen.do("key", "alt+F4")
    until(lambda: not screen.windows(), ENDS_WITHIN_S, "no window")
    assert program.poll() is None
    tray.stdin.write("click\n")
    tray.stdin.flush()
    until(lambda: bool(screen.windows()), ENDS_WITHIN_S, "the window by a click on the icon")
    screen.do("windowactivate", "--sync", screen.windows()[-1], "key", "alt+F4")
    until(lambda: not screen.windows(), ENDS_WITHIN_S, "no window again")
    second = screen.start(sys.executable, "main.py", "demo")
    assert second.wait(STARTS_WITHIN_S) == 0
    until(lambda: bool(screen.windows()), ENDS_WITHIN_S, "the window by a second start")
    screen.do("windowactivate", "--sync", screen.windows()[-1], "key", "ctrl+q")
    assert program.wait(ENDS_WITHIN_S) == 0
