"""Serves a sandbox over real HTTP on this computer alone, with connections that faults can cut."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.sandbox.asgi import App, Receive, Scope, Send
from app.sandbox.faults import ConnectionCut

LOOPBACK = "127.0.0.1"

Peer = tuple[str, int]


def bind(port: int) -> socket.socket:
    """A listening place on loopback; port 0 takes a free one. Raises OSError when the port is in use."""
    return socket.create_server((LOOPBACK, port))


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the program, and says when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


async def serve(
    app: App, listening: socket.socket, *, on_ready: Callable[[], None], stop: asyncio.Event
) -> None:
    """Serve until `stop` is set; open connections are then given two seconds."""
    open_connections: dict[Peer, asyncio.Transport] = {}
    config = uvicorn.Config(
        _cutting(app, open_connections),
        http=_protocol(open_connections),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, on_ready)

    async def end() -> None:
        await stop.wait()
        server.should_exit = True

    ending = asyncio.create_task(end())
    try:
        await server.serve(sockets=[listening])
    finally:
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)


def _protocol(open_connections: dict[Peer, asyncio.Transport]) -> type[asyncio.Protocol]:
    """uvicorn's HTTP protocol, whose connections can be found by the client's address."""

    class Findable(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            open_connections[transport.get_extra_info("peername")] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            open_connections.pop(self.transport.get_extra_info("peername"), None)
            super().connection_lost(exc)

    return Findable


def _cutting(app: App, open_connections: dict[Peer, asyncio.Transport]) -> App:
    """Turns ConnectionCut into a connection that is really cut, whatever was sent of the answer."""

    async def serve_one(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except ConnectionCut:
            await _cut(open_connections.get(_peer(scope)), receive)

    return serve_one


async def _cut(connection: asyncio.Transport | None, receive: Receive) -> None:
    if connection is None:
        return
    connection.close()  # what was already written still goes out, then the end
    while (await receive())["type"] != "http.disconnect":
        continue


def _peer(scope: Scope) -> Any:
    return tuple(scope["client"])
