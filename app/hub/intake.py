"""The webhook's door: signature over the raw bytes, on disk before 200, nothing read before that.

No framework stands on this route: every millisecond here is one that the channel waits, thousands of times a second.
Posts that wait together are stored by one job of the Writer in one commit.
"""

import asyncio
import hmac
import logging
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Future
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs

from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.hub.config import HubConfig
from app.whatsapp.webhook import is_signed
from storage.hub import raw
from storage.hub.tables import Connection
from storage.instants import to_us
from storage.writer import Priority, Writer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Crash = Callable[[str], None]

MAX_BODY_BYTES = 4 * 1024 * 1024
GIVE_UP_S = 2.0  # longer, and it is better that the channel keeps the webhook and comes again
SLOW_BODY_S = 10.0  # a body that takes longer to arrive is nobody's webhook
LOW_DISK_BYTES = 64 * 1024 * 1024
LOW_DISK_SHARE = 50  # on a small disk: the 50th part of it
DISK_CHECK_S = 1.0
SIGNATURE_HEADER = b"x-hub-signature-256"

_LOG = logging.getLogger(__name__)


class Batch:
    """Posts that will share a commit, each with the future that its sender awaits."""

    __slots__ = ("rows", "senders")

    def __init__(self) -> None:
        self.rows: list[tuple[bytes, bytes, int]] = []
        self.senders: list[asyncio.Future[None]] = []


class Shelf(Protocol):
    """Where the intake puts a body; tests may put something slower or full in its place."""

    async def put(self, body: bytes, received_us: int) -> None:
        """Return when the body is on disk. Raises ComptoirError when it cannot be."""


class RawShelf:
    """Puts bodies into the raw inbox: collects what waits, one executemany for each turn of the Writer."""

    def __init__(self, writer: Writer, folder: Path, clock: Clock) -> None:
        self._writer = writer
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()  # guards `_open`: the loop fills it, the writing thread takes it
        self._open: Batch | None = None
        self._disk_checked_s = float("-inf")
        self._is_disk_low = False

    async def put(self, body: bytes, received_us: int) -> None:
        """Return when the body is on disk. Raises EnvironmentFailure: disk_low, disk_full, storage_slow and others."""
        if self._has_low_disk():
            raise EnvironmentFailure("disk_low")
        loop = asyncio.get_running_loop()
        sender = loop.create_future()
        row = (sha256(body).digest(), body, received_us)
        with self._lock:
            batch = self._open
            is_first = batch is None
            if batch is None:
                batch = self._open = Batch()
            batch.rows.append(row)
            batch.senders.append(sender)
        if is_first:
            self._submit(batch, loop)
        await sender

    def _submit(self, batch: Batch, loop: asyncio.AbstractEventLoop) -> None:
        slow = loop.call_later(GIVE_UP_S, _settle, batch.senders, EnvironmentFailure("storage_slow"))

        def done(job: "Future[None]") -> None:
            loop.call_soon_threadsafe(slow.cancel)
            loop.call_soon_threadsafe(_settle, batch.senders, job.exception())

        self._writer.submit(self._store, priority=Priority.INTAKE).add_done_callback(done)

    def _store(self, conn: Connection) -> None:
        with self._lock:
            batch, self._open = self._open, None
        if batch is not None:
            raw.add(conn, batch.rows)

    def _has_low_disk(self) -> bool:
        now_s = self._clock.monotonic_s()
        if now_s - self._disk_checked_s >= DISK_CHECK_S:
            self._disk_checked_s = now_s
            usage = shutil.disk_usage(self._folder)
            self._is_disk_low = usage.free < min(LOW_DISK_BYTES, usage.total // LOW_DISK_SHARE)
        return self._is_disk_low


def _settle(senders: "list[asyncio.Future[None]]", error: BaseException | None) -> None:
    """Tell everyone who waits; who gave up or was cancelled hears nothing."""
    for sender in senders:
        if sender.done():
            continue
        if error is None:
            sender.set_result(None)
        else:
            sender.set_exception(error)


class Intake:
    """The ASGI application of the webhook's path. `on_stored` is called after each stored body, on the event loop."""

    def __init__(
        self, config: HubConfig, shelf: Shelf, clock: Clock, on_stored: Callable[[], None], crash: Crash
    ) -> None:
        self._secrets = config.app_secrets
        self._verify_token = config.verify_token
        self._shelf = shelf
        self._clock = clock
        self._on_stored = on_stored
        self._crash = crash
        self._trouble_at: datetime | None = None

    def was_up(self, since: datetime) -> bool:
        """Whether every webhook that came since a moment could be stored."""
        return self._trouble_at is None or self._trouble_at < since

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
            elif name == b"content-length" and value.isdigit() and int(value) > MAX_BODY_BYTES:
                return 413
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
            self._trouble_at = self._clock.now()
            _LOG.warning("webhook not stored code=%s bytes=%d", error.code, len(body))
            return 503
        self._crash("raw_stored")
        self._on_stored()
        return 200

    async def _shake_hands(self, query: bytes, send: Send) -> None:
        asked = parse_qs(query.decode("latin-1"))
        token = asked.get("hub.verify_token", [""])[0]
        is_ours = self._verify_token is not None and hmac.compare_digest(
            token.encode("utf-8", "surrogatepass"), self._verify_token.encode()
        )
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
    while message["type"] == "http.request":
        pieces += message.get("body", b"")
        if len(pieces) > MAX_BODY_BYTES:
            return 413
        if not message.get("more_body", False):
            return bytes(pieces)
        message = await receive()
    return 400  # the sender went away: nobody hears this


async def _answer(send: Send, status: int, body: bytes = b"") -> None:
    headers = [(b"content-length", b"%d" % len(body))]
    if body:
        headers.append((b"content-type", b"text/plain; charset=utf-8"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
