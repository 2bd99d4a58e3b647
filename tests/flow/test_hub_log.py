"""Reading the log: dense, chained pages by cursor, and a wait for news."""

import asyncio
import gzip
import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.net import Http, Timeouts, in_process
from storage import codec
from tests.flow.hub_world import HUB_URL, Desk, HubWorld
from tests.guards.threads import quiet


class Plain(httpx.AsyncBaseTransport):
    """Shows the answer as it went over the wire."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.bodies: list[tuple[str, bytes]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        body = b"".join([part async for part in response.stream])  # type: ignore[union-attr]
        self.bodies.append((response.headers.get("content-encoding", ""), body))
        return httpx.Response(response.status_code, headers=response.headers, content=body)


async def test_pages_follow_each_other_without_hole_or_overlap(tmp_path: Path) -> None:
    """G3: first = cursor + 1 and a matching chain, up to the head."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for index in range(7):
            await world.say(f"number {index}")
        cursor, chain, pages = 0, codec.GENESIS_CHAIN, 0
        while (page := await world.page(desk, f"after={cursor}&limit=3")).events:
            for stored in page.events:
                codec.verify(chain, stored)
                assert stored.pos == cursor + 1
                cursor, chain = stored.pos, stored.chain
            assert page.upto == cursor
            pages += 1
        assert (cursor, page.head, page.upto) == (world.head, world.head, world.head)
        assert pages == -(-world.head // 3)


async def test_a_waiting_desk_hears_of_an_event_at_once(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        waiting = asyncio.ensure_future(world.page(desk, f"after={world.head}&wait=40"))
        await quiet()
        event = await world.say("News")
        page = await waiting
        assert [stored.pos for stored in page.events] == [event.pos]


async def test_a_wait_without_news_ends_with_an_empty_page(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        began = world.clock.now()
        waiting = asyncio.ensure_future(world.page(desk, f"after={world.head}&wait=25"))
        await quiet()
        await world.clock.advance(24.9)
        assert not waiting.done()
        await world.clock.advance(0.2)
        page = await waiting
        assert (page.events, page.upto) == ([], world.head)
        assert timedelta(seconds=25) <= page.hub_time - began <= timedelta(seconds=26)


async def test_a_wait_ends_when_the_hub_stops(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        waiting = asyncio.ensure_future(world.page(desk, f"after={world.head}&wait=40"))
        await quiet()
        world.hub.hang_up()
        assert (await waiting).events == []


async def test_a_device_revoked_while_it_waits_gets_nothing_more(tmp_path: Path) -> None:
    """G13: from the next answer on."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        waiting = asyncio.ensure_future(world.call("GET", f"/api/v1/log?after={world.head}&wait=40", desk))
        await quiet()
        await world.core.access.revoke(desk.device_id)  # type: ignore[arg-type]
        answer = await waiting
        assert (answer.status, json.loads(answer.body)["code"]) == (401, "device_revoked")


async def test_one_device_holds_few_waits_open(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        path = f"/api/v1/log?after={world.head}&wait=40"
        polls = [asyncio.ensure_future(world.call("GET", path, desk)) for _ in range(5)]
        done, _ = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
        assert [poll.result().status for poll in done] == [429]
        world.hub.hang_up()
        assert sorted([answer.status for answer in await asyncio.gather(*polls)]) == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("is_zipped", [True, False])
async def test_large_pages_travel_zipped_to_those_who_take_it(tmp_path: Path, is_zipped: bool) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for _ in range(3):
            await world.say("a long text " * 50)
        wire = Plain(in_process(world.hub.asgi))
        async with Http(transport=wire, bearer=desk.token, timeouts=Timeouts()) as http:
            headers = {} if is_zipped else {"accept-encoding": "identity"}
            await http.request("GET", f"{HUB_URL}/api/v1/log?after=0", headers=headers)
        [(encoding, body)] = wire.bodies
        assert encoding == ("gzip" if is_zipped else "")
        page = codec.decode_page(gzip.decompress(body) if is_zipped else body)
        assert page.upto == world.head


async def test_a_desk_that_knows_more_than_this_log_is_told_so(tmp_path: Path) -> None:
    """G15: a hub restored from a backup never looks like the old one."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        answer = await world.call("GET", f"/api/v1/log?after={world.head + 1}", desk)
        assert (answer.status, json.loads(answer.body)["code"]) == (409, "log_changed")


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=1.5", "wait=nan", "wait=-3", "after=٣"])
async def test_a_question_that_makes_no_sense_is_refused(tmp_path: Path, query: str) -> None:
    async with HubWorld(tmp_path) as world:
        answer = await world.call("GET", f"/api/v1/log?{query}", await world.join())
        assert (answer.status, json.loads(answer.body)["code"]) == (422, "query_unreadable")


async def test_the_original_element_is_there_for_copy_details(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        event = await world.say("Original")
        answer = await world.call("GET", f"/api/v1/log/{event.pos}/original", desk)
        assert json.loads(answer.body)["text"] == {"body": "Original"}
        for path in (
            "/api/v1/log/1/original",
            "/api/v1/log/99/original",
            "/api/v1/log/x/original",
            "/api/v1/log/",
        ):
            assert (await world.call("GET", path, desk)).status == 404


async def test_hello_tells_the_log_and_the_protocol_without_a_token(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        told = json.loads((await world.call("GET", "/api/v1/hello")).body)
        page = await world.page(await world.join(), "after=0")
        assert (told["log_id"], told["protocol"]) == (page.log_id, {"min": 1, "max": 1})
        assert isinstance(told["head"], int)
        assert told["hub_version"]


async def test_the_api_describes_itself(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        told = json.loads((await world.call("GET", "/api/v1/openapi.json")).body)
        for path, calls in told["paths"].items():
            for method, call in calls.items():
                if method == "parameters":
                    continue
                status = (await world.call(method.upper(), path.replace("{pos}", "1"))).status
                assert status in {200, 401, 422}, (path, status)
                assert (status == 401) == bool(call.get("security"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/api/v1/commands", 405),
        ("POST", "/api/v1/log", 405),
        ("GET", "/admin/v1/x", 404),
    ],
)
async def test_other_addresses_do_nothing(tmp_path: Path, method: str, path: str, status: int) -> None:
    async with HubWorld(tmp_path) as world:
        assert (await world.call(method, path)).status == status


@pytest.mark.parametrize("token", [None, "wrong", "é"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/log"), ("POST", "/api/v1/commands"), ("GET", "/api/v1/log/1/original")],
)
async def test_without_a_known_token_nothing_is_told(
    tmp_path: Path, token: str | None, method: str, path: str
) -> None:
    async with HubWorld(tmp_path) as world:
        desk = Desk(token.encode().decode("latin-1"), "", "", "") if token else None
        if desk and not desk.token.isascii():
            answer = await world.call(method, path, authorization="Bearer %ff")
        else:
            answer = await world.call(method, path, desk)
        assert answer.status == 401


async def test_the_original_of_a_position_beyond_all_numbers_is_not_found(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for pos in ("9" * 18, "9" * 30):
            assert (await world.call("GET", f"/api/v1/log/{pos}/original", desk)).status == 404
