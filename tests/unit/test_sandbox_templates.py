"""The pretend Meta's template edges: list, read, create, edit, delete, archive, compare, and codes in bulk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.state import dump, load, save
from app.sandbox.templates_api import CREATIONS_PER_HOUR
from tests.unit.sandbox_rig import BUSINESS, Rig, rig
from tests.unit.sandbox_templates import TEMPLATES, Json, body, buttons, create, definition, otp, reply

DAY_S = 86400
WABA = BUSINESS.waba_id


async def read(it: Rig, path: str) -> Any:
    answer = await it.get(path)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


async def listed(it: Rig, query: str) -> list[Json]:
    found: list[Json] = (await read(it, f"{TEMPLATES}?{query}"))["data"]
    return found


async def refusal(it: Rig, method: str, path: str, what: Any = None) -> tuple[int, int | None]:
    answer = await it.call(method, path, what)
    error = json.loads(answer.body)["error"]
    return error["code"], error.get("error_subcode")


def status_events(it: Rig) -> list[str]:
    return [value["event"] for value in it.inbox.values() if "message_template_id" in value]


async def test_the_list_shows_what_meta_shows_and_goes_on_from_page_to_page() -> None:
    async with rig() as it:
        whole = await read(it, f"{TEMPLATES}?limit=100")
        assert "next" not in whole["paging"] and "previous" not in whole["paging"]
        first = whole["data"][0]
        assert set(first) == {
            "id",
            "name",
            "language",
            "status",
            "category",
            "components",
            "parameter_format",
        }
        seen: list[Json] = []
        path: str | None = f"{TEMPLATES}?limit=4&fields=name,language"
        while path:
            page = await read(it, path)
            seen += page["data"]
            assert len(page["data"]) <= 4 and set(page["data"][0]) == {"id", "name", "language"}
            path = page["paging"].get("next", "").removeprefix("http://graph") or None
        assert [one["id"] for one in seen] == [one["id"] for one in whole["data"]]
        back = await read(it, page["paging"]["previous"].removeprefix("http://graph"))
        assert back["data"] == seen[-4 - len(page["data"]) : -len(page["data"])]


async def test_pages_keep_their_place_when_a_template_goes() -> None:
    async with rig() as it:
        page = await read(it, f"{TEMPLATES}?limit=2")
        last = page["data"][-1]
        await it.call("DELETE", f"{TEMPLATES}?name={last['name']}&hsm_id={last['id']}")
        rest = await read(it, page["paging"]["next"].removeprefix("http://graph"))
        assert int(rest["data"][0]["id"]) == int(last["id"]) + 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name=order_ready&language=fr", {"order_ready"}),
        ("name=order", {"order_ready"}),
        ("status=PAUSED", {"flash_sale"}),
        ("status=paused,rejected", {"flash_sale", "price_list"}),
        ('status=["PAUSED"]', {"flash_sale"}),
        ("category=AUTHENTICATION", {"sign_in_code"}),
        ("quality_score=RED", {"flash_sale"}),
        ("content=devis", {"quote_document"}),
        ("name_or_content=DEVIS", {"quote_document"}),
        ("name_or_content=come_back", {"come_back"}),
        ("name=nothing", set()),
    ],
)
async def test_the_list_can_be_filtered(query: str, names: set[str]) -> None:
    async with rig() as it:
        assert {one["name"] for one in await listed(it, query)} == names


async def test_the_summary_counts() -> None:
    async with rig() as it:
        asked = "summary=total_count,message_template_count,message_template_limit&status=PAUSED"
        summary = (await read(it, f"{TEMPLATES}?{asked}"))["summary"]
        everything = len(it.sandbox.world.account.templates)
        assert summary == {
            "total_count": 1,
            "message_template_count": everything,
            "message_template_limit": 6000,
        }


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=many", "after=%21%21", "fields=nonsense", "fields=name,(", "fields=name)"]
)
async def test_a_wrong_question_is_refused(query: str) -> None:
    async with rig() as it:
        assert await refusal(it, "GET", f"{TEMPLATES}?{query}") == (100, None)


async def test_one_template_shows_every_documented_field() -> None:
    async with rig() as it:
        (paused,) = await listed(it, "name=flash_sale")
        fields = (
            "id,name,status,category,language,components,parameter_format,quality_score,rejected_reason,"
            "sub_category,previous_category,correct_category,message_send_ttl_seconds,"
            "cta_url_link_tracking_opted_out,library_template_name,health_status"
        )
        shown = await read(it, f"/v24.0/{paused['id']}?fields={fields}")
        assert shown["quality_score"]["score"] == "RED" and shown["rejected_reason"] == "NONE"
        assert shown["health_status"]["can_send_message"] == "BLOCKED"
        assert shown["health_status"]["entities"][0]["errors"][0]["error_code"] == 132015
        assert "sub_category" not in shown


async def test_an_unknown_template_is_refused() -> None:
    async with rig() as it:
        assert await refusal(it, "GET", "/v24.0/5559999999999") == (100, 33)
        assert await refusal(it, "POST", "/v24.0/5559999999999", {"components": []}) == (100, 33)


@pytest.mark.parametrize("kind", ["json", "form", "multipart"])
async def test_parameters_are_taken_from_json_forms_and_multipart(kind: str) -> None:
    async with rig() as it:
        parts = json.dumps([body()])
        plain = f"name=parcel&language=en_GB&category=UTILITY&components={parts}"
        fields = dict(pair.split("=", 1) for pair in plain.split("&"))
        form = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        bodies = {
            "json": (json.dumps(definition()), "application/json"),
            "form": (plain.replace(" ", "+"), "application/x-www-form-urlencoded"),
            "multipart": (f"{form}--b--\r\n", "multipart/form-data; boundary=b"),
        }
        raw, content_type = bodies[kind]
        answer = await it.post(TEMPLATES, raw.encode(), headers={"content-type": content_type})
        assert answer.status == 200, answer.body
        assert (await listed(it, "name=parcel"))[0]["components"] == [body()]


async def test_a_template_that_was_deleted_keeps_its_name_for_thirty_days() -> None:
    async with rig() as it:
        created = await create(it)
        await it.later(6)
        answer = await it.call("DELETE", f"{TEMPLATES}?hsm_id={created['id']}&name=parcel")
        assert json.loads(answer.body) == {"success": True}
        assert it.sandbox.world.account.templates.find(WABA, "parcel", "en_GB") is None
        assert await refusal(it, "POST", TEMPLATES, definition()) == (100, 2388023)
        await create(it, language="fr")
        await it.later(30 * DAY_S)
        await create(it)
        assert status_events(it)[:2] == ["APPROVED", "PENDING_DELETION"]


async def test_a_name_goes_with_all_its_languages() -> None:
    async with rig() as it:
        assert (await it.call("DELETE", f"{TEMPLATES}?name=come_back")).status == 200
        assert await listed(it, "name=come_back") == []
        assert await refusal(it, "DELETE", f"{TEMPLATES}?name=come_back") == (100, 2593002)
        assert await refusal(it, "DELETE", f"{TEMPLATES}?name=order_ready&hsm_id=1") == (100, 2593002)
        assert await refusal(it, "DELETE", TEMPLATES) == (100, None)


async def test_what_was_never_approved_may_come_again_at_once() -> None:
    async with rig() as it:
        created = await create(it)
        await it.call("DELETE", f"{TEMPLATES}?hsm_id={created['id']}&name=parcel")
        await create(it)
        await it.later(0)
        assert status_events(it) == ["DELETED"]


async def test_a_disabled_template_cannot_be_deleted_or_edited() -> None:
    async with rig() as it:
        created = await create(it)
        await it.control("templates", name="parcel", language="en_GB", status="DISABLED")
        assert await refusal(it, "DELETE", f"{TEMPLATES}?name=parcel") == (100, None)
        edit = {"components": [body()]}
        assert await refusal(it, "POST", f"/v24.0/{created['id']}", edit) == (100, 2388039)


async def test_an_edit_replaces_all_components_and_goes_to_review() -> None:
    async with rig() as it:
        created = await create(it, body(), buttons(reply()))
        path = f"/v24.0/{created['id']}"
        assert await refusal(it, "POST", path, {"components": [body()]}) == (100, 2388039)  # under review
        await it.later(6)
        answer = await it.post(path, {"components": [body("Hello {{1}}, parcel {{2}} is here.")]})
        assert json.loads(answer.body)["success"] is True
        shown = await read(it, path)
        assert shown["status"] == "PENDING" and [part["type"] for part in shown["components"]] == ["BODY"]
        await it.later(6)
        assert (await read(it, path))["status"] == "APPROVED"
        (told,) = [value for value in it.inbox.values() if "message_template_element" in value]
        assert told["message_template_element"] == "Hello {{1}}, parcel {{2}} is here."


@pytest.mark.parametrize(
    ("change", "subcode"),
    [
        ({}, None),
        ({"name": "other"}, None),
        ({"language": "fr"}, None),
        ({"category": "MARKETING"}, 2388039),
        ({"components": [body("{{1}} is ready now.", ("x",))]}, 2388299),
        ({"message_send_ttl_seconds": 5}, None),
    ],
)
async def test_an_edit_that_may_not_be_is_refused(change: Json, subcode: int | None) -> None:
    async with rig() as it:
        created = await create(it)
        await it.later(6)
        assert await refusal(it, "POST", f"/v24.0/{created['id']}", change) == (100, subcode)


async def test_an_approved_template_is_edited_once_a_day_and_ten_times_a_month() -> None:
    async with rig() as it:
        path = f"/v24.0/{(await create(it))['id']}"
        await it.later(6)
        edit = {"components": [body()]}
        for _ in range(10):
            assert (await it.post(path, edit)).status == 200
            await it.later(6)
            assert await refusal(it, "POST", path, edit) == (100, 2388039)
            await it.later(DAY_S)
        assert await refusal(it, "POST", path, edit) == (100, 2388039)
        await it.later(21 * DAY_S)
        assert (await it.post(path, edit)).status == 200


async def test_a_rejected_template_is_edited_as_often_as_wanted_and_may_change_category() -> None:
    async with rig() as it:
        (rejected,) = await listed(it, "name=price_list")
        path = f"/v24.0/{rejected['id']}"
        for _ in range(3):
            await it.control("templates", name="price_list", language="fr", status="REJECTED")
            edit = {"category": "MARKETING", "components": [body()]}
            assert (await it.post(path, edit)).status == 200
        await it.later(6)
        shown = await read(it, f"{path}?fields=status,category,rejected_reason")
        assert shown == {
            "id": rejected["id"],
            "status": "APPROVED",
            "category": "MARKETING",
            "rejected_reason": "NONE",
        }


async def test_how_long_delivery_is_tried_can_be_changed_without_review() -> None:
    async with rig() as it:
        path = f"/v24.0/{(await create(it))['id']}"
        await it.later(6)
        assert (await it.post(path, {"message_send_ttl_seconds": 60})).status == 200
        shown = await read(it, f"{path}?fields=status,message_send_ttl_seconds")
        assert (shown["status"], shown["message_send_ttl_seconds"]) == ("APPROVED", 60)


async def test_a_hundred_templates_are_created_in_an_hour() -> None:
    async with rig() as it:
        for number in range(CREATIONS_PER_HOUR):
            await create(it, name=f"parcel_{number}")
        assert await refusal(it, "POST", TEMPLATES, definition()) == (80007, None)
        await it.later(3600)
        await create(it)


async def test_an_account_that_is_not_verified_has_250_templates() -> None:
    async with rig() as it:
        await it.control("account", waba={"business_verification_status": "not_verified"})
        templates = it.sandbox.world.account.templates
        while len(templates) < 250:
            templates.add(f"filler_{len(templates)}", "fr", "UTILITY", [body()])
        assert await refusal(it, "POST", TEMPLATES, definition()) == (100, 2388019)


async def test_codes_come_in_several_languages_with_metas_own_words() -> None:
    async with rig() as it:
        parts: list[Json] = [
            {"type": "BODY", "add_security_recommendation": True},
            {"type": "FOOTER", "code_expiration_minutes": 10},
            buttons(otp()),
        ]
        wish = {
            "name": "code",
            "languages": ["fr", "en_GB"],
            "category": "AUTHENTICATION",
            "components": parts,
        }
        path = f"/v24.0/{WABA}/upsert_message_templates"
        made = json.loads((await it.post(path, wish)).body)["data"]
        assert [row["language"] for row in made] == ["fr", "en_GB"]
        french = await read(it, f"/v24.0/{made[0]['id']}")
        assert "code de vérification" in french["components"][0]["text"]
        assert french["components"][1]["text"] == "Ce code expire dans 10 minutes."
        assert french["components"][2]["buttons"][0]["text"] == "Copier le code"
        again = json.loads((await it.post(path, wish)).body)["data"]
        assert [row["id"] for row in again] == [row["id"] for row in made]
        assert await refusal(it, "POST", path, wish | {"category": "UTILITY"}) == (100, None)
        assert await refusal(it, "POST", path, wish | {"languages": []}) == (100, None)


async def test_templates_are_put_away_and_taken_back() -> None:
    async with rig() as it:
        ids = [one["id"] for one in await listed(it, "name=order_ready")]
        path = f"/{WABA}/message_templates"
        wish = {"hsm_ids": ",".join([*ids, "1"])}
        put = json.loads((await it.post(f"{path}/archive", wish)).body)
        assert put == {"archived_templates": ids, "failed_templates": {"1": "The template does not exist."}}
        assert {one["status"] for one in await listed(it, "name=order_ready")} == {"ARCHIVED"}
        back = json.loads((await it.post(f"/v25.0{path}/unarchive", wish)).body)
        assert back["unarchived_templates"] == ids
        await it.later(0)
        assert status_events(it) == ["ARCHIVED", "ARCHIVED", "UNARCHIVED", "UNARCHIVED"]


async def test_two_templates_are_compared_by_their_sends() -> None:
    async with rig() as it:
        first, second = [one["id"] for one in await listed(it, "name=order_ready")]
        span = "start=1780000000&end=1790000000"
        compared = await read(it, f"/v24.0/{first}/compare?template_ids=[{second}]&{span}")
        assert [one["metric"] for one in compared["data"]] == [
            "BLOCK_RATE",
            "MESSAGE_SENDS",
            "TOP_BLOCK_REASON",
        ]
        assert await refusal(it, "GET", f"/v24.0/{first}/compare?template_ids=[1]&{span}") == (100, None)
        assert await refusal(it, "GET", f"/v24.0/{first}/compare?template_ids=[{second}]") == (100, None)


async def test_templates_live_through_a_restart(tmp_path: Path) -> None:
    async with rig() as it:
        await create(it)
        await it.call("DELETE", f"{TEMPLATES}?name=come_back")
        save(tmp_path / "state.json", dump(it.sandbox.world, []))
    world, _ = load(tmp_path / "state.json")
    async with rig(world=world, has_written=False) as it:
        assert await listed(it, "name=come_back") == []
        (parcel,) = await listed(it, "name=parcel")
        assert parcel["status"] == "PENDING"
        await it.later(6)
        assert (await listed(it, "name=parcel"))[0]["status"] == "APPROVED"
        assert await refusal(it, "POST", TEMPLATES, definition(name="come_back", language="fr")) == (
            100,
            2388023,
        )
        assert int((await create(it, name="next"))["id"]) > int(parcel["id"])
