"""The first stage of syncing: pages from the hub, checked, in order, with the next one already on its way."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta

from app.desk.batch import Batch, Cursor
from app.desk.hub_client import HubClient
from app.desk.log_reading import read_page
from app.domain.clock import Clock
from app.domain.ids import LogId
from app.domain.presence import Ephemeral

PAGE_LIMIT = 5_000  # events asked for at once; the hub may give fewer
LONG_WAIT_S = 25.0  # how long the hub holds a question that has no answer yet
FRESH = timedelta(
    minutes=2
)  # an answer that a sleeping computer found in its socket days later tells no time
SHORTEST_TURN_S = 0.5  # an empty answer sooner than this (a hub that closes) must not make us ask in a circle


class Fetcher:
    """Asks for one log. `executor` decodes and checks pages.

    `on_contact` hears of every answer, `on_heard` of the hub's clock in each that fits, `on_ephemeral` what colleagues
    do, whenever that is another version.
    """

    def __init__(
        self,
        client: HubClient,
        log_id: LogId,
        *,
        clock: Clock,
        executor: Executor,
        on_contact: Callable[[], None],
        on_heard: Callable[[datetime], None],
        on_ephemeral: Callable[[Ephemeral], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._log_id = log_id
        self._clock = clock
        self._executor = executor
        self._on_contact = on_contact
        self._on_heard = on_heard
        self._on_ephemeral = on_ephemeral
        self._seen = 0  # the version of what colleagues do
        self._limit = PAGE_LIMIT
        self._asked: asyncio.Task[bytes] | None = None
        self._asked_ahead: asyncio.Task[bytes] | None = None
        self._asked_at = self._asked_ahead_at = clock.now()

    async def batches(self, cursor: Cursor, *, is_following: bool) -> AsyncGenerator[Batch, None]:
        """Batches after `cursor`, none of them empty; ends at the newest event unless `is_following`.

        Raises what `HubClient.page_bytes` and `read_page` raise. Close it (`aclosing`) when leaving early.
        """
        head = self._seen = 0
        self._ask(cursor.pos, wait_s=0.0)
        try:
            while True:
                batch = await self._answer(cursor, head)
                is_ahead_right = batch.end(cursor).pos == cursor.pos + self._limit
                cursor, head = batch.end(cursor), batch.head
                if batch.stored:
                    yield batch
                if cursor.pos >= head and not is_following:
                    return
                await self._ask_on(batch, cursor, is_ahead_right=is_ahead_right)
        finally:
            await self._drop(self._asked)
            await self._drop(self._asked_ahead)

    async def _answer(self, cursor: Cursor, head: int) -> Batch:
        """The next page. While it is read, the one after it is asked for: positions have no holes."""
        assert self._asked is not None
        began_s, asked_at = self._clock.monotonic_s(), self._asked_at
        data = await self._asked
        self._on_contact()
        if head > cursor.pos + self._limit:
            self._asked_ahead_at = self._clock.now()
            self._asked_ahead = asyncio.create_task(
                self._client.page_bytes(cursor.pos + self._limit, self._limit, 0.0)
            )
        loop = asyncio.get_running_loop()
        batch = await loop.run_in_executor(self._executor, read_page, data, self._log_id, cursor)
        if batch.hub_time is not None and abs(self._clock.now() - asked_at) <= FRESH:
            self._on_heard(batch.hub_time)
        is_other = self._is_other(batch.ephemeral)
        if (
            not batch.stored
            and not is_other
            and self._clock.monotonic_s() - began_s < SHORTEST_TURN_S
            and batch.head == cursor.pos
        ):
            await self._breathe(head)
        return batch

    def _is_other(self, ephemeral: Ephemeral | None) -> bool:
        """Whether colleagues do something else now; then it is told."""
        if ephemeral is None or ephemeral.version == self._seen:
            return False
        self._seen = ephemeral.version
        self._on_ephemeral(ephemeral)
        return True

    async def _breathe(self, head: int) -> None:
        if head:  # the first question of a session is answered at once, which is no circle
            await self._clock.sleep(SHORTEST_TURN_S)

    async def _ask_on(self, batch: Batch, cursor: Cursor, *, is_ahead_right: bool) -> None:
        ahead, self._asked_ahead = self._asked_ahead, None
        if ahead is not None and is_ahead_right:
            self._asked, self._asked_at = ahead, self._asked_ahead_at
            return
        await self._drop(ahead)
        if batch.stored and cursor.pos < batch.head:
            self._limit = min(
                self._limit, max(1, len(batch.stored) * 9 // 10)
            )  # the hub gives no more at once
        self._ask(cursor.pos, wait_s=LONG_WAIT_S if cursor.pos >= batch.head else 0.0)

    def _ask(self, after: int, wait_s: float) -> None:
        self._asked_at = self._clock.now()
        seen = self._seen if wait_s else None
        self._asked = asyncio.create_task(self._client.page_bytes(after, self._limit, wait_s, seen))

    async def _drop(self, task: "asyncio.Task[bytes] | None") -> None:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
