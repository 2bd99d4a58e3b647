"""Planning answers at a desk: seen by everybody, with or without the hub, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.desk.desk import Composed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld

HOUR = timedelta(hours=1)


def texts(one: Computer, conversation_id: ConversationId) -> list[tuple[str, str, bool]]:
    return [(row.text, row.state, row.is_mine) for row in one.desk.scheduled(conversation_id)]


async def test_a_plan_is_seen_by_all_desks_and_goes_out(tmp_path: Path) -> None:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        async with (
            computer(world, tmp_path / "a") as lea,
            computer(world, tmp_path / "b", "Marc", "rep") as marc,
        ):
            ana = await world.conversation()
            await reach(world.clock, lambda: lea.desk.position == marc.desk.position == world.head)
            lea.desk.save_draft(ana, "See you at eleven")
            due_at = world.clock.now() + HOUR
            message_id = await lea.desk.schedule(ana, Composed("text", "See you at eleven"), due_at)
            assert texts(lea, ana) == [("See you at eleven", "waiting", True)] and lea.desk.draft(ana) == ""
            await reach(world.clock, lambda: texts(marc, ana) == [("See you at eleven", "waiting", False)])
            [row] = marc.desk.all_scheduled()
            assert (row.member_name, row.person, row.due_at) == ("Léa", "Ana", due_at)
            await world.clock.advance(HOUR.total_seconds())
            await reach(world.clock, lambda: marc.desk.message(message_id) is not None)
            await reach(world.clock, lambda: texts(marc, ana) == [] and texts(lea, ana) == [])
            await reach(world.clock, lambda: bool(graph.posts))
            assert [post.text for post in graph.posts] == ["See you at eleven"]
            assert marc.row(message_id).author_name == "Léa"


async def test_a_colleagues_plan_is_left_alone_before_the_hub_is_asked(tmp_path: Path) -> None:
    """Else its words would be back in the box while it goes out at its time."""
    async with (
        HubWorld(tmp_path / "hub", client=FakeGraph()) as world,
        computer(world, tmp_path / "a") as lea,
        computer(world, tmp_path / "b", "Marc", "rep") as marc,
    ):
        ana = await world.conversation()
        await reach(world.clock, lambda: bool(lea.desk.inbox("all")) and bool(marc.desk.inbox("all")))
        due_at = world.clock.now() + HOUR
        leas = await lea.desk.schedule(ana, Composed("text", "Mine"), due_at)
        marcs = await marc.desk.schedule(ana, Composed("text", "His"), due_at)
        await reach(world.clock, lambda: len(texts(lea, ana)) == len(texts(marc, ana)) == 2)
        for attempt in (
            marc.desk.cancel_scheduled(leas),
            marc.desk.send_scheduled(leas),
            marc.desk.change_scheduled(leas, Composed("text", "Other"), due_at),
        ):
            with pytest.raises(ComptoirError, match="not_yours"):
                await attempt
        await lea.desk.cancel_scheduled(marcs)
        await reach(world.clock, lambda: texts(marc, ana) == [("Mine", "waiting", False)])


async def test_plans_are_made_changed_and_dropped_without_the_hub(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub", client=FakeGraph()) as world,
        computer(world, tmp_path / "a") as lea,
    ):
        ana = await world.conversation()
        await reach(world.clock, lambda: lea.desk.position == world.head)
        lea.wire.is_cut = True
        due_at = world.clock.now() + 2 * HOUR
        kept = await lea.desk.schedule(ana, Composed("text", "One"), due_at)
        dropped = await lea.desk.schedule(ana, Composed("text", "Two"), due_at + HOUR)
        await lea.desk.change_scheduled(kept, Composed("text", "One, changed"), due_at + 2 * HOUR)
        await lea.desk.cancel_scheduled(dropped)
        assert texts(lea, ana) == [("One, changed", "waiting", True)]
        await lea.stop()
        await lea.start()
        assert texts(lea, ana) == [("One, changed", "waiting", True)]
        lea.wire.is_cut = False
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        [row] = lea.desk.scheduled(ana)
        assert (row.text, row.version, row.is_pending) == ("One, changed", 2, False)


async def test_what_the_hub_refuses_to_plan_is_the_draft_again(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub", client=FakeGraph()) as world,
        computer(world, tmp_path / "a") as lea,
    ):
        ana = await world.conversation()
        await reach(world.clock, lambda: lea.desk.position == world.head)
        lea.wire.is_cut = True
        await lea.desk.schedule(ana, Composed("text", "In an hour"), world.clock.now() + HOUR)
        await world.clock.advance(2 * HOUR.total_seconds())
        lea.wire.is_cut = False
        await reach(world.clock, lambda: bool(lea.refusals))
        assert (lea.refusals[0].code, lea.refusals[0].text) == ("time_past", "In an hour")
        assert lea.desk.draft(ana) == "In an hour" and texts(lea, ana) == []


async def test_what_could_never_go_out_is_said_at_once(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub", client=FakeGraph()) as world,
        computer(world, tmp_path / "a") as lea,
    ):
        ana = await world.conversation()
        await reach(world.clock, lambda: lea.desk.position == world.head)
        now = world.clock.now()
        for after, code in (
            (-HOUR, "time_past"),
            (30 * HOUR, "window_ends_before"),
            (9_000 * HOUR, "time_far"),
        ):
            with pytest.raises(ComptoirError) as raised:
                await lea.desk.schedule(ana, Composed("text", "Hello"), now + after)
            assert raised.value.code == code
        with pytest.raises(ComptoirError) as raised:
            await lea.desk.cancel_scheduled(await lea.desk.react(lea.desk.page(ana)[0].message_id, "👍"))
        assert raised.value.code == "schedule_unknown"


async def test_what_was_sent_after_all_without_the_hub_does_not_go_out_days_later(tmp_path: Path) -> None:
    graph = FakeGraph()
    async with (
        HubWorld(tmp_path / "hub", client=graph) as world,
        computer(world, tmp_path / "a") as lea,
    ):
        ana = await world.conversation()
        await reach(world.clock, lambda: bool(lea.desk.inbox("all")))
        planned = await lea.desk.schedule(ana, Composed("text", "On my way"), world.clock.now() + HOUR)
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        await world.say("Where are you?")
        await world.clock.advance(HOUR.total_seconds())
        await reach(world.clock, lambda: texts(lea, ana) == [("On my way", "asked", True)])
        lea.wire.is_cut = True
        await world.clock.advance(60)
        await lea.desk.send_scheduled(planned)
        assert texts(lea, ana) == []
        await lea.stop()
        await world.clock.advance(5 * HOUR.total_seconds())
        lea.wire.is_cut = False
        await lea.start()
        await reach(world.clock, lambda: bool(lea.refusals))
        assert [one.code for one in lea.refusals] == ["too_old"] and graph.posts == []
        assert texts(lea, ana) == [("On my way", "asked", True)]
