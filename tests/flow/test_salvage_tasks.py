"""Tasks around a restore: what was lost comes back, and what was done since stands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain.contacts import Identity
from app.domain.ids import ConversationId
from app.domain.tasks import NewTask, TaskAbout
from storage.view import task_rows
from tests.flow.desk_world import Computer
from tests.flow.hub_world import HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt
from tests.flow.test_salvage_team import ana, graph, is_up_to, lea, restored, world

__all__ = ["ana", "graph", "lea", "world"]

HOUR = timedelta(hours=1)


async def test_lost_tasks_come_back_where_their_people_do(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    kept = await lea.desk.add_task(NewTask("Kept", None, None, TaskAbout(conversation_id=ana)))
    await is_up_to(world, lea)
    copy = copy_of(world)
    zoe = await lea.desk.add_contact(Identity(name="Zoé"), {"name": "Zoé"})
    about = TaskAbout(contact_id=zoe)
    lost = await lea.desk.add_task(NewTask("Lost", world.clock.now() + HOUR, None, about))
    await lea.desk.change_task(lost, "Lost, and changed", "ours", world.clock.now() + 2 * HOUR)
    await lea.desk.finish_task(kept)
    await restored(world, copy, lea)
    assert lea.desk.task(lost) is None
    found = lea.desk.task(kept)
    assert found is not None and found.done_at is None
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    found = lea.desk.task(lost)
    assert found is not None
    assert (found.title, found.about) == ("Lost, and changed", "Zoé")
    found = lea.desk.task(kept)
    assert found is not None and found.done_at is not None
    assert is_as_rebuilt(world, tmp_path)


async def test_what_was_done_with_a_task_since_stands(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    task_id = await lea.desk.add_task(NewTask("Call", None, lea.desk.me().member_id))
    await lea.desk.finish_task(task_id)
    await is_up_to(world, lea)
    copy = copy_of(world)
    await lea.desk.reopen_task(task_id)
    await lea.desk.change_task(task_id, "Lost words", "ours", None)
    await restored(world, copy, lea)
    await lea.desk.change_task(task_id, "Words since", "ours", None)
    await is_up_to(world, lea)
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    with world.reading() as conn:
        row = task_rows.load_task(conn, task_id)
    assert row is not None
    assert (row.title, row.done_at) == ("Words since", None)  # reopening came back, the older words did not
    assert is_as_rebuilt(world, tmp_path)
