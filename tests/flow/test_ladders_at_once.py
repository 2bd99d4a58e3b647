"""What somebody with a ladder under way writes or gets is heard at once; whatever else is said stirs nothing."""

from __future__ import annotations

from pathlib import Path

from tests.flow.hub_world import BO
from tests.flow.ladder_steps import ends, first_goes_out, rest, run, shop, silent
from tests.flow.office import M3, Office

AT_ONCE_S = 3.0  # of the hub's time; it rests a minute by itself


async def _ended_at_once(o: Office, why: str) -> None:
    await o.reach(lambda: ends(o) == [why], within_s=AT_ONCE_S)
    assert run(o) is None


async def test_an_answer_ends_it_at_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        await o.world.clock.advance(3_600)
        await o.world.say("Yes, please")
        await _ended_at_once(o, "answered")


async def test_a_colleague_who_writes_ends_it_at_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        await o.world.clock.advance(3_600)
        await silent(o, M3)
        await _ended_at_once(o, "written")


async def test_words_of_others_stir_nothing(tmp_path: Path) -> None:
    looks: list[str] = []
    async with shop(tmp_path, crash=looks.append) as o:
        await first_goes_out(o)
        await o.world.clock.advance(3_600)
        seen = looks.count("before_schedule_commit")
        while looks.count("before_schedule_commit") == seen:  # a rest has just begun, which lasts a minute
            await o.world.clock.advance(1)
            await rest(o)
        before = looks.count("before_schedule_commit")
        await o.world.say("Hello", BO)
        await o.world.settled()
        for _ in range(10):  # what it would be stirred by is through by then
            await o.world.clock.advance(0.3)
            await rest(o)
        assert looks.count("before_schedule_commit") == before and ends(o) == []
        await o.world.say("Yes, please")
        await _ended_at_once(o, "answered")
        assert looks.count("before_schedule_commit") > before
