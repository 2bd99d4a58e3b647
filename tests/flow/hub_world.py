"""A hub in this process with a clock that stands still, and the outside world around it: webhooks, desks, commands."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.commands import Command, CommandBody, Outcome
from app.domain.events import Event
from app.domain.ids import CommandId, ConversationId, IdMaker
from app.hub import shelf
from app.hub.config import HubConfig, LineConfig
from app.hub.hub import Hub, no_crash
from app.hub.parts import Core
from app.hub.uploading import Uploader
from app.net import Answer, Http, in_process
from app.whatsapp.account_client import AccountClient
from app.whatsapp.client import GraphClient
from app.whatsapp.media_client import MediaClient
from app.whatsapp.reach import Reach
from storage import codec
from storage.hub import log, raw, store
from storage.hub.tables import Connection
from tests.guards.threads import QuietClock, quiet

SECRET = "app-secret-of-the-salon"
LINE = "309900000000042"
OTHER_LINE = "309900000000043"
FOREIGN_LINE = "123456123"
HUB_URL = "http://hub.test"
ANA = "447700900123"
BO = "33639980001"
SOON_S = 20.0  # real seconds; a thread of the hub has done its part long before
shelf.GIVE_UP_S = SOON_S  # a busy computer is no hanging disk


@dataclass(frozen=True, slots=True)
class Desk:
    """An enrolled device as the tests use it."""

    token: str
    device_id: str
    member_id: str
    member_name: str


class HubWorld:
    """Start it with `async with`; `restart` stops the hub and starts another on the same folder."""

    def __init__(
        self,
        folder: Path,
        crash: Callable[[str], None] = no_crash,
        client: GraphClient | None = None,
        **config: Any,
    ) -> None:
        self.uploader: Uploader | None = config.pop("uploader", None)
        self.media_client: MediaClient | None = config.pop("media_client", None)
        self.account_client: AccountClient | None = config.pop("account_client", None)
        self.reach: Reach | None = config.pop("reach", None)
        given = {
            "lines": (LineConfig(LINE, "token"), LineConfig(OTHER_LINE, "token")),
            "app_secrets": (SECRET,),
        }
        self.config = HubConfig(folder, verify_token="verify-me", **(given | config))
        self.clock = QuietClock()
        self.crash = crash
        self.client = client
        self.is_up = False
        self.hub = self._new_hub()
        self._ids = IdMaker(self.clock)
        self._seq = 0
        self.is_away = False
        self._beside: tuple[int, Connection] | None = None

    async def __aenter__(self) -> HubWorld:
        await self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()

    async def restart(self, *, away_s: float = 0.0, **config: Any) -> None:
        """Stop cleanly; start again, perhaps much later, with other settings if given."""
        await self._stop()
        await self.clock.advance(away_s)
        self.config = replace(self.config, **config)
        self.hub = self._new_hub()
        await self._start()

    @asynccontextmanager
    async def away(self, seconds: float = 0.0) -> AsyncIterator[None]:
        """While no hub runs on the folder, which desks meet as a line that is cut; afterwards another one does."""
        self.is_away = True
        await self._stop()
        await self.clock.advance(seconds)
        yield
        self.hub = self._new_hub()
        await self._start()
        self.is_away = False

    @property
    def core(self) -> Core:
        """The hub's own writer and appender, for what no API does."""
        return self.hub.core

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A second connection to the file, as another process has it; beside one running hub it is always the same."""
        if not self.is_up:
            with closing(self._opened()) as conn:
                yield conn
            return
        file = self.config.database.stat().st_ino
        if self._beside is None or self._beside[0] != file:
            self._let_go()
            self._beside = file, self._opened()
        conn = self._beside[1]
        try:
            yield conn
        finally:
            if conn.in_transaction:  # the next one sees what is there then
                conn.execute("ROLLBACK")

    async def post(self, body: bytes | dict[str, Any], *, secret: str = SECRET, **headers: str) -> int:
        """Post a webhook, signed as the channel signs; the status of the answer."""
        data = body if isinstance(body, bytes) else escaped(body)
        signature = "sha256=" + hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
        given = {"x-hub-signature-256": signature} | headers
        answer = await self.http.request("POST", f"{HUB_URL}/webhooks/whatsapp", headers=given, content=data)
        return answer.status

    async def settled(self) -> list[Event]:
        """Wait until every stored webhook is in the log, and has had its effect; the whole log."""
        await until(self._is_walked)
        await quiet()
        return self.events()

    async def say(self, text: str = "Hello", person: str = ANA, **changes: Any) -> Event:
        """A customer writes; the event that came of it."""
        assert await self.post(message_webhook(text, person, sent_at=self.clock.now(), **changes)) == 200
        return [event for event in await self.settled() if event.kind == "message.received"][-1]

    async def conversation(self, person: str = ANA, **changes: Any) -> ConversationId:
        """A customer writes; the conversation it went to."""
        return ConversationId((await self.say(person=person, **changes)).subject)

    def events(self, kind: str | None = None) -> list[Event]:
        """The log, decoded from its stored bytes, chain checked; one kind alone if wanted."""
        found: list[Event] = []
        chain = codec.GENESIS_CHAIN
        with self.reading() as conn:
            for pos, stored in enumerate(log.page(conn, 0, 1 << 30), 1):
                codec.verify(chain, stored)
                assert stored.pos == pos
                chain = stored.chain
                found.append(codec.decode_event(stored))
        return [event for event in found if kind in (None, event.kind)]

    async def join(self, role: str = "owner", name: str = "Léa") -> Desk:
        """Invite and enrol one device."""
        code = await self.core.access.invite(role, name)  # type: ignore[arg-type]
        answer = await self.call(
            "POST", "/api/v1/enrol", body={"code": code, "device_name": f"{name}'s computer"}
        )
        assert answer.status == 200, answer.body
        told = json.loads(answer.body)
        return Desk(told["token"], told["device_id"], told["member_id"], told["member_name"])

    async def call(
        self, method: str, path: str, desk: Desk | None = None, body: Any = None, **headers: str
    ) -> Answer:
        """One request to the API."""
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        return await self.http.request(
            method,
            HUB_URL + path,
            headers=headers,
            content=content,
            bearer=desk.token if desk else None,
        )

    def command(self, body: CommandBody, *, base_pos: int | None = None, **changes: Any) -> Command:
        """A command made now, by one who has seen everything (or up to `base_pos`)."""
        self._seq += 1
        seen = self.head if base_pos is None else base_pos
        made = Command(CommandId(self._ids.new()), self._seq, seen, self.clock.now(), body)
        return replace(made, **changes)

    @property
    def head(self) -> int:
        """The newest position."""
        with self.reading() as conn:
            return log.head_pos(conn)

    async def send(self, desk: Desk, *commands: Command) -> list[Outcome]:
        """Hand commands over; their outcomes."""
        data = codec.join_commands([codec.encode_command(command) for command in commands])
        answer = await self.call("POST", "/api/v1/commands", desk, data)
        assert answer.status == 200, answer.body
        return codec.decode_outcomes(answer.body)

    async def do(self, desk: Desk, body: CommandBody, **changes: Any) -> Outcome:
        """One command; its outcome."""
        return (await self.send(desk, self.command(body, **changes)))[0]

    async def page(self, desk: Desk, query: str) -> codec.LogPage:
        """One page of the log."""
        answer = await self.call("GET", f"/api/v1/log?{query}", desk)
        assert answer.status == 200, answer.body
        return codec.decode_page(answer.body)

    def _new_hub(self) -> Hub:
        return Hub(
            self.config,
            self.clock,
            self.client,
            crash=self.crash,
            uploader=self.uploader,
            media_client=self.media_client,
            account_client=self.account_client,
            reach=self.reach,
        )

    def _is_walked(self) -> bool:
        with self.reading() as conn:
            return raw.count_waiting(conn) == 0

    def _opened(self) -> Connection:
        return store.open_reading(self.config.database, self.config.data_key)

    def _let_go(self) -> None:
        if self._beside is not None:
            self._beside[1].close()
            self._beside = None

    async def _start(self) -> None:
        await self.hub.start()
        self.is_up = True
        self.http = Http(transport=in_process(self.hub.asgi))

    async def _stop(self) -> None:
        self.is_up = False
        self._let_go()
        await self.http.close()
        await self.hub.stop()


async def until(is_true: Callable[[], bool]) -> None:
    """Look again and again until something is true that a thread of the hub brings about."""
    async with asyncio.timeout(SOON_S):
        while not is_true():  # noqa: ASYNC110 - files tell nobody when they change
            await asyncio.sleep(0.002)


async def becomes(is_true: Callable[[], bool], seconds: float = SOON_S) -> bool:
    """The same, and whether it came true."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await until(is_true)
            return True
    return False


