"""The pretend Meta's webhooks: bytes, signature, shapes, ticks, repetition and handshake."""

from __future__ import annotations

import itertools
import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from app.net import Http, in_process
from app.sandbox.callback import Callback
from app.sandbox.courier import GIVE_UP_AFTER_S, retry_delays
from app.sandbox.people import Habits
from app.sandbox.signing import encode, signature
from tests.guards.logs import Expectations
from tests.unit.sandbox_rig import BUSINESS, NOW, Rig, new_world, rig


def test_the_signature_is_the_one_that_openssl_makes() -> None:
    """Made with `openssl dgst -sha256 -hmac practice-secret`."""
    raw = rb'{"object":"whatsapp_business_account","text":"\u00e9 \/ \ud83d\ude42"}'
    expected = "1570b72eca9ed96f003bf61ae25799b346968cb6bf55604f5702af702d1b48e7"
    assert signature("practice-secret", raw) == f"sha256={expected}"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("é", rb"\u00e9"),
        ("🙂", rb"\ud83d\ude42"),
        ("a/b", rb"a\/b"),
        ("\\/", rb"\\\/"),
        ("\ud83d", rb"\ud83d"),
        ("\x00", rb"\u0000"),
        ('"', rb"\""),
    ],
)
def test_text_is_escaped_as_meta_does_and_reads_back(text: str, escaped: bytes) -> None:
    raw = encode({"t": text})
    assert raw == b'{"t":"' + escaped + b'"}' and json.loads(raw) == {"t": text}


async def test_a_customers_message_has_metas_shape() -> None:
    async with rig(world=new_world(username="ana.field"), has_written=False) as it:
        answer = await it.post("/_sandbox/inbound", {"person": "ana", "text": "Do you open on Sunday?"})
        await it.later(0)
        (body,) = [json.loads(raw) for raw in it.inbox.bodies]
    wamid = json.loads(answer.body)["wamid"]
    assert body == {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": BUSINESS.waba_id,
                "changes": [
                    {
                        "field": "messages",
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {
                                "display_phone_number": BUSINESS.phone,
                                "phone_number_id": BUSINESS.phone_number_id,
                            },
                            "contacts": [
                                {
                                    "profile": {"name": "Ana Field", "username": "ana.field"},
                                    "wa_id": "447700900123",
                                    "user_id": it.ana.user_id,
                                }
                            ],
                            "messages": [
                                {
                                    "from": "447700900123",
                                    "from_user_id": it.ana.user_id,
                                    "id": wamid,
                                    "timestamp": str(int(NOW.timestamp())),
                                    "type": "text",
                                    "text": {"body": "Do you open on Sunday?"},
                                }
                            ],
                        },
                    }
                ],
            }
        ],
    }


async def test_a_hidden_number_appears_nowhere() -> None:
    world = new_world(username="ana.field", is_number_hidden=True)
    async with rig(world=world, has_written=False) as it:
        await it.post("/_sandbox/inbound", {"person": "@ana.field", "text": "Hello", "context": "wamid.x"})
        await it.send(to=None, recipient=it.ana.user_id)
        await it.later(60)
        message = it.inbox.elements("messages")[0]
        statuses = it.inbox.elements("statuses")
        contacts = [contact for value in it.inbox.values() for contact in value["contacts"]]
    assert "from" not in message and message["from_user_id"] == it.ana.user_id
    assert message["context"] == {"from": BUSINESS.phone, "id": "wamid.x"}
    assert statuses and all("recipient_id" not in status for status in statuses)
    assert contacts and all("wa_id" not in contact for contact in contacts)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", {"id": "7100000000000321", "mime_type": "image/jpeg", "sha256": "x"}),
        ("location", {"latitude": 51.38, "longitude": -2.36}),
        ("reaction", {"message_id": "wamid.x", "emoji": "👍"}),
    ],
)
async def test_other_kinds_stand_under_their_own_name(kind: str, content: dict[str, Any]) -> None:
    async with rig() as it:
        await it.post("/_sandbox/inbound", {"person": "ana", "type": kind, "content": content})
        await it.later(0)
        (message,) = it.inbox.elements("messages")
    assert message["type"] == kind and message[kind] == content


