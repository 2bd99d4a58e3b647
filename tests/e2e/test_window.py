"""The real program in a real window: Xvfb, a window manager, and hands that only know keys and pictures."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.desk.session import PRACTICE_KEY

HUB_KEY = hmac.new(bytes.fromhex(PRACTICE_KEY), b"hub", hashlib.sha256).hexdigest()
ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "openbox", "xdotool")
STARTS_WITHIN_S, ENDS_WITHIN_S = 60.0, 20.0
ANSWER = "Bonjour, onze heures ?"  # ASCII: other letters remap the keyboard, and a press now and then is lost

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(any(shutil.which(name) is None for name in NEEDED), reason="no Xvfb here"),
]


def until(is_so: Callable[[], bool], within_s: float, what: str) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


@dataclass
class Screen:
    """A screen with a window manager, and the programs on it."""

    environ: dict[str, str]
    home: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, cwd=ROOT, env=self.environ)
        self.running.append(process)
        return process

    def demo(self) -> subprocess.Popen[bytes]:
        """The program, once its window has the focus."""
        program = self.start(sys.executable, "main.py", "demo")
        until(lambda: bool(self.windows()), STARTS_WITHIN_S, "a window")
        self.do("windowactivate", "--sync", self.windows()[-1])
        return program

    def do(self, *words: str) -> str:
        """One act of a hand on the keyboard."""
        done = subprocess.run(["xdotool", *words], env=self.environ, capture_output=True, text=True)
        return done.stdout.strip()

    def windows(self) -> list[str]:
        return self.do("search", "--onlyvisible", "--name", r"^(\([0-9]+\) )?Comptoir$").split()

    def log(self) -> list[dict[str, object]]:
        """Every event of the practice hub."""
        hub = next(self.home.rglob("hub.db"), None)
        if hub is None:  # the window is there before the hub
            return []
        command = [sys.executable, "main.py", "log", "--data", str(hub.parent)]
        environ = self.environ | {"COMPTOIR_DATA_KEY": HUB_KEY}
        said = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
        return [json.loads(line) for line in said.stdout.splitlines()]

    def has_opened_the_second(self) -> bool:
        """Go to the second conversation of the list; it is there once the hub hears that it was read."""
        self.do("key", "--delay", "50", "ctrl+1", "Home", "Down")
        return any(event["kind"] == "conversation.read" for event in self.log())

    def has_sent(self, text: str) -> bool:
        return any(
            event["kind"] == "send.requested" and text in json.dumps(event, ensure_ascii=False)
            for event in self.log()
        )


@contextmanager
def new_screen(home: Path) -> Iterator[Screen]:
    """A screen of 1440 x 900 with a home of its own."""
    home.mkdir(exist_ok=True)
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = told.readline().strip()
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environ |= {"DISPLAY": f":{display}", "LANG": "en_GB.UTF-8", "LC_ALL": "C.UTF-8"}
    environ |= {
        name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    }
    screen = Screen(environ, home)
    manager = screen.start("openbox")
    try:
        yield screen
    finally:
        for process in reversed(screen.running):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(ENDS_WITHIN_S)
        manager.wait()
        server.terminate()
        server.wait()


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
    screen.do("key", "Return")
    until(lambda: screen.has_sent(ANSWER), ENDS_WITHIN_S, "the answer in the log")
    screen.do("type", "--delay", "20", "et demain")
    screen.do("key", "ctrl+q")
    assert program.wait(ENDS_WITHIN_S) == 0

    again = screen.demo()
    until(lambda: bool(screen.windows()), STARTS_WITHIN_S, "the window again")

    def send() -> bool:
        """By key, again as long as the window is there and its panes are not."""
        screen.do("key", "--delay", "100", "ctrl+3", "Return")
        return screen.has_sent("et demain")

    until(send, ENDS_WITHIN_S, "the draft, sent after the restart")
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
