"""Speaking to the hub: one method for each address of its API, and errors that say what to do about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.desk.config import Joined
from app.domain.commands import Outcome
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import DeviceId, LogId, MemberId
from app.domain.members import ROLES
from app.net import Http, NotSent, Timeouts, TransportError
from storage.codec import LogPage, decode_outcomes, decode_page, from_json, join_commands, to_json

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
SLACK_S = 15.0  # the hub may answer that much later than the wait it was asked for
NOT_ITS_WORDS = "hub_refused"  # the code of a refusal that names none: something between us and the hub spoke
PROTOCOL = 1  # of ours; the hub's range must hold it


class HubRefused(ComptoirError):
    """The hub answered, but not with what was asked. `status` is HTTP's; `after_s` when it said when to come back."""

    def __init__(self, status: int, code: str, facts: Mapping[str, str], after_s: float | None) -> None:
        super().__init__(code, **facts)
        self.status = status
        self.after_s = after_s

    @property
    def is_shut_out(self) -> bool:
        """Whether the hub itself does not let this computer in: what a proxy says counts for nothing (decision 135)."""
        return self.status in {401, 403} and self.code != NOT_ITS_WORDS

    @property
    def is_passing(self) -> bool:
        """Whether the same request may work a little later: always, when the words are not the hub's own.

        A proxy between says nothing about what the hub did with an earlier try of the same request.
        """
        return self.code == NOT_ITS_WORDS or self.status in {408, 429} or self.status >= 500


class HubUnreachable(EnvironmentFailure):
    """No whole answer. `was_not_sent`: proof that the hub has not seen the request."""

    def __init__(self, reason: str, *, was_not_sent: bool) -> None:
        super().__init__("hub_unreachable", reason=reason)
        self.was_not_sent = was_not_sent


@dataclass(frozen=True, slots=True)
class Hello:
    """What a hub says of itself. Protocol versions it understands: `oldest` to `newest`."""

    log_id: LogId
    head: int
    oldest: int
    newest: int


