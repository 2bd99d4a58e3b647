"""The little of ASGI that the pretend Meta needs: read a body, answer with JSON or with a file."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON answer, or a file when the body is bytes; body None is an answer without any body."""

    status: int
    body: Any
    content_type: str = "application/json; charset=UTF-8"

    def raw(self) -> bytes:
        """The bytes of the body. Graph escapes as webhooks do."""
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode("ascii")


async def read_body(receive: Receive, limit: int) -> bytes:
    """The request's body; what goes beyond `limit` bytes is dropped, so that it no longer parses."""
    body = bytearray()
    while True:
        event = await receive()
        if len(body) <= limit:
            body += event.get("body", b"")
        if not event.get("more_body", False):
            return bytes(body[:limit])


async def reply(send: Send, answer: Reply, headers: Mapping[str, str] | None = None) -> None:
    """Send a whole answer."""
    await _start(send, answer, headers or {})
    await send({"type": "http.response.body", "body": answer.raw()})


async def start_only(send: Send, answer: Reply) -> None:
    """Send the headers and half of the body; the caller then cuts the connection."""
    await _start(send, answer, {})
    raw = answer.raw()
    await send({"type": "http.response.body", "body": raw[: len(raw) // 2], "more_body": True})


async def _start(send: Send, answer: Reply, headers: Mapping[str, str]) -> None:
    raw = answer.raw()
    fields = {"content-type": answer.content_type, "content-length": str(len(raw))} | dict(headers)
    if answer.body is None:
        del fields["content-type"]
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
