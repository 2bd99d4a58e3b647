"""A tunnel program as a child process: started, read, started again when it ends, and ended with the window.

Standard library only, and nothing of ours but what is known of each program. It is no `app.solo.Child`: a tunnel does
not end when its standard input does, and speaks on both outputs at once.

What was not solved: a window that is killed on Windows leaves its tunnel running until the next start of the computer.
It leads to a port where nobody answers any more. Elsewhere the next start ends it (`tunnel.json` says which it is).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.tunnel_programs import READINGS, Program, command_of

log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
HEALTHY_S = 60.0  # after so long a run the pauses start small again
STOP_WAIT_S = 5.0
KEPT_LINES = 20
OUR_OWN = "COMPTOIR_"  # settings of a hub, secrets among them: no other program gets them
Status = Literal["starting", "running", "waiting", "stopped"]


@dataclass(frozen=True, slots=True)
class Heard:
    """How a tunnel stands. `url` while it runs; "waiting": it ended and is started again.

    `code` says why not, `page` is what the person must open for it, `reason` the program's own last words.
    """

    status: Status
    url: str = ""
    code: str = ""
    page: str = ""
    reason: str = ""


class Tunnel:
    """One tunnel from outside to `port`. `on_change` is called on the tunnel's own thread."""

    def __init__(
        self,
        program: Program,
        port: int,
        folder: Path,
        environ: Mapping[str, str],
        on_change: Callable[[Heard], None],
    ) -> None:
        self._program = program
        self._port = port
        self._folder = folder
        self._environ = {name: value for name, value in environ.items() if not name.startswith(OUR_OWN)}
        self._on_change = on_change
        self._reading = READINGS[program.kind]
        self._stopping = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._words: deque[str] = deque(maxlen=KEPT_LINES)
        self._heard = Heard("stopped")
        self._address = ""
        self._thread = threading.Thread(target=self._keep_running, name="tunnel", daemon=True)

    def start(self) -> None:
        """Start it and its watch."""
        self._thread.start()

    def stop(self) -> None:
        """End it. Blocks for some seconds at most; safe to call twice, and before `start`."""
        self._stopping.set()
        process = self._process
        if process is not None:
            _end(process)
        if self._thread.is_alive():
            self._thread.join(2 * STOP_WAIT_S)

    def anew(self) -> None:
        """Start the program again: it runs, and yet nobody gets through."""
        process = self._process
        if process is not None:
            _signal(process)

    def _keep_running(self) -> None:
        pause_s = FIRST_PAUSE_S
        _end_left_over(self._note, self._program)
        while not self._stopping.is_set():
            began_s = time.monotonic()
            self._run_once()
            if self._stopping.is_set():
                break
            pause_s = FIRST_PAUSE_S if time.monotonic() - began_s > HEALTHY_S else pause_s
            log.warning("tunnel ended kind=%s code=%s", self._program.kind, self._heard.code)
            self._stopping.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
        self._say(Heard("stopped"))

    @property
    def _note(self) -> Path:
        return self._folder / "tunnel.json"

    def _run_once(self) -> None:
        self._address = ""
        self._words.clear()
        self._say(Heard("starting"))
        try:
            process = self._spawn()
        except OSError as error:
            self._say(Heard("waiting", code="tunnel_unusable", reason=error.strerror or str(error)))
            return
        self._process = process
        if self._stopping.is_set():  # stop() came before it could see the process
            _end(process)
        assert process.stdout is not None
        with process.stdout, contextlib.suppress(OSError):
            for line in process.stdout:
                self._hear(line.strip())
        process.wait()
        if not self._stopping.is_set():
            code = self._heard.code or "tunnel_ended"
            self._say(Heard("waiting", code=code, page=self._heard.page, reason=self._last_words()))

    def _spawn(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command_of(self._program, self._port, self._folder),
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=os.name
            == "posix",  # Ctrl+C in a terminal is for the window, which ends us in order
        )
        note = {"pid": process.pid, "port": self._port, "path": self._program.path}
        with contextlib.suppress(OSError):  # on a full disk it runs all the same, and is ended all the same
            self._note.write_text(json.dumps(note), "utf-8")
        return process

    def _hear(self, line: str) -> None:
        """One line of the program."""
        if not line:
            return
        self._words.append(line)
        reading = self._reading
        if reading.lost is not None and reading.lost.search(line):
            self.anew()
            return
        if found := reading.address.search(line):
            self._address = f"https://{found[1]}"
        is_up = found if reading.is_up is None else reading.is_up.search(line)
        if is_up and self._address:
            self._say(Heard("running", self._address))
        elif self._heard.status != "running":
            self._hear_trouble(line)

    def _hear_trouble(self, line: str) -> None:
        reading = self._reading
        if reading.page is not None and (found := reading.page.search(line)):
            self._say(Heard("starting", code="tunnel_page", page=found[1]))
            return
        for code, pattern in (
            ("tunnel_signed_out", reading.signed_out),
            ("tunnel_denied", reading.denied),
            ("tunnel_taken", reading.taken),
            ("tunnel_away", reading.away),
        ):
            if pattern is not None and pattern.search(line):
                self._say(Heard("starting", code=code, page=self._heard.page, reason=line))
                return

    def _last_words(self) -> str:
        return self._heard.reason or (self._words[-1] if self._words else "")

    def _say(self, heard: Heard) -> None:
        if heard != self._heard:
            self._heard = heard
            self._on_change(heard)


def _end(process: subprocess.Popen[str]) -> None:
    for is_patient in (True, False):
        _signal(process, is_patient=is_patient)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WAIT_S)
            return


def _signal(process: subprocess.Popen[str], *, is_patient: bool = True) -> None:
    """To all that it started too: some are small scripts before the program itself, which would else run on."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGTERM if is_patient else signal.SIGKILL)
        else:
            process.kill()


def _end_left_over(note: Path, program: Program) -> None:
    """End the tunnel of a window that was killed: only a process that still has our command line."""
    try:
        told = json.loads(note.read_text("utf-8"))
        pid, marks = int(told["pid"]), (str(told["path"]), f":{int(told['port'])}")
        shown = subprocess.run(
            ["ps", "-ww", "-o", "args=", "-p", str(pid)],
            capture_output=True,
            text=True,
            timeout=STOP_WAIT_S,
            check=False,
        )
        if all(mark in shown.stdout for mark in marks):
            end = os.killpg if os.getpgid(pid) == pid else os.kill
            end(pid, signal.SIGTERM)
            log.info("left over tunnel ended kind=%s", program.kind)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        subprocess.TimeoutExpired,
    ):  # no such process, or no `ps`
        return
