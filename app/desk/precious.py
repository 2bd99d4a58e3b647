"""log.db: the file that is never thrown away. Events, commands on their way, drafts, and what this computer has joined.

Wraps `storage.desk` in one writer thread; every awaited method returns after its commit. Events are read through a
connection of their own, from worker threads.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.desk.batch import Batch, Cursor
from app.desk.config import Joined
from app.desk.drafts import Unsaved
from app.desk.erasure_notes import note_erasures, scrubbed
from app.desk.hub_time import HubTime
from app.desk.kept import LEFT, SETTING, Kept, note_of, seat_of
from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import CommandId, ConversationId, DeviceId
from app.domain.later import commands, sends
from app.domain.settings import SettingValue
from storage import desk as stored
from storage.desk import NOBODY
from storage.engine import Connection, SqlError, connect
from storage.writer import Priority, Writer

if TYPE_CHECKING:
    from storage.codec import StoredEvent

T = TypeVar("T")
log = logging.getLogger(__name__)

OPEN = "is_open"  # a note that a clean end removes
DAMAGED = frozenset({"file_damaged", "file_unreadable"})


class Precious:
    """The open file. Its methods are the stores that puller, outbox and drafts ask for. `kept`: what it held."""

    def __init__(
        self, path: Path, key: str, clock: Clock, crash: Callable[[str], None] = lambda point: None
    ) -> None:
        """Open or make the file; one that is seen to be damaged is set aside, what can be read of it saved. Blocks.

        Raises EnvironmentFailure.
        """
        self._crash = crash
        self._path, self._key, self._clock = path, key, clock
        self._reading_lock = threading.Lock()
        self._is_closing = False
        try:
            self.kept = self._open()
        except EnvironmentFailure as failure:
            if failure.code not in DAMAGED and not _is_right_key_refused(failure, path, key):
                raise
            _set_aside(path, key, clock)
            self.kept = self._open()
        self._is_in_doubt = OPEN in self.kept.notes

    def _open(self) -> Kept:
        path, key = self._path, self._key
        self._writer = Writer(lambda: _writing(path, key), "log", path)
        self._writer.crash = self._crash
        try:
            kept = self._writer.submit(_begin).result()
            self._reading = connect(path, key, is_read_only=True)
        except BaseException:
            self._writer.close()
            raise
        return kept

    def examine(self) -> None:
        """After an unclean end: look whether every page is whole, and set a damaged file aside. Blocks.

        It takes seconds for a long log, so it comes after the first paint and before anything is fetched. Writes that
        meet the change of files fail as on a full disk, and are tried again. Raises EnvironmentFailure.
        """
        if not self._is_in_doubt:
            return
        with self._reading_lock:
            is_sound = stored.is_sound(self._reading)
            if self._is_closing:  # interrupted: the next start looks again
                return
            if not is_sound:
                self._reading.close()
                self._writer.close()
                _set_aside(self._path, self._key, self._clock)
                self._open()
        self._is_in_doubt = False

    def close(self) -> None:
        """Finish what waits and close. Blocks. Safe to call twice."""
        if not self._is_closing:
            self._is_closing = True
            with contextlib.suppress(SqlError):  # closed: another file takes its place just now
                self._reading.interrupt()
        with self._reading_lock:
            self._reading.close()
        left: dict[str, bytes | None] = {} if self._is_in_doubt else {OPEN: None}
        try:
            self._writer.submit(lambda conn: stored.save_notes(conn, left))
        except EnvironmentFailure:
            return  # closed before
        self._writer.close()

    def hold_ballast(self) -> None:
        """Hold room on the disk for what is typed when it is full; nobody waits for it."""
        self._writer.submit(lambda _: stored.hold_ballast(self._path.parent), priority=Priority.BULK)

    # --- events ---

    async def cursor(self) -> Cursor:
        """The newest stored event, after everything that was asked for before."""
        pos, chain = await self._writer.run(stored.cursor)
        return Cursor(pos, chain)

    async def append(self, batch: Batch) -> None:
        """Store a batch; the commands that it shows leave the outbox in the same transaction."""
        shown = {event.command_id for event in batch.events if event.command_id is not None}

        def job(conn: Connection) -> None:
            stored.append(conn, batch.stored)
            note_erasures(conn, batch.events)
            stored.drop_commands(conn, shown & stored.command_ids(conn))

        await self._writer.run(job, priority=Priority.BULK)

    async def run(self, job: Callable[[Connection], T]) -> T:
        """A rare job of its own on the file, with what was asked for before done."""
        return await self._writer.run(job)

    async def scrub(self) -> bool:
        """Nothing of deleted rows is left in the file; False while somebody reads it."""
        return await scrubbed(self._writer)

    def read_after(self, pos: int, limit: int) -> list[StoredEvent]:
        """Events of the own log. Blocks."""
        with self._reading_lock:
            return stored.page(self._reading, pos, limit)

    def kinds_besides(self, kinds: Collection[str], limit: int) -> list[str]:
        """Kinds of the first events of the own log that are of none of these. Blocks."""
        with self._reading_lock:
            return stored.kinds_besides(self._reading, kinds, limit)

    def read_acts(
        self, below: int, floor: int, member_id: str | None, subject: str | None
    ) -> list[StoredEvent]:
        """What people did in a stretch of the own log, the newest first. Blocks."""
        from storage.desk.acts import acts

        with self._reading_lock:
            return acts(self._reading, below, floor, member_id, subject)

    # --- outbox ---

    async def add_commands(
        self, commands: Sequence[commands.Command], dropped: Sequence[CommandId], seat: DeviceId = NOBODY
    ) -> None:
        """Store commands of a seat; a text's draft goes with it."""
        from storage.codec import encode_command  # with the first command: a start needs no codec

        rows = [
            stored.StoredCommand(c.device_seq, c.command_id, encode_command(c), device_id=seat)
            for c in commands
        ]
        no_drafts = {c.body.conversation_id: "" for c in commands if isinstance(c.body, sends.SendText)}

        def job(conn: Connection) -> None:
            stored.drop_commands(conn, dropped)
            stored.add_commands(conn, rows)
            stored.save_drafts(conn, no_drafts, seat)
            stored.set_next_seq(conn, seat, commands[-1].device_seq + 1)

        await self._run_with_ballast(job, Priority.REPLY)

    async def mark_tried(self, ids: Sequence[CommandId]) -> None:
        """The hub may have seen them from now on."""
        await self._writer.run(lambda conn: stored.mark_tried(conn, ids), priority=Priority.REPLY)

    async def mark_expired(self, command_id: CommandId) -> None:
        """It waits for a person."""
        await self._writer.run(lambda conn: stored.mark_expired(conn, command_id))

    async def drop_commands(
        self, ids: Sequence[CommandId], draft: tuple[DeviceId, ConversationId, str] | None = None
    ) -> None:
        """They are decided; a refused text is a draft of its author again."""

        def job(conn: Connection) -> None:
            stored.drop_commands(conn, ids)
            if draft is not None:
                seat, conversation_id, text = draft
                stored.save_drafts(conn, {conversation_id: text}, seat)

        await self._writer.run(job)

    def forget(self, ids: Sequence[CommandId]) -> None:
        """The same for commands that the log showed without an event of their own; nobody waits for it."""
        if ids:
            self._writer.submit(lambda conn: stored.drop_commands(conn, ids))

    # --- drafts and notes ---

    async def save_drafts(self, unsaved: Sequence[Unsaved]) -> None:
        """Write drafts and places in one transaction."""
        await self._run_with_ballast(_saving(unsaved), Priority.INTAKE)

    def save_last(self, unsaved: Sequence[Unsaved]) -> Future[None]:
        """The same without an event loop."""
        return self._writer.submit(_saving(unsaved), priority=Priority.INTAKE)

    async def _run_with_ballast(self, job: Callable[[Connection], None], priority: Priority) -> None:
        """Run what a person is waiting for; on a full disk once more, in the room that the ballast held."""
        try:
            await self._writer.run(job, priority=priority)
        except EnvironmentFailure as failure:
            if failure.code != "disk_full" or not stored.drop_ballast(self._path.parent):
                raise
            log.warning("disk full, ballast dropped")
            await self._writer.run(job, priority=priority)

    async def save_setting(self, name: str, value: SettingValue) -> None:
        """A setting of this computer alone."""
        await self._writer.run(lambda conn: stored.save_notes(conn, {SETTING + name: note_of(value)}))

    async def save_joined(self, joined: Joined, *, welcome: Collection[DeviceId] | None = None) -> None:
        """What enrolling gave: the first seat, or the only one anew with all that waits there.

        `welcome`: on a computer that was shut out, whose unsent texts are this member's; all others go.
        """
        seat = seat_of(joined)

        def job(conn: Connection) -> None:
            before = stored.seats(conn)
            if before:
                stored.take_seat(conn, seat, before[0].device_id)
                return
            stored.add_seats(conn, [seat])
            for device_id, texts in stored.all_drafts(conn).items():
                if welcome is not None and device_id not in welcome:
                    stored.save_drafts(conn, dict.fromkeys(texts, ""), device_id)
            for device_id in {NOBODY, *(welcome or ())}:
                stored.move_belongings(conn, device_id, seat.device_id)
            stored.save_notes(conn, {LEFT: None})

        await self._writer.run(job)

    async def change_seats(self, job: Callable[[Connection], None]) -> None:
        """Something about the people who use this computer, before anybody waits for anything else."""
        await self._writer.run(job, priority=Priority.REPLY)

    def note_later(self, name: str, value: bytes) -> None:
        """Keep a small thing that nobody waits for."""
        with contextlib.suppress(EnvironmentFailure):  # closed meanwhile
            self._writer.submit(lambda conn: stored.save_notes(conn, {name: value}), priority=Priority.BULK)