async def test_an_unsupported_message_brings_its_error() -> None:
    async with rig() as it:
        wish = {"person": "ana", "type": "unsupported", "content": {"type": "poll_creation"}}
        await it.post("/_sandbox/inbound", wish)
        await it.later(0)
        (message,) = it.inbox.elements("messages")
    assert message["unsupported"] == {"type": "poll_creation"} and message["errors"][0]["code"] == 131051


async def sent_and_read(it: Rig) -> list[dict[str, Any]]:
    """Send until one message went through all three ticks; some skip `delivered`, as Meta's do."""
    for _ in range(10):
        it.inbox.bodies.clear()
        await it.send()
        await it.later(60)
        if it.inbox.ticks() == ["sent", "delivered", "read"]:
            return it.inbox.elements("statuses")
    raise AssertionError("no message had three ticks")


async def test_a_delivered_message_has_three_ticks_priced_once_each_as_since_v24() -> None:
    async with rig(world=new_world(username="ana.field")) as it:
        sent, delivered, read = await sent_and_read(it)
        contacts = [value["contacts"][0] for value in it.inbox.values()]
    for status in (sent, delivered, read):
        assert isinstance(status["timestamp"], str) and status["timestamp"].isdigit()
        assert status["recipient_id"] == "447700900123" and status["recipient_user_id"] == it.ana.user_id
        assert status["biz_opaque_callback_data"] == "1:m-1" and "conversation" not in status
    free = {
        "billable": False,
        "pricing_model": "PMP",
        "type": "free_customer_service",
        "category": "service",
    }
    assert sent["pricing"] == delivered["pricing"] == free and "pricing" not in read
    assert ["username" in contact["profile"] for contact in contacts] == [False, True, True]


async def test_some_messages_are_read_without_ever_being_delivered() -> None:
    async with rig() as it:
        journeys = []
        for _ in range(60):
            it.inbox.bodies.clear()
            await it.send()
            await it.later(60)
            journeys.append(tuple(it.inbox.ticks()))
            if journeys[-1] == ("sent", "read"):
                assert "pricing" in it.inbox.elements("statuses")[1]
    assert set(journeys) == {("sent", "delivered", "read"), ("sent", "read")}


async def test_service_messages_cost_something_after_the_monthly_allowance() -> None:
    world = new_world()
    world.service_messages["2026-11"] = 1_000
    async with rig(world=world) as it:
        (sent, *_) = await sent_and_read(it)
    assert sent["pricing"]["billable"] is True and sent["pricing"]["type"] == "regular"


@pytest.mark.parametrize(
    ("habits", "ticks"),
    [(Habits(has_read_receipts=False), ["sent", "delivered"]), (Habits(is_phone_on=False), ["sent"])],
    ids=["no read receipts", "phone off"],
)
async def test_habits_decide_how_far_the_ticks_go(habits: Habits, ticks: list[str]) -> None:
    async with rig(world=new_world(habits=habits)) as it:
        await it.send()
        await it.later(600)
        assert it.inbox.ticks() == ticks


async def test_a_reaction_is_only_sent_and_a_wrong_target_fails() -> None:
    async with rig() as it:
        wamid = next(iter(it.sandbox.world.messages))
        for target in (wamid, "wamid.none"):
            await it.send(type="reaction", reaction={"message_id": target, "emoji": "👍"})
            await it.later(60)
        assert it.inbox.ticks() == ["sent", "failed"]
        assert it.inbox.elements("statuses")[1]["errors"][0]["code"] == 131009


async def test_updates_of_one_moment_share_a_post_and_large_batches_are_split() -> None:
    async with rig(batch_max=4) as it:
        for number in range(9):
            it.sandbox.customers.write(it.ana, "text", {"body": str(number)})
        await it.later(0)
        assert [len(value["messages"]) for value in it.inbox.values()] == [4, 4, 1]
        assert all(len(value["contacts"]) == 1 for value in it.inbox.values())


