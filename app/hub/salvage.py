"""Taking back what a restore left out: desks offer it, an owner or manager decides, the log gets it once.

The hub checks that what is offered goes on, event by event, from where its own log and the lost one were the same. A
decision runs in small steps, each of which notes with its events what it decided: cut off anywhere, it goes on.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from app.domain.arrivals import MessageReceived
from app.domain.clock import Clock
from app.domain.commands import Outcome
from app.domain.errors import EnvironmentFailure, InvariantBroken
from app.domain.events import Event
from app.domain.ids import DeviceId
from app.domain.safety import Salvaged, SalvageOffer
from app.domain.sends import SendRequested
from app.hub.appender import Appender, Draft
from app.hub.http import HttpRefusal
from app.hub.intake import Crash
from app.hub.media_files import MediaFiles
from app.hub.media_queue import queue_media
from app.hub.salvage_rules import Rules
from app.hub.salvage_since import Meanwhile, meanwhile
from app.hub.situation import LEADERS, Asker
from storage import codec
from storage.codec import LogPage, StoredEvent
from storage.hub import access, commands, epochs, log
from storage.hub.epochs import Branch
from storage.hub.savepoints import savepoint
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

AT_ONCE = 50  # events in one transaction, which a webhook's answer may have to wait for
SCAN_AT_ONCE = 2_000

_LOG = logging.getLogger(__name__)


class Salvage:
    """`erase_undone`: what is left to do when an import's undoing came back."""

    def __init__(
        self,
        writer: Writer,
        appender: Appender,
        files: MediaFiles,
        clock: Clock,
        crash: Crash,
        erase_undone: Callable[[], Awaitable[None]],
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._files = files
        self._clock = clock
        self._crash = crash
        self._erase_undone = erase_undone

    async def offered(self, asker: Asker, page: LogPage) -> Branch:
        """Keep what a desk offers: `page.log_id` is the lost log, `page.upto` where it and ours part.

        An empty page asks how the branch stands. Raises HttpRefusal 409 log_changed or 422 chain_mismatch.
        """
        return await self._writer.run(lambda conn: self._offer(conn, asker, page), priority=Priority.BULK)

    async def decide(self, *, is_taken: bool) -> Salvaged:
        """Take everything that is offered, or let it go for good."""
        returned = left_out = 0
        for branch in await self._writer.run(epochs.branches, priority=Priority.BULK):
            if branch.state != "offered":
                continue
            taken, lost = await self._decide(branch, is_taken=is_taken)
            returned, left_out = returned + taken, left_out + lost
        await self._erase_undone()
        _LOG.info("salvage decided taken=%s returned=%d left_out=%d", is_taken, returned, left_out)
        return Salvaged(returned, left_out)

    async def _decide(self, branch: Branch, *, is_taken: bool) -> tuple[int, int]:
        since = await self._since(branch)
        returned, left_out = 0, 0
        after: int | None = branch.fork_pos
        while after is not None:
            step = self._steps(branch, since, after, is_taken=is_taken)
            taken, lost, after = await self._writer.run(step, priority=Priority.BULK)
            returned, left_out = returned + taken, left_out + lost
            self._crash("after_salvage_commit")
        return returned, left_out

    async def _since(self, branch: Branch) -> Meanwhile:
        """What happened in our log beyond the fork, other than by a salvage."""
        given_back = await self._writer.run(epochs.taken_places, priority=Priority.BULK)
        found: list[Event] = []
        after = branch.fork_pos
        while stored := await self._writer.run(_reading(after), priority=Priority.BULK):
            found += [codec.decode_event(one) for one in stored if one.pos not in given_back]
            after = stored[-1].pos
        return meanwhile(found)

    # --- on the writing thread ---

    def _steps(
        self, branch: Branch, since: Meanwhile, after: int, *, is_taken: bool
    ) -> Callable[[Connection], tuple[int, int, int | None]]:
        return lambda conn: self._step(conn, branch, since, after, is_taken=is_taken)

    def _offer(self, conn: Connection, asker: Asker, page: LogPage) -> Branch:
        known = epochs.branch(conn, page.log_id)
        chain = epochs.chain_at(conn, page.upto)
        is_parted_here = known is None or known.fork_pos == page.upto
        if chain is None or page.log_id == log.head(conn).log_id or not is_parted_here:
            raise HttpRefusal(409, "log_changed")
        branch = known or Branch(page.log_id, page.upto, "offered", page.upto, chain)
        events = [event for event in page.events if event.pos > branch.have_pos]
        if events:
            _check(events, branch)
            epochs.offer(conn, page.log_id, page.upto, events, asker.device_id)
        return epochs.branch(conn, page.log_id) or branch

    def _step(
        self, conn: Connection, branch: Branch, since: Meanwhile, after: int, *, is_taken: bool
    ) -> tuple[int, int, int | None]:
        """The next events of a branch: how many came back, how many did not, and up to where (None: it is done)."""
        stored = epochs.undecided(conn, branch.log_id, after, AT_ONCE)
        returned = 0
        left_out = 0 if is_taken else len(stored)
        if is_taken:
            returned, left_out = self._give_back_some(conn, branch, since, stored)
        else:
            epochs.decide(conn, branch.log_id, [(one.pos, 0) for one in stored])
        reached = stored[-1].pos if stored else after
        self._crash("before_salvage_commit")
        if epochs.undecided(conn, branch.log_id, reached, 1):
            return returned, left_out, reached
        epochs.end(conn, branch.log_id, "taken" if is_taken else "declined")
        return returned, left_out, None

    def _give_back_some(
        self, conn: Connection, branch: Branch, since: Meanwhile, stored: list[StoredEvent]
    ) -> tuple[int, int]:
        if not stored:
            return 0, 0
        rules = Rules(conn, branch.log_id, branch.fork_pos, since, self._files, self._clock.now())
        leaders = _leaders(conn)
        offerers = epochs.offerers_of(conn, branch.log_id, stored[0].pos, stored[-1].pos)
        returned = left_out = 0
        for one in stored:
            place, is_lost = self._give_back(conn, rules, one, is_leader=offerers[one.pos] in leaders)
            epochs.decide(conn, branch.log_id, [(one.pos, place)])
            returned, left_out = returned + (place > 0), left_out + is_lost
        return returned, left_out

    def _give_back(
        self, conn: Connection, rules: Rules, stored: StoredEvent, *, is_leader: bool
    ) -> tuple[int, bool]:
        """Where it stands now (0: nowhere), and whether it is lost by that. One that fails hides no other."""
        try:
            with savepoint(conn):
                verdict = rules.verdict(stored, is_leader=is_leader)
                if not isinstance(verdict, Draft):
                    return 0, verdict == "left_out"
                events = self._appender.append(conn, [verdict])
                queue_media(conn, events)
                _note_command(conn, events)
        except EnvironmentFailure:
            raise
        except Exception as error:  # noqa: BLE001 - told by kind alone: its text may hold a customer's words
            _LOG.warning("event not given back pos=%d error=%s", stored.pos, type(error).__name__)
            return 0, True
        return (events[0].pos if events else 0), False


def offer_of(conn: Connection) -> SalvageOffer | None:
    """What waits for a decision, None when nothing does."""
    first: datetime | None = None
    last: datetime | None = None
    count = messages = 0
    for branch in epochs.branches(conn):
        after = branch.fork_pos
        while branch.state == "offered" and (
            stored := epochs.undecided(conn, branch.log_id, after, SCAN_AT_ONCE)
        ):
            events = [codec.decode_event(one) for one in stored]
            count, after = count + len(events), stored[-1].pos
            messages += sum(isinstance(event.body, MessageReceived | SendRequested) for event in events)
            first, last = first or events[0].accepted_at, events[-1].accepted_at
    if first is None or last is None:
        return None
    names = {device.device_id: device.name for device in access.devices(conn)}
    computers = tuple(names.get(one, one) for one in epochs.offerers(conn))
    return SalvageOffer(count, messages, first, last, computers)


def _check(events: list[StoredEvent], branch: Branch) -> None:
    """Each goes on from the one before."""
    chain, pos = branch.have_chain, branch.have_pos
    for one in events:
        pos += 1
        try:
            is_next = one.pos == pos and codec.verify(chain, one) is not None
        except (InvariantBroken, ValueError):
            is_next = False
        if not is_next:
            raise HttpRefusal(422, "chain_mismatch", pos=str(pos))
        chain = one.chain


def _reading(after: int) -> Callable[[Connection], list[StoredEvent]]:
    return lambda conn: log.page(conn, after, SCAN_AT_ONCE)


def _leaders(conn: Connection) -> set[DeviceId]:
    return {device.device_id for device in access.devices(conn) if device.role in LEADERS}


def _note_command(conn: Connection, events: list[Event]) -> None:
    """A desk that asks again for what came back gets its old answer."""
    for event in events:
        if event.command_id is not None and commands.find(conn, event.command_id) is None:
            outcome = Outcome(event.command_id, "accepted", pos=event.pos)
            device_id = event.actor.device_id or DeviceId("")
            commands.store(conn, outcome, device_id, 0, commands.ANY_PAYLOAD, event.accepted_at)
