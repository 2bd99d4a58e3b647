"""What the team did and planned, around a restore. Promises G5 (nothing goes out twice), G13 and G15."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.desk.desk import Composed
from app.domain.events import Actor, EventBody
from app.domain.ids import ConversationId, DeviceId, MemberId
from app.domain.members import DeviceRevoked, MemberAdded, MemberChanged, MemberRemoved
from app.domain.saved_views import SavedView, ViewFilter
from app.hub.appender import Draft
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import BO, HubWorld
from tests.flow.restore_world import copy_of, head_of, is_as_rebuilt, put_back
from tests.guards.logs import Expect

HOUR = timedelta(hours=1)


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
async def world(tmp_path: Path, graph: FakeGraph, expect_log: Expect) -> AsyncIterator[HubWorld]:
    expect_log("hub was restored")
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld, lea: Computer) -> ConversationId:
    found = await world.conversation()
    await reach(world.clock, lambda: found in lea.desk.inbox("waiting"))
    return found


async def is_up_to(world: HubWorld, desk: Computer) -> None:
    await reach(world.clock, lambda: not desk.desk.is_waiting_for_hub)
    await reach(world.clock, lambda: desk.desk.position == head_of(world).pos, within_s=200)


async def restored(world: HubWorld, copy: Path, desk: Computer, *, away_s: float = 0.0) -> None:
    """The desk has all of the lost log, and offers what the copy lacks."""
    await is_up_to(world, desk)
    await put_back(world, copy, away_s=away_s)
    await reach(world.clock, lambda: desk.desk.connection().kept_apart > 0, within_s=200)
    await is_up_to(world, desk)  # its view is made anew
    await desk.desk.look_at_safety()


async def append(world: HubWorld, *bodies: tuple[EventBody, str]) -> None:
    """What a computer of the team could forge in a log of its own."""
    drafts = [Draft(body, subject, Actor("hub"), world.clock.now()) for body, subject in bodies]
    await world.core.writer.run(lambda conn: world.core.appender.append(conn, drafts))


def plans(desk: Computer) -> list[tuple[str, str, str | None]]:
    return [(one.text, one.state, one.code) for one in desk.desk.all_scheduled()]


async def test_what_was_planned_before_the_copy_waits_for_a_person(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph, tmp_path: Path
) -> None:
    """The lost hub sent one of two; ours sends neither by itself, and what is planned from now on goes out."""
    soon = await lea.desk.schedule(ana, Composed("text", "Soon"), world.clock.now() + HOUR)
    await lea.desk.schedule(ana, Composed("text", "Later"), world.clock.now() + 3 * HOUR)
    await is_up_to(world, lea)
    copy = copy_of(world)
    await world.clock.advance(HOUR.total_seconds())
    await reach(world.clock, lambda: len(world.events("send.accepted")) == 1)
    await restored(world, copy, lea, away_s=60)
    await reach(
        world.clock,
        lambda: plans(lea) == [("Soon", "asked", "hub_restored"), ("Later", "asked", "hub_restored")],
    )
    await lea.desk.schedule(ana, Composed("text", "New"), world.clock.now() + HOUR)
    await is_up_to(world, lea)
    await world.clock.advance(HOUR.total_seconds())
    await reach(world.clock, lambda: len(world.events("send.accepted")) == 1)
    await world.clock.advance(2 * HOUR.total_seconds())
    await is_up_to(world, lea)
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    assert lea.state(soon) == "accepted"
    assert plans(lea) == [("Later", "asked", "hub_restored")]
    assert [post.text for post in graph.posts] == ["Soon", "New"]
    assert is_as_rebuilt(world, tmp_path)


async def test_what_was_planned_after_the_copy_comes_back_and_waits_for_a_person(
    world: HubWorld, lea: Computer, ana: ConversationId, graph: FakeGraph
) -> None:
    copy = copy_of(world)
    await lea.desk.schedule(ana, Composed("text", "Kept"), world.clock.now() + HOUR)
    gone = await lea.desk.schedule(ana, Composed("text", "Taken back"), world.clock.now() + HOUR)
    await is_up_to(world, lea)
    await lea.desk.cancel_scheduled(gone)
    await restored(world, copy, lea)
    assert plans(lea) == []
    await lea.desk.decide_salvage(is_taken=True)
    await reach(world.clock, lambda: plans(lea) == [("Kept", "asked", "hub_restored")])
    await world.clock.advance(2 * HOUR.total_seconds())
    assert graph.posts == []
    await lea.desk.send_scheduled(lea.desk.all_scheduled()[0].message_id)
    await reach(world.clock, lambda: [post.text for post in graph.posts] == ["Kept"])


async def test_the_teams_work_comes_back(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    await lea.desk.mark_read(ana)
    await is_up_to(world, lea)
    copy = copy_of(world)
    me = lea.desk.me().member_id
    await lea.desk.claim(ana)
    await lea.desk.tag(ana, "wedding")
    await lea.desk.tag(ana, "wrong")
    await lea.desk.untag(ana, "wrong")
    note = await lea.desk.add_note(ana, "She likes it short")
    await is_up_to(world, lea)
    await lea.desk.edit_note(note, "She likes it very short")
    await lea.desk.save_view(SavedView("v-1", "Weddings", ViewFilter(tags=("wedding",)), me))
    await lea.desk.snooze(ana, world.clock.now() + 24 * HOUR)
    await lea.desk.mark_unread(ana)
    await is_up_to(world, lea)
    before = (lea.desk.inbox_row(ana), lea.thread(ana), lea.desk.saved_views(), lea.desk.inbox("snoozed"))
    await restored(world, copy, lea)
    assert (lea.desk.inbox("snoozed"), lea.desk.saved_views()) == ([], [])
    done = await lea.desk.decide_salvage(is_taken=True)
    assert done.left_out == 0
    await is_up_to(world, lea)
    after = (lea.desk.inbox_row(ana), lea.thread(ana), lea.desk.saved_views(), lea.desk.inbox("snoozed"))
    assert after == before
    assert is_as_rebuilt(world, tmp_path)


async def test_ours_stands_where_somebody_had_the_last_word_since(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    other = await world.join("manager", "Tom")
    tom = MemberId(other.member_id)
    note = await lea.desk.add_note(ana, "One")
    await lea.desk.tag(ana, "wedding")
    await is_up_to(world, lea)
    copy = copy_of(world)
    await lea.desk.claim(ana)
    await lea.desk.edit_note(note, "Lost")
    await lea.desk.untag(ana, "wedding")
    await lea.desk.snooze(ana, world.clock.now() + 24 * HOUR)
    await restored(world, copy, lea)
    await lea.desk.assign(ana, tom)
    await lea.desk.edit_note(note, "Since")
    await lea.desk.untag(ana, "wedding")
    await lea.desk.tag(ana, "wedding")
    await world.say("I am still waiting")
    await is_up_to(world, lea)
    before = lea.desk.header(ana), lea.thread(ana), lea.desk.inbox("waiting")
    done = await lea.desk.decide_salvage(is_taken=True)
    assert (done.returned, done.left_out) == (0, 4)
    await is_up_to(world, lea)
    assert (lea.desk.header(ana), lea.thread(ana), lea.desk.inbox("waiting")) == before
    assert is_as_rebuilt(world, tmp_path)


async def test_an_offer_gives_nobody_a_right_and_takes_away_what_was_taken_away(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    less, more = await world.join("manager", "Tom"), await world.join("rep", "Bo")
    left = await world.join("rep", "Eve")
    await is_up_to(world, lea)
    copy = copy_of(world)
    for path in world.config.data_dir.glob("hub-set-aside*"):
        path.unlink()
    await append(
        world,
        (MemberChanged(MemberId(less.member_id), "Thomas", "rep"), less.member_id),
        (MemberChanged(MemberId(more.member_id), "Bo", "owner"), more.member_id),
        (DeviceRevoked(DeviceId(left.device_id)), left.device_id),
        (MemberRemoved(MemberId(left.member_id)), left.member_id),
    )
    await restored(world, copy, lea)
    await lea.desk.decide_salvage(is_taken=True)
    with world.reading() as conn:
        team = {one.name: (one.role, one.is_removed) for one in view.members(conn).values()}
    assert team["Thomas"] == ("rep", False)
    assert team["Bo"] == ("rep", False)
    assert team["Eve"] == ("rep", True)
    for one, status in ((less, 403), (more, 403), (left, 401)):
        answer = await world.call("POST", "/api/v1/team/invite", one, {"role": "rep"})
        assert answer.status == status
    assert is_as_rebuilt(world, tmp_path)


async def test_a_reps_computer_brings_no_owner_and_shuts_none_out(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    owner = await world.join("owner", "Zoé")
    async with computer(world, tmp_path / "tom", "Tom", "rep") as tom:
        await is_up_to(world, lea)
        copy = copy_of(world)
        await lea.stop()
        await append(
            world,
            (MemberAdded(MemberId("m-eve"), "Eve", "owner"), "m-eve"),
            (DeviceRevoked(DeviceId(owner.device_id)), owner.device_id),
            (MemberChanged(MemberId(owner.member_id), "Zoé", "rep"), owner.member_id),
        )
        await world.say("A message comes back all the same", BO)
        await restored(world, copy, tom)
        await lea.start()
        await is_up_to(world, lea)
        done = await lea.desk.decide_salvage(is_taken=True)
        assert (done.returned, done.left_out) == (2, 2)
        with world.reading() as conn:
            team = {one.name: one.role for one in view.members(conn).values()}
        assert (team["Eve"], team["Zoé"]) == ("rep", "owner")
        assert (await world.call("GET", "/api/v1/log?after=0", owner)).status == 200
