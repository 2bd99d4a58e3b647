"""The routes of files: /media/{sha256} gives one (whole or in part) and takes one (whole or in parts), /media/retry.

A part that came stays while the hub runs, so that a desk whose line broke goes on where it was.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import DeviceId, MessageId
from app.domain.media import MEDIA_MAX_BYTES
from app.hub.access import Access
from app.hub.http import Call, HttpRefusal, Reply, json_reply
from app.hub.media_files import MediaFiles
from app.hub.shelf import is_disk_low
from storage.media import Incoming, WrongContent, is_sha256

MEDIA_PATH = "/api/v1/media/"
METHODS = frozenset({"GET", "HEAD", "PUT"})
OPEN_MAX = 32  # uploads that are not whole yet
IDLE_S = 3600.0
DRAINED_BYTES = 8 * 1024 * 1024  # of a body that is not wanted, so that the answer is heard
_PART = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_BYTES = b"application/octet-stream"

Pieces = AsyncIterator[bytes]
Retry = Callable[[MessageId], Awaitable[float]]
Key = tuple[DeviceId, str]


@dataclass(frozen=True, slots=True)
class RetryRequest:
    """The body of /media/retry."""

    message_id: MessageId


@dataclass(slots=True)
class _Upload:
    """A file of which not everything has come."""

    incoming: Incoming
    used_s: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class MediaApi:
    """`retry` None: this hub has no access to the channel, nothing can be fetched again."""

    def __init__(
        self, access: Access, files: MediaFiles, folder: Path, clock: Clock, retry: Retry | None
    ) -> None:
        self._access = access
        self._files = files
        self._folder = folder
        self._clock = clock
        self._retry = retry
        self._uploads: dict[Key, _Upload] = {}

    async def answer(self, call: Call, body: Pieces) -> Reply:
        """GET, HEAD and PUT of /media/{sha256}."""
        asker = self._access.asker(call.bearer)
        sha256 = call.path.removeprefix(MEDIA_PATH)
        if not is_sha256(sha256):
            raise HttpRefusal(404, "not_found")
        if call.method == "PUT":
            return await self._take((asker.device_id, sha256), call, body)
        return await self._give(sha256, call)

    async def retry(self, call: Call) -> Reply:
        """POST /media/retry: fetch a message's file from the channel once more."""
        self._access.asker(call.bearer)
        if self._retry is None:
            raise HttpRefusal(503, "media_no_access", retry_after="60")
        request = call.read(RetryRequest)
        return json_reply({"after_s": await self._retry(request.message_id)})

    def close(self) -> None:
        """Parts of files that never became whole are thrown away."""
        while self._uploads:
            self._uploads.popitem()[1].incoming.drop()

    async def _give(self, sha256: str, call: Call) -> Reply:
        size = await self._files.do(lambda: self._files.store.size(sha256))
        if size is None:
            raise HttpRefusal(404, "file_not_at_hub")
        start, end = _range(call.headers.get("range"), size)
        headers = [(b"accept-ranges", b"bytes"), (b"x-content-type-options", b"nosniff")]
        is_part = (start, end) != (0, size)
        if is_part:
            headers.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, size)))
        pieces = None if call.method == "HEAD" else self._files.pieces(sha256, start, end)
        return Reply(
            b"", 206 if is_part else 200, tuple(headers), pieces=pieces, length=end - start, kind=_BYTES
        )

    async def _take(self, key: Key, call: Call, body: Pieces) -> Reply:
        start, total = _part(call)
        sha256 = key[1]
        size = await self._files.do(lambda: self._files.store.size(sha256))
        if size is not None:
            await _drain(body)
            return json_reply({"sha256": sha256, "size_bytes": size})
        upload = await self._upload(key)
        async with upload.lock:
            if self._uploads.get(key) is not upload:  # it ended while this one waited
                return await self._take(key, call, body)
            if start is not None and start != upload.incoming.size_bytes:
                await _drain(body)
                offset = upload.incoming.size_bytes
                if not offset:  # begun for this question alone: somebody else's last part came just before
                    await self._drop(key)
                raise HttpRefusal(409, "media_offset", offset=str(offset))
            if start is None and upload.incoming.size_bytes:
                await self._drop(key)
                upload = await self._upload(key)
            try:
                return await self._write(key, upload, body, total)
            except BaseException:
                if start is None:
                    await self._drop(key)  # without a place to go on from, a part is of no use
                raise

    async def _write(self, key: Key, upload: _Upload, body: Pieces, total: int | None) -> Reply:
        incoming = upload.incoming
        async for piece in body:
            upload.used_s = self._clock.monotonic_s()
            if incoming.size_bytes + len(piece) > min(MEDIA_MAX_BYTES, total or MEDIA_MAX_BYTES):
                await self._drop(key)
                raise HttpRefusal(413, "file_over_limit", limit=str(MEDIA_MAX_BYTES))
            await self._files.do(lambda piece=piece: incoming.write(piece))  # type: ignore[misc]
        if total is not None and incoming.size_bytes < total:
            return json_reply({"offset": incoming.size_bytes}, 202)
        self._uploads.pop(key, None)
        try:
            kept = await self._files.do(lambda: incoming.keep(key[1]))
        except WrongContent as error:
            raise HttpRefusal(422, "media_wrong_hash") from error
        finally:
            await self._files.do(incoming.drop)
        return json_reply({"sha256": kept.sha256, "size_bytes": kept.size_bytes})

    async def _upload(self, key: Key) -> _Upload:
        """The upload under way of this device, or a new one; idle ones make room."""
        now_s = self._clock.monotonic_s()
        known = self._uploads.get(key)
        if known is not None:
            return known
        for other, upload in sorted(self._uploads.items(), key=lambda item: item[1].used_s):
            is_idle = now_s - upload.used_s > IDLE_S or len(self._uploads) >= OPEN_MAX
            if is_idle and not upload.lock.locked():
                await self._drop(other)
        if len(self._uploads) >= OPEN_MAX:
            raise HttpRefusal(503, "too_many_requests", retry_after="10")
        if await self._files.do(lambda: is_disk_low(self._folder)):
            raise EnvironmentFailure("disk_low")
        new = _Upload(await self._files.begin(), now_s)
        upload = self._uploads.setdefault(key, new)
        if upload is not new:  # the same device began it meanwhile
            await self._files.do(new.incoming.drop)
        return upload

    async def _drop(self, key: Key) -> None:
        upload = self._uploads.pop(key, None)
        if upload is not None:
            await self._files.do(upload.incoming.drop)


