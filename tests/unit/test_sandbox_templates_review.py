"""What becomes of templates by themselves, and how it is told: review, pauses, quality, categories."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.sandbox_rig import BUSINESS, NOW, Rig, new_world, rig
from tests.unit.sandbox_templates import Json, body, buttons, create, reply

HOUR_S = 3600


def told(it: Rig, field: str) -> list[Json]:
    """Values of one field's webhooks, oldest first."""
    changes = [
        change for raw in it.inbox.bodies for entry in json.loads(raw)["entry"] for change in entry["changes"]
    ]
    return [change["value"] for change in changes if change["field"] == field]


def events(it: Rig) -> list[str]:
    return [value["event"] for value in told(it, "message_template_status_update")]


async def status_of(it: Rig, template_id: str) -> Any:
    return json.loads((await it.get(f"/v24.0/{template_id}?fields=status")).body)["status"]


async def test_a_template_is_approved_after_some_seconds_and_the_webhook_has_metas_shape() -> None:
    async with rig() as it:
        created = await create(it)
        await it.later(4.9)
        assert it.inbox.bodies == [] and await status_of(it, created["id"]) == "PENDING"
        await it.later(0.1)
        (raw,) = it.inbox.bodies
        assert json.loads(raw) == {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "id": BUSINESS.waba_id,
                    "time": int(NOW.timestamp()) + 5,
                    "changes": [
                        {
                            "field": "message_template_status_update",
                            "value": {
                                "event": "APPROVED",
                                "message_template_id": int(created["id"]),
                                "message_template_name": "parcel",
                                "message_template_language": "en_GB",
                                "reason": "NONE",
                                "message_template_category": "UTILITY",
                            },
                        }
                    ],
                }
            ],
        }


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("parcel_reject", "Your order is ready.", "INVALID_FORMAT"),
        ("reject_scam_parcel", "Your order is ready.", "SCAM"),
        ("parcel", "Your order is ready. #reject", "INVALID_FORMAT"),
        ("parcel", "Your order is ready. #reject_incorrect_category", "INCORRECT_CATEGORY"),
        ("parcel", "Your order is ready. #REJECT_PROMOTIONAL", "PROMOTIONAL"),
        ("parcel", "We cannot reject your order.", None),
    ],
)
async def test_agreed_words_are_refused(name: str, text: str, reason: str | None) -> None:
    async with rig() as it:
        created = await create(it, body(text, ()), name=name)
        await it.later(6)
        shown = json.loads((await it.get(f"/v24.0/{created['id']}?fields=status,rejected_reason")).body)
        assert shown["status"] == ("REJECTED" if reason else "APPROVED")
        assert shown["rejected_reason"] == (reason or "NONE")
        (value,) = told(it, "message_template_status_update")
        assert value["reason"] == (reason or "NONE")
        assert ("rejection_info" in value) == bool(reason)


@pytest.mark.parametrize(
    "parts",
    [
        [body("Our spring offer waits for you.", ())],
        [body("Moins 20 % sur les soins.", ())],
        [body("Your order is ready.", ()), buttons(reply("See our promo"))],
    ],
)
async def test_a_utility_template_with_an_offer_becomes_marketing(parts: list[Json]) -> None:
    async with rig() as it:
        created = await create(it, *parts)
        await it.later(6)
        (value,) = told(it, "template_category_update")
        assert (value["previous_category"], value["new_category"]) == ("UTILITY", "MARKETING")
        assert value["message_template_id"] == int(created["id"])
        (status,) = told(it, "message_template_status_update")
        assert (status["event"], status["message_template_category"]) == ("APPROVED", "MARKETING")
        shown = json.loads((await it.get(f"/v24.0/{created['id']}?fields=category,previous_category")).body)
        assert (shown["category"], shown["previous_category"]) == ("MARKETING", "UTILITY")


async def test_a_category_that_will_change_is_announced_a_day_before() -> None:
    async with rig() as it:
        await it.control("templates", name="order_ready", language="fr", correct_category="MARKETING")
        await it.later(24 * HOUR_S - 1)
        (notice,) = told(it, "template_category_update")
        assert (notice["correct_category"], notice["new_category"]) == ("MARKETING", "UTILITY")
        await it.later(1)
        assert told(it, "template_category_update")[1]["new_category"] == "MARKETING"


