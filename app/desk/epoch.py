"""Going on after the hub was restored: two histories are told apart by their chains, and never mixed.

What this computer and the hub both have stays. What only this computer has is kept apart and offered to the hub; an
owner or manager decides about it. Commands on their way stay, but a message that the lost hub may have sent already
goes back to its author: nobody else can know.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.desk.batch import Cursor
from app.desk.config import Joined
from app.desk.hub_client import PROTOCOL, HubClient, HubRefused
from app.desk.kept import joined_of, seat_of
from app.desk.outbox import Outbox
from app.domain.clock import Clock
from app.domain.commands import Outcome
from app.domain.ids import CommandId, LogId
from storage import desk as stored
from storage.codec import StoredEvent, encode_command, encode_page
from storage.desk import surplus

if TYPE_CHECKING:
    from app.desk.precious import Precious
    from storage.engine import Connection

log = logging.getLogger(__name__)

POINTS = 64  # places compared in one question
PART_BYTES = 600_000  # of an offer; the hub takes a megabyte
PART_EVENTS = 500
NOT_KNOWN = "token_unknown"  # the hub's word; a copy knows nobody who joined after it
PLANNED_NOW = "schedule.send"
UNCLEAR = "restored_unclear"  # why a message goes back to its author


class Epochs:
    """`on_renewed` hears what this computer has joined from now on."""

    def __init__(
        self,
        precious: Precious,
        outbox: Outbox,
        client: HubClient,
        joined: Joined,
        clock: Clock,
        on_renewed: Callable[[Joined], None],
    ) -> None:
        self._precious = precious
        self._outbox = outbox
        self._client = client
        self._joined = joined
        self._clock = clock
        self._on_renewed = on_renewed

    async def renew(self, code: str) -> str | None:
        """Syncing stopped for `code`: None when it can go on now, else the code that says why it cannot.

        Raises EnvironmentFailure and HubRefused when the hub does not answer.
        """
        if code not in {"log_changed", NOT_KNOWN}:
            return code  # "device_revoked" too: the hub says that of a computer that it knows, also after a restore
        hello = await self._client.hello()
        if code == NOT_KNOWN:
            return code if hello.log_id == self._joined.log_id else "joined_after_backup"
        if hello.log_id == self._joined.log_id:
            return "log_rewound"  # an older file was put in the place of the hub's, without a restore
        await self._go_on(hello.log_id)
        return None

    async def offer(self) -> int:
        """Offer the hub what is kept apart, and forget what it has decided about. Gives the number still kept."""
        left = 0
        for log_id, fork_pos, count in await self._precious.run(surplus.surplus_logs):
            if await self._offered(log_id, fork_pos):
                await self._precious.run(partial(surplus.forget_surplus, log_id=log_id))
            else:
                left += count
        return left

    async def _go_on(self, log_id: LogId) -> None:
        cursor = await self._precious.cursor()
        fork = await self._fork(cursor)
        await self._let_go_of_sends(fork.pos)
        renewed = replace(self._joined, log_id=log_id)
        old = self._joined.log_id

        def job(conn: Connection) -> int:
            moved = surplus.set_aside(conn, old, fork.pos, fork.chain) if fork.pos < cursor.pos else 0
            for seat in stored.seats(conn):
                moved_there = seat_of(replace(joined_of(seat), log_id=log_id))
                stored.set_joined(conn, seat.device_id, moved_there.joined)
            return moved

        moved = await self._precious.run(job)
        await self.offer()  # before commands, which may be about what the hub lost
        log.warning("hub was restored fork_pos=%d cursor=%d kept_apart=%d", fork.pos, cursor.pos, moved)
        self._joined = renewed
        self._client.log_id = log_id
        self._on_renewed(renewed)

    async def _fork(self, cursor: Cursor) -> Cursor:
        """The last place up to which both logs are the same; found by comparing chains, a few dozen at once."""
        low, high = Cursor(0, bytes(32)), cursor.pos
        while low.pos < high:
            step = max(1, -(-(high - low.pos) // POINTS))
            wanted = sorted({high, *range(low.pos + step, high, step)})
            points = await self._precious.run(partial(surplus.chains_at, positions=wanted))
            found = await self._client.common(points)
            low = next((Cursor(pos, chain) for pos, chain in points if pos == found), low)
            if low.pos == high:
                break
            high = min(pos for pos in wanted if pos > low.pos) - 1
        return low

    async def _let_go_of_sends(self, fork_pos: int) -> None:
        """What the lost hub may have sent goes back to its author; everything else is asked for anew."""
        changed: dict[CommandId, bytes] = {}
        for command in self._outbox.waiting():
            entry = self._outbox.find(command.command_id)
            if entry is None or entry.stage == "expired":
                continue
            is_message = entry.send is not None or command.body.KIND == PLANNED_NOW
            if is_message and (entry.may_have_left or entry.stage == "accepted"):
                entry.stage = "waiting"
                await self._outbox.reject(entry, Outcome(command.command_id, "rejected", code=UNCLEAR))
                continue
            entry.stage, entry.accepted_pos, entry.may_have_left, entry.is_marked = (
                "waiting",
                None,
                False,
                False,
            )
            entry.command = replace(command, base_pos=min(command.base_pos, fork_pos))
            changed[command.command_id] = encode_command(entry.command)
        await self._precious.run(lambda conn: surplus.rewrite_commands(conn, changed))
        self._outbox.has_news.set()

    async def _offered(self, log_id: LogId, fork_pos: int) -> bool:
        """Whether the hub has decided about all of it; else it has all of it now, or what it takes."""
        try:
            state, have = await self._client.offer(self._page(log_id, fork_pos, []))
            while True:
                events = await self._precious.run(
                    partial(surplus.surplus_page, log_id=log_id, after=have, limit=PART_EVENTS)
                )
                if not events:
                    return state != "offered"
                part: list[StoredEvent] = []
                size = 0
                for event in events:
                    size += len(event.envelope) + len(event.fields) + 300
                    if part and size > PART_BYTES:
                        break
                    part.append(event)
                state, have = await self._client.offer(self._page(log_id, fork_pos, part))
        except HubRefused as refused:
            if refused.is_passing:
                raise
            log.warning("offer refused code=%s", refused.code)
            return False

    def _page(self, log_id: LogId, fork_pos: int, events: list[StoredEvent]) -> bytes:
        head = events[-1].pos if events else fork_pos
        return encode_page(log_id, head, fork_pos, self._clock.now(), PROTOCOL, events)
