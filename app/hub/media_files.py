"""The hub's files, used beside the event loop: hashing, locking and writing to disk take time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from app.domain.errors import EnvironmentFailure
from app.domain.file_facts import FileFacts
from app.domain.sniff import sniff
from storage.media import Incoming, MediaStore

T = TypeVar("T")
THREADS = 2


class MediaFiles:
    """The store and the threads that work on it. `close` ends them."""

    def __init__(self, store: MediaStore) -> None:
        self.store = store
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="media")

    async def begin(self) -> Incoming:
        """A new file. Nothing stays of it when nobody waits for it any more."""
        job = self._submit(self.store.begin)
        try:
            return await asyncio.wrap_future(job)
        except asyncio.CancelledError:
            job.add_done_callback(_drop)
            raise

    async def do(self, job: Callable[[], T]) -> T:
        """Run something that uses the disk. After `close`: EnvironmentFailure("writer_closed")."""
        return await asyncio.wrap_future(self._submit(job))

    def _submit(self, job: Callable[[], T]) -> Future[T]:
        try:
            return self._executor.submit(job)
        except RuntimeError as error:  # it is shut
            raise EnvironmentFailure("writer_closed") from error

    async def facts(self, sha256: str, size_bytes: int) -> FileFacts:
        """What the content of a file says of it."""
        return await self.do(
            lambda: sniff(lambda start, length: self.store.read(sha256, start, length), size_bytes)
        )

    async def pieces(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`. Raises EnvironmentFailure: file_missing, file_damaged."""
        iterator = self.store.pieces(sha256, start, end)
        try:
            while True:
                piece = await self.do(lambda: next(iterator, b""))
                if not piece:
                    return
                yield piece
        finally:
            iterator.close()

    def close(self) -> None:
        """Let running work end."""
        self._executor.shutdown()


def _drop(job: Future[Incoming]) -> None:
    if not job.cancelled() and job.exception() is None:
        job.result().drop()
