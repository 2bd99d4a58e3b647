"""The newest conversations at once, for a desk that has just joined: it shows them while it fetches the whole log."""

import asyncio
from collections.abc import Callable, Mapping

from app.domain.clock import Clock
from app.hub.access import Access
from app.hub.http import Call, Handler, HttpRefusal, Reply, zipped
from app.hub.limits import SNAPSHOT_BURST, SNAPSHOT_PER_S, Bucket
from app.hub.readers import Readers
from storage import view
from storage.hub.tables import Connection

SNAPSHOT_PATH = "/api/v1/snapshot/recent"


class SnapshotApi:
    """One document is made at a time, on a reading connection, so that webhooks and polls are not held up."""

    def __init__(self, access: Access, readers: Readers, clock: Clock, is_ready: Callable[[], bool]) -> None:
        self._access = access
        self._readers = readers
        self._is_ready = is_ready
        self._asked = Bucket(clock, SNAPSHOT_PER_S, SNAPSHOT_BURST)
        self._one = asyncio.Lock()

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        return {("GET", SNAPSHOT_PATH): self._recent}

    async def _recent(self, call: Call) -> Reply:
        """GET ?view=N: rows of the desk's own shape of view. Raises HttpRefusal 401, 409, 422, 429, 503."""
        asker = self._access.asker(call.bearer)
        if call.whole_number("view", view.VIEW_VERSION, 1 << 31) != view.VIEW_VERSION:
            raise HttpRefusal(409, "view_differs")
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")
        self._asked.take(asker.device_id)
        async with self._one:
            self._access.asker(call.bearer)  # it may have been revoked while it waited for its turn
            return await self._readers.run(lambda conn: _document(conn, call))


def _document(conn: Connection, call: Call) -> Reply:
    from storage.view.recent import encode_recent  # few hubs are ever asked

    return zipped(call, encode_recent(conn))
