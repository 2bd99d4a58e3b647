"""The process ends, or the disk is full, around a post: nothing goes out twice, nothing proved is forgotten (G5)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.errors import EnvironmentFailure
from app.domain.sends import (
    SendUnknown,
)
from app.hub.hub import no_crash
from app.hub.send_steps import LEASE, SendSteps
from app.hub.sender import Sender
from app.whatsapp.client import Unclear
from storage.writer import Priority, Writer
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld, until
from tests.flow.office import M1, Office, office

UNCLEAR = Unclear("timeout")


class Killed(BaseException):
    """The process ends here."""


async def test_a_crash_after_the_attempt_was_committed_leaves_it_unconfirmed(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    """G5: the next start cannot know whether the post left, so it posts nothing."""
    expect_log("send left open error=Killed")
    killed_at: list[str] = []

    def crash(point: str) -> None:
        if point == "before_post" and not killed_at:
            killed_at.append(point)
            raise Killed

    async with office(tmp_path, crash=crash) as o:
        await o.answer()
        await until(lambda: bool(killed_at))
        assert o.row().state == "sending"
        await o.world.restart()
        await o.ends_as("unknown")
        assert o.last() == SendUnknown(M1, o.ana, "hub_restart")
        assert o.graph.posts == []


async def test_a_crash_before_the_answer_is_committed_is_mended_by_a_status(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("send left open error=Killed")

    def crash(point: str) -> None:
        if point == "before_result_commit":
            raise Killed

    async with office(tmp_path, crash=crash) as o:
        await o.answer()
        await until(lambda: bool(o.graph.posts))
        await o.ends_as("unknown", within_s=1000, step_s=10)  # its lease ends
        assert o.last() == SendUnknown(M1, o.ana, "lease_lost")
        assert o.graph.posts[0].at_s + LEASE.total_seconds() <= o.world.clock.monotonic_s()
        await o.tell("sent")
        assert o.shown() == "sent"
        assert len(o.graph.posts) == 1


async def test_an_attempt_that_could_outlive_its_lease_is_not_posted(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        waited: list[float] = []

        def crash(point: str) -> None:
            if point == "after_attempt_commit" and not waited:
                waited.append(100.0)
                o.world.clock._move_to(o.world.clock.monotonic_s() + 100.0)

        o.world.crash = crash
        await o.world.restart()
        await o.answer()
        await o.ends_as("accepted", within_s=200)
        assert (len(o.graph.posts), o.row().attempt, o.row().unsent) == (1, 2, 1)


async def test_a_status_in_the_log_is_seen_before_an_attempt_is_lost(tmp_path: Path) -> None:
    """What an earlier process left in `sending` went out, if a status says so."""
    async with office(tmp_path, UNCLEAR) as o:
        await o.answer()
        await o.ends_as("unknown")
        await o.tell("delivered")
        core = o.world.core

        def leave_sending(conn: Any) -> int:
            conn.execute("UPDATE send SET state = 'sending', taken_us = 0")
            return SendSteps(core.appender, o.world.clock.now, lambda _: True).inherit(conn)

        assert await core.writer.run(leave_sending) == 1
        assert o.row().state == "accepted"
        assert len(o.world.events("send.unknown")) == 1


class FullDisk(Writer):
    """A writer whose disk is full for the next few jobs, once it is told so."""

    def __init__(self, writer: Writer) -> None:
        self._real = writer
        self.failures = 0

    async def run(self, job: Callable[[Any], Any], *, priority: Priority = Priority.NORMAL) -> Any:
        if self.failures:
            self.failures -= 1
            raise EnvironmentFailure("disk_full")
        return await self._real.run(job, priority=priority)


async def test_what_a_post_proved_is_kept_until_the_disk_takes_it(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("sender waits for storage code=disk_full")
    graph = FakeGraph()
    async with HubWorld(tmp_path) as world:
        o = Office(world, graph, await world.join(), await world.conversation())
        graph.clock = world.clock
        writer = FullDisk(world.core.writer)
        sender = Sender(
            writer, world.core.appender, graph, world.config.lines, world.clock, lambda _: True, no_crash
        )
        running = asyncio.create_task(sender.run())
        graph.hold.clear()
        await o.answer()
        await until(lambda: bool(graph.posts))
        writer.failures = 3
        graph.hold.set()
        await o.ends_as("accepted")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert len(graph.posts) == 1
        assert writer.failures == 0


async def test_without_room_for_the_attempt_nothing_is_posted(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("no attempt begun code=disk_full")
    graph = FakeGraph()
    async with HubWorld(tmp_path) as world:
        o = Office(world, graph, await world.join(), await world.conversation())
        graph.clock = world.clock

        class FullForAttempts(FullDisk):
            """Looking works, the attempt itself finds no room twice."""

            async def run(self, job: Callable[[Any], Any], *, priority: Priority = Priority.NORMAL) -> Any:
                is_attempt = "_start" in job.__qualname__
                if is_attempt and self.failures:
                    self.failures -= 1
                    assert graph.posts == []
                    raise EnvironmentFailure("disk_full")
                return await self._real.run(job, priority=priority)

        writer = FullForAttempts(world.core.writer)
        writer.failures = 2
        sender = Sender(
            writer, world.core.appender, graph, world.config.lines, world.clock, lambda _: True, no_crash
        )
        running = asyncio.create_task(sender.run())
        await o.answer()
        await o.ends_as("accepted")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert (len(graph.posts), writer.failures, o.row().attempt) == (1, 0, 1)


async def test_a_clean_stop_lets_a_post_under_way_end(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        o.graph.hold.clear()
        await o.answer()
        await until(lambda: bool(o.graph.posts))
        stopping = asyncio.create_task(o.world.restart())
        await asyncio.sleep(0)
        o.graph.hold.set()
        await stopping
        assert o.row().state == "accepted"
        assert o.kinds() == ["send.requested", "send.accepted"]


async def test_a_clock_set_back_before_a_restart_leaves_nothing_in_sending(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    """G5: a lane must not stand still until the clock reaches the time that it once showed."""
    expect_log("send left open error=Killed")
    killed_at: list[str] = []

    def crash(point: str) -> None:
        if point == "before_post" and not killed_at:
            killed_at.append(point)
            raise Killed

    async with office(tmp_path, crash=crash) as o:
        await o.answer()
        await until(lambda: bool(killed_at))
        o.world.clock.set_wall(o.world.clock.now() - timedelta(days=1))
        await o.world.restart()
        await o.ends_as("unknown", within_s=1.0)
        assert o.last() == SendUnknown(M1, o.ana, "hub_restart")


async def test_after_a_clock_that_was_a_year_ahead_an_answer_still_goes_out(tmp_path: Path) -> None:
    """The log's time never goes back; whether the window is open and the grace over is asked of the clock."""
    async with office(tmp_path) as o:
        right = o.world.clock.now()
        o.world.clock.set_wall(right + timedelta(days=365))
        await o.world.join(name="Bo")  # an event of next year
        o.world.clock.set_wall(right)
        await o.world.say("Still there?")
        await o.answer(grace_ms=3000)
        await o.ends_as("accepted", within_s=10.0)
        assert len(o.graph.posts) == 1
