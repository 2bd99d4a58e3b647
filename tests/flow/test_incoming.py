"""New requests on two desks: taken up, put aside for good, brought back; merges, other numbers, a hub that is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.contacts import Identity
from app.domain.deal_asks import NewDeal
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.money import Money
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, BO, OTHER_LINE, HubWorld

CLEO = "33639980003"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "Léa") as lea:
        await lea.desk.change_setting("deals_incoming", True)
        yield lea


@pytest.fixture
async def marc(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "Marc", "Marc", role="rep") as marc:
        yield marc


async def synced(world: HubWorld, *computers: Computer) -> None:
    for one in computers:
        await reach(world.clock, lambda one=one: not one.desk.is_waiting_for_hub)  # type: ignore[misc]
    for one in computers:
        await reach(world.clock, lambda one=one: one.desk.position == world.head)  # type: ignore[misc]


def listed(of: Computer) -> list[ConversationId]:
    rows = of.desk.incoming()
    assert of.desk.incoming_count() == len(rows)
    return [row.conversation_id for row in rows]


async def test_whoever_writes_is_a_request_the_newest_first_where_the_team_wants_it(
    world: HubWorld, lea: Computer
) -> None:
    ana, bo = await world.conversation(ANA), await world.conversation(BO)
    await synced(world, lea)
    assert listed(lea) == [bo, ana]
    await world.say("Are you there?", ANA)
    await synced(world, lea)
    assert listed(lea) == [ana, bo]
    await lea.desk.change_setting("deals_incoming", False)
    assert listed(lea) == []


async def test_taken_up_it_is_a_deal_in_the_first_stage_and_taken_back_it_is_a_request(
    world: HubWorld, lea: Computer, marc: Computer
) -> None:
    ana = await world.conversation(ANA)
    await synced(world, lea, marc)
    deal_id = await marc.desk.accept_incoming(ana)
    assert listed(marc) == [], "at once"
    await synced(world, lea, marc)
    assert listed(lea) == listed(marc) == []
    deal = lea.desk.deal(deal_id)
    assert deal is not None
    assert (deal.source, deal.stage_id, deal.conversation_id) == ("incoming", "enquiry", ana)
    assert (deal.owner_id, deal.state) == (marc.desk.me().member_id, "open")
    await lea.desk.win_deal(deal_id)
    await world.say("Thank you!", ANA)
    await synced(world, lea, marc)
    assert listed(lea) == [], "who bought has a deal"
    await marc.desk.remove_deal(deal_id)
    assert listed(marc) == [ana], "at once"
    await synced(world, lea, marc)
    assert listed(lea) == [ana]
    await lea.desk.restore_deal(deal_id)
    await synced(world, lea, marc)
    assert listed(lea) == listed(marc) == []


async def test_put_aside_for_good_it_stays_away_until_somebody_brings_it_back(
    world: HubWorld, lea: Computer, marc: Computer
) -> None:
    ana = await world.conversation(ANA)
    await synced(world, lea, marc)
    marc.wire.is_cut = True
    await marc.desk.decline_incoming(ana)
    assert listed(marc) == [] and marc.desk.is_incoming_declined(ana), "without the hub"
    await marc.desk.decline_incoming(ana)
    assert listed(lea) == [ana]
    marc.wire.is_cut = False
    await synced(world, marc, lea)
    assert listed(lea) == [] and len(world.events("incoming.declined")) == 1
    await world.say("Hello again", ANA)
    await synced(world, lea, marc)
    assert listed(lea) == listed(marc) == [], "also when they write again"
    await lea.desk.restore_incoming(ana)
    assert listed(lea) == [ana] and not lea.desk.is_incoming_declined(ana)
    await synced(world, lea, marc)
    assert listed(marc) == [ana]
    await lea.desk.restore_incoming(ana)
    await synced(world, lea)
    assert len(world.events("incoming.restored")) == 1


async def test_two_who_put_the_same_aside_are_one_event(
    world: HubWorld, lea: Computer, marc: Computer
) -> None:
    ana = await world.conversation(ANA)
    await synced(world, lea, marc)
    for one in (lea, marc):
        one.wire.is_cut = True
        await one.desk.decline_incoming(ana)
    for one in (lea, marc):
        one.wire.is_cut = False
    await synced(world, lea, marc)
    assert len(world.events("incoming.declined")) == 1 and not lea.refusals and not marc.refusals


async def test_what_is_not_there_cannot_be_put_aside(lea: Computer) -> None:
    for ask in (lea.desk.accept_incoming, lea.desk.decline_incoming, lea.desk.restore_incoming):
        with pytest.raises(ComptoirError, match="conversation_unknown"):
            await ask(ConversationId("nowhere"))


async def test_a_closed_conversation_is_no_request_until_they_write_again(
    world: HubWorld, lea: Computer
) -> None:
    ana = await world.conversation(ANA)
    await synced(world, lea)
    await lea.desk.close(ana)
    assert listed(lea) == []
    await synced(world, lea)
    assert listed(lea) == []
    await world.say("One more thing", ANA)
    await synced(world, lea)
    assert listed(lea) == [ana]


async def test_whom_we_wrote_to_first_is_no_request(world: HubWorld, lea: Computer) -> None:
    await world.conversation(BO)
    await synced(world, lea)
    line = next(iter(lea.desk.lines()))
    await lea.desk.start_conversation(line, Identity(number=CLEO, name="Cléo"))
    await synced(world, lea)
    assert [row.name for row in lea.desk.incoming()] == ["Ana"]  # the name that Bo's webhook has


async def test_a_deal_of_a_person_covers_all_their_conversations_also_new_ones(
    world: HubWorld, lea: Computer
) -> None:
    ana = await world.conversation(ANA)
    await synced(world, lea)
    row = lea.desk.inbox_row(ana)
    assert row is not None
    deal_id = await lea.desk.add_deal(NewDeal(title="Wedding", contact_id=row.contact_id))
    assert listed(lea) == []
    await synced(world, lea)
    other = await world.conversation(ANA, line=OTHER_LINE)
    await synced(world, lea)
    assert other != ana and listed(lea) == []
    await lea.desk.link_deal(deal_id, row.contact_id, ana)
    await synced(world, lea)
    assert listed(lea) == [other], "now it belongs to the thread alone"


async def test_merged_they_are_one_request_and_separated_two_again(world: HubWorld, lea: Computer) -> None:
    ana, bo = await world.conversation(ANA), await world.conversation(BO)
    await synced(world, lea)
    rows = [lea.desk.inbox_row(one) for one in (ana, bo)]
    ana_id, bo_id = (row.contact_id for row in rows if row is not None)
    await lea.desk.decline_incoming(bo)
    await lea.desk.merge_contacts(ana_id, bo_id)
    await synced(world, lea)
    assert listed(lea) == [], "one of them was put aside"
    await lea.desk.unmerge_contact(ana_id, bo_id)
    await synced(world, lea)
    assert listed(lea) == [ana]
    await lea.desk.add_deal(NewDeal(amount=Money(100, "EUR"), conversation_id=ana))
    await lea.desk.restore_incoming(bo)
    await synced(world, lea)
    assert listed(lea) == [bo]
    await lea.desk.merge_contacts(ana_id, bo_id)
    await synced(world, lea)
    assert listed(lea) == []
    await lea.desk.unmerge_contact(ana_id, bo_id)
    await synced(world, lea)
    assert listed(lea) == [bo]


async def test_hub_and_desk_agree_and_a_view_made_anew_is_the_same(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    ana, bo = await world.conversation(ANA), await world.conversation(BO)
    await world.conversation(CLEO)
    await synced(world, lea)
    await lea.desk.decline_incoming(ana)
    deal_id = await lea.desk.accept_incoming(bo)
    await lea.desk.accept_incoming(bo)
    await synced(world, lea)
    await lea.desk.remove_deal(deal_id)
    await lea.desk.restore_incoming(ana)
    await lea.desk.decline_incoming(ana)
    await synced(world, lea)
    async with computer(world, tmp_path / "late", "Late") as late:
        await synced(world, late, lea)
        assert listed(late) == listed(lea) and len(listed(lea)) == 1
        await late.stop()
        await lea.stop()
        assert late.view_hash() == lea.view_hash()


# --- whose a deal may be ---


async def test_a_deal_of_nobody_finds_its_person_and_the_person_their_deal(
    world: HubWorld, lea: Computer
) -> None:
    ana = await world.conversation(ANA, name="Ana Field")
    await synced(world, lea)
    row = lea.desk.inbox_row(ana)
    assert row is not None
    await lea.desk.change_contact(row.contact_id, {"email": "ana@field.example"})
    by_mail = await lea.desk.add_deal(NewDeal(title="Terrace", person="A. F.", email="Ana@Field.example"))
    by_name = await lea.desk.add_deal(NewDeal(title="Garden", person="  ÀNA field"))
    by_number = await lea.desk.add_deal(NewDeal(title="Roof, call +44 7700 900123"))
    nobody = await lea.desk.add_deal(NewDeal(title="Pool", person="Ana Fielding"))
    await synced(world, lea)
    for deal_id, reason in ((by_mail, "email"), (by_name, "name"), (by_number, "number")):
        [found] = lea.desk.link_suggestions(deal_id)
        assert (found.contact_id, found.reasons, found.conversation_id) == (row.contact_id, (reason,), ana)
    assert lea.desk.link_suggestions(nobody) == [] == lea.desk.link_suggestions("nowhere")
    theirs = lea.desk.deals_to_link(row.contact_id)
    assert [one.deal_id for one in theirs] == [by_mail, by_number, by_name]
    await lea.desk.link_deal(by_mail, row.contact_id, ana)
    assert [one.deal_id for one in lea.desk.deals_to_link(row.contact_id)] == [by_number, by_name]
    await synced(world, lea)
    assert lea.desk.link_suggestions(by_mail) == []
    assert [one.deal_id for one in lea.desk.deals_to_link(row.contact_id)] == [by_number, by_name]
    await lea.desk.remove_deal(by_name)
    await lea.desk.win_deal(by_number)
    await synced(world, lea)
    assert lea.desk.deals_to_link(row.contact_id) == []
    assert all(event.kind != "deal.linked" or event.actor.kind == "member" for event in world.events())
