"""Comptoir in the menu of a Linux desktop, and who opens `comptoir:` links there: files of the person's own.

Windows and macOS are told by their installers. For telephone links (`tel:`) Comptoir only offers itself: which program
opens them stays the person's choice.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from app.desk.at_login import exec_words, write_whole
from app.domain.errors import EnvironmentFailure

RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
ENTRY: Final = Path("applications") / "comptoir.desktop"
ICON: Final = Path("icons") / "hicolor" / "scalable" / "apps" / "comptoir.svg"
NOT_WANTED: Final = Path("comptoir") / "no-menu-entry"  # it was taken away, and is not put back by itself
TELLS_WITHIN_S: Final = 10.0


def add_menu_entry(command: Sequence[str], environ: Mapping[str, str] = os.environ) -> Path:
    """Write entry and icon for the program that `command` starts; the entry. Raises "menu_entry_failed" {reason}."""
    folder = data_home(environ)
    try:
        write_whole(folder / ICON, (RESOURCES / "icons" / "comptoir" / "icon.svg").read_bytes())
        write_whole(folder / ENTRY, entry_for(command))
        (folder / NOT_WANTED).unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFailure("menu_entry_failed", reason=error.strerror or str(error)) from error
    _tell_the_desktop(folder)
    return folder / ENTRY


def remove_menu_entry(environ: Mapping[str, str] = os.environ) -> None:
    """Take both away, for good. Raises "menu_entry_failed" {reason}."""
    folder = data_home(environ)
    try:
        for name in (ENTRY, ICON):
            (folder / name).unlink(missing_ok=True)
        write_whole(folder / NOT_WANTED, b"")
    except OSError as error:
        raise EnvironmentFailure("menu_entry_failed", reason=error.strerror or str(error)) from error
    _tell_the_desktop(folder)


def keep_menu_entry(command: Sequence[str], environ: Mapping[str, str] = os.environ) -> None:
    """At a start: there for the first time, or again where the program was moved; not where nobody wants it."""
    folder = data_home(environ)
    if (folder / NOT_WANTED).exists() or any((place / ENTRY).exists() for place in _of_everybody(environ)):
        return
    with contextlib.suppress(OSError):
        if (folder / ENTRY).read_bytes() == entry_for(command):
            return
    add_menu_entry(command, environ)


def entry_for(command: Sequence[str]) -> bytes:
    """The entry of our resources, with how the program is started here."""
    source = (RESOURCES / "desktop" / ENTRY.name).read_text("utf-8")
    lines = [
        f"Exec={exec_words(command)} --link %u" if line.startswith("Exec=") else line
        for line in source.splitlines()
    ]
    return ("\n".join(lines) + "\n").encode()


def data_home(environ: Mapping[str, str]) -> Path:
    """The folder of a person's own data, as the standard of the desktops has it."""
    given = environ.get("XDG_DATA_HOME", "")
    return Path(given) if given and Path(given).is_absolute() else Path.home() / ".local" / "share"


def _of_everybody(environ: Mapping[str, str]) -> list[Path]:
    """Where an entry for the whole computer would be: of a package, which then looks after it."""
    return [
        Path(place) for place in (environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    ]


def _tell_the_desktop(folder: Path) -> None:
    """Desktops look up who opens what in a list that this program makes, where it is there."""
    program = shutil.which("update-desktop-database")
    if program is not None:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [program, str(folder / ENTRY.parent)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=TELLS_WITHIN_S,
                check=False,
            )
