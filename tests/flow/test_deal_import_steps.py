"""Next steps of a table of deals: tasks that come with it, and go with its undo unless somebody did something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.tasks import NewTask, TaskAbout
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld
from tests.flow.test_contact_imports import settle
from tests.flow.test_deal_imports import bring, looked, rows

TABLE = (
    "Id;Title;Next step;Next step date;Stage\n"
    "1;Wedding;Call back;2026-12-24 10:00;Decision\n"
    "2;Party;;2026-12-25;Decision\n"
    "3;Course;Send the bill;;Won\n"
    "4;Garden;Far;2099-01-01;Decision\n"
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        await settle(world, made)
        yield made


def steps(at: Computer, title: str) -> list[tuple[str, str | None]]:
    """Open tasks of a deal: words and when."""
    found = at.desk.tasks_of(deal_id=rows(at)[title].deal_id)
    return [
        (one.title, one.due_at.isoformat() if one.due_at else None) for one in found if one.done_at is None
    ]


async def test_next_steps_come_as_tasks_of_deals_that_are_open(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    _review, _plan, seen = await looked(lea, tmp_path / "d.csv", TABLE)
    assert [one.code for one in seen.rows[3].problems] == ["date_far"]
    await bring(lea, tmp_path / "d.csv", TABLE)
    await settle(world, lea)
    assert steps(lea, "Wedding") == [("Call back", "2026-12-24T09:00:00+00:00")]
    assert steps(lea, "Party") == [("Next step", "2026-12-25T11:00:00+00:00")]
    assert (steps(lea, "Course"), steps(lea, "Garden")) == ([], [("Far", None)])
    row = rows(lea)["Wedding"]
    assert row.task is not None and row.task.title == "Call back"
    again = await bring(lea, tmp_path / "d.csv", TABLE)
    assert again.same == 4
    await settle(world, lea)
    assert len(steps(lea, "Wedding")) == 1


async def test_an_undo_takes_the_steps_along_but_no_deal_with_a_task_of_somebody(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    progress = await bring(lea, tmp_path / "d.csv", TABLE)
    await settle(world, lea)
    party, garden = rows(lea)["Party"].deal_id, rows(lea)["Garden"].deal_id
    await lea.desk.add_task(NewTask("Buy flowers", about=TaskAbout(deal_id=party)))
    (far,) = lea.desk.tasks_of(deal_id=garden)
    await lea.desk.finish_task(far.task_id)
    await settle(world, lea)
    done = await lea.desk.undo_deals_import(progress.import_id)
    assert (done.removed, done.kept) == (2, 2)
    await settle(world, lea)
    assert set(rows(lea)) == {"Party", "Garden"}
    assert {one.title for one in lea.desk.tasks_open("everybody")} == {"Buy flowers", "Next step"}
    await bring(lea, tmp_path / "d.csv", TABLE)
    await settle(world, lea)
    assert steps(lea, "Wedding") == [("Call back", "2026-12-24T09:00:00+00:00")]
    (_second, *_others) = lea.desk.deals_imports()
    again = await lea.desk.undo_deals_import(_second.import_id)
    assert again.removed == 2
    await lea.stop()
