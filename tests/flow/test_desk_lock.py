"""G13: a computer that was shut out, or that has not reached the hub for too long, shows nothing any more."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.desk import session
from app.desk.config import Profile
from app.desk.joining import join
from app.desk.sealing import lock_of, mark, seal
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.members import DeviceEnrolled
from app.domain.settings import ChangeSetting
from storage import desk as stored
from storage.engine import connect
from tests.flow.desk_world import HUB_ADDRESS, Computer, computer, reach
from tests.flow.hub_world import HubWorld, until
from tests.guards.logs import Expect

DAY_S = 24 * 3600.0
REVOKED = "sync stopped code=device_revoked"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as made:
        yield made


@pytest.fixture
async def ana(world: HubWorld) -> ConversationId:
    return await world.conversation()


async def revoke(world: HubWorld, name: str = "Bo") -> None:
    for event in world.events("device.enrolled"):
        assert isinstance(event.body, DeviceEnrolled)
        if event.body.name == f"{name}'s computer":
            await world.core.access.revoke(event.body.device_id)


async def seen(world: HubWorld, bo: Computer, ana: ConversationId) -> None:
    await reach(world.clock, lambda: bo.desk.inbox("all") == [ana])


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_a_revoked_computer_is_locked_and_holds_nothing_of_the_teams(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log(REVOKED)
    folder = tmp_path / "bo"
    async with computer(world, folder, "Bo", "rep") as bo:
        await seen(world, bo, ana)
        bo.desk.save_draft(ana, "Dear Ana")
        bo.seen.clear()
        await revoke(world)
        await reach(world.clock, lambda: bo.desk.lock_code() == "device_revoked")
        assert any(changes.is_everything for changes in bo.seen)
        assert (bo.desk.inbox("all"), bo.desk.header(ana), bo.desk.page(ana)) == ([], None, [])
        assert bo.desk.counts().all == 0
        with pytest.raises(ComptoirError, match="device_revoked"):
            await bo.desk.send_text(ana, "Hello?")
        await reach(world.clock, lambda: lock_of(bo.profile) == ("device_revoked", True))
    assert set(held(folder)) == {"log.db", "locked.json", "profile.lock"}
    with closing(connect(folder / "log.db", PRACTICE_KEY)) as conn:
        assert stored.page(conn, 0, 10) == []
        assert stored.seats(conn) == []
    with pytest.raises(EnvironmentFailure, match="device_revoked"):
        unlock(bo.profile, {})


async def test_what_was_never_sent_comes_back_to_the_member_who_joins_again(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log(REVOKED)
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        member_id = bo.desk.me().member_id
        bo.wire.is_cut = True
        await bo.desk.send_text(ana, "It never left", grace_s=0)
        bo.desk.save_draft(ana, "and this was a draft")
        await revoke(world)
        bo.wire.is_cut = False
        await reach(world.clock, lambda: lock_of(bo.profile) == ("device_revoked", True))
        await bo.stop()
        made = await world.core.writer.run(
            lambda conn: world.core.access.new_invite(conn, "rep", "Bo", member_id)
        )
        await join_again(bo, made.code)
        await bo.start()
        await seen(world, bo, ana)
        assert bo.desk.lock_code() is None
        assert bo.desk.draft(ana) == "It never left\nand this was a draft"
        assert world.events("send.requested") == []


async def test_somebody_else_who_joins_there_finds_nothing(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log(REVOKED)
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        bo.desk.save_draft(ana, "Bo wrote this")
        await revoke(world)
        await reach(world.clock, lambda: lock_of(bo.profile) == ("device_revoked", True))
        await bo.stop()
        await join_again(bo, await world.core.access.invite("rep", "Zoé"))
        await bo.start()
        await seen(world, bo, ana)
        assert bo.desk.draft(ana) == ""
        await bo.stop()
    assert not bo.profile.locked_path.exists()


async def join_again(bo: Computer, code: str) -> None:
    unlocked = unlock(bo.profile, {}, is_joining=True)
    try:
        await join(unlocked, HUB_ADDRESS, code, "Bo's computer", bo.seams)
    finally:
        unlocked.lock.close()


@pytest.mark.parametrize("point", ["at the mark", "before the key", "after the key", "before the end"])
async def test_a_computer_that_dies_while_it_locks_goes_on_at_its_next_start(
    world: HubWorld, ana: ConversationId, tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was done, the next start opens nothing, and finishes."""
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        bo.desk.save_draft(ana, "kept")
    key, profile = PRACTICE_KEY, keyring_profile(bo.profile.folder, monkeypatch)
    dying_at = {"before the key": "take_key", "after the key": "forget_old_key"}
    with monkeypatch.context() as dying:
        if point == "at the mark":
            dying.setattr("app.desk.sealing._unsent", interrupted)
        elif point == "before the end":
            dying.setattr("app.desk.sealing.mark", interrupted_at_the_end)
        else:
            dying.setattr(session, dying_at[point], interrupted)
        with pytest.raises(KeyboardInterrupt):
            seal(profile, key, "device_revoked")
    with pytest.raises(EnvironmentFailure, match="device_revoked"):
        unlock(profile, {})
    assert lock_of(profile) == ("device_revoked", True)
    opened = unlock(profile, {}, is_joining=True)
    opened.lock.close()
    assert opened.key != key
    assert key not in RING.values()
    assert set(held(profile.folder)) == {"key.json", "log.db", "locked.json", "profile.lock"}
    with closing(connect(profile.log_path, opened.key)) as conn:
        assert list(stored.all_drafts(conn).values()) == [{ana: "kept"}]
        assert stored.page(conn, 0, 10) == []


