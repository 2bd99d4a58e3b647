"""A desk and people who stand there twice: found, merged, separated, kept apart; and how tidy the contacts are."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.terminal import contacts_command, contacts_merging
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, BO, HubWorld


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "Léa") as lea:
        yield lea


async def synced(world: HubWorld, lea: Computer) -> None:
    await reach(world.clock, lambda: lea.desk.position == world.head and not lea.desk.is_waiting_for_hub)


async def twice(world: HubWorld, lea: Computer) -> tuple[ContactId, ContactId]:
    """Ana writes, and somebody of the team wrote her down as well: both contacts, as she stands there."""
    await world.conversation(ANA, name="Ana")
    await synced(world, lea)
    [row] = lea.desk.people_with_number(ANA)
    added = await lea.desk.add_contact(Identity(name="Ana F."), {"phone": ANA, "email": "ana@salon.example"})
    await synced(world, lea)
    assert row.contact_id is not None
    return row.contact_id, added


async def test_a_person_who_stands_there_twice_is_found_merged_and_separated(
    world: HubWorld, lea: Computer
) -> None:
    ana, added = await twice(world, lea)
    [found] = lea.desk.doubles_of(ana)
    assert {found.first_id, found.second_id} == {ana, added} and found.reasons == ("number",)
    assert await lea.desk.doubles() == [found]
    await lea.desk.merge_contacts(ana, added)
    await synced(world, lea)
    card = lea.desk.contact(added)
    assert card is not None and card.contact_id == ana and card.value("email") == "ana@salon.example"
    assert lea.desk.doubles_of(ana) == [] and lea.desk.found_doubles() == []
    [part] = lea.desk.merged_parts(ana)
    assert (part.gone_id, part.name, part.member_name) == (added, "Ana F.", "Léa")
    await lea.desk.unmerge_contact(ana, added)
    await synced(world, lea)
    both = [lea.desk.contact(one) for one in (ana, added)]
    assert [card and card.value("email") for card in both] == [None, "ana@salon.example"]
    assert lea.desk.doubles_of(ana) == [] and await lea.desk.doubles() == []  # they are two now


async def test_not_the_same_is_known_to_everybody(world: HubWorld, lea: Computer, tmp_path: Path) -> None:
    ana, added = await twice(world, lea)
    async with computer(world, tmp_path / "Marc", "Marc") as marc:
        await synced(world, marc)
        assert len(marc.desk.doubles_of(ana)) == 1
        await lea.desk.keep_apart(ana, added)
        await synced(world, lea)
        await synced(world, marc)
        assert marc.desk.doubles_of(ana) == []


async def test_how_tidy_the_contacts_are(world: HubWorld, lea: Computer) -> None:
    ana, added = await twice(world, lea)
    await world.conversation(BO, name="Bo")
    bad = await lea.desk.add_contact(Identity(name="Cem"), {"phone": "33639981"})
    await synced(world, lea)
    assert lea.desk.hygiene().count("doubles") is None and lea.desk.untidy_share() is None
    found = await lea.desk.check_contacts()
    assert (found.people, dict(found.counts)) == (
        4,
        {
            "doubles": 1, "bad_number": 1, "unanswered": 2, "no_owner": 4, "no_name": 0, "no_consent": 2,
            "no_deal": 0,
        },
    )  # fmt: skip
    assert lea.desk.untidy_share() == (0, 4)
    assert [one.contact_id for one in lea.desk.people_with("bad_number")] == [bad]
    await lea.desk.change_contact(bad, {"phone": "33639984107"})
    for one in lea.desk.people_with("no_owner"):
        await lea.desk.own_contact(one.contact_id, lea.desk.me().member_id)
    await lea.desk.keep_apart(ana, added)
    await synced(world, lea)
    after = lea.desk.hygiene()
    assert [after.count(one) for one in ("doubles", "bad_number", "no_owner")] == [0, 0, 0]


async def test_what_makes_no_sense_is_refused_here(world: HubWorld, lea: Computer) -> None:
    ana, added = await twice(world, lea)
    for asked in (lea.desk.merge_contacts(ana, ana), lea.desk.keep_apart(added, added)):
        with pytest.raises(ComptoirError, match="contacts_same"):
            await asked
    with pytest.raises(ComptoirError, match="not_merged"):
        await lea.desk.unmerge_contact(ana, added)


async def test_the_terminal_finds_a_contact_by_every_name(
    world: HubWorld, lea: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, added = await twice(world, lea)
    assert contacts_merging.found_contact(lea.desk, ana) == ana
    assert contacts_merging.found_contact(lea.desk, added) == added
    assert contacts_merging.found_contact(lea.desk, "Ana F.") == added
    with pytest.raises(ComptoirError, match="contact_not_found"):
        contacts_merging.found_contact(lea.desk, "Nobody")
    with pytest.raises(ComptoirError, match="contact_ambiguous"):
        contacts_merging.found_contact(lea.desk, "Ana")
    listed = [json.loads(line)["contact_id"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(listed) == sorted((ana, added))


def test_the_terminal_says_what_can_be_done_with_contacts(capsys: pytest.CaptureFixture[str]) -> None:
    assert contacts_command.run([]) == contacts_command.run(["dance"]) == 2
    assert "duplicates" in capsys.readouterr().err
