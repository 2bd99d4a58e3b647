"""Holds what WhatsApp was told that we have against the log, and the log against the view: all day, a little each time.

What is new is looked at first, everything older in rounds behind it. What is missing twice, a minute apart, is a
divergence: webhooks that lost an element are read once more, every desk is told, and told again when all agrees.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.clock import Clock
from app.domain.events import Actor, Event
from app.domain.health import DIVERGED, HEALTH_EVENTS, HealthAgreed, HealthDiverged
from app.hub.appender import Appender, Draft, sealed_key
from app.hub.readers import Readers
from app.hub.sequencer import Sequencer
from app.hub.waiting import until_stirred
from app.whatsapp.webhook import PARSER_VERSION, walk
from storage import view
from storage.hub import log, reconciling
from storage.hub.raw import RawBody
from storage.hub.reconciling import Entries, Webhooks
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

ENTRIES, WEBHOOKS = 1_000, 128  # in one step
PACE_S = 1.0  # between two steps
SETTLE_S = 30.0  # what has just come is looked at together with what comes after it
DOUBT_S = 60.0  # what is missing is looked for again after so long, before anybody is told
ROUND_S = 6 * 3600.0
UNREAD = timedelta(minutes=2)  # a webhook that nobody read for so long, while we looked
MOST_DOUBTS = 1_000
HUB = Actor("hub")

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is still to be looked at: webhooks and entries behind the first two numbers, up to the last two."""

    raw_id: int
    pos: int
    raw_end: int
    pos_end: int
    is_round: bool = False  # from the very beginning

    @property
    def is_over(self) -> bool:
        """Whether all of it was looked at."""
        return self.raw_id >= self.raw_end and self.pos >= self.pos_end


@dataclass(frozen=True, slots=True)
class Missing:
    """Webhooks that miss an element in the log, entries that the log misses, messages that the view misses."""

    lost: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()

    def with_more(self, webhooks: Webhooks, entries: Entries) -> "Missing":
        """The same with what one more step found, bounded."""
        return Missing(
            (*self.lost, *webhooks.lost)[:MOST_DOUBTS],
            (*self.gaps, *entries.gaps)[:MOST_DOUBTS],
            (*self.hidden, *entries.hidden)[:MOST_DOUBTS],
        )

    @property
    def is_anything(self) -> bool:
        """Whether something is missing."""
        return bool(self.lost or self.gaps or self.hidden)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the comparison stands: how much of the log was looked at since the start, and what is missing for sure."""

    rounds: int = 0
    entries: int = 0
    messages: int = 0
    unread: int = 0
    missing: Missing = Missing()
    since: datetime | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether nothing is missing."""
        return not (self.unread or self.missing.is_anything)


