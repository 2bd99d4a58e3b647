"""One hub: its parts started and stopped in the right order, and watched while they work."""

import asyncio
import logging
import os
import traceback
from collections.abc import Awaitable, Callable
from datetime import timedelta

from app.domain.channels import WHATSAPP
from app.domain.clock import Clock
from app.domain.events import Actor
from app.domain.health import HubStarted, HubStopped
from app.domain.lines import LineAdded
from app.hub import HUB_VERSION, presence
from app.hub.appender import Draft
from app.hub.asgi import App
from app.hub.config import HubConfig
from app.hub.erasing import Erasures
from app.hub.intake import Crash
from app.hub.parts import Core, Parts, assemble, open_core
from app.hub.rebuild import is_due, rebuild
from app.hub.reconciling import Reconciler
from app.hub.retention import Retention
from app.hub.sequencer import read_again
from app.hub.uploading import Uploader
from app.whatsapp.account_client import AccountClient
from app.whatsapp.client import GraphClient
from app.whatsapp.media_client import MediaClient
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.reach import Reach
from storage.hub import commands, log, raw
from storage.hub.tables import Connection
from storage.writer import Priority

HOUSEKEEPING_S = 24 * 3600.0
KEEP_RAW = timedelta(days=30)
KEEP_REJECTED = timedelta(days=30)
RESTART_S = 5.0  # a part that failed by a bug of ours is started again after so long
HUB = Actor("hub")

_LOG = logging.getLogger(__name__)


def no_crash(point: str) -> None:
    """The crash points of a hub that is not being tested."""


