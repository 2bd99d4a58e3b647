"""What time alone brings about: events of the hub's own, at their time, once, and also after the hub was off."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.assignment import ClaimConversation, ConversationAssigned
from app.domain.conversations import CloseConversation
from app.domain.ids import ConversationId
from app.domain.settings import ChangeSetting
from app.domain.snoozing import ConversationWoken, SnoozeConversation
from storage import view
from tests.flow.desk_world import reach
from tests.flow.hub_world import ANA, BO, HubWorld, text_item, until, webhook
from tests.guards.threads import quiet


class Killed(BaseException):
    """The process ends here, as far as the scheduler is concerned."""


def is_asleep(world: HubWorld, conversation: ConversationId) -> bool:
    with world.reading() as conn:
        found = view.load_conversation(conn, conversation)
    assert found is not None
    return found.snoozed_at is not None


def holder(world: HubWorld, conversation: ConversationId) -> str | None:
    with world.reading() as conn:
        found = view.load_conversation(conn, conversation)
    assert found is not None
    return found.assignee_id


async def test_a_conversation_wakes_at_its_time_and_not_before(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk, ana = await world.join(), await world.conversation(ANA)
        bo = await world.conversation(BO)
        at = world.clock.now() + timedelta(minutes=10)
        for conversation, until_at in ((ana, at), (bo, None)):
            outcome = await world.do(desk, SnoozeConversation(conversation, until_at))
            assert outcome.result == "accepted"
        await world.clock.advance((at - world.clock.now()).total_seconds() - 1)
        assert is_asleep(world, ana)
        await reach(world.clock, lambda: not is_asleep(world, ana), within_s=60, step_s=1)
        [woken] = world.events("conversation.woken")
        assert woken.body == ConversationWoken(ana, "time")
        assert (woken.occurred_at, woken.actor.kind, woken.subject) == (at, "hub", ana)
        assert is_asleep(world, bo)


async def test_what_fell_due_while_the_hub_was_off_wakes_at_its_start(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk, ana = await world.join(), await world.conversation()
        at = world.clock.now() + timedelta(hours=1)
        await world.do(desk, SnoozeConversation(ana, at))
        await world.restart(away_s=7 * 3600)
        await until(lambda: not is_asleep(world, ana))
        [woken] = world.events("conversation.woken")
        assert woken.occurred_at == at and woken.accepted_at >= at + timedelta(hours=6)


async def test_hundreds_that_wake_at_once_all_wake_once(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        at = world.clock.now() + timedelta(hours=1)
        people = [f"3363998{number:04d}" for number in range(450)]
        for start in range(0, len(people), 50):
            said = [text_item("Hello", one, sent_at=world.clock.now()) for one in people[start : start + 50]]
            assert await world.post(webhook({"messages": said})) == 200
        await world.settled()
        ids = _awake(world)
        assert len(ids) == 450
        for start in range(0, len(ids), 100):
            await world.send(
                desk, *(world.command(SnoozeConversation(one, at)) for one in ids[start : start + 100])
            )
            await world.clock.advance(5)
        assert _awake(world) == []
        await reach(world.clock, lambda: len(_awake(world)) == 450, within_s=7_200, step_s=60)
        woken = [event.subject for event in world.events("conversation.woken")]
        assert len(woken) == 450 and set(woken) == set(ids)


def _awake(world: HubWorld) -> list[ConversationId]:
    with world.reading() as conn:
        found = conn.execute("SELECT conversation_id FROM view_conversation WHERE snoozed_us IS NULL")
        return [row[0] for row in found]


async def test_a_holder_who_is_silent_loses_the_conversation_if_the_team_wants_it(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await world.join()
        marc = await world.join("rep", "Marc")
        ana = await world.conversation()
        await world.do(marc, ClaimConversation(ana))
        await world.clock.advance(3_600)
        assert holder(world, ana) == marc.member_id  # nobody asked for it
        await world.do(lea, ChangeSetting("take_back_after_min", 120))
        await reach(world.clock, lambda: holder(world, ana) is None, within_s=3_600, step_s=30)
        taken = world.events("conversation.assigned")[-1]
        assert taken.body == ConversationAssigned(ana, None, None, "taken_back")
        assert taken.accepted_at - world.events("conversation.assigned")[0].accepted_at >= timedelta(
            minutes=120
        )


async def test_what_a_leaver_had_closed_is_free_when_its_customer_writes_again(tmp_path: Path) -> None:
    """Otherwise it stands in nobody's list and nobody can take it."""
    async with HubWorld(tmp_path) as world:
        lea, marc = await world.join(), await world.join("rep", "Marc")
        ana, bo = await world.conversation(ANA), await world.conversation(BO)
        for conversation in (ana, bo):
            await world.do(marc, ClaimConversation(conversation))
            await world.do(marc, CloseConversation(conversation))
        wish = {"member_id": marc.member_id, "heir_id": None}
        assert (await world.call("POST", "/api/v1/team/remove", lea, wish)).status == 200
        await world.say("One more thing", ANA)
        await reach(world.clock, lambda: holder(world, ana) is None, within_s=61, step_s=1)
        assert world.events("conversation.assigned")[-1].body == ConversationAssigned(ana, None, None, "left")
        with world.reading() as conn:
            assert view.inbox_ids(conn, "unassigned", now=world.clock.now(), standard_min=30) == [ana]
        assert holder(world, bo) == marc.member_id


