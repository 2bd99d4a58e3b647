"""A desk whose view lost messages of its own log finds it by itself, says so, and shows them again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.desk import view_check
from app.desk.view_check import FIRST_AFTER_S, TOLD_S
from app.domain.health import VIEW_LACKS
from storage.engine import connect
from tests.flow.desk_world import computer, reach
from tests.flow.hub_world import HubWorld
from tests.guards.logs import Expect


async def test_messages_that_are_missing_on_the_screen_come_back(
    tmp_path: Path, expect_log: Expect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_check, "EVERY_S", 60.0)
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "desk") as one:
        conversation_id = await world.conversation()
        await world.say("Are you there?")
        await reach(world.clock, lambda: len(one.desk.page(conversation_id)) == 2)
        await world.clock.advance(FIRST_AFTER_S + 10)
        assert one.desk.connection().troubles == ()
        file = one.desk._view
        with closing(connect(file._path, file._key, durability="NORMAL")) as conn:
            conn.execute("DELETE FROM view_message WHERE text = 'Are you there?'")
        assert len(one.desk.page(conversation_id)) == 1
        expect_log("view lacks messages count=1")
        expect_log("view thrown away after a failed read")
        await reach(world.clock, lambda: bool(one.desk.connection().troubles), within_s=600, step_s=10)
        assert [trouble.code for trouble in one.desk.connection().troubles] == [VIEW_LACKS]
        await reach(world.clock, lambda: len(one.desk.page(conversation_id)) == 2)
        await world.clock.advance(TOLD_S + 10)
        assert one.desk.connection().troubles == ()