class Hub:
    """A team's hub on one data folder. `asgi` takes webhooks as soon as `start` has returned.

    `client` sends; without one messages stay queued. `media_client` fetches customers' files and hands over ours,
    unless an `uploader` does that. `account_client` reads and changes templates, profiles and blocks. `reach` asks from
    outside in, `onboarding` connects a number. `random` gives that many bytes of chance for ids and salts; tokens and
    codes never come from it. `crash` is called with the name of each crash point.
    """

    def __init__(
        self,
        config: HubConfig,
        clock: Clock,
        client: GraphClient | None = None,
        random: Callable[[int], bytes] = os.urandom,
        crash: Crash = no_crash,
        uploader: Uploader | None = None,
        media_client: MediaClient | None = None,
        account_client: AccountClient | None = None,
        reach: Reach | None = None,
        onboarding: OnboardingClient | None = None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._client = client
        self._media_client = media_client
        self._random = random
        self._crash = crash
        self._uploader = uploader
        self._account_client = account_client
        self._reach = reach
        self._onboarding = onboarding
        self._lock: presence.DataLock | None = None
        self._parts: Parts | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._is_ready = False

    @property
    def asgi(self) -> App:
        """The started hub as an ASGI application."""
        return self._running.asgi

    @property
    def public_asgi(self) -> App:
        """What is served to the outside alone, where a tunnel leads to this computer."""
        return self._running.public_asgi

    @property
    def core(self) -> Core:
        """The started hub's files and access, for what acts inside its process."""
        return self._running.core

    @property
    def erasures(self) -> Erasures:
        """What erases people."""
        return self._running.erasures

    @property
    def retention(self) -> Retention:
        """What erases people of whom nothing was heard for long."""
        return self._running.retention

    @property
    def reconciler(self) -> Reconciler:
        """What compares what came in with what is shown."""
        return self._running.reconciler

    @property
    def is_ready(self) -> bool:
        """Whether commands are taken: False while the projection is rebuilt and once the hub closes."""
        return self._is_ready

    async def start(self) -> None:
        """Open the files and begin to work. A projection of an older shape is rebuilt in the background.

        Raises EnvironmentFailure when the folder, the key, the file or the disk is not right.
        """
        self._lock = presence.DataLock(self._config.data_dir)
        try:
            core = open_core(self._config, self._clock, self._random)
            core.writer.crash = self._crash
        except BaseException:
            self._lock.release()
            raise
        try:
            self._parts = assemble(
                self._config,
                self._clock,
                core,
                self._client,
                self._media_client,
                self._crash,
                lambda: self._is_ready,
                self._uploader,
                self._account_client,
                self._reach,
                self._random,
                self._onboarding,
            )
        except BaseException:
            core.close()
            self._lock.release()
            raise
        try:
            if core.readers.quick(is_due):
                self._spawn("rebuild", self._rebuild_and_work)
            elif self._parts.arrival.is_waiting:
                self._spawn("arrival", self._arrive_and_work)
            else:
                await self._work()
        except BaseException:
            await self.stop()
            raise

    def hang_up(self) -> None:
        """Answer every waiting desk now, so that the server can end."""
        self._running.pulse.stop()
        self._running.log_api.close()

    async def stop(self) -> None:
        """End the work, note it in the log, close the files. Safe to call after a start that failed."""
        was_ready, self._is_ready = self._is_ready, False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._parts is None:
            return
        self.hang_up()
        await self._parts.doctor.close()
        try:
            if was_ready:
                await self._parts.core.writer.run(self._note_stop)
        finally:
            self._parts.media_api.close()
            self._parts.backups.close()
            self._parts.files.close()
            self._parts.core.close()
            assert self._lock is not None
            self._lock.release()
            self._parts = None

    @property
    def _running(self) -> Parts:
        assert self._parts is not None, "the hub was not started"
        return self._parts

    async def _rebuild_and_work(self) -> None:
        await rebuild(self._running.core.writer)
        await self._arrive_and_work()

    async def _arrive_and_work(self) -> None:
        await self._running.arrival.over()
        await self._work()

    async def _work(self) -> None:
        """The projection is whole: note the start, then let the workers work."""
        await self._running.core.writer.run(self._note_start, priority=Priority.REPLY)
        self._is_ready = True
        self._spawn("sequencer", self._running.sequencer.run)
        parts = self._running
        workers = (
            ("reconciler", parts.reconciler),
            ("sender", parts.sender),
            ("receipts", parts.receipts),
            ("typing", parts.typing),
            ("auto replies", parts.auto_replies),
            ("appointment replies", parts.appointment_replies),
            ("media", parts.fetcher),
            ("account", parts.account),
            ("backup", parts.backups),
            ("scheduler", parts.scheduler),
            ("erasures", parts.erasures),
            ("retention", parts.retention),
            ("outside", parts.outside),
            ("mail", parts.mailing),
        )
        for name, worker in workers:
            if worker is not None:
                self._spawn(name, worker.run)
        self._spawn("housekeeping", self._keep_house)

    def _note_start(self, conn: Connection) -> None:
        was_clean = not log.set_running(conn, True)
        now = self._clock.now()
        drafts = [Draft(HubStarted(HUB_VERSION, was_clean), "", HUB, now)]
        for line in self._config.lines:
            body = LineAdded(line.line_id, WHATSAPP, line.external_id)
            drafts.append(Draft(body, line.line_id, HUB, now, f"line:{line.line_id}"))
        self._running.core.appender.append(conn, drafts)
        read_again(conn)

    def _note_stop(self, conn: Connection) -> None:
        log.set_running(conn, False)
        self._running.core.appender.append(conn, [Draft(HubStopped(), "", HUB, self._clock.now())])

    async def _keep_house(self) -> None:
        """Erase what undone imports left; once a day what the log has taken over, and old refusals."""
        await self._running.imports.erase_undone()
        await self._running.lists.finish_undone()
        await self._running.deal_tables.finish_undone()
        await self._running.agendas.finish_undone()
        while True:
            await self._running.core.writer.run(self._forget, priority=Priority.BULK)
            await self._clock.sleep(HOUSEKEEPING_S)

    def _forget(self, conn: Connection) -> None:
        now = self._clock.now()
        bodies = raw.forget(conn, now - KEEP_RAW)
        refusals = commands.forget_rejected(conn, now - KEEP_REJECTED)
        if bodies or refusals:
            _LOG.info("kept house bodies=%d refusals=%d", bodies, refusals)

    def _spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(self._watched(name, work), name=name))

    async def _watched(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """A worker that fails is never silently dead: it is reported and started again."""
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - told by kind and place alone
                place = traceback.extract_tb(error.__traceback__)[-1]
                _LOG.error(
                    "worker failed name=%s error=%s file=%s line=%s",
                    name,
                    type(error).__name__,
                    place.filename,
                    place.lineno,
                )
                await self._clock.sleep(RESTART_S)
            else:
                return