async def test_the_clock_of_a_silent_holder_starts_when_the_customer_waits(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await world.join()
        await world.do(lea, ChangeSetting("take_back_after_min", 10))
        ana = await world.conversation()
        await world.do(lea, SnoozeConversation(ana, None))
        await world.do(lea, ClaimConversation(ana))
        for _ in range(30):
            await world.clock.advance(60)  # nobody waits for what was put aside
        assert holder(world, ana) == lea.member_id
        await world.say("Here I am", ANA)
        spoke_at = world.clock.now()
        await reach(world.clock, lambda: holder(world, ana) is None, within_s=660, step_s=30)
        assert world.clock.now() - spoke_at < timedelta(minutes=11)


@pytest.mark.parametrize("point", ["before_schedule_commit", "after_schedule_commit"])
async def test_a_hub_that_ends_at_any_point_wakes_it_once(tmp_path: Path, point: str) -> None:
    """What falls due is in the log once, wherever the process ends."""
    is_dying = False

    def crash(here: str) -> None:
        if is_dying and here == point:
            raise Killed

    async with HubWorld(tmp_path, crash=crash) as world:
        desk, ana = await world.join(), await world.conversation()
        await world.do(desk, SnoozeConversation(ana, world.clock.now() + timedelta(minutes=5)))
        is_dying = True
        await world.clock.advance(400)
        is_dying = False
        await world.restart()
        await until(lambda: not is_asleep(world, ana))
        assert len(world.events("conversation.woken")) == 1


async def test_a_look_that_takes_long_delays_nothing(tmp_path: Path) -> None:
    """The disk hangs while it looks: the next moment is as far away as it is then, not as it was before."""
    took = [timedelta(0)]

    def hang(point: str) -> None:
        if point == "before_schedule_commit":
            world.clock.set_wall(world.clock.now() + took[0])
            took[0] = timedelta(0)

    async with HubWorld(tmp_path, crash=hang) as world:
        desk, ana = await world.join(), await world.conversation()
        await quiet()
        took[0] = timedelta(seconds=30)
        await world.do(desk, SnoozeConversation(ana, world.clock.now() + timedelta(seconds=40)))
        await world.clock.advance(9)
        assert took[0] == timedelta(0) and is_asleep(world, ana)
        await world.clock.advance(1)
        assert not is_asleep(world, ana)
