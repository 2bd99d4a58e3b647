"""Tasks from desk to desk: made offline, done by two at once, handed over, and what becomes of them around people."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.desk.pending import Maker, Pending
from app.desk.task_overlay import overlaid_tasks
from app.domain import tasks
from app.domain.commands import Command
from app.domain.contacts import Identity
from app.domain.erasure import EraseWish
from app.domain.errors import ComptoirError
from app.domain.ids import CommandId, ContactId, ConversationId, DeviceId, MemberId
from app.domain.task_rows import TaskRow
from app.domain.tasks import NewTask, TaskAbout
from storage.view import task_rows
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld

HOUR = timedelta(hours=1)


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


def me(one: Computer) -> MemberId:
    return one.desk.me().member_id


def titles(rows: list[TaskRow]) -> list[str]:
    return [row.title for row in rows]


async def customer(world: HubWorld, *desks: Computer) -> tuple[ConversationId, ContactId]:
    said = await world.say()
    await settle(world, *desks)
    return ConversationId(said.subject), said.body.contact_id  # type: ignore[union-attr,return-value]


async def test_a_task_is_there_at_once_and_a_colleague_sees_it(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    where, who = await customer(world, lea, bo)
    due_at = world.clock.now() + HOUR
    bo.wire.is_cut = True
    task_id = await bo.desk.add_task(
        NewTask("  Call   Ana ", due_at, me(bo), TaskAbout(conversation_id=where))
    )
    row = bo.desk.task(task_id)
    assert row is not None
    assert (row.title, row.about, row.is_mine, row.is_pending) == ("Call Ana", "Ana", True, True)
    assert any(changes.is_tasks for changes in bo.seen)
    assert (
        titles(bo.desk.tasks_of(conversation_id=where))
        == titles(bo.desk.tasks_of(contact_id=who))
        == ["Call Ana"]
    )
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    row = lea.desk.task(task_id)
    assert row is not None
    assert (row.title, row.due_at, row.holder_name, row.is_mine, row.is_pending) == (
        "Call Ana", due_at, "Bo", False, False,
    )  # fmt: skip
    assert titles(lea.desk.tasks_open("mine")) == [] and titles(lea.desk.tasks_open("everybody")) == [
        "Call Ana"
    ]
    assert any(changes.is_tasks for changes in lea.seen)


async def test_a_task_on_somebody_who_is_added_offline_comes_after_them(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    bo.wire.is_cut = True
    who = await bo.desk.add_contact(Identity(name="Zoé"), {"name": "Zoé"})
    await bo.desk.add_task(NewTask("Send the plan", None, me(bo), TaskAbout(contact_id=who)))
    assert bo.desk.tasks_of(contact_id=who)[0].about == "Zoé"
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    assert bo.refusals == []
    assert [(row.title, row.about) for row in lea.desk.tasks_of(contact_id=who)] == [("Send the plan", "Zoé")]


async def test_two_who_finish_it_at_once_are_both_right(world: HubWorld, lea: Computer, bo: Computer) -> None:
    task_id = await lea.desk.add_task(NewTask("Order wood"))
    await settle(world, lea, bo)
    lea.wire.is_cut = bo.wire.is_cut = True
    await lea.desk.finish_task(task_id)
    await bo.desk.finish_task(task_id)
    assert titles(bo.desk.tasks_open("everybody")) == [] and titles(bo.desk.tasks_done("mine")) == [
        "Order wood"
    ]
    lea.wire.is_cut = bo.wire.is_cut = False
    await settle(world, lea, bo)
    assert lea.refusals == bo.refusals == []
    kinds = [event.kind for event in world.events()]
    assert kinds.count("task.done") == 1
    await bo.desk.reopen_task(task_id)
    await settle(world, lea, bo)
    assert titles(lea.desk.tasks_open("everybody")) == ["Order wood"]


async def test_of_two_who_change_it_the_slower_is_told(world: HubWorld, lea: Computer, bo: Computer) -> None:
    task_id = await lea.desk.add_task(NewTask("Call Ana"))
    await settle(world, lea, bo)
    bo.wire.is_cut = True
    await bo.desk.change_task(task_id, "Call Bo", "theirs", None)
    assert titles(bo.desk.tasks_open("everybody")) == ["Call Bo"]
    await lea.desk.change_task(task_id, "Call Zoé", "ours", None)
    await settle(world, lea)
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    assert [refusal.code for refusal in bo.refusals] == ["task_changed"]
    for one in (lea, bo):
        assert titles(one.desk.tasks_open("everybody")) == ["Call Zoé"]


async def test_own_changes_in_a_row_need_no_answer_between(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    bo.wire.is_cut = True
    task_id = await bo.desk.add_task(NewTask("Call", None, me(bo)))
    await bo.desk.change_task(task_id, "Call Ana", "ours", world.clock.now() + HOUR)
    await bo.desk.snooze_task(task_id, world.clock.now() + 3 * HOUR)
    await bo.desk.change_task(task_id, "Call Ana Field", "ours", world.clock.now() + 2 * HOUR)
    await bo.desk.finish_task(task_id)
    await bo.desk.reopen_task(task_id)
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    assert bo.refusals == []
    row = lea.desk.task(task_id)
    assert row is not None and (row.title, row.remind_at, row.version) == ("Call Ana Field", None, 6)


async def test_it_is_handed_over_with_a_word_and_only_by_who_saw_its_holder(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    task_id = await lea.desk.add_task(NewTask("Call Ana", None, me(lea)))
    await settle(world, lea, bo)
    lea.wire.is_cut = bo.wire.is_cut = True
    await lea.desk.hand_over_task(task_id, me(bo), "She likes you")
    await bo.desk.hand_over_task(task_id, None)
    lea.wire.is_cut = False
    await settle(world, lea)
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    assert [(refusal.code, refusal.facts) for refusal in bo.refusals] == [("task_held", {"who": "Bo"})]
    row = bo.desk.task(task_id)
    assert row is not None
    assert (row.is_mine, row.word, row.word_name) == (True, "She likes you", "Léa")


async def test_who_has_left_leaves_their_tasks_to_who_leads(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    held = await bo.desk.add_task(NewTask("Call Ana", None, me(bo)))
    done = await bo.desk.add_task(NewTask("Order wood", None, me(bo)))
    await bo.desk.finish_task(done)
    await settle(world, lea, bo)
    plan = await lea.desk.leave_plan(me(bo))
    assert [(part.kind, part.count) for part in plan.parts if part.kind == "task"] == [("task", 1)]
    who = me(bo)
    await bo.stop()
    await lea.desk.remove_member(who, None)
    await settle(world, lea)
    row = lea.desk.task(held)
    assert row is not None and (row.holder_id, row.holder_name) == (None, None)
    assert titles(lea.desk.tasks_open("mine")) == ["Call Ana"]
    await lea.desk.reopen_task(done)  # whoever takes it up again has it
    assert [one.is_mine for one in lea.desk.tasks_open("mine") if one.task_id == done] == [True]
    await settle(world, lea)
    assert [one.holder_name for one in lea.desk.tasks_open("mine") if one.task_id == done] == ["Léa"]


async def test_an_heir_gets_the_tasks(world: HubWorld, lea: Computer, bo: Computer) -> None:
    held = await bo.desk.add_task(NewTask("Call Ana", None, me(bo)))
    await settle(world, lea, bo)
    who = me(bo)
    await bo.stop()
    await lea.desk.remove_member(who, me(lea))
    await settle(world, lea)
    row = lea.desk.task(held)
    assert row is not None and row.is_mine


async def test_a_rep_removes_their_own_alone_and_undo_brings_it_back(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    hers = await lea.desk.add_task(NewTask("Hers", None, me(lea)))
    his = await bo.desk.add_task(NewTask("His", None, me(bo)))
    await settle(world, lea, bo)
    with pytest.raises(ComptoirError, match="not_yours"):
        await bo.desk.remove_task(hers)
    await bo.desk.remove_task(his)
    assert bo.desk.task(his) is None
    await bo.desk.restore_task(his)
    await settle(world, lea, bo)
    assert set(titles(lea.desk.tasks_open("everybody"))) == {"Hers", "His"}
    await lea.desk.remove_task(his)
    await settle(world, lea, bo)
    assert titles(bo.desk.tasks_open("everybody")) == ["Hers"]
    with pytest.raises(ComptoirError, match="task_unknown"):
        await bo.desk.finish_task(his)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewTask(" "), "task_wordless"),
        (NewTask("x" * 201), "task_long"),
        (NewTask("Call\x07"), "task_wordless"),
        (NewTask("Call", None, MemberId("nobody")), "member_unknown"),
        (NewTask("Call", None, None, TaskAbout("d", ContactId("c"))), "task_malformed"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_it_is_asked(
    lea: Computer, new: NewTask, code: str
) -> None:
    with pytest.raises(ComptoirError, match=code):
        await lea.desk.add_task(new)
    assert not lea.desk.is_waiting_for_hub


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (tasks.AddTask("t-new", " "), "task_wordless"),
        (tasks.AddTask("t-new", "Call", holder_id=MemberId("x")), "member_unknown"),
        (tasks.AddTask("t-new", "Call", contact_id=ContactId("x")), "contact_unknown"),
        (tasks.AddTask("t-new", "Call", conversation_id=ConversationId("x")), "conversation_unknown"),
        (tasks.AddTask("t-new", "Call", "ours", None, None, "d", ContactId("c")), "task_malformed"),
        (tasks.AddTask("t-old", "Call"), "message_id_taken"),
        (tasks.FinishTask("t-none"), "task_unknown"),
        (tasks.ChangeTask("t-old", "Call", "ours", None, 7), "task_changed"),
        (tasks.HandOverTask("t-old", None, MemberId("x")), "task_free"),
        (tasks.RestoreTask("t-none"), "task_unknown"),
    ],
)
async def test_the_hub_refuses_by_itself(world: HubWorld, body: tasks.TaskAsk, code: str) -> None:
    desk = await world.join("rep", "Bo")
    held = tasks.AddTask("t-old", "Old", holder_id=None)
    assert (await world.do(desk, held)).result == "accepted"
    if code == "task_free":
        body = tasks.HandOverTask("t-old", MemberId(desk.member_id), MemberId("x"))
        other = tasks.HandOverTask("t-old", MemberId(desk.member_id), None)
        assert (await world.do(desk, other)).result == "accepted"
        body, code = tasks.HandOverTask("t-old", None, None), "task_held"
    outcome = await world.do(desk, body)
    assert (outcome.result, outcome.code) == ("rejected", code)


async def test_merging_erasing_and_tasks(world: HubWorld, lea: Computer, bo: Computer) -> None:
    """Two who become one have the tasks of both; apart again each has theirs; nothing is left of an erased one's."""
    where, ana = await customer(world, lea, bo)
    zoe = await lea.desk.add_contact(Identity(name="Zoé"), {"name": "Zoé"})
    await lea.desk.add_task(NewTask("On Ana's talk", None, None, TaskAbout(conversation_id=where)))
    await lea.desk.add_task(NewTask("On Zoé", None, None, TaskAbout(contact_id=zoe)))
    secret = await lea.desk.add_task(NewTask("Ana's hidden allergy", None, None, TaskAbout(contact_id=ana)))
    await settle(world, lea, bo)
    await lea.desk.merge_contacts(ana, zoe)
    await settle(world, lea, bo)
    assert set(titles(bo.desk.tasks_of(contact_id=ana))) == {
        "On Ana's talk",
        "On Zoé",
        "Ana's hidden allergy",
    }
    await lea.desk.unmerge_contact(ana, zoe)
    await settle(world, lea, bo)
    assert titles(bo.desk.tasks_of(contact_id=zoe)) == ["On Zoé"]
    bo.wire.is_cut = True
    await bo.desk.add_task(NewTask("Never sent", None, None, TaskAbout(contact_id=ana)))
    await lea.desk.erase_person(EraseWish(ana, "Ana"))
    await settle(world, lea)
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    for one in (lea, bo):
        assert one.desk.task(secret) is None
        assert titles(one.desk.tasks_open("everybody")) == ["On Zoé"]
    assert all("allergy" not in str(event.body) for event in world.events())


