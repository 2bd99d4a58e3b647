"""Following the hub's log: fetch, keep, project, for as long as the desk is open.

Three stages run side by side, so that network, `log.db` and `view.db` work at the same time: the fetcher brings checked
pages, the keeper stores a batch and its cursor in one transaction, the projector brings the view up to it. A session of
the three ends with the first failure; the next one begins from what is on disk.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol

from app.desk.backoff import Backoff
from app.desk.batch import Batch, Cursor
from app.desk.fetcher import Fetcher
from app.desk.hub_client import HubRefused
from app.desk.log_reading import Stopped
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure, InvariantBroken

log = logging.getLogger(__name__)

QUEUE_BATCHES = 2  # batches that may wait between two stages
STATUS_STOPS = {
    409: "log_changed",
    410: "log_shortened",
    426: "update_needed",
}
Stage = asyncio.Queue[Batch | None]  # None: the stage before has ended


class Keeper(Protocol):
    """Where events are kept for good, see `app.desk.precious`."""

    async def cursor(self) -> Cursor: ...

    async def append(self, batch: Batch) -> None: ...


class View(Protocol):
    """What projects them, see `app.desk.projector`."""

    async def catch_up(self, cursor: Cursor) -> None: ...

    async def project(self, batch: Batch) -> None: ...


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears, on the event loop's thread: of lost contact (a code), of stored and newest position, of the end."""

    on_lost: Callable[[str], None]
    on_progress: Callable[[int, int], None]
    on_stop: Callable[[str], None]


class Puller:
    """Follows one log: see `run` and `sync`."""

    def __init__(
        self, fetcher: Fetcher, keeper: Keeper, view: View, ears: Ears, clock: Clock, backoff: Backoff
    ) -> None:
        self._fetcher = fetcher
        self._keeper = keeper
        self._view = view
        self._ears = ears
        self._clock = clock
        self._backoff = backoff
        self._broken_at: str | None = None  # where a page did not fit; the same place twice ends it

    async def run(self) -> None:
        """Follow until cancelled; returns when syncing ended for good, which `on_stop` was told."""
        while True:
            try:
                await self._session(is_following=True)
            except Stopped as stopped:
                self._ears.on_stop(stopped.code)
                return
            except EnvironmentFailure as failure:
                await self._pause(failure.code, None)
            except HubRefused as refused:
                await self._pause(refused.code, refused.after_s)

    async def sync(self) -> None:
        """Once, up to the hub's newest event. Raises Stopped, HubRefused or EnvironmentFailure."""
        await self._session(is_following=False)

    async def _pause(self, code: str, after_s: float | None) -> None:
        log.info("sync interrupted code=%s", code)
        self._ears.on_lost(code)
        await self._clock.sleep(after_s or self._backoff.next_s())

    async def _session(self, *, is_following: bool) -> None:
        """From the stored cursor on; a page that does not fit is read once more from there."""
        while True:
            try:
                await self._stages(is_following=is_following)
            except InvariantBroken as broken:
                self._remember_break(broken)
            except HubRefused as refused:
                raise _as_stop(refused) from refused
            else:
                return

    def _remember_break(self, broken: InvariantBroken) -> None:
        """Raises Stopped when the same place did not fit twice."""
        place = broken.facts.get("pos", "")
        log.warning("page does not fit code=%s pos=%s", broken.code, place)
        if self._broken_at == place:
            raise Stopped(broken.code) from broken
        self._broken_at = place

    async def _stages(self, *, is_following: bool) -> None:
        cursor = await self._keeper.cursor()
        await self._view.catch_up(cursor)  # needs no hub, so that losing the hub does not cut it off
        checked, kept = Stage(QUEUE_BATCHES), Stage(QUEUE_BATCHES)
        await _together(
            self._fetch(cursor, checked, is_following=is_following),
            self._keep(checked, kept),
            self._project(kept),
        )

    async def _fetch(self, cursor: Cursor, checked: Stage, *, is_following: bool) -> None:
        async with aclosing(self._fetcher.batches(cursor, is_following=is_following)) as batches:
            async for batch in batches:
                self._broken_at = None
                await checked.put(batch)
        await checked.put(None)

    async def _keep(self, checked: Stage, kept: Stage) -> None:
        while (batch := await checked.get()) is not None:
            await self._keeper.append(batch)
            await kept.put(batch)
        await kept.put(None)

    async def _project(self, kept: Stage) -> None:
        while (batch := await kept.get()) is not None:
            await self._view.project(batch)
            self._backoff.reset()
            self._ears.on_progress(batch.stored[-1].pos, batch.head)


async def _together(*stages: Coroutine[Any, Any, None]) -> None:
    """Run stages until all have ended or one has failed, which ends the others and is raised.

    Not a TaskGroup: up to Python 3.12 one whose child fails just when it is told to end loses that order.
    """
    tasks = [asyncio.ensure_future(stage) for stage in stages]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _as_stop(refused: HubRefused) -> ComptoirError:
    """A refusal that no waiting mends is the end of syncing."""
    if refused.is_shut_out:
        return Stopped(refused.code)
    is_end = not refused.is_passing and refused.status in STATUS_STOPS
    return Stopped(STATUS_STOPS[refused.status]) if is_end else refused
