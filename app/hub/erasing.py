"""Erasing people: begun in one transaction with its event, finished in small steps that a kill may cut anywhere.

What is begun is never given up: a start goes on where it was. The words go first, then the posts that brought them, the
files that nobody else's messages use, at last what the database file and its WAL still hold of deleted rows.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from app.domain.clock import Clock
from app.domain.erasure import ContactErased, EraseWish, ErasurePlan, is_confirmed, spans_of
from app.domain.errors import EnvironmentFailure
from app.domain.events import Actor
from app.domain.ids import ContactId, ConversationId, DeviceId, MemberId
from app.hub import erasure_ledger
from app.hub.appender import Appender, Draft
from app.hub.config import HubConfig
from app.hub.core import Core
from app.hub.erasure_ledger import Line
from app.hub.erasure_plan import Found, look, name_of, remaining
from app.hub.http import HttpRefusal
from app.hub.intake import Crash
from app.hub.media_files import MediaFiles
from app.hub.waiting import until_stirred
from storage import scrub, view
from storage.files_named import files_in
from storage.hub import (
    access,
    appointment_imports,
    commands,
    contact_imports,
    deal_imports,
    epochs,
    erasures,
    log,
    log_keys,
)
from storage.hub.erasures import Erasure
from storage.hub.tables import Connection
from storage.view.appointment_erasing import appointment_figures
from storage.view.deal_erasing import figures_of
from storage.view.erasing import sweep
from storage.writer import Priority

AT_ONCE = 500  # entries in one transaction
LOOK_EVERY_S = 60.0
AGAIN_S = 2.0  # while a reader holds the WAL, or a post is still to be read
WAIT_S = 20.0  # how long who asked waits for its end

_LOG = logging.getLogger(__name__)


class Erasures:
    """`run` is a supervised task. Every erasure ends in it; `erase` waits for that, within reason."""

    def __init__(self, config: HubConfig, core: Core, files: MediaFiles, clock: Clock, crash: Crash) -> None:
        self._config = config
        self._core = core
        self._files = files
        self._clock = clock
        self._crash = crash
        self._stirred = asyncio.Event()
        self._done = asyncio.Event()
        self._taking_turns = asyncio.Lock()
        self._is_running = self._is_unscrubbed = False

    async def run(self) -> None:
        """Work until cancelled: keep the index of the log, finish what was begun, erase posts that came late."""
        self._is_running = True
        while True:
            self._stirred.clear()
            is_over = False
            try:
                await self.follow()
                await self.write_ledger()
                is_over = await self.resume()
            except EnvironmentFailure as failure:
                _LOG.info("erasing waits code=%s", failure.code)
            self._done.set()
            await until_stirred(self._stirred, self._clock, LOOK_EVERY_S if is_over else AGAIN_S)

    async def follow(self) -> None:
        """Bring the index of the log up to its end, beside the writer's work."""
        secret = self._core.readers.quick(log.head).log_secret
        pos = self._core.readers.quick(log_keys.followed)
        while True:
            keyed, upto = await self._core.readers.run(_keyed(secret, pos))
            if upto == pos:
                return
            await self._core.writer.run(_noting(keyed, upto), priority=Priority.BULK)
            pos = upto

    async def plan(self, contact_id: ContactId) -> ErasurePlan:
        """What would go. Raises HttpRefusal 404."""
        await self.follow()

        def read(conn: Connection) -> ErasurePlan:
            log_keys.follow(conn, log.head(conn).log_secret)
            found = look(conn, log.head(conn).log_secret, contact_id)
            name = name_of(conn, found.contact_ids[0]) if found else None
            if found is None or name is None:
                raise HttpRefusal(404, "contact_unknown")
            return ErasurePlan(found.contact_ids[0], name, found.counts)

        return await self._core.writer.run(read, priority=Priority.NORMAL)

    async def erase(self, wish: EraseWish, actor: Actor) -> str:
        """Begin, and wait for the end as long as a person may wait; gives the erasure's id.

        Raises HttpRefusal: contact_unknown, name_not_typed.
        """
        await self.follow()
        seen = await self._seen(wish.contact_id)

        def job(conn: Connection) -> Erasure:
            name = name_of(conn, ContactId(view.kept_id(conn, wish.contact_id)))
            if name is None:
                raise HttpRefusal(404, "contact_unknown")
            if not is_confirmed(wish.confirm, name):
                raise HttpRefusal(422, "name_not_typed")
            return self._begin(conn, wish, actor, seen)

        begun = await self._core.writer.run(job, priority=Priority.NORMAL)
        self._crash("erasure_begun")
        await self.wait_for(begun.erasure_id)
        return begun.erasure_id

    async def _seen(self, contact_id: ContactId) -> Found | None:
        """Read beside the writer's work, so that its transaction has little left to read."""
        secret = self._core.readers.quick(log.head).log_secret
        return await self._core.readers.run(lambda conn: look(conn, secret, contact_id))

    async def wait_for(self, erasure_id: str) -> None:
        """Until it is done, or long enough."""
        if not self._is_running:
            await self.resume()
            return
        until_s = self._clock.monotonic_s() + WAIT_S
        while self._clock.monotonic_s() < until_s:
            self._done.clear()
            self._stirred.set()
            await until_stirred(self._done, self._clock, AGAIN_S)
            one = self._core.readers.quick(lambda conn: erasures.find(conn, erasure_id))
            if one is None or one.state == "done":
                return

    async def resume(self) -> bool:
        """Do what is left of every erasure, one caller after the other. False: something must wait a little."""
        async with self._taking_turns:
            return await self._resume()

    async def _resume(self) -> bool:
        is_over = True
        while await self._core.writer.run(sweep, priority=Priority.BULK):
            self._crash("erasure_half_way")
        for one in await self._core.writer.run(erasures.unfinished, priority=Priority.BULK):
            is_over &= await self._finish(one)
        gone, waiting = await self._core.writer.run(erasures.erase_posts, priority=Priority.BULK)
        if gone or self._is_unscrubbed:  # what came late about somebody
            self._is_unscrubbed = not await self._scrub()
        return is_over and waiting == 0 and not self._is_unscrubbed

    async def write_ledger(self) -> None:
        """What the database knows and the ledger does not."""
        known = await self._files.do(lambda: erasure_ledger.read(self._config.data_dir))
        rows = await self._core.readers.run(erasures.every)
        missing = [one for one in reversed(rows) if one.erasure_id not in known and one.state != "asked"]
        for one in missing:
            await self._note(one)

    # --- the steps ---

    async def _finish(self, one: Erasure) -> bool:
        if one.state == "asked":
            asked = one
            begun = await self._core.writer.run(
                lambda conn: self._begin_asked(conn, asked), priority=Priority.BULK
            )
            if begun is None:
                return True
            one = begun
        await self._note(one)
        self._crash("erasure_noted")
        while await self._core.writer.run(sweep, priority=Priority.BULK):
            self._crash("erasure_half_way")
        left = list(one.left)
        while left:
            some, left = left[:AT_ONCE], left[AT_ONCE:]
            await self._core.writer.run(_erasing(one, some, left), priority=Priority.BULK)
            self._crash("erasure_half_way")
        _gone, waiting = await self._core.writer.run(erasures.erase_posts, priority=Priority.BULK)
        if waiting:
            return False
        for sha256 in one.files:
            if not await self._core.writer.run(_is_used(sha256), priority=Priority.BULK):
                await self._files.do(partial(self._files.store.remove, sha256))
            self._crash("erasure_file_removed")
        if not await self._scrub():
            return False
        self._crash("erasure_scrubbed")
        now = self._clock.now()
        await self._core.writer.run(_ending(one, now), priority=Priority.BULK)
        _LOG.info("erased events=%d posts=%d files=%d", one.counts.events, one.counts.posts, one.counts.files)
        return True

    async def _scrub(self) -> bool:
        """Nothing of deleted rows is left in the file; False while a reader holds the WAL."""
        await self._core.writer.run(_scrubbed, priority=Priority.BULK)
        return await self._core.writer.run_between(scrub.wal)

    async def _note(self, one: Erasure) -> None:
        numbers = await self._core.readers.run(erasures.kept_off) if one.is_kept_off else []
        line = line_of(one, [self._files.store.name_of(sha256) for sha256 in one.files], numbers)
        folder = self._config.data_dir

        def write() -> None:
            if one.erasure_id not in erasure_ledger.read(folder):
                erasure_ledger.add(folder, [line])

        await self._files.do(write)

    # --- on the writing thread ---

    def _begin(self, conn: Connection, wish: EraseWish, actor: Actor, seen: Found | None) -> Erasure:
        asked = Erasure(
            self._core.new_id(), wish.contact_id, wish.reason, actor.member_id, "asked", self._clock.now(),
            is_kept_off=wish.is_kept_off,
        )  # fmt: skip
        begun = begin(conn, self._core.appender, asked, actor, seen)
        if begun is None:
            raise HttpRefusal(404, "contact_unknown")
        return begun

    def _begin_asked(self, conn: Connection, asked: Erasure) -> Erasure | None:
        begun = begin(conn, self._core.appender, asked, Actor("hub"))
        if begun is None:  # nobody of that name any more
            erasures.note_ids(conn, [asked.contact_id, *asked.contact_ids, *asked.conversation_ids])
            erasures.save(conn, replace(asked, state="done", done_at=self._clock.now()))
        return begun


