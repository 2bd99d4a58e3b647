"""A file of nothing beside the others: removed when the disk is full, so that what was typed can still be written."""

import os
import shutil
from pathlib import Path

NAME = "ballast"
LARGEST_BYTES = 32 * 1024 * 1024
SHARE_OF_FREE = 0.01
_BLOCK = bytes(1024 * 1024)


def hold_ballast(folder: Path) -> int:
    """Put the ballast in place if it is not there; its size in bytes, 0 when the disk has no room for it."""
    path = folder / NAME
    if path.exists():
        return path.stat().st_size
    size = min(LARGEST_BYTES, int(shutil.disk_usage(folder).free * SHARE_OF_FREE))
    try:
        _fill(path, size)
    except OSError:
        path.unlink(missing_ok=True)
        return 0
    return size


def drop_ballast(folder: Path) -> bool:
    """Give its room back; False when there was none."""
    try:
        (folder / NAME).unlink()
    except FileNotFoundError:
        return False
    return True


def _fill(path: Path, size: int) -> None:
    """Write every byte: a file with holes would hold no room."""
    with path.open("wb") as file:
        while size > 0:
            size -= file.write(_BLOCK[:size])
        file.flush()
        os.fsync(file.fileno())
