"""Being usable at once: the newest conversations are asked for and kept up to date while the whole log still comes."""

import asyncio
import logging
from collections.abc import Callable

from app.desk import view_file
from app.desk.backoff import Backoff
from app.desk.hub_client import HubClient, HubRefused, HubUnreachable
from app.desk.log_reading import Stopped, read_page
from app.desk.view_file import ViewFile
from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure, InvariantBroken
from app.domain.ids import LogId
from storage import view

log = logging.getLogger(__name__)

PAGE_EVENTS = 1_000
WAIT_S = 20.0  # how long the hub holds a question about news
SHORTEST_TURN_S = 0.5  # an empty answer sooner than this must not make us ask in a circle


class RecentLink:
    """Works until the view itself can be shown. `on_contact` hears of every answer.

    Whatever goes wrong here costs nothing but the wait for the whole history.
    """

    def __init__(
        self,
        client: HubClient,
        shown: ViewFile,
        log_id: LogId,
        clock: Clock,
        backoff: Backoff,
        on_contact: Callable[[], None],
    ) -> None:
        self._client = client
        self._view = shown
        self._log_id = log_id
        self._clock = clock
        self._backoff = backoff
        self._on_contact = on_contact

    async def run(self) -> None:
        """Until cancelled, or as long as it is of use."""
        while self._view.wants_recent:
            try:
                is_worth_it = await (self._follow() if self._view.recent.is_open else self._fetch())
            except HubUnreachable:
                await self._clock.sleep(self._backoff.next_s())
            except HubRefused as refused:
                if not refused.is_passing:
                    return
                await self._clock.sleep(refused.after_s or self._backoff.next_s())
            except (EnvironmentFailure, InvariantBroken, Stopped) as failure:
                log.warning("recent rows not kept code=%s", failure.code)
                self._view.drop_recent()
                return
            else:
                self._backoff.reset()
                if not is_worth_it:
                    return

    async def _fetch(self) -> bool:
        """Ask for them, where the history is long enough to be waited for."""
        hello = await self._client.hello()
        self._on_contact()
        if hello.log_id != self._log_id or hello.head <= view_file.MANY:
            return False
        document = await self._client.get(f"/api/v1/snapshot/recent?view={view.VIEW_VERSION}")
        if self._view.wants_recent:
            await self._view.show_recent(document)
        return True

    async def _follow(self) -> bool:
        """What has happened since."""
        cursor, began_s = self._view.recent.cursor, self._clock.monotonic_s()
        data = await self._client.page_bytes(cursor.pos, PAGE_EVENTS, WAIT_S)
        self._on_contact()
        batch = await asyncio.to_thread(read_page, data, self._log_id, cursor)
        if batch.is_held:
            return False
        if batch.events:
            await self._view.project_recent(batch, cursor)
        elif self._clock.monotonic_s() - began_s < SHORTEST_TURN_S:
            await self._clock.sleep(SHORTEST_TURN_S)
        return True
