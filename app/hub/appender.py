"""The only writer of the log: gives events their place, seals, stores and projects them, in one transaction."""

import asyncio
import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.clock import Clock
from app.domain.events import Actor, Event, EventBody
from app.domain.ids import CommandId, EventId, IdMaker
from storage import codec, view
from storage.hub import erasures, log, log_keys
from storage.hub.log import Entry, Head
from storage.hub.tables import Connection
from storage.view.waiting import delete as forget_waiting

_SALT_BYTES = 16

Listener = Callable[[Sequence[Event]], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has a place.

    `dedupe_key` None: it is never a repeat. `raw_id`, `path` and `original` name its webhook element, if it has one.
    `accepted_at`: when an earlier log took it, for what a salvage gives back.
    """

    body: EventBody
    subject: str
    actor: Actor
    occurred_at: datetime
    dedupe_key: str | None = None
    command_id: CommandId | None = None
    n: int = 0
    raw_id: int | None = None
    path: str | None = None
    original: bytes | None = None
    accepted_at: datetime | None = None


class Appender:
    """Appends inside jobs of the hub's Writer, and tells listeners what was committed.

    Positions are dense, `accepted_at` never decreases (but for what a salvage gives back), and a known dedupe key is
    skipped. Hand `committed` to the
    Writer as its `after_commit`: what a rolled-back job appended is then never told to anyone.
    """

    def __init__(self, clock: Clock, random: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._random = random
        self._ids = IdMaker(clock, random)
        self._listeners: list[Listener] = []
        self._projector = view.Projector()
        self._untold: list[Event] = []  # writing thread only
        self._loop: asyncio.AbstractEventLoop | None = None

    def listen_on(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """The event loop whose thread the listeners are called on; None stops telling them."""
        self._loop = loop

    def subscribe(self, callback: Listener) -> None:
        """Call `callback` on the event loop's thread with each committed group of events, in order."""
        self._listeners.append(callback)

    def append(self, conn: Connection, drafts: Sequence[Draft]) -> list[Event]:
        """Store what is new of `drafts`, in order; gives the events that came of it. Must run inside a Writer job."""
        head = log.head(conn)
        fresh = self._fresh(conn, head, drafts)
        if not fresh:
            return []
        accepted_at = max(head.accepted_at, self._clock.now())
        entries: list[Entry] = []
        events: list[Event] = []
        chain = head.chain
        for pos, (draft, key) in enumerate(fresh, head.pos + 1):
            event_id = EventId(self._ids.new())
            taken_at = draft.accepted_at or accepted_at
            stored = self._seal(draft, event_id, pos, taken_at, chain)
            chain = stored.chain
            entries.append(
                Entry(stored, key, draft.command_id, draft.n, draft.raw_id, draft.path, draft.original)
            )
            events.append(_event(draft, event_id, pos, taken_at))
        log.add(conn, entries, accepted_at)
        self._projector.project(conn, events, chain)
        self._erase_late(conn, head.log_secret, events, entries)
        self._forget_rolled_back(head.pos)
        self._untold += events
        return events

    def note_repeats(self, conn: Connection, repeats: Sequence[tuple[str, int]]) -> None:
        """Elements (by dedupe key) that were in the log already came again in a post (by its number)."""
        secret = log.head(conn).log_secret
        erased = log_keys.note_repeats(conn, [(sealed_key(secret, key), raw_id) for key, raw_id in repeats])
        erasures.note_posts(conn, erased)

    def moment(self, conn: Connection) -> datetime:
        """Now, as the log counts time: never before its newest event."""
        return max(log.head(conn).accepted_at, self._clock.now())

    def unseen(self, conn: Connection, keys: Sequence[str]) -> set[str]:
        """Which of these dedupe keys are not in the log yet."""
        secret = log.head(conn).log_secret
        sealed = {sealed_key(secret, key): key for key in keys}
        known = log.known_keys(conn, list(sealed))
        return {key for digest, key in sealed.items() if digest not in known}

    def committed(self, conn: Connection) -> None:
        """A transaction is on disk: tell the listeners what it brought."""
        if not self._untold:
            return
        self._forget_rolled_back(log.head_pos(conn))
        events, self._untold = self._untold, []
        if events and self._loop is not None:
            self._loop.call_soon_threadsafe(self._tell, events)

    def _erase_late(
        self, conn: Connection, secret: bytes, events: Sequence[Event], entries: Sequence[Entry]
    ) -> None:
        """What comes about somebody who was erased has no words either."""
        late = erasures.late(conn, secret, events)
        if late:
            erasures.erase_bodies(conn, sorted(late))
            forget_waiting(conn, late)
            posts = (one.raw_id for one in entries if one.stored.pos in late)
            erasures.note_posts(conn, [raw_id for raw_id in posts if raw_id is not None])

    def _tell(self, events: Sequence[Event]) -> None:
        for listener in self._listeners:
            listener(events)

    def _forget_rolled_back(self, head_pos: int) -> None:
        while self._untold and self._untold[-1].pos > head_pos:
            self._untold.pop()

    def _fresh(
        self, conn: Connection, head: Head, drafts: Sequence[Draft]
    ) -> list[tuple[Draft, bytes | None]]:
        keyed = [
            (draft, None if draft.dedupe_key is None else sealed_key(head.log_secret, draft.dedupe_key))
            for draft in drafts
        ]
        taken = log.known_keys(conn, [key for _, key in keyed if key is not None])
        fresh: list[tuple[Draft, bytes | None]] = []
        for draft, key in keyed:
            if key is not None:
                if key in taken:
                    continue
                taken.add(key)
            fresh.append((draft, key))
        return fresh

    def _seal(
        self, draft: Draft, event_id: EventId, pos: int, accepted_at: datetime, chain: bytes
    ) -> codec.StoredEvent:
        sealed = codec.EventDraft(
            draft.body, draft.subject, draft.actor, draft.occurred_at, event_id, draft.command_id, draft.n
        )
        return codec.seal(sealed, pos, accepted_at, chain, self._random(_SALT_BYTES), draft.original)


def sealed_key(secret: bytes, key: str) -> bytes:
    """What is stored of a dedupe key, since a channel's id may hold a phone number."""
    return hmac.digest(secret, key.encode("utf-8", "surrogatepass"), "sha256")


def _event(draft: Draft, event_id: EventId, pos: int, accepted_at: datetime) -> Event:
    body = draft.body
    return Event(
        pos, event_id, body.KIND, body.VERSION, draft.subject, draft.actor, draft.occurred_at, accepted_at,
        draft.command_id, body,
    )  # fmt: skip