class HearingKeeper:
    """The precious file for the puller; the hub's clock is heard on the way."""

    def __init__(self, precious: Precious, hub_time: HubTime) -> None:
        self._precious = precious
        self._hub_time = hub_time

    async def cursor(self) -> Cursor:
        return await self._precious.cursor()

    async def append(self, batch: Batch) -> None:
        if batch.hub_time is not None:
            self._hub_time.heard(batch.hub_time)
        await self._precious.append(batch)


def _saving(unsaved: Sequence[Unsaved]) -> Callable[[Connection], None]:
    def job(conn: Connection) -> None:
        for one in unsaved:
            prefix = f"{stored.PLACE}{one.seat}:"
            notes = {prefix + name: note_of(value) if value else None for name, value in one.place.items()}
            stored.save_drafts(conn, one.texts, one.seat)
            stored.save_notes(conn, notes)

    return job


def _is_right_key_refused(failure: EnvironmentFailure, path: Path, key: str) -> bool:
    """Whether the key is right and the first page is damaged: SQLCipher cannot tell that from a wrong key.

    The view beside it has the same key and no content of its own; if that opens, the key is right.
    """
    beside = path.with_name("view.db")
    if failure.code != "wrong_key" or not beside.exists():
        return False
    try:
        connect(beside, key, is_read_only=True).close()
    except EnvironmentFailure:
        return False
    return True


