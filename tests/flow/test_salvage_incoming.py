"""Requests that were put aside, and deals that an order made, around a restore: one order stays one deal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.deals import DealAdded
from app.domain.ids import ConversationId
from tests.flow.desk_world import Computer, computer
from tests.flow.hub_world import BO, HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt
from tests.flow.test_deal_signs import order_of, post_of
from tests.flow.test_salvage_team import is_up_to, restored
from tests.guards.logs import Expect


@pytest.fixture
async def world(tmp_path: Path, expect_log: Expect) -> AsyncIterator[HubWorld]:
    expect_log("hub was restored")
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await made.desk.change_setting("deals_incoming", True)
        yield made


async def test_what_was_put_aside_stays_so_unless_somebody_decided_since(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    ana, bo = await world.conversation(), await world.conversation(BO)
    await is_up_to(world, lea)
    copy = copy_of(world)
    for one in (ana, bo):
        await lea.desk.decline_incoming(one)
    await restored(world, copy, lea)
    assert {row.conversation_id for row in lea.desk.incoming()} == {ana, bo}
    await lea.desk.decline_incoming(bo)
    await lea.desk.restore_incoming(bo)
    await is_up_to(world, lea)
    done = await lea.desk.decide_salvage(is_taken=True)
    assert (done.returned, done.left_out) == (1, 1)
    await is_up_to(world, lea)
    assert [row.conversation_id for row in lea.desk.incoming()] == [bo]
    assert is_as_rebuilt(world, tmp_path)


@pytest.mark.parametrize("comes_again", [False, True])
async def test_an_order_is_one_deal_whoever_remembers_it(
    world: HubWorld, lea: Computer, tmp_path: Path, comes_again: bool
) -> None:
    """The lost log had its deal moved on; WhatsApp may bring the message to the restored hub once more."""
    ana = ConversationId(await world.conversation())
    await is_up_to(world, lea)
    await lea.desk.change_setting("deals_from_orders", True)
    await is_up_to(world, lea)
    copy = copy_of(world)
    order = post_of(order_of(world))
    assert await world.post(order) == 200
    await world.settled()
    await is_up_to(world, lea)
    [deal] = lea.desk.deals_of_conversation(ana)
    await lea.desk.move_deal(deal.deal_id, "quote")
    await restored(world, copy, lea)
    assert lea.desk.deals_of_conversation(ana) == []
    if comes_again:
        assert await world.post(order) == 200
        await world.settled()
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    if not comes_again:
        assert await world.post(order) == 200
        await world.settled()
        await is_up_to(world, lea)
    [after] = lea.desk.deals_of_conversation(ana)
    assert (after.stage_id, after.amount, after.source) == ("quote", deal.amount, "order")
    assert len([one for one in world.events("deal.added") if isinstance(one.body, DealAdded)]) == 1
    assert is_as_rebuilt(world, tmp_path)
