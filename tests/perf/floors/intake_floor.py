"""Floor of the intake: the smallest ASGI app that checks the signature and group-commits to SQLite FULL.

`python -m tests.perf.floors.intake_floor PORT FILE SECRET`; prints "ready" when it serves.
"""

import asyncio
import hashlib
import hmac
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlcipher3.dbapi2 as sqlite
import uvicorn

Message = MutableMapping[str, Any]


class Floor:
    """Collects bodies while a commit runs, then commits them together and answers."""

    def __init__(self, file: str, secret: bytes) -> None:
        self._secret = secret
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._is_busy = False
        self._commits: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(1)
        self._db = sqlite.connect(file, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, body BLOB)")

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        given = dict(scope["headers"]).get(b"x-hub-signature-256", b"")
        wanted = b"sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest().encode()
        status = 401
        if hmac.compare_digest(given, wanted):
            future = asyncio.get_running_loop().create_future()
            self._waiting.append((body, future))
            if not self._is_busy:
                self._is_busy = True
                self._commits = asyncio.ensure_future(self._commit())
            await future
            status = 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            await loop.run_in_executor(self._thread, self._store, [(body,) for body, _ in group])
            for _, future in group:
                future.set_result(None)
        self._is_busy = False

    def _store(self, rows: list[tuple[bytes]]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT INTO raw (body) VALUES (?)", rows)
        self._db.execute("COMMIT")


class Announcing(uvicorn.Server):
    """A server that says when it serves."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Print "ready" once the port is open."""
        await super().startup(sockets)
        sys.stdout.write(f"ready http://127.0.0.1:{self.config.port}\n")
        sys.stdout.flush()


def main() -> None:
    """Serve until killed."""
    port, file, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3].encode()
    config = uvicorn.Config(
        Floor(file, secret), port=port, access_log=False, log_level="warning", lifespan="off"
    )
    Announcing(config).run()


if __name__ == "__main__":
    main()
