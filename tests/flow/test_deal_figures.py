"""Figures of deals on a desk over a real hub: they follow what anybody does, once the hub agreed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.deal_asks import NewDeal
from app.domain.deal_figure_rows import DealFigures
from app.domain.erasure import EraseWish
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.money import Money
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        yield made


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def figures(
    at: Computer, world: HubWorld, owner_id: MemberId | None = None, now: datetime | None = None
) -> DealFigures:
    now = now or world.clock.now()
    return await at.desk.deal_figures("main", now - timedelta(days=30), now + timedelta(days=1), owner_id)


async def ids(at: Computer, found: DealFigures, what: str, stage: str = "", detail: str = "") -> list[str]:
    rows = await at.desk.deals_behind(found.key(what, stage, detail))  # type: ignore[arg-type]
    return sorted(row.deal_id for row in rows)


async def test_figures_follow_what_both_desks_do(world: HubWorld, lea: Computer, bo: Computer) -> None:
    said = await world.say()
    await settle(world, lea, bo)
    talk = ConversationId(said.subject)
    assert (await figures(lea, world)).made == 0
    mine = await lea.desk.add_deal(NewDeal(title="Cake", conversation_id=talk, amount=Money(4_200, "EUR")))
    assert (await figures(lea, world)).made == 0  # only this computer knows of it
    theirs = await bo.desk.add_deal(
        NewDeal(title="Tart", person="Somebody by phone", amount=Money(900, "CHF"))
    )
    await settle(world, lea, bo)
    await bo.desk.move_deal(mine, "quote")
    await settle(world, lea, bo)
    await lea.desk.win_deal(mine, "")
    await bo.desk.lose_deal(theirs, "Price")
    await settle(world, lea, bo)
    for at in (lea, bo):
        found = await figures(at, world)
        assert (found.made, found.won, found.lost, found.open) == (2, 1, 1, 0)
        assert found.revenue == (Money(4_200, "EUR"),)
        assert [(one.stage.stage_id, one.entered, one.went_on) for one in found.stages[:2]] == [
            ("enquiry", 2, 1), ("quote", 1, 1),
        ]  # fmt: skip
        assert [(one.stage_id, one.spoke) for one in found.deaths] == [("enquiry", "nobody")]
        assert {one.base: one.n for one in found.per_person} == {"wrote": 1, "dealt": 2}
        assert await ids(at, found, "won") == [mine]
        assert await ids(at, found, "reason", detail="Price") == [theirs]
    assert await figures(lea, world) == await figures(bo, world)


async def test_what_is_said_after_a_loss_does_not_change_who_spoke_last_before_it(
    world: HubWorld, lea: Computer
) -> None:
    said = await world.say()
    await settle(world, lea)
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", conversation_id=ConversationId(said.subject)))
    await settle(world, lea)
    await lea.desk.lose_deal(deal_id, "")
    await settle(world, lea)
    now = world.clock.now()
    found = await figures(lea, world, now=now)
    assert [one.spoke for one in found.deaths] == ["them"]
    await world.say(text="Still there?")
    await settle(world, lea)
    assert await figures(lea, world, now=now) == found


async def test_a_removed_deal_is_in_no_figure_and_a_restored_one_is_again(
    world: HubWorld, lea: Computer
) -> None:
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake"))
    await settle(world, lea)
    assert (await figures(lea, world)).made == 1
    await lea.desk.remove_deal(deal_id)
    await settle(world, lea)
    assert (await figures(lea, world)).made == 0
    await lea.desk.restore_deal(deal_id)
    await settle(world, lea)
    assert (await figures(lea, world)).open_now == 1


async def test_of_one_rep_only_his_own_deals_count(world: HubWorld, lea: Computer, bo: Computer) -> None:
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake"))
    await lea.desk.add_deal(NewDeal(title="Tart"))
    await settle(world, lea, bo)
    who = bo.desk.me().member_id
    await lea.desk.own_deal(deal_id, who)
    await settle(world, lea, bo)
    found = await figures(lea, world, who)
    assert (found.made, [one.base for one in found.per_person]) == (1, ["dealt"])
    assert await ids(lea, found, "made") == [deal_id]


async def test_of_an_erased_person_the_figures_stay_without_a_row(world: HubWorld, lea: Computer) -> None:
    said = await world.say()
    await settle(world, lea)
    talk = ConversationId(said.subject)
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", conversation_id=talk, amount=Money(500, "EUR")))
    await settle(world, lea)
    await lea.desk.win_deal(deal_id, "")
    await settle(world, lea)
    before = await figures(lea, world)
    who = ContactId(said.body.contact_id or "")  # type: ignore[union-attr]
    card = lea.desk.contact(who)
    assert card is not None
    await lea.desk.erase_person(EraseWish(who, card.name))
    await settle(world, lea)
    found = await figures(lea, world)
    assert (found.revenue, found.won, found.stages) == (before.revenue, before.won, before.stages)
    assert await ids(lea, found, "won") == []
