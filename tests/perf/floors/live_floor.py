"""Floor of live delivery: the intake's floor, which hands each committed body to every long-poll that waits.

`python -m tests.perf.floors.live_floor PORT FILE SECRET`; prints "ready" when it serves. No parsing, no log, no view,
no tokens: GET /api/v1/log?after=N waits and answers with all bodies after the Nth.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

from tests.perf.floors.intake_floor import Announcing, Floor, Message

WAIT_S = 25.0


class LiveFloor(Floor):
    """Also answers long-polls."""

    def __init__(self, file: str, secret: bytes) -> None:
        super().__init__(file, secret)
        self._bodies: list[str] = []
        self._polls: set[asyncio.Future[None]] = set()

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http" or scope["method"] == "POST":
            await super().__call__(scope, receive, send)
            return
        after = int(scope["query_string"].split(b"after=")[1].split(b"&")[0])
        if after >= len(self._bodies):
            told = asyncio.get_running_loop().create_future()
            self._polls.add(told)
            await asyncio.wait((told,), timeout=WAIT_S)
            self._polls.discard(told)
        page = {"upto": len(self._bodies), "events": self._bodies[after:]}
        data = json.dumps(page).encode()
        headers = [(b"content-length", b"%d" % len(data))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": data})

    async def _commit(self) -> None:
        await super()._commit()
        for told in self._polls:
            if not told.done():
                told.set_result(None)

    def _store(self, rows: list[tuple[bytes]]) -> None:
        super()._store(rows)
        self._bodies += [body.decode() for (body,) in rows]


def main() -> None:
    """Serve until killed."""
    port, file, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3].encode()
    settings: dict[str, Any] = {"access_log": False, "log_level": "warning", "lifespan": "off"}
    Announcing(uvicorn.Config(LiveFloor(file, secret), port=port, **settings)).run()


if __name__ == "__main__":
    main()
