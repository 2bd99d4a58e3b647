"""A business's webhook as a small ASGI app: checks the handshake, keeps what is posted with its signature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs

from app.sandbox.asgi import Receive, Scope, Send, read_body


class Webhook:
    """Answers 200 to every post; `posts` holds (signature header, raw body) in order of arrival."""

    def __init__(self, verify_token: str) -> None:
        self._verify_token = verify_token
        self.handshakes = 0
        self.posts: list[tuple[str, bytes]] = []

        self._arrived = asyncio.Event()

    async def until(self, is_true: Callable[[], bool], *, within_s: float = 20.0) -> None:
        """Wait until something is true that posts bring about."""
        async with asyncio.timeout(within_s):
            while not is_true():
                self._arrived.clear()
                await self._arrived.wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, body = 200, b""
        if scope["method"] == "GET":
            query = parse_qs(scope["query_string"].decode())
            self.handshakes += 1
            is_right = query["hub.verify_token"] == [self._verify_token]
            status, body = (200, query["hub.challenge"][0].encode()) if is_right else (403, b"")
        else:
            headers = dict(scope["headers"])
            given = headers[b"x-hub-signature-256"].decode()
            self.posts.append((given, await read_body(receive, 4 * 1024 * 1024)))
            self._arrived.set()
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": status, "headers": [length]})
        await send({"type": "http.response.body", "body": body})
