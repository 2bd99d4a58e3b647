"""Takes a message as Graph does: finds out who is meant, counts it, and starts its life.

A 200 says nothing about delivery: a closed window, a number without WhatsApp and a foreign BSUID are accepted
here and fail later by webhook; a BSUID in `to` is accepted and vanishes.
"""

import dataclasses
import re

from app.domain.clock import Clock
from app.sandbox.addressing import is_user_id, read_number
from app.sandbox.fate import fate_of
from app.sandbox.graph_errors import Refusal
from app.sandbox.journey import Accepted, Journey
from app.sandbox.limits import Limits
from app.sandbox.people import Person
from app.sandbox.pricing import conversation, price
from app.sandbox.requests import SendRequest
from app.sandbox.wamid import FROM_BUSINESS, make_wamid
from app.sandbox.world import Json, World


class Acceptance:
    """The business's outgoing side of the world, with a list of everything ever accepted."""

    def __init__(self, world: World, journey: Journey, limits: Limits, clock: Clock) -> None:
        self._world = world
        self._journey = journey
        self._limits = limits
        self._clock = clock
        self.accepted: list[Json] = []  # oldest first: wamid, opaque, to, type, text, at, is_lost

    async def accept(self, request: SendRequest) -> Json:
        """Take a message and give the body of the 200.

        Raises Refusal 131009, 131021, 130403, 130429, 131056 or 133010.
        """
        if not self._world.account.is_registered:
            raise Refusal(133010)
        if request.to is None:
            accepted, contact = self._by_user_id(request, request.recipient or "")
        elif is_user_id(request.to):
            return self._vanish(request, request.to)
        else:
            accepted, contact = self._by_number(request, request.to)
        wamid = accepted.message.wamid
        self._note(request, wamid, contact["input"], is_lost=False)
        await self._journey.begin(accepted)
        return _answer(contact, wamid, request.message_status)

    def _vanish(self, request: SendRequest, user_id: str) -> Json:
        """Graph strips the prefix and takes the rest for a number: nobody is there, and nobody is told."""
        digits = re.sub(r"\D", "", user_id)
        wamid = make_wamid(digits, FROM_BUSINESS, f"{self._world.boot}/lost/{self._world.next_number()}")
        self._note(request, wamid, user_id, is_lost=True)
        return _answer({"input": user_id, "wa_id": digits}, wamid, request.message_status)

    def _by_number(self, request: SendRequest, to: str) -> tuple[Accepted, Json]:
        number = read_number(to, self._world.business.phone)
        if number is None:
            raise Refusal(131009, "Please check the phone number in the 'to' parameter.")
        if number == self._world.business.phone:
            raise Refusal(131021)
        self._limits.spend_message(number, self._clock.monotonic_s())
        person = self._reachable(self._world.by_wa_id(number))
        if person.is_number_hidden:  # Meta's contact book now knows number and user id together
            person = self._world.replace(dataclasses.replace(person, is_number_hidden=False))
        return self._take(request, person, {"recipient_id": number}), {"input": to, "wa_id": number}

    def _by_user_id(self, request: SendRequest, user_id: str) -> tuple[Accepted, Json]:
        person = self._reachable(self._world.by_user_id(user_id) or _foreigner(user_id))
        self._limits.spend_message(person.wa_id or user_id, self._clock.monotonic_s())
        accepted = self._take(request, person, {"recipient_user_id": user_id})
        return accepted, {"input": user_id, "user_id": user_id}

    def _reachable(self, person: Person) -> Person:
        """The person, unless the business has blocked them. Raises Refusal 130403."""
        if self._world.account.is_blocked(person):
            raise Refusal(130403)
        return person

    def _take(self, request: SendRequest, person: Person, recipient: Json) -> Accepted:
        now = self._clock.now()
        fate = fate_of(request, person, self._world, now)
        message = self._world.answered(
            person, now, request.kind, request.content, context=request.context, opaque=request.opaque
        )
        pricing = {} if fate else price(self._world, person, request.category, now)
        code, details = fate or (None, None)
        entry = conversation(self._world, person, now)
        return Accepted(message, person, recipient, pricing, code, details, entry, request.held_s)

    def _note(self, request: SendRequest, wamid: str, to: str, *, is_lost: bool) -> None:
        noted: Json = {"wamid": wamid, "opaque": request.opaque, "to": to, "type": request.kind}
        noted |= {"text": request.shown, "content": request.content, "context": request.context}
        self.accepted.append(noted | {"at": self._clock.now().isoformat(), "is_lost": is_lost})


def _answer(contact: Json, wamid: str, message_status: str | None) -> Json:
    message = {"id": wamid} | ({"message_status": message_status} if message_status else {})
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}


def _foreigner(user_id: str) -> Person:
    """Somebody with a BSUID of another portfolio: no message reaches them."""
    return Person(
        key=user_id,
        name=None,
        phone="",
        wa_id="",
        user_id=user_id,
        is_number_hidden=True,
        is_on_whatsapp=False,
    )
