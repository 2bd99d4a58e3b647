"""Everything that talks to the hub, begun and ended together: the puller, the sender of commands, and how they fare.

Its parts are imported when the connection is opened, which is after the first paint.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.desk.attendance import Attendance
from app.desk.backoff import Backoff
from app.desk.config import Joined
from app.desk.outbox import Outbox
from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.command_sender import CommandSender
    from app.desk.hub_client import HubClient
    from app.desk.media import DeskMedia
    from app.desk.puller import Keeper, Puller
    from app.desk.recent_link import RecentLink
    from app.desk.view_file import ViewFile
    from app.net import Http

log = logging.getLogger(__name__)

FAR_BEHIND = 500  # from so many missing events on, progress is shown
OWN_TROUBLES = frozenset({"disk_full", "file_unreadable", "file_damaged"})  # not the hub's absence


class HubLink:
    """`on_change` hears that the state below changed, `on_heard` what the hub's clock said.

    `on_presence` hears where colleagues came or went.

    `make_http` imports httpx, which takes long: `executor` runs it. `is_reachable`: whether the hub answered last.
    `progress`: (done, total) while much is missing. `stopped_code`: why syncing ended for good, or the trouble of this
    computer's own that holds it up. `attendance`: what colleagues do.
    """

    def __init__(
        self,
        joined: Joined,
        keeper: Keeper,
        view: ViewFile,
        outbox: Outbox,
        *,
        clock: Clock,
        executor: Executor,
        chance: Callable[[], float],
        make_http: Callable[[], Http],
        on_change: Callable[[], None],
        on_presence: Callable[[frozenset[ConversationId]], None],
        files: Callable[[], DeskMedia],
        on_heard: Callable[[datetime], None],
    ) -> None:
        self.is_reachable = False
        self.progress: tuple[int, int] | None = None
        self.stopped_code: str | None = None
        self._joined = joined
        self._keeper = keeper
        self._view = view
        self._outbox = outbox
        self._clock = clock
        self._executor = executor
        self._chance = chance
        self._make_http = make_http
        self._on_change = on_change
        self._on_heard = on_heard
        self.attendance = Attendance(on_presence)
        self._files = files
        self._http: Http | None = None
        self._connected: DeskMedia | None = None
        self._client: HubClient | None = None
        self._puller: Puller | None = None
        self._recent: RecentLink | None = None
        self._sender: CommandSender | None = None
        self._pull_backoff = Backoff(chance)
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, hub_url: str | None = None) -> None:
        """Make the connection's parts; nothing is sent yet. `hub_url` where it is not the one that was joined."""
        from app.desk.command_sender import CommandSender
        from app.desk.deliveries import files_of
        from app.desk.fetcher import Fetcher
        from app.desk.hub_client import HubClient
        from app.desk.media_wire import MediaWire
        from app.desk.puller import Ears, Puller
        from app.desk.recent_link import RecentLink

        loop = asyncio.get_running_loop()
        self._http = await loop.run_in_executor(self._executor, self._make_http)
        address = hub_url or self._joined.hub_url
        self._client = HubClient(self._http, address, self._joined.token)
        files = self._connected = self._files()
        waiting = [file for command in self._outbox.waiting() for file in files_of(command)]
        await files.connect(MediaWire(self._http, address, self._joined.token), frozenset(waiting))
        fetcher = Fetcher(
            self._client,
            self._joined.log_id,
            clock=self._clock,
            executor=self._executor,
            on_contact=self._in_contact,
            on_heard=self._on_heard,
            on_ephemeral=self.attendance.heard,
        )
        ears = Ears(on_lost=self._lost, on_progress=self.show_progress, on_stop=self.stop_for_good)
        self._puller = Puller(fetcher, self._keeper, self._view, ears, self._clock, self._pull_backoff)
        self._recent = RecentLink(
            self._client,
            self._view,
            self._joined.log_id,
            self._clock,
            Backoff(self._chance),
            self._in_contact,
        )
        self._sender = CommandSender(
            self._outbox,
            self._client,
            self._clock,
            Backoff(self._chance),
            self.stop_for_good,
            files.deliveries,
        )

    def start(self) -> None:
        """Follow the log and send commands until `close`."""
        assert self._puller is not None and self._recent is not None
        self._spawn(self._recent.run(), "recent")
        self._spawn(self._puller.run(), "pull")
        self.start_sending()

    def start_sending(self) -> None:
        """Send commands until `close`."""
        assert self._sender is not None
        self._spawn(self._sender.run(), "send")

    async def sync(self) -> None:
        """Once, up to the hub's newest event. Raises Stopped, HubRefused or EnvironmentFailure."""
        from app.desk.log_reading import Stopped

        assert self._puller is not None
        try:
            await self._puller.sync()
        except Stopped as stopped:
            self.stop_for_good(stopped.code)
            raise

    async def close(self) -> None:
        """End both and the connections. Safe to call twice."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._connected is not None:
            self._connected.disconnect()
        if self._http is not None:
            await self._http.close()
            self._http = None

    @property
    def address(self) -> str:
        """Where the hub that was joined answers."""
        return self._joined.hub_url

    @property
    def hub(self) -> HubClient | None:
        """The hub while there is a way to it."""
        return self._client

    @property
    def client(self) -> HubClient:
        """The hub to talk to. Raises EnvironmentFailure before the connection is opened."""
        if self._client is None:
            raise EnvironmentFailure("hub_unreachable")
        return self._client

    async def original(self, pos: int) -> bytes | None:
        """The channel's own element of an event. Raises EnvironmentFailure when the hub does not answer."""
        return await self.client.original(pos)

    def show_progress(self, pos: int, head: int) -> None:
        """The view stands at `pos` of `head` events."""
        is_far = head - pos > FAR_BEHIND or (self.progress is not None and pos < head)
        progress = (pos, head) if is_far else None
        if progress != self.progress:
            self.progress = progress
            self._on_change()

    def _in_contact(self) -> None:
        self._pull_backoff.reset()
        if self._sender is not None:
            self._sender.hub_is_back()
        if not self.is_reachable or self.stopped_code in OWN_TROUBLES:
            self.is_reachable = True
            self.stopped_code = None if self.stopped_code in OWN_TROUBLES else self.stopped_code
            self._on_change()

    def _lost(self, code: str) -> None:
        is_own = code in OWN_TROUBLES
        self.attendance.clear()
        self.is_reachable = self.is_reachable and is_own
        self.stopped_code = code if is_own else self.stopped_code
        self._on_change()

    def stop_for_good(self, code: str) -> None:
        """Syncing ended; `code` says why."""
        log.warning("sync stopped code=%s", code)
        self.stopped_code = code
        self.progress = None
        self.attendance.clear()
        self._on_change()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=f"desk-{name}")
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if report_failure(task):
            self.stop_for_good("internal")


def report_failure(task: asyncio.Task[None]) -> bool:
    """Whether a task failed; a bug of ours must be seen, not vanish with its task."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.error("task failed name=%s", task.get_name(), exc_info=error)
    return error is not None
