"""The pretend Graph API: checks the token, finds the route, answers, and lets the armed faults happen."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.clock import Clock
from app.sandbox.app_api import OPEN_NODES
from app.sandbox.asgi import Receive, Reply, Scope, Send, read_body, reply
from app.sandbox.graph_errors import Refusal, envelope
from app.sandbox.limits import Limits
from app.sandbox.media_api import ATTACHMENTS, UPLOAD_BODY_LIMIT, MediaApi
from app.sandbox.messages_api import MessagesApi
from app.sandbox.routing import Routes, headers_of, query_of, read_call, version_of
from app.sandbox.tokens import Tokens
from app.sandbox.uploads_api import SESSION
from app.sandbox.world import World

BODY_LIMIT = 1024 * 1024
WITHOUT_RIGHTS = frozenset({"debug_token"})  # any token may ask for these


class CloudApi:
    """Everything under the Graph address. `routes` is open: other parts of the sandbox add theirs."""

    def __init__(
        self,
        world: World,
        messages: MessagesApi,
        media: MediaApi,
        limits: Limits,
        clock: Clock,
        tokens: Tokens,
    ) -> None:
        self._world = world
        self._media = media
        self._limits = limits
        self._clock = clock
        self._tokens = tokens
        self._calls = 0
        self.routes = Routes()
        messages.add_routes(self.routes, self.is_number)
        media.add_routes(self.routes, self.is_number)

    def is_number(self, node: str) -> bool:
        """Whether a node is the business's phone number."""
        return node == self._world.business.phone_number_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. Raises ConnectionCut when a fault wants the connection to break."""
        self._calls += 1
        is_upload = scope["path"].rstrip("/").endswith("/media") or SESSION in scope["path"]
        raw = await read_body(receive, UPLOAD_BODY_LIMIT if is_upload else BODY_LIMIT)
        try:
            answer = await self._answer(scope, raw, send)
        except Refusal as refusal:
            answer = Reply(refusal.http, envelope(refusal, f"Sandbox{self._calls:08d}"))
        if answer is not None:
            await reply(send, answer, self._headers(scope, answer.status))

    async def _answer(self, scope: Scope, raw: bytes, send: Send) -> Reply | None:
        if scope["path"] == ATTACHMENTS:
            self._check_token(scope)
            return await self._media.download(scope["method"], query_of(scope))
        call = read_call(scope, raw, send)
        if call.node not in OPEN_NODES:
            token = self._check_token(scope)
            is_ours = call.node not in WITHOUT_RIGHTS and call.node != self._world.account.app_id
            self._tokens.check_right(token, call.edge, is_ours=is_ours)
        return await self.routes.find(call)(call)

    def _check_token(self, scope: Scope) -> str:
        kind, _, token = headers_of(scope).get("authorization", "").partition(" ")
        if kind.lower() not in {"bearer", "oauth"}:
            token = query_of(scope).get("access_token", "")
        if not token:
            raise Refusal(190, message="An access token is required to request this resource.")
        if not self._tokens.is_good(token):
            raise Refusal(190, message="Invalid OAuth access token - Cannot parse access token")
        return token

    def _headers(self, scope: Scope, status: int) -> Mapping[str, str]:
        usage = self._limits.usage(self._clock.monotonic_s())
        app_usage = {name: usage[name] for name in ("call_count", "total_cputime", "total_time")}
        by_account: dict[str, Any] = {
            self._world.business.waba_id: [{"type": "whatsapp_business_management"} | usage]
        }
        headers = {
            "facebook-api-version": version_of(scope),
            "x-fb-request-id": f"Sandbox{self._calls:08d}",
            "x-fb-trace-id": f"Sandbox{self._calls:08d}",
            "x-app-usage": json.dumps(app_usage),
            "x-business-use-case-usage": json.dumps(by_account),
        }
        if status == 401:
            headers["www-authenticate"] = (
                'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token"'
            )
        return headers