async def test_bad_quality_pauses_three_hours_then_six_then_for_good() -> None:
    async with rig() as it:
        created = await create(it)
        await it.later(6)
        pause = {"name": "parcel", "language": "en_GB", "status": "PAUSED"}
        for length_s, title in ((3 * HOUR_S, "FIRST_PAUSE"), (6 * HOUR_S, "SECOND_PAUSE")):
            await it.control("templates", **pause)
            answer = json.loads((await it.post(f"/v24.0/{created['id']}/unpause", {})).body)
            assert answer["success"] is False and answer["reason"]
            await it.later(length_s - 1)
            assert await status_of(it, created["id"]) == "PAUSED"
            assert told(it, "message_template_status_update")[-1]["other_info"]["title"] == title
            await it.later(1)
            assert await status_of(it, created["id"]) == "APPROVED"
            assert told(it, "message_template_status_update")[-1]["other_info"]["title"] == "UNPAUSE"
        await it.control("templates", **pause)
        await it.later(30 * HOUR_S)
        assert await status_of(it, created["id"]) == "DISABLED"
        last = told(it, "message_template_status_update")[-1]
        assert last["event"] == "DISABLED" and last["disable_info"]["disable_date"] == "November 26, 2026"


async def test_a_pause_by_pacing_ends_when_it_is_asked_to() -> None:
    async with rig() as it:
        created = await create(it)
        await it.later(6)
        unpause = f"/v24.0/{created['id']}/unpause"
        assert json.loads((await it.post(unpause, {})).body)["success"] is False
        await it.control("templates", name="parcel", language="en_GB", status="PAUSED", by_pacing=True)
        await it.later(48 * HOUR_S)
        assert await status_of(it, created["id"]) == "PAUSED"
        assert json.loads((await it.post(unpause, {})).body) == {"success": True}
        await it.later(0)
        assert events(it) == ["APPROVED", "PAUSED", "APPROVED"]


async def test_a_quality_score_is_told_with_the_one_before() -> None:
    async with rig() as it:
        await it.control("templates", name="order_ready", language="fr", quality="YELLOW")
        await it.later(0)
        (value,) = told(it, "message_template_quality_update")
        assert (value["previous_quality_score"], value["new_quality_score"]) == ("GREEN", "YELLOW")
        assert value["message_template_name"] == "order_ready"


async def test_other_states_are_told_as_they_are() -> None:
    async with rig() as it:
        for status in ("FLAGGED", "IN_APPEAL", "REINSTATED", "LOCKED"):
            await it.control("templates", name="order_ready", language="fr", status=status)
        await it.later(0)
        assert events(it) == ["FLAGGED", "IN_APPEAL", "REINSTATED", "LOCKED"]


@pytest.mark.parametrize(
    "wish",
    [
        {"name": "order_ready", "language": "xx", "status": "PAUSED"},
        {"name": "order_ready", "language": "fr", "status": "LOVED"},
        {"name": "order_ready", "language": "fr", "quality": "BLUE"},
        {"name": "order_ready", "language": "fr", "category": "OTHER"},
        {"language": "fr"},
    ],
)
async def test_a_wrong_wish_is_answered_with_a_sentence(wish: Json) -> None:
    async with rig() as it:
        answer = await it.post("/_sandbox/templates", wish)
        assert answer.status == 400 and json.loads(answer.body)["error"]


async def test_the_review_can_be_made_slower() -> None:
    async with rig() as it:
        await it.control("templates", review_s=3600)
        created = await create(it)
        await it.later(3599)
        assert await status_of(it, created["id"]) == "PENDING"
        await it.control("templates", name="parcel", language="en_GB", status="APPROVED")
        await it.later(60)
        assert events(it) == ["APPROVED"]


async def test_a_review_decides_about_the_text_it_has_seen() -> None:
    async with rig() as it:
        created = await create(it, body("Your order is ready. #reject", ()))
        await it.later(6)
        await it.post(f"/v24.0/{created['id']}", {"components": [body("Your order is ready.", ())]})
        await it.later(1)
        await it.control("templates", name="parcel", language="en_GB", status="REJECTED")
        await it.post(f"/v24.0/{created['id']}", {"components": [body("Your parcel is ready.", ())]})
        await it.later(4.5)  # the first edit's review would have been over
        assert await status_of(it, created["id"]) == "PENDING"
        await it.later(1)
        assert await status_of(it, created["id"]) == "APPROVED"
        assert told(it, "message_template_components_update") == []  # it had never been approved


async def test_a_deleted_template_is_not_reviewed_any_more() -> None:
    async with rig() as it:
        await create(it)
        await it.call("DELETE", f"/v24.0/{BUSINESS.waba_id}/message_templates?name=parcel")
        await it.later(60)
        assert events(it) == ["DELETED"]


async def test_a_pause_goes_on_over_a_restart() -> None:
    world = new_world()
    async with rig(world=world) as it:
        await it.control("templates", name="order_ready", language="fr", status="PAUSED")
        await it.later(2 * HOUR_S)
    paused = world.account.templates.get("order_ready", "fr")
    assert paused is not None and paused.paused_until is not None
    paused.paused_until -= 2 * HOUR_S  # the next rig's clock starts where the first one did
    async with rig(world=world, has_written=False) as it:
        await it.later(HOUR_S - 1)
        assert paused.status == "PAUSED"
        await it.later(1)
        assert paused.status == "APPROVED"
