"""The real program in a real window: Xvfb, a window manager, and hands that only know keys and pictures."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.screen import ENDS_WITHIN_S, IS_HERE, ROOT, STARTS_WITHIN_S, Screen, new_screen, until

ANSWER = "Bonjour, onze heures ?"  # ASCII: other letters remap the keyboard, and a press now and then is lost

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not IS_HERE, reason="no Xvfb here"),
]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """The screen of one test."""
    with new_screen(tmp_path) as screen:
        yield screen


def test_answer_a_customer_by_key_close_and_come_back(screen: Screen) -> None:
    """Down, Enter, write, Enter: it is in the hub's log. A draft and the place are there again after a restart."""
    program = screen.demo()
    until(screen.has_opened_the_second, STARTS_WITHIN_S, "a conversation that is read")
    screen.do("key", "Return")
    screen.do("type", "--delay", "20", ANSWER)
    screen.press_until("Return", lambda: screen.has_sent(ANSWER), "the answer in the log")
    screen.do("type", "--delay", "20", "et demain")
    assert screen.close_until("ctrl+q", program) == 0

    again = screen.demo()

    def send() -> bool:
        """By key, again as long as the window is there and its panes are not."""
        screen.do("key", "--delay", "100", "ctrl+3", "Return")
        return screen.has_sent("et demain")

    until(send, STARTS_WITHIN_S, "the draft, sent after the restart")
    again.send_signal(signal.SIGTERM)
    assert again.wait(ENDS_WITHIN_S) in (0, 130)


def test_pictures_of_practice_without_a_screen(tmp_path: Path) -> None:
    """`demo --pictures` plays by itself and ends; each picture is a real screen."""
    environ = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    environ |= {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "main.py", "demo", "--pictures", str(tmp_path / "pictures")]
    done = subprocess.run(command, cwd=ROOT, env=environ, timeout=200)
    assert done.returncode == 0
    names = sorted(path.name for path in (tmp_path / "pictures").glob("*.png"))
    assert len(names) >= 10
    assert any("ticks" in name for name in names) and any("dark" in name for name in names)
    assert all(path.stat().st_size > 10_000 for path in (tmp_path / "pictures").glob("*.png"))
