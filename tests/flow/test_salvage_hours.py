"""Opening hours and groups around a restore: what was lost comes back, and what was said since stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.groups import Group
from app.domain.ids import ConversationId
from storage.view.opening_hours import load_groups, load_hours
from tests.flow.desk_world import Computer
from tests.flow.hub_world import HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt
from tests.flow.test_hours import LATER, SHOP
from tests.flow.test_salvage_team import ana, graph, is_up_to, lea, restored, world

__all__ = ["ana", "graph", "lea", "world"]


async def test_lost_hours_and_groups_come_back_and_newer_ones_stand(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    await lea.desk.save_hours("", SHOP)
    await is_up_to(world, lea)
    copy = copy_of(world)
    await lea.desk.save_hours("", LATER)
    await lea.desk.save_hours("", replace(SHOP, holidays=()), is_correction=True)
    group_id = await lea.desk.save_group(Group("", "Salon", (lea.desk.me().member_id,)))
    await restored(world, copy, lea)
    assert lea.desk.hours().versions() == (SHOP,)
    since = replace(SHOP, holidays=("2026-01-01",))
    await lea.desk.save_hours("", since, is_correction=True)
    await is_up_to(world, lea)
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    with world.reading() as conn:
        assert load_hours(conn).versions() == (since, LATER)
        assert [one.group_id for one in load_groups(conn).groups()] == [group_id]
    assert is_as_rebuilt(world, tmp_path)
