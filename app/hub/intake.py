"""The webhook's door: signature over the raw bytes, on disk before 200, nothing read before that.

No framework stands on this route: every millisecond here is one that the channel waits, thousands of times a second.
Posts that wait together are stored by one job of the Writer in one commit.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.hub.config import HubConfig
from app.hub.shelf import Shelf
from app.whatsapp.webhook import is_signed
from storage.instants import to_us

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Crash = Callable[[str], None]

MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_DISCARDED_BYTES = (
    8 * MAX_BODY_BYTES
)  # of a body too large are read and thrown away, so that the 413 is heard
SLOW_BODY_S = 10.0  # a body that takes longer to arrive is nobody's webhook
MOST_TOKENS = 4  # that the handshake knows, while a number is connected
SIGNATURE_HEADER = b"x-hub-signature-256"

_LOG = logging.getLogger(__name__)


class Intake:
    """The ASGI application of the webhook's path. `on_stored` is called after each stored body, on the event loop."""

    def __init__(
        self, config: HubConfig, shelf: Shelf, clock: Clock, on_stored: Callable[[], None], crash: Crash
    ) -> None:
        self._secrets = config.app_secrets
        self._verify_token = config.verify_token or None
        self._expected: list[str] = []
        self._shelf = shelf
        self._clock = clock
        self._on_stored = on_stored
        self._crash = crash
        self._trouble_at: datetime | None = None
        self.is_storing = True  # whether the newest webhook could be stored

    def was_up(self, since: datetime) -> bool:
        """Whether every webhook that came since a moment could be stored."""
        return self._trouble_at is None or self._trouble_at < since

    def expect(self, verify_token: str) -> None:
        """From now on the handshake succeeds with this token too: a number is being connected."""
        if verify_token not in self._expected:
            self._expected = [*self._expected, verify_token][-MOST_TOKENS:]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "POST":
            status = await self._take(scope["headers"], receive)
            await _answer(send, status)
        elif method == "GET":
            await self._shake_hands(scope["query_string"], send)
        else:
            await _answer(send, 405)

    async def _take(self, headers: Iterable[tuple[bytes, bytes]], receive: Receive) -> int:
        signature: str | None = None
        for name, value in headers:
            if name == SIGNATURE_HEADER:
                signature = value.decode("latin-1")
        body = await _read(receive)
        if isinstance(body, int):
            return body
        if not is_signed(body, signature, self._secrets):
            return 401
        return await self._store(body)

    async def _store(self, body: bytes) -> int:
        try:
            await self._shelf.put(body, to_us(self._clock.now()))
        except ComptoirError as error:
            self._trouble_at, self.is_storing = self._clock.now(), False
            _LOG.warning("webhook not stored code=%s bytes=%d", error.code, len(body))
            return 503
        self.is_storing = True
        self._crash("raw_stored")
        self._on_stored()
        return 200

    async def _shake_hands(self, query: bytes, send: Send) -> None:
        asked = parse_qs(query.decode("latin-1"))
        token = asked.get("hub.verify_token", [""])[0].encode("utf-8", "surrogatepass")
        known = [*filter(None, [self._verify_token]), *self._expected]
        is_ours = any(hmac.compare_digest(token, one.encode()) for one in known)
        if is_ours and asked.get("hub.mode") == ["subscribe"]:
            await _answer(send, 200, asked.get("hub.challenge", [""])[0].encode("utf-8", "surrogatepass"))
        else:
            await _answer(send, 403)


async def _read(receive: Receive) -> bytes | int:
    """The whole body, or the status to answer instead of taking it."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        body: bytes = message.get("body", b"")  # nearly always: it came in one piece
        return body if len(body) <= MAX_BODY_BYTES else 413
    try:
        async with asyncio.timeout(SLOW_BODY_S):
            return await _read_pieces(message, receive)
    except TimeoutError:
        return 408


async def _read_pieces(message: MutableMapping[str, Any], receive: Receive) -> bytes | int:
    pieces = bytearray()
    size = 0
    while message["type"] == "http.request":
        piece = message.get("body", b"")
        size += len(piece)
        if size <= MAX_BODY_BYTES:
            pieces += piece
        else:  # read on all the same: a sender that is cut off in mid-body never sees the answer
            pieces.clear()
        if size > MAX_DISCARDED_BYTES:
            return 413
        if not message.get("more_body", False):
            return bytes(pieces) if size <= MAX_BODY_BYTES else 413
        message = await receive()
    return 400  # the sender went away: nobody hears this


async def _answer(send: Send, status: int, body: bytes = b"") -> None:
    headers = [(b"content-length", b"%d" % len(body))]
    if body:
        headers.append((b"content-type", b"text/plain; charset=utf-8"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