RING: dict[str, str] = {}


def keyring_profile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """A practice profile's files as those of a real one, with the key in a keyring of this test's own."""

    class Ring:
        """What the keyring library offers."""

        def get_password(self, _service: str, name: str) -> str | None:
            return RING.get(name)

        def set_password(self, _service: str, name: str, value: str) -> None:
            RING[name] = value

        def delete_password(self, _service: str, name: str) -> None:
            del RING[name]

    RING.clear()
    RING["profile old"] = PRACTICE_KEY
    monkeypatch.setattr(session, "_keyring", Ring)
    profile = Profile(folder)
    profile.key_path.write_text(
        json.dumps({"version": 1, "source": "keyring", "service": "Comptoir", "name": "profile old"}), "utf-8"
    )
    return profile


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def interrupted_at_the_end(profile: Profile, code: str, *, is_done: bool = False) -> None:
    if is_done:
        raise KeyboardInterrupt
    mark(profile, code)


async def test_the_lease_ends_after_seven_days_without_the_hub_and_begins_again_with_it(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("lock changed code=")
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        bo.wire.is_cut = True
        await world.clock.advance(7 * DAY_S - 600)
        assert (bo.desk.lock_code(), bo.desk.inbox("all")) == (None, [ana])
        await world.clock.advance(1200)
        assert (bo.desk.lock_code(), bo.desk.inbox("all"), bo.desk.draft(ana)) == ("lease_over", [], "")
        with pytest.raises(ComptoirError, match="lease_over"):
            await bo.desk.send_text(ana, "Hello?")
        with pytest.raises(ComptoirError, match="lease_over"):
            await bo.desk.audit()  # the journal is read from the log, not from the view
        bo.wire.is_cut = False
        await reach(world.clock, lambda: bo.desk.lock_code() is None)
        assert bo.desk.inbox("all") == [ana]


async def test_a_locked_computer_is_locked_at_its_next_start_too(
    world: HubWorld, ana: ConversationId, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        await bo.stop()
        bo.wire.is_cut = True
        await world.clock.advance(8 * DAY_S)
        desk = await bo.open()
        assert (desk.lock_code(), desk.inbox("all")) == ("lease_over", [])


async def test_quiet_days_with_the_hub_cost_nothing(
    world: HubWorld, ana: ConversationId, tmp_path: Path
) -> None:
    """Nobody writes, so no page brings an event: the answers alone count."""
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        for _ in range(9):
            before = len(bo.wire.paths)
            await world.clock.advance(DAY_S)
            await reach(world.clock, lambda: len(bo.wire.paths) > before + 1)  # noqa: B023 - called at once
        assert bo.desk.lock_code() is None


async def test_an_answer_that_lay_in_a_sleeping_computer_does_not_begin_the_lease_again(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    """The lid is closed while the hub answers; it is opened eight days later, somewhere without a network."""
    expect_log("lock changed code=lease_over")
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)

        def sleep_on_the_way(page: bytes) -> bytes:
            world.clock.set_wall(
                world.clock.now() + timedelta(days=8)
            )  # no second passes for one that sleeps
            bo.wire.tamper, bo.wire.is_cut = None, True
            return page

        bo.wire.tamper = sleep_on_the_way
        await reach(world.clock, lambda: bo.wire.is_cut)
        await reach(world.clock, lambda: bo.desk.lock_code() == "lease_over", within_s=1200, step_s=60)


async def test_turning_the_clock_back_wins_nothing(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("lock changed code=clock_back")
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await seen(world, bo, ana)
        bo.wire.is_cut = True
        await world.clock.advance(3 * DAY_S)
        world.clock.set_wall(world.clock.now() - timedelta(days=2))
        await world.clock.advance(1200)
        assert (bo.desk.lock_code(), bo.desk.inbox("all")) == ("clock_back", [])
        await bo.stop()
        assert (await bo.open()).lock_code() == "clock_back"
        await bo.stop()
        world.clock.set_wall(world.clock.now() + timedelta(days=2))
        assert (await bo.open()).lock_code() is None


async def test_the_team_chooses_how_many_days(
    world: HubWorld, ana: ConversationId, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("lock changed code=lease_over")
    lea = await world.join()
    async with computer(world, tmp_path / "bo", "Bo", "rep") as bo:
        await world.do(lea, ChangeSetting("offline_lease_days", 1))
        await seen(world, bo, ana)
        await reach(world.clock, lambda: bo.desk.setting("offline_lease_days") == 1)
        bo.wire.is_cut = True
        await world.clock.advance(DAY_S + 1200)
        assert bo.desk.lock_code() == "lease_over"


async def test_who_looks_while_the_desk_ends_sees_nothing_and_breaks_nothing(
    world: HubWorld, ana: ConversationId, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "lea") as lea:
        await seen(world, lea, ana)
        desk, may_end = lea.desk, threading.Event()
        writing = asyncio.ensure_future(desk._view.write(lambda _conn: may_end.wait()))
        stopping = asyncio.ensure_future(lea.stop())
        await until(lambda: ana not in desk.inbox("all"))  # closed for reading, while it still writes
        assert desk.header(ana) is None and not stopping.done()
        may_end.set()
        await asyncio.gather(writing, stopping)
        await lea.start()
        assert ana in lea.desk.inbox("all")  # the view is the one that was there
