"""A screen of its own for programs with a window: Xvfb, a window manager, and hands that only know keys and pictures.

Two things are proved before a hand moves, because a loaded computer lets them be late: the window manager answers, and
the window has the focus. A key is pressed again until what it does is seen, where a second press does no harm.
"""

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import ImageGrab
from sqlcipher3.dbapi2 import DatabaseError

from app.desk.session import PRACTICE_KEY
from app.domain.errors import EnvironmentFailure
from app.hub.config import checked_key
from app.terminal import log_command
from app.terminal.printing import json_line
from storage.hub import log, store

HUB_KEY = hmac.new(bytes.fromhex(PRACTICE_KEY), b"hub", hashlib.sha256).hexdigest()
ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "openbox", "xdotool")
IS_HERE = all(shutil.which(name) is not None for name in NEEDED)
STARTS_WITHIN_S, ENDS_WITHIN_S = 90.0, 60.0
Told = dict[str, Any]  # one event, as it is printed
PRESSED_AGAIN_S = 3.0  # what a key does is seen within this time, as a rule


def until(is_so: Callable[[], bool], within_s: float, what: str) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


def events_of(folder: Path, data_key: str | None, known: Sequence[Told] = ()) -> list[Told]:
    """What `main.py log` prints of a hub that runs; read here, as a process for each of many looks is dear.

    Nothing yet while the hub makes its file. `known`: what it printed before, which is enough when nothing came since.
    """
    try:
        with closing(store.open_reading(folder / "hub.db", checked_key(data_key))) as conn:
            if known and known[-1]["pos"] == log.head_pos(conn):
                return list(known)
            return [json.loads(json_line(log_command.line_of(sourced))) for sourced in log.every(conn)]
    except (EnvironmentFailure, DatabaseError):
        return []


@dataclass
class Screen:
    """A screen with a window manager, and the programs on it."""

    environ: dict[str, str]
    home: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)  # by the practice hub, so far

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, cwd=ROOT, env=self.environ)
        self.running.append(process)
        return process

    def demo(self) -> subprocess.Popen[bytes]:
        """The program, once its window has the focus."""
        program = self.start(sys.executable, "main.py", "demo")
        self.wait_for_window("a window")
        return program

    def wait_for_window(self, what: str) -> None:
        """Until the program's window is there and has the focus."""
        until(self._is_in_front, STARTS_WITHIN_S, what)

    def _is_in_front(self) -> bool:
        found = self.windows()
        if found and self.do("getactivewindow") not in found:
            self.do("windowactivate", found[-1])
        return bool(found) and self.do("getactivewindow") in found

    def do(self, *words: str) -> str:
        """One act of a hand on the keyboard."""
        done = subprocess.run(["xdotool", *words], env=self.environ, capture_output=True, text=True)
        return done.stdout.strip()

    def press_until(
        self, keys: str, is_so: Callable[[], bool], what: str, again_s: float = PRESSED_AGAIN_S
    ) -> None:
        """Press `keys`, again now and then, until it is so: only for keys of which one too many does no harm."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while True:
            self.do("key", keys)
            again_at = time.monotonic() + again_s
            while time.monotonic() < again_at:
                if is_so():
                    return
                time.sleep(0.1)
            if time.monotonic() > deadline:
                ImageGrab.grab(xdisplay=self.environ["DISPLAY"]).save(self.home / "in-vain.png")
                raise AssertionError(f"pressed {keys} in vain: {what}")

    def close_until(self, keys: str, program: subprocess.Popen[bytes]) -> int:
        """Press `keys` until the program has ended; its exit code."""
        self.press_until(keys, lambda: program.poll() is not None, "the end of the program")
        return program.wait()

    def windows(self) -> list[str]:
        return self.do("search", "--onlyvisible", "--name", r"^(\([0-9]+\) )?Comptoir$").split()

    def log(self) -> list[Told]:
        """Every event of the practice hub."""
        hub = next(self.home.rglob("hub.db"), None)
        if hub is None:  # the window is there before the hub
            return []
        self.told = events_of(hub.parent, HUB_KEY, self.told)
        return self.told

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
    """A screen of 1440 x 900 with a home of its own, once its window manager answers.

    Without -noreset the server forgets everybody when its last client leaves, which is a hand that looked before the
    window manager was there: that one then dies with the reset, and no key closes a window any more.
    """
    home.mkdir(exist_ok=True)
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"],
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
    screen.start("openbox")
    try:
        until(lambda: screen.do("get_num_desktops") != "", STARTS_WITHIN_S, "a window manager")
        yield screen
    finally:
        try:
            for process in reversed(screen.running):
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    process.wait(ENDS_WITHIN_S)
        finally:  # what does not end is a fault of this test, not of the next ones
            for process in screen.running:
                process.kill()
                process.wait()
            server.terminate()
            server.wait()
