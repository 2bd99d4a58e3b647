"""Reading the log: pages by cursor, and a wait for news where there is none yet: events, or what colleagues do."""

import asyncio
from collections.abc import Sequence

from app.domain.clock import Clock
from app.domain.events import Event
from app.domain.ids import DeviceId
from app.hub import PROTOCOL
from app.hub.access import Access
from app.hub.alarms import Alarms
from app.hub.colleagues import Colleagues
from app.hub.followers import Followers
from app.hub.http import Call, HttpRefusal, Reply, json_reply, takes_zipped, zipped
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
PRESENCE_EVERY_S = 0.5  # a desk is not woken more often for what colleagues do
SHARED_EVENTS = 1_000  # a desk that follows is not farther behind
QUICK_EVENTS = 100  # read on the event loop where there should be none
POS_DIGITS = 18  # more than any position has, and what SQLite still takes for a whole number


class LogApi:
    """The routes /log and /log/{pos}/original. `tell` it of news; `close` it so that waiting desks get their answer."""

    def __init__(
        self, readers: Readers, access: Access, clock: Clock, colleagues: Colleagues, followers: Followers
    ) -> None:
        self._readers = readers
        self._access = access
        self._clock = clock
        self._polls = Polls()
        self._alarms = Alarms(clock)
        self._head_pos = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self._colleagues = colleagues
        self._followers = followers
        self._listening: set[asyncio.Future[None]] = (
            set()
        )  # those of them who are told of colleagues just now
        self._told_s: dict[DeviceId, float] = {}
        self._page_key: tuple[object, ...] = ()
        self._page: asyncio.Future[Reply] | None = None  # the newest page, read once for all who wait for it
        colleagues.on_change = lambda: _wake(self._listening)
        self._is_closing = False

    def begin(self, head_pos: int) -> None:
        """Where the log stands at the start."""
        self._head_pos = max(self._head_pos, head_pos)

    def tell(self, events: Sequence[Event]) -> None:
        """Events were committed."""
        self._head_pos = events[-1].pos
        _wake(self._waiting)

    def close(self) -> None:
        """Nobody waits any longer."""
        self._is_closing = True
        self._alarms.close()
        _wake(self._waiting)

    async def page(self, call: Call) -> Reply:
        """GET /log?after&limit&wait&seen: an encoded page, empty when no event came in time.

        `seen`: the version of what colleagues do that the desk knows; another one ends its wait.
        """
        asker = self._access.asker(call.bearer)
        after = call.whole_number("after", 0, 1 << 62)
        limit = max(1, call.whole_number("limit", PAGE_EVENTS, PAGE_EVENTS_MAX))
        if after > self._head_pos and after > self._readers.quick(log.head_pos):
            raise HttpRefusal(409, "log_changed")  # the caller knows more than this log ever said
        self._followers.note(asker.device_id, after)
        wait_s = min(call.seconds("wait", 0.0), WAIT_MAX_S)
        if after >= self._head_pos and wait_s > 0 and not self._is_closing:
            seen = call.whole_number("seen", 0, 1 << 62) if "seen" in call.query else None
            with self._polls.one(asker.device_id):
                await self._news(asker.device_id, after, wait_s, seen)
            self._access.asker(call.bearer)  # it may have been revoked while it waited
            self._followers.note(asker.device_id, after)
        if after >= self._head_pos:
            return self._readers.quick(lambda conn: self._read(conn, call, after, min(limit, QUICK_EVENTS)))
        if self._head_pos - after > SHARED_EVENTS:
            return await self._readers.run(lambda conn: self._read(conn, call, after, limit))
        return await self._shared(call, after, limit)

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

    async def _shared(self, call: Call, after: int, limit: int) -> Reply:
        """The same page for every desk that waited where this one did: read, encoded and packed once.

        Every device may see every event; were that to change, what it may see would belong into the key.
        """
        seen = self._colleagues.now().version if "seen" in call.query else None
        key = (after, self._head_pos, limit, seen, takes_zipped(call))
        if key != self._page_key or self._page is None or (self._page.done() and self._page.exception()):
            reading = self._readers.run(lambda conn: self._read(conn, call, after, limit))
            self._page_key, self._page = key, asyncio.ensure_future(reading)
            self._page.add_done_callback(_heard)
        return await asyncio.shield(self._page)

    def _read(self, conn: Connection, call: Call, after: int, limit: int) -> Reply:
        head = log.head(conn)
        events = log.page(conn, after, limit, PAGE_BYTES) if after < head.pos else []
        upto = events[-1].pos if events else after
        colleagues = self._colleagues.now() if "seen" in call.query else None
        page = codec.encode_page(head.log_id, head.pos, upto, self._clock.now(), PROTOCOL, events, colleagues)
        return zipped(call, page)

    async def _news(self, device_id: DeviceId, after: int, wait_s: float, seen: int | None) -> None:
        """Return at the next event, at another version of what colleagues do, or when the time is over."""
        until_s = self._clock.monotonic_s() + wait_s
        while self._head_pos <= after and not self._is_closing:
            now_s = self._clock.monotonic_s()
            pause_s, is_listening = until_s - now_s, False
            if seen is not None:
                rest_s = self._told_s.get(device_id, now_s - PRESENCE_EVERY_S) + PRESENCE_EVERY_S - now_s
                is_listening = rest_s <= 0
                if is_listening and self._colleagues.now().version != seen:
                    self._told_s[device_id] = now_s
                    return
                change_s = self._colleagues.seconds_to_change() if is_listening else rest_s
                pause_s = min(pause_s, pause_s if change_s is None else change_s)
            if pause_s <= 0:
                return
            await self._woken(pause_s, is_listening=is_listening)

    async def _woken(self, pause_s: float, *, is_listening: bool) -> None:
        told = asyncio.get_running_loop().create_future()
        sets = (self._waiting, self._listening) if is_listening else (self._waiting,)
        for each in sets:
            each.add(told)
        try:
            await self._alarms.wait(told, pause_s)
        finally:
            for each in sets:
                each.discard(told)


def _heard(page: asyncio.Future[Reply]) -> None:
    """A failure that nobody waits for any more is no lost one."""
    if not page.cancelled():
        page.exception()


def _wake(waiting: set[asyncio.Future[None]]) -> None:
    for told in waiting:
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
