"""The team from a desk: what owners and managers ask of the hub, and what everybody's desk then shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import DeviceId, MemberId
from app.domain.rows import MemberRow
from app.domain.sends import SendText
from tests.flow.desk_world import HUB_ADDRESS, Computer, computer, reach
from tests.flow.hub_world import Desk, HubWorld
from tests.flow.test_hub_access import enrol


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as made:
        yield made


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        yield made


@pytest.fixture
async def bo(world: HubWorld, lea: Computer) -> Desk:
    return await world.join("rep", "Bo")


async def caught_up(world: HubWorld, lea: Computer) -> None:
    await reach(world.clock, lambda: lea.desk.position == world.head)


async def test_a_desk_invites_and_sees_who_came(world: HubWorld, lea: Computer) -> None:
    made = await lea.desk.invite(role="rep", name="Zoé")
    assert lea.desk.hub_address() == HUB_ADDRESS
    before = await lea.desk.team()
    assert [one.invite_id for one in before.invites if one.state == "open"] == [made.invite_id]
    lea.seen.clear()
    await enrol(world, made.code, "Zoé's tablet")
    await caught_up(world, lea)
    assert any(changes.is_team for changes in lea.seen)
    after = await lea.desk.team()
    computers = {one.name: [device.name for device in one.devices] for one in after.members}
    assert computers == {"Léa": ["Léa's computer"], "Zoé": ["Zoé's tablet"]}
    [used] = [one for one in after.invites if one.invite_id == made.invite_id]
    assert (used.state, used.used_on) == ("used", "Zoé's tablet")


async def test_a_code_is_withdrawn(world: HubWorld, lea: Computer) -> None:
    made = await lea.desk.invite(role="manager")
    await lea.desk.withdraw_invite(made.invite_id)
    assert (await enrol(world, made.code))[1]["code"] == "invite_withdrawn"


async def test_names_and_roles_are_known_offline_afterwards(world: HubWorld, lea: Computer, bo: Desk) -> None:
    conversation_id = await world.conversation()
    await world.do(bo, SendText("m-1", conversation_id, "Hello"))  # type: ignore[arg-type]
    member_id = MemberId(bo.member_id)
    await lea.desk.rename_member(member_id, "Bo Roy")
    await lea.desk.change_role(member_id, "manager")
    await caught_up(world, lea)
    lea.wire.is_cut = True
    assert MemberRow(member_id, "Bo Roy", "manager") in lea.desk.members()
    said = [row for row in lea.desk.page(conversation_id) if row.kind == "text"]
    assert [row.author_name for row in said] == [None, "Bo Roy"]
    with pytest.raises(EnvironmentFailure, match="hub_unreachable"):
        await lea.desk.team()


async def test_somebody_leaves_by_one_call(world: HubWorld, lea: Computer, bo: Desk) -> None:
    member_id = MemberId(bo.member_id)
    plan = await lea.desk.leave_plan(member_id)
    assert [(part.kind, part.count) for part in plan.parts] == [("device", 1)]
    await lea.desk.remove_member(member_id, lea.desk.me().member_id)
    await caught_up(world, lea)
    assert MemberRow(member_id, "Bo", "rep", is_active=False) in lea.desk.members()
    assert (await world.call("GET", "/api/v1/log", bo)).status == 401


async def test_a_computer_is_shut_out(world: HubWorld, lea: Computer, bo: Desk) -> None:
    await lea.desk.revoke_device(DeviceId(bo.device_id))
    assert (await world.call("GET", "/api/v1/log", bo)).status == 401


async def test_what_the_hub_refuses_is_told_with_its_reason(world: HubWorld, lea: Computer) -> None:
    me = lea.desk.me().member_id
    with pytest.raises(ComptoirError, match="last_owner"):
        await lea.desk.change_role(me, "rep")
    with pytest.raises(ComptoirError, match="member_unknown"):
        await lea.desk.leave_plan(MemberId("a b&c"))
