"""One-computer use: a hub (and for practice a pretend WhatsApp) as child processes, started, watched and ended.

Standard library only, and nothing of ours: the children are started by their command line, as a person would. Ports are
kept in the folder, so that addresses survive a restart. A live hub of the same folder is used instead of a second one.
Methods block; call them from a worker thread.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
READY_WAIT_S = 30.0
STOP_WAIT_S = 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
FAILURES_AT_START = 5  # a hub that is still closing holds its folder for a moment, so the first ones may pass
POLL_S = 0.05
FIRST_PORT, PORTS = 20_000, 10_000
HEALTHY_S = 60.0  # after so long a run the pauses start small again
WATCH_S = 1.0  # how often an attached hub is looked after
PRACTICE_PHONE_NUMBER_ID = "430000000000010"
PRACTICE_WABA_ID = "430000000000011"


class SoloFailure(Exception):
    """A child did not start; `code` and `facts` lead to a sentence in app/words."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Launch:
    """How one child is started. `first_lines`, secrets, go to its standard input, whose end tells it to stop."""

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str]
    log_path: Path
    first_lines: str = field(default="", repr=False)


class Child:
    """A child process that is started again when it dies, with growing pauses."""

    def __init__(self, launch: Launch) -> None:
        self._launch = launch
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._failures = 0
        self._thread = threading.Thread(target=self._keep_running, name=f"watch-{launch.name}", daemon=True)

    def start(self) -> None:
        """Start it and its watch."""
        self._thread.start()

    def wait_until_ready(self, deadline_s: float) -> bool:
        """Whether it said `ready` before `deadline_s` (monotonic), and before it had failed too often."""
        while (
            time.monotonic() < deadline_s
            and self._failures < FAILURES_AT_START
            and not self._stopping.is_set()
        ):
            if self._ready.wait(POLL_S):
                return True
        return False

    def stop(self) -> None:
        """End its standard input, wait, then insist. Safe to call twice."""
        self._stopping.set()
        process = self._process
        if process is not None:
            _end(process)
        if self._thread.is_alive():
            self._thread.join(STOP_WAIT_S)

    def last_words(self) -> str:
        """The last line that it wrote to its log, for a sentence about why it did not start."""
        try:
            lines = self._launch.log_path.read_text("utf-8", "replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""

    def pid(self) -> int | None:
        """Its process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def _keep_running(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stopping.is_set():
            began_s = time.monotonic()
            status = self._run_once()
            if self._stopping.is_set():
                return
            log.warning("child ended name=%s status=%s", self._launch.name, status)
            self._failures += 1
            pause_s = FIRST_PAUSE_S if time.monotonic() - began_s > HEALTHY_S else pause_s
            self._stopping.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S) if self._failures >= FAILURES_AT_START else pause_s

    def _run_once(self) -> int:
        with self._launch.log_path.open("w", encoding="utf-8") as errors:
            process = _spawn(self._launch, errors)
        self._process = process
        if self._stopping.is_set():  # stop() came before it could see the process
            _end(process)
        assert process.stdout is not None
        with process.stdout, contextlib.suppress(OSError):
            for line in process.stdout:
                if line.startswith("ready "):
                    self._ready.set()
        status = process.wait()
        with contextlib.suppress(OSError, ValueError):
            assert process.stdin is not None
            process.stdin.close()
        self._ready.clear()
        return status


class Solo:
    """The children of one profile. `command` starts our program: interpreter and main.py, or the bundle alone.
    `is_own`: the hub's number comes from the desk, as settings, not from the environment."""

    def __init__(
        self,
        folder: Path,
        *,
        command: Sequence[str],
        environ: Mapping[str, str],
        key: str | None,
        is_practice: bool,
        hub_port: int = 0,
        is_own: bool = False,
    ) -> None:
        self._folder = folder
        self._command = list(command)
        self._environ = {name: value for name, value in environ.items() if name != "COMPTOIR_PASSPHRASE"}
        self._key = key
        self._is_practice = is_practice
        self.is_own = is_own
        self._settings: dict[str, str] = {}
        self._wanted_port = hub_port
        self._children: list[Child] = []
        self._is_stopping = threading.Event()
        self._watch: threading.Thread | None = None

    def start(self, settings: Mapping[str, str] | None = None) -> str:
        """Start what is not running; gives the hub's address once it answers. Raises SoloFailure("hub_not_started").

        Called again, it only gives the address: a first start joins, then opens. `settings`: COMPTOIR_… of an own hub.
        """
        self._settings = dict(settings or self._settings)
        if self._children and (url := self.live_hub_url()) is not None:
            return url
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        live_url = self.live_hub_url()
        ports = self._ports(keep=live_url is not None)
        hub = None if live_url else self._start_child(self._hub_launch(ports))
        if live_url is not None:
            self._look_after_attached(ports)
        if hub is not None and not hub.wait_until_ready(time.monotonic() + READY_WAIT_S):
            reason = hub.last_words()
            self._end_children()
            raise SoloFailure("hub_not_started", reason=reason)
        if self._is_practice:
            self._start_child(self._sandbox_launch(ports))
        return live_url or f"http://{HOST}:{ports['hub']}"

    def restart(self, settings: Mapping[str, str]) -> str:
        """End the hub and start it again with other settings. Raises SoloFailure: hub_attached, hub_not_started."""
        self._settings = dict(settings)
        self._end_children()
        if (
            self.live_hub_url() is not None
        ):  # somebody else's: it can only be asked to end by whoever started it
            raise SoloFailure("hub_attached", folder=str(self._folder))
        return self.start()

    def stop(self) -> None:
        """End every child that this started, the newest first."""
        self._is_stopping.set()
        if self._watch is not None:
            self._watch.join(STOP_WAIT_S)
        self._end_children()

    def live_hub_url(self) -> str | None:
        """The address of a hub that already works on this folder, by its hub.json and its answer."""
        try:
            note = json.loads((self._folder / "hub.json").read_text("utf-8"))
            url = f"http://{HOST}:{int(note['port'])}"
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return url if _answers(url) else None

    def code(
        self, url: str, member_name: str | None = None, role: str = "owner", member_id: str | None = None
    ) -> str:
        """The local hand-over: an invitation code, for the owner at first, by the token that only this person can read.

        `member_name`: what to call who joins with it; None takes the computer's name. `member_id`: of somebody who is
        in the hub already and has one more computer.

        Raises SoloFailure("hand_over_failed").
        """
        from urllib.request import Request

        try:
            token = (self._folder / "admin.token").read_text("utf-8").strip()
            request = Request(  # noqa: S310 - our own loopback address
                f"{url}/admin/v1/invite",
                data=json.dumps(
                    {"member_id": member_id} if member_id else {"role": role, "name": member_name}
                ).encode(),
                headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            )
            with _opener().open(request, timeout=READY_WAIT_S) as answer:
                return str(json.load(answer)["code"])
        except (OSError, ValueError, KeyError) as error:
            raise SoloFailure("hand_over_failed", reason=str(error)) from error

    def _start_child(self, launch: Launch) -> Child:
        child = Child(launch)
        self._children.append(child)
        child.start()
        if self._is_stopping.is_set():  # the window closes while a hub starts: `stop` may have looked already
            child.stop()
        return child

    def _end_children(self) -> None:
        """The newest first."""
        for child in reversed(self._children):
            child.stop()
        self._children.clear()

    def _look_after_attached(self, ports: Mapping[str, int]) -> None:
        """Start a hub of our own when the one that we found ends."""

        def watch() -> None:
            while not self._is_stopping.wait(WATCH_S):
                if self.live_hub_url() is None:
                    self._start_child(self._hub_launch(ports))
                    return

        self._watch = threading.Thread(target=watch, name="watch-attached", daemon=True)
        self._watch.start()

    def _hub_launch(self, ports: Mapping[str, int]) -> Launch:
        argv = [*self._command, "hub", "--data", str(self._folder), "--port", str(ports["hub"])]
        if not self._is_practice:  # for a tunnel; the pretend WhatsApp is on this computer itself
            argv += ["--public-port", str(ports["public"])]
        argv += ["--until-stdin-closes", *(["--key-stdin"] if self._key else [])]
        environ = {**self._environ, **(_practice_environ(ports) if self._is_practice else {})}
        first_lines = f"{self._key}\n" if self._key else ""
        if self.is_own:
            argv += ["--own", "--settings-stdin"]
            first_lines += json.dumps(self._settings) + "\n"
        return Launch("hub", argv, environ, self._folder / "hub-process.log", first_lines)

    def _sandbox_launch(self, ports: Mapping[str, int]) -> Launch:
        settings = _practice_environ(ports)
        options = {
            "--port": str(ports["sandbox"]),
            "--webhook": f"http://{HOST}:{ports['hub']}/webhooks/whatsapp",
            "--app-secret": settings["COMPTOIR_APP_SECRET"],
            "--verify-token": settings["COMPTOIR_VERIFY_TOKEN"],
            "--phone-number-id": PRACTICE_PHONE_NUMBER_ID,
            "--waba-id": PRACTICE_WABA_ID,
            "--story": "salon",
            "--state": str(self._folder / "sandbox.json"),
        }
        argv = [*self._command, "sandbox", *(part for pair in options.items() for part in pair)]
        argv.append("--until-stdin-closes")
        return Launch("sandbox", argv, self._environ, self._folder / "sandbox-process.log")

    def _ports(self, *, keep: bool) -> dict[str, int]:
        """The kept ports, except those that another program has taken meanwhile."""
        path = self._folder / "ports.json"
        try:
            kept = {name: int(port) for name, port in json.loads(path.read_text("utf-8")).items()}
        except (OSError, ValueError, AttributeError):
            kept = {}
        ports: dict[str, int] = {}
        for name, wanted in (
            ("hub", self._wanted_port or kept.get("hub", 0)),
            ("sandbox", kept.get("sandbox", 0)),
            ("public", kept.get("public", 0)),
        ):
            is_good = wanted and (keep or wanted == self._wanted_port or _is_free(wanted))
            ports[name] = wanted if is_good else _free_port(avoid=set(ports.values()))
        path.write_text(json.dumps(ports), "utf-8")
        return ports


def _practice_environ(ports: Mapping[str, int]) -> dict[str, str]:
    """The hub's settings for practice: invented, and the same on every computer."""
    return {
        "COMPTOIR_GRAPH_URL": f"http://{HOST}:{ports['sandbox']}",
        "COMPTOIR_GRAPH_VERSION": "v24.0",
        "COMPTOIR_ACCESS_TOKEN": "practice-access-token",
        "COMPTOIR_APP_SECRET": "practice-app-secret",
        "COMPTOIR_VERIFY_TOKEN": "practice-verify-token",
        "COMPTOIR_PHONE_NUMBER_ID": PRACTICE_PHONE_NUMBER_ID,
        "COMPTOIR_WABA_ID": PRACTICE_WABA_ID,
        "COMPTOIR_PRACTICE": "1",  # the hub tells the past as it came
    }


def _spawn(launch: Launch, errors: IO[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        list(launch.argv),
        env=dict(launch.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=os.name == "posix",  # Ctrl+C is for the window, which then ends us in order
    )
    with contextlib.suppress(OSError):
        assert process.stdin is not None
        process.stdin.write(launch.first_lines)
        process.stdin.flush()
    return process


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(OSError, ValueError):
        assert process.stdin is not None
        process.stdin.close()
    for insist in (process.terminate, process.kill):
        try:
            process.wait(STOP_WAIT_S)
            return
        except subprocess.TimeoutExpired:
            insist()
    process.wait(STOP_WAIT_S)


def _opener() -> OpenerDirector:
    """Never through a proxy: this is about our own computer."""
    from urllib.request import ProxyHandler, build_opener  # not at a start, which imports this module

    return build_opener(ProxyHandler({}))


def _answers(url: str) -> bool:
    try:
        with _opener().open(f"{url}/api/v1/hello", timeout=5.0):
            return True
    except urllib.error.HTTPError as error:  # it asks for a token: a hub all the same
        error.close()
        return error.code == 401
    except (OSError, ValueError):
        return False


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port(avoid: set[int]) -> int:
    """A port that is free and stays so: below those that systems lend to outgoing connections."""
    while True:
        port = FIRST_PORT + secrets.randbelow(PORTS)
        if port not in avoid and _is_free(port):
            return port
