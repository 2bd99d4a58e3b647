"""The sandbox's own interface under /_sandbox/, for tests and practice; only this computer may use it.

The full list with examples is in docs/manual/sandbox.md.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.sandbox.asgi import Receive, Reply, Scope, Send, read_body, reply
from app.sandbox.faults import KINDS, Fault
from app.sandbox.people import Habits, Person
from app.sandbox.world import Json

if TYPE_CHECKING:
    from app.sandbox.sandbox import Sandbox

BODY_LIMIT = 8 * 1024 * 1024


class ControlApi:
    """Reads and moves a running sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; mistakes in it are answered 400 with a sentence."""
        raw = await read_body(receive, BODY_LIMIT)
        try:
            answer = self._answer(scope, raw) if _is_local(scope) else Reply(403, {"error": "loopback only"})
        except (ValueError, KeyError, TypeError) as error:
            answer = Reply(400, {"error": f"{type(error).__name__}: {error}"})
        await reply(send, answer)

    def _answer(self, scope: Scope, raw: bytes) -> Reply:
        match scope["method"], scope["path"].removeprefix("/_sandbox").strip("/"):
            case "GET", "":
                return Reply(200, self._summary())
            case "GET", "people":
                return Reply(
                    200, {"people": [_shown(person) for person in self._sandbox.world.people.values()]}
                )
            case "GET", "accepted":
                return Reply(200, {"accepted": self._accepted()})
            case "POST", "inbound":
                return self._inbound(json.loads(raw))
            case "POST", "webhook":
                self._sandbox.courier.send_raw(raw)
                return Reply(200, {"bytes": len(raw)})
            case method, "faults":
                return self._faults(method, raw)
        return Reply(404, {"error": "there is nothing here"})

    def _summary(self) -> Json:
        sandbox, courier = self._sandbox, self._sandbox.courier
        return {
            "business": dataclasses.asdict(sandbox.world.business),
            "people": len(sandbox.world.people),
            "messages": len(sandbox.world.messages),
            "is_verified": sandbox.is_verified,
            "is_history_delivered": sandbox.world.is_history_delivered,
            "webhooks": {
                "pending": len(courier.pending()),
                "attempts": courier.attempts,
                "acknowledged": courier.acknowledged,
                "given_up": courier.given_up,
            },
            "read": dict(sandbox.graph.read),
            "typing": sandbox.graph.typing,
        }

    def _accepted(self) -> list[Json]:
        """Every acceptance, with the number of acceptances that share its opaque value."""
        accepted = self._sandbox.acceptance.accepted
        counts = Counter(entry["opaque"] for entry in accepted)
        return [
            entry | {"count": counts[entry["opaque"]] if entry["opaque"] is not None else 1}
            for entry in accepted
        ]

    def _inbound(self, wish: Json) -> Reply:
        person = self._person(wish["person"])
        kind = wish.get("type", "text")
        content = {"body": wish["text"]} if "text" in wish else wish["content"]
        more: Json = {"context": wish["context"]} if "context" in wish else {}
        if "timestamp" in wish:
            more["at"] = datetime.fromtimestamp(int(wish["timestamp"]), UTC)
        message = self._sandbox.customers.write(person, kind, content, **more)
        return Reply(200, {"wamid": message.wamid, "person": _shown(person)})

    def _person(self, who: Any) -> Person:
        """An existing person, or a new one from a number or a description."""
        world = self._sandbox.world
        wish = who if isinstance(who, dict) else {"phone": who} if who.startswith("+") else {}
        found = world.find(wish.get("key") or wish["phone"]) if wish else world.find(who)
        if found is not None:
            return found
        if not wish:
            raise ValueError(f"nobody here is called {who}")
        digits = "".join(sign for sign in wish["phone"] if sign.isdigit())
        habits = Habits(answer_chance=wish.get("answers", 0.0), has_read_receipts=wish.get("reads", True))
        return world.meet(
            digits,
            key=wish.get("key"),
            name=wish.get("name"),
            username=wish.get("username"),
            is_number_hidden=wish.get("hidden", False),
            language=wish.get("language", "fr"),
            habits=habits,
        )

    def _faults(self, method: str, raw: bytes) -> Reply:
        faults = self._sandbox.faults
        if method == "POST":
            wish = json.loads(raw)
            faults.arm(Fault(wish.pop("fault"), **wish))
        elif method == "DELETE":
            faults.clear()
        armed = [dataclasses.asdict(fault) for fault in faults.armed()]
        return Reply(200, {"armed": armed, "known": KINDS})


def _is_local(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and ipaddress.ip_address(client[0]).is_loopback


def _shown(person: Person) -> Json:
    return {
        "key": person.key,
        "name": person.name,
        "phone": f"+{person.phone}",
        "wa_id": person.wa_id,
        "user_id": person.user_id,
        "username": person.username,
        "is_number_hidden": person.is_number_hidden,
    }
