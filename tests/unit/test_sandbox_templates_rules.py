"""What the pretend Meta refuses in a template definition, rule by rule, and what it takes at the limit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sandbox.template_rules import check_components
from app.sandbox.template_samples import HANDLES, read_samples
from tests.unit.sandbox_rig import rig
from tests.unit.sandbox_templates import (
    DOCUMENT,
    TEMPLATES,
    Json,
    body,
    buttons,
    card,
    carousel,
    definition,
    header,
    media,
    named,
    otp,
    phone,
    reply,
    url,
)

FOOTER: Json = {"type": "FOOTER", "text": "Field Teas"}
CODE: Json = {"type": "BODY", "add_security_recommendation": True}
OFFER: Json = {
    "type": "LIMITED_TIME_OFFER",
    "limited_time_offer": {"text": "Spring", "has_expiration": True},
}
PLAIN = body("Your order is ready.", ())
MARKETING, AUTHENTICATION = {"category": "MARKETING"}, {"category": "AUTHENTICATION"}
APP: Json = {"supported_apps": [{"package_name": "a.b", "signature_hash": "K8a/AINcGX7"}]}


@pytest.mark.parametrize(
    ("changes", "subcode"),
    [
        ({"name": None}, None),
        ({"name": "Order"}, 2388046),
        ({"name": "order-ready"}, 2388046),
        ({"name": ""}, 2388046),
        ({"name": "a" * 513}, 2388040),
        ({"name": "hello_world"}, 2388155),
        ({"name": "order_ready"}, 2388024),
        ({"language": None}, None),
        ({"language": "en-GB"}, None),
        ({"language": "xx"}, None),
        ({"category": None}, None),
        ({"category": "TRANSACTIONAL"}, None),
        ({"parameter_format": "MIXED"}, None),
        ({"components": None}, None),
        ({"components": {}}, None),
        ({"components": ["BODY"]}, None),
        ({"components": []}, 2388043),
        ({"components": [{"type": "NOTE"}]}, None),
        ({"components": [PLAIN, PLAIN]}, None),
        ({"message_send_ttl_seconds": 29}, None),
        ({"message_send_ttl_seconds": 12 * 3600 + 1}, None),
        ({"message_send_ttl_seconds": "60"}, None),
        ({"message_send_ttl_seconds": 60} | MARKETING, None),
    ],
)
async def test_a_definition_with_a_wrong_head_is_refused(changes: Json, subcode: int | None) -> None:
    async with rig() as it:
        answer = await it.post(TEMPLATES, definition(**changes))
        error = json.loads(answer.body)["error"]
        assert (answer.status, error["code"], error.get("error_subcode")) == (400, 100, subcode)
        assert error["type"] == "OAuthException" and error["fbtrace_id"] and error["is_transient"] is False
        assert ("error_user_title" in error) == ("error_user_msg" in error)


WRONG: list[tuple[str, list[Json], int | None, dict[str, str]]] = [
    ("body without text", [{"type": "BODY"}], 2388043, {}),
    ("body no text", [{"type": "BODY", "text": 7}], None, {}),
    ("body too long", [body("x" * 1025, ())], 2388040, {}),
    ("variable first", [body("{{1}} is ready now.", ("8841",))], 2388299, {}),
    ("variable last", [body("Ready now: {{1}} ", ("8841",))], 2388299, {}),
    ("variables adjacent", [body("Hi {{1}} {{2}}, all is ready now.")], 2388072, {}),
    ("variables from 2", [body("Hi {{2}}, it is ready.", ("Ana",))], 2388072, {}),
    ("variables with a gap", [body("Hi {{1}}, order {{3}} is ready.")], 2388072, {}),
    ("one brace short", [body("Hi {{1}, it is ready.", ("Ana",))], 2388072, {}),
    ("name in positional", [body("Hi {{first_name}}, it is ready.", ("Ana",))], 2388072, {}),
    ("too many variables", [body("a {{1}}, {{2}}, {{3}}, b", ("a", "b", "c"))], 2388293, {}),
    ("11 emojis", [body("Hi " + "🙂" * 11, ())], 2388072, {}),
    ("no samples", [body(samples=())], 2388043, {}),
    ("too few samples", [body(samples=("Ana",))], 2388043, {}),
    ("an empty sample", [body(samples=("Ana", ""))], 2388043, {}),
    ("flat samples", [body(example={"body_text": ["Ana", "8841"]})], 2388043, {}),
    ("header too long", [header("x" * 61, ()), PLAIN], 2388040, {}),
    ("header of two lines", [header("a\nb", ()), PLAIN], 2388047, {}),
    ("header with emoji", [header("Ready 🙂", ()), PLAIN], 2388047, {}),
    ("header with markup", [header("It is *ready*", ()), PLAIN], 2388047, {}),
    ("two header variables", [header("{{1}} and {{2}}", ("a", "b")), PLAIN], 2388047, {}),
    ("header without sample", [header(samples=()), PLAIN], 2388043, {}),
    ("unknown header format", [{"type": "HEADER", "format": "MAP"}, PLAIN], None, {}),
    ("image without sample", [{"type": "HEADER", "format": "IMAGE"}, PLAIN], 2388043, {}),
    ("foreign handle", [media(handle="4::other"), PLAIN], 2494102, {}),
    ("handle of another kind", [media("VIDEO"), PLAIN], 2494102, {}),
    ("gif outside marketing", [{"type": "HEADER", "format": "GIF"}, PLAIN], 2388043, {}),
    ("footer too long", [PLAIN, {"type": "FOOTER", "text": "x" * 61}], 2388040, {}),
    ("footer with variable", [PLAIN, {"type": "FOOTER", "text": "Bye {{1}}"}], 2388073, {}),
    ("no buttons", [PLAIN, buttons()], 2388043, {}),
    ("11 buttons", [PLAIN, buttons(*[reply(f"{n}") for n in range(11)])], None, {}),
    ("unknown button", [PLAIN, buttons({"type": "LIKE", "text": "Like"})], None, {}),
    ("button without text", [PLAIN, buttons({"type": "QUICK_REPLY"})], 2388043, {}),
    ("button text too long", [PLAIN, buttons(reply("x" * 26))], 2388040, {}),
    ("variable in button", [PLAIN, buttons(reply("Yes {{1}}"))], None, {}),
    ("replies apart", [PLAIN, buttons(reply("a"), url(), reply("b"))], None, {}),
    ("others apart", [PLAIN, buttons(url(), reply("a"), phone())], None, {}),
    ("three urls", [PLAIN, buttons(url(), url(), url())], None, {}),
    ("two numbers", [PLAIN, buttons(phone(), phone())], None, {}),
    ("url missing", [PLAIN, buttons(url(url=None))], 2388043, {}),
    ("url too long", [PLAIN, buttons(url(url="https://e.com/" + "x" * 1987))], 2388040, {}),
    ("url without scheme", [PLAIN, buttons(url(url="example.com"))], None, {}),
    ("url variable inside", [PLAIN, buttons(url(url="https://e.com/{{1}}/x", example=["a"]))], None, {}),
    ("url variable 2", [PLAIN, buttons(url(url="https://e.com/{{2}}", example=["a"]))], None, {}),
    ("url without sample", [PLAIN, buttons(url(url="https://e.com/{{1}}"))], 2388043, {}),
    ("number missing", [PLAIN, buttons(phone(phone_number=""))], 2388043, {}),
    ("number too long", [PLAIN, buttons(phone(phone_number="+" + "1" * 20))], None, {}),
    ("coupon missing", [PLAIN, buttons({"type": "COPY_CODE"})], 2388043, MARKETING),
    ("coupon too long", [PLAIN, buttons({"type": "COPY_CODE", "example": "x" * 16})], 2388040, MARKETING),
    ("flow without flow", [PLAIN, buttons({"type": "FLOW", "text": "Book"})], 2388043, {}),
    ("catalogue outside marketing", [PLAIN, buttons({"type": "CATALOG", "text": "All"})], None, {}),
    ("otp outside codes", [PLAIN, buttons(otp())], None, {}),
    ("offer outside marketing", [PLAIN, OFFER], None, {}),
    ("offer text too long", [PLAIN, OFFER | {"limited_time_offer": {"text": "x" * 17}}], 2388040, MARKETING),
    ("offer without text", [PLAIN, OFFER | {"limited_time_offer": {}}], 2388043, MARKETING),
    ("offer body too long", [body("x" * 601, ()), OFFER], 2388040, MARKETING),
    ("offer with footer", [PLAIN, OFFER, FOOTER], 2388073, MARKETING),
    ("carousel outside marketing", [PLAIN, carousel()], None, {}),
    ("carousel of one", [PLAIN, carousel(card())], None, MARKETING),
    ("carousel of eleven", [PLAIN, carousel(*[card()] * 11)], None, MARKETING),
    ("carousel with header", [media(), PLAIN, carousel()], None, MARKETING),
    ("unlike cards", [PLAIN, carousel(card(), card(url()))], None, MARKETING),
    ("card with and without body", [PLAIN, carousel(card(), card(text=None))], None, MARKETING),
    ("card body too long", [PLAIN, carousel(card(text="x" * 161), card())], 2388040, MARKETING),
    ("card of three buttons", [PLAIN, carousel(*[card(reply("a"), reply("b"), url())] * 2)], None, MARKETING),
    ("card without buttons", [PLAIN, carousel(*[{"components": [media()]}] * 2)], 2388043, MARKETING),
    ("card with text header", [PLAIN, carousel(*[card(top=header("a", ()))] * 2)], None, MARKETING),
    ("card that is none", [PLAIN, {"type": "CAROUSEL", "cards": ["a", "b"]}], None, MARKETING),
    ("code with own text", [PLAIN, buttons(otp())], None, AUTHENTICATION),
    ("code with header", [header("a", ()), CODE, buttons(otp())], None, AUTHENTICATION),
    ("code without button", [CODE], None, AUTHENTICATION),
    ("code with other button", [CODE, buttons(reply())], None, AUTHENTICATION),
    ("code with two buttons", [CODE, buttons(otp(), otp())], None, AUTHENTICATION),
    ("code of unknown kind", [CODE, buttons(otp(otp_type="MAGIC"))], None, AUTHENTICATION),
    ("one tap without app", [CODE, buttons(otp(otp_type="ONE_TAP"))], 2388043, AUTHENTICATION),
    (
        "code that lasts too long",
        [CODE, {"type": "FOOTER", "code_expiration_minutes": 91}, buttons(otp())],
        None,
        AUTHENTICATION,
    ),
]


@pytest.mark.parametrize(
    ("parts", "subcode", "more"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
async def test_a_component_that_breaks_a_rule_is_refused(
    parts: list[Json], subcode: int | None, more: dict[str, str]
) -> None:
    async with rig() as it:
        before = len(it.sandbox.world.account.templates)
        answer = await it.post(TEMPLATES, definition(*parts, **more))
        error = json.loads(answer.body)["error"]
        assert (answer.status, error["code"], error.get("error_subcode")) == (400, 100, subcode), error
        assert error["message"] == "Invalid parameter" and error["error_user_msg"]
        assert len(it.sandbox.world.account.templates) == before


@pytest.mark.parametrize(
    ("parts", "more"),
    [
        ([body("x" * 1024, ())], {}),
        ([body("é" * 1024, ())], {}),
        ([body("Hi " + "🙂" * 10, ())], {}),
        ([body("Hi {{1}}, {{1}} again and order {{2}}.")], {}),
        ([named("Hi {{first_name}}, it is ready.", first_name="Ana")], {"parameter_format": "named"}),
        ([header("x" * 60, ()), PLAIN, {"type": "FOOTER", "text": "x" * 60}], {}),
        ([header("2 * 3 = 6", ()), PLAIN], {}),
        ([header(), PLAIN], {}),
        ([media("DOCUMENT", DOCUMENT), PLAIN], {}),
        ([{"type": "HEADER", "format": "LOCATION"}, PLAIN], {}),
        ([PLAIN, buttons(*[reply(f"{n}") for n in range(10)])], {}),
        ([PLAIN, buttons(reply("a"), reply("b"), url(), url(), phone())], {}),
        ([PLAIN, buttons(url(), phone(), reply("x" * 25))], {}),
        ([PLAIN, buttons(url(url="https://e.com/{{1}}", example="https://e.com/8841"))], {}),
        ([PLAIN, buttons({"type": "COPY_CODE", "example": ["SPRING15"]})], MARKETING),
        ([PLAIN, buttons({"type": "FLOW", "text": "Book", "flow_id": "1"})], {}),
        ([PLAIN, buttons({"type": "REQUEST_CONTACT_INFO"})], {}),
        ([body("x" * 600, ()), OFFER, buttons(url())], MARKETING),
        ([PLAIN, carousel(*[card(reply("a"), url(), text="x" * 160)] * 10)], MARKETING),
        ([PLAIN, carousel(card(text=None), card(text=None))], MARKETING),
        ([CODE, {"type": "FOOTER", "code_expiration_minutes": 90}, buttons(otp())], AUTHENTICATION),
        ([{"type": "BODY"}, buttons(otp(otp_type="one_tap", **APP))], AUTHENTICATION),
        ([{"type": "body", "text": "Your order is ready."}], {"category": "utility"}),
        ([PLAIN], {"message_send_ttl_seconds": 30}),
        ([PLAIN], {"message_send_ttl_seconds": -1}),
    ],
)
async def test_what_keeps_to_the_rules_is_taken(parts: list[Json], more: dict[str, Any]) -> None:
    async with rig() as it:
        answer = await it.post(TEMPLATES, definition(*parts, **more))
        created = json.loads(answer.body)
        assert answer.status == 200 and created["status"] == "PENDING", created
        assert created["category"] == more.get("category", "UTILITY").upper() and created["id"].isdecimal()


def test_the_templates_that_practice_starts_with_keep_to_the_rules() -> None:
    for sample in read_samples():
        if sample["name"] != "hello_world":
            check_components(
                sample["components"],
                sample["category"],
                sample.get("parameter_format", "POSITIONAL"),
                HANDLES.get,
            )


def test_practice_starts_with_the_kinds_that_a_salon_needs() -> None:
    samples = read_samples()
    kinds = {part.get("format", part["type"]) for sample in samples for part in sample["components"]}
    assert {"TEXT", "IMAGE", "DOCUMENT", "LOCATION", "CAROUSEL", "BUTTONS"} <= kinds
    assert {sample.get("status", "APPROVED") for sample in samples} == {"APPROVED", "PAUSED", "REJECTED"}
    in_both = [name for name in {s["name"] for s in samples} if _languages(samples, name) == {"fr", "en_GB"}]
    assert {"appointment_reminder", "order_ready", "appointment_question", "spring_offer"} <= set(in_both)


def _languages(samples: list[Json], name: str) -> set[str]:
    return {sample["language"] for sample in samples if sample["name"] == name}
