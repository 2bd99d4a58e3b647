"""Everything that talks to the hub, begun and ended together: the puller, the sender of commands, and how they fare.

Its parts are imported when the connection is opened, which is after the first paint.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from app.desk.attendance import Attendance
from app.desk.backoff import Backoff
from app.desk.config import Joined
from app.desk.outbox import Outbox
from app.desk.safety_link import SafetyLink
from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId, DeviceId, LogId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.command_sender import CommandSender, ShutOut
    from app.desk.fetcher import Fetcher
    from app.desk.hub_client import HubClient
    from app.desk.media import DeskMedia
    from app.desk.precious import Precious
    from app.desk.puller import Keeper, Puller
    from app.desk.recent_link import RecentLink
    from app.desk.view_file import ViewFile
    from app.net import Http

log = logging.getLogger(__name__)

FAR_BEHIND = 500  # from so many missing events on, progress is shown
SHUT_OUT = frozenset({"device_revoked", "token_unknown", "token_missing"})  # the hub's own words on a device
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
        precious: Precious,
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
        joined_of: Callable[[DeviceId], Joined | None],
        on_shut_out: Callable[[DeviceId, str], ShutOut],
        on_renewed: Callable[[LogId], None],
    ) -> None:
        self.is_reachable = False
        self.progress: tuple[int, int] | None = None
        self.stopped_code: str | None = None
        self.safety = SafetyLink(clock, on_change)
        self._joined = joined
        self._precious = precious
        self._fetcher: Fetcher | None = None
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
        self._joined_of = joined_of
        self._on_shut_out = on_shut_out
        self._on_renewed = on_renewed
        self._address = joined.hub_url
        self._clients: dict[DeviceId, HubClient] = {}
        self.is_following = False
        self._pulling: list[asyncio.Task[None]] = []
        self._sending: asyncio.Task[None] | None = None
        self._http: Http | None = None
        self._connected: DeskMedia | None = None
        self._puller: Puller | None = None
        self._recent: RecentLink | None = None
        self._sender: CommandSender | None = None
        self._pull_backoff = Backoff(chance)
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, hub_url: str | None = None) -> None:
        """Make the connection's parts; nothing is sent yet. `hub_url` where it is not the one that was joined."""
        from app.desk.command_sender import CommandSender

        loop = asyncio.get_running_loop()
        http = self._http = await loop.run_in_executor(self._executor, self._make_http)
        self._address = hub_url or self._address
        self._clients = {}
        files = self._connected = self._files()
        async with self._taking_turns:
            await self._speak(http)
        self._sender = CommandSender(
            self._outbox,
            self._client_of,
            self._clock,
            Backoff(self._chance),
            self._shut_out,
            files.deliveries,
        )

    async def _speak(self, http: Http) -> None:
        """What is asked for whoever is at the desk: the log, the files, and what they wait for."""
        from app.desk.deliveries import files_of
        from app.desk.epoch import Epochs
        from app.desk.fetcher import Fetcher
        from app.desk.media_wire import MediaWire
        from app.desk.puller import Ears, Puller
        from app.desk.recent_link import RecentLink

        joined, files = self._joined, self._files()
        client = self.client
        waiting = [file for command in self._outbox.waiting() for file in files_of(command)]
        await files.connect(MediaWire(http, self._address, joined.token), frozenset(waiting))
        fetcher = Fetcher(
            client,
            joined.log_id,
            clock=self._clock,
            executor=self._executor,
            on_contact=self._in_contact,
            on_heard=self._on_heard,
            on_ephemeral=self.attendance.heard,
        )
        ears = Ears(
            on_lost=self._lost,
            on_progress=self.show_progress,
            on_stop=partial(self._stopped, joined.device_id),
        )
        self._fetcher = fetcher
        epochs = Epochs(self._precious, self._outbox, client, joined, self._clock, self._renewed)
        self.safety.connect(client, epochs)
        self._puller = Puller(
            fetcher, self._keeper, self._view, ears, self._clock, self._pull_backoff, epochs.renew
        )
        self._recent = RecentLink(
            client, self._view, joined.log_id, self._clock, Backoff(self._chance), self._in_contact
        )

    def _client_of(self, device_id: DeviceId) -> HubClient | None:
        """The hub as one device of this computer speaks to it; None while there is no way, or no such device."""
        from app.desk.hub_client import HubClient

        joined = self._joined_of(device_id)
        if self._http is None or joined is None:
            return None
        if device_id not in self._clients:
            self._clients[device_id] = HubClient(self._http, self._address, joined.token)
            self._clients[device_id].log_id = joined.log_id
        return self._clients[device_id]

    def client_as(self, device_id: DeviceId) -> HubClient:
        """The hub for something long that one person began, whoever is at the desk. Raises EnvironmentFailure."""
        client = self._client_of(device_id)
        if client is None:
            raise EnvironmentFailure("hub_unreachable")
        return client

    def sit(self, joined: Joined) -> Coroutine[Any, Any, None]:
        """Another person is at the desk and asks by their own device at once; what others asked for goes on by theirs.

        The result, awaited, follows the log by it. What is under way (an import, a question to the channel) ends as it
        began.
        """
        self._joined = joined
        return self._sit()

    async def _sit(self) -> None:
        async with self._taking_turns:
            for task in self._pulling:
                task.cancel()
            await asyncio.gather(*self._pulling, return_exceptions=True)
            if self._http is None:
                return
            await self._speak(self._http)
            if self.stopped_code in SHUT_OUT:
                self.stopped_code = None
                self._on_change()
            if self.is_following:
                self._follow()

    @cached_property
    def _taking_turns(self) -> asyncio.Lock:
        return asyncio.Lock()

    async def enrol(self, code: str) -> Joined:
        """Use an invitation for one more person of this computer. Raises HubRefused or EnvironmentFailure."""
        from app.desk.hub_client import HubClient
        from app.desk.joining import device_name

        if self._http is None:
            raise EnvironmentFailure("hub_unreachable")
        client = HubClient(self._http, self._address)
        hello = await client.hello()
        if hello.log_id != self._joined.log_id:
            raise EnvironmentFailure("already_joined")
        return await client.enrol(code, device_name())

    def start(self) -> None:
        """Follow the log and send commands until `close`."""
        self.is_following = True
        self._follow()
        _ = self._spawn(self.safety.run(), "safety")

    def _follow(self) -> None:
        assert self._puller is not None and self._recent is not None
        self._pulling = [self._spawn(self._recent.run(), "recent"), self._spawn(self._puller.run(), "pull")]
        if self._sending is None or self._sending.done():
            self.start_sending()

    def start_sending(self) -> None:
        """Send commands until `close`."""
        assert self._sender is not None
        self._sending = self._spawn(self._sender.run(), "send")

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
        self.is_following = False
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
        return self._client_of(self._joined.device_id)

    def hub_as(self, device_id: DeviceId) -> HubClient | None:
        """The same as another device of this computer speaks to it."""
        return self._client_of(device_id)

    async def move_to(self, hub_url: str) -> None:
        """The hub answers at another address from now on."""
        if hub_url == self._address:
            return
        was_following = self.is_following
        await self.close()
        await self.open(hub_url)
        if was_following:
            self.start()

    @property
    def client(self) -> HubClient:
        """The hub to talk to. Raises EnvironmentFailure before the connection is opened."""
        return self.client_as(self._joined.device_id)

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

    def _stopped(self, device_id: DeviceId, code: str) -> None:
        """The log is not followed any more by a device."""
        if code not in SHUT_OUT or self._on_shut_out(device_id, code) != "gone":
            self.stop_for_good(code)

    def _shut_out(self, device_id: DeviceId, code: str) -> ShutOut:
        """The hub refuses the author of a command."""
        verdict = self._on_shut_out(device_id, code)
        if verdict == "all":
            self.stop_for_good(code)
        return verdict

    def _renewed(self, joined: Joined) -> None:
        """The hub goes on under another log id, and so does everybody here."""
        assert self._fetcher is not None
        self._joined = joined
        self._on_renewed(joined.log_id)
        for client in self._clients.values():
            client.log_id = joined.log_id
        self._fetcher.follow(joined.log_id)
        self._view.drop_recent()
        self.safety.hasten()
        self._on_change()

    def stop_for_good(self, code: str) -> None:
        """Syncing ended; `code` says why."""
        if (self.stopped_code, code) == ("joined_after_backup", "token_unknown"):
            return  # the puller knows better why the hub does not know this computer
        log.warning("sync stopped code=%s", code)
        self.stopped_code = code
        self.progress = None
        self.attendance.clear()
        self._on_change()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=f"desk-{name}")
        task.add_done_callback(self._ended)
        self._tasks.append(task)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if report_failure(task):
            self.stop_for_good("internal")


def report_failure(task: asyncio.Task[None]) -> bool:
    """Whether a task failed; a bug of ours must be seen, not vanish with its task."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.error("task failed name=%s", task.get_name(), exc_info=error)
    return error is not None
