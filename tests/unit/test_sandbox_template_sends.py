"""Messages made of templates: every variable filled as the definition wants, or refused with Meta's code."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.unit.sandbox_rig import BUSINESS, rig, text_body

ORDER_READY: dict[str, Any] = {
    "id": "5550000000001",
    "name": "order_ready",
    "language": "en_GB",
    "status": "APPROVED",
    "category": "UTILITY",
    "parameter_format": "NAMED",
    "components": [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW1hZ2Uv"]}},
        {"type": "BODY", "text": "Hi {{first_name}}, your order is ready."},
        {"type": "FOOTER", "text": "Field Teas"},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Confirm"},
                {"type": "URL", "text": "Track", "url": "https://example.com/t/{{1}}"},
            ],
        },
    ],
}

IMAGE = {"type": "image", "image": {"link": "https://example.com/a.jpg"}}
LINK = {"link": "https://example.com/a.jpg"}


def text(value: str, name: str | None = None) -> dict[str, Any]:
    return {"type": "text", "text": value} | ({"parameter_name": name} if name else {})


def part(kind: str, *parameters: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "parameters": list(parameters)} | more


def fill(sub_type: str, index: int | str, parameter: Any) -> dict[str, Any]:
    return part("button", parameter, sub_type=sub_type, index=index)


def body(value: str) -> dict[str, Any]:
    return {"type": "BODY", "text": value}


def buttons(*given: dict[str, Any]) -> dict[str, Any]:
    return {"type": "BUTTONS", "buttons": list(given)}


CARD = [
    {"type": "HEADER", "format": "IMAGE"},
    body("Only {{1}}"),
    buttons({"type": "QUICK_REPLY", "text": "This"}),
]
DEFINITIONS: dict[str, list[dict[str, Any]]] = {
    "plain": [body("See you soon")],
    "two": [body("Hi {{1}}, order {{2}}, {{1}}!")],
    "title": [{"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"}, body("Ready")],
    "place": [{"type": "HEADER", "format": "LOCATION"}, body("Here")],
    "paper": [{"type": "HEADER", "format": "DOCUMENT"}, body("Your bill")],
    "coupon": [body("Save"), buttons({"type": "COPY_CODE", "example": "SPRING15"})],
    "link": [body("Look"), buttons({"type": "URL", "text": "Open", "url": "https://example.com/"})],
    "flow": [body("Book"), buttons({"type": "FLOW", "text": "Book", "flow_id": "1"})],
    "catalog": [body("All"), buttons({"type": "CATALOG", "text": "Look"})],
    "products": [body("Some"), buttons({"type": "MPM", "text": "Look"})],
    "offer": [
        body("Now"),
        {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Sale", "has_expiration": True}},
    ],
    "cards": [body("Choose"), {"type": "CAROUSEL", "cards": [{"components": CARD}] * 2}],
    "code": [
        {"type": "BODY", "add_security_recommendation": True},
        buttons({"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy"}),
    ],
    "number": [body("Share?"), buttons({"type": "REQUEST_CONTACT_INFO"})],
}
CATEGORIES = {"coupon": "MARKETING", "offer": "MARKETING", "cards": "MARKETING", "code": "AUTHENTICATION"}
STATUSES = {"paused": "PAUSED", "disabled": "DISABLED", "pending": "PENDING", "rejected": "REJECTED"}


class Shelf:
    """The templates above, and the documented example."""

    def find(self, waba_id: str, name: str, language: str) -> dict[str, Any] | None:
        assert waba_id == BUSINESS.waba_id
        if language != "en_GB":
            return None
        if name == "order_ready":
            return copy.deepcopy(ORDER_READY)
        components = DEFINITIONS.get("plain" if name in STATUSES else name)
        if components is None:
            return None
        status, category = STATUSES.get(name, "APPROVED"), CATEGORIES.get(name, "UTILITY")
        return {"name": name, "status": status, "category": category, "components": components}


def card(index: int) -> dict[str, Any]:
    return {
        "card_index": index,
        "components": [
            part("header", IMAGE),
            part("body", text("5 €")),
            fill("quick_reply", 0, {"type": "payload", "payload": f"P{index}"}),
        ],
    }


PRODUCTS = {"sections": [{"title": "Care", "product_items": [{"product_retailer_id": "SKU-7"}]}]}
GOOD: dict[str, list[dict[str, Any]] | None] = {
    "plain": None,
    "two": [part("body", text("Ana"), text("8841"))],
    "title": [part("header", text("8841"))],
    "place": [part("header", {"type": "location", "location": {"latitude": 51.4, "longitude": -2.4}})],
    "paper": [part("header", {"type": "document", "document": LINK | {"filename": "bill.pdf"}})],
    "coupon": [fill("copy_code", 0, {"type": "coupon_code", "coupon_code": "SPRING15"})],
    "link": None,
    "flow": [fill("flow", "0", {"type": "action", "action": {"flow_token": "t"}})],
    "catalog": [fill("catalog", 0, {"type": "action", "action": {"thumbnail_product_retailer_id": "SKU-7"}})],
    "products": [fill("mpm", 0, {"type": "action", "action": PRODUCTS})],
    "offer": [
        part(
            "limited_time_offer",
            {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1_790_000_000_000}},
        )
    ],
    "cards": [{"type": "carousel", "cards": [card(0), card(1)]}],
    "code": [part("body", text("123456")), fill("url", 0, text("123456"))],
    "order_ready": [
        part("header", IMAGE),
        part("body", text("Ana", "first_name")),
        fill("quick_reply", "0", {"type": "payload", "payload": "CONFIRM_8841"}),
        fill("url", "1", text("8841")),
    ],
}


def template(name: str, components: Any, language: str = "en_GB", **more: Any) -> dict[str, Any]:
    given = {"name": name, "language": {"code": language}} | (
        {"components": components} if components else {}
    )
    return text_body(text=None, type="template", template=given, **more)


@pytest.mark.parametrize("name", GOOD)
async def test_a_well_filled_template_is_accepted_also_outside_the_window(name: str) -> None:
    async with rig(templates=Shelf(), has_written=False) as it:
        answer = await it.send(**template(name, GOOD[name]))
        message = json.loads(answer.body)["messages"][0]
        assert answer.status == 200 and message["message_status"] == "accepted"
        await it.later(60)
        assert it.inbox.ticks()[0] == "sent" and "failed" not in it.inbox.ticks()
        sent = it.inbox.elements("statuses")[0]
        category = CATEGORIES.get(name, "UTILITY").lower()
        price = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": category}
        assert sent["pricing"] == price


@pytest.mark.parametrize(
    ("name", "components", "code"),
    [
        ("unknown", None, 132001),
        ("pending", None, 132001),
        ("rejected", None, 132001),
        ("paused", None, 132015),
        ("disabled", None, 132016),
        ("plain", [part("body", text("too much"))], 132000),
        ("plain", [part("header", text("too much"))], 132000),
        ("plain", [{"type": "telegram"}], 132018),
        ("plain", [part("body"), part("body")], 132018),
        ("plain", [fill("quick_reply", 0, {"type": "payload", "payload": "x"})], 132018),
        ("plain", [{"type": "carousel", "cards": []}], 132018),
        ("two", None, 132000),
        ("two", [part("body", text("Ana"))], 132000),
        ("two", [part("body", text("Ana", "first_name"), text("8841", "number"))], 132012),
        ("two", [part("body", text("Ana"), text("8841", "number"))], 132012),
        ("two", [part("body", text("Ana"), IMAGE)], 132012),
        ("two", [part("body", text("Ana"), text(""))], 131008),
        ("two", [part("body", text("Ana"), text("a\nb"))], 132018),
        ("two", [part("body", text("Ana"), text("a\tb"))], 132018),
        ("two", [part("body", text("Ana"), text("a     b"))], 132018),
        ("two", [part("body", text("Ana"), text("x" * 1100))], 132005),
        ("title", None, 132000),
        ("title", [part("header", text("x" * 80))], 132005),
        ("place", None, 132012),
        ("place", [part("header", text("here"))], 132012),
        ("paper", [part("header", IMAGE)], 132012),
        ("paper", [part("header", {"type": "document", "document": {}})], 100),
        ("coupon", None, 131008),
        ("coupon", [fill("copy_code", 0, {"type": "coupon_code", "coupon_code": "x" * 16})], 131009),
        ("coupon", [fill("url", 0, text("x"))], 132018),
        ("link", [fill("url", 0, text("x"))], 132000),
        ("products", None, 131008),
        ("products", [fill("mpm", 0, {"type": "action", "action": {}})], 131008),
        ("offer", None, 132012),
        ("cards", None, 132012),
        ("cards", [{"type": "carousel", "cards": [card(0)]}], 132012),
        ("cards", [{"type": "carousel", "cards": [card(0), card(0)]}], 131009),
        ("cards", [{"type": "carousel", "cards": [card(0), card(1) | {"components": []}]}], 132012),
        ("code", [part("body", text("123456"))], 131008),
        ("code", [part("body", text("x" * 16)), fill("url", 0, text("x" * 16))], 131009),
        ("order_ready", None, 132012),
        ("order_ready", [part("header", IMAGE), part("body", text("Ana"))], 132012),
        ("order_ready", [part("header", IMAGE), part("body", text("Ana", "name"))], 132012),
        ("order_ready", [part("header", IMAGE), part("body", text("Ana", "first_name"))], 131008),
        ("order_ready", [*(GOOD["order_ready"] or ())[:3], fill("url", "0", text("8841"))], 132018),
        ("order_ready", [*(GOOD["order_ready"] or ())[:2], fill("quick_reply", "9", text("x"))], 132018),
        ("order_ready", [*(GOOD["order_ready"] or ())[:2], fill("quick_reply", "0", text("x"))], 100),
    ],
)
async def test_a_badly_filled_template_is_refused(name: str, components: Any, code: int) -> None:
    async with rig(templates=Shelf()) as it:
        answer = await it.send(**template(name, components))
        error = json.loads(answer.body).get("error", {})
        assert error.get("code") == code, answer.body
        assert answer.status == (404 if code == 132001 else 400) and await it.accepted() == []


@pytest.mark.parametrize(
    "given", [{"name": "plain"}, {"language": {"code": "en_GB"}}, {"name": "plain", "language": {}}]
)
async def test_a_template_without_name_or_language_is_refused(given: dict[str, Any]) -> None:
    async with rig(templates=Shelf()) as it:
        answer = await it.send(text=None, type="template", template=given)
        assert json.loads(answer.body)["error"]["code"] == 131008


async def test_a_language_must_be_exactly_the_templates() -> None:
    async with rig(templates=Shelf()) as it:
        answer = await it.send(**template("plain", None, language="en"))
        assert json.loads(answer.body)["error"]["code"] == 132001


async def test_the_text_that_the_reader_sees_is_noted() -> None:
    async with rig(templates=Shelf()) as it:
        await it.send(**template("two", GOOD["two"]))
        await it.send(**template("code", GOOD["code"]))
        shown = [entry["text"] for entry in await it.accepted()]
    assert shown == ["Hi Ana, order 8841, Ana!", "*123456* is your verification code."]


async def test_a_one_time_code_needs_a_phone_number() -> None:
    async with rig(templates=Shelf()) as it:
        by_user_id = {"to": None, "recipient": it.ana.user_id}
        answer = await it.send(**template("code", GOOD["code"]) | by_user_id)
        assert json.loads(answer.body)["error"]["code"] == 131062


async def test_legacy_parameters_show_their_fallback() -> None:
    money = {
        "type": "currency",
        "currency": {"fallback_value": "£12.50", "code": "GBP", "amount_1000": 12500},
    }
    date = {"type": "date_time", "date_time": {"fallback_value": "1 March"}}
    async with rig(templates=Shelf()) as it:
        await it.send(**template("two", [part("body", money, date)]))
        assert (await it.accepted())[0]["text"] == "Hi £12.50, order 1 March, £12.50!"


@pytest.mark.parametrize(("code", "ticks"), [(0, ["sent"]), (132015, ["failed"])])
async def test_a_template_can_be_held_for_quality(code: int, ticks: list[str]) -> None:
    async with rig(templates=Shelf()) as it:
        await it.arm("held_template", delay_s=3600, code=code)
        await it.send()
        answer = json.loads((await it.send(**template("plain", None))).body)
        assert answer["messages"][0]["message_status"] == "held_for_quality_assessment"
        await it.later(3599)
        it.inbox.bodies.clear()
        await it.later(2.5)
        assert it.inbox.ticks()[:1] == ticks
        again = json.loads((await it.send(**template("plain", None))).body)
        assert again["messages"][0]["message_status"] == "accepted"


async def test_the_marketing_endpoint_takes_marketing_templates_and_refuses_others() -> None:
    path = f"/v24.0/{BUSINESS.phone_number_id}/marketing_messages"
    async with rig(templates=Shelf()) as it:
        good = await it.post(path, template("coupon", GOOD["coupon"]))
        bad = await it.post(path, template("plain", None))
    assert good.status == 200 and json.loads(bad.body)["error"]["code"] == 134100


async def test_without_other_templates_there_are_those_of_the_account() -> None:
    async with rig() as it:
        reminder = [part("body", text("Bo"), text("Thursday"), text("2:30 pm"))]
        good = await it.send(**template("appointment_reminder", reminder, language="en_GB"))
        assert good.status == 200, good.body
        for name, language, code in (
            ("appointment_reminder", "en_US", 132001),
            ("flash_sale", "fr", 132015),
            ("price_list", "fr", 132001),
        ):
            refused = await it.send(**template(name, reminder, language=language))
            assert json.loads(refused.body)["error"]["code"] == code
