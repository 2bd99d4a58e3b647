"""What members ask of the hub: applied at most once, refused with a reason, answered the same for ever."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.commands import CommandBody
from app.domain.conversations import CloseConversation, ReadConversation, ReopenConversation
from app.domain.events import Actor
from app.domain.ids import CommandId, ConversationId, MessageId
from app.domain.sends import CancelSend, SendRequested, SendText, SettleSend
from app.domain.settings import ChangeSetting
from storage import codec, view
from storage.hub import sends
from tests.flow.hub_world import ANA, HubWorld, message_webhook, webhook

NOWHERE = ConversationId("conversation-nobody-had")


def text(
    conversation: ConversationId, words: str = "Yes, at two", message_id: str = "m-1", **more: object
) -> SendText:
    return replace(SendText(MessageId(message_id), conversation, words), **more)  # type: ignore[arg-type]


async def test_an_answer_is_in_the_log_with_its_author_and_waits_to_be_sent(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join(name="Léa")
        conversation = await world.conversation()
        outcome = await world.do(desk, text(conversation, "  Yes, at two\n"))
        [event] = world.events("send.requested")
        [taken] = world.events("conversation.assigned")  # nobody held it: who answers takes it
        assert (outcome.result, outcome.pos) == ("accepted", taken.pos)
        assert event.command_id == taken.command_id == outcome.command_id
        assert event.actor == Actor("member", desk.member_id, desk.device_id)  # type: ignore[arg-type]
        assert isinstance(event.body, SendRequested)
        assert (event.body.text, event.body.hold_until_at) == ("Yes, at two", None)
        with world.reading() as conn:
            row = sends.find(conn, MessageId("m-1"))
        assert row is not None
        assert (row.state, row.recipient, row.outgoing.text) == ("queued", ANA, "Yes, at two")


async def test_a_command_sent_three_times_happens_once(tmp_path: Path) -> None:
    """G4: lost answers, restarts and a later age change nothing."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        command = world.command(text(await world.conversation()))
        first = await world.send(desk, command)
        again = await world.send(desk, replace(command, age_ms=5_000, age_is_wall=True))
        await world.restart()
        assert first == again == await world.send(desk, command)
        assert len(world.events("send.requested")) == 1


async def test_a_rejected_command_stays_rejected_and_leaves_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        command = world.command(text(conversation))
        await world.clock.advance(25 * 3600)
        before = world.head
        [refused] = await world.send(desk, command)
        assert (refused.result, refused.code) == ("rejected", "window_closed")
        await world.say("I am back")
        assert await world.send(desk, command) == [refused]
        assert [event.kind for event in world.events()[before:]] == ["message.received"]


