"""Keeps the way from outside to this computer's own hub: the tunnel runs, hub and channel know its address."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from app.desk.kept import note_of
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.later import asyncio
from app.domain.outside import OUTSIDE_PATH, OutsideState, checked_address
from app.domain.public_address import TUNNEL_KINDS, PublicAddress, Telling, TunnelHeard, TunnelKind

if TYPE_CHECKING:
    from app.desk.hub_client import HubClient
    from app.desk.seams import OpenTunnel, TunnelMaker
    from app.domain.setup import Credentials, SetUp, SetupReport, Step


class Channel(Protocol):
    """The part of `app.desk.setup_desk.SetupDesk` by which the channel is told where to deliver."""

    def set_up(self) -> SetUp:
        """Where the set-up stands."""

    async def check_step(self, step: Step, typed: Credentials) -> SetupReport:
        """Check a step, and do at the channel what it needs."""


NOTE: Final = "public_address"
LOOK_EVERY_S: Final = 60.0
SOON_S: Final = 10.0  # while something is going on
FIRST_AGAIN_S, LONGEST_AGAIN_S = 10.0, 300.0  # after the channel could not be told
IN_VAIN: Final = timedelta(
    minutes=10
)  # a tunnel that runs so long while nobody gets through is started again
log = logging.getLogger(__name__)


class AddressLink:
    """`client`: the hub while there is a way to it. `keep` writes the note of what was chosen, which `note` was."""

    def __init__(
        self,
        makes: TunnelMaker,
        clock: Clock,
        client: Callable[[], HubClient | None],
        keep: Callable[[str, bytes], None],
        note: bytes | None,
        on_change: Callable[[], None],
        setup: Channel | None,
    ) -> None:
        self._makes = makes
        self._clock = clock
        self._client = client
        self._keep = keep
        self._on_change = on_change
        self._setup = setup
        self._tunnel: OpenTunnel | None = None
        self._port: int | None = None  # to which it leads
        self._is_ending = False
        self._told_url = ""  # of which the channel knows
        self._tries = 0
        self.state = _of_note(note)

    async def run(self) -> None:
        """Start what was chosen, and keep the address known, until cancelled."""
        wait_s = SOON_S
        while True:
            try:
                await self._turn()
                wait_s = LOOK_EVERY_S if self._is_calm else SOON_S
            except ComptoirError as error:
                log.info("address not kept code=%s", error.code)
                wait_s = SOON_S
            if self.state.telling == "failed":
                wait_s = min(FIRST_AGAIN_S * 2 ** (self._tries - 1), LONGEST_AGAIN_S)
            await self._pause(wait_s)

    async def look(self) -> None:
        """Which programs are here, and how the hub is reached. Raises ComptoirError."""
        found = await asyncio.to_thread(self._makes.found)
        self._show(found=tuple(found))
        await self._ask()

    async def open(self, kind: TunnelKind) -> None:
        """Start it, now and with each start. Raises ComptoirError."""
        await self._end_tunnel()
        self._choose(kind, "")
        await self._ask()
        self._begin_tunnel()

    async def close(self) -> None:
        """End it for good."""
        self._choose(None, "")
        await self._end_tunnel()

    async def use(self, url: str) -> None:
        """Another way leads here. Raises ComptoirError."""
        address = checked_address(url, may_be_here=True)
        if address is None:
            raise EnvironmentFailure("address_not_public")
        await self._tell_hub(address)
        await self._end_tunnel()
        self._choose(None, address)
        self._stirred.set()

    # --- one turn ---

    async def _turn(self) -> None:
        await self._ask()
        await self._leave_old_port()
        self._begin_tunnel()
        url = self.state.url
        if not url:
            return
        if self.state.outside is None or self.state.outside.public_url != url:
            await self._settle()
            if url != self.state.url:
                return
            await self._tell_hub(url)
        if url != self._told_url:
            await self._tell_channel(url)
        self._mind_loss()

    async def _settle(self) -> None:
        """The name is new: whoever asks for it too early remembers for long that there is none."""
        wait_s = self.state.tunnel.settle_s
        if wait_s and not self.state.own_url:
            self._tell("settling")
            await self._clock.sleep(wait_s)

    async def _tell_hub(self, url: str) -> None:
        from storage.codec import read_json, to_json

        body = await self._hub().post(OUTSIDE_PATH, to_json({"public_url": url}))
        self._show(outside=read_json(body, OutsideState))

    async def _tell_channel(self, url: str) -> None:
        """Once a number is connected, its channel is told where to deliver from now on."""
        from app.domain.setup import Credentials

        if self._setup is None or not self._setup.set_up().is_connected:
            self._tell("")
            return
        self._tell("telling")
        try:
            report = await self._setup.check_step("webhook", Credentials(public_url=url))
        except ComptoirError as error:
            self._failed(error.code)
            return
        if not report.is_done:
            self._failed(next((one.code for one in report.findings if one.state == "bad"), ""))
            return
        self._told_url, self._tries = url, 0
        self._tell("told")

    def _failed(self, code: str) -> None:
        self._tries += 1
        self._tell("failed", code)

    def _mind_loss(self) -> None:
        """A tunnel may run and lead nowhere: its operator forgot it, or the computer slept."""
        outside, since_at, now = self.state.outside, self.state.since_at, self._clock.now()
        loss = outside.loss if outside is not None else None
        if loss is None or self._tunnel is None or since_at is None or self.state.tunnel.status != "running":
            return
        if now - max(loss.since_at, since_at) > IN_VAIN:
            log.warning("tunnel in vain, started again")
            self._tunnel.anew()

    # --- the tunnel ---

    def _begin_tunnel(self) -> None:
        kind, outside = self.state.kind, self.state.outside
        if kind is None or outside is None or outside.public_port is None:
            return
        if self._tunnel is not None or self._is_ending:
            return
        loop = asyncio.get_running_loop()

        def heard(heard: TunnelHeard) -> None:  # on the tunnel's own thread
            with suppress(RuntimeError):  # the window is gone
                loop.call_soon_threadsafe(self._heard, heard)

        self._port = outside.public_port
        self._tunnel = self._makes.open(kind, outside.public_port, heard)

    async def _leave_old_port(self) -> None:
        """A hub that started anew may have another one, where somebody else took its own meanwhile."""
        outside = self.state.outside
        port = outside.public_port if outside is not None else None
        if self._tunnel is not None and port is not None and port != self._port:
            await self._end_tunnel()

    def _heard(self, heard: TunnelHeard) -> None:
        if self._tunnel is None and heard.status != "stopped":
            return
        self._show(tunnel=heard, since_at=self._clock.now())
        self._stirred.set()

    async def _end_tunnel(self) -> None:
        tunnel, self._tunnel = self._tunnel, None
        if tunnel is not None:
            self._is_ending = True  # a turn meanwhile must not begin the old one again
            try:
                await asyncio.to_thread(tunnel.stop)
            finally:
                self._is_ending = False
        self._show(tunnel=TunnelHeard("stopped"), since_at=None, telling="", telling_code="")

    def _choose(self, kind: TunnelKind | None, own_url: str) -> None:
        self._keep(NOTE, note_of({"kind": kind, "own_url": own_url}))
        self._show(kind=kind, own_url=own_url)

    # --- small things ---

    async def _ask(self) -> None:
        from storage.codec import read_json

        self._show(outside=read_json(await self._hub().get(OUTSIDE_PATH), OutsideState))

    @property
    def _is_calm(self) -> bool:
        is_down = self.state.kind is not None and self.state.tunnel.status != "running"
        is_lost = self.state.outside is not None and self.state.outside.loss is not None
        return not is_down and not is_lost

    def _tell(self, telling: Telling, code: str = "") -> None:
        self._show(telling=telling, telling_code=code)

    def _show(self, **changes: Any) -> None:
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self._on_change()

    def _hub(self) -> HubClient:
        client = self._client()
        if client is None:
            raise EnvironmentFailure("hub_unreachable")
        return client

    async def _pause(self, wait_s: float) -> None:
        tasks = [
            asyncio.ensure_future(self._clock.sleep(wait_s)),
            asyncio.ensure_future(self._stirred.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._stirred.clear()

    @cached_property
    def _stirred(self) -> asyncio.Event:
        return asyncio.Event()


def _of_note(note: bytes | None) -> PublicAddress:
    """What was chosen; nothing for what another version wrote and this one cannot read."""
    told: Any = json.loads(note) if note else {}
    if not isinstance(told, dict):
        return PublicAddress()
    kind, own_url = told.get("kind"), told.get("own_url")
    return PublicAddress(
        kind=kind if kind in TUNNEL_KINDS else None, own_url=own_url if isinstance(own_url, str) else ""
    )
