"""The pretend Graph API: `POST /<version>/<number id>/messages` and `GET /<version>/<number id>`."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from app.domain.clock import Clock
from app.sandbox.acceptance import Acceptance
from app.sandbox.asgi import Receive, Reply, Scope, Send, read_body, reply, start_only
from app.sandbox.faults import CALL_FAULTS, ConnectionCut, Fault, Faults
from app.sandbox.graph_errors import METHOD, Refusal, envelope
from app.sandbox.limits import Limits
from app.sandbox.requests import ReadRequest, parse
from app.sandbox.world import Json, World

PATH = re.compile(r"^/v(?P<major>\d+)\.\d+/(?P<node>[^/]+)(?:/(?P<edge>[^/]+))?/?$")
OLDEST_VERSION = 20
BODY_LIMIT = 1024 * 1024
GRAPH_DEFAULT_FAILURE = 131000


class CloudApi:
    """Answers as Graph does, and lets the armed faults happen."""

    def __init__(
        self,
        world: World,
        acceptance: Acceptance,
        limits: Limits,
        clock: Clock,
        faults: Faults,
        *,
        access_token: str | None = None,
    ) -> None:
        self._world = world
        self._acceptance = acceptance
        self._limits = limits
        self._clock = clock
        self._faults = faults
        self._access_token = access_token
        self._calls = 0
        self.read: dict[str, str] = {}  # person key to the newest wamid that the business marked as read
        self.typing: int = 0  # typing indicators seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. Raises ConnectionCut when a fault wants the connection to break."""
        self._calls += 1
        raw = await read_body(receive, BODY_LIMIT)
        try:
            answer = await self._answer(scope, raw, send)
        except Refusal as refusal:
            answer = self._refused(refusal)
        if answer is not None:
            await reply(send, answer, self._headers(scope, answer.status))

    async def _answer(self, scope: Scope, raw: bytes, send: Send) -> Reply | None:
        path = PATH.match(scope["path"])
        if path is None or int(path["major"]) < OLDEST_VERSION:
            raise Refusal(2500, message=f"Unknown path components: {scope['path']}")
        self._check_token(scope)
        if path["node"] != self._world.business.phone_number_id:
            raise _unknown_object(scope["method"], path["node"])
        match scope["method"], path["edge"]:
            case "POST", "messages":
                return await self._messages(raw, send)
            case "GET", None:
                return self._number(scope)
        raise _unknown_object(scope["method"], path["node"])

    def _check_token(self, scope: Scope) -> None:
        headers = dict(scope["headers"])
        kind, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            token = parse_qs(scope["query_string"].decode("latin-1")).get("access_token", [""])[0]
        if not token:
            raise Refusal(190, message="An access token is required to request this resource.")
        if self._access_token is not None and token != self._access_token:
            raise Refusal(190, message="Invalid OAuth access token - Cannot parse access token")

    def _number(self, scope: Scope) -> Reply:
        self._limits.spend_call(self._clock.monotonic_s())
        business = self._world.business
        known: Json = {"display_phone_number": f"+{business.phone}", "verified_name": business.name}
        known |= {"quality_rating": "GREEN", "code_verification_status": "VERIFIED"}
        usual = ",".join(known)
        known |= {"platform_type": "CLOUD_API", "is_on_biz_app": False, "status": "CONNECTED"}
        known |= {"throughput": {"level": "STANDARD"}}
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("fields", [usual])[0]
        shown = {name: known[name] for name in asked.split(",") if name in known}
        return Reply(200, shown | {"id": business.phone_number_id})

    async def _messages(self, raw: bytes, send: Send) -> Reply | None:
        request = parse(raw)
        if isinstance(request, ReadRequest):
            return self._mark_read(request)
        fault = self._faults.take(*CALL_FAULTS)
        _refuse_by(fault)
        answer = Reply(200, await self._acceptance.accept(request))
        return answer if fault is None else await self._spoil(fault, answer, send)

    def _mark_read(self, request: ReadRequest) -> Reply:
        message = self._world.messages.get(request.message_id)
        if message is None or not message.is_inbound:
            raise Refusal(131009, "message_id is not a message that this number received.")
        self.read[message.person] = message.wamid
        self.typing += request.is_typing
        return Reply(200, {"success": True})

    async def _spoil(self, fault: Fault, answer: Reply, send: Send) -> Reply | None:
        """The message is accepted; now the answer goes wrong."""
        match fault.kind:
            case "lost_answer":
                raise ConnectionCut("the answer was lost")
            case "lost_answer_after_headers":
                await start_only(send, answer)
                raise ConnectionCut("the answer was cut")
            case "bodyless_5xx":
                return Reply(fault.status, None)
            case "lying_5xx":
                raise Refusal(fault.code or GRAPH_DEFAULT_FAILURE)
        await self._clock.sleep(fault.delay_s)
        return answer

    def _refused(self, refusal: Refusal) -> Reply:
        return Reply(refusal.http, envelope(refusal, f"Sandbox{self._calls:08d}"))

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


def _refuse_by(fault: Fault | None) -> None:
    """The faults in which nothing is accepted."""
    if fault is None:
        return
    if fault.kind == "lost_request":
        raise ConnectionCut("the request was lost")
    if fault.kind == "graph_5xx":
        raise Refusal(fault.code or GRAPH_DEFAULT_FAILURE)
    if fault.kind == "refuse":
        raise Refusal(fault.code or 130429)


def _unknown_object(method: str, node: str) -> Refusal:
    return Refusal(
        100,
        message=f"Unsupported {method.lower()} request. Object with ID '{node}' does not exist, "
        "cannot be loaded due to missing permissions, or does not support this operation",
        subcode=33,
        kind=METHOD,
    )
