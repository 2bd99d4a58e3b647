"""Starting with the computer: an entry in the place where this system looks for what to start when a person logs in.

Linux: a file of the XDG autostart folder; macOS: a LaunchAgent; Windows: a value below the person's own Run key.
"""

from __future__ import annotations

import contextlib
import os
import plistlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from app.domain.errors import EnvironmentFailure

NAME: Final = "comptoir"
LABEL: Final = "app.comptoir.desktop"
RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
IN_TRAY: Final = "--in-tray"  # start without a window, where there is a tray


def command_of(argv: Sequence[str], executable: str, *, is_frozen: bool) -> tuple[str, ...]:
    """How this program is started again, with the same profile and no window. Raises "start_unknown".

    `argv`: sys.argv; a program that runs as main.py is started as such, a built one by itself.
    """
    script = Path(argv[0]).absolute() if argv else Path()
    if not is_frozen and not (script.name == "main.py" and script.is_file()):
        raise EnvironmentFailure("start_unknown")
    profile: list[str] = []
    for number, argument in enumerate(argv[1:], 1):
        if argument == "--profile" and number + 1 < len(argv):
            profile = ["--profile", str(Path(argv[number + 1]).absolute())]
        elif argument.startswith("--profile="):
            profile = ["--profile", str(Path(argument.partition("=")[2]).absolute())]
    start = [executable] if is_frozen else [executable, str(script)]
    return (*start, *profile, IN_TRAY)


def this_command() -> tuple[str, ...]:
    """The same for the program that runs. Raises "start_unknown"."""
    return command_of(sys.argv, sys.executable, is_frozen=bool(vars(sys).get("frozen", False)))


def set_start_at_login(*, is_on: bool, command: Sequence[str], platform: str = sys.platform) -> None:
    """Add or remove the entry. Raises EnvironmentFailure "login_entry_failed" {reason}; nothing is changed then."""
    try:
        if platform == "win32":
            _set_run_value(subprocess.list2cmdline(command) if is_on else None)
            return
        path = entry_path(platform, os.environ, Path.home())
        if is_on:
            write_whole(path, launch_agent(command) if platform == "darwin" else desktop_entry(command))
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFailure("login_entry_failed", reason=error.strerror or str(error)) from error


def entry_path(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Where the entry is a file."""
    if platform == "darwin":
        return home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    config = environment.get("XDG_CONFIG_HOME", "")
    folder = Path(config) if config and Path(config).is_absolute() else home / ".config"
    return folder / "autostart" / f"{NAME}.desktop"


def desktop_entry(command: Sequence[str]) -> bytes:
    """A file of the XDG autostart folder."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Comptoir",
        f"Exec={exec_words(command)}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return ("\n".join(lines) + "\n").encode()


def exec_words(command: Sequence[str]) -> str:
    """A command as the Exec line of a desktop entry has it."""
    return " ".join(_quoted(word) for word in command)


def launch_agent(command: Sequence[str]) -> bytes:
    """A property list for launchd."""
    return plistlib.dumps({"Label": LABEL, "ProgramArguments": list(command), "RunAtLoad": True})


def _quoted(word: str) -> str:
    """One argument of Exec: quoted, its special letters escaped twice, as the standard has it."""
    inner = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word).replace("%", "%%")
    return '"' + inner.replace("\\", "\\\\") + '"'


def write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all: a login never finds half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f".{path.name}", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _set_run_value(command: str | None) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
            if command is not None:
                winreg.SetValueEx(key, "Comptoir", 0, winreg.REG_SZ, command)
                return
            with contextlib.suppress(FileNotFoundError):
                winreg.DeleteValue(key, "Comptoir")
