"""The desk of a hub of one computer keeps its tunnel, and sees to it that hub and channel know the address."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.address import IN_VAIN, NOTE, AddressLink
from app.desk.hub_client import HubClient
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import OwnHub
from app.desk.session import unlock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.findings import Finding
from app.domain.public_address import TunnelFound, TunnelHeard, TunnelKind
from app.domain.setup import Answers, Credentials, Registration, SetUp, SetupReport, Step
from app.net import Http, in_process
from app.whatsapp.reach import Reach
from tests.flow.desk_world import HUB_ADDRESS, reach
from tests.flow.hub_world import HubWorld
from tests.flow.seat_world import LEA_PIN, NORA_PIN, Shared, shared
from tests.flow.test_outside import Way
from tests.guards.logs import Expect

FIRST, SECOND = "https://first-one.trycloudflare.com", "https://second-one.trycloudflare.com"
NEAR = "http://127.0.0.1:1"
RUNNING = TunnelHeard("running", FIRST, settle_s=12.0)


class FakeTunnel:
    """What a test lets a tunnel say."""

    def __init__(self, kind: TunnelKind, port: int, heard: Callable[[TunnelHeard], None]) -> None:
        self.kind, self.port, self.say = kind, port, heard
        self.renewed = 0
        self.is_stopped = False
        self.stopping, self.ends = threading.Event(), threading.Event()
        self.ends.set()

    def anew(self) -> None:
        self.renewed += 1

    def stop(self) -> None:
        self.stopping.set()
        self.ends.wait(20)
        self.is_stopped = True


class FakeMaker:
    """The tunnel programs of a computer that has one."""

    def __init__(self) -> None:
        self.opened: list[FakeTunnel] = []

    def found(self) -> Sequence[TunnelFound]:
        return [TunnelFound("cloudflared", "/usr/bin/cloudflared")]

    def open(self, kind: TunnelKind, port: int, heard: Callable[[TunnelHeard], None]) -> FakeTunnel:
        self.opened.append(FakeTunnel(kind, port, heard))
        return self.opened[-1]


class FakeSetup:
    """A number that is connected; `fails` are what the next checks meet."""

    can_set_up = True

    def __init__(self) -> None:
        self.registered: list[str] = []
        self.fails: list[ComptoirError | str] = []
        self.is_connected = True

    def set_up(self) -> SetUp:
        return SetUp(is_connected=self.is_connected)

    async def check_step(
        self, step: Step, typed: Credentials, registration: Registration | None = None
    ) -> SetupReport:
        assert step == "webhook" and registration is None
        failure = self.fails.pop(0) if self.fails else None
        if isinstance(failure, ComptoirError):
            raise failure
        if failure is not None:
            return SetupReport(step, (Finding("address", "bad", failure),))
        self.registered.append(typed.public_url)
        return SetupReport(step, (Finding("address", "good", "subscribed"),))

    async def keep_answers(self, step: Step, answers: Answers) -> None:
        raise NotImplementedError

    async def connect_number(self) -> None:
        raise NotImplementedError

    async def forget_set_up(self) -> None:
        raise NotImplementedError


class Rig:
    """A hub, its owner's computer, and a tunnel program."""

    def __init__(self, world: HubWorld, client: HubClient) -> None:
        self.world, self.client = world, client
        self.maker, self.setup = FakeMaker(), FakeSetup()
        self.notes: dict[str, bytes] = {}
        self.told = 0
        self.begin()

    def begin(self) -> None:
        """A window that opens, with what an earlier one noted."""
        self.link = AddressLink(
            self.maker, self.world.clock, lambda: self.client, self.notes.__setitem__, self.notes.get(NOTE),
            self._changed, self.setup,
        )  # fmt: skip
        self.task = asyncio.get_running_loop().create_task(self.link.run())

    def _changed(self) -> None:
        self.told += 1

    @property
    def telling(self) -> str:
        """How far the channel was told."""
        return self.link.state.telling

    @property
    def tunnel(self) -> FakeTunnel:
        """The one that was opened last."""
        return self.maker.opened[-1]

    async def end(self) -> None:
        """The window closes."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def way() -> Way:
    return Way()


@pytest.fixture
async def rig(tmp_path: Path, way: Way) -> AsyncIterator[Rig]:
    transport = Http(transport=in_process(way))
    async with HubWorld(tmp_path / "hub", public_port=20_999, reach=Reach(transport)) as world:
        way.world = world
        owner = await world.join()
        http = Http(transport=in_process(world.hub.asgi))
        rig = Rig(world, HubClient(http, NEAR, owner.token))
        yield rig
        await rig.end()
        await http.close()
    await transport.close()


async def test_the_hub_and_the_channel_are_told_once_the_name_is_known(rig: Rig) -> None:
    await rig.link.look()
    assert [one.kind for one in rig.link.state.found] == ["cloudflared"]
    await rig.link.open("cloudflared")
    assert rig.tunnel.port == 20_999  # the door for tunnels, never the desks' own port
    rig.tunnel.say(RUNNING)
    await rig.world.clock.advance(1)
    assert rig.telling == "settling" and rig.setup.registered == []
    await rig.world.clock.advance(12)
    assert rig.telling == "told" and rig.setup.registered == [FIRST]
    assert rig.link.state.outside is not None and rig.link.state.outside.public_url == FIRST


async def test_another_address_is_registered_again(rig: Rig) -> None:
    await rig.link.open("cloudflared")
    rig.tunnel.say(RUNNING)
    await rig.world.clock.advance(13)
    rig.tunnel.say(TunnelHeard("waiting", code="tunnel_ended"))
    rig.tunnel.say(replace(RUNNING, url=SECOND))
    await rig.world.clock.advance(13)
    assert rig.setup.registered == [FIRST, SECOND]


async def test_what_the_channel_did_not_take_is_tried_again_and_said(rig: Rig) -> None:
    rig.setup.fails = [EnvironmentFailure("hub_unreachable"), "webhook_refused"]
    await rig.link.open("ngrok")
    rig.tunnel.say(replace(RUNNING, settle_s=0.0))
    await rig.world.clock.advance(1)
    assert (rig.telling, rig.link.state.telling_code) == ("failed", "hub_unreachable")
    await rig.world.clock.advance(10)
    assert rig.link.state.telling_code == "webhook_refused"
    await rig.world.clock.advance(20)
    assert rig.telling == "told" and rig.setup.registered == [FIRST]


async def test_before_a_number_is_connected_only_the_hub_knows_the_address(rig: Rig) -> None:
    rig.setup.is_connected = False
    await rig.link.open("ngrok")
    rig.tunnel.say(replace(RUNNING, settle_s=0.0))
    await rig.world.clock.advance(1)
    assert rig.link.state.outside is not None and rig.link.state.outside.public_url == FIRST
    assert rig.setup.registered == [] and rig.telling == ""


async def test_what_was_chosen_starts_with_the_next_window(rig: Rig) -> None:
    await rig.link.open("tailscale")
    await rig.end()
    rig.begin()
    await rig.world.clock.advance(1)
    assert len(rig.maker.opened) == 2 and rig.link.state.kind == "tailscale"
    await rig.link.close()
    assert rig.tunnel.is_stopped and json.loads(rig.notes[NOTE])["kind"] is None
    await rig.end()
    rig.begin()
    await rig.world.clock.advance(1)
    assert len(rig.maker.opened) == 2


async def test_a_tunnel_that_runs_in_vain_is_started_again(rig: Rig, way: Way, expect_log: Expect) -> None:
    expect_log("outside kind=")
    expect_log("tunnel in vain")
    await rig.link.open("ngrok")
    rig.tunnel.say(replace(RUNNING, settle_s=0.0))
    await rig.world.clock.advance(1)
    way.is_cut = True
    await rig.world.clock.advance(IN_VAIN.total_seconds())
    assert rig.tunnel.renewed == 0
    await rig.world.clock.advance(600)
    assert rig.tunnel.renewed > 0


async def test_an_address_of_ones_own_takes_the_tunnels_place(rig: Rig) -> None:
    await rig.link.open("ngrok")
    with pytest.raises(ComptoirError, match="address_not_public"):
        await rig.link.use("http://salon.example.org")
    assert [rig.tunnel.is_stopped] == [False]
    await rig.link.use("Salon.example.org/")
    await rig.world.clock.advance(1)
    assert rig.tunnel.is_stopped and rig.link.state.kind is None
    assert rig.setup.registered == ["https://salon.example.org"]


async def test_a_hub_that_started_anew_is_told_again(rig: Rig, way: Way) -> None:
    await rig.link.use("https://salon.example.org")
    await rig.world.clock.advance(1)
    await rig.world.restart()
    owner_client = HubClient(Http(transport=in_process(rig.world.hub.asgi)), NEAR, rig.client._token)
    rig.client = owner_client
    await rig.world.clock.advance(61)
    assert (
        rig.link.state.outside is not None
        and rig.link.state.outside.public_url == "https://salon.example.org"
    )
    await owner_client._http.close()


async def test_another_kind_of_tunnel_is_the_only_one_however_long_the_old_one_takes_to_end(rig: Rig) -> None:
    await rig.link.open("ngrok")
    old = rig.tunnel
    old.ends = threading.Event()
    opening = asyncio.ensure_future(rig.link.open("tailscale"))
    await asyncio.to_thread(old.stopping.wait, 20)
    rig.link._stirred.set()  # a turn comes meanwhile
    for _turn in range(20):
        await asyncio.sleep(0.005)
    old.ends.set()
    await opening
    await rig.world.clock.advance(1)
    assert [one.kind for one in rig.maker.opened] == ["ngrok", "tailscale"]
    assert rig.link.state.kind == "tailscale" and not rig.tunnel.is_stopped


async def test_a_tunnel_follows_the_hub_to_another_port(rig: Rig) -> None:
    await rig.link.open("ngrok")
    await rig.world.anew(public_port=21_111)
    http = Http(transport=in_process(rig.world.hub.asgi))
    rig.client = HubClient(http, NEAR, rig.client._token)
    await rig.world.clock.advance(120)
    assert [one.port for one in rig.maker.opened] == [20_999, 21_111] and rig.maker.opened[0].is_stopped
    await http.close()


async def test_the_tunnel_runs_while_a_colleague_sits_at_the_hubs_computer(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub", public_port=20_999) as world,
        shared(world, tmp_path / "counter") as counter,
    ):
        await counter.share()
        await counter.stop()
        first, second = FakeMaker(), FakeMaker()
        async with own_desk(counter, first) as desk:
            await desk.switch_to(counter.lea, LEA_PIN)
            await desk.open_tunnel("ngrok")
            await desk.switch_to(counter.nora, NORA_PIN)
        async with own_desk(counter, second) as desk:
            await desk.switch_to(counter.nora, NORA_PIN)
            await reach(world.clock, lambda: bool(second.opened))
            second.opened[0].say(replace(RUNNING, settle_s=0.0))
            await reach(world.clock, lambda: _known_to_hub(desk) == FIRST)
            with pytest.raises(ComptoirError, match="role_missing"):
                await desk.close_tunnel()


def _known_to_hub(desk: LiveDesk) -> str | None:
    outside = desk.public_address().outside
    return outside.public_url if outside is not None else None


@asynccontextmanager
async def own_desk(counter: Shared, maker: FakeMaker) -> AsyncIterator[LiveDesk]:
    """The window of a computer that is the hub too."""
    own = OwnHub(lambda _settings: HUB_ADDRESS, lambda: None, tunnels=maker)
    desk = await open_desk(unlock(counter.profile, {}), counter.seams, own)
    await desk.start()
    await reach(counter.world.clock, lambda: desk.connection().is_hub_reachable)
    yield desk
    await desk.stop()