# --- what waits is drawn as it will be ---


def _drawn(chance: random.Random, me: MemberId, now: datetime, versions: dict[str, int]) -> tasks.TaskAsk:
    """Something that one desk asks about one of three tasks."""
    task_id, at = f"o{chance.randint(0, 2)}", chance.choice([None, now + HOUR, now + 2 * HOUR])
    whose, who = chance.choice(tasks.WHOSE), chance.choice([None, me])
    bodies: list[tasks.TaskAsk] = [
        tasks.AddTask(task_id, "Call", whose, at, who),
        tasks.ChangeTask(
            task_id, "Call again", whose, at, versions.get(task_id, 1) - chance.choice([0, 0, 1])
        ),
        tasks.FinishTask(task_id),
        tasks.ReopenTask(task_id),
        tasks.SnoozeTask(task_id, at),
        tasks.HandOverTask(task_id, who, chance.choice([None, me]), "Because"),
        tasks.RemoveTask(task_id),
        tasks.RestoreTask(task_id),
    ]
    return chance.choice(bodies)


def made_of(world: HubWorld) -> dict[str, TaskRow]:
    """The drawn tasks as the hub has them."""
    with world.reading() as conn:
        return {row.task_id: row for row in task_rows.load_tasks(conn, [f"o{n}" for n in range(3)])}