def begin(
    conn: Connection, appender: Appender, asked: Erasure, actor: Actor, seen: Found | None = None
) -> Erasure | None:
    """Find everything, write the event, and note what is to go; None for somebody whom the log does not know.

    From this transaction on no screen shows them and nothing is sent to them.
    """
    secret = log.head(conn).log_secret
    log_keys.follow(conn, secret)
    found = look(conn, secret, asked.contact_id, seen)
    if found is None:
        return None
    body = ContactErased(
        found.contact_ids[0], asked.erasure_id, asked.reason, asked.member_id, found.counts,
        tuple(found.contact_ids), tuple(found.conversation_ids), spans_of(found.positions),
        remaining(conn, found.conversation_ids), figures_of(conn, found.deal_ids),
        appointment_figures(conn, found.appointment_ids, found.contact_ids, asked.asked_at),
    )  # fmt: skip
    draft = Draft(body, body.contact_id, actor, asked.asked_at, f"erase:{asked.erasure_id}")
    events = appender.append(conn, [draft])
    over = [one.appointment_id for one in body.appointments if one.is_over]
    _forget_beside(conn, secret, found, asked, over)
    one = replace(
        asked,
        contact_id=body.contact_id,
        state="erasing",
        pos=events[0].pos if events else asked.pos,
        counts=found.counts,
        contact_ids=tuple(found.contact_ids),
        conversation_ids=tuple(found.conversation_ids),
        left=tuple(found.positions),
        files=tuple(sorted(found.files)),
        devices=tuple(device.device_id for device in access.devices(conn) if not device.is_revoked),
    )
    erasures.save(conn, one)
    return one


