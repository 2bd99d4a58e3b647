"""Leads a business's webhooks to an address: the app's, for everything that it is told of its accounts."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from app.whatsapp.management import Json, ManagementClient
from app.whatsapp.values import listed, obj, word

OBJECT: Final = "whatsapp_business_account"
FIELDS: Final = (
    "messages",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "phone_number_quality_update",
    "phone_number_name_update",
    "business_capability_update",
    "account_update",
    "account_alerts",
    "user_preferences",
    "user_id_update",
)


class LedElsewhere(Exception):
    """Another program's address gets the app's webhooks: it is not taken away from it."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


async def lead_here(
    graph: ManagementClient,
    app_id: str,
    app_secret: str,
    account_id: str,
    token: str,
    url: str,
    verify_token: str,
) -> None:
    """Meta asks the address for the handshake before it answers, so done means reached from outside.

    What the app was told before it is told still. Raises LedElsewhere, GraphRefused, GraphUnreachable.
    """
    app_token = f"{app_id}|{app_secret}"  # Graph takes this form, so that no secret stands in an address
    answer = await graph.get(f"{app_id}/subscriptions", app_token)
    told = {name for one in _active(answer, urlsplit(url).path) for name in _names(one)}
    body = {
        "object": OBJECT,
        "callback_url": url,
        "verify_token": verify_token,
        "fields": ",".join((*FIELDS, *sorted(told - set(FIELDS)))),
    }
    await graph.post(f"{app_id}/subscriptions", app_token, body)
    await graph.post(f"{account_id}/subscribed_apps", token, {})


def _active(answer: Json, path: str) -> Iterable[Json]:
    """The app's subscriptions that lead to a Comptoir, wherever that stood. Raises LedElsewhere for another."""
    for item in listed(answer.get("data")):
        one = obj(item)
        address = word(one.get("callback_url"))
        if word(one.get("object")) != OBJECT or not one.get("active") or not address:
            continue
        if urlsplit(address).path != path:
            raise LedElsewhere(address)
        yield one


def _names(one: Json) -> Iterable[str]:
    for item in listed(one.get("fields")):
        name = word(obj(item).get("name"))
        if name:
            yield name