@pytest.mark.parametrize("seed", range(8))
async def test_what_is_drawn_over_is_what_the_hub_makes_of_it(world: HubWorld, seed: int) -> None:
    chance, desk = random.Random(seed), await world.join("rep", "Bo")
    who = MemberId(desk.member_id)
    pending: list[Pending] = []
    accepted: set[str] = set()
    for number in range(100):
        body = _drawn(
            chance, who, world.clock.now(), {key: row.version for key, row in made_of(world).items()}
        )
        if (await world.do(desk, body)).result == "accepted":
            made = Command(CommandId(f"k{number}"), number, 0, world.clock.now(), body)
            pending.append(Pending(made, "waiting", Maker(DeviceId("d"), who, "Bo"), number))
            accepted.add(body.KIND)
    shown = overlaid_tasks([], pending, who, {who}, lambda one: "Bo" if one else None, lambda _about: "")
    there = made_of(world)
    assert len(accepted) > len(tasks.TASK_ASKS) // 2  # not all was drawn where it makes no sense
    assert shown.keys() == there.keys()
    for task_id, row in there.items():
        for name in TaskRow.__dataclass_fields__:
            if name not in ("made_at", "done_at", "is_pending"):
                assert getattr(shown[task_id], name) == getattr(row, name), name
        assert (shown[task_id].done_at is None) == (row.done_at is None)
