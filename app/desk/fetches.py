"""Brings files from the hub: a few at once, going on where the line broke, whole and right or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.desk.hub_client import HubRefused, HubUnreachable
from app.desk.media_desk import MediaProgress
from app.desk.media_wire import MediaWire
from app.desk.workers import Workers
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.media import MEDIA_MAX_BYTES
from storage.media import Incoming, MediaStore, WrongContent

AT_ONCE = 3
TRIES_WAIT_S = (1.0, 4.0, 15.0)
PARTS_MAX = 8  # files that broke off and may go on
TOLD_EVERY_BYTES = 256 * 1024


class Fetches:
    """One task for each file, however many wait for it. `tell` hears of every step, on the event loop's thread."""

    def __init__(
        self, store: MediaStore, workers: Workers, clock: Clock, tell: Callable[[MediaProgress], None]
    ) -> None:
        self.wire: MediaWire | None = None  # None while the hub is not spoken to
        self._store = store
        self._workers = workers
        self._clock = clock
        self._tell = tell
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._parts: dict[str, Incoming] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, sha256: str) -> None:
        """Return when the file is here. Raises ComptoirError, see `MediaDesk.fetch_media`."""
        task = self._tasks.get(sha256)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._work(sha256), name="desk-fetch")
            self._tasks[sha256] = task
            task.add_done_callback(lambda task: self._ended(sha256, task))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if task.cancelled() and me is not None and not me.cancelling():
                raise ComptoirError("media_cancelled") from None
            raise

    def cancel(self, sha256: str) -> None:
        """Stop it; what came stays for the next time."""
        task = self._tasks.get(sha256)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """End everything; nothing half-done stays."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._parts:
            await self._workers.run(self._parts.popitem()[1].drop)

    async def _work(self, sha256: str) -> None:
        try:
            async with self._turn:
                await self._bring(sha256)
        except ComptoirError as error:
            self._tell(MediaProgress(sha256, "failed", code=error.code))
            raise

    def _ended(self, sha256: str, task: asyncio.Task[None]) -> None:
        """Its error was told by its progress, also where nobody waits for it any more."""
        del self._tasks[sha256]
        if task.cancelled():
            self._tell(MediaProgress(sha256, "cancelled"))
        else:
            task.exception()

    async def _bring(self, sha256: str) -> None:
        for wait_s in (*TRIES_WAIT_S, None):
            try:
                await self._once(sha256)
            except (HubUnreachable, HubRefused) as error:
                is_passing = isinstance(error, HubUnreachable) or error.is_passing
                if wait_s is None or not is_passing:
                    raise
                await self._clock.sleep(wait_s)
            else:
                return

    async def _once(self, sha256: str) -> None:
        if self.wire is None:
            raise EnvironmentFailure("hub_unreachable")
        incoming = self._parts.pop(sha256, None)
        if incoming is None:
            incoming = await self._workers.run(self._store.begin)
        try:
            total = await self._receive(self.wire, sha256, incoming)
            await self._workers.run(lambda: incoming.keep(sha256))
        except WrongContent as error:
            raise ComptoirError("media_wrong_hash") from error
        except BaseException as error:
            may_go_on = isinstance(error, (HubUnreachable, asyncio.CancelledError)) and incoming.size_bytes
            if may_go_on and len(self._parts) < PARTS_MAX:
                self._parts[sha256] = incoming
            else:
                incoming.drop()
            raise
        self._tell(MediaProgress(sha256, "here", total, total))

    async def _receive(self, wire: MediaWire, sha256: str, incoming: Incoming) -> int:
        """Write what comes; gives the size of the whole."""
        async with wire.get(sha256, incoming.size_bytes) as part:
            if part.start != incoming.size_bytes:
                await self._workers.run(incoming.restart)
            self._tell(MediaProgress(sha256, "fetching", incoming.size_bytes, part.total_bytes))
            told_bytes = incoming.size_bytes
            async for piece in part.pieces:
                if incoming.size_bytes + len(piece) > MEDIA_MAX_BYTES:
                    raise ComptoirError("file_over_limit")
                await self._workers.run(lambda piece=piece: incoming.write(piece))  # type: ignore[misc]
                if incoming.size_bytes - told_bytes >= TOLD_EVERY_BYTES:
                    told_bytes = incoming.size_bytes
                    self._tell(MediaProgress(sha256, "fetching", told_bytes, part.total_bytes))
        return incoming.size_bytes
