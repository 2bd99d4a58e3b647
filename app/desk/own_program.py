"""How this program is started again: the interpreter with main.py, or what a bundle has in its folder.

On Windows a bundle has two programs: one for the window, and one for the terminal and for our own children, which speak
over standard input and output; a program of the first kind has neither. Elsewhere one is both.
"""

from __future__ import annotations

import sys
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

WINDOWS_TERMINAL_PROGRAM: Final = "comptoir-console.exe"
WINDOWS_WINDOW_PROGRAM: Final = "Comptoir.exe"
MAIN: Final = Path(__file__).resolve().parents[2] / "main.py"


def is_bundle() -> bool:
    """Whether this is a program that was built, with its Python in it."""
    return bool(vars(sys).get("frozen", False))


def window_command() -> list[str]:
    """What a person would start."""
    return _command(WINDOWS_WINDOW_PROGRAM, sys.executable, is_frozen=is_bundle(), platform=sys.platform)


def child_command() -> list[str]:
    """What takes a command of main.py, reads standard input and writes standard output."""
    return _command(WINDOWS_TERMINAL_PROGRAM, sys.executable, is_frozen=is_bundle(), platform=sys.platform)


def _command(on_windows: str, executable: str, *, is_frozen: bool, platform: str) -> list[str]:
    if not is_frozen:
        return [executable, str(MAIN)]
    if platform != "win32":
        return [executable]
    path: PurePath = PureWindowsPath(executable)
    return [str(path.with_name(on_windows))]
