"""Fetches customers' files: at once, again when that failed, and never in the way of a message.

A file is looked up, streamed to disk, compared with the hash that the webhook told, and only then announced. Everything
that must survive lies in the jobs' table: a restart goes on where it was.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.events import Event
from app.domain.ids import MessageId
from app.domain.media import MEDIA_MAX_BYTES
from app.hub.appender import Appender
from app.hub.config import LineConfig
from app.hub.intake import Crash
from app.hub.media_files import MediaFiles
from app.hub.media_queue import names_a_file
from app.hub.media_steps import Failed, MediaSteps
from app.hub.shelf import is_disk_low
from app.hub.waiting import until_stirred
from app.whatsapp.media_client import MediaClient, MediaTrouble
from storage.hub.media_jobs import Job
from storage.hub.tables import Connection
from storage.media import Kept, WrongContent
from storage.writer import Priority, Writer

T = TypeVar("T")
AT_ONCE = 4
DEADLINE_S = 900.0  # for one file
LONGEST_REST_S = 60.0  # while something waits, since a corrected wall clock moves its moment
STORAGE_RETRY_S = 5.0
UNCOUNTED = frozenset(
    {"unreachable", "storage", "token_missing", "fault"}
)  # the channel never heard of these tries

_LOG = logging.getLogger(__name__)


class MediaFetcher:
    """Call `run` as a supervised task; cancelling it ends it cleanly. `crash` hears each crash point's name."""

    def __init__(
        self,
        writer: Writer,
        appender: Appender,
        client: MediaClient,
        files: MediaFiles,
        lines: Sequence[LineConfig],
        folder: Path,
        clock: Clock,
        crash: Crash,
    ) -> None:
        self._writer = writer
        self._client = client
        self._files = files
        self._lines = {line.line_id: line for line in lines}
        self._folder = folder
        self._clock = clock
        self._crash = crash
        self._steps = MediaSteps(appender, clock.now)
        self._in_flight: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stirred = asyncio.Event()
        appender.subscribe(self._hear)

    async def run(self) -> None:
        """Work until cancelled. Storage that fails is tried again."""
        try:
            await self._written(self._steps.hasten)
            while True:
                self._stirred.clear()
                await until_stirred(self._stirred, self._clock, await self._round())
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def retry(self, message_id: MessageId) -> float:
        """A person wants a file tried again: seconds until then. Raises as `MediaSteps.retry`."""
        after_s = await self._writer.run(lambda conn: self._steps.retry(conn, message_id))
        self._stirred.set()
        return after_s

    async def _round(self) -> float | None:
        """Start what may be fetched now. Gives the seconds until something else may; None: when something happens."""
        free = AT_ONCE - len(self._in_flight)
        if free <= 0:
            return None
        in_flight = frozenset(self._in_flight)
        turn = await self._written(lambda conn: self._steps.look(conn, free, in_flight))
        for job in turn.due:
            self._in_flight.add(job.job_id)
            self._spawn(self._take(job))
        if turn.next_at is None:
            return None
        wait_s = (turn.next_at - self._clock.now()) / timedelta(seconds=1)
        return max(0.0, min(wait_s, LONGEST_REST_S))

    async def _take(self, job: Job) -> None:
        try:
            kept = await self._fetched(job)
            facts = await self._files.facts(kept.sha256, kept.size_bytes)
            self._crash("after_media_kept")
            await self._written(lambda conn: self._steps.stored(conn, job, kept, facts))
            _LOG.info("file stored message=%s bytes=%d", job.message_id, kept.size_bytes)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not try again and again without a pause
            code = _code(error)
            _LOG.info("file not fetched message=%s code=%s failures=%d", job.message_id, code, job.failures)
            failed = Failed(code, code not in UNCOUNTED)
            await self._written(lambda conn: self._steps.failed(conn, job, failed))
        finally:
            self._in_flight.discard(job.job_id)
            self._stirred.set()

    async def _fetched(self, job: Job) -> Kept:
        """The file, in the store."""
        if job.sha256 is not None:
            announced = job.sha256
            size = await self._files.do(lambda: self._files.store.size(announced))
            if size is not None:  # somebody sent the same file before
                return Kept(announced, size)
        line = self._lines.get(job.line_id)
        if line is None or line.token is None:
            raise EnvironmentFailure("token_missing")
        async with asyncio.timeout(DEADLINE_S):
            return await self._downloaded(job, line.external_id, line.token)

    async def _downloaded(self, job: Job, line_external_id: str, token: str) -> Kept:
        found = await self._client.look_up(line_external_id, token, job.external_id)
        size_bytes = found.size_bytes or 0
        if size_bytes > MEDIA_MAX_BYTES:
            raise MediaTrouble("too_large")
        if await self._files.do(lambda: is_disk_low(self._folder, size_bytes or MEDIA_MAX_BYTES)):
            raise EnvironmentFailure("disk_low")  # what is left of the disk is for messages
        incoming = await self._files.begin()
        try:
            async with self._client.download(found.url, token) as pieces:
                async for piece in pieces:
                    await self._files.do(lambda piece=piece: incoming.write(piece))  # type: ignore[misc]
            expected = job.sha256 or found.sha256
            return await self._files.do(lambda: incoming.keep(expected))
        finally:
            await asyncio.shield(self._files.do(incoming.drop))  # the file is closed whoever else gives up

    def _hear(self, events: Sequence[Event]) -> None:
        if any(names_a_file(event) for event in events):
            self._stirred.set()

    async def _written(self, job: Callable[[Connection], T]) -> T:
        """Run a job until the storage takes it."""
        while True:
            try:
                return await self._writer.run(job, priority=Priority.NORMAL)
            except EnvironmentFailure as error:
                if error.code == "writer_closed":
                    raise
                _LOG.warning("fetching waits for storage code=%s", error.code)
                await self._clock.sleep(STORAGE_RETRY_S)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name="media")
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _LOG.error("fetching a file ended by a fault error=%s", type(error).__name__)


def _code(error: Exception) -> str:
    """Our word for why a try failed."""
    if isinstance(error, MediaTrouble):
        return error.why
    if isinstance(error, WrongContent):
        return "wrong_hash"
    if isinstance(error, TimeoutError):
        return "unreachable"
    if isinstance(error, EnvironmentFailure):
        return "token_missing" if error.code == "token_missing" else "storage"
    _LOG.error("fetching a file failed by a fault of ours error=%s", type(error).__name__)
    return "fault"
