"""The pretend Graph API: what it refuses, what it accepts, and how it reads an address."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sandbox.addressing import calling_code, is_user_id, read_number, wa_id
from tests.unit.sandbox_rig import BUSINESS, NOW, new_world, rig, text_body

MESSAGES = f"/v24.0/{BUSINESS.phone_number_id}/messages"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"messaging_product": None}, 100),
        ({"messaging_product": "telegram"}, 100),
        ({"to": None}, 100),
        ({"to": ""}, 100),
        ({"to": 447700900123}, 100),
        ({"to": "Ana"}, 131009),
        ({"to": "+12"}, 131009),
        ({"to": "+33 6 39 98 10 20"}, 131021),
        ({"to": None, "recipient": "ana"}, 100),
        ({"recipient_type": "group"}, 100),
        ({"type": "telegram"}, 100),
        ({"type": ["text"]}, 100),
        ({"text": None}, 131008),
        ({"text": "Hello"}, 100),
        ({"text": {}}, 131008),
        ({"text": {"body": ""}}, 131008),
        ({"text": {"body": 4}}, 100),
        ({"text": {"body": "x" * 4097}}, 100),
        ({"text": {"body": "x", "preview_url": "yes"}}, 100),
        ({"context": "wamid.x"}, 100),
        ({"context": {"message_id": 3}}, 100),
        ({"biz_opaque_callback_data": "x" * 513}, 100),
        ({"type": "image"}, 131008),
        ({"type": "reaction", "reaction": {"emoji": "x"}}, 131008),
        ({"type": "location", "location": {"latitude": "north", "longitude": 1}}, 131009),
    ],
)
async def test_a_malformed_send_is_refused_with_metas_code(changes: dict[str, Any], code: int) -> None:
    async with rig() as it:
        answer = await it.send(**changes)
        error = json.loads(answer.body)["error"]
        assert (answer.status, error["code"]) == (400, code)
        assert error["message"].startswith(f"(#{code}) ") and error["type"] == "OAuthException"
        assert error["fbtrace_id"] and error["is_transient"] is False
        assert await it.accepted() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"text": {"body": "x" * 4096}},
        {"text": {"body": "é" * 4096}},
        {"biz_opaque_callback_data": "x" * 512},
        {"biz_opaque_callback_data": None},
        {"type": None},
        {"context": {"message_id": "wamid.unknown"}},
        {"type": "location", "location": {"latitude": 48.8, "longitude": "2.3"}},
    ],
)
async def test_a_well_formed_send_is_accepted(changes: dict[str, Any]) -> None:
    async with rig() as it:
        answer = await it.send(**changes)
        body = json.loads(answer.body)
        assert answer.status == 200 and body["messages"][0]["id"].startswith("wamid.")
        assert body["contacts"] == [{"input": "+447700900123", "wa_id": "447700900123"}]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"text"', b"\xff"])
async def test_an_unreadable_body_lacks_its_first_parameter(raw: bytes) -> None:
    async with rig() as it:
        answer = await it.post(MESSAGES, raw)
        assert "messaging_product is required" in json.loads(answer.body)["error"]["message"]


@pytest.mark.parametrize(
    ("token", "is_right"), [("given", True), ("other", False), ("", False)], ids=["right", "wrong", "none"]
)
async def test_the_given_token_alone_is_taken(token: str, is_right: bool) -> None:
    async with rig(access_token="given") as it:
        answer = await it.post(MESSAGES, text_body(), token=token)
        if is_right:
            assert answer.status == 200
            return
        assert answer.status == 401 and json.loads(answer.body)["error"]["code"] == 190
        assert answer.headers["www-authenticate"].startswith("OAuth")


async def test_any_token_is_taken_when_none_is_given_but_one_there_must_be() -> None:
    async with rig() as it:
        assert (await it.post(MESSAGES, text_body(), token="whatever")).status == 200
        assert (await it.post(MESSAGES, text_body(), token="")).status == 401


@pytest.mark.parametrize(
    ("path", "code", "subcode"),
    [
        ("/v24.0/1/messages", 100, 33),
        (f"/v24.0/{BUSINESS.phone_number_id}/calls", 100, 33),
        (f"/v19.0/{BUSINESS.phone_number_id}/messages", 2500, None),
        (f"/{BUSINESS.phone_number_id}/messages", 2500, None),
        ("/", 2500, None),
    ],
)
async def test_an_unknown_address_is_refused(path: str, code: int, subcode: int | None) -> None:
    async with rig() as it:
        error = json.loads((await it.post(path, text_body())).body)["error"]
        assert (error["code"], error.get("error_subcode")) == (code, subcode)


@pytest.mark.parametrize("version", ["v20.0", "v24.0", "v26.0", "v31.0"])
async def test_every_version_from_20_on_is_served_and_named(version: str) -> None:
    async with rig() as it:
        answer = await it.post(f"/{version}/{BUSINESS.phone_number_id}/messages", text_body())
        assert answer.status == 200 and answer.headers["facebook-api-version"] == version


async def test_the_number_shows_its_fields_and_the_usage_headers_count_management_calls() -> None:
    async with rig() as it:
        plain = json.loads((await it.get(f"/v24.0/{BUSINESS.phone_number_id}")).body)
        assert (
            plain["display_phone_number"] == "+33 6 39 98 10 20" and plain["id"] == BUSINESS.phone_number_id
        )
        for _ in range(49):
            last = await it.get(f"/v24.0/{BUSINESS.phone_number_id}?fields=throughput")
        assert json.loads(last.body) == {"throughput": {"level": "STANDARD"}, "id": BUSINESS.phone_number_id}
        assert json.loads(last.headers["x-app-usage"])["call_count"] == 1  # per cent of 5,000
        usage = json.loads(last.headers["x-business-use-case-usage"])[BUSINESS.waba_id][0]
        assert usage["type"] == "whatsapp_business_management" and usage["call_count"] == 1


async def test_one_person_takes_45_at_once_and_then_one_every_six_seconds() -> None:
    async with rig() as it:
        codes = [(await it.send()).status for _ in range(46)]
        assert codes == [200] * 45 + [400]
        refused = await it.send()
        error = json.loads(refused.body)["error"]
        assert error["code"] == 131056 and error["is_transient"] is True
        assert error["message"] == "(#131056) Pair rate limit hit"
        assert error["error_data"]["messaging_product"] == "whatsapp"
        await it.later(5.9)
        assert (await it.send()).status == 400
        await it.later(0.1)
        assert [(await it.send()).status for _ in range(2)] == [200, 400]


async def test_a_number_sends_80_messages_a_second() -> None:
    async with rig() as it:
        answers = [await it.send(to=f"+4477009{number:05d}") for number in range(81)]
        assert [answer.status for answer in answers] == [200] * 80 + [400]
        assert json.loads(answers[-1].body)["error"]["code"] == 130429
        await it.later(1)
        assert (await it.send()).status == 200


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("+44 7700 900123", "447700900123"),
        ("+44 (7700) 900-123", "447700900123"),
        ("0639980001", "33639980001"),
        ("639980001", "33639980001"),
        ("447700900123", "33447700900123"),
        ("+55 31 98888 7777", "553188887777"),
        ("+55 31 8888 7777", "553188887777"),
        ("+55 11 98888 7777", "5511988887777"),
        ("+55 11 8888 7777", "5511988887777"),
        ("+52 55 1234 5678", "5215512345678"),
        ("+521 55 1234 5678", "5215512345678"),
        ("+54 11 2345 6789", "5491123456789"),
        ("+54 9 11 2345 6789", "5491123456789"),
        ("hello", None),
        ("+44", None),
        ("", None),
        ("+4477009001234567", None),
    ],
)
def test_a_typed_number_becomes_whatsapps_id(to: str, expected: str | None) -> None:
    assert read_number(to, BUSINESS.phone) == expected


@pytest.mark.parametrize(
    ("digits", "code"), [("15551234567", "1"), ("33639", "33"), ("35312345", "353"), ("", "")]
)
def test_the_calling_code_is_the_start_of_a_number(digits: str, code: str) -> None:
    assert calling_code(digits) == code


def test_an_id_is_left_as_it_is_when_no_country_has_its_own_rule() -> None:
    assert wa_id("447700900123") == "447700900123"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("GB.7710045566778899", True), ("GB.ENT.44", True), ("gb.77", False), ("GB.", False), ("+44", False)],
)
def test_a_user_id_is_known_by_its_form(text: str, expected: bool) -> None:
    assert is_user_id(text) is expected


async def test_a_user_id_in_to_is_accepted_and_vanishes() -> None:
    async with rig() as it:
        answer = await it.send(to=it.ana.user_id)
        await it.later(3600)
        assert answer.status == 200 and json.loads(answer.body)["messages"][0]["id"].startswith("wamid.")
        assert it.inbox.ticks() == [] and (await it.accepted())[0]["is_lost"] is True


async def test_a_user_id_in_recipient_reaches_the_person() -> None:
    async with rig() as it:
        answer = await it.send(to=None, recipient=it.ana.user_id)
        await it.later(60)
        assert json.loads(answer.body)["contacts"] == [{"input": it.ana.user_id, "user_id": it.ana.user_id}]
        assert "delivered" in it.inbox.ticks() or "read" in it.inbox.ticks()


async def test_to_wins_over_recipient() -> None:
    async with rig() as it:
        answer = await it.send(recipient="GB.1")
        assert json.loads(answer.body)["contacts"][0]["wa_id"] == "447700900123"


@pytest.mark.parametrize(
    ("changes", "code", "recipient"),
    [
        ({"to": "+447700900999"}, 131047, {"recipient_id": "447700900999"}),
        ({"to": "+447700900000"}, 131026, {"recipient_id": "447700900000"}),
        ({"to": None, "recipient": "GB.1"}, 131026, {"recipient_user_id": "GB.1"}),
    ],
    ids=["never wrote", "not on WhatsApp", "foreign user id"],
)
async def test_what_cannot_arrive_is_accepted_and_fails_later(
    changes: dict[str, Any], code: int, recipient: dict[str, str]
) -> None:
    async with rig() as it:
        assert (await it.send(**changes)).status == 200
        await it.later(60)
        (status,) = it.inbox.elements("statuses")
        assert status["status"] == "failed" and status["errors"][0]["code"] == code
        assert status["errors"][0]["error_data"]["details"] and "title" in status["errors"][0]
        assert status["biz_opaque_callback_data"] == "1:m-1" and recipient.items() <= status.items()
        assert "contacts" not in it.inbox.values()[0] and "pricing" not in status


async def test_a_window_closes_24_hours_after_the_last_message() -> None:
    world = new_world()
    world.wrote(world.people["ana"], NOW, "text", {"body": "Hi"})
    async with rig(world=world, has_written=False) as it:
        await it.later(24 * 3600 - 1)
        await it.send()
        await it.later(1)
        await it.send()
        await it.later(60)
        assert it.inbox.ticks().count("failed") == 1 and it.inbox.ticks().count("sent") == 1


async def test_reading_and_typing_need_a_message_that_was_received() -> None:
    async with rig() as it:
        wamid = next(iter(it.sandbox.world.messages))
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
        answers = [
            await it.post(MESSAGES, read),
            await it.post(MESSAGES, read | {"typing_indicator": {"type": "text"}}),
            await it.post(MESSAGES, read | {"typing_indicator": {"type": "voice"}}),
            await it.post(MESSAGES, read | {"message_id": "wamid.none"}),
            await it.post(MESSAGES, read | {"message_id": None}),
            await it.post(MESSAGES, read | {"status": "unread"}),
        ]
        assert [answer.status for answer in answers] == [200, 200, 400, 400, 400, 400]
        assert json.loads(answers[0].body) == {"success": True}
        summary = json.loads((await it.get("/_sandbox/")).body)
        assert summary["read"] == {"ana": wamid} and summary["typing"] == 1
        assert await it.accepted() == []
