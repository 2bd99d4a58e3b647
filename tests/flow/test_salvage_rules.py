"""What of a lost log comes back, kind by kind. Promises G13 (rights are never taken from an offer) and G15."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.contacts import ContactBlocked, ContactUnblocked
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, DeviceId, LineId
from app.domain.settings import ChangeSetting
from app.hub.appender import Draft
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import BO, HubWorld, status_webhook, until, webhook
from tests.flow.restore_world import copy_of, head_of, is_as_rebuilt, put_back
from tests.guards.logs import Expect


@pytest.fixture
async def world(tmp_path: Path, expect_log: Expect) -> AsyncIterator[HubWorld]:
    expect_log("hub was restored")
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


async def is_up_to(world: HubWorld, desk: Computer) -> None:
    await reach(world.clock, lambda: desk.desk.position == head_of(world).pos, within_s=200)


async def restored(world: HubWorld, copy: Path, *desks: Computer) -> None:
    """Every one of these desks has all of the lost log, and offers what the copy lacks."""
    for desk in desks:
        await is_up_to(world, desk)
    await put_back(world, copy)
    for desk in desks:
        await reach(world.clock, lambda desk=desk: desk.desk.connection().kept_apart > 0, within_s=200)  # type: ignore[misc]
        await is_up_to(world, desk)  # its view is made anew
        await desk.desk.look_at_safety()


async def append(world: HubWorld, body: EventBody, subject: str) -> None:
    """Something that the lost hub noted by itself."""
    draft = Draft(body, subject, Actor("hub"), world.clock.now())
    await world.core.writer.run(lambda conn: world.core.appender.append(conn, [draft]))


async def test_a_setting_comes_back_from_a_leaders_computer_unless_it_was_changed_since(
    world: HubWorld, lea: Computer
) -> None:
    owner = await world.join()
    copy = copy_of(world)
    await world.do(owner, ChangeSetting("business_name", "Salon Rivage"))
    await world.do(owner, ChangeSetting("response_standard_min", 45))
    await restored(world, copy, lea)
    await world.do(owner, ChangeSetting("response_standard_min", 60))
    done = await lea.desk.decide_salvage(is_taken=True)
    assert (done.returned, done.left_out) == (1, 1)
    await is_up_to(world, lea)
    assert lea.desk.setting("business_name") == "Salon Rivage"
    assert lea.desk.setting("response_standard_min") == 60


async def test_a_reps_computer_cannot_bring_a_setting_back(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    owner = await world.join()
    async with computer(world, tmp_path / "tom", "Tom", "rep") as tom:
        await is_up_to(world, lea)
        copy = copy_of(world)
        await lea.stop()
        await world.do(owner, ChangeSetting("business_name", "Not yours"))
        await world.say("A message comes back all the same")
        await restored(world, copy, tom)
        await lea.start()
        await is_up_to(world, lea)
        done = await lea.desk.decide_salvage(is_taken=True)
        assert (done.returned, done.left_out) == (1, 1)
        await is_up_to(world, lea)
        assert lea.desk.setting("business_name") != "Not yours"


async def test_who_was_shut_out_is_out_again_also_where_the_lost_file_is_gone(
    world: HubWorld, lea: Computer
) -> None:
    """Restored on a new disk: the copy still knows the device; what the desk gives back shuts it out."""
    gone = await world.join("rep", "Tom")
    copy = copy_of(world)
    await world.core.access.revoke(DeviceId(gone.device_id))
    await is_up_to(world, lea)
    async with world.away():
        for path in world.config.data_dir.glob("hub.db*"):
            path.unlink()
    # a fresh hub began in the empty folder; the copy takes its place
    await put_back(world, copy)
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=300)
    assert (await world.call("GET", "/api/v1/log?after=0", gone)).status == 200
    await lea.desk.decide_salvage(is_taken=True)
    assert (await world.call("GET", "/api/v1/log?after=0", gone)).status == 401


async def test_ticks_reactions_and_reading_come_back(world: HubWorld, lea: Computer) -> None:
    ana = await world.conversation(wamid="wamid.q")
    await reach(world.clock, lambda: ana in lea.desk.inbox("waiting"))
    answer = await lea.desk.send_text(ana, "Here it is", grace_s=0)
    await reach(world.clock, lambda: lea.state(answer) == "accepted")
    external = world.events("send.accepted")[-1].body.external_id  # type: ignore[union-attr]
    copy = copy_of(world)
    await world.post(status_webhook(external, "read", at=world.clock.now()))
    await world.say("Thanks", wamid="wamid.t")
    reaction = {
        "from": "447700900123", "id": "wamid.r", "timestamp": str(int(world.clock.now().timestamp())),
        "type": "reaction", "reaction": {"message_id": external, "emoji": "🎉"},
    }  # fmt: skip
    await world.post(webhook({"messages": [reaction]}))
    await world.settled()
    await is_up_to(world, lea)
    await lea.desk.mark_read(ana)
    await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
    before = lea.thread(ana), lea.row(answer).reactions, _unread(lea, ana)
    assert (lea.state(answer), _unread(lea, ana)) == ("read", 0)
    await restored(world, copy, lea)
    assert lea.state(answer) == "accepted"
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    assert (lea.thread(ana), lea.row(answer).reactions, _unread(lea, ana)) == before
    await world.post(status_webhook(external, "read", at=world.clock.now()))
    await world.settled()
    assert len(world.events("message.status")) == 1


def _unread(desk: Computer, conversation_id: str) -> int:
    row = desk.desk.inbox_row(conversation_id)  # type: ignore[arg-type]
    assert row is not None
    return row.unread_count


async def test_a_block_comes_back_unless_somebody_decided_otherwise_since(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    one, two = await world.say("Hello"), await world.say("Hello", BO)
    ids = [ContactId(str(event.body.contact_id)) for event in (one, two)]  # type: ignore[union-attr]
    line = LineId(str(one.body.line_id))  # type: ignore[union-attr]
    copy = copy_of(world)
    for contact_id in ids:
        await append(world, ContactBlocked(contact_id, line), contact_id)
    await restored(world, copy, lea)
    await append(world, ContactUnblocked(ids[1], line), ids[1])
    done = await lea.desk.decide_salvage(is_taken=True)
    assert (done.returned, done.left_out) == (1, 1)
    [event] = world.events("contact.blocked")
    assert event.subject == ids[0]
    assert is_as_rebuilt(world, tmp_path)


async def test_what_comes_back_keeps_its_time_and_author(world: HubWorld, lea: Computer) -> None:
    """The figures of a day do not move because the hub was put back the day after."""
    ana = await world.conversation()
    await reach(world.clock, lambda: ana in lea.desk.inbox("waiting"))
    copy = copy_of(world)
    await lea.desk.send_text(ana, "Said yesterday", grace_s=0)
    await until(lambda: len(world.events("send.requested")) == 1)
    await reach(world.clock, lambda: len(world.events("send.accepted")) == 1)
    [lost] = world.events("send.requested")
    await is_up_to(world, lea)
    await world.clock.advance(24 * 3600)
    await restored(world, copy, lea)
    await lea.desk.decide_salvage(is_taken=True)
    [back] = world.events("send.requested")
    assert (back.accepted_at, back.occurred_at, back.actor, back.command_id, back.body) == (
        lost.accepted_at, lost.occurred_at, lost.actor, lost.command_id, lost.body,
    )  # fmt: skip
    assert world.clock.now() - back.accepted_at > timedelta(hours=23)
