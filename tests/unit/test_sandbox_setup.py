"""What goes wrong while a number is connected, as the pretend Meta plays it: tokens, rights, an unready app."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.sandbox_rig import BUSINESS, Rig, rig, text_body

WABA, NUMBER, APP = BUSINESS.waba_id, BUSINESS.phone_number_id, "880011223344"
MESSAGES = f"/v24.0/{NUMBER}/messages"


async def worth(it: Rig, token: str) -> dict[str, Any]:
    answer = await it.get(f"/v24.0/debug_token?input_token={token}", token=token)
    told: dict[str, Any] = json.loads(answer.body).get("data", {"status": answer.status})
    return told


async def health(it: Rig) -> dict[str, Any]:
    told = json.loads((await it.get(f"/v24.0/{WABA}?fields=health_status,primary_funding_id")).body)
    entities = {one["entity_type"]: one for one in told["health_status"]["entities"]}
    return entities | {"funding": told.get("primary_funding_id")}


async def test_the_start_of_a_token_says_what_it_is_worth() -> None:
    async with rig() as it:
        assert (await worth(it, "refused-x")) == {"status": 401}
        personal, lasting = await worth(it, "personal-x"), await worth(it, "any")
        assert (personal["type"], personal["expires_at"] - personal["issued_at"]) == ("USER", 7200)
        assert (lasting["type"], lasting["expires_at"]) == ("SYSTEM_USER", 0)
        assert "whatsapp_business_messaging" not in (await worth(it, "no-messaging-x"))["scopes"]
        assert (await worth(it, "other-app-x"))["app_id"] != APP
        assert await worth(it, "mute-x") == {"status": 400}
        assert await worth(it, f"{APP}|wrong") != {}


@pytest.mark.parametrize(
    ("token", "reads", "sends"),
    [
        ("any", 200, 200),
        ("no-messaging-x", 200, 403),
        ("no-management-x", 403, 200),
        ("no-account-x", 403, 403),
    ],
)
async def test_a_right_that_is_missing_is_missed(token: str, reads: int, sends: int) -> None:
    async with rig() as it:
        assert (await it.get(f"/v24.0/{WABA}/phone_numbers", token=token)).status == reads
        assert (await it.post(MESSAGES, text_body(), token=token)).status == sends


async def test_an_apps_own_token_must_be_right() -> None:
    async with rig(app_secret="secret") as it:
        assert (await it.get(f"/v24.0/{APP}?fields=id,name", token=f"{APP}|wrong")).status == 401
        shown = json.loads((await it.get(f"/v24.0/{APP}?fields=id,name", token=f"{APP}|secret")).body)
        assert shown == {"id": APP, "name": "Practice"}


async def test_an_app_in_development_brings_no_message_and_its_health_says_so() -> None:
    async with rig() as it:
        assert (await health(it))["APP"]["can_send_message"] == "AVAILABLE"
        await it.control("account", is_published=False)
        assert "development" in (await health(it))["APP"]["additional_info"][0]
        await it.control("inbound", person="ana", text="Hello")
        await it.later(1)
        assert it.inbox.bodies == []
        await it.control("account", is_published=True)
        await it.control("inbound", person="ana", text="Hello again")
        await it.later(1)
        assert it.inbox.texts() == ["Hello again"]


async def test_an_account_without_payment_says_so() -> None:
    async with rig() as it:
        assert (await health(it))["funding"]
        await it.control("account", has_payment=False)
        told = await health(it)
        assert (told["funding"], told["WABA"]["errors"][0]["error_code"]) == (None, 131042)


async def test_an_app_whose_address_is_set_by_hand_alone() -> None:
    async with rig() as it:
        await it.control("account", may_subscribe=False)
        body = {
            "object": "whatsapp_business_account",
            "callback_url": "https://x.example/",
            "verify_token": "t",
        }
        assert (await it.post(f"/v24.0/{APP}/subscriptions", body | {"fields": "messages"})).status == 403
