"""The team writes first: one conversation for each person and line, however their number is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.channels import WHATSAPP
from app.domain.commands import Outcome
from app.domain.contacts import Identity
from app.domain.conversations import ConversationStarted, StartConversation
from app.domain.ids import ContactId, ConversationId, LineId
from app.domain.lines import line_id_of
from storage import codec, view
from tests.flow.hub_world import ANA, FOREIGN_LINE, LINE, OTHER_LINE, Desk, HubWorld

HERE, THERE = line_id_of(WHATSAPP, LINE), line_id_of(WHATSAPP, OTHER_LINE)
NEW, NEW_CONTACT = ConversationId("c-new"), ContactId("p-new")
LEA = Identity(number="33612345678", name="Léa Petit")


async def start(
    world: HubWorld, desk: Desk, identity: Identity, line_id: LineId = HERE, **more: Any
) -> Outcome:
    contact_id = more.pop("contact_id", NEW_CONTACT)
    return await world.do(desk, StartConversation(more.pop("id", NEW), contact_id, line_id, identity))


async def test_a_conversation_with_somebody_new_is_in_the_log(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join("rep")
        outcome = await start(world, desk, LEA)
        [event] = world.events("conversation.started")
        assert (outcome.result, outcome.pos, event.subject) == ("accepted", event.pos, NEW)
        assert event.body == ConversationStarted(NEW, NEW_CONTACT, HERE, WHATSAPP, LEA, desk.member_id)  # type: ignore[arg-type]


async def test_somebody_who_has_one_on_this_line_gets_no_second(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana = await world.conversation(ANA)
        outcome = await start(world, desk, Identity(number=ANA))
        assert (outcome.code, outcome.facts) == ("conversation_exists", {"conversation_id": ana})
        assert world.events("conversation.started") == []


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("5511987654321", "551187654321"),
        ("551187654321", "5511987654321"),
        ("5215512345678", "525512345678"),
        ("541123456789", "5491123456789"),
    ],
)
async def test_a_number_that_is_written_in_two_ways_is_one_persons(
    tmp_path: Path, written: str, known: str
) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        there = await world.conversation(known)
        outcome = await start(world, desk, Identity(number=written))
        assert outcome.facts == {"conversation_id": there}


async def test_on_another_line_the_same_person_keeps_their_contact(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await world.conversation(ANA)
        [received] = world.events("message.received")
        assert (await start(world, desk, Identity(number=ANA), THERE)).result == "accepted"
        [event] = world.events("conversation.started")
        assert event.body.contact_id == received.body.contact_id  # type: ignore[union-attr]


async def test_a_known_contact_is_found_by_its_id_too(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana = await world.conversation(ANA)
        [received] = world.events("message.received")
        known = received.body.contact_id  # type: ignore[union-attr]
        outcome = await start(world, desk, Identity(number="33699999999"), contact_id=known)
        assert outcome.facts == {"conversation_id": ana}


async def test_an_id_that_is_taken_is_no_new_conversation(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana = await world.conversation(ANA)
        assert (await start(world, desk, LEA, id=ana)).code == "conversation_exists"


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (Identity(number="0612345678"), "number_malformed"),
        (Identity(number="+33612345678"), "number_malformed"),
        (Identity(number="3361"), "number_malformed"),
        (Identity(number=""), "number_malformed"),
        (Identity(), "identity_malformed"),
        (Identity(username="ana.field"), "identity_malformed"),
        (Identity(user_id="anything"), "identity_malformed"),
        (Identity(number="33612345678", name="x" * 201), "identity_malformed"),
        (Identity(user_id="FR.1234"), None),
        (Identity(parent_user_id="FR.ENT.1234"), None),
    ],
)
async def test_nobody_that_cannot_be_reached(tmp_path: Path, identity: Identity, code: str | None) -> None:
    async with HubWorld(tmp_path) as world:
        assert (await start(world, await world.join(), identity)).code == code


async def test_nobody_is_given_somebody_elses_user_id(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join("rep")
        await world.conversation(ANA)
        assert (await start(world, desk, Identity(user_id="FR.1234"))).result == "accepted"
        mixed = Identity(number=ANA, user_id="FR.1234")
        again = await start(world, desk, mixed, THERE, id=ConversationId("c-2"))
        assert again.code == "identity_malformed"
        [event] = world.events("conversation.started")
        with world.reading() as conn:
            owner = view.contact_by_alias(conn, Identity(user_id="FR.1234"))
        assert owner == event.body.contact_id  # type: ignore[union-attr]


async def test_only_on_a_line_of_ours(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        foreign = line_id_of(WHATSAPP, FOREIGN_LINE)
        assert (await start(world, await world.join(), LEA, foreign)).code == "line_not_ours"


@pytest.mark.parametrize("odd", ["", "x" * 65, "a b", "\n"])
async def test_ids_that_nobody_could_work_with_are_not_read(tmp_path: Path, odd: str) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        body = StartConversation(ConversationId(odd), NEW_CONTACT, HERE, LEA)
        data = world.command(body)
        answer = await world.call(
            "POST", "/api/v1/commands", desk, codec.join_commands([codec.encode_command(data)])
        )
        assert answer.status == 422


async def test_a_name_loses_what_no_screen_can_show(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        odd = Identity(number="33612345678", name=" L\0éa ", username="\0")
        assert (await start(world, await world.join(), odd)).result == "accepted"
        [event] = world.events("conversation.started")
        assert event.body.identity == Identity(number="33612345678", name="Léa")  # type: ignore[union-attr]
