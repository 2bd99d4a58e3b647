"""When nothing of the team's may be read here: shut out by the hub, or too long without it (promise G13).

The part of `app.desk.live.LiveDesk` through which every read goes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from app.desk.drafts import Drafts
from app.desk.hub_link import HubLink
from app.desk.lease import NOTE, SETTING, Lease
from app.desk.precious import Precious
from app.desk.seams import OwnHub
from app.desk.session import Unlocked
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.later import asyncio
from app.domain.rows import Changes
from app.domain.settings import SettingValue
from storage.engine import Connection, SqlError

log = logging.getLogger(__name__)
T = TypeVar("T")
SHUT_OUT = "device_revoked"
LOOK_EVERY_S = 600.0  # at the clock; what a clock that was turned back hides is noticed so soon
SHORTEST_S = 1.0


class Locking:
    """A desk with a hub of its own is never locked: the team's data are on this computer anyway."""

    _unlocked: Unlocked
    _precious: Precious
    _executor: ThreadPoolExecutor
    _own_hub: OwnHub | None
    _clock: Clock
    _watchers: Watchers
    _drafts: Drafts
    _link: HubLink
    _view: ViewFile
    _tasks: list[asyncio.Task[None]]
    _mend: Callable[[], None]
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    _close_files: Callable[[], None]
    close_files: Callable[[], Coroutine[Any, Any, None]]
    setting: Callable[[str], SettingValue]
    _lease: Lease | None = None
    _lock: str | None = None
    _sealing: asyncio.Task[None] | None = None

    def lock_code(self) -> str | None:
        return self._lock

    def _begin_lease(self) -> None:
        """As it was when the profile was last open."""
        if self._own_hub is None:
            self._lease = Lease(self._clock, self._precious.kept.notes.get(NOTE))
            self._lock = self._lease.code()

    def _read(self, read: Callable[[], T], nothing: T) -> T:
        """A read of the view; `nothing` while it is locked or made anew. A damaged view is made again."""
        if self._lock is not None or not self._view.is_readable:
            return nothing
        try:
            return read()
        except SqlError as error:
            log.error("view not readable: %s", error)
            self._mend()
            return nothing

    def _readable(self) -> Connection:
        """The view for what reads in order to act. Raises ComptoirError with the lock's code."""
        self._check_unlocked()
        return self._view.connection()

    def _check_unlocked(self) -> None:
        if self._lock is not None:
            raise ComptoirError(self._lock)

    def _heard(self, hub_now: datetime) -> None:
        """The hub answered: it knows this computer, and the lease begins again."""
        if self._lease is None or self._lock == SHUT_OUT:
            return
        if self._lease.heard(hub_now):
            self._precious.note_later(NOTE, self._lease.note())
        self._look_at_lease()

    def _note_days(self, changes: Changes) -> None:
        """The team may have chosen another number of days."""
        is_told = SETTING in changes.settings or changes.is_everything
        if is_told and self._lease is not None and self._lock is None:
            self._lease.set_days(int(self.setting(SETTING)))
            self._precious.note_later(NOTE, self._lease.note())

    def _look_at_lease(self) -> None:
        code = self._lease.code() if self._lease is not None else None
        if self._lock == SHUT_OUT or code == self._lock:
            return
        log.warning("lock changed code=%s", code)
        self._lock = code
        self._watchers.tell(Changes(is_everything=True, is_connection=True))

    async def _watch_lease(self) -> None:
        """Until the desk stops: lock when the lease ends, and remember how late it has become."""
        while self._lease is not None and self._lock != SHUT_OUT:
            left_s = self._lease.seconds_left()
            await self._clock.sleep(
                min(LOOK_EVERY_S, max(SHORTEST_S, left_s)) if left_s > 0 else LOOK_EVERY_S
            )
            self._look_at_lease()
            self._precious.note_later(NOTE, self._lease.note())

    def _connection_changed(self) -> None:
        if self._link.stopped_code == SHUT_OUT and self._own_hub is None and self._sealing is None:
            self._lock = SHUT_OUT
            self._sealing = asyncio.get_running_loop().create_task(self._seal(), name="desk-seal")
            self._watchers.tell(Changes(is_everything=True))
        self._watchers.tell(Changes(is_connection=True))

    async def _seal(self) -> None:
        """Nothing works here any more: end all of it, then erase. What fails is done at the next start."""
        from app.desk.sealing import mark, seal

        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._executor, mark, self._unlocked.profile, SHUT_OUT)
            for task in self._tasks:
                task.cancel()
            await self._link.close()
            await self.close_files()
            await self._drafts.flush()
            self._view.end_reading()
            await loop.run_in_executor(self._executor, self._close_files)
            await loop.run_in_executor(
                self._executor, seal, self._unlocked.profile, self._unlocked.key, SHUT_OUT
            )
        except (EnvironmentFailure, OSError) as failure:
            log.error("profile not erased yet reason=%s", failure)

    async def _sealed(self) -> bool:
        """Whether the files are gone; waits for it where it has begun."""
        if self._sealing is not None:
            await asyncio.shield(self._sealing)
        return self._sealing is not None
