"""What customers do with what they are sent: they tap on it, answer it, or thank for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sandbox.phrases import Phrases, load_phrases
from tests.unit.sandbox_bodies import GOOD
from tests.unit.sandbox_rig import BUSINESS, EAGER, NOW, new_world, rig
from tests.unit.test_sandbox_inbound import control
from tests.unit.test_sandbox_template_sends import GOOD as FILLED
from tests.unit.test_sandbox_template_sends import Shelf, template


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load_phrases()


@pytest.mark.parametrize(
    ("name", "choice", "kind", "content"),
    [
        ("button", None, "interactive", {"button_reply": {"id": "b1", "title": "Button 1"}}),
        ("button", "b2", "interactive", {"button_reply": {"id": "b2", "title": "Button 2"}}),
        ("button", 2, "interactive", {"button_reply": {"id": "b3", "title": "Button 3"}}),
        (
            "list",
            "Row 2",
            "interactive",
            {"list_reply": {"id": "r2", "title": "Row 2", "description": "More"}},
        ),
        ("media carousel", "q1", "interactive", {"button_reply": {"id": "q1", "title": "Pick 1"}}),
        ("location_request_message", None, "location", {"latitude": 48.958}),
        ("call_permission_request", "reject", "interactive", {"type": "call_permission_reply"}),
        ("flow", None, "interactive", {"type": "nfm_reply"}),
        ("address_message", None, "interactive", {"type": "nfm_reply"}),
        ("product", None, "order", {"catalog_id": "430000000000012"}),
        ("product_list", "SKU-7", "order", {"catalog_id": "430000000000012"}),
        ("product carousel", "SKU-8", "order", {"catalog_id": "430000000000012"}),
        ("catalog_message", None, "order", {"catalog_id": "430000000000012"}),
    ],
)
async def test_a_tap_answers_what_was_sent(
    name: str, choice: Any, kind: str, content: dict[str, Any]
) -> None:
    async with rig() as it:
        answer = json.loads((await it.send(text=None, **GOOD[name])).body)
        wamid = answer["messages"][0]["id"]
        wish = {"person": "ana"} | ({} if choice is None else {"choice": choice, "message": wamid})
        await control(it, "tap", wish)
        message = it.inbox.elements("messages")[-1]
    assert message["type"] == kind and content.items() <= message[kind].items()
    assert message["context"] == {"from": BUSINESS.phone, "id": wamid}


async def test_a_filled_form_is_json_inside_a_string() -> None:
    async with rig() as it:
        for name, form in (("flow", "flow"), ("address_message", "address_message")):
            await it.send(text=None, **GOOD[name])
            await control(it, "tap", {"person": "ana"})
            reply = it.inbox.elements("messages")[-1]["interactive"]["nfm_reply"]
            assert reply["name"] == form and isinstance(json.loads(reply["response_json"]), dict)
        await it.send(text=None, **GOOD["flow"])
        await control(it, "tap", {"person": "ana"})
        reply = it.inbox.elements("messages")[-1]["interactive"]["nfm_reply"]
        assert json.loads(reply["response_json"])["flow_token"] == "t-17"


async def test_a_permission_to_call_has_an_end_when_it_is_given() -> None:
    async with rig() as it:
        for choice in ("accept", "reject"):
            await it.send(text=None, **GOOD["call_permission_request"])
            await control(it, "tap", {"person": "ana", "choice": choice})
        accept, reject = (m["interactive"]["call_permission_reply"] for m in it.inbox.elements("messages"))
    assert accept["response"] == "accept" and accept["expiration_timestamp"] > NOW.timestamp()
    assert reject == {"response": "reject", "response_source": "user_action"}


@pytest.mark.parametrize(
    ("name", "choice", "kind", "content"),
    [
        ("order_ready", "Confirm", "button", {"payload": "CONFIRM_8841", "text": "Confirm"}),
        ("order_ready", "CONFIRM_8841", "button", {"payload": "CONFIRM_8841", "text": "Confirm"}),
        ("flow", None, "interactive", {"type": "nfm_reply"}),
        ("products", None, "order", {"catalog_id": "430000000000012"}),
    ],
)
async def test_a_templates_buttons_can_be_tapped(
    name: str, choice: str | None, kind: str, content: dict[str, Any]
) -> None:
    async with rig(templates=Shelf()) as it:
        await it.send(**template(name, FILLED[name]))
        await control(it, "tap", {"person": "ana"} | ({"choice": choice} if choice else {}))
        message = it.inbox.elements("messages")[-1]
    assert message["type"] == kind and content.items() <= message[kind].items() and message["context"]["id"]


async def test_a_template_that_asks_for_the_number_gets_it() -> None:
    async with rig(templates=Shelf()) as it:
        await it.send(**template("number", None))
        await control(it, "tap", {"person": "ana"})
        assert it.inbox.elements("messages")[-1]["contacts"][0]["origin"] == "contact_request"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"choice": "nothing"}, "nothing to tap on"),
        ({"message": "wamid.none"}, "no such message"),
        ({"choice": 7}, "nothing to tap on"),
    ],
)
async def test_a_tap_on_nothing_is_a_mistake(wish: dict[str, Any], said: str) -> None:
    async with rig() as it:
        await it.send(text=None, **GOOD["button"])
        answer = await it.post("/_sandbox/tap", {"person": "ana"} | wish)
        assert answer.status == 400 and said in json.loads(answer.body)["error"]


@pytest.mark.parametrize(
    "name", ["button", "list", "location_request_message", "request_contact_info", "product"]
)
async def test_customers_tap_by_themselves(phrases: Phrases, name: str) -> None:
    async with rig(world=new_world(habits=EAGER), phrases=phrases) as it:
        await it.send(text=None, **GOOD[name])
        await it.later(120)
        (message,) = it.inbox.elements("messages")
        assert message["context"]["id"] and message["type"] in {
            "interactive",
            "location",
            "contacts",
            "order",
        }
        assert not it.sandbox.world.is_waiting(it.ana)


@pytest.mark.parametrize("name", ["image", "document", "location", "contacts", "cta_url"])
async def test_customers_thank_for_what_cannot_be_tapped(phrases: Phrases, name: str) -> None:
    kinds = set()
    for seed in range(8):
        async with rig(world=new_world(habits=EAGER, seed=seed), phrases=phrases) as it:
            await it.send(text=None, **GOOD[name])
            await it.later(120)
            (message,) = it.inbox.elements("messages")
            kinds.add(message["type"])
    assert kinds == {"text", "reaction"}


async def test_customers_do_not_react_to_reactions(phrases: Phrases) -> None:
    async with rig(world=new_world(habits=EAGER), phrases=phrases) as it:
        target = next(iter(it.sandbox.world.messages))
        await it.send(text=None, type="reaction", reaction={"message_id": target, "emoji": "👍"})
        await it.later(600)
        assert it.inbox.elements("messages") == []