class Reconciler:
    """Call `run` as a supervised task; `standing` tells how it stands."""

    def __init__(
        self, writer: Writer, readers: Readers, appender: Appender, sequencer: Sequencer, clock: Clock
    ) -> None:
        self._writer, self._readers, self._appender = writer, readers, appender
        self._sequencer, self._clock = sequencer, clock
        self._stirred = asyncio.Event()
        self._left: deque[Stretch] = deque()
        self._seen = (0, 0)  # a webhook and an entry up to which everything stands in a stretch
        self._round_s = clock.monotonic_s()  # when the last round began
        self._doubts = Missing()
        self._put_back: set[int] = set()
        self._late = (0, 0.0)  # webhooks up to here waited at a look, and when that was
        self.standing = Standing()
        appender.subscribe(self._hear)

    def stir(self) -> None:
        """A webhook was stored."""
        self._stirred.set()

    async def run(self) -> None:
        """Compare until cancelled."""
        self._left.clear()
        self._seen = (0, 0)
        while True:
            self._stirred.clear()
            self._take_news()
            if self._left:
                await self._step()
                await self._clock.sleep(PACE_S if self._left else 0.0)
            elif self._is_doubtful():
                await self._clock.sleep(DOUBT_S)
                await self._settle()
            else:
                await self._settle()
                await self._rest()

    async def _rest(self) -> None:
        """Until there is news, at most until the next round."""
        rest_s = self._round_s + ROUND_S - self._clock.monotonic_s()
        if rest_s > 0:
            await until_stirred(self._stirred, self._clock, rest_s)
        if self._stirred.is_set():
            await self._clock.sleep(SETTLE_S)
        if self._clock.monotonic_s() - self._round_s >= ROUND_S:
            self._seen = (0, 0)

    def _take_news(self) -> None:
        """What came since goes before what is left of a round."""
        ends = self._readers.quick(_ends)
        if ends > self._seen and (ends[0] > self._seen[0] or ends[1] > self._seen[1]):
            is_round = self._seen == (0, 0)
            if is_round:
                self._round_s = self._clock.monotonic_s()
                self.standing = replace(self.standing, entries=0, messages=0)
            self._left.appendleft(Stretch(*self._seen, *ends, is_round))
            self._seen = ends

    async def _step(self) -> None:
        stretch = self._left.popleft()
        webhooks, entries = await self._readers.run(lambda conn: _look(conn, stretch))
        self._doubts = self._doubts.with_more(webhooks, entries)
        rest = replace(stretch, raw_id=webhooks.upto, pos=entries.upto)
        now = self.standing
        if not rest.is_over:
            self._left.appendleft(rest)
        elif rest.is_round:
            now = replace(now, rounds=now.rounds + 1)
        looked_at = now.entries + entries.upto - stretch.pos
        self.standing = replace(now, entries=looked_at, messages=now.messages + entries.messages)

    def _is_doubtful(self) -> bool:
        is_waiting = self._readers.quick(reconciling.waiting).count > 0
        return is_waiting or self._doubts.is_anything or not self.standing.is_agreed

    async def _settle(self) -> None:
        """What is missing still is missing; tell it, or that all agrees, where the log says otherwise."""
        doubts, upto = self._doubts, self._late_upto()
        missing, unread = await self._readers.run(lambda conn: _still(conn, doubts, upto))
        self._doubts = missing
        since = self.standing.since or self._clock.now()
        standing = replace(self.standing, missing=missing, unread=unread)
        self.standing = replace(standing, since=None if standing.is_agreed else since)
        if standing.is_agreed == self._readers.quick(is_diverged) and (
            standing.rounds or not standing.is_agreed
        ):
            await self._writer.run(lambda conn: self._tell(conn, standing, upto), priority=Priority.NORMAL)
        back = [raw_id for raw_id in missing.lost if raw_id not in self._put_back]
        if back:
            self._put_back.update(back)
            await self._writer.run(lambda conn: reconciling.put_back(conn, back), priority=Priority.NORMAL)
            self._sequencer.read_again()

    def _late_upto(self) -> int:
        """Up to which webhooks were seen waiting so long ago that nobody may still wait; 0 for none.

        By looks of our own and not by the time at which they came: a computer that slept is not late.
        """
        waiting, now_s = self._readers.quick(reconciling.waiting), self._clock.monotonic_s()
        upto, seen_s = self._late
        if not waiting.count or waiting.oldest > upto:
            self._late = (waiting.newest, now_s) if waiting.count else (0, 0.0)
            return 0
        return upto if now_s - seen_s >= UNREAD.total_seconds() else 0

    def _tell(self, conn: Connection, standing: Standing, late_upto: int) -> None:
        missing = standing.missing
        if standing.unread:  # looked up once more where nothing is written beside it
            standing = replace(standing, unread=reconciling.waiting(conn, upto=late_upto).count)
            if standing.is_agreed != is_diverged(conn):
                return
        body: HealthDiverged | HealthAgreed = HealthAgreed()
        if not standing.is_agreed:
            lost = len(missing.lost) + len(missing.gaps)
            counts = {"lost": lost, "hidden": len(missing.hidden), "unread": standing.unread}
            what = next(name for name, count in counts.items() if count)
            body = HealthDiverged(what, counts[what])
            _LOG.error("diverged what=%s count=%d", what, counts[what])
        self._appender.append(conn, [Draft(body, "", HUB, self._clock.now())])

    def _hear(self, events: Sequence[Event]) -> None:
        if not all(isinstance(event.body, HEALTH_EVENTS) for event in events):
            self._stirred.set()


def is_diverged(conn: Connection) -> bool:
    """Whether the log says that something is missing."""
    return any(trouble.code == DIVERGED for trouble in view.troubles(conn))


def _ends(conn: Connection) -> tuple[int, int]:
    """The newest webhook before the first one that nobody read, and the newest entry."""
    return reconciling.newest_read(conn), log.head_pos(conn)


def _look(conn: Connection, stretch: Stretch) -> tuple[Webhooks, Entries]:
    webhooks = webhooks_of(conn, stretch.raw_id, stretch.raw_end, WEBHOOKS)
    return webhooks, reconciling.entries(conn, stretch.pos, stretch.pos_end, ENTRIES)


def webhooks_of(conn: Connection, after: int, upto: int, limit: int) -> Webhooks:
    """The next webhooks, each element looked up in the log."""
    return reconciling.webhooks(conn, after, upto, limit, PARSER_VERSION, _keys, sealed_key)


def _keys(body: RawBody) -> list[str]:
    return [element.dedupe_key for element in walk(body.body, body.received_at)]


def _still(conn: Connection, doubts: Missing, late_upto: int) -> tuple[Missing, int]:
    """Which of these are missing now, and how many webhooks nobody read in time."""
    lost = [one for one in doubts.lost if webhooks_of(conn, one - 1, one, 1).lost]
    again = [reconciling.entries(conn, one - 1, one, 1) for one in sorted({*doubts.gaps, *doubts.hidden})]
    gaps = tuple(pos for each in again for pos in each.gaps)
    hidden = tuple(pos for each in again for pos in each.hidden)
    return Missing(tuple(lost), gaps, hidden), reconciling.waiting(conn, upto=late_upto).count
