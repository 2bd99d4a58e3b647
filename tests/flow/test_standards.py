"""Response standards from desk to desk: at once in lists, refused with a reason, the past of reports unchanged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import ComptoirError
from app.domain.groups import Group
from app.domain.hours import ALWAYS, OpeningHours, Span, group_scope
from app.domain.report_rows import BehindKey, ReportAsk
from app.domain.standards import SaveStandards, Standard
from storage.view.standards import load_standards
from tests.flow.desk_world import Computer, computer
from tests.flow.hub_world import BO, HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt
from tests.flow.test_hours import settle
from tests.flow.test_salvage_team import graph, is_up_to, lea, restored, world

__all__ = ["graph", "lea", "world"]

NIGHT = OpeningHours(ALWAYS, "Europe/Paris", ((Span(0, 1),),) * 7)


async def breached(world: HubWorld, desk: Computer) -> tuple[int | None, list[str | None]]:
    now_s = int(world.clock.now().timestamp())
    ask = ReportAsk(now_s - 90_000, now_s + 90_000, "Europe/Paris")
    figure = (await desk.desk.report("speed", ask)).figure("breached")
    rows = await desk.desk.behind_figure(BehindKey("speed", ask, "breached"))
    assert figure is not None
    return figure.value, [row.conversation_id for row in rows]


async def test_lists_follow_at_once_and_reports_keep_the_past(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub") as world,
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "bo", "Bo", "rep") as bo,
    ):
        ana = await world.conversation()
        await settle(world, lea, bo)
        await world.clock.advance(600)
        assert lea.desk.counts().beyond_standard == 0 and await breached(world, lea) == (0, [])
        lea.wire.is_cut = True
        await lea.desk.save_standards([Standard("", 5, 5, "cal")])
        assert lea.desk.counts().beyond_standard == 1 and [lea.desk.standard_min] == [
            5
        ]  # before the hub knows
        assert lea.desk.today().late == (ana,)
        lea.wire.is_cut = False
        await settle(world, lea, bo)
        assert bo.desk.standards() == (Standard("", 5, 5, "cal"),) and any(one.is_hours for one in bo.seen)
        assert bo.desk.counts().beyond_standard == 1
        assert await breached(world, lea) == (0, [])  # it began to wait when half an hour was allowed
        two = await world.conversation(BO, wamid="wamid.b", name="Bo", text="Anyone?")
        await settle(world, lea, bo)
        await world.clock.advance(301)
        assert await breached(world, lea) == (1, [two])
        assert lea.desk.counts().beyond_standard == 2

        group = await lea.desk.save_group(Group("", "Salon", (lea.desk.me().member_id,)))
        await lea.desk.save_standards(
            [Standard("", 5, 5, "cal"), Standard(group_scope(group), 60, 60, "cal")]
        )
        await lea.desk.claim(two)
        assert lea.desk.counts().beyond_standard == 1 and [lea.desk.standard_min] == [None]  # drawn over
        await settle(world, lea, bo)
        assert bo.desk.counts().beyond_standard == lea.desk.counts().beyond_standard == 1
        assert bo.desk.inbox("waiting") == [ana, two]
        row = lea.desk.inbox_row(two)
        assert row is not None
        wait = lea.desk.wait_of(row)
        assert wait is not None and row.waiting_since_at is not None
        assert wait.due_at == row.waiting_since_at + timedelta(hours=1)

        await lea.desk.save_standards([])
        await lea.desk.save_hours("", NIGHT)
        await settle(world, lea, bo)
        assert lea.desk.counts().beyond_standard == bo.desk.counts().beyond_standard == 0  # nobody is there
        assert lea.desk.nearly_late(10) == []
        assert is_as_rebuilt(world, tmp_path)


async def test_what_cannot_be_is_said_before_it_is_stored_and_by_the_hub(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub") as world,
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "bo", "Bo", "rep") as bo,
    ):
        with pytest.raises(ComptoirError, match="standard_minutes"):
            await lea.desk.save_standards([Standard("", 0, 5)])
        with pytest.raises(ComptoirError, match="role_missing"):
            await bo.desk.save_standards([Standard("", 5, 5)])
        for made, body in (
            (bo, SaveStandards((Standard("", 5, 5),))),
            (lea, SaveStandards((Standard("line:nowhere", 5, 5),))),
        ):
            await made.desk._outbox.add([body], made.desk.position, is_online=True)
        await settle(world, lea, bo)
        assert [one.code for one in bo.refusals] == ["role_missing"]
        assert [one.code for one in lea.refusals] == ["standard_scope"]
        assert lea.desk.standards() == bo.desk.standards() == () and not world.events("standards.saved")


async def test_lost_standards_come_back(world: HubWorld, lea: Computer, tmp_path: Path) -> None:
    await is_up_to(world, lea)
    copy = copy_of(world)
    await lea.desk.save_standards([Standard("", 7, 8)])
    await restored(world, copy, lea)
    assert lea.desk.standards() == ()
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    with world.reading() as conn:
        assert load_standards(conn) == (Standard("", 7, 8),)
