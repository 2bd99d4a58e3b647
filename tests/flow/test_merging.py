"""A member says that two contacts are one person, or that they are two after all: what the hub does with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.commands import CommandBody
from app.domain.contacts import ContactMerged
from app.domain.conversations import CloseConversation
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.merging import ContactsKeptApart, ContactUnmerged, KeepApart, MergeContacts, UnmergeContact
from app.domain.sends import SendText
from storage import view
from tests.flow.desk_world import computer, reach
from tests.flow.hub_world import ANA, BO, Desk, HubWorld
from tests.flow.test_people import ID, hear, kept, reasons, rebuilt, said, threads

NOBODY = ContactId("p-nobody")


async def two(world: HubWorld) -> list[MessageReceived]:
    """Ana and Bo have written; their messages."""
    await hear(world, said(world, "1 Ana", ANA), said(world, "2 Bo", BO))
    return received(world)


def received(world: HubWorld) -> list[MessageReceived]:
    """Every message of a customer."""
    bodies = (event.body for event in world.events("message.received"))
    return [body for body in bodies if isinstance(body, MessageReceived)]


async def asked(world: HubWorld, desk: Desk, body: CommandBody) -> str:
    """What the hub says."""
    outcome = await world.do(desk, body)
    return outcome.code or outcome.result


@pytest.mark.parametrize("role", ["owner", "rep"])
async def test_a_member_makes_one_of_two_and_two_again(tmp_path: Path, role: str) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join(role)
        ana, bo = await two(world)
        assert ana.contact_id and bo.contact_id
        assert await asked(world, desk, MergeContacts(bo.contact_id, ana.contact_id)) == "accepted"
        assert world.events("contact.merged")[0].body == ContactMerged(
            bo.contact_id,
            ana.contact_id,
            "person",
            desk.member_id,  # type: ignore[arg-type]
        )
        await hear(world, said(world, "3 Ana", ANA))
        assert threads(world) == [["1 Ana", "2 Bo", "3 Ana"]]
        assert await asked(world, desk, UnmergeContact(bo.contact_id, ana.contact_id)) == "accepted"
        await hear(world, said(world, "4 Ana", ANA), said(world, "5 Bo", BO))
        assert threads(world) == [["1 Ana", "3 Ana", "4 Ana"], ["2 Bo", "5 Bo"]]
        assert kept(world) == rebuilt(world)


async def test_what_is_asked_for_the_gone_one_reaches_the_one_who_stayed(tmp_path: Path) -> None:
    """Commands that were on their way name a conversation that is part of another now, or itself again."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana, bo = await two(world)
        assert ana.contact_id and bo.contact_id and ana.conversation_id and bo.conversation_id
        await world.do(desk, MergeContacts(ana.contact_id, bo.contact_id))
        answer = SendText(MessageId("m-1"), bo.conversation_id, "Hello", send_anyway=True)
        assert await asked(world, desk, answer) == "accepted"
        await world.do(desk, UnmergeContact(ana.contact_id, bo.contact_id))
        assert threads(world) == [["1 Ana"], ["2 Bo", "Hello", None]]  # and a line: who answers takes it
        assert await asked(world, desk, CloseConversation(ConversationId(bo.conversation_id))) == "accepted"
        assert threads(world) == [["1 Ana"]]