def _writing(path: Path, key: str) -> Connection:
    conn = connect(path, key)
    try:
        stored.create(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def _begin(conn: Connection) -> Kept:
    """Read what is kept, and note that the file is in use."""
    notes = stored.notes(conn)
    stored.save_notes(conn, {OPEN: b"true"})
    stored.cursor(conn)
    return Kept(notes, stored.commands(conn), stored.all_drafts(conn), stored.seats(conn))


def _set_aside(path: Path, key: str, clock: Clock) -> None:
    """Rename a damaged file and begin a new one with its commands, drafts and notes; events come from the hub again."""
    rescued = stored.rescue(path, key)
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(path.with_name(f"log-damaged-{stamp}.db{suffix}"))
    log.error(
        "log set aside commands=%d drafts=%d lost=%s",
        len(rescued.commands),
        sum(map(len, rescued.drafts.values())),
        rescued.lost,
    )
    fresh = _writing(path, key)
    try:
        fresh.execute("BEGIN IMMEDIATE")
        stored.add_seats(fresh, rescued.seats)
        stored.add_commands(fresh, rescued.commands)
        for seat, drafts in rescued.drafts.items():
            stored.save_drafts(fresh, drafts, seat)
        stored.save_notes(fresh, {**rescued.notes, OPEN: None})
        stored.adopt(fresh)
        fresh.execute("COMMIT")
    finally:
        fresh.close()
