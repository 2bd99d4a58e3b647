"""Files between the hub and its desks: given whole and in parts, taken whole and in parts, and nothing else taken."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.media import MEDIA_MAX_BYTES
from app.net import Answer
from storage.media import MediaStore
from tests.flow.hub_world import HUB_URL, Desk, HubWorld

DATA = bytes(range(256)) * 3000
NAME = hashlib.sha256(DATA).hexdigest()


def path(name: str = NAME) -> str:
    return f"/api/v1/media/{name}"


async def put(world: HubWorld, desk: Desk, content: Any, name: str = NAME, **headers: str) -> Answer:
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    return await world.http.request(
        "PUT", HUB_URL + path(name), headers=given, content=content, bearer=desk.token
    )


async def part(world: HubWorld, desk: Desk, start: int, end: int) -> Answer:
    return await put(world, desk, DATA[start:end], content_range=f"bytes {start}-{end - 1}/{len(DATA)}")


def told(answer: Answer) -> Any:
    return json.loads(answer.body)


def files(folder: Path) -> list[Path]:
    return [found for found in (folder / "media").rglob("*") if found.is_file()]


@pytest.mark.parametrize("key", [None, "5a" * 32])
async def test_a_file_goes_in_once_and_comes_out_whole_and_in_part(tmp_path: Path, key: str | None) -> None:
    async with HubWorld(tmp_path, data_key=key) as world:
        desk = await world.join()
        assert (await world.call("GET", path(), desk)).status == 404
        for _ in range(2):
            answer = await put(world, desk, DATA)
            assert (answer.status, told(answer)) == (200, {"sha256": NAME, "size_bytes": len(DATA)})
        whole = await world.call("GET", path(), desk)
        assert (whole.status, whole.body) == (200, DATA)
        assert whole.headers["content-type"] == "application/octet-stream"
        middle = await world.call("GET", path(), desk, range="bytes=70000-140000")
        assert (middle.status, middle.body) == (206, DATA[70_000:140_001])
        assert middle.headers["content-range"] == f"bytes 70000-140000/{len(DATA)}"
        rest = await world.call("GET", path(), desk, range="bytes=700000-")
        assert rest.body == DATA[700_000:]
        head = await world.call("HEAD", path(), desk)
        assert (head.status, head.headers["content-length"], head.body) == (200, str(len(DATA)), b"")
        assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("asked", ["bytes=768000-", "bytes=9999999-", "bytes=5-4"])
async def test_a_part_that_does_not_exist(tmp_path: Path, asked: str) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await put(world, desk, DATA)
        answer = await world.call("GET", path(), desk, range=asked)
        assert (answer.status, told(answer)["code"]) == (416, "media_range")


async def test_nobody_without_a_token_gets_or_gives_anything(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await put(world, desk, DATA)
        for token in (None, "wrong"):
            for method in ("GET", "HEAD", "PUT"):
                answer = await world.http.request(method, HUB_URL + path(), bearer=token)
                assert answer.status == 401
        await world.core.access.revoke(desk.device_id)  # type: ignore[arg-type]
        assert (await world.call("GET", path(), desk)).status == 401


@pytest.mark.parametrize(
    "name", ["..%2f..%2fhub.db", "../hub.db", NAME.upper(), NAME[:-1], NAME + "0", "", "%00"]
)
async def test_only_a_hash_is_an_address(tmp_path: Path, name: str) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for method in ("GET", "PUT"):
            answer = await world.http.request(method, HUB_URL + path(name), content=b"x", bearer=desk.token)
            assert answer.status in (404, 405)
        assert files(tmp_path) == []


async def test_another_content_than_announced_is_not_kept(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        answer = await put(world, desk, DATA + b"?")
        assert (answer.status, told(answer)["code"]) == (422, "media_wrong_hash")
        assert files(tmp_path) == []


async def test_a_file_comes_in_parts_and_goes_on_where_it_broke_off(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        assert told(await part(world, desk, 0, 300_000)) == {"offset": 300_000}
        again = await part(world, desk, 0, 300_000)
        assert (again.status, told(again)["facts"]["offset"]) == (409, "300000")
        assert (await part(world, desk, 300_000, 500_000)).status == 202
        assert told(await part(world, desk, 500_000, len(DATA)))["sha256"] == NAME
        assert (await world.call("GET", path(), desk)).body == DATA


async def test_a_part_whose_line_broke_leaves_what_came(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        messages = iter(
            [{"type": "http.request", "body": DATA[:100_000], "more_body": True}, {"type": "http.disconnect"}]
        )
        answers: list[Any] = []

        async def receive() -> Any:
            return next(messages)

        async def send(message: Any) -> None:
            answers.append(message)

        headers = {"authorization": f"Bearer {desk.token}", "content-range": f"bytes 0-399999/{len(DATA)}"}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "PUT", "path": path(), "query_string": b"", "headers": raw}
        await world.hub.asgi(scope, receive, send)
        assert answers[0]["status"] == 400
        assert (await part(world, desk, 100_000, len(DATA))).status == 200


async def test_two_devices_give_the_same_file_at_once(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        one, other = await world.join(), await world.join(name="Bo")
        await part(world, one, 0, 100)
        await part(world, other, 0, 50)
        assert (await part(world, one, 100, len(DATA))).status == 200
        assert (await part(world, other, 50, 60)).status == 200  # it is there already


async def test_a_desk_that_asks_twice_at_once_leaves_no_second_beginning(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        answers = await asyncio.gather(*(part(world, desk, 0, 100) for _ in range(2)))
        assert sorted(answer.status for answer in answers) == [202, 409]
        assert len(files(tmp_path)) == 1
        last = await asyncio.gather(*(part(world, desk, 100, len(DATA)) for _ in range(2)))
        assert min(answer.status for answer in last) == 200  # whichever thread of the hub was first
        assert len(files(tmp_path)) == 1


async def test_what_never_became_whole_leaves_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await part(world, desk, 0, 300_000)
        await world.restart()
        assert files(tmp_path) == []
        answer = await part(world, desk, 300_000, 400_000)
        assert (answer.status, told(answer)["facts"]["offset"]) == (409, "0")


async def test_too_large_is_too_large_however_it_comes(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(4 * 1024 * 1024)

    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        total = MEDIA_MAX_BYTES + 1
        answers = [
            await put(world, desk, endless()),
            await put(world, desk, b"x", content_length=str(total)),
            await put(world, desk, b"x", content_range=f"bytes 0-0/{total}"),
            await put(world, desk, b"xyz", content_range="bytes 0-0/1"),
        ]
        assert {(answer.status, told(answer)["code"]) for answer in answers} == {(413, "file_over_limit")}
        assert files(tmp_path) == []


@pytest.mark.parametrize(
    "told_range", ["bytes 5-4/9", "bytes 0-9/9", "items 0-1/2", "bytes */9", "bytes -1-2/9"]
)
async def test_a_part_that_says_nonsense(tmp_path: Path, told_range: str) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        assert (await put(world, desk, b"x", content_range=told_range)).status == 422


async def test_one_device_cannot_fill_the_hub_with_beginnings(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for index in range(40):
            name = hashlib.sha256(bytes([index])).hexdigest()
            assert (await put(world, desk, b"x", name, content_range="bytes 0-0/9")).status == 202
        assert len(files(tmp_path)) <= 32


async def test_the_document_names_the_routes(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        paths = told(await world.call("GET", "/api/v1/openapi.json"))["paths"]
        assert set(paths["/api/v1/media/{sha256}"]) == {"get", "head", "put", "parameters"}
        assert "post" in paths["/api/v1/media/retry"]


async def test_without_access_to_the_channel_nothing_can_be_fetched_again(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        answer = await world.call("POST", "/api/v1/media/retry", desk, {"message_id": "m"})
        assert (answer.status, told(answer)["code"]) == (503, "media_no_access")


async def test_a_damaged_file_can_be_given_anew(tmp_path: Path) -> None:
    key = "5a" * 32
    async with HubWorld(tmp_path, data_key=key) as world:
        desk = await world.join()
        await put(world, desk, DATA)
        [file] = files(tmp_path)
        file.write_bytes(b"nothing of it is left")
        assert (await world.call("GET", path(), desk)).status == 404
        assert (await put(world, desk, DATA)).status == 200
    assert MediaStore(tmp_path / "media", key).read(NAME) == DATA