def _forget_beside(
    conn: Connection, secret: bytes, found: Found, asked: Erasure, over: Sequence[str]
) -> None:
    """What the hub keeps of them beside the log."""
    ids = [*found.contact_ids, *found.conversation_ids, *found.deal_ids, *over]
    erasures.note_ids(conn, ids)
    digests = [erasures.digest_of(secret, one, erasures.MESSAGE_NAME) for one in found.names]
    erasures.note_names(conn, digests, erasures.MESSAGE_NAME)
    if asked.is_kept_off:
        numbers = [erasures.digest_of(secret, one, erasures.KEPT_OFF) for one in sorted(found.numbers)]
        erasures.note_names(conn, numbers, erasures.KEPT_OFF)
    erasures.erase_sends(conn, sorted(found.message_ids))
    erasures.erase_user_ids(conn, sorted(found.user_ids))
    erasures.erase_uploads(conn, sorted(found.files))
    erasures.note_posts(conn, found.posts)
    commands.forget_words(conn, sorted(found.numbers | found.names))
    epochs.forget_words(conn, frozenset(ids))
    for contact_id in found.contact_ids:
        contact_imports.forget(conn, contact_id)
    deal_imports.forget(conn, found.contact_ids, found.deal_ids)
    appointment_imports.forget(conn, found.contact_ids, found.appointment_ids)


def line_of(one: Erasure, files: Sequence[str], kept_off: Sequence[bytes]) -> Line:
    """What the ledger says of it."""
    return Line(
        one.erasure_id, one.contact_id, one.reason, one.member_id, one.asked_at.isoformat(),
        one.contact_ids, one.conversation_ids,
        [erasure_ledger.mark_of(one.erasure_id, name) for name in files],
        [digest.hex() for digest in kept_off],
    )  # fmt: skip


def asked_by(line: Line) -> Erasure:
    """What a line of the ledger asks an older database to do."""
    return Erasure(
        line.erasure_id, ContactId(line.contact_id), line.reason,  # type: ignore[arg-type]
        None if line.member_id is None else MemberId(line.member_id), "asked",
        datetime.fromisoformat(line.asked_at),
        contact_ids=tuple(map(ContactId, line.contact_ids)),
        conversation_ids=tuple(map(ConversationId, line.conversation_ids)),
    )  # fmt: skip


def acknowledged(conn: Connection, device_id: DeviceId, pos: int, now: datetime) -> None:
    """A device says that it has erased everything up to here."""
    erasures.note_device(conn, device_id, min(pos, log.head_pos(conn)), now)


def _keyed(secret: bytes, pos: int) -> Callable[[Connection], tuple[list[log_keys.Keyed], int]]:
    return lambda conn: log_keys.keyed_after(conn, secret, pos)


def _noting(keyed: list[log_keys.Keyed], upto: int) -> Callable[[Connection], None]:
    return lambda conn: log_keys.note(conn, keyed, upto)


def _erasing(one: Erasure, some: Sequence[int], left: Sequence[int]) -> Callable[[Connection], None]:
    def job(conn: Connection) -> None:
        erasures.erase_bodies(conn, some)
        erasures.save(conn, replace(one, left=tuple(left)))

    return job


def _is_used(sha256: str) -> Callable[[Connection], bool]:
    """Whether a message that came meanwhile names the same file."""

    def job(conn: Connection) -> bool:
        secret = log.head(conn).log_secret
        log_keys.follow(conn, secret)
        return any(
            sha256 in files_in(stored.fields)
            for pos in log_keys.places(conn, secret, [sha256])
            for stored in log.page(conn, pos - 1, 1)
        )

    return job


def _scrubbed(conn: Connection) -> None:
    scrub.pages(conn)
    scrub.usual(conn)


def _ending(one: Erasure, now: datetime) -> Callable[[Connection], None]:
    return lambda conn: erasures.save(conn, replace(one, state="done", done_at=now, left=(), files=()))
