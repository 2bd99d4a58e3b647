"""What WhatsApp was told that we have, what the log holds and what is shown: the same, or every desk is told."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.hub.reconciling import DOUBT_S, PACE_S, ROUND_S, SETTLE_S, UNREAD
from storage import view
from storage.hub.tables import Connection
from tests.flow.desk_world import reach
from tests.flow.hub_world import (
    ANA,
    BO,
    FOREIGN_LINE,
    HubWorld,
    message_webhook,
    status_webhook,
    text_item,
    webhook,
)
from tests.guards.logs import Expect

ENOUGH_S = SETTLE_S + 2 * DOUBT_S + 20 * PACE_S


class Crashed(Exception):
    """The hub dies at a crash point."""


def told(world: HubWorld) -> list[Any]:
    return [event.body for event in world.events() if event.kind in ("health.diverged", "health.agreed")]


def troubles(world: HubWorld) -> list[str]:
    with world.reading() as conn:
        return [one.code for one in view.troubles(conn)]


async def change(world: HubWorld, statement: str, *values: Any) -> None:
    def job(conn: Connection) -> None:
        conn.execute(statement, values)

    await world.core.writer.run(job)


def drawn(world: HubWorld, chance: random.Random) -> dict[str, Any]:
    """A webhook: messages, some of a kind that changes another one, statuses, or what nobody can read."""
    now, number = world.clock.now(), chance.randrange(40)
    kind = chance.randrange(5)
    if kind == 0:
        return status_webhook(f"wamid.out{number}", chance.choice(["sent", "read"]), at=now)
    if kind == 1:
        return message_webhook(f"n{number}", sent_at=now, line=FOREIGN_LINE, wamid=f"wamid.f{number}")
    if kind == 2:
        return webhook({"messages": [{"type": "text"}], "errors": [{"code": 131000}]})
    people = [chance.choice([ANA, BO]) for _ in range(chance.randint(1, 4))]
    items = [text_item(f"{number}", who, wamid=f"wamid.{number}.{who}", sent_at=now) for who in people]
    if kind == 3:
        reaction = {"message_id": f"wamid.{chance.randrange(40)}.{ANA}", "emoji": "👍"}
        items[0] = {**items[0], "id": f"wamid.r{number}", "type": "reaction", "reaction": reaction}
    return webhook({"messages": items})


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_and_wherever_it_crashes_all_agrees_once_it_is_settled(
    tmp_path: Path, seed: int, expect_log: Expect
) -> None:
    chance = random.Random(seed)
    crash_at = ""

    def crash(point: str) -> None:
        if point == crash_at:
            raise Crashed

    async with HubWorld(tmp_path, crash) as world:
        await world.join()
        for point in ("", "before_append_commit", "after_append_commit", ""):
            crash_at = point
            if point:
                expect_log("worker failed name=sequencer")
            sent = [drawn(world, chance) for _ in range(12)]
            for body in (*sent, *chance.choices(sent, k=3)):
                assert await world.post(body) == 200
            await world.clock.advance(1)
            crash_at = ""
            await world.restart()
        await world.settled()
        await world.clock.advance(ENOUGH_S)
        standing = world.hub.reconciler.standing
        assert standing.is_agreed and standing.entries >= world.head - 5 and standing.messages > 10
        assert told(world) == [] and troubles(world) == []


async def test_a_message_that_is_gone_from_the_view_is_found_told_and_mended_at_the_next_start(
    tmp_path: Path, expect_log: Expect
) -> None:
    async with HubWorld(tmp_path) as world:
        await world.say("Hello")
        await world.clock.advance(ENOUGH_S)
        await change(world, "DELETE FROM view_message")
        expect_log("diverged what=hidden")
        await world.say("Are you there?")
        await world.clock.advance(ROUND_S + ENOUGH_S)
        await reach(world.clock, lambda: bool(told(world)), within_s=4 * ENOUGH_S, step_s=10)
        assert [(one.KIND, getattr(one, "what", ""), getattr(one, "count", 0)) for one in told(world)] == [
            ("health.diverged", "hidden", 1)
        ]
        assert troubles(world) == ["diverged"]
        await world.restart()
        await world.clock.advance(ENOUGH_S)
        assert [one.KIND for one in told(world)] == ["health.diverged", "health.agreed"]
        assert troubles(world) == []
        with world.reading() as conn:
            assert conn.execute("SELECT count(*) FROM view_message").fetchone()[0] == 2


async def test_a_webhook_whose_message_never_came_into_the_log_is_read_once_more(
    tmp_path: Path, expect_log: Expect
) -> None:
    async with HubWorld(tmp_path) as world:
        await world.say("Hello")
        await change(
            world,
            "INSERT INTO raw_inbox (sha256, body, received_us, parser_version, state)"
            " SELECT x'00', replace(body, 'Hello', 'Lost!'), received_us, parser_version, 1 FROM raw_inbox",
        )
        await change(
            world, "UPDATE raw_inbox SET body = replace(body, 'wamid.in', 'wamid.x') WHERE sha256 = x'00'"
        )
        await change(world, "UPDATE raw_inbox SET body = CAST(body AS BLOB)")
        await world.say("Are you there?")
        expect_log("diverged what=lost")
        await world.clock.advance(ENOUGH_S)
        await world.clock.advance(ENOUGH_S)
        assert [one.KIND for one in told(world)] == ["health.diverged", "health.agreed"]
        texts = [event.body.text for event in world.events("message.received")]  # type: ignore[union-attr]
        assert texts == ["Hello", "Are you there?", "Lost!"]


async def test_an_entry_that_is_gone_from_the_log_is_found(tmp_path: Path, expect_log: Expect) -> None:
    async with HubWorld(tmp_path) as world:
        event = await world.say("Hello")
        await change(world, "DELETE FROM body WHERE pos = ?", event.pos)
        expect_log("diverged what=lost")
        expect_log("backup failed code=backup_damaged")  # a copy is proved entry by entry too
        await world.clock.advance(ROUND_S + ENOUGH_S)
        with world.reading() as conn:
            assert [one.code for one in view.troubles(conn)] == ["diverged"]
        assert world.hub.reconciler.standing.missing.gaps == (event.pos,)


async def test_a_webhook_that_nobody_reads_is_told_after_two_minutes(
    tmp_path: Path, expect_log: Expect
) -> None:
    is_stuck = True

    def crash(point: str) -> None:
        if is_stuck and point == "before_append_commit":
            raise Crashed

    async with HubWorld(tmp_path, crash) as world:
        await world.join()
        expect_log("worker failed name=sequencer")
        expect_log("diverged what=unread")
        assert await world.post(message_webhook("Hello", sent_at=world.clock.now())) == 200
        await world.clock.advance(UNREAD.total_seconds() + ENOUGH_S)
        assert [getattr(one, "what", "") for one in told(world)] == ["unread"]
        is_stuck = False
        await world.clock.advance(ENOUGH_S)
        assert [one.KIND for one in told(world)] == ["health.diverged", "health.agreed"]


async def test_a_computer_that_slept_is_not_late(tmp_path: Path, expect_log: Expect) -> None:
    """What came just before waits no longer than we looked at it, whatever the clock on the wall says."""

    def crash(point: str) -> None:
        if point == "before_append_commit":
            raise Crashed

    async with HubWorld(tmp_path, crash) as world:
        await world.join()
        expect_log("worker failed name=sequencer")
        expect_log("diverged what=unread")
        assert await world.post(message_webhook("Hello", sent_at=world.clock.now())) == 200
        world.clock.set_wall(world.clock.now() + timedelta(hours=9))
        await world.clock.advance(UNREAD.total_seconds())
        assert told(world) == []
        await world.clock.advance(DOUBT_S + ENOUGH_S)
        assert [getattr(one, "what", "") for one in told(world)] == ["unread"]
