"""The little of HTTP that the hub's API needs on top of ASGI: one call in, one reply out, errors as code and facts."""

import math
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec

from app.hub.intake import Receive, Scope, Send
from storage.codec import to_json

T = TypeVar("T")
MAX_CALL_BYTES = 1024 * 1024
GZIP_FROM_BYTES = 1024
_GZIP_WBITS = 31  # zlib's way to say: with gzip's header


class HttpRefusal(Exception):
    """An answer other than 200: a status, our code, its facts."""

    def __init__(self, status: int, code: str, **facts: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Call:
    """One request. Header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    client_host: str
    body: bytes = b""

    @property
    def bearer(self) -> str | None:
        """The token of the Authorization header."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None

    def whole_number(self, name: str, default: int, high: int) -> int:
        """A number of the query within 0 and `high`. Raises HttpRefusal 422 when it is none."""
        text = self.query.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit()):
            raise HttpRefusal(422, "query_unreadable", name=name)
        return min(int(text), high)

    def seconds(self, name: str, default: float) -> float:
        """Seconds of the query, not negative. Raises HttpRefusal 422 when they are none."""
        try:
            seconds = float(self.query.get(name, default))
        except ValueError as error:
            raise HttpRefusal(422, "query_unreadable", name=name) from error
        if not math.isfinite(seconds) or seconds < 0:
            raise HttpRefusal(422, "query_unreadable", name=name)
        return seconds

    def read(self, shape: type[T]) -> T:
        """The body as a JSON object of the given dataclass. Raises HttpRefusal 422 when it is none."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise HttpRefusal(422, "body_unreadable") from error


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. The body is JSON already; or it comes in `pieces` of `length` bytes together, of another `kind`."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = field(default=())
    pieces: AsyncIterator[bytes] | None = None
    length: int | None = None
    kind: bytes = b"application/json"


Handler = Callable[[Call], Awaitable[Reply]]


def json_reply(value: object, status: int = 200) -> Reply:
    """Anything that JSON can carry as an answer."""
    return Reply(to_json(value), status)


def refusal_reply(refusal: HttpRefusal) -> Reply:
    """A refusal as an answer; 429 and 503 say when to come again."""
    after = refusal.facts.get("retry_after")
    headers = ((b"retry-after", after.encode()),) if after else ()
    return Reply(to_json({"code": refusal.code, "facts": refusal.facts}), refusal.status, headers)


def zipped(call: Call, body: bytes) -> Reply:
    """The body, gzipped where the caller takes it and it pays. Takes time: not on the event loop for large bodies."""
    if len(body) <= GZIP_FROM_BYTES or not takes_zipped(call):
        return Reply(body)
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP_WBITS)
    return Reply(packer.compress(body) + packer.flush(), headers=((b"content-encoding", b"gzip"),))


def takes_zipped(call: Call) -> bool:
    """Whether the caller takes gzip."""
    return "gzip" in call.headers.get("accept-encoding", "")


async def read_call(scope: Scope, receive: Receive) -> Call:
    """The whole request. Raises HttpRefusal 413 when its body is larger than a call may be."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_CALL_BYTES:
            raise HttpRefusal(413, "body_too_large")
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return call_of(scope, bytes(body))


async def body_pieces(receive: Receive) -> AsyncIterator[bytes]:
    """The body as it comes, for a route that bounds it itself. Raises HttpRefusal 400 when the caller goes away."""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise HttpRefusal(400, "body_unreadable")
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body", False):
            return


def call_of(scope: Scope, body: bytes = b"") -> Call:
    """The request around a body that was read, or that is read later."""
    client = scope.get("client")
    return Call(
        method=scope["method"],
        path=scope["path"],
        query=dict(parse_qsl(scope["query_string"].decode("latin-1"))),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
        client_host=client[0] if client else "",
        body=body,
    )


async def send_reply(send: Send, reply: Reply) -> None:
    """Write the answer."""
    size = len(reply.body) if reply.length is None else reply.length
    headers = [
        (b"content-type", reply.kind), (b"content-length", b"%d" % size), (b"cache-control", b"no-store"),
        *reply.headers,
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if reply.pieces is not None:
        async for piece in reply.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": reply.body})
