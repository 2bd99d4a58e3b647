"""What customers send: every type of Meta's documents, exact elements, taps, changes, and the phone app's side."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.sandbox_bodies import GOOD
from tests.unit.sandbox_rig import BUSINESS, NOW, Rig, new_world, rig
from tests.unit.test_sandbox_template_sends import GOOD as FILLED
from tests.unit.test_sandbox_template_sends import Shelf, template


async def control(it: Rig, path: str, wish: Any) -> Any:
    answer = await it.post(f"/_sandbox/{path}", wish)
    assert answer.status == 200, answer.body
    await it.later(0)
    return json.loads(answer.body)


async def heard(it: Rig, **wish: Any) -> dict[str, Any]:
    """Make Ana send something; the element that came of it."""
    await control(it, "inbound", {"person": "ana"} | wish)
    return it.inbox.elements("messages")[-1]


@pytest.mark.parametrize(
    ("wish", "kind", "part"),
    [
        ({"type": "video", "caption": "Look"}, "video", {"mime_type": "video/mp4", "caption": "Look"}),
        ({"type": "audio"}, "audio", {"mime_type": "audio/ogg; codecs=opus", "voice": True}),
        ({"type": "document", "filename": "x.pdf"}, "document", {"filename": "x.pdf"}),
        ({"type": "document", "file": "facture-2211.pdf"}, "document", {"filename": "facture-2211.pdf"}),
        ({"type": "sticker", "file": "sticker-snip"}, "sticker", {"animated": True}),
        ({"type": "location", "name": "Gare de Meaux"}, "location", {"latitude": 48.9566}),
        ({"type": "location"}, "location", {"latitude": 48.958, "longitude": 2.877}),
        ({"type": "button", "text": "Yes", "payload": "Y"}, "button", {"payload": "Y", "text": "Yes"}),
        ({"type": "reaction", "message": "wamid.x", "emoji": "👍"}, "reaction", {"emoji": "👍"}),
        (
            {
                "type": "interactive",
                "content": {"type": "button_reply", "button_reply": {"id": "y", "title": "Y"}},
            },
            "interactive",
            {"type": "button_reply"},
        ),
        (
            {"type": "edit", "message": "wamid.x", "text": "New"},
            "edit",
            {"original_message_id": "wamid.x", "message": {"type": "text", "text": {"body": "New"}}},
        ),
        ({"type": "revoke", "message": "wamid.x"}, "revoke", {"original_message_id": "wamid.x"}),
    ],
)
async def test_every_type_stands_under_its_own_name(
    wish: dict[str, Any], kind: str, part: dict[str, Any]
) -> None:
    async with rig() as it:
        message = await heard(it, **wish)
        assert message["type"] == kind and part.items() <= message[kind].items()
        assert "errors" not in message and "context" not in message


async def test_an_order_names_price_and_currency() -> None:
    async with rig() as it:
        message = await heard(it, type="order", items={"SKU-7": 2}, text="Soon please")
    assert message["order"] == {
        "catalog_id": "430000000000012",
        "text": "Soon please",
        "product_items": [
            {"product_retailer_id": "SKU-7", "quantity": 2, "item_price": 18.5, "currency": "EUR"}
        ],
    }


async def test_a_card_shared_by_hand_has_no_origin_of_a_request() -> None:
    async with rig() as it:
        message = await heard(it, type="contacts", name="Bo Field", phone="+44 7700 900124", origin="other")
    (card,) = message["contacts"]
    assert card["origin"] == "other" and card["name"]["last_name"] == "Field"
    assert card["phones"] == [{"phone": "+44 7700 900124", "type": "MOBILE", "wa_id": "447700900124"}]


async def test_a_removed_reaction_has_no_emoji() -> None:
    async with rig() as it:
        assert (await heard(it, type="reaction", message="wamid.x", emoji=""))["reaction"] == {
            "message_id": "wamid.x"
        }


@pytest.mark.parametrize(
    ("wish", "element"),
    [
        ({"forwarded": True}, {"context": {"forwarded": True}}),
        ({"forwarded": "often"}, {"context": {"frequently_forwarded": True}}),
        ({"context": "wamid.x"}, {"context": {"from": BUSINESS.phone, "id": "wamid.x"}}),
        (
            {"product": "SKU-7"},
            {
                "context": {
                    "from": BUSINESS.phone,
                    "referred_product": {"catalog_id": "430000000000012", "product_retailer_id": "SKU-7"},
                }
            },
        ),
        ({"referral": {"source_type": "post"}}, {"referral": {"source_type": "post"}}),
        ({"group": "Gr1"}, {"group_id": "Gr1"}),
        ({"extra": {"novelty": [1]}}, {"novelty": [1]}),
    ],
)
async def test_what_stands_around_a_message(wish: dict[str, Any], element: dict[str, Any]) -> None:
    async with rig() as it:
        message = await heard(it, text="Hi", **wish)
        assert element.items() <= message.items() and message["text"] == {"body": "Hi"}


async def test_an_ad_is_told_with_its_words_and_click() -> None:
    async with rig() as it:
        referral = (await heard(it, text="Hi", referral="Spring sale"))["referral"]
    assert referral["headline"] == "Spring sale" and referral["source_type"] == "ad"
    assert {"source_url", "source_id", "body", "media_type", "image_url", "ctwa_clid"} <= referral.keys()


@pytest.mark.parametrize(
    ("wish", "keys", "code"),
    [
        ({"type": "unsupported", "unsupported": "poll_creation"}, {"errors", "unsupported"}, 131051),
        ({"type": "unsupported"}, {"errors"}, 131051),
        (
            {"type": "unsupported", "unsupported": "unknown", "code": 131060},
            {"errors", "unsupported"},
            131060,
        ),
        ({"type": "interactive", "content": None, "code": 131051}, {"errors"}, 131051),
        ({"type": "request_welcome"}, set(), None),
        ({"type": "hologram", "content": {"id": "1"}}, {"hologram"}, None),
    ],
)
async def test_odd_messages_come_as_meta_tells_them(
    wish: dict[str, Any], keys: set[str], code: int | None
) -> None:
    async with rig() as it:
        message = await heard(it, **wish)
    assert message.keys() == {"from", "from_user_id", "id", "timestamp", "type"} | keys
    assert [error["code"] for error in message.get("errors", [])] == ([code] if code else [])


async def test_an_exact_element_and_an_exact_value_arrive_unchanged() -> None:
    async with rig() as it:
        element = {"id": "wamid.odd", "type": 7, "text": None}
        await control(it, "element", {"element": element, "person": "ana"})
        await control(it, "element", {"field": "calls", "key": "statuses", "element": {"id": "wacid.1"}})
        value = {"event": "ACCOUNT_RESTRICTION", "restriction_info": []}
        await control(it, "value", {"field": "account_update", "value": value})
        first, second, third = (json.loads(body)["entry"][0] for body in it.inbox.bodies)
    assert first["changes"][0]["value"]["messages"] == [element]
    assert first["changes"][0]["value"]["contacts"][0]["user_id"] == it.ana.user_id
    assert second["changes"][0]["field"] == "calls" and "contacts" not in second["changes"][0]["value"]
    assert third["changes"] == [{"field": "account_update", "value": value}]
    assert third["time"] == int(NOW.timestamp())


# ---- the four scenarios of identity ----------------------------------------------------------------------


async def test_a_visible_number_stands_beside_the_user_id() -> None:
    async with rig() as it:
        message = await heard(it, text="Hi")
        assert (message["from"], message["from_user_id"]) == ("447700900123", it.ana.user_id)


async def test_somebody_with_a_username_alone_becomes_known_by_sharing_the_number() -> None:
    async with rig(world=new_world(username="ana.field", is_number_hidden=True)) as it:
        assert "from" not in await heard(it, text="Hi")
        ask = GOOD["request_contact_info"]
        assert (await it.send(text=None, to=None, recipient=it.ana.user_id, **ask)).status == 200
        tapped = await control(it, "tap", {"person": "@ana.field"})
        shared = it.inbox.elements("messages")[-1]
        assert tapped["type"] == shared["type"] == "contacts" and shared["context"]["id"]
        assert shared["contacts"][0]["origin"] == "contact_request"
        assert shared["contacts"][0]["phones"][0]["wa_id"] == "447700900123" and "from" not in shared
        assert (await heard(it, text="Now you know"))["from"] == "447700900123"


async def test_writing_to_a_number_makes_it_known() -> None:
    async with rig(world=new_world(username="ana.field", is_number_hidden=True)) as it:
        await it.send()
        await it.later(60)
        assert it.inbox.elements("statuses")[0]["recipient_id"] == "447700900123"
        assert (await heard(it, text="Hi"))["from"] == "447700900123"


@pytest.mark.parametrize("is_hidden", [False, True])
async def test_a_user_id_rotates(is_hidden: bool) -> None:
    async with rig(world=new_world(is_number_hidden=is_hidden, username="ana")) as it:
        shown = await control(it, "change", {"person": "ana"})
        (system,) = it.inbox.elements("messages")
        (update,) = it.inbox.elements("user_id_update")
        assert system["from_user_id"] == it.ana.user_id and system["type"] == "system"
        assert ("from" in system) is not is_hidden
        assert system["system"]["type"] == "user_changed_user_id"
        assert system["system"]["user_id"] == shown["user_id"] != it.ana.user_id
        assert shown["user_id"].startswith("GB.")
        assert update["user_id"] == {"previous": it.ana.user_id, "current": shown["user_id"]}
        assert ("wa_id" in update) is not is_hidden
        assert "contacts" not in it.inbox.values()[0], "system messages have no contacts"
        assert (await heard(it, text="Still me"))["from_user_id"] == shown["user_id"]
        answer = await it.send(to=None, recipient=it.ana.user_id)
        await it.later(60)
        assert answer.status == 200 and it.inbox.elements("statuses")[-1]["errors"][0]["code"] == 131026


async def test_a_parent_user_id_stands_beside_the_others_and_can_be_written_to() -> None:
    async with rig(world=new_world(parent_user_id="GB.ENT.4455001122")) as it:
        message = await heard(it, text="Hi")
        assert message["from_parent_user_id"] == "GB.ENT.4455001122"
        assert it.inbox.values()[0]["contacts"][0]["parent_user_id"] == "GB.ENT.4455001122"
        await it.send(to=None, recipient="GB.ENT.4455001122")
        await it.later(60)
        assert it.inbox.elements("statuses")[0]["recipient_parent_user_id"] == "GB.ENT.4455001122"


async def test_a_number_changes() -> None:
    async with rig(has_written=False) as it:
        shown = await control(it, "change", {"person": "ana", "phone": "+44 7700 900456"})
        (system,) = it.inbox.elements("messages")
        assert system["from"] == "447700900123"
        assert system["system"] == {
            "type": "user_changed_number",
            "body": "User Ana Field changed from 447700900123 to 447700900456",
            "wa_id": "447700900456",
        }
        assert shown["wa_id"] == "447700900456" and shown["user_id"] != it.ana.user_id
        await it.send(to="+447700900456")
        await it.later(60)
        assert it.inbox.elements("statuses")[0]["errors"][0]["code"] == 131047, "a notice opens no window"


async def test_an_identity_hash_stands_in_the_contact() -> None:
    async with rig(world=new_world(identity_hash="Dk4")) as it:
        await heard(it, text="Hi")
        assert it.inbox.values()[0]["contacts"][0]["identity_key_hash"] == "Dk4"


# ---- calls and preferences -------------------------------------------------------------------------------


@pytest.mark.parametrize(("duration_s", "status"), [(0, "FAILED"), (120, "COMPLETED")])
async def test_a_call_rings_and_ends(duration_s: int, status: str) -> None:
    async with rig() as it:
        told = await control(it, "call", {"person": "ana", "duration_s": duration_s})
        rings, ends = it.inbox.elements("calls")
    assert rings["event"] == "connect" and rings["session"]["sdp_type"] == "offer"
    assert rings["id"] == ends["id"] == told["id"] and told["id"].startswith("wacid.")
    assert (rings["from"], rings["direction"]) == ("447700900123", "USER_INITIATED")
    assert ends["event"] == "terminate" and ends["status"] == status
    assert ends.get("duration") == (duration_s or None)


async def test_a_customer_stops_and_resumes_marketing() -> None:
    async with rig(templates=Shelf()) as it:
        codes = []
        for value in ("stop", "resume"):
            await control(it, "preferences", {"person": "ana", "value": value})
            await it.send(**template("coupon", FILLED["coupon"]))
            await it.later(60)
            codes.append([s["errors"][0]["code"] for s in it.inbox.elements("statuses") if "errors" in s])
        stop, resume = it.inbox.elements("user_preferences")
    assert codes == [[131050], [131050]]
    assert (stop["value"], resume["value"], stop["category"]) == ("stop", "resume", "marketing_messages")
    assert stop["timestamp"] == int(NOW.timestamp()) and stop["wa_id"] == "447700900123"


# ---- the phone app -----------------------------------------------------------------------------------------


async def test_what_is_typed_on_the_phone_comes_as_an_echo() -> None:
    async with rig() as it:
        told = await control(it, "echo", {"person": "ana", "text": "Typed on the phone"})
        await control(it, "echo", {"person": "ana", "type": "edit", "text": "Typed well"})
        await control(it, "echo", {"person": "ana", "text": "By a program", "by_software": True})
        first, edit, other = it.inbox.elements("message_echoes")
        fields = [json.loads(body)["entry"][0]["changes"][0]["field"] for body in it.inbox.bodies]
    assert first == {
        "from": BUSINESS.phone,
        "to": "447700900123",
        "to_user_id": it.ana.user_id,
        "id": told["wamid"],
        "timestamp": str(int(NOW.timestamp())),
        "type": "text",
        "text": {"body": "Typed on the phone"},
    }
    assert edit["edit"]["original_message_id"] == told["wamid"]
    assert fields == ["smb_message_echoes", "smb_message_echoes", "message_echoes"] and other["text"]


async def start_sync(it: Rig, kind: str) -> tuple[int, Any]:
    body = {"messaging_product": "whatsapp", "sync_type": kind}
    answer = await it.post(f"/v24.0/{BUSINESS.phone_number_id}/smb_app_data", body)
    await it.later(0)
    return answer.status, json.loads(answer.body)


async def test_the_address_book_is_told_once_and_then_in_changes() -> None:
    async with rig(world=new_world(username="ana.field")) as it:
        status, body = await start_sync(it, "smb_app_state_sync")
        assert status == 200 and body["request_id"]
        assert (await start_sync(it, "smb_app_state_sync"))[1]["error"]["code"] == 2593107
        assert (await start_sync(it, "everything"))[1]["error"]["code"] == 100
        await control(it, "contacts", {"people": ["ana"], "action": "remove"})
        add, remove = it.inbox.elements("state_sync")
    assert add["contact"] == {
        "user_id": it.ana.user_id,
        "phone_number": "447700900123",
        "username": "ana.field",
        "full_name": "Ana Field",
        "first_name": "Ana",
    }
    assert (add["type"], add["action"]) == ("contact", "add") and add["metadata"]["timestamp"]
    assert remove["action"] == "remove" and "full_name" not in remove["contact"]


async def test_history_comes_in_chunks_with_files_apart() -> None:
    async with rig() as it:
        await it.post("/_sandbox/inbound", {"person": "ana", "type": "image", "caption": "Old"})
        await control(it, "echo", {"person": "ana", "text": "Typed"})
        bo = {"phone": "+44 7700 900124", "name": "Bo", "username": "bo", "hidden": True}
        await control(
            it, "inbound", {"person": bo, "text": "Long ago", "timestamp": int(NOW.timestamp()) - 40 * 86_400}
        )
        it.inbox.bodies.clear()
        assert (await start_sync(it, "history"))[0] == 200
        values = it.inbox.values()
        chunks = [element for value in values for element in value.get("history", [])]
    assert [chunk["metadata"] for chunk in chunks] == [
        {"phase": 0, "chunk_order": 1, "progress": 50},
        {"phase": 1, "chunk_order": 1, "progress": 100},
    ]
    (ana,), (unnamed,) = (chunk["threads"] for chunk in chunks)
    assert ana["id"] == ana["context"]["wa_id"] == "447700900123"
    text, image, echo = ana["messages"]
    assert text["history_context"] == {"status": "READ"} and "to" not in text
    assert image["type"] == "media_placeholder" and "image" not in image
    assert (echo["from"], echo["to"]) == (BUSINESS.phone, "447700900123")
    assert (
        "id" not in unnamed and unnamed["context"]["username"] == "bo" and "wa_id" not in unnamed["context"]
    )
    (files,) = (value for value in values if "messages" in value)
    assert files["messages"][0]["id"] == image["id"] and files["messages"][0]["image"]["caption"] == "Old"


async def test_history_can_be_declined() -> None:
    async with rig() as it:
        await control(it, "history", {"declined": True})
        assert it.inbox.elements("history")[0]["errors"][0]["code"] == 2593109
