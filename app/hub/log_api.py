"""Reading the log: pages by cursor, and a wait for news where there is none yet."""

import asyncio
from collections.abc import Sequence

from app.domain.clock import Clock
from app.domain.events import Event
from app.hub import PROTOCOL
from app.hub.access import Access
from app.hub.http import Call, HttpRefusal, Reply, json_reply, zipped
from app.hub.limits import Polls
from app.hub.readers import Readers
from storage import codec
from storage.hub import epochs, log
from storage.hub.tables import Connection

LOG_PATH = "/api/v1/log/"
PAGE_EVENTS = 1_000
PAGE_EVENTS_MAX = 5_000
PAGE_BYTES = 8 * 1024 * 1024
WAIT_MAX_S = 40.0
POS_DIGITS = 18  # more than any position has, and what SQLite still takes for a whole number


class LogApi:
    """The routes /log and /log/{pos}/original. `tell` it of news; `close` it so that waiting desks get their answer."""

    def __init__(self, readers: Readers, access: Access, clock: Clock) -> None:
        self._readers = readers
        self._access = access
        self._clock = clock
        self._polls = Polls()
        self._head_pos = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self._is_closing = False

    def begin(self, head_pos: int) -> None:
        """Where the log stands at the start."""
        self._head_pos = max(self._head_pos, head_pos)

    def tell(self, events: Sequence[Event]) -> None:
        """Events were committed."""
        self._head_pos = events[-1].pos
        self._wake()

    def close(self) -> None:
        """Nobody waits any longer."""
        self._is_closing = True
        self._wake()

    async def page(self, call: Call) -> Reply:
        """GET /log?after&limit&wait: an encoded page, empty when nothing came in time."""
        asker = self._access.asker(call.bearer)
        after = call.whole_number("after", 0, 1 << 62)
        limit = max(1, call.whole_number("limit", PAGE_EVENTS, PAGE_EVENTS_MAX))
        if after > self._head_pos and after > self._readers.quick(log.head_pos):
            raise HttpRefusal(409, "log_changed")  # the caller knows more than this log ever said
        wait_s = min(call.seconds("wait", 0.0), WAIT_MAX_S)
        if after >= self._head_pos and wait_s > 0 and not self._is_closing:
            with self._polls.one(asker.device_id):
                await self._news(wait_s)
            self._access.asker(call.bearer)  # it may have been revoked while it waited
        return await self._readers.run(lambda conn: self._read(conn, call, after, limit))

    async def original(self, call: Call) -> Reply:
        """GET /log/{pos}/original: the channel's own element, for "copy details"."""
        self._access.asker(call.bearer)
        pos, _, rest = call.path.removeprefix(LOG_PATH).partition("/")
        if rest != "original" or not (pos.isascii() and pos.isdigit() and len(pos) <= POS_DIGITS):
            raise HttpRefusal(404, "not_found")
        original = await self._readers.run(lambda conn: log.original(conn, int(pos)))
        if original is None:
            raise HttpRefusal(404, "original_missing")
        return Reply(original)

    def _read(self, conn: Connection, call: Call, after: int, limit: int) -> Reply:
        head = log.head(conn)
        events = log.page(conn, after, limit, PAGE_BYTES)
        upto = events[-1].pos if events else after
        page = codec.encode_page(head.log_id, head.pos, upto, self._clock.now(), PROTOCOL, events)
        return zipped(call, page)

    async def _news(self, wait_s: float) -> None:
        """Return at the next event, or when the time is over."""
        told = asyncio.get_running_loop().create_future()
        timer = asyncio.ensure_future(self._clock.sleep(wait_s))
        self._waiting.add(told)
        try:
            await asyncio.wait((told, timer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting.discard(told)
            timer.cancel()

    def _wake(self) -> None:
        for told in self._waiting:
            if not told.done():
                told.set_result(None)


def hello(readers: Readers, hub_version: str) -> Reply:
    """GET /hello: which log this is, and which protocol it speaks. Asked before a device has a token.

    `parent`: after a restore, the log that this one goes on from, and the last place that both have.
    """
    head = readers.quick(log.head)
    epoch = readers.quick(epochs.newest)
    parent = epoch and {
        "log_id": epoch.parent_log_id,
        "pos": epoch.parent_pos,
        "chain": epoch.parent_chain.hex(),
    }
    protocol = {"min": PROTOCOL, "max": PROTOCOL}
    return json_reply(
        {
            "log_id": head.log_id,
            "protocol": protocol,
            "head": head.pos,
            "hub_version": hub_version,
            "parent": parent,
        }
    )
