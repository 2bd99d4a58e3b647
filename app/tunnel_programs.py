"""The tunnel programs that we know: where they are found, how each is started, and what its lines mean.

Standard library only, and nothing of ours. None of them is installed where this was written, so every command line and
every line of output here was looked up, and not tried: the documentation of cloudflared, ngrok, tailscale and zrok,
reports in their trackers, and the tests of other programs that read the same lines. The tests use small programs that
print what the real ones print.

    cloudflared  `tunnel --url …` asks for a "quick tunnel": no account, another address at each start. Its lines go to
                 stderr. A config.yml of the person's own would answer 404 to everything, hence a config of ours. The
                 new name is not known everywhere at once, and whoever asks too early remembers "no such name" for half
                 an hour: `settle_s` passes before anybody is told. A named tunnel has an address that cloudflared does
                 not print: it is started by hand, and its address typed.
    ngrok        needs an account; an account has one fixed name. Its own page of requests (127.0.0.1:4040) would show
                 messages to every program of this computer, so it is off, and the address is read from its log.
    tailscale    `funnel` in the foreground: ends with us, and leaves what the person set up by `--bg` as it is. Fixed
                 name. TLS ends on this computer. The first time it prints a page where it must be allowed, and waits.
    zrok         needs an account; another address at each start. `zrok2` is its newer name.

Left out: bore (no https, which Meta demands) and localtunnel (a page stands before it, and nobody answers for it).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
CLOUDFLARED_CONFIG = "no-autoupdate: true\n"
_TAKEN = "already (exists|online)|ERR_NGROK_334|listener already"


@dataclass(frozen=True, slots=True)
class Program:
    """One that we know, and where it lies on this computer."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the lines of a program are read. Every pattern is searched for in one line.

    `address`: its first group is the host. `is_up`: the line after which the address works; None: the one with the
    address. `page`: a page that the person must open first. `signed_out`, `denied`, `taken`, `away`: why it does not
    start. `lost`: the operator forgot this tunnel although the program runs on; it is started again.
    """

    address: re.Pattern[str]
    is_up: re.Pattern[str] | None = None
    page: re.Pattern[str] | None = None
    signed_out: re.Pattern[str] | None = None
    denied: re.Pattern[str] | None = None
    taken: re.Pattern[str] | None = None
    away: re.Pattern[str] | None = None
    lost: re.Pattern[str] | None = None
    settle_s: float = 0.0


def _found(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


READINGS: Mapping[str, Reading] = {
    "cloudflared": Reading(
        _found(r"https://((?!api\.)[a-z0-9-]+\.trycloudflare\.com)(?![\w.-])"),
        is_up=_found("Registered tunnel connection"),
        away=_found("failed to request quick tunnel|429 Too Many Requests"),
        lost=_found("Unauthorized: Tunnel not found"),
        settle_s=12.0,
    ),
    "ngrok": Reading(
        _found(r"started tunnel.*\burl=https://([a-z0-9.-]+)"),
        signed_out=_found(r"ERR_NGROK_(4018|105|106|107)\b|authentication failed"),
        taken=_found(_TAKEN),
    ),
    "tailscale": Reading(
        _found(r"https://([a-z0-9-]+\.[a-z0-9.-]*ts\.net(?::\d+)?)"),
        page=_found(r"(https://login\.tailscale\.com/\S+)"),
        signed_out=_found("logged out|not logged in|NeedsLogin|tailscale is stopped"),
        denied=_found("access denied|permission denied"),
        taken=_found(_TAKEN),
    ),
    "zrok": Reading(
        _found(r"(?<![\w.-])([a-z0-9-]+\.shares?\.zrok\.io)"),
        signed_out=_found("did you 'zrok2? enable'|unable to load environment"),
    ),
}
KINDS: Sequence[str] = tuple(READINGS)
_NAMES: Mapping[str, Sequence[str]] = {"zrok": ("zrok2", "zrok")}


def command_of(program: Program, port: int, folder: Path) -> list[str]:
    """The command line that leads the outside to `port` of this computer. May write a file into `folder`."""
    target = f"http://{HOST}:{port}"
    if program.kind == "cloudflared":
        config = folder / "cloudflared.yml"
        config.write_text(CLOUDFLARED_CONFIG, "utf-8")
        return [program.path, "tunnel", "--config", str(config), "--no-autoupdate", "--url", target]
    if program.kind == "ngrok":
        return [program.path, "http", "--log", "stdout", "--log-format", "logfmt", "--inspect=false", target]
    if program.kind == "tailscale":
        return [program.path, "funnel", target]
    return [program.path, "share", "public", "--headless", target]


def programs(environ: Mapping[str, str] = os.environ) -> list[Program]:
    """Every known program that is installed here, in the order of `KINDS`."""
    path = os.pathsep.join([environ.get("PATH", ""), *_usual_folders(environ)])
    found: list[Program] = []
    for kind in KINDS:
        names = _NAMES.get(kind, (kind, "Tailscale") if kind == "tailscale" else (kind,))
        where = next((hit for name in names if (hit := shutil.which(name, path=path))), None)
        if where is not None:
            found.append(Program(kind, where))
    return found


def _usual_folders(environ: Mapping[str, str]) -> list[str]:
    """Where installers put them: a window that was started by a click often knows a short PATH only."""
    home = environ.get("HOME", "")
    if sys.platform == "win32":
        roots = [environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
        folders = [
            f"{root}\\{name}" for root in roots if root for name in ("Tailscale", "cloudflared", "ngrok")
        ]
        local = environ.get("LOCALAPPDATA", "")
        return [*folders, *([f"{local}\\Microsoft\\WinGet\\Links"] if local else [])]
    folders = ["/usr/local/bin", "/usr/bin", "/snap/bin"]
    if sys.platform == "darwin":
        folders += ["/opt/homebrew/bin", "/Applications/Tailscale.app/Contents/MacOS"]
    return [*folders, *([f"{home}/.local/bin", f"{home}/bin"] if home else [])]
