"""Graph's management edges: lists, single objects, changes. Nothing here sends a message.

Every call may be repeated: reading changes nothing, and a change that was made already is refused in so many words.
"""

import json
import re
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from app import net
from app.domain.failures import CHANNEL_FAILED, FAILED_UNKNOWN, RATE_LIMITED
from app.whatsapp import pieces, wire
from app.whatsapp.codes import is_known, meaning_of
from app.whatsapp.values import listed, obj, whole, word

DEADLINE_S = 30.0
UPLOAD_DEADLINE_S = 300.0
PAGE = 100
MOST_PAGES = 100
LEAST_SECRET = 8  # letters; no token is shorter, and every word of a few would be taken for one
_SESSION = re.compile(r"upload:[A-Za-z0-9+/=_\-:.%]+(?:\?[A-Za-z0-9+/=_\-:.%&]*)?")
_JSON = {"content-type": "application/json"}
Json = Mapping[str, Any]


class GraphRefused(Exception):
    """Graph said no. `code` is ours, `provider_code` Meta's number, `said` Meta's own words for a person, if any."""

    def __init__(
        self, code: str, provider_code: int | None = None, said: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(code)
        self.code, self.provider_code, self.said, self.retry_after_s = (
            code,
            provider_code,
            said,
            retry_after_s,
        )


class GraphUnreachable(Exception):
    """No usable answer came."""


class ManagementClient:
    """Meta's Graph API at one address and version. Tokens go into the header alone."""

    def __init__(self, http: net.Http, base_url: str, version: str) -> None:
        self._http = http
        self._root = f"{base_url.rstrip('/')}/{version.strip('/')}"

    async def get(self, path: str, token: str, **query: str) -> Json:
        """One object. Raises GraphRefused, GraphUnreachable."""
        return await self._call("GET", path, token, query)

    async def all(self, path: str, token: str, **query: str) -> list[Json]:
        """Every item of a list edge, page by page; only the cursor is taken from an answer, never its address."""
        found: list[Json] = []
        after: str | None = None
        for _page in range(MOST_PAGES):
            more = {"after": after} if after else {}
            answer = await self.get(path, token, limit=str(PAGE), **query, **more)
            if "data" not in answer:
                raise GraphUnreachable  # no list at all is not an empty one
            found += [item for item in listed(answer.get("data")) if isinstance(item, dict)]
            paging = obj(answer.get("paging"))
            after = word(obj(paging.get("cursors")).get("after"))
            if not after or "next" not in paging:
                break
        return found

    async def post(self, path: str, token: str, body: Json, **query: str) -> Json:
        """A change. Raises GraphRefused, GraphUnreachable."""
        content = json.dumps(body, separators=(",", ":")).encode("ascii")
        return await self._call("POST", path, token, query, content)

    async def session(self, session: str, token: str) -> Json:
        """How far an upload session has come. Raises GraphRefused, GraphUnreachable."""
        return await self._to_session("GET", session, token, {})

    async def upload(
        self, session: str, token: str, start: int, size_bytes: int, content: AsyncIterable[bytes]
    ) -> Json:
        """Bytes for an upload session, from `start` on. Raises GraphRefused, GraphUnreachable."""
        headers = {
            "content-type": "application/octet-stream",
            "content-length": str(size_bytes),
            "file_offset": str(start),
        }
        return await self._to_session("POST", session, token, headers, content)

    async def _to_session(
        self,
        method: str,
        session: str,
        token: str,
        headers: Mapping[str, str],
        content: AsyncIterable[bytes] | None = None,
    ) -> Json:
        """A session's name is an address with a signature: taken as it is, if it can lead nowhere else."""
        if not _SESSION.fullmatch(session) or ".." in session:
            raise GraphUnreachable
        try:
            answer = await self._http.request(
                method,
                f"{self._root}/{session}",
                headers=headers,
                content=content,
                bearer=token,
                deadline_s=UPLOAD_DEADLINE_S,
            )
        except net.TransportError as error:
            raise GraphUnreachable from error
        return _read(answer, (token,))

    async def delete(self, path: str, token: str, body: Json | None = None, **query: str) -> Json:
        """A removal. Raises GraphRefused, GraphUnreachable."""
        content = None if body is None else json.dumps(body, separators=(",", ":")).encode("ascii")
        return await self._call("DELETE", path, token, query, content)

    async def time(self) -> datetime | None:
        """The time that Graph writes on an answer, whatever it answers. Raises GraphUnreachable."""
        try:
            answer = await self._http.request("GET", self._root, deadline_s=DEADLINE_S)
        except net.TransportError as error:
            raise GraphUnreachable from error
        try:
            return parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return None

    async def _call(
        self, method: str, path: str, token: str, query: Mapping[str, str], content: bytes | None = None
    ) -> Json:
        url = f"{self._root}/{quote(path)}"
        if query:
            url += "?" + urlencode(query)
        try:
            answer = await self._http.request(
                method,
                url,
                headers=_JSON if content is not None else None,
                content=content,
                bearer=token,
                deadline_s=DEADLINE_S,
            )
        except net.TransportError as error:
            raise GraphUnreachable from error
        return _read(answer, (token, query.get("input_token", "")))


def _read(answer: net.Answer, tokens: Sequence[str] = ()) -> Json:
    try:
        said = obj(pieces.read(answer.body)[0])
    except pieces.REFUSED:
        said = {}
    error = said.get("error")
    is_done = 200 <= answer.status < 300
    if isinstance(error, dict) and not (is_done and "block_users" in said):
        raise _refused(error, answer, tokens)
    if not is_done:
        raise GraphUnreachable if answer.status >= 500 else GraphRefused(FAILED_UNKNOWN)
    return said


def _refused(error: Json, answer: net.Answer, tokens: Sequence[str]) -> GraphRefused:
    number = whole(error.get("code"))
    details = word(obj(error.get("error_data")).get("details"))
    said = word(error.get("error_user_msg")) or details or word(error.get("message")) or ""
    said = without_tokens(said, tokens)
    wait_s = wire.regain_access_s(answer.headers)
    if number is not None and is_known(number):
        return GraphRefused(meaning_of(number).code, number, said, wait_s)
    if answer.status == 429:
        return GraphRefused(RATE_LIMITED, number, said, wait_s)
    return GraphRefused(CHANNEL_FAILED if answer.status >= 500 else FAILED_UNKNOWN, number, said, wait_s)


def without_tokens(said: str, tokens: Iterable[str]) -> str:
    """Graph's words without what was asked with: it repeats a token that it cannot read, or the half of an app's."""
    parts = {part for token in tokens for part in (token, token.partition("|")[2])}
    parts = {part for part in parts if len(part) >= LEAST_SECRET}
    for part in sorted(parts, key=len, reverse=True):
        said = said.replace(part, "…")
    return said
