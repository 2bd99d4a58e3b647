"""Opening hours and groups from desk to desk: drawn at once, the same everywhere, refused with a reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import ComptoirError
from app.domain.groups import Group
from app.domain.hour_asks import SaveGroup, SaveHours
from app.domain.hours import ALWAYS, OpeningHours, Span, group_scope, line_scope
from app.domain.ids import MemberId
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld
from tests.flow.restore_world import is_as_rebuilt

OFFICE = (Span(540, 720), Span(840, 1080))
SHOP = OpeningHours(ALWAYS, "Europe/Paris", (*[OFFICE] * 5, (), ()), "FR", ("2026-12-25",))
LATER = OpeningHours("2027-01-01", "Europe/Paris", ((Span(600, 1080),),) * 7)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as made:
        yield made


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


async def ask(at: Computer, body: SaveHours | SaveGroup) -> None:
    """Past the checks of its own desk."""
    await at.desk._outbox.add([body], at.desk.position, is_online=True)


async def test_hours_are_there_at_once_and_on_the_other_desk(
    world: HubWorld, lea: Computer, bo: Computer, tmp_path: Path
) -> None:
    lea.wire.is_cut = True
    await lea.desk.save_hours("", SHOP)
    await lea.desk.save_hours("", LATER)
    assert lea.desk.hours().versions() == (SHOP, LATER)  # drawn before the hub knows
    lea.wire.is_cut = False
    await settle(world, lea, bo)
    assert bo.desk.hours().versions() == (SHOP, LATER)
    assert any(one.is_hours for one in bo.seen)
    corrected = replace(SHOP, holidays=("2026-12-25", "2026-12-26"))
    await lea.desk.save_hours("", corrected, is_correction=True)
    assert await lea.desk.remove_hours("", LATER.valid_from) == LATER
    await settle(world, lea, bo)
    assert bo.desk.hours().versions() == lea.desk.hours().versions() == (corrected,)
    assert is_as_rebuilt(world, tmp_path)


async def test_what_cannot_be_is_said_before_it_is_stored(lea: Computer) -> None:
    await lea.desk.save_hours("", SHOP)
    for wish, code in (
        (lea.desk.save_hours("", replace(SHOP, region="FR-57")), "hours_begin_taken"),
        (lea.desk.save_hours("", LATER, is_correction=True), "hours_gone"),
        (lea.desk.save_hours("", replace(LATER, zone="Europe/Lutece")), "hours_zone"),
        (lea.desk.save_group(Group("", " ")), "group_nameless"),
    ):
        with pytest.raises(ComptoirError, match=code):
            await wish
    with pytest.raises(ComptoirError, match="hours_gone"):
        await lea.desk.remove_hours("", "2020-01-01")
    with pytest.raises(ComptoirError, match="group_gone"):
        await lea.desk.remove_group("nobody")


async def test_a_rep_changes_nothing_whatever_their_desk_says(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    with pytest.raises(ComptoirError, match="role_missing"):
        await bo.desk.save_hours("", SHOP)
    with pytest.raises(ComptoirError, match="role_missing"):
        await bo.desk.save_group(Group("", "Salon"))
    await ask(bo, SaveHours("", SHOP))
    await ask(lea, SaveHours(line_scope("nowhere"), SHOP))
    await ask(lea, SaveHours(group_scope("nowhere"), SHOP))
    await ask(lea, SaveHours("office", SHOP))
    await ask(lea, SaveHours("", replace(SHOP, week=((Span(700, 600),), *[()] * 6))))
    await settle(world, lea, bo)
    assert [one.code for one in bo.refusals] == ["role_missing"]
    assert [one.code for one in lea.refusals] == [
        "hours_line_unknown", "group_gone", "hours_line_unknown", "hours_span_backwards",
    ]  # fmt: skip
    assert lea.desk.hours().scopes() == bo.desk.hours().scopes() == ()


async def test_who_comes_into_a_group_leaves_the_other(world: HubWorld, lea: Computer, bo: Computer) -> None:
    me, other = lea.desk.me().member_id, bo.desk.me().member_id
    salon = await lea.desk.save_group(Group("", " The   salon ", (me, other)))
    workshop = await lea.desk.save_group(Group("", "Workshop", (other,)))
    await settle(world, lea, bo)
    expected = [Group(salon, "The salon", (me,)), Group(workshop, "Workshop", (other,))]
    assert bo.desk.groups() == lea.desk.groups() == expected
    assert bo.desk.group_book().group_of(other) == workshop
    await lea.desk.save_hours(group_scope(salon), SHOP)
    await ask(lea, SaveGroup(salon, "The salon", (me, other)))
    await ask(lea, SaveGroup(salon, "The salon", (me, MemberId("stranger"))))
    await settle(world, lea, bo)
    assert [(one.code, one.facts.get("who")) for one in lea.refusals] == [
        ("group_member_taken", "Bo"), ("group_stranger", None),
    ]  # fmt: skip
    removed = await lea.desk.remove_group(workshop)
    await settle(world, lea, bo)
    assert bo.desk.groups() == expected[:1]
    await lea.desk.save_group(removed)
    await settle(world, lea, bo)
    assert bo.desk.groups() == expected
    assert bo.desk.hours().versions(group_scope(salon)) == (SHOP,)
