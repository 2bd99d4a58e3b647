"""The files of a pretend Graph: look-ups, downloads, uploads, and what may go wrong with each."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.net import Http, in_process
from app.whatsapp.media_client import MediaClient

GRAPH = "http://graph.test"
Answer = tuple[int, dict[str, str], bytes]


def graph_error(code: int, status: int = 400, **more: Any) -> Answer:
    """Graph's own words for what went wrong."""
    body = {"error": {"message": "…", "type": "OAuthException", "code": code, "fbtrace_id": "x", **more}}
    return status, {"content-type": "application/json"}, json.dumps(body).encode()


@dataclass
class Shelf:
    """An ASGI application. `fails` gives an answer in place of the right one, or None; it may raise OSError."""

    files: dict[str, bytes] = field(default_factory=dict)
    uploads: list[tuple[str, str, bytes]] = field(default_factory=list)  # line, type, content
    calls: list[tuple[str, str]] = field(default_factory=list)  # method and path
    tokens: list[str] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)  # what a look-up says otherwise
    fails: Callable[[str, str], Answer | None] = lambda method, path: None
    hold: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.hold.set()

    def add(self, media_id: str, data: bytes) -> dict[str, Any]:
        """A file at Meta; the object by which a webhook names it."""
        self.files[media_id] = data
        return {"id": media_id, "mime_type": "image/jpeg", "sha256": hashlib.sha256(data).hexdigest()}

    def count(self, part: str) -> int:
        """How many calls went to paths with this in them."""
        return sum(part in path for _, path in self.calls)

    def http(self) -> Http:
        """The way to it."""
        return Http(transport=in_process(self))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path, method = scope["path"], scope["method"]
        self.calls.append((method, path))
        self.tokens.append(headers.get("authorization", ""))
        body = await _body(receive)
        await self.hold.wait()
        status, more, data = self.fails(method, path) or self._answer(method, path, headers, body)
        raw = [(name.encode(), value.encode()) for name, value in more.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for start in range(0, len(data), 65_536):
            await send(
                {"type": "http.response.body", "body": data[start : start + 65_536], "more_body": True}
            )
        await send({"type": "http.response.body", "body": b""})

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if not headers.get("authorization"):
            return graph_error(190, 401)
        if method == "POST":
            return self._take(path, headers["content-type"], body)
        media_id = path.rsplit("/", 1)[-1]
        if media_id not in self.files:
            return graph_error(100, 400, error_subcode=33)
        data = self.files[media_id]
        if path.startswith("/bytes/"):
            return 200, {"content-type": "image/jpeg", "content-length": str(len(data))}, data
        told = {
            "url": f"{GRAPH}/bytes/{media_id}",
            "mime_type": "image/jpeg",
            "sha256": hashlib.sha256(data).hexdigest(),
            "file_size": str(len(data)),
            "id": media_id,
            "messaging_product": "whatsapp",
        } | self.told.get(media_id, {})
        return 200, {"content-type": "application/json"}, json.dumps(told).encode()

    def _take(self, path: str, content_type: str, body: bytes) -> Answer:
        mark = content_type.partition("boundary=")[2].encode()
        parts = body.split(b"--" + mark)
        file = next(part for part in parts if b'name="file"' in part)
        head, _, content = file.partition(b"\r\n\r\n")
        kind = re.search(rb"Content-Type: ([^\r]+)", head)
        assert kind is not None
        assert any(b'name="messaging_product"\r\n\r\nwhatsapp\r\n' in part for part in parts)
        self.uploads.append((path.split("/")[2], kind[1].decode(), content[:-2]))
        return 200, {}, json.dumps({"id": f"up{len(self.uploads)}"}).encode()


async def _body(receive: Any) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def media_client(http: Http) -> MediaClient:
    """A client of the pretend Graph."""
    return MediaClient(http, GRAPH, "v24.0")
