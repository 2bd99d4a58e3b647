"""app/net.py: what a failed request proves (promise G5 rests on it)."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.net import Http, NotSent, OutcomeUnknown, Timeouts, in_process

Reply = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
QUICK = Timeouts(connect_s=5, read_s=0.2, write_s=5, pool_s=0.05)


@asynccontextmanager
async def server(reply: Reply) -> AsyncIterator[str]:
    """A bare TCP server that reads one request head and then does what `reply` says."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await reply(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


def saying(raw: bytes) -> Reply:
    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return reply


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()  # until the client has gone


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_a_whole_answer_is_given_whatever_its_status() -> None:
    raw = b"HTTP/1.1 503 No\r\nX-Why: tired\r\nContent-Length: 2\r\n\r\nno"
    async with server(saying(raw)) as url, Http() as http:
        answer = await http.request("POST", url, content=b"{}")
    assert (answer.status, answer.headers["x-why"], answer.body) == (503, "tired", b"no")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "http://name.invalid/", "ftp://127.0.0.1/", "http://[/"]
)
async def test_what_never_connected_is_proof_that_nothing_was_sent(url: str) -> None:
    async with Http() as http:
        with pytest.raises(NotSent):
            await http.request("POST", url.format(port=free_port()), content=b"x")


@pytest.mark.parametrize(
    "raw",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nhalf", b"nonsense\r\n\r\n"],
    ids=["closed without a word", "cut in the body", "not HTTP"],
)
async def test_a_broken_answer_leaves_the_outcome_unknown(raw: bytes) -> None:
    async with server(saying(raw)) as url, Http() as http:
        with pytest.raises(OutcomeUnknown):
            await http.request("POST", url, content=b"x")


async def test_silence_leaves_the_outcome_unknown() -> None:
    async with server(silence) as url, Http(timeouts=QUICK) as http:
        with pytest.raises(OutcomeUnknown):
            await http.request("POST", url, content=b"x")


async def test_a_deadline_after_the_first_byte_leaves_the_outcome_unknown() -> None:
    async with server(silence) as url, Http() as http:
        with pytest.raises(OutcomeUnknown, match="within 0.1 s"):
            await http.request("POST", url, content=b"x", deadline_s=0.1)


async def test_no_free_connection_is_proof_that_nothing_was_sent() -> None:
    async with server(silence) as url, Http(timeouts=QUICK, max_connections=1) as http:
        first = asyncio.create_task(http.request("GET", url, timeouts=Timeouts(read_s=1)))
        await asyncio.sleep(0)  # lets the first take the only connection
        with pytest.raises(NotSent):
            await http.request("POST", url, content=b"x")
        with pytest.raises(OutcomeUnknown):
            await first


async def test_a_deadline_while_waiting_for_a_connection_is_proof_that_nothing_was_sent() -> None:
    async with server(silence) as url, Http(max_connections=1) as http:
        first = asyncio.create_task(http.request("GET", url, deadline_s=0.5))
        await asyncio.sleep(0)
        with pytest.raises(NotSent):
            await http.request("POST", url, content=b"x", deadline_s=0.1)
        with pytest.raises(OutcomeUnknown):
            await first


async def test_gzip_is_undone_and_the_bearer_is_sent() -> None:
    seen: list[dict[bytes, bytes]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(dict(scope["headers"]))
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"Content-Encoding", b"gzip")]}
        )
        await send({"type": "http.response.body", "body": gzip.compress(b"plain")})

    async with Http(bearer="one", transport=in_process(app)) as http:
        answers = [
            await http.request("GET", "http://hub/"),
            await http.request("GET", "http://hub/", bearer="two"),
        ]
        async with http.stream("GET", "http://hub/") as stream:
            streamed = [chunk async for chunk in stream.chunks()]
    assert [answer.body for answer in answers] == [b"plain", b"plain"] and b"".join(streamed) == b"plain"
    assert [headers[b"authorization"] for headers in seen] == [b"Bearer one", b"Bearer two", b"Bearer one"]
    assert seen[0][b"accept-encoding"] == b"gzip"


async def test_an_app_that_breaks_the_connection_leaves_the_outcome_unknown() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ConnectionResetError("cut")

    async with Http(transport=in_process(app)) as http:
        with pytest.raises(OutcomeUnknown, match="cut"):
            await http.request("POST", "http://graph/", content=b"x")


async def test_an_oversized_answer_is_not_held_in_memory() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n" + b"x" * 4000
    async with server(saying(raw)) as url, Http(max_body_bytes=1000) as http:
        with pytest.raises(OutcomeUnknown, match="1000 bytes"):
            await http.request("GET", url)


def test_a_long_keep_alive_is_refused() -> None:
    with pytest.raises(ValueError, match="keep_alive_s"):
        Http(keep_alive_s=5.1)
