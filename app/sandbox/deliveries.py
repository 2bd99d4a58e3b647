"""What Meta still knows of a message's delivery: `GET /<PNID>/message_history`, for statuses that were lost."""

import json
from collections.abc import Iterable, Iterator

from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid
from app.sandbox.courier import Courier
from app.sandbox.fields import Value, show
from app.sandbox.paging import page
from app.sandbox.templates_store import Json
from app.sandbox.updates import MESSAGES, Update
from app.sandbox.world import World

MOST_AT_ONCE = 100
USUAL = ("message_id", "events")
TOLD = frozenset({"id", "status", "timestamp"})


class Deliveries:
    """Notes every status that is told, and shows it again when it is asked for."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier
        courier.on_update = self._note

    def edges(self) -> Edges:
        """What this serves on the number's node."""
        return {("GET", "message_history"): self._history}

    def _note(self, update: Update) -> None:
        element = update.element
        if (update.field, update.key) == (MESSAGES, "statuses") and element.keys() >= TOLD:
            event = {"delivery_status": element["status"].upper(), "timestamp": int(element["timestamp"])}
            self._world.account.events.setdefault(element["id"], []).append(event)

    async def _history(self, call: EdgeCall) -> Reply:
        if call.number("limit", 25) > MOST_AT_ONCE:
            raise invalid(f"Param limit must be at most {MOST_AT_ONCE}.")
        asked = call.query.get("message_id")
        wamids = [asked] if asked else list(self._world.account.events)
        fields = call.query.get("fields")
        rows = [
            (number, self._shown(wamid, number, fields))
            for number, wamid in enumerate(wamids, start=1)
            if wamid in self._world.account.events
        ]
        return Reply(200, page(rows, call))

    def _shown(self, wamid: str, number: int, fields: str | None) -> Json:
        known: dict[str, Value] = {
            "message_id": lambda _: wamid,
            "events": lambda _: {"data": self._events(wamid)},
        }
        return show(fields, USUAL, known, "WhatsAppBusinessMessageHistory", f"{number}")

    def _events(self, wamid: str) -> list[Json]:
        """Oldest first. A status that is still on its way to the webhook is pending."""
        waiting = set(_statuses(self._courier.pending()))
        told = []
        for number, event in enumerate(self._world.account.events[wamid], start=1):
            is_waiting = (wamid, event["delivery_status"].lower()) in waiting
            state = "PENDING" if is_waiting else "DELIVERED"
            application = {"id": self._world.account.app_id}
            told.append(
                {"id": f"{number}", "webhook_update_state": state, "application": application} | event
            )
        return told


def _statuses(bodies: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Message id and status of every status in these posts; what is no post of Meta's holds none."""
    for body in bodies:
        try:
            changes = [change for entry in json.loads(body)["entry"] for change in entry["changes"]]
            found = [one for change in changes for one in change["value"].get("statuses", [])]
            told = [(one["id"], one["status"]) for one in found if one.keys() >= TOLD]
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
        yield from told
