"""Files at Meta: where one lies, fetching it, handing one over.

The token goes to Meta's own hosts and to the host that the settings name, nowhere else, whatever an answer or a
redirect says. A failure is a `MediaTrouble` that says what it proves.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from app import net
from app.domain.failures import CHANNEL_FAILED, RATE_LIMITED, TOKEN_INVALID, failure_of
from app.domain.media import MEDIA_MAX_BYTES
from app.whatsapp import pieces, wire
from app.whatsapp.codes import is_known, meaning_of
from app.whatsapp.parts import digest_of
from app.whatsapp.values import obj, whole, word

# With the name that a library gives itself, the host that serves the files has refused callers.
USER_AGENT = {"user-agent": "curl/8.5.0 Comptoir"}
META_HOSTS = ("fbsbx.com", "facebook.com", "fbcdn.net", "whatsapp.net")
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
LOOK_UP_DEADLINE_S = 30.0
UPLOAD_DEADLINE_S = 900.0
REDIRECTS_MAX = 3
_INVALID, _UNKNOWN_OBJECT = (
    100,
    33,
)  # Graph's numbers: a parameter is wrong; no such object, or not for this token
_DENYING = frozenset({TOKEN_INVALID, "permission_missing", "account_restricted"})

Why = Literal[
    "gone", "denied", "limited", "failed", "unreachable", "too_large", "host_refused", "link_over", "refused"
]


class MediaTrouble(Exception):
    """It did not work; `why` says what that proves.

    "gone": Meta has no such file for us. "link_over": its address has ended, look it up again. "denied": our access
    does not suffice. "limited": not now. "failed": Meta said or showed that it failed. "unreachable": no whole answer.
    "host_refused": the address is none that may see our token. "refused": Meta does not take this file.
    `code` is our reason, `provider_code` Meta's number.
    """

    def __init__(self, why: Why, code: str = CHANNEL_FAILED, provider_code: int | None = None) -> None:
        super().__init__(why)
        self.why: Why = why
        self.code = code
        self.provider_code = provider_code


@dataclass(frozen=True, slots=True)
class Found:
    """Where a file lies for the next five minutes, and what Meta says of it. `sha256` is lower-case hex."""

    url: str
    mime: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None


class MediaClient:
    """The files of Meta's Graph API at one address and version."""

    def __init__(self, http: net.Http, base_url: str, version: str) -> None:
        self._http = http
        self._root = f"{base_url.rstrip('/')}/{version.strip('/')}"
        own = urlsplit(base_url)
        self._own_host = own.hostname or ""
        self._own_scheme = own.scheme

    async def look_up(self, line_external_id: str, token: str, media_id: str) -> Found:
        """Where a file lies now. Raises MediaTrouble."""
        if not (media_id.isascii() and media_id.replace("_", "").replace("-", "").isalnum()):
            raise MediaTrouble("gone")  # an id is part of the address: it must not choose another one
        url = f"{self._root}/{media_id}?phone_number_id={line_external_id}"
        answer = await self._whole("GET", url, token, LOOK_UP_DEADLINE_S)
        told = _object(answer.body)
        link = word(told.get("url"))
        if answer.status != 200 or link is None:
            raise _trouble(answer)
        return Found(
            link, word(told.get("mime_type")), digest_of(told.get("sha256")), whole(told.get("file_size"))
        )

    @asynccontextmanager
    async def download(self, url: str, token: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes behind a looked-up address, in pieces. Raises MediaTrouble, also while they come."""
        async with AsyncExitStack() as stack:
            stream = await self._followed(stack, url, token)
            yield _checked(stream)

    async def upload(
        self, line_external_id: str, token: str, mime: str, size_bytes: int, content: AsyncIterable[bytes]
    ) -> str:
        """Hand a file over; gives Meta's id of it, good for 30 days. Safe to repeat. Raises MediaTrouble."""
        mark = secrets.token_hex(16)
        before = _form_field(mark, "messaging_product", wire.CHANNEL_NAME) + _form_field(mark, "type", mime)
        before += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'.encode()
        before += f"Content-Type: {mime}\r\n\r\n".encode()
        after = f"\r\n--{mark}--\r\n".encode()
        headers = USER_AGENT | {
            "content-type": f"multipart/form-data; boundary={mark}",
            "content-length": str(len(before) + size_bytes + len(after)),
        }
        url = f"{self._root}/{line_external_id}/media"
        body = _around(before, content, after)
        answer = await self._whole("POST", url, token, UPLOAD_DEADLINE_S, headers, body)
        media_id = word(_object(answer.body).get("id"))
        if answer.status != 200 or media_id is None:
            raise _upload_trouble(answer)
        return media_id

    async def _whole(
        self,
        method: str,
        url: str,
        token: str,
        deadline_s: float,
        headers: dict[str, str] = USER_AGENT,
        content: AsyncIterable[bytes] | None = None,
    ) -> net.Answer:
        try:
            return await self._http.request(
                method, url, headers=headers, content=content, bearer=token, deadline_s=deadline_s
            )
        except net.TransportError as error:
            raise MediaTrouble("unreachable") from error

    async def _followed(self, stack: AsyncExitStack, url: str, token: str) -> net.Stream:
        for _ in range(REDIRECTS_MAX + 1):
            if not self._may_see_token(url):
                raise MediaTrouble("host_refused")
            headers = USER_AGENT | {"accept-encoding": "identity"}
            try:
                opening = self._http.stream("GET", url, headers=headers, bearer=token)
                stream = await stack.enter_async_context(opening)
            except net.TransportError as error:
                raise MediaTrouble("unreachable") from error
            if stream.status not in (301, 302, 303, 307, 308):
                return stream
            url = urljoin(url, stream.headers.get("location", ""))
            await stack.aclose()
        raise MediaTrouble("failed")

    def _may_see_token(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            host, user, port = parts.hostname or "", parts.username, parts.port
        except ValueError:
            return False
        if user is not None:
            return False
        is_own = host == self._own_host or {host, self._own_host} <= LOOPBACK_HOSTS
        if is_own and parts.scheme == self._own_scheme:
            return True
        is_meta = any(host == known or host.endswith(f".{known}") for known in META_HOSTS)
        return is_meta and parts.scheme == "https" and port in (None, 443)


async def _checked(stream: net.Stream) -> AsyncIterator[bytes]:
    """The pieces of an answer that is the file; anything else is told as what it proves."""
    if stream.status in (404, 410):
        raise MediaTrouble("link_over")
    if stream.status in (401, 403):
        raise MediaTrouble("denied", TOKEN_INVALID)
    if stream.status == 429:
        raise MediaTrouble("limited", RATE_LIMITED)
    if stream.status != 200:
        raise MediaTrouble("failed")
    if (whole(stream.headers.get("content-length")) or 0) > MEDIA_MAX_BYTES:
        raise MediaTrouble("too_large")
    size = 0
    try:
        async for piece in stream.chunks():
            size += len(piece)
            if size > MEDIA_MAX_BYTES:
                raise MediaTrouble("too_large")
            yield piece
    except net.TransportError as error:
        raise MediaTrouble("unreachable") from error


def _trouble(answer: net.Answer) -> MediaTrouble:
    """What an answer that is no file's address proves."""
    error = obj(_object(answer.body).get("error"))
    number = whole(error.get("code"))
    if number is None or not is_known(number):
        if answer.status == 429:
            return MediaTrouble("limited", RATE_LIMITED, number)
        is_gone = answer.status in (404, 410)
        return MediaTrouble("gone" if is_gone else "failed", provider_code=number)
    failure = meaning_of(number)
    if failure.code in _DENYING:
        return MediaTrouble("denied", failure.code, number)
    if failure.retry in ("backoff", "pair_backoff"):
        return MediaTrouble("limited", failure.code, number)
    if failure.retry == "at_most_two":
        return MediaTrouble("failed", failure.code, number)
    is_gone = number in (_INVALID, _UNKNOWN_OBJECT) or answer.status == 404
    return MediaTrouble("gone" if is_gone else "failed", failure.code, number)


def _upload_trouble(answer: net.Answer) -> MediaTrouble:
    """The same for a file that we hand over: what Meta does not know or take is the file's fault."""
    trouble = _trouble(answer)
    if trouble.provider_code == _INVALID:
        return MediaTrouble("refused", "media_refused", _INVALID)
    if trouble.why in ("gone", "failed") and failure_of(trouble.code).retry in ("never", "after_fix"):
        return MediaTrouble("refused", trouble.code, trouble.provider_code)
    return trouble


def _object(body: bytes) -> dict[str, object]:
    try:
        return obj(pieces.read(body)[0])
    except pieces.REFUSED:
        return {}


def _form_field(mark: str, name: str, value: str) -> bytes:
    return f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


async def _around(before: bytes, content: AsyncIterable[bytes], after: bytes) -> AsyncIterator[bytes]:
    yield before
    async for piece in content:
        yield piece
    yield after
