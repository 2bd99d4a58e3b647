"""Walks stored webhooks in order and puts every element into the log exactly once. It may lag, never skip."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import LineId
from app.hub.appender import Appender, Draft
from app.hub.intake import Crash
from app.hub.media_queue import queue_media
from app.hub.readers import Readers
from app.hub.resolve import Arrival, Resolver, unparsed
from app.whatsapp.elements import ParsedFailure
from app.whatsapp.webhook import PARSER_VERSION, walk
from storage.hub import raw
from storage.hub.raw import RawBody, RawState
from storage.hub.savepoints import savepoint
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

READ_BODIES = 128  # at most so many bodies are walked ahead …
READ_BYTES = 1024 * 1024  # … or this much of them
# Elements in one transaction, which a webhook's answer may have to wait for: about 20 ms alone, 6 ms under load. Above
# BUSY_POSTS_PER_S webhooks come first and the sequencer lags on purpose.
CHUNK = 64
LOADED_POSTS_PER_S, LOADED_CHUNK = 200, 20
BUSY_POSTS_PER_S, BUSY_CHUNK = 2_500, 16
BUSY_PAUSE_S = 0.1
RATE_WINDOW_S = 0.25
RETRY_S = 1.0  # after the disk failed

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Walked:
    """A stored webhook on its way into the log: the elements still to come, and whether any was unreadable."""

    body: RawBody
    left: deque[Arrival]
    count: int
    unread: int = field(default=0)

    def state(self, unread: int) -> RawState:
        """What to remember of it once nothing is left and so many elements could not be read."""
        if not unread:
            return RawState.DONE
        return RawState.ERROR if unread == self.count else RawState.PARTIAL


class Sequencer:
    """One at a time. `wake` it when a webhook was stored; `run` it as a task, or `step` it by hand."""

    def __init__(
        self,
        writer: Writer,
        readers: Readers,
        appender: Appender,
        lines: Mapping[str, LineId],
        clock: Clock,
        new_id: Callable[[], str],
        crash: Crash,
        *,
        is_practice: bool = False,
    ) -> None:
        self._is_practice = is_practice
        self._writer = writer
        self._readers = readers
        self._appender = appender
        self._lines = lines
        self._clock = clock
        self._new_id = new_id
        self._crash = crash
        self._walked: deque[Walked] = deque()
        self._last_raw_id = 0
        self._is_behind = False  # something older than that is in line
        self._stirred = asyncio.Event()
        self._pace = _Pace(clock)

    def wake(self) -> None:
        """A webhook was stored."""
        self._pace.count()
        self._stirred.set()

    def read_again(self) -> None:
        """Webhooks that were read before were put back in line."""
        self._is_behind = True
        self._stirred.set()

    async def run(self) -> None:
        """Work until cancelled. A failing disk is tried again every second, from the same place."""
        while True:
            self._stirred.clear()
            try:
                is_idle = not await self.step()
            except EnvironmentFailure as error:
                _LOG.warning("sequencer waits code=%s", error.code)
                await self._clock.sleep(RETRY_S)
                continue
            if is_idle:
                await self._stirred.wait()
            elif self._pace.is_busy():
                await self._clock.sleep(BUSY_PAUSE_S)

    async def step(self) -> bool:
        """Put the next elements into the log in one transaction; False when nothing was left to do."""
        if not self._walked and not await self._walk_more():
            return False
        arrivals, finished = self._next_chunk(self._pace.chunk())
        unread = await self._writer.run(
            lambda conn: self._append(conn, arrivals, finished), priority=Priority.NORMAL
        )
        self._crash("after_append_commit")
        self._settle(arrivals, finished, unread)
        return True

    async def _walk_more(self) -> bool:
        after = 0 if self._is_behind else self._last_raw_id
        self._is_behind = False
        walked = await self._readers.run(lambda conn: _read_and_walk(conn, after))
        self._walked.extend(walked)
        if walked:
            self._last_raw_id = walked[-1].body.raw_id
        return bool(walked)

    def _next_chunk(self, size: int) -> tuple[list[tuple[Walked, Arrival]], list[Walked]]:
        """The next elements and the bodies that end with them; nothing is taken away until it is committed."""
        arrivals: list[tuple[Walked, Arrival]] = []
        finished: list[Walked] = []
        for walked in self._walked:
            room = size - len(arrivals)
            arrivals += [(walked, arrival) for arrival, _ in zip(walked.left, range(room), strict=False)]
            if len(walked.left) > room:
                break
            finished.append(walked)
            if len(arrivals) >= size:
                break
        return arrivals, finished

    def _settle(
        self, arrivals: Sequence[tuple[Walked, Arrival]], finished: Sequence[Walked], unread: Sequence[Walked]
    ) -> None:
        for walked, _ in arrivals:
            walked.left.popleft()
        for walked in unread:
            walked.unread += 1
        for _ in finished:
            self._walked.popleft()

    def _append(
        self, conn: Connection, arrivals: Sequence[tuple[Walked, Arrival]], finished: Sequence[Walked]
    ) -> list[Walked]:
        """Runs on the writing thread. Gives the body of each element that nobody could read."""
        unread = [walked for walked, arrival in arrivals if isinstance(arrival.element.parsed, ParsedFailure)]
        fresh = self._fresh(conn, arrivals)
        try:
            with savepoint(conn):
                self._append_together(conn, [arrival for _, arrival in fresh])
        except EnvironmentFailure:
            raise
        except Exception as error:  # noqa: BLE001 - one bad element must not stop the rest
            _LOG.info("elements go one by one error=%s count=%d", type(error).__name__, len(fresh))
            unread += [walked for walked, arrival in fresh if not self._append_alone(conn, arrival)]
        taken = {id(arrival) for _, arrival in fresh}
        repeats = [(a.element.dedupe_key, a.raw_id) for _, a in arrivals if id(a) not in taken]
        if repeats:
            self._appender.note_repeats(conn, repeats)
        states = [(one.body.raw_id, one.state(one.unread + unread.count(one))) for one in finished]
        raw.mark(conn, states, PARSER_VERSION)
        self._crash("before_append_commit")
        return unread

    def _fresh(
        self, conn: Connection, arrivals: Sequence[tuple[Walked, Arrival]]
    ) -> list[tuple[Walked, Arrival]]:
        unseen = self._appender.unseen(conn, [arrival.element.dedupe_key for _, arrival in arrivals])
        fresh: list[tuple[Walked, Arrival]] = []
        for walked, arrival in arrivals:
            if arrival.element.dedupe_key in unseen:
                unseen.discard(arrival.element.dedupe_key)
                fresh.append((walked, arrival))
        return fresh

    def _append_together(self, conn: Connection, arrivals: Sequence[Arrival]) -> None:
        resolver = Resolver(conn, self._lines, self._new_id, is_practice=self._is_practice)
        drafts: list[Draft] = []
        for arrival in arrivals:
            self._crash("before_element")
            drafts += resolver.drafts(arrival)
            self._crash("after_element")
        queue_media(conn, self._appender.append(conn, drafts))

    def _append_alone(self, conn: Connection, arrival: Arrival) -> bool:
        """One element in its own savepoint; one that fails is logged as unreadable. False then."""
        resolver = Resolver(conn, self._lines, self._new_id, is_practice=self._is_practice)
        try:
            with savepoint(conn):
                queue_media(conn, self._appender.append(conn, resolver.drafts(arrival)))
        except EnvironmentFailure:
            raise
        except Exception as error:  # noqa: BLE001 - kept with its original, read again by a better parser
            _LOG.info("element unparsed raw_id=%d error=%s", arrival.raw_id, type(error).__name__)
            self._appender.append(conn, [unparsed(arrival, "element_failed", resolver.line_of(arrival))])
            return False
        return True


class _Pace:
    """How many webhooks come in a second, measured over a quarter of one; a rush is seen before the quarter is over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since_s = clock.monotonic_s()
        self._count = 0
        self._rate_per_s = 0.0

    def count(self) -> None:
        self._count += 1

    def chunk(self) -> int:
        """How many elements may share a transaction now."""
        if self.is_busy():
            return BUSY_CHUNK
        return LOADED_CHUNK if self._rate_per_s > LOADED_POSTS_PER_S else CHUNK

    def is_busy(self) -> bool:
        """Whether webhooks come so fast that they need the processor more than we do."""
        elapsed_s = self._clock.monotonic_s() - self._since_s
        if elapsed_s >= RATE_WINDOW_S:
            self._rate_per_s = self._count / elapsed_s
            self._since_s += elapsed_s
            self._count = 0
        is_rush = self._count > BUSY_POSTS_PER_S * RATE_WINDOW_S
        return is_rush or self._rate_per_s > BUSY_POSTS_PER_S


def _read_and_walk(reader: Connection, after_raw_id: int) -> list[Walked]:
    """Off the event loop: the next bodies and all their elements."""
    found: list[Walked] = []
    for body in raw.waiting(reader, after_raw_id, READ_BODIES, READ_BYTES):
        elements = walk(body.body, body.received_at)
        arrivals = deque(Arrival(body.raw_id, body.received_at, element) for element in elements)
        found.append(Walked(body, arrivals, len(elements)))
    return found


def read_again(conn: Connection) -> None:
    """At a start: what an older parser could not read is read once more by this one."""
    count = raw.read_again(conn, PARSER_VERSION)
    if count:
        _LOG.info("bodies put back in line count=%d parser_version=%d", count, PARSER_VERSION)
