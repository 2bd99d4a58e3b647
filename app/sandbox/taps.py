"""What comes back when a customer taps on what the business sent: buttons, rows, requests, products."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from app.sandbox import said
from app.sandbox.outbound.holdings import PRODUCTS, Templates
from app.sandbox.people import Person
from app.sandbox.said import Said
from app.sandbox.world import Json, Message, World

PERMISSION_LASTS = timedelta(days=7)
FIRST_PRODUCT = next(iter(PRODUCTS))

Choose = Callable[[list[Said]], Said]


class Taps:
    """Knows what can be tapped on in a message of the business."""

    def __init__(self, world: World, templates: Templates) -> None:
        self._world = world
        self._templates = templates

    def choices(self, person: Person, message: Message, now: datetime) -> list[Said]:
        """Everything that this person can answer by a tap, in the order shown; empty when there is nothing."""
        if message.kind == "template":
            found = self._of_template(person, message.content)
        elif message.kind == "interactive":
            found = _of_interactive(person, message.content, now)
        else:
            found = []
        return [choice.but(context=message.wamid) for choice in found]

    def chosen(self, person: Person, message: Message, now: datetime, wish: str | int | None) -> Said:
        """The choice with this id, title, payload or position; the first one without a wish.

        Raises ValueError when there is no such choice.
        """
        choices = self.choices(person, message, now)
        for index, choice in enumerate(choices):
            if wish is None or wish == index or wish in _names(choice):
                return choice
        raise ValueError(f"nothing to tap on: {wish if wish is not None else message.kind}")

    def _of_template(self, person: Person, sent: Json) -> list[Said]:
        definition = self._templates.find(
            self._world.business.waba_id, sent["name"], sent["language"]["code"]
        )
        components = (definition or {}).get("components", [])
        parts = [part for part in components if str(part.get("type")).upper() == "BUTTONS"]
        buttons = parts[0].get("buttons", []) if parts else []
        given = [part for part in sent.get("components", []) if str(part.get("type")).lower() == "button"]
        values = {int(part["index"]): part["parameters"][0] for part in given if part.get("parameters")}
        found = [
            _template_button(person, button, values.get(index, {})) for index, button in enumerate(buttons)
        ]
        return [choice for choice in found if choice is not None]


def _names(choice: Said) -> set[str]:
    """By what a choice can be named."""
    content = choice.content if isinstance(choice.content, dict) else {}
    inner = content.get(content.get("type"), content)
    names = {inner.get(name) for name in ("id", "title", "payload", "text", "name", "response")}
    if choice.kind == "order":
        names |= {item["product_retailer_id"] for item in content["product_items"]}
    return {name for name in names if isinstance(name, str)}


def _template_button(person: Person, button: Json, value: Json) -> Said | None:
    match str(button.get("type")).upper():
        case "QUICK_REPLY":
            return Said("button", {"payload": value.get("payload", button["text"]), "text": button["text"]})
        case "REQUEST_CONTACT_INFO":
            return _own_card(person)
        case "FLOW":
            action = value.get("action", {})
            return _form("flow", {"flow_token": action.get("flow_token", "unused")})
        case "CATALOG" | "MPM" | "SPM":
            return said.order({FIRST_PRODUCT: 1})
    return None


def _of_interactive(person: Person, sent: Json, now: datetime) -> list[Said]:
    action: Json = sent["action"]
    match sent["type"]:
        case "button":
            return [_reply("button_reply", button["reply"]) for button in action["buttons"]]
        case "list":
            rows = (row for section in action["sections"] for row in section["rows"])
            return [_reply("list_reply", row) for row in rows]
        case "carousel":
            return _of_cards(action["cards"])
        case "location_request_message":
            return [said.location()]
        case "request_contact_info":
            return [_own_card(person)]
        case "call_permission_request":
            return [_permission("accept", now), _permission("reject", now)]
        case "flow":
            return [
                _form("flow", {"flow_token": action["parameters"].get("flow_token", "unused"), "done": "yes"})
            ]
        case "address_message":
            return [_form("address_message", {"values": _address(person)})]
    return [said.order({product_id: 1}) for product_id in _products(sent["type"], action)]


def _products(kind: str, action: Json) -> list[str]:
    """What can be ordered from a message about products."""
    match kind:
        case "product":
            return [action["product_retailer_id"]]
        case "product_list":
            items = (item for section in action["sections"] for item in section["product_items"])
            return [item["product_retailer_id"] for item in items]
        case "catalog_message":
            return [FIRST_PRODUCT]
    return []


def _of_cards(cards: list[Json]) -> list[Said]:
    found = []
    for card in cards:
        if card.get("type") == "product":
            found.append(said.order({card["action"]["product_retailer_id"]: 1}))
        for button in card["action"].get("buttons", []):
            found.append(_reply("button_reply", button["quick_reply"]))
    return found


def _reply(kind: str, chosen: Json) -> Said:
    shown = {name: chosen[name] for name in ("id", "title", "description") if name in chosen}
    return Said("interactive", {"type": kind, kind: shown})


def _form(name: str, response: Any) -> Said:
    """A filled form; what was filled in is JSON inside a string."""
    filled: Json = {"name": name, "body": "Sent", "response_json": json.dumps(response)}
    return Said("interactive", {"type": "nfm_reply", "nfm_reply": filled})


def _permission(response: str, now: datetime) -> Said:
    told: Json = {"response": response, "response_source": "user_action"}
    if response == "accept":
        told["expiration_timestamp"] = int((now + PERMISSION_LASTS).timestamp())
    return Said("interactive", {"type": "call_permission_reply", "call_permission_reply": told})


def _own_card(person: Person) -> Said:
    return said.card(person.name or f"+{person.phone}", f"+{person.phone}", origin="contact_request")


def _address(person: Person) -> Json:
    return {
        "name": person.name or "",
        "phone_number": f"+{person.phone}",
        "in_pin_code": "400063",
        "address": "Dhruv Apartments",
        "city": "Mumbai",
    }
