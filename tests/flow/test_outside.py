"""The public address: what is served there, since when the outside does not get through, and who is told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.outside import ReachLost
from app.hub.outside import AGAIN_S, EVERY_S, FIRST_AFTER_S, PROOF
from app.net import Answer, Http, in_process
from app.whatsapp.reach import Reach
from storage.view.reach import load_loss
from tests.flow.desk_world import computer, reach
from tests.flow.hub_world import ANA, HUB_URL, HubWorld, message_webhook
from tests.guards.logs import Expect

PUBLIC = "https://salon.example.org"
NOT_FOR_OUTSIDE = (
    ("GET", "/"),
    ("GET", "/api/v1/hello"),
    ("GET", "/api/v1/openapi.json"),
    ("POST", "/api/v1/enrol"),
    ("GET", "/api/v1/log"),
    ("POST", "/admin/v1/invite"),
    ("GET", "/admin/v1/devices"),
    ("GET", "/calendar/../admin/v1/devices"),
    ("GET", "/calendar/%2e%2e/api/v1/hello"),
    ("POST", "/calendar/api/v1/enrol"),
    ("GET", "/webhooks/whatsapp/../../api/v1/hello"),
    ("GET", "//api/v1/hello"),
)
Call = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Way:
    """From outside to the hub's door for tunnels. `is_cut`: nothing comes through. `answers`: what a proxy says."""

    def __init__(self) -> None:
        self.world: HubWorld | None = None
        self.is_cut = False
        self.answers: int | None = None
        self.asked = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Call) -> None:
        self.asked += 1
        if self.is_cut:
            raise ConnectionResetError("cut")
        if self.answers is not None:
            await send({"type": "http.response.start", "status": self.answers, "headers": []})
            await send({"type": "http.response.body", "body": b"Bad gateway"})
            return
        assert self.world is not None
        await self.world.hub.public_asgi(scope, receive, send)


@pytest.fixture
async def way() -> Way:
    return Way()


@pytest.fixture
async def world(tmp_path: Path, way: Way) -> AsyncIterator[HubWorld]:
    transport = Http(transport=in_process(way))
    reach_client = Reach(transport)
    async with HubWorld(tmp_path / "hub", public_url=PUBLIC, public_port=20_999, reach=reach_client) as world:
        way.world = world
        yield world
    await transport.close()


async def outside(world: HubWorld, way: Way, path: str, method: str = "GET", **more: Any) -> Answer:
    """A request by the public way."""
    async with Http(transport=in_process(way)) as http:
        return await http.request(method, f"{PUBLIC}{path}", **more)


def told(world: HubWorld) -> list[str]:
    """What the log says of the way."""
    return [event.kind for event in world.events() if event.kind.startswith("reach.")]


async def lost(world: HubWorld) -> None:
    """Time until a way that is cut is noticed for good."""
    await world.clock.advance(EVERY_S * 1.1)
    await world.clock.advance(AGAIN_S * 1.1)


async def test_a_hub_that_is_reached_says_nothing_and_asks_every_five_minutes(
    world: HubWorld, way: Way
) -> None:
    await world.clock.advance(FIRST_AFTER_S)
    assert way.asked == 1
    await world.clock.advance(EVERY_S * 1.1)
    assert way.asked == 2 and told(world) == []


