"""A hub that knows no number yet, the pretend Meta, and the way from outside in, all on one clock."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import msgspec

from app.domain.setup import Credentials, Registration, SetupReport, Step
from app.net import Http, in_process
from app.sandbox.sandbox import Sandbox
from app.whatsapp.client import GraphClient
from app.whatsapp.management import ManagementClient
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.reach import Reach
from storage.codec import to_json
from tests.flow.desk_world import reach
from tests.flow.hub_world import SECRET, Desk, HubWorld
from tests.said_whole import said_whole
from tests.unit.sandbox_rig import BUSINESS, new_world

APP_ID = "880011223344"
PUBLIC = "https://shop.example"
CLOSED, ELSEWHERE, GATEWAY = "https://closed.example", "https://other.example", "https://broken.example"
VERIFY = "canary-verify-token"
TYPED = Credentials(
    app_id=APP_ID,
    app_secret=SECRET,
    token="lasting-canary-token",
    account_id=BUSINESS.waba_id,
    number_id=BUSINESS.phone_number_id,
    verify_token=VERIFY,
    public_url=PUBLIC,
)


@dataclass
class SetupWorld:
    """`outside` is everything that has a name in the world: Graph, our own address, others."""

    hub: HubWorld
    sandbox: Sandbox
    outside: Http
    asked: list[tuple[str, str]] = field(default_factory=list)  # what Graph was asked: method and path
    is_graph_up: bool = True
    at_address: HubWorld | None = None  # what stands at our address, where it is another Comptoir

    async def check(
        self,
        step: Step,
        desk: Desk,
        registration: Registration | None = None,
        since: Any = None,
        **changes: str,
    ) -> SetupReport:
        status, body = await self.ask(step, desk, registration, since, **changes)
        assert status == 200, body
        report = msgspec.json.decode(body, type=SetupReport)
        for finding in report.findings:
            said_whole(finding)
        return report

    async def ask(
        self,
        step: Step,
        desk: Desk | None,
        registration: Registration | None = None,
        since: Any = None,
        **changes: str,
    ) -> tuple[int, bytes]:
        typed = asdict(replace(TYPED, **changes))
        told = {"step": step, "typed": typed, "since": since, "language": "fr"}
        told["registration"] = asdict(registration) if registration else None
        answer = await self.hub.call("POST", "/api/v1/setup/check", desk, to_json(told))
        return answer.status, answer.body

    async def control(self, path: str, **wish: Any) -> dict[str, Any]:
        answer = await self.outside.request(
            "POST", f"http://graph/_sandbox/{path}", content=json.dumps(wish).encode()
        )
        assert answer.status == 200, answer.body
        told: dict[str, Any] = json.loads(answer.body)
        return told

    async def code(self) -> str:
        """The one that Meta sent to the number."""
        answer = await self.outside.request("GET", "http://graph/_sandbox/account")
        return str(json.loads(answer.body)["verification_code"])

    async def until(self, is_true: Any, within_s: float = 30.0) -> None:
        await reach(self.hub.clock, is_true, within_s=within_s, step_s=0.5)


class _Posts:
    """The pretend Meta's way to addresses that it was told."""

    def __init__(self, http: Http) -> None:
        from app.sandbox.outside import Internet

        self._internet = Internet(http, SECRET)

    async def post(self, url: str, body: bytes) -> int:
        return await self._internet.post(url, body)

    async def verify(self, url: str, token: str) -> bool:
        return await self._internet.verify(url, token)


@asynccontextmanager
async def setup_world(folder: Path, **config: Any) -> AsyncIterator[SetupWorld]:
    """Nothing is set at the hub nor at Meta: no address, no subscription."""
    worlds: list[SetupWorld] = []

    async def everywhere(scope: Any, receive: Any, send: Any) -> None:
        host = dict(scope["headers"])[b"host"].decode()
        it = worlds[0]
        if host == "graph":
            if not it.is_graph_up:
                raise httpx.ConnectError("nobody listens there")
            it.asked.append((scope["method"], scope["path"]))
            await it.sandbox.app(scope, receive, send)
        elif host == "shop.example":
            await (it.at_address or it.hub).hub.asgi(scope, receive, send)
        elif host in ("other.example", "broken.example"):
            status = 200 if host == "other.example" else 502
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": b"Hello"})
        else:
            raise httpx.ConnectError("nobody listens there")

    async with Http(transport=in_process(everywhere)) as http:
        graph = ("http://graph", "v24.0")
        given = {"lines": (), "app_secrets": (), "verify_token": None, "is_own": True}
        hub = HubWorld(
            folder,
            client=GraphClient(http, *graph),
            reach=Reach(http),
            onboarding=OnboardingClient(ManagementClient(http, *graph)),
            **(given | config),
        )
        sandbox = Sandbox(
            new_world(), _nobody, clock=hub.clock, app_secret=SECRET, outside=_Posts(http), is_lively=False
        )
        sandbox.world.account.is_subscribed = False
        worlds.append(SetupWorld(hub, sandbox, http))
        async with hub, sandbox:
            yield worlds[0]


async def _nobody(_body: bytes) -> int:
    return 200
