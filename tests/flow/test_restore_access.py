"""Who may do what around a restore, and desks that must not go on. Promises G13 and G15."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.desk.sealing import lock_of
from app.domain.ids import DeviceId, LogId
from app.hub import PROTOCOL
from storage import codec
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import BO, HubWorld
from tests.flow.restore_world import copy_of, head_of, put_back
from tests.guards.logs import Expect

RESTORED = "hub was restored"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


async def is_up_to(world: HubWorld, desk: Computer) -> None:
    """The desk shows all of the hub's log."""
    await reach(world.clock, lambda: desk.desk.position == head_of(world).pos, within_s=200)


async def test_a_rep_offers_but_does_not_decide(
    world: HubWorld, lea: Computer, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log(RESTORED)
    rep = await world.join("rep", "Tom")
    copy = copy_of(world)
    await world.say("Lost", BO)
    await is_up_to(world, lea)
    await put_back(world, copy)
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
    await lea.desk.look_at_safety()
    answer = await world.call("POST", "/api/v1/safety/salvage", rep, {"is_taken": True})
    assert (answer.status, json.loads(answer.body)["code"]) == (403, "role_missing")
    answer = await world.call("POST", "/api/v1/safety/backup", rep, {})
    assert answer.status == 403
    told = json.loads((await world.call("GET", "/api/v1/safety", rep)).body)
    assert told["backup"]["folder"] is None
    assert told["offer"]["computers"] == []
    assert told["offer"]["messages"] == 1


async def test_a_forged_offer_is_refused(world: HubWorld, lea: Computer) -> None:
    """What is offered must go on, event by event, from the place that both logs have."""
    await world.conversation()
    desk = await world.join("rep", "Tom")
    page = await world.page(desk, "after=0&limit=5")
    upto = world.head
    one = page.events[1]
    forged = codec.StoredEvent(upto + 1, one.envelope, one.chain, one.salt, one.fields)
    for events, status in (([forged], 422), ([], 200)):
        data = codec.encode_page(LogId("another-log"), upto, upto, world.clock.now(), PROTOCOL, events)
        answer = await world.call("POST", "/api/v1/safety/offer", desk, data)
        assert answer.status == status, answer.body
    same = codec.encode_page(page.log_id, upto, upto, world.clock.now(), PROTOCOL, [])
    assert (await world.call("POST", "/api/v1/safety/offer", desk, same)).status == 409
    assert (await world.call("POST", "/api/v1/safety/offer", desk, b"{}")).status == 422
    assert json.loads((await world.call("GET", "/api/v1/safety", desk)).body)["offer"] is None


async def test_who_was_shut_out_since_the_copy_stays_out_and_unused_codes_die(
    world: HubWorld, lea: Computer, expect_log: Expect
) -> None:
    """G13: a restore opens no door that was shut."""
    expect_log(RESTORED)
    gone = await world.join("rep", "Tom")
    code = await world.core.access.invite("rep", "Eve")
    copy = copy_of(world)
    await world.core.access.revoke(DeviceId(gone.device_id))
    await is_up_to(world, lea)
    restored = await put_back(world, copy)
    assert restored.revoked == 1
    answer = await world.call("GET", "/api/v1/log?after=0", gone)
    assert answer.status == 401
    answer = await world.call("POST", "/api/v1/enrol", body={"code": code, "device_name": "x"})
    assert answer.status == 404
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)


async def test_a_computer_that_joined_after_the_copy_is_told_so(
    world: HubWorld, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("sync stopped code=joined_after_backup")
    await world.conversation()
    copy = copy_of(world)
    async with computer(world, tmp_path / "new") as new:
        await is_up_to(world, new)
        await put_back(world, copy)
        await reach(world.clock, lambda: new.desk.connection().stopped_code is not None, within_s=200)
        await world.clock.advance(60)
        assert new.desk.connection().stopped_code == "joined_after_backup"
        assert (new.desk.lock_code(), lock_of(new.profile)) == (None, None)
        assert len(new.desk.inbox("all")) == 1


async def test_a_computer_that_was_shut_out_since_the_copy_still_erases_what_it_holds(
    world: HubWorld, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("sync stopped code=device_revoked")
    await world.conversation()
    async with computer(world, tmp_path / "tom", "Tom", "rep") as tom:
        await is_up_to(world, tom)
        copy = copy_of(world)
        await tom.stop()
        [gone] = [one.body for one in world.events("device.enrolled")]
        await world.core.access.revoke(DeviceId(gone.device_id))  # type: ignore[union-attr]
        await put_back(world, copy)
        await tom.start()
        await reach(world.clock, lambda: lock_of(tom.profile) == ("device_revoked", True), within_s=200)


async def test_a_role_that_was_taken_away_since_the_copy_stays_away(
    world: HubWorld, lea: Computer, expect_log: Expect
) -> None:
    """G13: the old file says what the copy does not know yet; a higher role does not come by it."""
    expect_log(RESTORED)
    owner = await world.join("owner", "Zoé")
    less, more = await world.join("manager", "Tom"), await world.join("rep", "Bo")
    copy = copy_of(world)
    for one, role in ((less, "rep"), (more, "manager")):
        answer = await world.call(
            "POST", "/api/v1/team/role", owner, {"member_id": one.member_id, "role": role}
        )
        assert answer.status == 200, answer.body
    await is_up_to(world, lea)
    await put_back(world, copy)
    for one in (less, more):
        answer = await world.call("POST", "/api/v1/team/invite", one, {"role": "rep"})
        assert (answer.status, json.loads(answer.body)["code"]) == (403, "role_missing")
    await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)


async def test_an_older_file_put_back_by_hand_is_seen(
    world: HubWorld, lea: Computer, expect_log: Expect
) -> None:
    """Without `restore` the log has its old id and ends before what the desk knows: nothing is mixed."""
    expect_log("sync stopped code=log_rewound")
    await world.conversation()
    copy = copy_of(world)
    await world.say("Lost", BO)
    await world.say("Lost", BO)
    await world.say("Lost", BO)
    await is_up_to(world, lea)
    async with world.away():
        for end in ("-wal", "-shm"):
            world.config.database.with_name("hub.db" + end).unlink(missing_ok=True)
        world.config.database.write_bytes(copy.read_bytes())
    await reach(world.clock, lambda: lea.desk.connection().stopped_code is not None, within_s=200)
    assert lea.desk.connection().stopped_code == "log_rewound"
    assert lea.desk.connection().kept_apart == 0
