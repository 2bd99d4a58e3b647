"""A hub whose WhatsApp is the sandbox, both on one clock: for what is asked of the account."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.domain.channels import WHATSAPP
from app.domain.lines import LineProfile, line_id_of
from app.domain.template_drafts import TemplateDraft
from app.domain.templates import Template, TemplateButton, TemplateHeader
from app.net import Http, in_process
from app.sandbox.sandbox import Sandbox
from app.whatsapp.account_client import AccountClient
from app.whatsapp.management import ManagementClient
from storage import view
from storage.codec import to_json
from tests.flow.desk_world import reach
from tests.flow.hub_world import LINE, Desk, HubWorld
from tests.unit.sandbox_rig import BUSINESS, new_world

HERE = line_id_of(WHATSAPP, LINE)
WABA = BUSINESS.waba_id
NEW = TemplateDraft(
    name="shelf_ready",
    language="fr",
    category="utility",
    body="Bonjour {{1}}, votre commande {{2}} vous attend au salon.",
    samples=("Ana", "8841"),
    header=TemplateHeader("text", "Commande {{1}}", "8841"),
    footer="Salon Camille",
    buttons=(TemplateButton("quick_reply", "Merci"),),
)


@dataclass
class Shop:
    """A hub whose WhatsApp is the sandbox, both on one clock."""

    world: HubWorld
    sandbox: Sandbox
    calls: list[tuple[str, str]]
    http: Http
    is_up: asyncio.Event

    def templates(self) -> dict[tuple[str, str], Template]:
        with self.world.reading() as conn:
            return {(one.name, one.language): one for one in view.templates(conn, HERE)}

    def profile(self) -> LineProfile:
        with self.world.reading() as conn:
            found = view.line_profile(conn, HERE)
        assert found is not None
        return found

    def status(self, draft: TemplateDraft = NEW) -> str | None:
        found = self.templates().get((draft.name, draft.language))
        return found.status if found else None

    async def ask(self, path: str, desk: Desk | None, body: Any) -> tuple[int, dict[str, Any]]:
        content = body if isinstance(body, bytes) else to_json(body)
        answer = await self.world.call("POST", f"/api/v1/account/{path}", desk, content)
        return answer.status, json.loads(answer.body)

    async def until(self, is_true: Callable[[], bool], within_s: float = 90.0, step_s: float = 0.5) -> None:
        await reach(self.world.clock, is_true, within_s=within_s, step_s=step_s)

    async def control(self, path: str, **wish: Any) -> None:
        answer = await self.http.request(
            "POST", f"http://graph/_sandbox/{path}", content=json.dumps(wish).encode()
        )
        assert answer.status == 200, answer.body

    def managed(self) -> list[tuple[str, str]]:
        return [call for call in self.calls if "message_templates" in call[1]]


@asynccontextmanager
async def shop(folder: Path, *, is_up: bool = True, **config: Any) -> AsyncIterator[Shop]:
    up = asyncio.Event()
    if is_up:
        up.set()
    calls: list[tuple[str, str]] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        if not up.is_set():
            raise httpx.ConnectError("nobody listens there")
        calls.append((scope["method"], scope["path"]))
        await sandbox.app(scope, receive, send)

    async with Http(transport=in_process(watched)) as http:
        client = AccountClient(ManagementClient(http, "http://graph", "v24.0"))
        world = HubWorld(folder, account_client=client, waba_id=WABA, **config)

        async def deliver(body: bytes) -> int:
            return await world.post(body)

        sandbox = Sandbox(new_world(), deliver, clock=world.clock, is_lively=False)
        async with world, sandbox:
            it = Shop(world, sandbox, calls, http, up)
            if is_up:
                await it.until(lambda: bool(it.templates()))
            yield it
