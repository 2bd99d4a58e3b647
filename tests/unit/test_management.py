"""Graph's management edges: what an odd answer means."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.net import Http, in_process
from app.whatsapp.account_client import AccountClient
from app.whatsapp.management import GraphRefused, GraphUnreachable, ManagementClient


class Graph:
    """Answers with what a test scripted, and notes what it was asked."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}")
        status, body = self.answers.pop(0)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [(b"content-length", b"%d" % len(data))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": data})


async def listed(graph: Graph) -> list[Any]:
    async with Http(transport=in_process(graph)) as http:
        return await ManagementClient(http, "http://graph/", "/v24.0/").all(
            "1/message_templates", "t", fields="id"
        )


async def test_pages_follow_the_cursor_and_never_an_address() -> None:
    first = {"data": [{"id": "1"}], "paging": {"cursors": {"after": "c1"}, "next": "https://evil.example"}}
    graph = Graph((200, first), (200, {"data": [{"id": "2"}, 3], "paging": {"cursors": {"after": "c2"}}}))
    assert await listed(graph) == [{"id": "1"}, {"id": "2"}]
    assert graph.asked == [
        "GET /v24.0/1/message_templates?limit=100&fields=id",
        "GET /v24.0/1/message_templates?limit=100&fields=id&after=c1",
    ]


@pytest.mark.parametrize("body", [{}, b"<html>", b"[]", b"", {"error": "x"}])
async def test_an_answer_without_a_list_is_not_an_empty_list(body: Any) -> None:
    """Templates would look deleted."""
    with pytest.raises(GraphUnreachable):
        await listed(Graph((200, body)))


@pytest.mark.parametrize(
    ("status", "error", "code", "said"),
    [
        (400, {"code": 100, "error_user_msg": "Choose another."}, None, "Choose another."),
        (400, {"code": 100, "message": "m", "error_data": {"details": "d"}}, None, "d"),
        (429, {"code": 987654, "message": "slow"}, "rate_limited", "slow"),
        (500, {"code": 987654, "message": "oops"}, "channel_failed", "oops"),
        (400, {"code": 80007, "message": "many"}, "rate_limited", "many"),
    ],
)  # fmt: skip
async def test_a_refusal_brings_the_channels_words(
    status: int, error: Any, code: str | None, said: str
) -> None:
    with pytest.raises(GraphRefused) as caught:
        await listed(Graph((status, {"error": error})))
    assert caught.value.said == said
    assert caught.value.provider_code == error["code"]
    if code is not None:
        assert caught.value.code == code


async def test_a_server_without_words_is_unreachable() -> None:
    with pytest.raises(GraphUnreachable):
        await listed(Graph((502, b"")))


async def uploaded(graph: Graph) -> str:
    asked: list[int] = []

    def content(start: int) -> AsyncIterator[bytes]:
        asked.append(start)
        return pieces(start)

    async def pieces(start: int) -> AsyncIterator[bytes]:
        yield b"12345"[start:]

    async with Http(transport=in_process(graph)) as http:
        client = AccountClient(ManagementClient(http, "http://graph", "v24.0"))
        handle = await client.upload_sample("88", "t", "sample.png", "image/png", 5, content)
    graph.asked.append(str(asked))
    return handle


async def test_a_sample_that_broke_off_goes_on_where_it_was() -> None:
    begun = {"id": "upload:MTp=?sig=ab"}
    graph = Graph((200, begun), (502, b""), (200, {"file_offset": 2}), (200, {"h": "4::x"}))
    assert await uploaded(graph) == "4::x"
    assert graph.asked == [
        "POST /v24.0/88/uploads?file_name=sample.png&file_length=5&file_type=image%2Fpng",
        "POST /v24.0/upload:MTp=?sig=ab",
        "GET /v24.0/upload:MTp=?sig=ab",
        "POST /v24.0/upload:MTp=?sig=ab",
        "[0, 2]",
    ]


@pytest.mark.parametrize("name", ["https://evil.example/x", "upload:a/../../me", "upload:a?b#c", "", None])
async def test_a_session_that_leads_elsewhere_is_not_followed(name: str | None) -> None:
    graph = Graph((200, {"id": name}))
    with pytest.raises(GraphUnreachable):
        await uploaded(graph)
    assert len(graph.asked) == 1


@pytest.mark.parametrize(
    ("token", "input_token"), [("canary-token", ""), ("123|canary-secret", "canary-token")]
)
async def test_what_meta_says_is_shown_without_the_token_that_it_repeats(
    token: str, input_token: str
) -> None:
    said = f"Malformed access token {input_token or token}, of {token.partition('|')[2] or token}."
    graph = Graph((400, {"error": {"code": 190, "message": said}}))
    async with Http(transport=in_process(graph)) as http:
        client = ManagementClient(http, "http://graph", "v24.0")
        with pytest.raises(GraphRefused) as refused:
            await client.get("debug_token", token, input_token=input_token)
    assert refused.value.said == "Malformed access token …, of …."