class HubClient:
    """The hub at `base_url`. `token` is the device's; only `enrol` and `hello` go without one."""

    def __init__(self, http: Http, base_url: str, token: str | None = None) -> None:
        self._http = http
        self._base_url = checked_address(base_url)
        self._token = token
        self.log_id: LogId | None = None  # the log that commands are meant for
        is_near = urlsplit(self._base_url).hostname in LOOPBACK_HOSTS
        self._headers = {"accept-encoding": "identity"} if is_near else {}  # packing costs more than copying

    async def hello(self) -> Hello:
        """Which log the hub serves, and how far it goes."""
        body = _mapping(await self._get("/api/v1/hello"))
        protocol = _part(body, "protocol")
        return Hello(
            LogId(_text(body, "log_id")),
            _number(body, "head"),
            _number(protocol, "min"),
            _number(protocol, "max"),
        )

    async def enrol(self, code: str, device_name: str) -> Joined:
        """Use an invitation code. Raises HubRefused ("invite_…") when the hub does not take it."""
        content = to_json({"code": code, "device_name": device_name})
        body = _mapping(await self._request("POST", "/api/v1/enrol", content=content))
        role = _text(body, "role")
        if role not in ROLES:
            raise EnvironmentFailure("answer_unreadable")
        return Joined(
            hub_url=self._base_url,
            token=_text(body, "token"),
            log_id=LogId(_text(body, "log_id")),
            device_id=DeviceId(_text(body, "device_id")),
            member_id=MemberId(_text(body, "member_id")),
            member_name=_text(body, "member_name"),
            role=next(known for known in ROLES if known == role),
        )

    async def page_bytes(self, after: int, limit: int, wait_s: float, seen: int | None = None) -> bytes:
        """Events after a position as the hub sent them, see `storage.codec.decode_page`; the hub may wait for news.

        `seen`: the version of what colleagues do that is known here; another one is news too.
        """
        path = f"/api/v1/log?after={after}&limit={limit}&wait={wait_s:g}"
        path += "" if seen is None else f"&seen={seen}"
        return await self._get(path, read_s=wait_s + SLACK_S)

    async def page(self, after: int, limit: int, wait_s: float = 0.0) -> LogPage:
        """The same, read."""
        return decode_page(await self.page_bytes(after, limit, wait_s))

    async def send(self, commands: Sequence[bytes], log_id: LogId | None = None) -> list[Outcome]:
        """Hand over commands, get an outcome for each. Raises HubRefused 409 when the hub keeps another log."""
        path = "/api/v1/commands" + (f"?log={log_id}" if log_id else "")
        return decode_outcomes(await self._request("POST", path, content=join_commands(commands)))

    async def common(self, points: Sequence[tuple[int, bytes]]) -> int:
        """The highest of these (position, chain) that the hub's log has too; 0 for none."""
        content = to_json({"points": [[pos, chain.hex()] for pos, chain in points]})
        return _number(_mapping(await self._request("POST", "/api/v1/safety/fork", content=content)), "pos")

    async def offer(self, page: bytes) -> tuple[str, int]:
        """Events that the hub's log lost: how it stands with them, and up to where it has them."""
        body = _mapping(await self._request("POST", "/api/v1/safety/offer", content=page))
        return _text(body, "state"), _number(body, "have")

    async def original(self, pos: int) -> bytes | None:
        """The channel's own element of an event; None when it has none."""
        try:
            return await self._get(f"/api/v1/log/{pos}/original")
        except HubRefused as refused:
            if refused.status == 404:
                return None
            raise

    async def get(self, path: str, read_s: float | None = None) -> bytes:
        """JSON out, for what has no name of its own here; the answer may take `read_s`."""
        return await self._get(path, read_s)

    async def post(self, path: str, content: bytes, read_s: float | None = None) -> bytes:
        """JSON in, JSON out, for what has no name of its own here; the answer may take `read_s`."""
        timeouts = Timeouts(read_s=read_s) if read_s else None
        return await self._request("POST", path, content=content, timeouts=timeouts)

    async def _get(self, path: str, read_s: float | None = None) -> bytes:
        return await self._request("GET", path, timeouts=Timeouts(read_s=read_s) if read_s else None)

    async def _request(
        self, method: str, path: str, *, content: bytes | None = None, timeouts: Timeouts | None = None
    ) -> bytes:
        headers = dict(self._headers) | ({"content-type": "application/json"} if content is not None else {})
        try:
            answer = await self._http.request(
                method,
                self._base_url + path,
                headers=headers,
                content=content,
                bearer=self._token,
                timeouts=timeouts,
            )
        except TransportError as error:
            raise HubUnreachable(str(error), was_not_sent=isinstance(error, NotSent)) from error
        if answer.status == 200:
            return answer.body
        raise refusal_of(answer.status, answer.headers, answer.body)


def checked_address(url: str) -> str:
    """The hub's address without a trailing slash. Raises EnvironmentFailure: hub_address_bad, hub_address_insecure.

    Without TLS a token would travel in the clear, so plain http goes to this computer alone.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise EnvironmentFailure("hub_address_bad", address=url) from error
    if parts.scheme not in {"http", "https"} or not host or port == 0 or parts.query or parts.fragment:
        raise EnvironmentFailure("hub_address_bad", address=url)
    if parts.scheme == "http" and host not in LOOPBACK_HOSTS:
        raise EnvironmentFailure("hub_address_insecure", address=url)
    return url.strip().rstrip("/")


def refusal_of(status: int, headers: Mapping[str, str], body: bytes) -> HubRefused:
    """What an answer that is not the wished one says."""
    try:
        answer = from_json(body)
    except EnvironmentFailure:
        answer = None
    fields = answer if isinstance(answer, dict) else {}
    facts = fields.get("facts")
    texts = {str(k): str(v) for k, v in facts.items()} if isinstance(facts, dict) else {}
    code = str(fields.get("code") or NOT_ITS_WORDS)
    texts.setdefault("status", str(status))
    return HubRefused(status, code, texts, _seconds(headers.get("retry-after")))


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None


def _mapping(body: bytes) -> dict[str, object]:
    answer = from_json(body)
    if not isinstance(answer, dict):
        raise EnvironmentFailure("answer_unreadable")
    return answer


def _part(fields: dict[str, object], name: str) -> dict[str, object]:
    value = fields.get(name)
    if not isinstance(value, dict):
        raise EnvironmentFailure("answer_unreadable")
    return value


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise EnvironmentFailure("answer_unreadable")
    return value


def _number(fields: dict[str, object], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int):
        raise EnvironmentFailure("answer_unreadable")
    return value