async def test_an_id_with_another_content_is_refused_as_a_whole(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        command = world.command(text(conversation))
        await world.send(desk, command)
        other = codec.encode_command(replace(command, body=text(conversation, "Something else")))
        answer = await world.call("POST", "/api/v1/commands", desk, codec.join_commands([other]))
        assert answer.status == 422
        assert json.loads(answer.body) == {"code": "id_reuse", "facts": {"command_id": command.command_id}}


async def test_another_device_cannot_ask_for_the_outcome_of_this_one(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk, other = await world.join(), await world.join("rep", "Bo")
        command = world.command(text(await world.conversation()))
        await world.send(desk, command)
        data = codec.join_commands([codec.encode_command(command)])
        assert (await world.call("POST", "/api/v1/commands", other, data)).status == 422


async def test_one_bad_command_of_a_list_does_not_stop_the_others(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        asked = [text(conversation, "one", "m-1"), text(NOWHERE), text(conversation, "three", "m-3")]
        outcomes = await world.send(desk, *(world.command(body) for body in asked))
        assert [outcome.result for outcome in outcomes] == ["accepted", "rejected", "accepted"]
        assert outcomes[1].code == "conversation_unknown"
        requested = [event.body.text for event in world.events("send.requested")]  # type: ignore[union-attr]
        assert requested == ["one", "three"]


async def test_a_command_waits_for_the_one_that_it_needs(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        needed = world.command(text(conversation))
        later = world.command(CloseConversation(conversation), needs=(needed.command_id,))
        [outcome] = await world.send(desk, later)
        assert (outcome.result, outcome.after_s) == ("retry", 2.0)
        assert [one.result for one in await world.send(desk, needed, later)] == ["accepted", "accepted"]
        bad = world.command(text(NOWHERE, message_id="m-2"))
        after_bad = world.command(ReopenConversation(conversation), needs=(bad.command_id,))
        assert [one.code for one in await world.send(desk, bad, after_bad)] == [
            "conversation_unknown",
            "needs_rejected",
        ]


@pytest.mark.parametrize(
    ("words", "code"),
    [("", "text_empty"), (" \n\0\t ", "text_empty"), ("x" * 4097, "text_too_long"), ("x" * 4096, None)],
)
async def test_a_text_must_be_sendable(tmp_path: Path, words: str, code: str | None) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        assert (await world.do(desk, text(await world.conversation(), words))).code == code


async def test_the_window_is_judged_by_the_channel_time_of_the_customers_message(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        old = world.clock.now() - timedelta(hours=23, minutes=58)
        await world.post(message_webhook("long ago", sent_at=old))
        conversation = ConversationId((await world.settled())[-1].subject)
        assert (await world.do(desk, text(conversation))).result == "accepted"
        await world.clock.advance(61)  # within the minute that two clocks may differ by
        refused = await world.do(desk, text(conversation, message_id="m-2"))
        assert refused.facts == {"closed_at": (old.replace(microsecond=0) + timedelta(hours=24)).isoformat()}


async def test_a_colleagues_newer_answer_is_shown_before_a_second_one_goes_out(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(name="Léa"), await world.join("rep", "Bo")
        conversation = await world.conversation()
        seen = world.head
        await world.do(lea, text(conversation, "Léa answers", "m-1"))
        again = await world.do(lea, text(conversation, "and adds", "m-2"), base_pos=seen)
        assert again.result == "accepted"
        refused = await world.do(bo, text(conversation, "Bo answers too", "m-3"), base_pos=seen)
        assert (refused.code, refused.facts) == ("newer_answer", {"who": "Léa"})
        anyway = text(conversation, "Bo answers too", "m-4", send_anyway=True)
        assert (await world.do(bo, anyway, base_pos=seen)).result == "accepted"


async def test_an_answer_that_was_taken_back_stands_in_nobodys_way(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(name="Léa"), await world.join("rep", "Bo")
        conversation = await world.conversation()
        seen = world.head
        await world.do(lea, text(conversation, "Oops", "m-1"))
        assert (await world.do(lea, CancelSend(MessageId("m-1"), conversation))).result == "accepted"
        assert (
            await world.do(bo, text(conversation, "Bo answers", "m-2"), base_pos=seen)
        ).result == "accepted"


async def test_an_answer_typed_on_the_teams_phone_counts_too(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        seen = world.head
        stamp = str(int(world.clock.now().timestamp()))
        echo = {"from": "33639981020", "to": ANA, "id": "wamid.echo", "timestamp": stamp, "type": "text"}
        body = webhook(
            {"message_echoes": [echo | {"text": {"body": "From the phone"}}]}, field="smb_message_echoes"
        )
        assert await world.post(body) == 200
        await world.settled()
        refused = await world.do(desk, text(conversation), base_pos=seen)
        assert (refused.code, refused.facts) == ("newer_answer", {"who": ""})


async def test_the_undo_time_counts_from_the_press_not_from_the_arrival(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        held: list[float | None] = []
        for index, age_ms in enumerate((0, 1_000, 3_000, 90_000)):
            body = text(conversation, message_id=f"m-{index}", grace_ms=3_000)
            await world.do(desk, body, age_ms=age_ms)
            event = world.events("send.requested")[-1]
            assert isinstance(event.body, SendRequested)
            until = event.body.hold_until_at
            held.append(None if until is None else (until - event.accepted_at).total_seconds())
            assert event.occurred_at == world.clock.now() - timedelta(milliseconds=age_ms)
        assert held == [3.0, 2.0, None, None]


async def test_what_waited_too_long_on_a_computer_is_not_sent_any_more(tmp_path: Path) -> None:
    """Its last moment is measured from the press by age: the computer's clock may be a day wrong."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        wrong = world.clock.now() + timedelta(days=1)
        limit = wrong + timedelta(minutes=10)
        given = {"made_at": wrong, "not_after_at": limit}
        late = await world.do(desk, text(conversation), age_ms=601_000, **given)
        assert late.code == "too_old"
        assert (await world.do(desk, text(conversation), age_ms=599_000, **given)).result == "accepted"
        event = world.events("send.requested")[-1]
        assert isinstance(event.body, SendRequested)
        assert event.body.not_after_at == world.clock.now() + timedelta(seconds=1)


async def test_a_message_can_be_taken_back_only_before_it_is_on_its_way(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(name="Léa"), await world.join("rep", "Bo")
        conversation = await world.conversation()
        await world.do(lea, text(conversation, message_id="m-1"))
        await world.do(lea, text(conversation, message_id="m-2"))
        cancel = CancelSend(MessageId("m-1"), conversation)
        assert (await world.do(bo, cancel)).code == "not_yours"
        now = world.clock.now()
        await world.core.writer.run(lambda conn: sends.begin(conn, MessageId("m-1"), now))
        assert (await world.do(lea, cancel)).code == "too_late"
        assert (await world.do(lea, CancelSend(MessageId("m-2"), conversation))).result == "accepted"
        assert (await world.do(lea, CancelSend(MessageId("m-2"), conversation))).code == "too_late"
        assert (await world.do(lea, CancelSend(MessageId("m-9"), conversation))).code == "message_unknown"
        assert len(world.events("send.cancelled")) == 1


async def test_only_an_unconfirmed_message_is_settled_by_a_person(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        await world.do(desk, text(conversation))
        settle = SettleSend(MessageId("m-1"), conversation, "arrived")
        refused = await world.do(desk, settle)
        assert (refused.code, refused.facts) == ("not_unconfirmed", {"state": "queued"})


async def test_closing_is_refused_when_the_customer_wrote_meanwhile(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        seen = world.head
        await world.say("One more thing")
        assert (await world.do(desk, CloseConversation(conversation), base_pos=seen)).code == "newer_message"
        assert (await world.do(desk, CloseConversation(conversation))).result == "accepted"
        assert (await world.do(desk, ReopenConversation(conversation))).result == "accepted"
        with world.reading() as conn:
            found = view.load_conversation(conn, conversation)
        assert found is not None
        assert not found.is_closed


async def test_reading_clears_the_unread_mark_of_what_was_seen(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        assert (await world.do(desk, ReadConversation(conversation, world.head))).result == "accepted"
        with world.reading() as conn:
            found = view.load_conversation(conn, conversation)
        assert found is not None
        assert found.unread_count == 0


@pytest.mark.parametrize(
    ("role", "body", "code"),
    [
        ("owner", ChangeSetting("response_standard_min", 45), None),
        ("manager", ChangeSetting("response_standard_min", 45), None),
        ("rep", ChangeSetting("response_standard_min", 45), "role_missing"),
        ("owner", ChangeSetting("response_standard_min", 0), "setting_range"),
        ("owner", ChangeSetting("response_standard_min", "45"), "setting_type"),
        ("owner", ChangeSetting("theme", "dark"), "setting_of_device"),
        ("owner", ChangeSetting("no_such", 1), "setting_unknown"),
        ("owner", ChangeSetting("business_name", "x" * 201), "setting_range"),
        ("owner", ChangeSetting("business_name", "a\0b"), "setting_range"),
        ("owner", ChangeSetting("business_name", "Salon Anaïs"), None),
    ],
)
async def test_team_settings_are_for_owner_and_manager(
    tmp_path: Path, role: str, body: CommandBody, code: str | None
) -> None:
    async with HubWorld(tmp_path) as world:
        assert (await world.do(await world.join(role), body)).code == code


async def test_a_number_that_is_no_longer_ours_sends_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        await world.restart(lines=())
        assert (await world.do(desk, text(conversation))).code == "line_not_ours"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[17]", b'[{"kind":"send.text"}]', b'[{"kind":"from.the.future"}]']
)
async def test_an_unreadable_request_is_refused_whole(tmp_path: Path, body: bytes) -> None:
    async with HubWorld(tmp_path) as world:
        answer = await world.call("POST", "/api/v1/commands", await world.join(), body)
        assert (answer.status, json.loads(answer.body)["code"]) == (422, "command_unreadable")


@pytest.mark.parametrize(
    "changes",
    [
        {"command_id": ""},
        {"command_id": "x" * 65},
        {"command_id": "a\0b"},
        {"device_seq": 1 << 70},
        {"device_seq": -1},
        {"base_pos": 1 << 64},
        {"age_ms": 1 << 60},
        {"made_at": "0001-01-01T00:00:00"},
        {"not_after_at": "9999-12-31T23:59:59Z"},
        {"needs": ["\n"]},
        {"body": {"message_id": "a b", "conversation_id": "c", "text": "x"}},
        {"body": {"message_id": "m", "conversation_id": "c", "text": "x" * 200_000}},
        {"body": {"message_id": "m", "conversation_id": "c", "text": "x", "grace_ms": 1 << 80}},
        {"kind": "conversation.mark_read", "body": {"conversation_id": "c", "up_to_pos": 1 << 64}},
    ],
)
async def test_a_command_that_no_desktop_makes_is_refused_and_harms_nothing(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        made = json.loads(codec.encode_command(world.command(text(NOWHERE))))
        answer = await world.call("POST", "/api/v1/commands", desk, json.dumps([made | changes]).encode())
        assert (answer.status, json.loads(answer.body)["code"]) == (422, "command_unreadable")


async def test_deeply_nested_requests_are_refused(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        deep = b"[" * 100_000 + b"]" * 100_000
        for body in (deep, b'[{"kind":"send.text","body":' + deep + b"}]"):
            assert (await world.call("POST", "/api/v1/commands", desk, body)).status == 422
        assert (await world.call("POST", "/api/v1/enrol", body=deep)).status == 422


async def test_a_device_that_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        for _ in range(2):
            await world.send(desk, *(world.command(ReopenConversation(conversation)) for _ in range(100)))
        data = codec.join_commands([codec.encode_command(world.command(ReopenConversation(conversation)))])
        answer = await world.call("POST", "/api/v1/commands", desk, data)
        assert (answer.status, answer.headers["retry-after"]) == (429, "1")
        await world.clock.advance(1)
        assert (await world.call("POST", "/api/v1/commands", desk, data)).status == 200


async def test_a_message_id_is_used_once(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        conversation = await world.conversation()
        await world.do(desk, text(conversation))
        assert (await world.do(desk, text(conversation, "other"))).code == "message_id_taken"
        assert CommandId("x") != world.events("send.requested")[0].command_id
