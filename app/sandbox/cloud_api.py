"""The pretend Graph API: checks the token, finds the route, answers, and lets the armed faults happen."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.clock import Clock
from app.sandbox.asgi import Receive, Reply, Scope, Send, read_body, reply
from app.sandbox.graph_errors import Refusal, envelope
from app.sandbox.limits import Limits
from app.sandbox.media_api import ATTACHMENTS, UPLOAD_BODY_LIMIT, MediaApi
from app.sandbox.messages_api import MessagesApi
from app.sandbox.routing import Call, Routes, headers_of, query_of, read_call
from app.sandbox.world import Json, World

BODY_LIMIT = 1024 * 1024


class CloudApi:
    """Everything under the Graph address. `routes` is open: other parts of the sandbox add theirs."""

    def __init__(
        self,
        world: World,
        messages: MessagesApi,
        media: MediaApi,
        limits: Limits,
        clock: Clock,
        *,
        access_token: str | None = None,
    ) -> None:
        self._world = world
        self._media = media
        self._limits = limits
        self._clock = clock
        self._access_token = access_token
        self._calls = 0
        self.routes = Routes()
        self.routes.add("GET", self.is_number, None, self._number)
        messages.add_routes(self.routes, self.is_number)
        media.add_routes(self.routes, self.is_number)

    def is_number(self, node: str) -> bool:
        """Whether a node is the business's phone number."""
        return node == self._world.business.phone_number_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. Raises ConnectionCut when a fault wants the connection to break."""
        self._calls += 1
        is_upload = scope["path"].rstrip("/").endswith("/media")
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
        self._check_token(scope)
        return await self.routes.find(call)(call)

    def _check_token(self, scope: Scope) -> None:
        kind, _, token = headers_of(scope).get("authorization", "").partition(" ")
        if kind.lower() not in {"bearer", "oauth"}:
            token = query_of(scope).get("access_token", "")
        if not token:
            raise Refusal(190, message="An access token is required to request this resource.")
        if self._access_token is not None and token != self._access_token:
            raise Refusal(190, message="Invalid OAuth access token - Cannot parse access token")

    async def _number(self, call: Call) -> Reply:
        self._limits.spend_call(self._clock.monotonic_s())
        business = self._world.business
        known: Json = {"display_phone_number": f"+{business.phone}", "verified_name": business.name}
        known |= {"quality_rating": "GREEN", "code_verification_status": "VERIFIED"}
        usual = ",".join(known)
        known |= {"platform_type": "CLOUD_API", "is_on_biz_app": False, "status": "CONNECTED"}
        known |= {"throughput": {"level": "STANDARD"}}
        asked = call.query.get("fields", usual)
        shown = {name: known[name] for name in asked.split(",") if name in known}
        return Reply(200, shown | {"id": business.phone_number_id})

    def _headers(self, scope: Scope, status: int) -> Mapping[str, str]:
        usage = self._limits.usage(self._clock.monotonic_s())
        app_usage = {name: usage[name] for name in ("call_count", "total_cputime", "total_time")}
        by_account: dict[str, Any] = {
            self._world.business.waba_id: [{"type": "whatsapp_business_management"} | usage]
        }
        headers = {
            "facebook-api-version": scope["path"].split("/")[1],
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
