"""One history, whatever is killed, cut, doubled or late: hub, Meta and desks as processes, and the checker at the end.

Promises G1 to G5, G8 and G9. `--long` runs it for minutes with every nemesis. The broken variants must be seen.
"""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

import pytest

from tests.fault.history.checker import broken
from tests.fault.history.team import Nemesis, Team
from tests.fault.test_disk_full import small_disk

_LOG = logging.getLogger(__name__)
USUAL: tuple[Nemesis, ...] = ("kill", "partition", "kill_hub", "stop", "kill")
LONG_S = 300.0


async def run(team: Team, seconds: float, *nemeses: Nemesis, repeated: int = 0) -> list[str]:
    """Work and harm for so long, until `repeated` requests came twice, come to rest, and tell what is broken."""
    await team.has_begun()
    end_s = time.monotonic() + seconds
    place = 0
    while time.monotonic() < end_s:
        await asyncio.sleep(team.chance.uniform(0.3, 1.0))
        if nemeses:
            await team.nemesis(nemeses[place % len(nemeses)])
            place += 1
    await team.has_done(10)
    await team.has_repeated(repeated)
    await team.rest()
    seen = team.evidence()
    assert len(seen.log) > 50 and len(seen.asked) >= 10 and len(seen.reads) >= 10, "nothing was tried"
    _LOG.info(
        "history events=%d commands=%d reads=%d sends=%d nemeses=%d",
        len(seen.log), len(seen.asked), len(seen.reads), len(seen.accepts), place,
    )  # fmt: skip
    return broken(seen)


@pytest.mark.parametrize(("count", "seconds"), [(2, 4.0), (5, 4.0)])
@pytest.mark.timeout(900)
async def test_everybody_has_one_history(tmp_path: Path, count: int, seconds: float, is_long: bool) -> None:
    async with Team(tmp_path, count, seed=count, skew_s=86_400.0) as team:
        assert await run(team, LONG_S if is_long else seconds, *USUAL) == []


__all__ = ["small_disk"]


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_everybody_has_one_history_on_a_disk_that_fills(tmp_path: Path, small_disk: Path) -> None:
    """G1 to G5: the hub's disk; desks have tests of theirs."""
    async with Team(tmp_path, 2, seed=11, small_disk=small_disk) as team:
        assert await run(team, 30.0, "disk", "kill_hub", "partition") == []


async def test_a_hub_that_applies_a_repeated_command_again_is_seen(tmp_path: Path) -> None:
    async with Team(tmp_path, 1, seed=3, broken_hub="reapply") as team:
        said = await run(team, 2.0, repeated=12)
    assert any("is in the log at" in one or "more than once" in one for one in said), said


async def test_a_desk_whose_view_skips_an_event_is_seen(tmp_path: Path) -> None:
    async with Team(tmp_path, 1, seed=4, broken_desks=("skip",)) as team:
        said = await run(team, 3.0)
    assert any("is not what the log gives" in one for one in said), said
