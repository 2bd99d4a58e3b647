"""Restores that follow each other, and desks whose network loses, repeats and delays meanwhile. Promise G15."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import BO, HubWorld
from tests.flow.restore_world import copy_of, head_of, is_as_rebuilt, put_back
from tests.flow.test_desk_converge import FaultyWire
from tests.guards.logs import Expect


async def is_up_to(world: HubWorld, desk: Computer) -> None:
    await reach(world.clock, lambda: desk.desk.position == head_of(world).pos, within_s=400)


def texts(desk: Computer) -> list[str]:
    """Every message that a person can see, by time."""
    found = [desk.desk.page(one, limit=1_000) for one in desk.desk.inbox("all")]
    return sorted(row.text or "" for rows in found for row in rows)


async def test_a_desk_that_slept_through_two_restores_gives_back_what_both_lost(
    tmp_path: Path, expect_log: Expect
) -> None:
    """The second copy is of the first log, so that the log in between is nobody's parent."""
    expect_log("hub was restored")
    async with (
        HubWorld(tmp_path / "hub") as world,
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "tom", "Tom") as tom,
    ):
        await world.say("kept")
        copy = copy_of(world)
        await world.say("lost by the first")
        await is_up_to(world, lea)
        await is_up_to(world, tom)
        await tom.stop()
        await put_back(world, copy)
        await world.say("of the log in between", BO)
        await reach(world.clock, lambda: lea.desk.connection().kept_apart == 1, within_s=200)
        await is_up_to(world, lea)
        await put_back(world, copy)
        await tom.start()
        await reach(world.clock, lambda: tom.desk.connection().kept_apart == 1, within_s=200)
        await reach(world.clock, lambda: lea.desk.connection().kept_apart > 1, within_s=200)
        await is_up_to(world, lea)
        assert texts(lea) == texts(tom) == ["kept"]
        await lea.desk.look_at_safety()
        await lea.desk.decide_salvage(is_taken=True)
        await is_up_to(world, lea)
        await is_up_to(world, tom)
        assert texts(lea) == texts(tom) == ["kept", "lost by the first", "of the log in between"]
        await reach(
            world.clock,
            lambda: (lea.desk.connection().kept_apart, tom.desk.connection().kept_apart) == (0, 0),
            within_s=200,
        )
        assert is_as_rebuilt(world, tmp_path)


@pytest.mark.parametrize("seed", range(3))
async def test_desks_behind_a_bad_network_come_to_the_same_after_a_restore(
    tmp_path: Path, seed: int, expect_log: Expect
) -> None:
    expect_log("hub was restored")
    chance = random.Random(seed)
    async with HubWorld(tmp_path / "hub") as world:
        wires = [FaultyWire(world, chance) for _ in range(2)]
        for wire in wires:
            wire.is_faulty = False
        async with (
            computer(world, tmp_path / "lea", wire=wires[0]) as lea,
            computer(world, tmp_path / "tom", "Tom", wire=wires[1]) as tom,
        ):
            for wire in wires:
                wire.is_faulty = True
            for number in range(6):
                await world.say(f"kept {number}")
            copy = copy_of(world)
            for number in range(30):
                await world.say(f"lost {number}")
            await is_up_to(world, lea)
            await put_back(world, copy)
            await world.say("since", BO)
            for desk in (lea, tom):
                await is_up_to(world, desk)
            await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=600)
            for wire in wires:
                wire.is_faulty = False
            await lea.desk.look_at_safety()
            done = await lea.desk.decide_salvage(is_taken=True)
            assert (done.returned, done.left_out) == (30, 0)
            for desk in (lea, tom):
                await is_up_to(world, desk)
            wanted = sorted([f"kept {n}" for n in range(6)] + [f"lost {n}" for n in range(30)] + ["since"])
            assert texts(lea) == texts(tom) == wanted
            assert is_as_rebuilt(world, tmp_path)
            await lea.stop()
            await tom.stop()
            assert lea.view_hash() == tom.view_hash()