async def _drain(body: Pieces) -> None:
    size = 0
    async for piece in body:
        size += len(piece)
        if size > DRAINED_BYTES:
            return


def _part(call: Call) -> tuple[int | None, int | None]:
    """From where on the body goes and how large the whole is; (None, None) for a whole file."""
    told = call.headers.get("content-range")
    if told is None:
        if int(call.headers.get("content-length", "0") or 0) > MEDIA_MAX_BYTES:
            raise HttpRefusal(413, "file_over_limit", limit=str(MEDIA_MAX_BYTES))
        return None, None
    found = _PART.fullmatch(told)
    if found is None or not int(found[1]) <= int(found[2]) < int(found[3]):
        raise HttpRefusal(422, "query_unreadable", name="content-range")
    if int(found[3]) > MEDIA_MAX_BYTES:
        raise HttpRefusal(413, "file_over_limit", limit=str(MEDIA_MAX_BYTES))
    return int(found[1]), int(found[3])


def _range(told: str | None, size: int) -> tuple[int, int]:
    """Start and end of what was asked for; the whole file when it was not asked in the one way that we know."""
    found = _RANGE.fullmatch(told or "")
    if found is None:
        return 0, size
    start, end = int(found[1]), int(found[2]) + 1 if found[2] else size
    if start >= size or start >= end:
        raise HttpRefusal(416, "media_range", size=str(size))
    return start, min(end, size)
