"""Copies of the hub every hour, made while it works: whole, proved, named by their time, thrown away in time.

A copy that comes to nothing loses nothing: the older ones stay, the log and the connection's health say why, and it is
tried again soon.
"""

import asyncio
import errno
import logging
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.safety import BackupState
from app.hub import backup_files
from app.hub.config import HubConfig
from app.hub.intake import Crash
from app.hub.readers import Readers
from storage import codec
from storage.hub import backup, log
from storage.hub.backup import CopyFacts
from storage.hub.tables import Connection

EVERY = timedelta(hours=1)
AGAIN_S = 600.0  # after a failure
SPARE_BYTES = 64 * 1024 * 1024  # left to the hub itself: a copy must not shut Meta out

_LOG = logging.getLogger(__name__)


class _Stopped(EnvironmentFailure):
    """The hub closes."""

    def __init__(self) -> None:
        super().__init__("backup_stopped")


class Backups:
    """Makes the copies of one hub. `run` is a supervised task; `close` ends a copy under way and waits for it."""

    def __init__(self, config: HubConfig, readers: Readers, clock: Clock, crash: Crash) -> None:
        self._config = config
        self._readers = readers
        self._clock = clock
        self._crash = crash
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="backup")
        self._is_stopping = False
        self._making: asyncio.Future[CopyFacts] | None = None
        self._failed: tuple[str, datetime] | None = None
        self._not_before_s = float("-inf")

    async def run(self) -> None:
        """A copy every hour by the clock on the wall; one that was missed while the hub was off is made at once."""
        while True:
            wait_s = self._wait_s()
            if wait_s <= 0:
                with suppress(EnvironmentFailure):  # told by `state`, and tried again
                    await self.make()
                wait_s = self._wait_s()
            await self._clock.sleep(max(1.0, wait_s))

    def _wait_s(self) -> float:
        """Seconds until the next copy: an hour after the newest, or after the first event; later after a failure."""
        now = self._clock.now()
        found = backup_files.copies(self._config.backup_folder)
        last_at = found[0][0] if found else self._readers.quick(_began_at) or now
        due_s = (last_at + EVERY - now).total_seconds()
        if due_s > EVERY.total_seconds():  # made by a clock that was wrong
            due_s = 0.0
        return max(due_s, self._not_before_s - self._clock.monotonic_s())

    async def make(self) -> CopyFacts:
        """Make a copy now, or wait for the one that is being made. Raises EnvironmentFailure: backup_… and others.

        After `close`: "writer_closed".
        """
        if self._making is None:
            loop = asyncio.get_running_loop()
            try:
                self._making = loop.run_in_executor(self._executor, self._make, self._clock.now())
            except RuntimeError as error:  # the hub stops: whoever asks comes again
                raise EnvironmentFailure("writer_closed") from error
            self._making.add_done_callback(self._made)
        return await asyncio.shield(self._making)

    def newest(self) -> Path | None:
        """The newest copy."""
        found = backup_files.copies(self._config.backup_folder)
        return found[0][1] if found else None

    def state(self) -> BackupState:
        """How the copies stand."""
        found = backup_files.copies(self._config.backup_folder)
        failed_code, failed_at = self._failed or (None, None)
        return BackupState(
            last_at=found[0][0] if found else None,
            size_bytes=_size(found[0][1]) if found else 0,
            count=len(found),
            is_running=self._making is not None,
            failed_code=failed_code,
            failed_at=failed_at,
            folder=str(self._config.backup_folder),
        )

    def close(self) -> None:
        """End a copy under way. Blocks until it let go."""
        self._is_stopping = True
        self._executor.shutdown()

    def _made(self, making: "asyncio.Future[CopyFacts]") -> None:
        self._making = None
        error = None if making.cancelled() else making.exception()
        if error is None:
            self._failed = None
        elif not isinstance(error, _Stopped):
            code = error.code if isinstance(error, EnvironmentFailure) else "backup_failed"
            self._failed = code, self._clock.now()
            self._not_before_s = self._clock.monotonic_s() + AGAIN_S
            _LOG.error("backup failed code=%s", code)

    def _make(self, now: datetime) -> CopyFacts:
        began_s = self._clock.monotonic_s()
        facts = make_copy(self._config, now, self._crash, lambda: self._is_stopping)
        took_ms = (self._clock.monotonic_s() - began_s) * 1000
        _LOG.info("backup made events=%d bytes=%d took_ms=%.0f", facts.pos, facts.size_bytes, took_ms)
        return facts


def make_copy(
    config: HubConfig, now: datetime, crash: Crash, is_stopped: Callable[[], bool] = lambda: False
) -> CopyFacts:
    """One copy of the database and of the media that are new, then the rotation. Blocks. Raises EnvironmentFailure."""
    folder = config.backup_folder
    try:
        _ready(config)
        path = folder / backup_files.name_of(now)
        part = path.with_name(path.name + backup_files.UNFINISHED)
        try:
            facts = _copied(config, part, crash, is_stopped)
            backup_files.take_media(config.media_folder, folder, is_stopped)
            crash("backup_proved")
            part.replace(path)
            backup.sync(path)
        finally:
            for left in (part, *folder.glob(part.name + "-*")):
                left.unlink(missing_ok=True)
        backup_files.rotate(folder, now)
        backup_files.forget_set_aside(config.data_dir, now)
    except OSError as error:
        raise _failure(error, folder) from error
    except EnvironmentFailure as failure:
        if failure.code in {"disk_full", "file_unreadable"}:
            code = "backup_disk_full" if failure.code == "disk_full" else "backup_folder_unusable"
            raise EnvironmentFailure(code, folder=str(folder)) from failure
        raise
    return facts


def _copied(config: HubConfig, part: Path, crash: Crash, is_stopped: Callable[[], bool]) -> CopyFacts:
    def on_progress(done: int, total: int) -> None:
        if is_stopped():
            raise _Stopped
        if done * 2 >= total:
            crash("backup_half_way")

    backup.copy(config.database, config.data_key, part, on_progress)
    crash("backup_copied")
    try:
        return backup.verify(part, config.data_key, is_stopped=is_stopped)
    except EnvironmentFailure as failure:
        if is_stopped():
            raise _Stopped from failure
        raise


def _ready(config: HubConfig) -> None:
    """The folder is there and has room. Raises OSError and EnvironmentFailure("backup_disk_full").

    One that the owner named is never made: where a disk is not plugged in, its folder would be made on ours.
    """
    folder, database = config.backup_folder, config.database
    if config.backup_dir is None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    elif not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    for left in folder.glob(f"*{backup_files.UNFINISHED}*"):  # of a hub that was killed
        left.unlink(missing_ok=True)
    size = sum(_size(database.with_name(database.name + end)) for end in ("", "-wal"))
    if shutil.disk_usage(folder).free < size + SPARE_BYTES:
        raise EnvironmentFailure("backup_disk_full", folder=str(folder))


def _failure(error: OSError, folder: Path) -> EnvironmentFailure:
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    code = "backup_disk_full" if is_full else "backup_folder_unusable"
    return EnvironmentFailure(code, folder=str(folder), reason=error.strerror or "")


def _began_at(conn: Connection) -> datetime | None:
    """When the log began."""
    first = log.page(conn, 0, 1)
    return codec.decode_event(first[0]).accepted_at if first else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
