"""The machine that comptoir-server works on: its files, its programs, its clock, and the person at the terminal.

Everything that changes the machine goes through here, so that tests put another root and other programs in its place.
"""

from __future__ import annotations

import getpass
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from server_words import gettext as _

USER = "comptoir"
PORT = 8080
HEALTH_S = 5.0


class Failed(Exception):
    """What a person must know: what did not happen, why, and what to do."""


class Machine:
    """One machine. `root`: where its files begin; another one than / is a test's."""

    def __init__(self, root: Path = Path("/"), environ: Mapping[str, str] = os.environ) -> None:
        self.root = root
        self.environ = dict(environ)

    # --- files ---

    def path(self, absolute: str) -> Path:
        """A file of the machine."""
        return self.root / absolute.lstrip("/")

    def shown(self, path: Path) -> str:
        """The same as a person on the machine calls it."""
        return "/" + str(path.relative_to(self.root)) if self.root != Path("/") else str(path)

    def write(self, path: Path, text: str, mode: int = 0o644) -> bool:
        """Whole or not at all, safe from a power cut; whether anything changed."""
        if path.exists() and path.read_text("utf-8") == text and path.stat().st_mode & 0o777 == mode:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8"
        ) as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        return True

    def link(self, path: Path, target: str) -> None:
        """A link in one step, in the place of an older one."""
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(path)

    # --- programs ---

    def run(
        self,
        *command: str,
        env: Mapping[str, str] | None = None,
        is_user: bool = False,
        typed: str | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, whatever that is. `is_user`: as the hub's own user. Its output is kept."""
        more: dict[str, Any] = {}
        if is_user and self.root == Path("/"):
            more = {"user": USER, "group": USER, "extra_groups": []}
        given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if typed is None else {"input": typed}
        try:
            return subprocess.run(
                list(command), env={**self.environ, **(env or {})}, capture_output=True, text=True, errors="replace",
                check=False, **given, **more,
            )  # fmt: skip
        except OSError as error:
            return subprocess.CompletedProcess(list(command), 127, "", str(error))

    def must(self, why: str, *command: str, **more: Any) -> str:
        """The same; raises Failed with `why` and the program's last words when it fails. Gives what it printed."""
        done = self.run(*command, **more)
        if done.returncode:
            words = (done.stderr or done.stdout).strip().splitlines()
            raise Failed(why + (f" ({words[-1]})" if words else f" ({command[0]}: {done.returncode})"))
        return done.stdout

    def has(self, program: str) -> bool:
        """Whether a program is installed."""
        return shutil.which(program, path=self.environ.get("PATH")) is not None

    def is_active(self, unit: str) -> bool:
        """Whether systemd says that a service runs."""
        return self.run("systemctl", "is-active", "--quiet", unit).returncode == 0

    # --- the world ---

    def is_root(self) -> bool:
        """Whether this person may change the machine."""
        return os.geteuid() == 0

    def is_port_free(self, port: int) -> bool:
        """Whether no program listens there."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port))
            except OSError:
                return False
        return True

    def addresses_of(self, domain: str) -> set[str]:
        """Where the world finds a domain."""
        try:
            return {str(found[4][0]) for found in socket.getaddrinfo(domain, 443, type=socket.SOCK_STREAM)}
        except OSError:
            return set()

    def own_addresses(self) -> set[str]:
        """The addresses that this machine knows of itself; behind a router it does not know its public one."""
        return set(self.run("hostname", "-I").stdout.split())

    def free_bytes(self, path: Path) -> int:
        """Room on the disk of a folder, or of the nearest one above it that is there."""
        while not path.exists():
            path = path.parent
        return shutil.disk_usage(path).free

    def health(self) -> str:
        """The hub's own word; empty while nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=HEALTH_S)
        try:
            connection.request("GET", "/health")
            return str(json.loads(connection.getresponse().read())["status"])
        except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
            return ""
        finally:
            connection.close()

    def is_served(self, domain: str) -> bool:
        """Whether the domain answers by https with a certificate that holds, as far as that is seen from here."""
        connection = http.client.HTTPSConnection(domain, timeout=HEALTH_S)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status in (200, 503)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def monotonic_s(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def stamp(self) -> str:
        """Now, as a part of a file's name and as a person reads it (UTC)."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    # --- the person ---

    def say(self, sentence: str) -> None:
        """One line on the screen."""
        print(sentence, flush=True)

    def ask(self, question: str) -> str:
        """A typed answer; empty at the end of the input."""
        print(question, end=" ", flush=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            print(flush=True)
        return line.strip()

    def ask_secret(self, question: str) -> str:
        """The same without showing it. Without a terminal it is the next line of the input."""
        if not sys.stdin.isatty():
            return self.ask(question)
        return getpass.getpass(question + " ").strip()

    def is_sure(self, question: str) -> bool:
        """Whether the person types yes."""
        answer = self.ask(question + " " + _("Type yes or no:"))
        return answer.lower() in {"yes", "y", "oui", "o"}


def refuse(sentence: str) -> NoReturn:
    """Raise Failed."""
    raise Failed(sentence)


def last_json(text: str) -> Mapping[str, Any]:
    """The newest object that a command of the hub printed; empty where there is none."""
    for line in reversed(text.splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return {}


def joined(parts: Sequence[str]) -> str:
    """Parts of a sentence as a list."""
    return ", ".join(parts)
