"""The newest conversations at once: what the hub sends of its view, to whom, and how often."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import view
from storage.view.recent import decode_recent
from tests.flow.hub_world import ANA, BO, HubWorld

SNAPSHOT = "/api/v1/snapshot/recent"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path) as world:
        yield world


async def test_it_stands_at_one_position_of_the_log(world: HubWorld) -> None:
    desk = await world.join()
    await world.say("Hello", ANA)
    await world.say("Bonjour", BO)
    answer = await world.call("GET", f"{SNAPSHOT}?view={view.VIEW_VERSION}", desk)
    assert answer.status == 200
    recent = decode_recent(answer.body)
    page = await world.page(desk, "after=0")
    assert (recent.pos, recent.chain) == (page.events[-1].pos, page.events[-1].chain)
    columns, rows = recent.tables["view_message"]
    assert [row[list(columns).index("text")] for row in rows] == ["Bonjour", "Hello"]


async def test_a_device_that_takes_it_packed_gets_it_packed(world: HubWorld) -> None:
    desk = await world.join()
    headers = {"accept-encoding": "gzip"}
    answer = await world.call("GET", SNAPSHOT, desk, **headers)
    body = answer.body if answer.body[:1] == b"{" else gzip.decompress(answer.body)
    assert decode_recent(body).pos == world.head


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [(view.VIEW_VERSION + 1, 409, "view_differs"), ("new", 422, "query_unreadable")],
)
async def test_a_desk_of_another_view_is_told_so(
    world: HubWorld, asked: object, status: int, code: str
) -> None:
    answer = await world.call("GET", f"{SNAPSHOT}?view={asked}", await world.join())
    assert (answer.status, json.loads(answer.body)["code"]) == (status, code)


async def test_a_stranger_and_a_shut_out_device_get_nothing(world: HubWorld) -> None:
    desk = await world.join()
    assert (await world.call("GET", SNAPSHOT)).status == 401
    await world.core.access.revoke(desk.device_id)  # type: ignore[arg-type]
    assert (await world.call("GET", SNAPSHOT, desk)).status == 401


async def test_one_device_cannot_ask_all_the_time(world: HubWorld) -> None:
    desk = await world.join()
    statuses = [(await world.call("GET", SNAPSHOT, desk)).status for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    await world.clock.advance(11)
    assert (await world.call("GET", SNAPSHOT, desk)).status == 200


async def test_webhooks_and_polls_are_answered_while_it_is_made(world: HubWorld) -> None:
    desks = [await world.join("rep", name) for name in ("Léa", "Marc", "Zoé", "Ali")]
    await world.say("Hello")
    asked = [asyncio.ensure_future(world.call("GET", SNAPSHOT, desk)) for desk in desks]
    event = await world.say("And again")
    page = await world.page(desks[0], f"after={event.pos - 1}")
    assert [one.pos for one in page.events] == [event.pos]
    assert {answer.status for answer in await asyncio.gather(*asked)} == {200}
