"""Where webhooks go: the app's subscription, the overrides of account and number, the handshake before each."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.sandbox.subscriptions_api import FIELDS
from tests.unit.sandbox_rig import BUSINESS, Rig, rig

WABA, NUMBER = f"/v24.0/{BUSINESS.waba_id}", f"/v24.0/{BUSINESS.phone_number_id}"
APP = "/v24.0/880011223344/subscriptions"
HOME, ACCOUNT_URL, NUMBER_URL = "https://hub.example/", "https://a.example/", "https://n.example/"
Json = dict[str, Any]


@dataclass
class Addresses:
    """An outside whose addresses all know one verify token and take everything."""

    posts: list[tuple[str, str]] = field(default_factory=list)  # address and field
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def post(self, url: str, body: bytes) -> int:
        self.posts.append((url, json.loads(body)["entry"][0]["changes"][0]["field"]))
        return 200

    async def verify(self, url: str, token: str) -> bool:
        self.asked.append((url, token))
        return token == "ours"


@asynccontextmanager
async def world_with_addresses() -> AsyncIterator[tuple[Rig, Addresses]]:
    addresses = Addresses()
    async with rig(outside=addresses, webhook_url=HOME) as it:
        yield it, addresses


async def happen(it: Rig) -> None:
    """A customer writes, and a template gets another quality."""
    await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello"})
    await it.control("templates", name="order_ready", language="fr", quality="YELLOW")
    await it.later(1)


def override(url: str, token: str = "ours") -> Json:
    return {"override_callback_uri": url, "verify_token": token}


async def test_everything_goes_home_at_first() -> None:
    async with world_with_addresses() as (it, addresses):
        await happen(it)
        assert len(it.inbox.bodies) == 2 and addresses.posts == []
        subscribed = json.loads((await it.get(f"{WABA}/subscribed_apps")).body)["data"]
        assert subscribed[0]["whatsapp_business_api_data"]["id"] == "880011223344"
        assert "override_callback_uri" not in subscribed[0]
        (row,) = json.loads((await it.get(APP)).body)["data"]
        assert row["callback_url"] == HOME and row["active"] is True
        assert {one["name"] for one in row["fields"]} == set(FIELDS)


async def test_the_numbers_address_comes_before_the_accounts_and_templates_go_home() -> None:
    async with world_with_addresses() as (it, addresses):
        assert (await it.post(f"{WABA}/subscribed_apps", override(ACCOUNT_URL))).status == 200
        await happen(it)
        assert addresses.posts == [(ACCOUNT_URL, "messages")] and len(it.inbox.bodies) == 1
        wish = {"webhook_configuration": override(NUMBER_URL)}
        assert (await it.post(f"{NUMBER}/", wish)).status == 200
        await happen(it)
        assert addresses.posts[1:] == [(NUMBER_URL, "messages")]
        shown = json.loads((await it.get(f"{NUMBER}?fields=webhook_configuration")).body)
        assert shown["webhook_configuration"] == {
            "application": HOME,
            "whatsapp_business_account": ACCOUNT_URL,
            "phone_number": NUMBER_URL,
        }
        await it.post(NUMBER, {"webhook_configuration": {"override_callback_uri": ""}})
        await happen(it)
        assert addresses.posts[2:] == [(ACCOUNT_URL, "messages")]
        await it.post(f"{WABA}/subscribed_apps", {})
        await happen(it)
        assert len(addresses.posts) == 3 and len(it.inbox.bodies) == 5


async def test_an_account_that_is_not_subscribed_is_told_nothing() -> None:
    async with world_with_addresses() as (it, addresses):
        assert (await it.call("DELETE", f"{WABA}/subscribed_apps")).status == 200
        assert json.loads((await it.get(f"{WABA}/subscribed_apps")).body) == {"data": []}
        await happen(it)
        assert it.inbox.bodies == [] and addresses.posts == []
        assert (await it.call("POST", f"{WABA}/subscribed_apps")).status == 200
        await happen(it)
        assert len(it.inbox.bodies) == 2


async def test_the_app_chooses_its_address_and_its_fields() -> None:
    async with world_with_addresses() as (it, addresses):
        wish = {"object": "whatsapp_business_account", "callback_url": ACCOUNT_URL, "verify_token": "ours"}
        assert (await it.post(APP, wish | {"fields": "messages,account_update"})).status == 200
        assert addresses.asked == [(ACCOUNT_URL, "ours")]
        await happen(it)
        assert addresses.posts == [(ACCOUNT_URL, "messages")] and it.inbox.bodies == []
        (row,) = json.loads((await it.get(APP)).body)["data"]
        assert [one["name"] for one in row["fields"]] == ["messages", "account_update"]
        assert (await it.call("DELETE", f"{APP}?fields=messages")).status == 200
        await happen(it)
        assert len(addresses.posts) == 1
        assert (await it.call("DELETE", APP)).status == 200
        (row,) = json.loads((await it.get(APP)).body)["data"]
        assert row["fields"] == []


@pytest.mark.parametrize(
    ("path", "wish", "code"),
    [
        (f"{WABA}/subscribed_apps", override(ACCOUNT_URL, "other"), 2200),
        (f"{WABA}/subscribed_apps", {"override_callback_uri": ACCOUNT_URL}, 100),
        (f"{WABA}/subscribed_apps", override("https://" + "x" * 193), 100),
        (f"{WABA}/subscribed_apps", override("ftp://a.example"), 100),
        (NUMBER, {"webhook_configuration": override(NUMBER_URL, "other")}, 2200),
        (NUMBER, {"webhook_configuration": {}}, 100),
        (NUMBER, {"webhook_configuration": "x"}, 100),
        (APP, {"object": "page"}, 100),
        (APP, {"object": "whatsapp_business_account", "callback_url": HOME, "fields": "messages"}, 100),
        (
            APP,
            {
                "object": "whatsapp_business_account",
                "callback_url": HOME,
                "verify_token": "ours",
                "fields": "gossip",
            },
            100,
        ),
    ],
)
async def test_an_address_that_does_not_prove_itself_changes_nothing(
    path: str, wish: Json, code: int
) -> None:
    async with world_with_addresses() as (it, addresses):
        answer = await it.post(path, wish)
        assert answer.status == 400 and json.loads(answer.body)["error"]["code"] == code
        await happen(it)
        assert len(it.inbox.bodies) == 2 and addresses.posts == []


async def test_without_an_outside_no_address_can_prove_itself() -> None:
    async with rig() as it:
        answer = await it.post(f"{WABA}/subscribed_apps", override(ACCOUNT_URL))
        assert json.loads(answer.body)["error"]["code"] == 2200