async def test_since_when_nobody_gets_through_is_in_the_log_and_on_every_desk(
    world: HubWorld, way: Way, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("outside kind=")
    await world.clock.advance(FIRST_AFTER_S)
    async with computer(world, tmp_path / "lea") as lea:
        way.answers = 530
        began = world.clock.now()
        await lost(world)
        [event] = world.events("reach.lost")
        assert isinstance(event.body, ReachLost) and event.body.code == "reach_gateway"
        assert began < event.body.since_at <= began + timedelta(seconds=EVERY_S * 1.1)
        await reach(world.clock, lambda: lea.desk.connection().reach is not None)
        shown = lea.desk.connection().reach
        assert shown is not None and (shown.since_at, shown.code) == (event.body.since_at, "reach_gateway")
        way.answers = None
        await world.clock.advance(300)
        assert told(world) == ["reach.lost", "reach.regained"]
        await reach(world.clock, lambda: lea.desk.connection().reach is None)


async def next_look(world: HubWorld, way: Way) -> None:
    """Time until it is looked once more; chance decides when."""
    asked = way.asked
    while way.asked == asked:
        await world.clock.advance(AGAIN_S / 4)


async def test_one_failing_look_is_no_loss(world: HubWorld, way: Way) -> None:
    await world.clock.advance(FIRST_AFTER_S)
    way.is_cut = True
    await next_look(world, way)
    way.is_cut = False
    await world.clock.advance(EVERY_S)
    assert told(world) == []


async def test_a_webhook_that_arrives_ends_a_loss(world: HubWorld, way: Way, expect_log: Expect) -> None:
    expect_log("outside kind=")
    way.answers = 404  # this network does not see its own address
    await lost(world)
    assert told(world) == ["reach.lost"]
    await world.post(
        message_webhook("Hello", ANA, sent_at=world.clock.now())
    )  # from this computer itself: no proof
    await world.clock.advance(1)
    assert told(world) == ["reach.lost"]
    body = message_webhook("Hello again", ANA, sent_at=world.clock.now())
    await posted_outside(world, body)
    await world.clock.advance(1)
    assert told(world) == ["reach.lost", "reach.regained"]
    await world.clock.advance(PROOF.total_seconds() - 60)
    assert told(world) == ["reach.lost", "reach.regained"]  # though each look fails
    await world.clock.advance(600)
    assert told(world)[2:] == ["reach.lost"]


async def posted_outside(world: HubWorld, body: dict[str, Any], **more: Any) -> None:
    """The channel's own post, by the public way."""
    inside, world.http = world.http, Http(transport=in_process(world.hub.public_asgi))
    try:
        await world.post(body, **more)
    finally:
        await world.http.close()
        world.http = inside


async def test_a_webhook_with_a_foreign_signature_proves_nothing(
    world: HubWorld, way: Way, expect_log: Expect
) -> None:
    expect_log("outside kind=")
    way.is_cut = True
    await lost(world)
    body = message_webhook("Hello", ANA, sent_at=world.clock.now())
    await posted_outside(world, body, secret="not ours")
    await world.clock.advance(300)
    assert told(world) == ["reach.lost"]


async def test_a_token_that_does_not_fit_is_told_by_its_name(
    world: HubWorld, way: Way, expect_log: Expect
) -> None:
    expect_log("outside kind=")
    way.answers = 403
    await lost(world)
    with world.reading() as conn:
        loss = load_loss(conn)
    assert loss is not None and loss.code == "reach_refused"


async def test_a_computer_that_slept_was_not_there_and_the_log_says_so(
    world: HubWorld, way: Way, expect_log: Expect
) -> None:
    expect_log("outside kind=")
    await world.clock.advance(FIRST_AFTER_S)
    fell_asleep = world.clock.now()
    world.clock.set_wall(fell_asleep + timedelta(hours=3))
    await posted_outside(world, message_webhook("Good morning", ANA, sent_at=world.clock.now()))
    await world.clock.advance(1)
    [event] = world.events("reach.lost")
    assert isinstance(event.body, ReachLost)
    assert (event.body.since_at, event.body.code) == (fell_asleep, "reach_asleep")
    assert told(world) == ["reach.lost", "reach.regained"]


async def test_without_a_public_address_nothing_is_asked_and_an_old_loss_is_over(
    world: HubWorld, way: Way, expect_log: Expect
) -> None:
    expect_log("outside kind=")
    way.is_cut = True
    await lost(world)
    await world.restart(public_url=None)
    await world.clock.advance(1)
    asked = way.asked
    assert told(world) == ["reach.lost", "reach.regained"]
    await world.clock.advance(3600)
    assert way.asked == asked


async def test_a_quiet_server_that_names_no_address_is_not_said_to_be_out_of_reach(
    world: HubWorld, way: Way
) -> None:
    await world.restart(public_url=None)
    for text in ("Hello", "Are you there?", "Good evening"):
        await posted_outside(world, message_webhook(text, ANA, sent_at=world.clock.now()))
        await world.clock.advance(2 * 3600)
    assert told(world) == []


async def test_a_computer_that_slept_before_its_number_is_connected_is_back(
    world: HubWorld, way: Way, expect_log: Expect
) -> None:
    await world.restart(verify_token=None)
    await world.clock.advance(FIRST_AFTER_S)
    world.clock.set_wall(world.clock.now() + timedelta(hours=3))
    expect_log("outside kind=")
    await world.clock.advance(EVERY_S * 1.1)
    assert told(world) == ["reach.lost", "reach.regained"]


async def test_a_loss_outlasts_a_restart(world: HubWorld, way: Way, expect_log: Expect) -> None:
    expect_log("outside kind=")
    way.is_cut = True
    await lost(world)
    await world.restart()
    await world.clock.advance(FIRST_AFTER_S)
    assert told(world) == ["reach.lost"]
    way.is_cut = False
    await world.clock.advance(EVERY_S)
    assert told(world) == ["reach.lost", "reach.regained"]


async def test_the_owner_tells_the_hub_of_one_computer_its_new_address(world: HubWorld, way: Way) -> None:
    owner = await world.join()
    answer = await world.call("POST", "/api/v1/outside", owner, {"public_url": "Other.example.org/"})
    assert json.loads(answer.body)["public_url"] == "https://other.example.org"
    await world.clock.advance(1)
    assert way.asked == 1  # at once
    state = json.loads((await world.call("GET", "/api/v1/outside", owner)).body)
    assert state["reached_at"] is not None and state["public_port"] == 20_999 and state["loss"] is None


async def test_an_address_that_the_channel_could_never_reach_is_refused(world: HubWorld) -> None:
    answer = await world.call(
        "POST", "/api/v1/outside", await world.join(), {"public_url": "https://127.0.0.1"}
    )
    assert answer.status == 422 and json.loads(answer.body)["code"] == "address_not_public"


async def test_the_address_of_a_server_is_its_administrators_matter(world: HubWorld) -> None:
    await world.restart(public_port=None)
    answer = await world.call("POST", "/api/v1/outside", await world.join(), {"public_url": PUBLIC})
    assert answer.status == 409 and json.loads(answer.body)["code"] == "address_fixed"


async def test_the_door_for_tunnels_leads_nowhere_else(world: HubWorld, way: Way) -> None:
    token = (world.config.data_dir / "admin.token").read_text().strip()
    for method, path in NOT_FOR_OUTSIDE:
        content = b"{}" if method == "POST" else None
        answer = await outside(world, way, path, method, bearer=token, content=content)
        assert answer.status == 404 and b"version" not in answer.body, (method, path)
    inside = await world.http.request("GET", f"{HUB_URL}/api/v1/hello")
    assert inside.status == 200  # it is there, for desks


async def test_webhooks_and_calendars_are_what_the_door_is_for(world: HubWorld, way: Way) -> None:
    asked = "hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=4711"
    answer = await outside(world, way, f"/webhooks/whatsapp?{asked}")
    assert (answer.status, answer.body) == (200, b"4711")
    owner = await world.join()
    wish = {"resource_id": "", "shows": "busy", "language": "fr"}
    made = json.loads((await world.call("POST", "/api/v1/calendar-feeds", owner, wish)).body)
    calendar = await outside(world, way, made["path"])
    assert calendar.status == 200 and calendar.body.startswith(b"BEGIN:VCALENDAR")
