"""Files that are whole or not there: written under another name beside, and renamed at the end."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from app.domain.errors import ComptoirError, EnvironmentFailure

PART: Final = ".part"


class ExportStopped(ComptoirError):
    """Somebody wants it to end here; nothing is left of it."""

    def __init__(self) -> None:
        super().__init__("export_stopped")


def _tell_nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


def _go_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ExportWatch:
    """`told(done, in all)` now and then, from the thread that writes; `is_stopped` is asked as often."""

    told: Callable[[int, int], None] = _tell_nobody
    is_stopped: Callable[[], bool] = _go_on

    def look_up(self, done: int, total: int) -> None:
        """Tell how far it is. Raises ExportStopped."""
        if self.is_stopped():
            raise ExportStopped
        self.told(done, total)


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file to write to; it appears at `target` when all went well. Raises EnvironmentFailure."""
    beside = target.with_name(f".{target.name}{PART}")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        raise failure_of(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to fill; it appears at `target` when all went well. Raises EnvironmentFailure."""
    beside = target.with_name(f".{target.name}{PART}")
    try:
        if target.exists():
            raise EnvironmentFailure("export_there", folder=str(target))
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        yield beside
        beside.replace(target)
    except OSError as error:
        raise failure_of(error, target) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def failure_of(error: OSError, target: Path) -> EnvironmentFailure:
    """Why it could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFailure("disk_full", file=target.name)
    return EnvironmentFailure(
        "folder_unwritable", folder=str(target.parent), reason=error.strerror or type(error).__name__
    )
