"""The pretend Meta's account and number: fields, health, profile, registration, names, limits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sandbox.fields import parse_fields
from app.sandbox.number_shown import formatted
from tests.unit.sandbox_rig import BUSINESS, Rig, new_world, rig

WABA, NUMBER = f"/v24.0/{BUSINESS.waba_id}", f"/v24.0/{BUSINESS.phone_number_id}"
APP_ID, HOUR_S = "880011223344", 3600.0
Json = dict[str, Any]

NUMBER_FIELDS = (
    "id,display_phone_number,verified_name,new_display_name,name_status,new_name_status,quality_rating,"
    "quality_score,code_verification_status,status,platform_type,throughput,is_official_business_account,"
    "is_on_biz_app,is_pin_enabled,account_mode,host_platform,last_onboarded_time,certificate,"
    "webhook_configuration,health_status,whatsapp_business_manager_messaging_limit,username,"
    "conversational_automation,search_visibility"
)
WABA_FIELDS = (
    "id,name,currency,timezone_id,message_template_namespace,account_review_status,"
    "business_verification_status,ownership_type,country,health_status,owner_business_info,"
    "on_behalf_of_business_info,primary_funding_id,is_enabled_for_insights"
)


async def read(it: Rig, path: str) -> Any:
    answer = await it.get(path)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


async def codes(it: Rig, method: str, path: str, what: Any = None) -> tuple[int, int | None]:
    error = json.loads((await it.call(method, path, what)).body)["error"]
    return error["code"], error.get("error_subcode")


async def test_the_number_shows_every_documented_field_that_it_has() -> None:
    async with rig(webhook_url="https://hub.example/hook") as it:
        shown = await read(it, f"{NUMBER}?fields={NUMBER_FIELDS}")
        assert shown["display_phone_number"] == "+33 6 39 98 10 20" and shown["status"] == "CONNECTED"
        assert shown["whatsapp_business_manager_messaging_limit"] == "TIER_2K"
        assert shown["webhook_configuration"] == {"application": "https://hub.example/hook"}
        assert shown["health_status"]["can_send_message"] == "AVAILABLE"
        kinds = [one["entity_type"] for one in shown["health_status"]["entities"]]
        assert kinds == ["PHONE_NUMBER", "WABA", "BUSINESS", "APP"]
        assert (await read(it, f"{WABA}/phone_numbers?fields={NUMBER_FIELDS}"))["data"] == [shown]
        page = await read(it, f"{WABA}/phone_numbers")
        assert page["data"][0]["id"] == BUSINESS.phone_number_id and "next" not in page["paging"]


async def test_the_account_shows_its_fields() -> None:
    async with rig() as it:
        shown = await read(it, f"{WABA}?fields={WABA_FIELDS}")
        assert shown["name"] == BUSINESS.name and shown["account_review_status"] == "APPROVED"
        assert shown["health_status"]["can_send_message"] == "AVAILABLE"
        assert set(await read(it, WABA)) == {"id", "name", "timezone_id", "message_template_namespace"}
        nested = await read(it, f"{WABA}?fields=phone_numbers{{display_phone_number,status}}")
        assert nested["phone_numbers"]["data"] == [
            {
                "display_phone_number": "+33 6 39 98 10 20",
                "status": "CONNECTED",
                "id": BUSINESS.phone_number_id,
            }
        ]
        owner = (await read(it, f"{WABA}?fields=owner_business_info"))["owner_business_info"]
        owned = await read(it, f"/v24.0/{owner['id']}/owned_whatsapp_business_accounts")
        assert [one["id"] for one in owned["data"]] == [BUSINESS.waba_id]
        assert (await read(it, f"/v24.0/{owner['id']}/client_whatsapp_business_accounts"))["data"] == []


@pytest.mark.parametrize(
    ("method", "path", "code", "subcode"),
    [
        ("GET", f"{NUMBER}?fields=nonsense", 100, None),
        ("GET", f"{NUMBER}/nonsense", 100, None),
        ("GET", f"{WABA}/nonsense", 100, None),
        ("POST", f"{WABA}/nonsense", 100, 33),
        ("DELETE", f"{NUMBER}/settings", 100, 33),
        ("GET", "/v24.0/204800000000099", 100, 33),
        ("GET", "/v24.0/204800000000099/phone_numbers", 100, 33),
        ("GET", f"/v19.0/{BUSINESS.waba_id}", 2500, None),
        ("GET", f"/{BUSINESS.waba_id}/phone_numbers", 2500, None),
        ("POST", WABA, 100, None),
        ("POST", NUMBER, 100, None),
    ],
)
async def test_what_is_not_there_is_refused_as_graph_does(
    method: str, path: str, code: int, subcode: int | None
) -> None:
    async with rig() as it:
        assert await codes(it, method, path) == (code, subcode)


@pytest.mark.parametrize(
    "path", [WABA, NUMBER, f"{WABA}/message_templates", f"/v24.0/{APP_ID}/subscriptions"]
)
async def test_management_edges_want_the_token_too(path: str) -> None:
    async with rig(access_token="given", app_secret="secret") as it:
        for token in ("", "other", f"{APP_ID}|other"):
            answer = await it.get(path, token=token)
            assert answer.status == 401 and json.loads(answer.body)["error"]["code"] == 190
        assert (await it.get(path, token="given")).status == 200
        assert (await it.get(path, token=f"{APP_ID}|secret")).status == 200
        assert (await it.get(f"{path}?access_token=given", token="")).status == 200


async def test_management_calls_are_counted_and_can_be_refused() -> None:
    async with rig() as it:
        for _ in range(50):
            last = await it.get(f"{WABA}/phone_numbers")
        usage = json.loads(last.headers["x-business-use-case-usage"])[BUSINESS.waba_id][0]
        assert usage["call_count"] == 1 and usage["type"] == "whatsapp_business_management"
        await it.arm("refuse_management")
        assert await codes(it, "GET", WABA) == (80007, None)
        await it.arm("refuse_management", code=190)
        assert await codes(it, "GET", WABA) == (190, None)
        assert (await it.get(WABA)).status == 200


async def test_a_token_is_told_what_it_is_worth() -> None:
    async with rig(access_token="given", app_secret="secret") as it:
        good = (await it.get("/v24.0/debug_token?input_token=given", token="given")).body
        data = json.loads(good)["data"]
        assert data["is_valid"] is True and data["expires_at"] == 0 and data["app_id"] == APP_ID
        targets = {one["scope"]: one["target_ids"] for one in data["granular_scopes"]}
        assert targets["whatsapp_business_management"] == [BUSINESS.waba_id]
        assert set(data["scopes"]) == set(targets)
        bad = (await it.get("/v24.0/debug_token?input_token=old", token=f"{APP_ID}|secret")).body
        assert json.loads(bad)["data"]["is_valid"] is False and "error" in json.loads(bad)["data"]
        app = (await it.get(f"/v24.0/debug_token?input_token={APP_ID}%7Csecret", token="given")).body
        assert json.loads(app)["data"]["type"] == "APP"
        assert (await it.get("/v24.0/debug_token", token="given")).status == 400


async def test_the_apps_own_token_is_given_for_its_secret() -> None:
    async with rig(access_token="given", app_secret="secret") as it:
        ask = f"/v24.0/oauth/access_token?grant_type=client_credentials&client_id={APP_ID}&client_secret="
        given = json.loads((await it.get(f"{ask}secret", token="")).body)
        assert given == {"access_token": f"{APP_ID}|secret", "token_type": "bearer"}
        assert (await it.get(f"{ask}other", token="")).status == 400
        assert (await it.get("/v24.0/oauth/access_token?code=x", token="")).status == 400


@pytest.mark.parametrize(
    ("change", "is_good"),
    [
        ({"about": "x" * 139}, True),
        ({"about": "x" * 140}, False),
        ({"about": ""}, False),
        ({"address": "x" * 257}, False),
        ({"description": "x" * 512, "email": "hello@salon.example"}, True),
        ({"description": "x" * 513}, False),
        ({"email": "x" * 129}, False),
        ({"email": "hello"}, False),
        ({"websites": ["https://a.example", "http://b.example"]}, True),
        ({"websites": ["https://a.example"] * 3}, False),
        ({"websites": ["a.example"]}, False),
        ({"websites": ["https://a.example/" + "x" * 256]}, False),
        ({"vertical": "BEAUTY"}, True),
        ({"vertical": "SALON"}, False),
        ({"profile_picture_handle": "4::practice-image"}, True),
        ({"profile_picture_handle": "4::practice-document"}, False),
        ({"profile_picture_handle": "4::other"}, False),
        ({"about": 7}, True),
        ({"about": ["x"]}, False),
        ({"messaging_product": "telegram"}, False),
    ],
)
async def test_a_profile_keeps_to_its_limits(change: Json, is_good: bool) -> None:
    async with rig() as it:
        path = f"{NUMBER}/whatsapp_business_profile"
        answer = await it.post(path, {"messaging_product": "whatsapp"} | change)
        assert answer.status == (200 if is_good else 400), answer.body
        if not is_good:
            assert json.loads(answer.body)["error"]["code"] == 100


async def test_a_profile_shows_what_was_set_and_what_was_asked_for() -> None:
    async with rig() as it:
        path = f"{NUMBER}/whatsapp_business_profile"
        (first,) = (await read(it, path))["data"]
        assert first == {"messaging_product": "whatsapp", "vertical": "OTHER"}
        change = {"about": "Coiffure", "address": "3 rue des Lilas", "websites": ["https://a.example"]}
        await it.post(path, {"messaging_product": "whatsapp"} | change)
        await it.post(path, {"messaging_product": "whatsapp", "address": ""})
        (shown,) = (await read(it, f"{path}?fields=about,address,websites"))["data"]
        assert shown == {"about": "Coiffure", "websites": ["https://a.example"]}
        assert await codes(it, "GET", f"{path}?fields=mood") == (100, None)


async def register(it: Rig, pin: str) -> int | None:
    answer = await it.post(f"{NUMBER}/register", {"messaging_product": "whatsapp", "pin": pin})
    return None if answer.status == 200 else int(json.loads(answer.body)["error"]["code"])


async def test_a_number_that_is_deregistered_sends_nothing_until_it_registers_with_its_pin() -> None:
    async with rig() as it:
        assert (await it.post(NUMBER, {"pin": "482910"})).status == 200
        assert (await it.post(f"{NUMBER}/deregister", {})).status == 200
        assert await codes(it, "POST", f"{NUMBER}/deregister") == (133010, None)
        refused = await it.send()
        assert json.loads(refused.body)["error"]["code"] == 133010
        health = (await read(it, f"{NUMBER}?fields=status,health_status"))["health_status"]
        assert health["can_send_message"] == "BLOCKED"
        assert [await register(it, pin) for pin in ("12345", "000000", "482910")] == [100, 133005, None]
        assert (await it.send()).status == 200


async def test_pins_are_guessed_five_times_and_registrations_made_ten_times() -> None:
    async with rig() as it:
        await it.post(NUMBER, {"pin": "482910"})
        guesses = [await register(it, "000000") for _ in range(6)]
        assert guesses == [133005] * 5 + [133008] and await register(it, "482910") == 133008
        await it.later(HOUR_S)
        assert [await register(it, "482910") for _ in range(11)] == [None] * 10 + [133016]
        await it.later(72 * HOUR_S)
        assert await register(it, "482910") is None


async def test_a_number_is_verified_by_the_code_that_was_sent() -> None:
    async with rig() as it:
        assert await codes(it, "POST", f"{NUMBER}/verify_code", {"code": "123456"}) == (100, None)
        wrong = {"code_method": "PIGEON", "language": "en_US"}
        assert await codes(it, "POST", f"{NUMBER}/request_code", wrong) == (100, None)
        assert (await it.call("POST", f"{NUMBER}/request_code?code_method=SMS&language=en_US")).status == 200
        assert await register(it, "482910") == 133006
        code = (json.loads((await it.get("/_sandbox/account")).body))["verification_code"]
        other = "000000" if code != "000000" else "000001"
        assert await codes(it, "POST", f"{NUMBER}/verify_code", {"code": other}) == (100, None)
        assert (await it.post(f"{NUMBER}/verify_code", {"code": code})).status == 200
        assert await register(it, "482910") is None


@pytest.mark.parametrize(("name", "decision"), [("Camille & Co", "APPROVED"), ("Reject me", "REJECTED")])
async def test_a_new_display_name_is_reviewed(name: str, decision: str) -> None:
    async with rig() as it:
        assert (await it.post(NUMBER, {"new_display_name": name})).status == 200
        pending = await read(it, f"{NUMBER}?fields=new_name_status,verified_name")
        assert (pending["new_name_status"], pending["verified_name"]) == ("PENDING_REVIEW", BUSINESS.name)
        await it.later(6)
        (value,) = it.inbox.values()
        assert (value["decision"], value["requested_verified_name"]) == (decision, name)
        shown = (await read(it, f"{NUMBER}?fields=verified_name"))["verified_name"]
        assert shown == (name if decision == "APPROVED" else BUSINESS.name)


async def test_settings_are_kept_beside_each_other() -> None:
    async with rig() as it:
        path = f"{NUMBER}/settings"
        assert await read(it, path) == {"storage_configuration": {"status": "DEFAULT"}}
        check = {"user_identity_change": {"enable_identity_key_check": True}}
        assert (await it.post(path, check)).status == 200
        assert (await it.post(path, {"calling": {"status": "DISABLED"}})).status == 200
        assert await read(it, f"{path}?fields=calling,user_identity_change") == check | {
            "calling": {"status": "DISABLED"}
        }
        for wrong in ({}, {"calling": "on"}, {"calling": {"status": "ON"}}):
            assert await codes(it, "POST", path, wrong) == (100, None)


async def test_the_catalogue_and_the_greetings_are_kept() -> None:
    async with rig() as it:
        path = f"{NUMBER}/whatsapp_commerce_settings"
        assert (await it.call("POST", f"{path}?is_catalog_visible=true&is_cart_enabled=false")).status == 200
        (shown,) = (await read(it, path))["data"]
        assert (shown["is_catalog_visible"], shown["is_cart_enabled"]) == (True, False) and shown["id"]
        automation = {"prompts": ["Book a table"], "enable_welcome_message": False}
        automation |= {"commands": [{"command_name": "hours", "command_description": "Opening hours"}]}
        assert (await it.post(f"{NUMBER}/conversational_automation", automation)).status == 200
        shown = await read(it, f"{NUMBER}?fields=conversational_automation")
        assert shown["conversational_automation"] == automation


@pytest.mark.parametrize(
    "wrong",
    [
        {"prompts": ["a"] * 5},
        {"prompts": ["x" * 81]},
        {"prompts": "Book"},
        {"commands": [{"command_name": "x" * 33, "command_description": "d"}]},
        {"commands": [{"command_name": "a", "command_description": "x" * 257}]},
        {"commands": [{"command_name": "a", "command_description": "d"}] * 31},
        {"enable_welcome_message": "perhaps"},
    ],
)
async def test_greetings_keep_to_their_limits(wrong: Json) -> None:
    async with rig() as it:
        assert await codes(it, "POST", f"{NUMBER}/conversational_automation", wrong) == (100, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("salon.camille", None),
        ("Salon_Camille", None),
        ("ab", 100),
        ("x" * 36, 100),
        ("12345", 100),
        (".camille", 100),
        ("camille.", 100),
        ("salon..camille", 100),
        ("www.camille", 100),
        ("camille.com", 100),
        ("meta", 147001),
        ("ana.field", 147001),
    ],
)
async def test_a_username_keeps_to_its_rules(name: str, code: int | None) -> None:
    async with rig(world=new_world(username="ana.field")) as it:
        answer = await it.post(f"{NUMBER}/username", {"username": name})
        if code is not None:
            assert json.loads(answer.body)["error"]["code"] == code
            return
        assert json.loads(answer.body) == {"status": "approved"}
        shown = {"username": name.lower(), "status": "approved"}
        assert await read(it, f"{NUMBER}/username") == shown
        assert (await read(it, f"{NUMBER}?fields=username"))["username"] == name.lower()
        assert (await it.call("DELETE", f"{NUMBER}/username")).status == 200
        assert await read(it, f"{NUMBER}/username") == {}
        await it.later(0)
        assert [value["status"] for value in it.inbox.values()] == ["approved", "deleted"]


async def test_usernames_are_suggested() -> None:
    async with rig() as it:
        (row,) = (await read(it, f"{NUMBER}/username_suggestions"))["data"]
        assert row["username_suggestions"] == ["saloncamille", "salon.camille", "salon_camille"]


async def test_a_changed_pin_is_told() -> None:
    async with rig() as it:
        assert await codes(it, "POST", NUMBER, {"pin": "12"}) == (100, None)
        await it.post(NUMBER, {"pin": "482910"})
        await it.later(0)
        assert it.inbox.values() == [{"display_phone_number": BUSINESS.phone, "event": "PIN_CHANGED"}]
        assert (await read(it, f"{NUMBER}?fields=is_pin_enabled"))["is_pin_enabled"] is True


async def test_a_test_can_change_what_meta_decides_and_tell_anything() -> None:
    async with rig() as it:
        limit = {"whatsapp_business_manager_messaging_limit": "TIER_10K", "quality_rating": "RED"}
        await it.control("account", number=limit)
        await it.control("value", field="account_update", value={"event": "ACCOUNT_DELETED"})
        await it.later(0)
        assert [value.get("event") for value in it.inbox.values()] == ["ONBOARDING", None, "ACCOUNT_DELETED"]
        health = (await read(it, f"{NUMBER}?fields=health_status"))["health_status"]
        assert health["can_send_message"] == "LIMITED"
        await it.control(
            "account", number={"status": "RESTRICTED"}, waba={"account_review_status": "PENDING"}
        )
        health = (await read(it, f"{NUMBER}?fields=health_status"))["health_status"]
        assert [one["can_send_message"] for one in health["entities"]][:2] == ["BLOCKED", "BLOCKED"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("id", ["id"]),
        ("id, name", ["id", "name"]),
        ("a.start(1).end(2),b{c,d{e}},f", ["a", "b", "f"]),
        ('a.list(["x","y"])', ["a"]),
    ],
)
def test_fields_are_read_with_their_parameters(text: str, names: list[str]) -> None:
    assert list(parse_fields(text)) == names


def test_the_parameters_of_a_field_are_kept() -> None:
    field = parse_fields('a.start(1).dims(["X","Y"]){b,c}')["a"]
    assert field.args == {"start": "1", "dims": '["X","Y"]'} and field.sub == "b,c"


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("33639981020", "+33 6 39 98 10 20"),
        ("493023125001", "+49 30 23 12 50 01"),
        ("15551234567", "+1 55 51 23 45 67"),
    ],
)
def test_a_number_is_shown_in_groups(digits: str, shown: str) -> None:
    assert formatted(digits) == shown
