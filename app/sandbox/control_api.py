"""The sandbox's own interface under /_sandbox/, for tests and practice; only this computer may use it.

The full list with examples is in docs/manual/sandbox.md.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.sandbox.asgi import Receive, Reply, Scope, Send, read_body, reply
from app.sandbox.control_account import ControlAccount
from app.sandbox.faults import KINDS, Fault
from app.sandbox.people import Person
from app.sandbox.updates import Update, contact
from app.sandbox.wishes import Wishes
from app.sandbox.world import Json

if TYPE_CHECKING:
    from app.sandbox.sandbox import Sandbox

BODY_LIMIT = 160 * 1024 * 1024  # a file of 100 MB in base64
PREFIX = "/_sandbox"

Act = Callable[[Json], Json]


class ControlApi:
    """Reads and moves a running sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._wishes = Wishes(sandbox.world, sandbox.clock)
        self._reads: dict[str, Callable[[], Json]] = {
            "": self._summary,
            "people": self._people,
            "accepted": self._accepted,
            "faults": self._armed,
        }
        self._acts: dict[str, Act] = {
            "inbound": self._inbound,
            "tap": self._tap,
            "element": self._element,
            "value": self._value,
            "change": self._change,
            "call": self._call,
            "preferences": self._preferences,
            "echo": self._echo,
            "history": self._history,
            "contacts": self._contacts,
            "faults": self._arm,
        }
        self._account = ControlAccount(sandbox.world, sandbox.management)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; mistakes in it are answered 400 with a sentence."""
        raw = await read_body(receive, BODY_LIMIT)
        try:
            answer = self._answer(scope, raw) if _is_local(scope) else Reply(403, {"error": "loopback only"})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            answer = Reply(400, {"error": f"{type(error).__name__}: {error}"})
        await reply(send, answer)

    def _answer(self, scope: Scope, raw: bytes) -> Reply:
        method, name = scope["method"], scope["path"].removeprefix(PREFIX).strip("/")
        if (answer := self._account.answer(method, name, raw)) is not None:
            return answer
        if method == "GET" and name in self._reads:
            return Reply(200, self._reads[name]())
        if method == "POST" and name == "webhook":
            self._sandbox.courier.send_raw(raw)
            return Reply(200, {"bytes": len(raw)})
        if method == "POST" and name in self._acts:
            return Reply(200, self._acts[name](json.loads(raw)))
        if (method, name) == ("DELETE", "faults"):
            self._sandbox.faults.clear()
            return Reply(200, self._armed())
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
            "read": dict(sandbox.messages.read),
            "typing": sandbox.messages.typing,
        }

    def _people(self) -> Json:
        return {"people": [_shown(person) for person in self._sandbox.world.people.values()]}

    def _accepted(self) -> Json:
        """Every acceptance, with the number of acceptances that share its opaque value."""
        accepted = self._sandbox.acceptance.accepted
        counts = Counter(entry["opaque"] for entry in accepted)
        return {
            "accepted": [
                entry | {"count": counts[entry["opaque"]] if entry["opaque"] is not None else 1}
                for entry in accepted
            ]
        }

    def _inbound(self, wish: Json) -> Json:
        person = self._wishes.person(wish["person"])
        what = self._wishes.said(wish, person)
        more: Json = {}
        if "timestamp" in wish:
            more["at"] = datetime.fromtimestamp(int(wish["timestamp"]), UTC)
        message = self._sandbox.customers.tell(person, what, **more)
        return {"wamid": message.wamid, "person": _shown(self._sandbox.world.people[person.key])}

    def _tap(self, wish: Json) -> Json:
        """Tap on a message of the business; without `message` on the newest one."""
        world = self._sandbox.world
        person = self._wishes.person(wish["person"])
        sent = [message for message in world.talk(person) if not message.is_inbound]
        if "message" in wish:
            sent = [message for message in sent if message.wamid == wish["message"]]
        if not sent:
            raise ValueError("there is no such message of the business")
        message = self._sandbox.customers.tap(person, sent[-1], wish.get("choice"))
        return {"wamid": message.wamid, "type": message.kind, "content": message.content}

    def _element(self, wish: Json) -> Json:
        """One element exactly as given, with its envelope around it."""
        who = contact(self._wishes.person(wish["person"])) if "person" in wish else wish.get("contact")
        update = Update(wish.get("field", "messages"), wish.get("key", "messages"), wish["element"], who)
        self._sandbox.courier.send(update)
        return {"sent": wish["element"]}

    def _value(self, wish: Json) -> Json:
        """One value exactly as given, under its field, with the account around it."""
        return {"bytes": self._sandbox.courier.send_value(wish["field"], wish["value"])}

    def _change(self, wish: Json) -> Json:
        """A new number when `phone` is given, else a new user id."""
        person, happenings = self._wishes.person(wish["person"]), self._sandbox.happenings
        if "phone" in wish:
            return _shown(happenings.change_number(person, wish["phone"]))
        return _shown(happenings.change_user_id(person))

    def _call(self, wish: Json) -> Json:
        person = self._wishes.person(wish["person"])
        return {"id": self._sandbox.happenings.call(person, duration_s=wish.get("duration_s", 0))}

    def _preferences(self, wish: Json) -> Json:
        person = self._wishes.person(wish["person"])
        return _shown(self._sandbox.happenings.choose_marketing(person, wish["value"]))

    def _echo(self, wish: Json) -> Json:
        person = self._wishes.person(wish["person"])
        what = self._wishes.said(wish, person, is_inbound=False)
        by_software = bool(wish.get("by_software"))
        message = self._sandbox.coexistence.type_on_phone(person, what, is_by_software=by_software)
        return {"wamid": message.wamid}

    def _history(self, wish: Json) -> Json:
        if wish.get("declined"):
            self._sandbox.coexistence.decline_history()
            return {"posts": 1}
        return {"posts": self._sandbox.coexistence.tell_history(self._some(wish))}

    def _contacts(self, wish: Json) -> Json:
        told = self._sandbox.coexistence.tell_contacts(wish.get("action", "add"), self._some(wish))
        return {"contacts": told}

    def _some(self, wish: Json) -> list[Person] | None:
        return [self._wishes.person(who) for who in wish["people"]] if "people" in wish else None

    def _arm(self, wish: Json) -> Json:
        self._sandbox.faults.arm(Fault(wish.pop("fault"), **wish))
        return self._armed()

    def _armed(self) -> Json:
        armed = [dataclasses.asdict(fault) for fault in self._sandbox.faults.armed()]
        return {"armed": armed, "known": KINDS}


def _is_local(scope: Scope) -> bool:
    client: Any = scope.get("client")
    return client is not None and ipaddress.ip_address(client[0]).is_loopback


def _shown(person: Person) -> Json:
    return {
        "key": person.key,
        "name": person.name,
        "phone": f"+{person.phone}",
        "wa_id": person.wa_id,
        "user_id": person.user_id,
        "parent_user_id": person.parent_user_id,
        "username": person.username,
        "is_number_hidden": person.is_number_hidden,
        "marketing": person.habits.marketing,
    }
