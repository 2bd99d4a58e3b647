"""`main.py webhook` against the pretend Meta: led here, left where another program is, refused with Meta's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.errors import EnvironmentFailure
from app.terminal.webhook_command import led
from app.whatsapp.checking import NEEDED_FIELDS
from app.whatsapp.leading import FIELDS
from tests.unit.sandbox_rig import BUSINESS, Rig
from tests.unit.test_sandbox_account_webhooks import APP, WABA, override, world_with_addresses

PUBLIC = "https://hub.example.com"
SETTINGS = {
    "COMPTOIR_GRAPH_URL": "http://graph",
    "COMPTOIR_APP_ID": "880011223344",
    "COMPTOIR_APP_SECRET": "app-secret,the-next-one",
    "COMPTOIR_WABA_ID": BUSINESS.waba_id,
    "COMPTOIR_ACCESS_TOKEN": "any",
    "COMPTOIR_VERIFY_TOKEN": "ours",
    "COMPTOIR_PUBLIC_URL": f"{PUBLIC}/",
}


async def refused(it: Rig, settings: Mapping[str, str]) -> EnvironmentFailure:
    with pytest.raises(EnvironmentFailure) as caught:
        await led(settings, it.http)
    return caught.value


async def app_row(it: Rig) -> dict[str, Any]:
    (row,) = json.loads((await it.get(APP)).body)["data"]
    return dict(row)


async def free_the_app(it: Rig) -> None:
    """The app's address is a Comptoir's that stood elsewhere, for one field of its own."""
    wish = {
        "object": "whatsapp_business_account",
        "callback_url": "https://tunnel.example/webhooks/whatsapp",
        "verify_token": "ours",
        "fields": "messages,history",
    }
    assert (await it.post(APP, wish)).status == 200


async def test_webhooks_are_led_to_the_public_address_and_keep_what_they_told() -> None:
    async with world_with_addresses() as (it, addresses):
        await free_the_app(it)
        assert await led(SETTINGS, it.http) == f"{PUBLIC}/webhooks/whatsapp"
        assert addresses.asked[-1] == (f"{PUBLIC}/webhooks/whatsapp", "ours")


async def test_the_fields_of_before_stay_and_an_old_override_goes() -> None:
    async with world_with_addresses() as (it, _addresses):
        await free_the_app(it)
        await it.post(f"{WABA}/subscribed_apps", override("https://old.example/"))
        await led(SETTINGS, it.http)
        row = await app_row(it)
        assert row["callback_url"] == f"{PUBLIC}/webhooks/whatsapp"
        assert {one["name"] for one in row["fields"]} == {*FIELDS, "history"}
        (subscribed,) = json.loads((await it.get(f"{WABA}/subscribed_apps")).body)["data"]
        assert "override_callback_uri" not in subscribed


async def test_another_programs_address_is_left_alone() -> None:
    async with world_with_addresses() as (it, _addresses):
        failure = await refused(it, SETTINGS)
        assert (failure.code, failure.facts) == ("webhook_elsewhere", {"other": "hub.example"})
        assert (await app_row(it))["callback_url"] == "https://hub.example/"


async def test_a_handshake_that_fails_is_told_in_metas_words() -> None:
    async with world_with_addresses() as (it, _addresses):
        await free_the_app(it)
        failure = await refused(it, SETTINGS | {"COMPTOIR_VERIFY_TOKEN": "theirs"})
        assert failure.code == "webhook_refused" and "2200" in failure.facts["said"]


async def test_what_is_missing_is_named() -> None:
    async with world_with_addresses() as (it, _addresses):
        failure = await refused(it, SETTINGS | {"COMPTOIR_APP_ID": "", "COMPTOIR_WABA_ID": ""})
        assert failure.facts == {"names": "COMPTOIR_APP_ID, COMPTOIR_WABA_ID"}


def test_what_the_command_asks_for_is_all_that_the_doctor_wants() -> None:
    assert set(NEEDED_FIELDS) <= set(FIELDS)
