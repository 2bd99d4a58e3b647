"""Faults on demand: each one is seen once, does what it says, and is over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.net import Http, OutcomeUnknown, in_process
from app.sandbox.faults import KINDS, Fault, Faults
from tests.unit.sandbox_rig import Rig, rig


async def outcome(it: Rig) -> int | str:
    """What a sender sees of one send."""
    try:
        answer = await it.send()
    except OutcomeUnknown:
        return "unknown"
    return answer.status


@pytest.mark.parametrize(
    ("fault", "details", "seen", "accepted"),
    [
        ("lost_request", {}, "unknown", 0),
        ("lost_answer", {}, "unknown", 1),
        ("lost_answer_after_headers", {}, "unknown", 1),
        ("bodyless_5xx", {}, 502, 1),
        ("bodyless_5xx", {"status": 504}, 504, 1),
        ("graph_5xx", {}, 500, 0),
        ("graph_5xx", {"code": 2}, 503, 0),
        ("lying_5xx", {"code": 131016}, 500, 1),
        ("refuse", {}, 400, 0),
        ("refuse", {"code": 131056}, 400, 0),
        ("refuse", {"code": 368}, 403, 0),
    ],
)
async def test_a_call_goes_wrong_once(
    fault: str, details: dict[str, Any], seen: int | str, accepted: int
) -> None:
    async with rig() as it:
        await it.arm(fault, **details)
        assert await outcome(it) == seen
        assert len(await it.accepted()) == accepted
        assert await outcome(it) == 200
        await it.later(60)
        assert it.inbox.ticks().count("sent") == accepted + 1, (
            "an accepted message lives, whatever was answered"
        )


@pytest.mark.parametrize(
    ("fault", "code"), [("graph_5xx", 131000), ("lying_5xx", 131000), ("refuse", 130429)]
)
async def test_a_refusal_by_fault_has_graphs_body(fault: str, code: int) -> None:
    async with rig() as it:
        await it.arm(fault)
        answer = await it.send()
        error = json.loads(answer.body)["error"]
        assert error["code"] == code and error["is_transient"] is True


async def test_a_bodyless_failure_has_no_body() -> None:
    async with rig() as it:
        await it.arm("bodyless_5xx")
        answer = await it.send()
        assert answer.body == b"" and "content-type" not in answer.headers


async def test_rate_limits_hit_the_next_calls_alone() -> None:
    async with rig() as it:
        await it.arm("refuse", code=80007, times=2)
        await it.arm("refuse", code=4)
        codes = [json.loads((await it.send()).body).get("error", {}).get("code") for _ in range(4)]
        assert codes == [80007, 80007, 4, None]


async def test_a_slow_answer_comes_in_the_end() -> None:
    async with rig() as it:
        await it.arm("slow_answer", delay_s=30)
        tasks: list[int] = []

        async def send() -> None:
            tasks.append((await it.send()).status)

        sending = it.sandbox._agenda.spawn(send())
        await it.later(29)
        assert tasks == [] and len(await it.accepted()) == 1
        await it.later(1)
        assert tasks == [200] and sending is not None


async def test_a_message_may_never_have_a_status() -> None:
    async with rig() as it:
        await it.arm("no_status")
        await it.send()
        await it.later(3600)
        assert it.inbox.ticks() == []


async def test_sent_can_come_before_the_answer() -> None:
    async with rig() as it:
        await it.arm("status_before_answer")
        await it.send()
        assert it.inbox.ticks() == ["sent"]
        await it.later(60)
        assert it.inbox.ticks().count("sent") == 1 and it.inbox.ticks()[-1] == "read"


async def test_a_message_can_fail_instead_of_being_sent_or_after_it_arrived() -> None:
    async with rig() as it:
        await it.arm("only_failed", code=131048)
        await it.send()
        await it.later(60)
        assert it.inbox.ticks() == ["failed"]
        assert it.inbox.elements("statuses")[0]["errors"][0]["code"] == 131048
        await it.arm("failed_after_delivered")
        await it.send()
        await it.later(60)
        assert it.inbox.ticks()[1:3] == ["sent", "delivered"] and "failed" in it.inbox.ticks()[3:]


async def test_a_post_can_come_twice() -> None:
    async with rig() as it:
        await it.arm("doubled")
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hello"})
        await it.later(0)
        assert it.inbox.texts() == ["Hello", "Hello"] and it.inbox.bodies[0] == it.inbox.bodies[1]


async def test_a_post_can_come_late() -> None:
    async with rig() as it:
        await it.arm("late", delay_s=10)
        for text in ("late", "prompt"):
            await it.post("/_sandbox/inbound", {"person": "ana", "text": text})
            await it.later(0)
        assert it.inbox.texts() == ["prompt"] and len(it.sandbox.courier.pending()) == 1
        await it.later(10)
        assert it.inbox.texts() == ["prompt", "late"]


async def test_posts_can_come_in_the_wrong_order() -> None:
    async with rig() as it:
        await it.arm("reordered", times=3)
        for text in ("one", "two", "three", "four"):
            await it.post("/_sandbox/inbound", {"person": "ana", "text": text})
            await it.later(0)
        assert it.inbox.texts() == ["three", "two", "one", "four"]


async def test_a_reordering_does_not_wait_for_ever() -> None:
    async with rig() as it:
        await it.arm("reordered", times=3)
        for text in ("one", "two"):
            await it.post("/_sandbox/inbound", {"person": "ana", "text": text})
            await it.later(0)
        assert it.inbox.texts() == []
        await it.later(5)
        assert it.inbox.texts() == ["two", "one"]


async def test_acceptances_are_counted_by_their_opaque_value() -> None:
    async with rig() as it:
        await it.send()
        await it.send(text={"body": "Again"})
        await it.send(biz_opaque_callback_data="1:m-2")
        await it.send(biz_opaque_callback_data=None)
        accepted = await it.accepted()
    assert [entry["count"] for entry in accepted] == [2, 2, 1, 1]
    assert [entry["text"] for entry in accepted] == ["Hello", "Again", "Hello", "Hello"]
    assert len({entry["wamid"] for entry in accepted}) == 4


async def test_faults_can_be_seen_and_cleared() -> None:
    async with rig() as it:
        await it.arm("refuse", times=3)
        await it.send()
        shown = json.loads((await it.get("/_sandbox/faults")).body)
        assert [(fault["kind"], fault["times"]) for fault in shown["armed"]] == [("refuse", 2)]
        assert set(shown["known"]) == KINDS.keys()
        cleared = await it.http.request("DELETE", "http://graph/_sandbox/faults")
        assert json.loads(cleared.body)["armed"] == [] and (await it.send()).status == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("faults", {"fault": "earthquake"}, 400),
        ("faults", {"fault": "late", "times": 0}, 400),
        ("faults", {"fault": "late", "wings": 2}, 400),
        ("inbound", {"text": "nobody"}, 400),
        ("inbound", {"person": "nobody", "text": "x"}, 400),
        ("inbound", {"person": "ana"}, 400),
        ("inbound", b"{", 400),
        ("elsewhere", {}, 404),
    ],
)
async def test_a_mistake_is_answered_with_a_sentence(path: str, body: Any, status: int) -> None:
    async with rig() as it:
        answer = await it.post(f"/_sandbox/{path}", body)
        assert answer.status == status and json.loads(answer.body)["error"]


async def test_a_new_person_can_be_made_to_write() -> None:
    async with rig() as it:
        who = {"phone": "+44 7700 900777", "name": "Bo", "username": "bo", "hidden": True}
        for person in (who, "+447700900888"):
            await it.post("/_sandbox/inbound", {"person": person, "text": "Hi", "timestamp": 1_780_000_000})
        await it.later(0)
        people = json.loads((await it.get("/_sandbox/people")).body)["people"]
        assert [message["timestamp"] for message in it.inbox.elements("messages")] == ["1780000000"] * 2
    assert [person["name"] for person in people] == ["Ana Field", "Bo", None]
    assert people[1]["is_number_hidden"] and people[2]["phone"] == "+447700900888"


async def test_the_control_interface_is_for_this_computer_alone() -> None:
    async with rig() as it:
        far = in_process(it.sandbox.app, client=("192.0.2.7", 1))
        async with Http(transport=far) as http:
            assert (await http.request("GET", "http://graph/_sandbox/accepted")).status == 403


def test_faults_are_used_in_the_order_in_which_they_were_armed() -> None:
    faults = Faults()
    for fault in (Fault("late", times=2), Fault("refuse", code=4), Fault("refuse", code=2)):
        faults.arm(fault)
    taken = [faults.take("refuse", "graph_5xx"), faults.take("refuse"), faults.take("refuse")]
    assert [fault.code if fault else None for fault in taken] == [4, 2, None]
    assert faults.armed() == (Fault("late", times=2),)
