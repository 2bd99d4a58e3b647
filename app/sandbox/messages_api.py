"""`/messages` and `/marketing_messages` of a number: take, mark as read, and go wrong as the faults want."""

import dataclasses

from app.domain.clock import Clock
from app.sandbox.acceptance import Acceptance
from app.sandbox.asgi import Reply, start_only
from app.sandbox.faults import CALL_FAULTS, TEMPLATE_FAULTS, ConnectionCut, Fault, Faults
from app.sandbox.graph_errors import Refusal
from app.sandbox.outbound.holdings import Holdings
from app.sandbox.requests import ReadRequest, SendRequest, parse
from app.sandbox.routing import Call, Owns, Routes
from app.sandbox.world import World

GRAPH_DEFAULT_FAILURE = 131000
TARGET_MAX_DAYS = 30
HELD = "held_for_quality_assessment"


class MessagesApi:
    """The business's way to write."""

    def __init__(
        self, world: World, acceptance: Acceptance, holdings: Holdings, clock: Clock, faults: Faults
    ) -> None:
        self._world = world
        self._acceptance = acceptance
        self._holdings = holdings
        self._clock = clock
        self._faults = faults
        self.read: dict[str, str] = {}  # person key to the newest wamid that the business marked as read
        self.typing: int = 0  # typing indicators seen

    def add_routes(self, routes: Routes, is_number: Owns) -> None:
        """The routes of this part."""
        routes.add("POST", is_number, "messages", self._messages)
        routes.add("POST", is_number, "marketing_messages", self._marketing_messages)

    async def _messages(self, call: Call) -> Reply | None:
        request = parse(call.raw, self._holdings, self._clock.now())
        if isinstance(request, ReadRequest):
            return self._mark_read(request)
        return await self._take(request, call)

    async def _marketing_messages(self, call: Call) -> Reply | None:
        request = parse(call.raw, self._holdings, self._clock.now())
        if isinstance(request, ReadRequest) or request.category != "marketing":
            raise Refusal(134100)
        return await self._take(request, call)

    async def _take(self, request: SendRequest, call: Call) -> Reply | None:
        if request.kind == "template" and (held := self._faults.take(*TEMPLATE_FAULTS)):
            request = dataclasses.replace(
                request, message_status=HELD, held_s=held.delay_s, held_code=held.code
            )
        fault = self._faults.take(*CALL_FAULTS)
        _refuse_by(fault)
        answer = Reply(200, await self._acceptance.accept(request))
        return answer if fault is None else await self._spoil(fault, answer, call)

    def _mark_read(self, request: ReadRequest) -> Reply:
        message = self._world.messages.get(request.message_id)
        if message is None or not message.is_inbound:
            raise Refusal(131009, "message_id is not a message that this number received.")
        if (self._clock.now() - message.at).days > TARGET_MAX_DAYS:
            raise Refusal(131009, "message_id is older than 30 days.")
        self.read[message.person] = message.wamid
        self.typing += request.is_typing
        return Reply(200, {"success": True})

    async def _spoil(self, fault: Fault, answer: Reply, call: Call) -> Reply | None:
        """The message is accepted; now the answer goes wrong."""
        match fault.kind:
            case "lost_answer":
                raise ConnectionCut("the answer was lost")
            case "lost_answer_after_headers":
                await start_only(call.send, answer)
                raise ConnectionCut("the answer was cut")
            case "bodyless_5xx":
                return Reply(fault.status, None)
            case "lying_5xx":
                raise Refusal(fault.code or GRAPH_DEFAULT_FAILURE)
        await self._clock.sleep(fault.delay_s)
        return answer


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
