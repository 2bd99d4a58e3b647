"""The only door to HTTP: a small typed transport that says what a failure proves.

Every failure is one of two kinds, because a WhatsApp send has no idempotency key (protocol.md, section 9):

    TransportError
    ├── NotSent          not one byte of the request left: trying again is safe
    └── OutcomeUnknown   the request may have been read and acted on: never repeat it by machine

httpx is imported when the first `Http` is made, so that importing this module costs nothing at a cold start.
No retries, no redirects, no cookies carried by hand: one call is one request.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

MAX_KEEP_ALIVE_S = 5.0  # longer, and a server's idle close meets our next request: an outcome nobody knows
MAX_BODY_BYTES = 64 * 1024 * 1024
Content = (
    bytes | AsyncIterable[bytes]
)  # pieces are sent as they come; their sum is the header's content-length
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")


class TransportError(Exception):
    """No usable answer came; the subclass says whether the request can have had an effect."""


class NotSent(TransportError):
    """Proof that nothing left: no free connection, no such host, refused, or TLS failed."""


class OutcomeUnknown(TransportError):
    """Bytes may have left and no whole answer came back: time-out, reset, broken or oversized answer."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds for each step of one request; each counts from the step's own start."""

    connect_s: float = 10.0
    read_s: float = 30.0  # longest silence between two chunks, so a long-poll needs more than its wait
    write_s: float = 30.0
    pool_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer, whatever its status. Header names are lower case; the body is already gunzipped."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Stream:
    """An answer whose body is read in pieces: status and headers are there, `chunks()` brings the rest once."""

    def __init__(self, status: int, headers: Mapping[str, str], chunks: Callable[[], AsyncIterator[bytes]]):
        self.status = status
        self.headers = headers
        self._chunks = chunks

    async def chunks(self) -> AsyncIterator[bytes]:
        """Gunzipped pieces as they come. Raises OutcomeUnknown when the connection breaks half-way."""
        async for chunk in self._chunks():
            yield chunk


class Http:
    """Keeps a few connections to any number of hosts; one per process or per remote is enough.

    `transport` is the test seam: `in_process(app)` or any other httpx transport takes the network's place.
    `bearer` goes out as `Authorization: Bearer …` unless a request names its own. `crash` is called with the name of
    each crash point.
    """

    def __init__(
        self,
        *,
        timeouts: Timeouts | None = None,
        bearer: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        keep_alive_s: float = MAX_KEEP_ALIVE_S,
        max_connections: int = 100,
        max_body_bytes: int = MAX_BODY_BYTES,
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        if not 0 <= keep_alive_s <= MAX_KEEP_ALIVE_S:
            raise ValueError(f"keep_alive_s must be within 0 and {MAX_KEEP_ALIVE_S}")
        import httpx

        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every address at INFO
        times = timeouts or Timeouts()
        self._bearer = bearer
        self._crash = crash
        self._max_body_bytes = max_body_bytes
        self._is_traced = transport is None  # only the real transport reports when the first byte leaves
        self._client = httpx.AsyncClient(
            transport=transport,
            mounts=dict.fromkeys(LOOPBACK) if transport is None else None,  # never through a proxy
            timeout=_timeout(times),
            limits=httpx.Limits(max_connections=max_connections, keepalive_expiry=keep_alive_s),
            headers={"accept-encoding": "gzip"},
            follow_redirects=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; requests under way fail with OutcomeUnknown."""
        await self._client.aclose()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: Content | None = None,
        bearer: str | None = None,
        timeouts: Timeouts | None = None,
        deadline_s: float | None = None,
    ) -> Answer:
        """One request, one whole answer. `deadline_s` bounds all steps together.

        Errors: NotSent or OutcomeUnknown; any status that came back whole is an Answer, never an error.
        """
        departure = _Departure(has_left=not self._is_traced)
        try:
            async with asyncio.timeout(deadline_s):
                opened = self._open(method, url, headers, content, bearer, timeouts, departure)
                async with opened as response:
                    body = await self._whole(response)
                    return Answer(response.status_code, _lower(response.headers), body)
        except TimeoutError as error:
            raise departure.failure(f"no whole answer within {deadline_s} s") from error

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: Content | None = None,
        bearer: str | None = None,
        timeouts: Timeouts | None = None,
    ) -> AsyncIterator[Stream]:
        """Open an answer and read it in pieces; leaving the block closes the connection if unread."""
        departure = _Departure(has_left=not self._is_traced)
        async with self._open(method, url, headers, content, bearer, timeouts, departure) as response:

            async def chunks() -> AsyncIterator[bytes]:
                with _translated():
                    async for chunk in response.aiter_bytes():
                        yield chunk

            yield Stream(response.status_code, _lower(response.headers), chunks)

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        content: Content | None,
        bearer: str | None,
        timeouts: Timeouts | None,
        departure: _Departure,
    ) -> AsyncIterator[httpx.Response]:
        import httpx

        token = bearer or self._bearer
        sent_headers = dict(headers or {}) | ({"authorization": f"Bearer {token}"} if token else {})
        self._crash("before_request")
        with _translated():
            async with self._client.stream(
                method,
                url,
                headers=sent_headers,
                content=content,
                timeout=_timeout(timeouts) if timeouts else httpx.USE_CLIENT_DEFAULT,
                extensions={"trace": departure.trace},
            ) as response:
                self._crash("after_request")
                yield response

    async def _whole(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._max_body_bytes:
                raise OutcomeUnknown(f"the answer is larger than {self._max_body_bytes} bytes")
        return bytes(body)


class _Departure:
    """Remembers whether the first byte of a request may have left."""

    def __init__(self, *, has_left: bool) -> None:
        self.has_left = has_left

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """httpcore's trace hook; the event names are its documented ones."""
        if event.endswith("send_request_headers.started"):
            self.has_left = True

    def failure(self, reason: str) -> TransportError:
        return OutcomeUnknown(reason) if self.has_left else NotSent(reason)


class _translated:
    """Turns whatever httpx or the operating system raises into one of our two kinds."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import httpx

        if isinstance(error, (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)):
            raise NotSent(_reason(error)) from error
        if isinstance(error, (httpx.UnsupportedProtocol, httpx.InvalidURL)):
            raise NotSent(_reason(error)) from error
        if isinstance(error, (httpx.HTTPError, httpx.StreamError)):
            raise OutcomeUnknown(_reason(error)) from error
        # A deadline is a TimeoutError, an OSError too: `request` judges it, knowing what had left.
        if isinstance(error, OSError) and not isinstance(error, TimeoutError):
            raise OutcomeUnknown(_reason(error)) from error


def in_process(
    app: Callable[[Any, Any, Any], Awaitable[None]], *, client: tuple[str, int] = ("127.0.0.1", 1)
) -> httpx.AsyncBaseTransport:
    """A transport that calls an ASGI app in this process; an OSError in the app is a cut connection."""
    import httpx

    return httpx.ASGITransport(app=app, client=client)


def _timeout(times: Timeouts) -> httpx.Timeout:
    import httpx

    return httpx.Timeout(connect=times.connect_s, read=times.read_s, write=times.write_s, pool=times.pool_s)


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _reason(error: BaseException) -> str:
    """The kind and text of a failure; httpx leaves the text of several kinds empty."""
    return f"{type(error).__name__}: {error}".rstrip(": ")
