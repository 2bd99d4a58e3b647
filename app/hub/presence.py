"""One hub for each data folder: the lock that a second one meets, and how commands beside it find the first.

hub.lock is held by the operating system as long as the process lives; hub.json (pid, port) and admin.token (0600) tell
commands on the same computer where to ask.
"""

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.domain.errors import EnvironmentFailure

_ADMIN_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running hub of a data folder answers."""

    pid: int
    port: int


class DataLock:
    """Holds a data folder for one process. The operating system lets go when the process ends, however it ends."""

    def __init__(self, data_dir: Path) -> None:
        """Take the lock. Raises EnvironmentFailure: hub_running, folder_unusable."""
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file: IO[bytes] = (data_dir / "hub.lock").open("ab")
        except OSError as error:
            raise EnvironmentFailure("folder_unusable", folder=str(data_dir)) from error
        if not _try_lock(self._file):
            self._file.close()
            raise EnvironmentFailure("hub_running", folder=str(data_dir))

    def release(self) -> None:
        """Let the next one in."""
        self._file.close()


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold a data folder for a while. Raises like `DataLock`."""
    lock = DataLock(data_dir)
    try:
        yield
    finally:
        lock.release()


def admin_token(data_dir: Path) -> str:
    """The folder's admin token, made at the first call; only its owner may read the file."""
    path = data_dir / "admin.token"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        token = secrets.token_urlsafe(_ADMIN_TOKEN_BYTES)
        _write_private(path, token)
        return token


def announce(data_dir: Path, port: int, public_port: int | None = None) -> None:
    """Write hub.json for commands on this computer, and for whoever leads a tunnel to it."""
    told = {"pid": os.getpid(), "port": port}
    if public_port is not None:
        told["public_port"] = public_port
    _write_private(data_dir / "hub.json", json.dumps(told))


def withdraw(data_dir: Path) -> None:
    """Take hub.json away at a clean stop."""
    (data_dir / "hub.json").unlink(missing_ok=True)


def running_hub(data_dir: Path) -> Address | None:
    """Where the hub of this folder answers; None when there is none, also when a crash left its hub.json."""
    try:
        found = json.loads((data_dir / "hub.json").read_text("ascii"))
        address = Address(int(found["pid"]), int(found["port"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return address if _is_locked(data_dir) else None


def _is_locked(data_dir: Path) -> bool:
    try:
        DataLock(data_dir).release()
    except EnvironmentFailure:
        return True
    return False


def _write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by its owner alone."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
