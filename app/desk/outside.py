"""Copies of files for other programs and for folders of a person's choice. Blocks; call it from a worker thread."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from app.domain.errors import EnvironmentFailure
from app.domain.file_names import disk_name

MARK = "[ZoneTransfer]\r\nZoneId=3\r\n"  # Windows' own words for: this came from the internet


def copy_for_viewer(folder: Path, name: str | None, extension: str, pieces: Iterable[bytes]) -> Path:
    """A copy in a fresh folder below `folder`, readable by this person alone. Raises EnvironmentFailure."""
    target = folder / secrets.token_hex(8) / disk_name(name, extension)
    try:
        target.parent.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise _failure(target, error) from error
    copy_to(target, pieces)
    return target


def copy_to(target: Path, pieces: Iterable[bytes]) -> None:
    """A whole copy at `target`, or none. Raises EnvironmentFailure: disk_full, folder_unwritable."""
    temporary = target.with_name(f".{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            for piece in pieces:
                file.write(piece)
        temporary.replace(target)
        mark_as_foreign(target)
    except OSError as error:
        raise _failure(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def mark_as_foreign(path: Path) -> None:
    """Tell Windows that a file came from outside, so that it asks before it runs anything of it."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):  # a disk without such marks
            Path(f"{path}:Zone.Identifier").write_text(MARK, "ascii")


def empty(folder: Path) -> None:
    """Remove all copies; one that another program holds open stays until the next time."""
    shutil.rmtree(folder, ignore_errors=True)


def _failure(target: Path, error: OSError) -> EnvironmentFailure:
    if error.errno is not None and os.strerror(error.errno) == os.strerror(28):
        return EnvironmentFailure("disk_full", file=target.name)
    return EnvironmentFailure(
        "folder_unwritable", folder=str(target.parent), reason=error.strerror or str(error)
    )
