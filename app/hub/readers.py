"""Reading connections of hub.db: one for the event loop's short look-ups, a few threads for everything longer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from app.domain.errors import EnvironmentFailure
from storage.hub.tables import Connection

T = TypeVar("T")
THREADS = 3


class Readers:
    """Read-only connections, opened when first needed, closed together."""

    def __init__(self, open_connection: Callable[[], Connection]) -> None:
        self._open = open_connection
        self._here = threading.local()
        self._all: list[Connection] = []
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="reader")
        self._quick: Connection | None = None

    def quick(self, job: Callable[[Connection], T]) -> T:
        """Run a look-up of well under a millisecond on the event loop's own thread."""
        if self._quick is None:
            self._quick = self._keep(self._open())
        return job(self._quick)

    async def run(self, job: Callable[[Connection], T]) -> T:
        """Run a longer read on a thread, beside the event loop. After `close`: EnvironmentFailure("writer_closed")."""
        loop = asyncio.get_running_loop()
        try:
            running = loop.run_in_executor(self._executor, self._on_thread, job)
        except RuntimeError as error:  # the hub stops: whoever asks comes again
            raise EnvironmentFailure("writer_closed") from error
        return await running

    def close(self) -> None:
        """Let running reads end, then close every connection."""
        self._executor.shutdown()
        for connection in self._all:
            connection.close()

    def _on_thread(self, job: Callable[[Connection], T]) -> T:
        connection: Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = self._here.connection = self._keep(self._open())
        return job(connection)

    def _keep(self, connection: Connection) -> Connection:
        self._all.append(connection)
        return connection