async def test_of_several_the_merge_in_question_is_taken_back(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana, bo = await two(world)
        await hear(world, said(world, "3 Cem", "447700900999"))
        cem = world.events("message.received")[-1].body
        assert isinstance(cem, MessageReceived) and ana.contact_id and bo.contact_id and cem.contact_id
        await world.do(desk, MergeContacts(ana.contact_id, bo.contact_id))
        await world.do(
            desk, MergeContacts(cem.contact_id, bo.contact_id)
        )  # a desk that had not heard: they are one
        assert threads(world) == [["1 Ana", "2 Bo", "3 Cem"]]
        await world.do(desk, UnmergeContact(cem.contact_id, bo.contact_id))
        assert world.events("contact.unmerged")[0].body == ContactUnmerged(
            ana.contact_id,
            bo.contact_id,
            desk.member_id,  # type: ignore[arg-type]
        )
        assert threads(world) == [["1 Ana", "3 Cem"], ["2 Bo"]]


async def test_two_whom_somebody_took_apart_are_not_merged_by_a_rule_again(tmp_path: Path) -> None:
    """One message named both: the channel may mean it, the team knows better."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await hear(world, said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID))
        await hear(world, said(world, "3 both", ANA, ID))
        [merge] = world.events("contact.merged")
        assert isinstance(merge.body, ContactMerged)
        pair = merge.body.contact_id, merge.body.gone_id
        assert await asked(world, desk, UnmergeContact(*pair)) == "accepted"
        await hear(world, said(world, "4 both", ANA, ID), said(world, "5 both", ANA, ID))
        assert reasons(world) == ["same_message"]
        assert len(threads(world)) == 2
        assert kept(world) == rebuilt(world)


async def test_two_who_are_kept_apart_are_not_merged_by_a_rule(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await hear(world, said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID))
        one, other = (ContactId(str(each.contact_id)) for each in received(world))
        assert await asked(world, desk, KeepApart(other, one)) == "accepted"
        assert await asked(world, desk, KeepApart(one, other)) == "accepted"  # and nothing new is written
        [apart] = world.events("contacts.kept_apart")
        assert apart.body == ContactsKeptApart(one, other, desk.member_id)  # type: ignore[arg-type]
        await hear(world, said(world, "3 both", ANA, ID))
        assert reasons(world) == [] and len(threads(world)) == 2
        assert (
            await asked(world, desk, MergeContacts(one, other)) == "accepted"
        )  # a person may change their mind
        assert len(threads(world)) == 1


async def test_what_makes_no_sense_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana, bo = await two(world)
        assert ana.contact_id and bo.contact_id
        before = world.head
        for body, code in (
            (MergeContacts(ana.contact_id, NOBODY), "contact_unknown"),
            (MergeContacts(ana.contact_id, ana.contact_id), "contacts_same"),
            (UnmergeContact(ana.contact_id, bo.contact_id), "not_merged"),
            (UnmergeContact(ana.contact_id, NOBODY), "contact_unknown"),
            (KeepApart(ana.contact_id, ana.contact_id), "contacts_same"),
            (KeepApart(NOBODY, ana.contact_id), "contact_unknown"),
        ):
            assert await asked(world, desk, body) == code
        assert world.head == before
        await world.do(desk, MergeContacts(ana.contact_id, bo.contact_id))
        assert await asked(world, desk, KeepApart(ana.contact_id, bo.contact_id)) == "merged_already"
        assert await asked(world, desk, MergeContacts(bo.contact_id, ana.contact_id)) == "accepted"
        assert len(world.events("contact.merged")) == 1


async def test_two_desks_converge_when_one_is_away_while_people_are_taken_apart(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world:
        ana, bo = await two(world)
        assert ana.contact_id and bo.contact_id
        async with (
            computer(world, tmp_path / "Léa", "Léa") as lea,
            computer(world, tmp_path / "Marc", "Marc") as marc,
        ):
            desks = (lea, marc)

            def is_level() -> bool:
                return all(one.desk.position == world.head for one in desks)

            await reach(world.clock, is_level)
            await lea.desk.merge_contacts(ana.contact_id, bo.contact_id)
            await reach(world.clock, lambda: len(world.events("contact.merged")) == 1 and is_level())
            [there] = marc.desk.inbox("all")
            marc.wire.is_cut = True
            await marc.desk.send_text(
                there, "Merci", send_anyway=True
            )  # he does not know yet that they are two
            await hear(world, said(world, "3 Bo", BO))
            await lea.desk.unmerge_contact(ana.contact_id, bo.contact_id)
            await reach(world.clock, lambda: len(world.events("contact.unmerged")) == 1)
            marc.wire.is_cut = False
            await reach(world.clock, lambda: len(world.events("send.requested")) == 1 and is_level())
            for one in desks:
                shown = sorted([text for text, _ in one.thread(each)] for each in one.desk.inbox("all"))
                assert shown == [["1 Ana", "Merci"], ["2 Bo", "3 Bo"]]
            assert {lea.view_hash(), marc.view_hash()} == {kept(world)} == {rebuilt(world)}


async def test_a_restart_of_the_hub_changes_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        ana, bo = await two(world)
        assert ana.contact_id and bo.contact_id
        await world.do(desk, MergeContacts(ana.contact_id, bo.contact_id))
        await world.restart()
        await hear(world, said(world, "3 Bo", BO))
        await world.do(desk, UnmergeContact(ana.contact_id, bo.contact_id))
        await world.restart()
        assert threads(world) == [["1 Ana"], ["2 Bo", "3 Bo"]]
        with world.reading() as conn:
            assert view.are_apart(conn, bo.contact_id, ana.contact_id)