async def test_a_webhook_is_repeated_until_it_is_taken() -> None:
    async with rig() as it:
        it.inbox.script = [500, 404, 0, 503]
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello"})
        await it.later(0)
        assert it.sandbox.courier.attempts == 3 and it.inbox.bodies == []  # at once, and again, and again
        await it.later(0.9)
        assert it.sandbox.courier.attempts == 3
        await it.later(0.1)
        assert it.sandbox.courier.attempts == 4
        await it.later(5)
        assert it.inbox.texts() == ["Hello"] and it.sandbox.courier.pending() == []


async def test_meta_gives_up_after_seven_days(logged: Expectations) -> None:
    logged.expect("gave up a webhook")
    async with rig() as it:
        it.inbox.refuses = True
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello"})
        await it.later(GIVE_UP_AFTER_S - 6 * 3600 - 1)
        assert it.sandbox.courier.given_up == 0 and len(it.sandbox.courier.pending()) == 1
        await it.later(6 * 3600 + 1)
        assert it.sandbox.courier.given_up == 1 and it.sandbox.courier.pending() == []


def test_repetitions_become_rarer() -> None:
    delays = list(itertools.islice(retry_delays(), 30))
    assert delays == sorted(delays) and delays[:2] == [0, 0] and delays[-1] == delays[-2] > 3600


async def test_one_refused_webhook_does_not_hold_up_the_next() -> None:
    async with rig() as it:
        it.inbox.script = [500, 500, 500]
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "first"})
        await it.later(0)
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "second"})
        await it.later(0)
        assert it.inbox.texts() == ["second"]
        await it.later(1)
        assert it.inbox.texts() == ["second", "first"]


async def test_nothing_is_delivered_before_the_handshake() -> None:
    answers = iter([False, False, True])

    async def verify() -> bool:
        return next(answers)

    async with rig(verify=verify) as it:
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello"})
        await it.later(0.5)
        assert it.inbox.bodies == [] and not it.sandbox.is_verified
        await it.later(0.5)
        assert it.inbox.texts() == ["Hello"] and it.sandbox.is_verified


class Webhook:
    """A business's webhook as an ASGI app: checks the handshake's token and keeps what is posted."""

    def __init__(self, token: str, *, status: int = 200) -> None:
        self._token = token
        self._status = status
        self.posts: list[tuple[dict[bytes, bytes], bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, status = b"", self._status
        if scope["method"] == "GET":
            query = parse_qs(scope["query_string"].decode())
            is_right = query["hub.verify_token"] == [self._token] and query["hub.mode"] == ["subscribe"]
            status, body = (200, query["hub.challenge"][0].encode()) if is_right else (403, b"")
        else:
            self.posts.append((dict(scope["headers"]), (await receive())["body"]))
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})


@pytest.mark.parametrize(("token", "is_verified"), [("right & proper", True), ("wrong", False)])
async def test_the_handshake_wants_its_challenge_back(token: str, is_verified: bool) -> None:
    async with Http(transport=in_process(Webhook("right & proper"))) as http:
        callback = Callback(http, "http://hub/webhooks/whatsapp", app_secret="s", verify_token=token)
        assert await callback.verify() is is_verified


@pytest.mark.parametrize("status", [200, 503])
async def test_a_post_is_signed_over_its_very_bytes(status: int) -> None:
    webhook, raw = Webhook("t", status=status), encode({"é": "/"})
    async with Http(transport=in_process(webhook)) as http:
        callback = Callback(http, "http://hub/webhooks/whatsapp", app_secret="s", verify_token="t")
        assert await callback.deliver(raw) == status
    headers, body = webhook.posts[0]
    assert body == raw and headers[b"x-hub-signature-256"].decode() == signature("s", raw)
    assert headers[b"content-type"] == b"application/json"


async def test_an_address_that_breaks_the_connection_has_not_answered() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ConnectionResetError

    async with Http(transport=in_process(broken)) as http:
        callback = Callback(http, "http://hub/", app_secret="s", verify_token="t")
        assert await callback.deliver(b"{}") == 0 and await callback.verify() is False


async def test_a_raw_body_is_delivered_as_it_is() -> None:
    async with rig() as it:
        await it.post("/_sandbox/webhook", b"{ no json")
        await it.later(0)
        assert it.inbox.bodies == [b"{ no json"]
