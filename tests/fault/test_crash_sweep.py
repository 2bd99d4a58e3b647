"""Hub and desks killed at each named crash point in the middle of a day: all of them are reached, and nothing breaks.

Promises G1 to G5, G8 and G9, held by the history checker. Points of files, imports and copies have tests of their own
(test_kill_media, test_kill_import …); `tests.checks.crashes` sees to it that no point is without one.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.desk.session import PRACTICE_KEY
from storage import codec, view
from storage.engine import connect
from storage.view import anew
from storage.view.anew import Anew
from tests.fault.history.checker import broken
from tests.fault.history.team import DeskProcess, Team
from tests.storage.golden_log import read

GOLDEN = Path(__file__).parents[1] / "storage" / "golden" / "0.3"
# name: the latest of its passings at which the process may die; the first of the general ones belong to a start.
HUB_POINTS = {
    "raw_stored": 5,
    "before_element": 9,
    "after_element": 9,
    "before_append_commit": 5,
    "after_append_commit": 5,
    "before_command_commit": 6,
    "after_command_commit": 3,
    "after_attempt_commit": 2,
    "before_post": 2,
    "before_result_commit": 2,
    "before_schedule_commit": 3,
    "after_schedule_commit": 3,
    "before_commit": 30,
    "after_commit": 30,
    "before_request": 3,
    "after_request": 3,
}
STARTS = {"before_commit": 12, "after_commit": 12}
DESK_POINTS = {"before_commit": 30, "after_commit": 30, "before_request": 6, "after_request": 6}
ANEW_POINTS = ("view_thrown_away", "before_view_whole")
DIES_WITHIN_S = 60.0


@pytest.mark.timeout(3_600)
async def test_whatever_dies_at_whatever_point_the_history_is_one(tmp_path: Path, is_long: bool) -> None:
    for seed in range(20 if is_long else 1):
        async with Team(tmp_path / str(seed), 2, seed=seed) as team:
            for point, latest in HUB_POINTS.items():
                count = team.chance.randint(STARTS.get(point, 1), latest)
                await team.hub_again(f"{point}:{count}")
                await _dies(lambda: team.hub.process, f"hub at {point}:{count}")
            await team.hub_again()
            await _kill_desks(team)
            await team.rest()
            assert broken(team.evidence()) == [], f"seed {seed}"


async def _kill_desks(team: Team) -> None:
    desk = team.desks[0]
    for point, latest in DESK_POINTS.items():
        await _dies_at(desk, f"{point}:{team.chance.randint(STARTS.get(point, 1), latest)}", signal.SIGKILL)
    for point in ANEW_POINTS:
        desk.end(signal.SIGKILL)
        with closing(connect(desk.profile.view_path, PRACTICE_KEY)) as conn:
            conn.execute("UPDATE view_meta SET version = 1")  # of an older program
        await _dies_at(desk, f"{point}:1", None)
    desk.environment = {}
    desk.start()


async def _dies_at(desk: DeskProcess, where: str, how: signal.Signals | None) -> None:
    """Start it anew, and wait until it has killed itself there."""
    if how is not None and desk.process is not None and desk.process.poll() is None:
        desk.end(how)
    desk.environment = {"COMPTOIR_CRASH_AT": where}
    desk.start()
    await _dies(lambda: desk.process, f"{desk.name} at {where}")


async def _dies(process: Callable[[], subprocess.Popen[str] | None], what: str) -> None:
    def code() -> int | None:
        running = process()
        return None if running is None else running.poll()

    try:
        async with asyncio.timeout(DIES_WITHIN_S):
            while code() is None:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"{what}: never reached") from None
    assert code() == -signal.SIGKILL, f"{what}: ended by itself with {code()}"


class _Killed(BaseException):
    """The process ends here."""


def test_a_view_half_made_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """G9: what takes minutes for a long log is cut between two of its commits."""
    monkeypatch.setattr(anew, "EVENTS_AT_ONCE", 2)
    monkeypatch.setattr(anew, "EVENTS_A_COMMIT", 6)
    stored = read(GOLDEN)
    events = [codec.decode_event(one) for one in stored]

    def crash(point: str) -> None:
        if point == "view_half_made":
            raise _Killed

    path = tmp_path / "view.db"
    conn = connect(path, None, durability="NORMAL")
    view.create(conn)
    making = Anew(conn, crash)
    making.add(events[:5])
    with pytest.raises(_Killed):
        making.add(events[5:])
    conn.close()
    with (
        closing(connect(path, None, durability="NORMAL")) as again,
        closing(connect(tmp_path / "b.db", None)) as whole,
    ):
        assert view.version(again) != view.VIEW_VERSION  # nobody reads half a view
        view.rebuild(again, stored)
        view.rebuild(whole, stored)
        assert view.view_hash(again) == view.view_hash(whole)
