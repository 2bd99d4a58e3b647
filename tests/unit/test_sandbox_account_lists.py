"""The pretend Meta's lists: blocked people, short links, uploads, delivery history, figures."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from app.sandbox.account import new_account
from tests.unit.sandbox_rig import BUSINESS, NOW, Rig, new_world, rig

WABA, NUMBER = f"/v24.0/{BUSINESS.waba_id}", f"/v24.0/{BUSINESS.phone_number_id}"
BLOCK, LINKS, APP = f"{NUMBER}/block_users", f"{NUMBER}/message_qrdls", "/v24.0/880011223344"
START, END = int(NOW.timestamp()) - 3600, int(NOW.timestamp()) + 7200
Json = dict[str, Any]


async def ask(it: Rig, method: str, path: str, what: Any = None, **more: Any) -> Any:
    """Body of the answer, whatever its status."""
    return json.loads((await it.call(method, path, what, **more)).body)


def users(*who: Json) -> Json:
    return {"messaging_product": "whatsapp", "block_users": list(who)}


ANA: Json = {"user": "+447700900123"}


async def test_somebody_blocked_is_not_heard_and_not_written_to() -> None:
    async with rig() as it:
        blocked = await ask(it, "POST", BLOCK, users(ANA))
        row = {"input": "+447700900123", "wa_id": "447700900123"}
        assert blocked == {"messaging_product": "whatsapp", "block_users": {"added_users": [row]}}
        assert (await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello?"})).status == 200
        await it.later(1)
        assert it.inbox.bodies == []
        for wish in ({}, {"to": None, "recipient": it.ana.user_id}):
            assert json.loads((await it.send(**wish)).body)["error"]["code"] == 130403
        (listed,) = (await ask(it, "GET", BLOCK))["data"]
        assert (listed["messaging_product"], listed["wa_id"]) == ("whatsapp", "447700900123")
        removed = await ask(it, "DELETE", BLOCK, users(ANA))
        assert removed["block_users"] == {"removed_users": [row]}
        assert (await ask(it, "GET", BLOCK))["data"] == []
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello again"})
        await it.later(1)
        assert it.inbox.texts() == ["Hello again"] and (await it.send()).status == 200


async def test_what_somebody_blocked_writes_opens_no_window() -> None:
    async with rig() as it:
        await ask(it, "POST", BLOCK, users(ANA))
        await it.later(24 * 3600 - 60)
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello?"})
        await it.later(120)
        await ask(it, "DELETE", BLOCK, users(ANA))
        assert not it.sandbox.world.is_window_open(it.ana, it.clock.now())


async def test_a_person_is_blocked_by_user_id_too() -> None:
    async with rig() as it:
        who = {"user_id": it.ana.user_id}
        blocked = await ask(it, "POST", BLOCK, users(who))
        row = {"input": it.ana.user_id, "user_id": it.ana.user_id}
        assert blocked["block_users"] == {"added_users": [row]}
        assert (await ask(it, "GET", BLOCK))["data"][0]["user_id"] == it.ana.user_id


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"user": "+447700900999"}, 131047),
        ({"user": "+33639981020"}, 131021),
        ({"user": "Ana"}, 100),
        ({"user_id": "GB.1"}, 131026),
        ({"user_id": "GB.ENT.1"}, 131026),
    ],
)
async def test_who_cannot_be_blocked_fails_beside_those_who_can(who: Json, code: int) -> None:
    async with rig() as it:
        answer = await it.call("POST", BLOCK, users(ANA, who))
        told = json.loads(answer.body)
        assert answer.status == 400 and told["error"]["code"] == 139100
        (failed,) = told["block_users"]["failed_users"]
        assert failed["input"] == next(iter(who.values())) and failed["errors"][0]["code"] == code
        assert failed["errors"][0]["error_data"]["details"]
        assert [row["wa_id"] for row in told["block_users"]["added_users"]] == ["447700900123"]


async def test_only_who_wrote_in_the_last_day_can_be_blocked() -> None:
    async with rig() as it:
        await it.later(24 * 3600)
        told = await ask(it, "POST", BLOCK, users(ANA))
        assert told["block_users"]["failed_users"][0]["errors"][0]["code"] == 131047
        assert "added_users" not in told["block_users"]


@pytest.mark.parametrize(
    "wrong",
    [{}, users(), {"block_users": [ANA]}, users({"phone": "+44"}), {"messaging_product": "whatsapp"}],
)
async def test_a_malformed_block_list_is_refused(wrong: Json) -> None:
    async with rig() as it:
        assert (await ask(it, "POST", BLOCK, wrong))["error"]["code"] == 100


async def test_the_block_list_comes_in_pages_until_it_changes() -> None:
    world = new_world()
    people = [world.meet(f"4477009001{number:02d}") for number in range(30, 35)]
    for person in people:
        world.wrote(person, NOW, "text", {"body": "Hi"})
    async with rig(world=world) as it:
        await ask(it, "POST", BLOCK, users(*[{"user": f"+{person.phone}"} for person in people]))
        page = await ask(it, "GET", f"{BLOCK}?limit=3")
        rest = await ask(it, "GET", page["paging"]["next"].removeprefix("http://graph"))
        numbers = [row["wa_id"] for row in page["data"] + rest["data"]]
        assert numbers == [person.wa_id for person in people] and "next" not in rest["paging"]
        await ask(it, "DELETE", BLOCK, users({"user": f"+{people[4].phone}"}))
        stale = await ask(it, "GET", page["paging"]["next"].removeprefix("http://graph"))
        assert stale["error"]["code"] == 139102


async def test_an_entry_of_the_contact_book_is_deleted_once() -> None:
    async with rig() as it:
        path = f"{NUMBER}/contact_book?messaging_product=whatsapp&bsuid="
        assert await ask(it, "DELETE", path + it.ana.user_id) == {"success": True, "deleted": True}
        assert await ask(it, "DELETE", path + it.ana.user_id) == {"success": True, "deleted": False}
        assert await ask(it, "DELETE", f"{path}GB.1") == {"success": True, "deleted": False}
        assert (await ask(it, "DELETE", f"{NUMBER}/contact_book"))["error"]["code"] == 100


async def test_a_short_link_is_made_changed_shown_and_deleted() -> None:
    async with rig() as it:
        wish = {"prefilled_message": "Hi, I have a question", "generate_qr_image": "SVG"}
        made = await ask(it, "POST", LINKS, wish)
        code = made["code"]
        assert len(code) == 14 and set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        assert made["deep_link_url"] == f"https://wa.me/message/{code}"
        assert made["qr_image_url"].endswith(".svg")
        changed = await ask(it, "POST", LINKS, {"code": code, "prefilled_message": "Hello"})
        assert changed["code"] == code and "qr_image_url" not in changed
        await ask(it, "POST", LINKS, {"prefilled_message": "Another"})
        fields = "fields=code,prefilled_message,deep_link_url,qr_image_url.format(PNG)"
        both = (await ask(it, "GET", f"{LINKS}?{fields}"))["data"]
        assert [one["prefilled_message"] for one in both] == ["Hello", "Another"]
        assert both[0]["qr_image_url"].endswith(".png")
        assert [one["code"] for one in (await ask(it, "GET", f"{LINKS}/{code}"))["data"]] == [code]
        assert await ask(it, "DELETE", f"{LINKS}/{code}") == {"success": True}
        assert (await ask(it, "GET", f"{LINKS}/{code}"))["error"]["code"] == 100


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"prefilled_message": ""},
        {"prefilled_message": "x" * 141},
        {"prefilled_message": "Hi", "generate_qr_image": "GIF"},
        {"prefilled_message": "Hi", "code": "NONE"},
    ],
)
async def test_a_malformed_short_link_is_refused(wrong: Json) -> None:
    async with rig() as it:
        assert (await ask(it, "POST", LINKS, wrong))["error"]["code"] == 100


async def begin(it: Rig, **more: Any) -> Any:
    wish = {"file_name": "a.png", "file_length": "10", "file_type": "image/png"} | more
    query = "&".join(f"{name}={value}" for name, value in wish.items())
    return await ask(it, "POST", f"{APP}/uploads?{query}")


async def append(it: Rig, session: str, data: bytes, offset: int) -> Any:
    answer = await it.http.request(
        "POST",
        f"http://graph/v24.0/{session}",
        content=data,
        headers={"authorization": "OAuth any", "file_offset": str(offset)},
    )
    return json.loads(answer.body)


async def test_an_upload_goes_on_where_it_was_interrupted_and_its_handle_is_a_sample() -> None:
    async with rig() as it:
        session = (await begin(it))["id"]
        assert session.startswith("upload:") and "?sig=" in session
        assert (await ask(it, "GET", f"/v24.0/{session}"))["file_offset"] == 0
        assert "h" not in await append(it, session, b"1234", 0)
        assert await ask(it, "GET", f"/v24.0/{session}") == {"id": session, "file_offset": 4}
        assert (await append(it, session, b"567890", 0))["error"]["code"] == 100
        handle = (await append(it, session, b"567890", 4))["h"]
        assert handle.startswith("4::")
        header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}}
        parts = [header, {"type": "BODY", "text": "It is ready."}]
        wish = {"name": "parcel", "language": "fr", "category": "UTILITY", "components": parts}
        assert "id" in await ask(it, "POST", f"{WABA}/message_templates", wish)
        picture = {"messaging_product": "whatsapp", "profile_picture_handle": handle}
        assert await ask(it, "POST", f"{NUMBER}/whatsapp_business_profile", picture) == {"success": True}
        (shown,) = (await ask(it, "GET", f"{NUMBER}/whatsapp_business_profile"))["data"]
        assert shown["profile_picture_url"].startswith("https://")


@pytest.mark.parametrize(
    "wrong", [{"file_type": "text/plain"}, {"file_length": "0"}, {"file_length": "many"}]
)
async def test_a_malformed_upload_is_refused(wrong: Json) -> None:
    async with rig() as it:
        assert (await begin(it, **wrong))["error"]["code"] == 100


async def test_an_upload_session_needs_its_signature_and_its_length() -> None:
    async with rig() as it:
        session = (await begin(it))["id"]
        assert (await ask(it, "GET", f"/v24.0/{session.partition('?')[0]}"))["error"]["code"] == 100
        assert (await append(it, session, b"x" * 11, 0))["error"]["code"] == 100
        assert (await ask(it, "GET", "/v24.0/upload:none?sig=1"))["error"]["error_subcode"] == 33


async def test_lost_statuses_can_be_read_again() -> None:
    async with rig() as it:
        wamid = json.loads((await it.send()).body)["messages"][0]["id"]
        path = f"{NUMBER}/message_history?message_id={wamid}"
        assert (await ask(it, "GET", path))["data"] == []
        it.inbox.refuses = True
        await it.later(60)
        (row,) = (await ask(it, "GET", path))["data"]
        events = row["events"]["data"]
        assert row["message_id"] == wamid and events[0]["delivery_status"] == "SENT"
        assert events[-1]["delivery_status"] == "READ" and isinstance(events[0]["timestamp"], int)
        assert {event["webhook_update_state"] for event in events} == {"PENDING"}
        it.inbox.refuses = False
        await it.later(4 * 3600)
        (row,) = (await ask(it, "GET", f"{path}&fields=id,message_id,events{{delivery_status}}"))["data"]
        assert {event["webhook_update_state"] for event in row["events"]["data"]} == {"DELIVERED"}
        assert len((await ask(it, "GET", f"{NUMBER}/message_history"))["data"]) == 1
        assert (await ask(it, "GET", f"{path}&limit=101"))["error"]["code"] == 100


async def figures(it: Rig, name: str, more: str) -> Any:
    path = f"{WABA}?fields={name}.start({START}).end({END}){more}"
    return (await ask(it, "GET", path))[name]


async def test_sends_are_counted_over_time() -> None:
    async with rig() as it:
        for _ in range(3):
            await it.send()
        await it.later(60)
        counted = await figures(it, "analytics", ".granularity(DAY)")
        (point,) = counted["data_points"]
        assert counted["granularity"] == "DAY" and counted["phone_numbers"] == [BUSINESS.phone]
        assert (point["sent"], point["delivered"]) == (3, 3)
        (half_hour,) = (await figures(it, "analytics", ".granularity(HALF_HOUR)"))["data_points"]
        assert half_hour["end"] - half_hour["start"] == 1800 and half_hour["sent"] == 3


async def test_prices_are_added_up_by_what_is_asked_for() -> None:
    async with rig() as it:
        await it.send()
        await it.send(to="+447700900999")  # the window is closed: never delivered, never paid
        await it.later(60)
        wish = '.granularity(DAILY).dimensions(["PRICING_CATEGORY","PRICING_TYPE","COUNTRY"])'
        (series,) = (await figures(it, "pricing_analytics", wish))["data"]
        (point,) = series["data_points"]
        assert point["pricing_category"] == "SERVICE" and point["country"] == "GB"
        assert (point["pricing_type"], point["volume"], point["cost"]) == ("FREE_CUSTOMER_SERVICE", 1, 0)
        (series,) = (await figures(it, "conversation_analytics", ".granularity(MONTHLY)"))["data"]
        assert series["data_points"][0]["conversation"] == 1


@pytest.mark.parametrize(
    "field",
    [
        "analytics.granularity(DAY)",
        f"analytics.start({END}).end({START}).granularity(DAY)",
        f"analytics.start({START}).end({END}).granularity(YEAR)",
        f"analytics.start(1).end({END}).granularity(DAY)",
        f"pricing_analytics.start({START}).end({END}).dimensions([MOOD])",
    ],
)
async def test_figures_that_cannot_be_given_are_refused(field: str) -> None:
    async with rig() as it:
        assert (await ask(it, "GET", f"{WABA}?fields={field}"))["error"]["code"] == 100


async def test_figures_of_templates_come_after_they_were_turned_on() -> None:
    world = new_world()
    content = {"name": "order_ready", "language": {"code": "fr"}, "components": []}
    message = world.answered(
        world.people["ana"], NOW - timedelta(minutes=5), "template", content, statuses=(("read", NOW),)
    )
    world.wrote(world.people["ana"], NOW, "button", {"text": "Oui", "payload": "1"}, context=message.wamid)
    async with rig(world=world) as it:
        template = it.sandbox.world.account.templates.get("order_ready", "fr")
        assert template is not None
        path = f"{WABA}/template_analytics?start={START}&end={END}&granularity=DAILY&template_ids=[{template.id}]"
        assert (await ask(it, "GET", path))["error"]["code"] == 200007
        assert "id" in await ask(it, "POST", f"{WABA}?is_enabled_for_insights=true")
        assert (await ask(it, "POST", f"{WABA}?is_enabled_for_insights=false"))["error"]["code"] == 200006
        (row,) = (await ask(it, "GET", path))["data"]
        (point,) = row["data_points"]
        assert (point["template_id"], point["sent"], point["delivered"], point["read"]) == (
            template.id,
            1,
            1,
            1,
        )
        assert point["clicked"] == [{"type": "quick_reply_button", "button_content": "Oui", "count": 1}]
        (row,) = (await ask(it, "GET", f"{path}&metric_types=SENT"))["data"]
        assert "read" not in row["data_points"][0]
        for wrong in ("start", "end", "template_ids"):
            broken = path.replace(f"{wrong}=", "x=", 1)
            assert (await ask(it, "GET", broken))["error"]["code"] == 100


async def test_the_account_lives_through_a_restart() -> None:
    async with rig() as it:
        await ask(it, "POST", BLOCK, users(ANA))
        await ask(it, "POST", LINKS, {"prefilled_message": "Hi"})
        await ask(it, "POST", NUMBER, {"pin": "482910"})
        kept = json.loads(json.dumps(it.sandbox.world.account.dump()))
        again = new_account(BUSINESS)
        again.restore(kept)
        assert again.dump() == it.sandbox.world.account.dump()
        assert again.is_blocked(it.ana) and again.pin == "482910" and len(again.links) == 1
