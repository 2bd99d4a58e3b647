"""Files over the wire: asking the hub for one in parts, giving it one in parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.desk.hub_client import HubUnreachable, checked_address, refusal_of
from app.net import Answer, Http, NotSent, Timeouts, TransportError
from storage.codec import from_json, to_json

_BYTES = {"content-type": "application/octet-stream"}
_PATIENCE = Timeouts(read_s=60.0, write_s=120.0)  # a part of 1 MiB over a slow line


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file that are on their way, from `start` on; the whole has `total_bytes`."""

    start: int
    total_bytes: int
    pieces: AsyncIterator[bytes]


class MediaWire:
    """The hub's routes of files. Every call raises HubRefused or HubUnreachable."""

    def __init__(self, http: Http, base_url: str, token: str) -> None:
        self._http = http
        self._base_url = checked_address(base_url)
        self._token = token

    async def has(self, sha256: str) -> bool:
        """Whether the hub has a file."""
        answer = await self._request("HEAD", self._path(sha256))
        if answer.status == 404:
            return False
        if answer.status != 200:
            raise refusal_of(answer.status, answer.headers, answer.body)
        return True

    @asynccontextmanager
    async def get(self, sha256: str, start: int) -> AsyncIterator[Part]:
        """A file from `start` on; the hub may begin at 0 all the same."""
        headers = {"accept-encoding": "identity"} | ({"range": f"bytes={start}-"} if start else {})
        try:
            async with self._http.stream(
                "GET", self._path(sha256), headers=headers, bearer=self._token
            ) as stream:
                if stream.status not in (200, 206):
                    body = b"".join([piece async for piece in stream.chunks()])
                    raise refusal_of(stream.status, stream.headers, body[:65_536])
                begun = start if stream.status == 206 else 0
                rest = stream.headers.get("content-length", "")
                total = begun + int(rest) if rest.isdigit() else 0
                yield Part(begun, total, stream.chunks())
        except TransportError as error:
            raise HubUnreachable(str(error), was_not_sent=isinstance(error, NotSent)) from error

    async def put(self, sha256: str, start: int, piece: bytes, total: int) -> int:
        """Give a part of a file; from where the hub wants the next one, `total` when it has all."""
        headers = dict(_BYTES)
        if total:  # an empty file has no part
            headers["content-range"] = f"bytes {start}-{start + len(piece) - 1}/{total}"
        answer = await self._request("PUT", self._path(sha256), headers, piece)
        if answer.status == 200:
            return total
        told = from_json(answer.body) if answer.status in (202, 409) else None
        fields = told if isinstance(told, dict) else {}
        offset = fields.get("offset") if answer.status == 202 else fields.get("facts", {}).get("offset")
        if offset is None or not str(offset).isdigit():
            raise refusal_of(answer.status, answer.headers, answer.body)
        return int(offset)

    async def retry(self, message_id: str) -> float:
        """Have the hub fetch a message's file from the channel again; seconds until it tries."""
        url = f"{self._base_url}/api/v1/media/retry"
        answer = await self._request(
            "POST", url, {"content-type": "application/json"}, to_json({"message_id": message_id})
        )
        if answer.status != 200:
            raise refusal_of(answer.status, answer.headers, answer.body)
        told = from_json(answer.body)
        after_s = told.get("after_s") if isinstance(told, dict) else None
        return float(after_s) if isinstance(after_s, int | float) else 0.0

    async def _request(
        self, method: str, url: str, headers: dict[str, str] | None = None, content: bytes | None = None
    ) -> Answer:
        try:
            return await self._http.request(
                method, url, headers=headers, content=content, bearer=self._token, timeouts=_PATIENCE
            )
        except TransportError as error:
            raise HubUnreachable(str(error), was_not_sent=isinstance(error, NotSent)) from error

    def _path(self, sha256: str) -> str:
        return f"{self._base_url}/api/v1/media/{sha256}"