def escaped(body: dict[str, Any]) -> bytes:
    """JSON as the channel writes it: everything outside ASCII and every slash escaped."""
    return json.dumps(body).replace("/", "\\/").encode()


def webhook(value: dict[str, Any], *, line: str | None = LINE, field: str = "messages") -> dict[str, Any]:
    """An envelope around one change."""
    metadata = {"metadata": {"display_phone_number": "33639981020", "phone_number_id": line}} if line else {}
    change = {"field": field, "value": {"messaging_product": "whatsapp"} | metadata | value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "204800000000017", "changes": [change]}]}


_counter = iter(range(1, 1 << 30))


def text_item(text: str, person: str = ANA, *, wamid: str | None = None, sent_at: datetime) -> dict[str, Any]:
    """One text message as an item of `messages`."""
    return {
        "from": person,
        "id": wamid or f"wamid.in{next(_counter)}",
        "timestamp": str(int(sent_at.timestamp())),
        "type": "text",
        "text": {"body": text},
    }


def message_webhook(
    text: str,
    person: str = ANA,
    *,
    sent_at: datetime,
    line: str = LINE,
    wamid: str | None = None,
    name: str = "Ana",
) -> dict[str, Any]:
    """A customer's text."""
    contact = {"profile": {"name": name}, "wa_id": person}
    item = text_item(text, person, wamid=wamid, sent_at=sent_at)
    return webhook({"contacts": [contact], "messages": [item]}, line=line)


def status_webhook(
    wamid: str, word: str, *, at: datetime, opaque: str | None = None, person: str = ANA, **more: Any
) -> dict[str, Any]:
    """How far a message of ours came."""
    item = {"id": wamid, "status": word, "timestamp": str(int(at.timestamp())), "recipient_id": person} | more
    return webhook({"statuses": [item | ({"biz_opaque_callback_data": opaque} if opaque else {})]})
