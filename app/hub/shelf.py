"""Where the intake puts webhook bodies: collected while the disk works, stored by one commit for all that wait."""

import asyncio
import shutil
import threading
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from storage.hub import raw
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

WAITING_BYTES = 64 * 1024 * 1024  # of bodies that wait for their commit
GIVE_UP_S = 2.0  # longer, and it is better that the channel keeps the webhook and comes again
LOW_DISK_BYTES = 64 * 1024 * 1024
LOW_DISK_SHARE = 50  # on a small disk: the 50th part of it
DISK_CHECK_S = 1.0


class Batch:
    """Posts that will share a commit, each with the future that its sender awaits."""

    __slots__ = ("rows", "senders", "size", "slow")

    def __init__(self) -> None:
        self.rows: list[tuple[bytes, bytes, int]] = []
        self.senders: list[asyncio.Future[None]] = []
        self.size = 0  # bytes of all bodies
        self.slow: asyncio.TimerHandle | None = None  # what ends their patience


class Shelf(Protocol):
    """Where the intake puts a body; tests may put something slower or full in its place."""

    async def put(self, body: bytes, received_us: int) -> None:
        """Return when the body is on disk. Raises ComptoirError when it cannot be."""


class RawShelf:
    """Puts bodies into the raw inbox: collects what waits, one executemany for each turn of the Writer."""

    def __init__(self, writer: Writer, folder: Path, clock: Clock) -> None:
        self._writer = writer
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()  # guards `_open`: the loop fills it, the writing thread takes it
        self._open: Batch | None = None
        self._waiting_bytes = 0
        self._disk_checked_s = float("-inf")
        self._is_disk_low = False

    async def put(self, body: bytes, received_us: int) -> None:
        """Return when the body is on disk. Raises EnvironmentFailure: disk_low, disk_full, storage_slow and others."""
        if self.has_low_disk():
            raise EnvironmentFailure("disk_low")
        if self._waiting_bytes + len(body) > WAITING_BYTES:
            raise EnvironmentFailure("storage_slow")  # a disk that hangs must not fill the memory
        self._waiting_bytes += len(body)
        loop = asyncio.get_running_loop()
        sender = loop.create_future()
        row = (sha256(body).digest(), body, received_us)
        with self._lock:
            batch = self._open
            is_first = batch is None
            if batch is None:
                batch = self._open = Batch()
            batch.rows.append(row)
            batch.senders.append(sender)
            batch.size += len(body)
        if is_first:
            self._submit(batch, loop)
        await sender

    def _submit(self, batch: Batch, loop: asyncio.AbstractEventLoop) -> None:
        def give_up() -> None:
            """Again and again while the disk hangs: others join the batch after the first ones gave up."""
            _settle(batch.senders, EnvironmentFailure("storage_slow"))
            batch.slow = loop.call_later(GIVE_UP_S, give_up)

        batch.slow = loop.call_later(GIVE_UP_S, give_up)

        def done(job: "Future[None]") -> None:
            self._shut(batch)
            loop.call_soon_threadsafe(self._end, batch, job.exception())

        self._writer.submit(self._store, priority=Priority.INTAKE).add_done_callback(done)

    def _shut(self, batch: Batch) -> None:
        """Nobody joins it any more. Its job may have ended without a turn, when no transaction could begin."""
        with self._lock:
            if self._open is batch:
                self._open = None

    def _end(self, batch: Batch, error: BaseException | None) -> None:
        if batch.slow is not None:
            batch.slow.cancel()
        self._waiting_bytes -= batch.size
        _settle(batch.senders, error)

    def _store(self, conn: Connection) -> None:
        with self._lock:
            batch, self._open = self._open, None
        if batch is not None:
            raw.add(conn, batch.rows)

    def has_low_disk(self) -> bool:
        """Whether there is too little room to take anything; looked at once a second at most."""
        now_s = self._clock.monotonic_s()
        if now_s - self._disk_checked_s >= DISK_CHECK_S:
            self._disk_checked_s = now_s
            self._is_disk_low = is_disk_low(self._folder)
        return self._is_disk_low


def is_disk_low(folder: Path, wanted_bytes: int = 0) -> bool:
    """Whether the disk has so little room left that only what matters most is still written.

    `wanted_bytes`: what is about to be written, after which messages must still find room.
    """
    usage = shutil.disk_usage(folder)
    return usage.free - wanted_bytes < min(LOW_DISK_BYTES, usage.total // LOW_DISK_SHARE)


def _settle(senders: "list[asyncio.Future[None]]", error: BaseException | None) -> None:
    """Tell everyone who waits; who gave up or was cancelled hears nothing."""
    for sender in senders:
        if sender.done():
            continue
        if error is None:
            sender.set_result(None)
        else:
            sender.set_exception(error)
