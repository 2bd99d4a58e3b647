"""What is accepted and fails later, what it costs, and how far the ticks go."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from app.sandbox.people import Habits
from tests.unit.sandbox_bodies import GOOD
from tests.unit.sandbox_rig import NOW, Rig, new_world, rig
from tests.unit.test_sandbox_template_sends import GOOD as FILLED
from tests.unit.test_sandbox_template_sends import Shelf, template


async def errors(it: Rig) -> list[int]:
    await it.later(120)
    return [status["errors"][0]["code"] for status in it.inbox.elements("statuses") if "errors" in status]


@pytest.mark.parametrize("name", [name for name in GOOD if name != "contacts"])
async def test_nothing_but_templates_arrives_outside_the_window(name: str) -> None:
    async with rig(has_written=False) as it:
        assert (await it.send(text=None, **GOOD[name])).status == 200
        assert await errors(it) == [131047]


@pytest.mark.parametrize(
    ("link", "kind", "code"),
    [
        ("https://example.com/a.jpg", "image", None),
        ("https://example.com/picture", "image", None),
        ("https://example.com/a.zip", "document", None),
        ("http://example.com/a.jpg", "image", 131053),
        ("https://127.0.0.1/a.jpg", "image", 131053),
        ("https://192.168.1.7/a.jpg", "image", 131053),
        ("https://localhost/a.jpg", "image", 131053),
        ("https://nowhere.invalid/a.jpg", "image", 131053),
        ("https://example.com/a.pdf", "image", 131053),
        ("https://example.com/a.mp4", "audio", 131053),
    ],
)
async def test_a_link_that_meta_could_not_fetch_fails_later(link: str, kind: str, code: int | None) -> None:
    async with rig() as it:
        assert (await it.send(text=None, type=kind, **{kind: {"link": link}})).status == 200
        assert await errors(it) == ([code] if code else [])


@pytest.mark.parametrize(
    ("marketing", "phone", "is_open", "code"),
    [
        ("open", "447700900123", False, None),
        ("capped", "447700900123", False, 131049),
        ("capped", "447700900123", True, None),
        ("stopped", "447700900123", True, 131050),
        ("experiment", "447700900123", True, 130472),
        ("open", "15550100123", False, 131049),
    ],
)
async def test_marketing_may_not_reach_everybody(
    marketing: str, phone: str, is_open: bool, code: int | None
) -> None:
    async with rig(templates=Shelf(), has_written=False) as it:
        person = {"key": "bo", "phone": f"+{phone}", "marketing": marketing}
        if phone != it.ana.phone:
            await it.post("/_sandbox/inbound", {"person": person, "text": "Hi", "timestamp": 1_780_000_000})
        else:
            it.sandbox.world.replace(replace(it.ana, habits=Habits(marketing=marketing)))
        if is_open:
            await it.post("/_sandbox/inbound", {"person": f"+{phone}", "text": "Hi"})
        await it.send(**template("coupon", FILLED["coupon"], to=f"+{phone}"))
        assert await errors(it) == ([code] if code else [])
        await it.send(**template("plain", None, to=f"+{phone}"))
        assert len(await errors(it)) == bool(code), "a utility template is another matter"


@pytest.mark.parametrize(
    ("end", "code"), [("0049", 131049), ("0050", 131050), ("0472", 130472), ("0000", 131026)]
)
async def test_the_end_of_a_number_decides_for_whoever_nobody_heard_of(end: str, code: int) -> None:
    async with rig(templates=Shelf()) as it:
        await it.send(**template("coupon", FILLED["coupon"], to=f"+44770090{end}"))
        assert await errors(it) == [code]


async def test_an_identity_that_has_changed_fails() -> None:
    async with rig(world=new_world(identity_hash="Dk4")) as it:
        for given in ("Dk4", "other"):
            assert (await it.send(recipient_identity_key_hash=given)).status == 200
        assert await errors(it) == [137000]


async def test_a_reaction_needs_a_living_message_of_this_chat() -> None:
    async with rig() as it:
        world = it.sandbox.world
        bo = world.meet("447700900124", key="bo")
        old = world.wrote(it.ana, NOW - timedelta(days=31), "text", {"body": "Old"}).wamid
        gone = world.wrote(it.ana, NOW, "text", {"body": "Gone"}).wamid
        world.wrote(it.ana, NOW, "revoke", {"original_message_id": gone})
        other = world.wrote(bo, NOW, "text", {"body": "Elsewhere"}).wamid
        like = world.wrote(it.ana, NOW, "reaction", {"message_id": old, "emoji": "👍"}).wamid
        for target in (old, gone, other, like):
            await it.send(text=None, type="reaction", reaction={"message_id": target, "emoji": "👍"})
        assert await errors(it) == [131009] * 4


async def test_a_voice_message_is_played_in_the_end() -> None:
    async with rig() as it:
        await it.send(text=None, **GOOD["audio"])
        await it.later(120)
        assert it.inbox.ticks()[-1] == "played" and it.inbox.ticks()[-2] == "read"
        assert "pricing" not in it.inbox.elements("statuses")[-1]


async def test_a_sound_file_is_never_played_and_neither_is_a_voice_message_without_receipts() -> None:
    async with rig() as it:
        await it.send(text=None, type="audio", audio={"link": "https://example.com/a.mp3"})
        await it.later(120)
        assert it.inbox.ticks()[-1] == "read"
    async with rig(world=new_world(habits=Habits(has_read_receipts=False))) as it:
        await it.send(text=None, **GOOD["audio"])
        await it.later(120)
        assert it.inbox.ticks() == ["sent", "delivered"]


async def test_an_answer_to_an_ad_is_free_for_72_hours_templates_included() -> None:
    async with rig(templates=Shelf(), has_written=False) as it:
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hi", "referral": "Spring sale"})
        await it.later(3600)
        await it.send()
        await it.later(60)
        sent, *others = it.inbox.elements("statuses")
        assert sent["pricing"] == {
            "billable": False,
            "pricing_model": "PMP",
            "type": "free_entry_point",
            "category": "referral_conversion",
        }
        until = int((NOW + timedelta(hours=73)).timestamp())
        assert sent["conversation"]["expiration_timestamp"] == str(until)
        assert sent["conversation"]["origin"] == {"type": "referral_conversion"}
        assert all("expiration_timestamp" not in status["conversation"] for status in others)
        it.inbox.bodies.clear()
        await it.later(48 * 3600)
        await it.send(**template("plain", None))
        await it.later(60)
        assert it.inbox.elements("statuses")[0]["pricing"]["type"] == "free_entry_point"
        it.inbox.bodies.clear()
        await it.later(24 * 3600)
        await it.send(**template("plain", None))
        await it.later(60)
        last = it.inbox.elements("statuses")[0]
        assert last["pricing"]["type"] == "regular" and "conversation" not in last


async def test_a_late_answer_to_an_ad_starts_nothing() -> None:
    async with rig(has_written=False) as it:
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hi", "referral": True})
        await it.later(24 * 3600)
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello?"})
        await it.send()
        await it.later(60)
        assert it.inbox.elements("statuses")[0]["pricing"]["type"] == "free_customer_service"


async def test_a_call_opens_the_window() -> None:
    async with rig(has_written=False) as it:
        await it.post("/_sandbox/call", {"person": "ana"})
        await it.send()
        assert await errors(it) == []
        await it.later(24 * 3600)
        await it.send()
        assert await errors(it) == [131047]


async def test_an_old_message_cannot_be_marked_as_read() -> None:
    async with rig() as it:
        wamid = it.sandbox.world.wrote(it.ana, NOW - timedelta(days=32), "text", {"body": "Old"}).wamid
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
        answer = await it.post(f"/v24.0/{it.sandbox.world.business.phone_number_id}/messages", read)
        assert json.loads(answer.body)["error"]["code"] == 131009
