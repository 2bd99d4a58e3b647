"""Runs a hub as a process: its port, its server, and how it is asked to stop."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType

import uvicorn

from app.domain.errors import EnvironmentFailure
from app.hub import presence
from app.hub.asgi import App
from app.hub.config import HubConfig
from app.hub.hub import Hub

KEEP_ALIVE_S = 75  # longer than any caller's, so that it is never we who close under a request
GRACEFUL_S = 5
CONNECTIONS = 1_000
PUBLIC_CONNECTIONS = 200  # of the door for tunnels: a crowd outside takes none from the desks
LOOPBACK = "127.0.0.1"
SWITCH_INTERVAL_S = 0.001  # the event loop gets the interpreter back from the writing thread this fast


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, since stopping is ours; `on_started` is called once it listens."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(
    hub: Hub,
    config: HubConfig,
    *,
    until_stdin_closes: bool = False,
    at_end: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Serve until a signal (or the end of standard input) says stop. Raises EnvironmentFailure before it is ready.

    `at_end` is awaited on the same event loop when the hub has stopped.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(contextlib.closing(bind(config.host, config.port)))
        public: socket.socket | None = None
        if config.public_port is not None:
            public = stack.enter_context(contextlib.closing(bind(LOOPBACK, config.public_port)))
        runner = stack.enter_context(asyncio.Runner(loop_factory=_loop_factory()))
        runner.run(_serve(hub, config, listener, public, until_stdin_closes))
        if at_end is not None:
            runner.run(_awaited(at_end))


def bind(host: str, port: int) -> socket.socket:
    """A bound socket. Raises EnvironmentFailure: port_in_use, port_forbidden, port_unknown, address_unusable."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OverflowError as error:
        listener.close()
        raise EnvironmentFailure("port_unknown", port=str(port), host=host) from error
    except OSError as error:
        listener.close()
        codes = {errno.EADDRINUSE: "port_in_use", errno.EACCES: "port_forbidden"}
        code = codes.get(error.errno or 0, "address_unusable")
        raise EnvironmentFailure(code, port=str(port), host=host) from error
    listener.setblocking(False)
    return listener


async def _serve(
    hub: Hub,
    config: HubConfig,
    listener: socket.socket,
    public: socket.socket | None,
    until_stdin_closes: bool,
) -> None:
    host, port = listener.getsockname()[:2]

    def on_started() -> None:
        presence.announce(config.data_dir, port, public.getsockname()[1] if public else None)
        shown = f"[{host}]" if ":" in host else host
        print(f"ready http://{shown}:{port}", flush=True)  # noqa: T201 - what who started us waits for

    await hub.start()
    try:
        server = _Server(_server_config(hub.asgi, CONNECTIONS), on_started)
        door = _Server(_server_config(hub.public_asgi, PUBLIC_CONNECTIONS), lambda: None)
        stop = _stopper(hub, server, door)
        _on_signals(stop)
        if until_stdin_closes:
            _on_stdin_end(stop)
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listener]))
            if public is not None:
                group.create_task(door.serve(sockets=[public]))
    finally:
        presence.withdraw(config.data_dir)
        await hub.stop()


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def _server_config(app: App, connections: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        interface="asgi3",
        http="httptools",
        proxy_headers=False,  # nobody may claim another address than the connection's
        loop="none",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACEFUL_S,
        limit_concurrency=connections,
    )


def _stopper(hub: Hub, *servers: uvicorn.Server) -> Callable[[], None]:
    def stop() -> None:
        hub.hang_up()
        for server in servers:
            server.should_exit = True

    return stop


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(stop))


def _on_stdin_end(stop: Callable[[], None]) -> None:
    """A desktop that goes away, however it goes, closes our standard input."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):  # unbuffered: a thread inside sys.stdin would abort the exit
            pass
        with contextlib.suppress(RuntimeError):  # the loop ended first
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=wait, name="stdin", daemon=True).start()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    uvloop = _uvloop()
    return uvloop.new_event_loop if uvloop is not None else None


def _uvloop() -> ModuleType | None:
    """uvloop where there is one (not on Windows)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop
