"""A customer sees that somebody writes to them: now and then, never in the log, not against the team's will."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.settings import ChangeSetting
from app.hub.presence_api import TypingNote
from tests.flow.hub_world import BO, HubWorld, until
from tests.flow.office import Office, office


async def types(o: Office, to: str | None = None) -> int:
    answer = await o.world.call("POST", "/api/v1/presence/typing", o.desk, {"conversation_id": to or o.ana})
    return answer.status


async def told(o: Office, count: int) -> None:
    await until(lambda: len(o.graph.typings) == count)


async def nothing_more(o: Office, count: int) -> None:
    """Whatever else was asked for would have been posted before this customer's turn."""
    bo = await o.world.conversation(BO)
    assert await types(o, bo) == 200
    await told(o, count + 1)


async def test_who_writes_is_shown_to_the_customer_at_most_every_twenty_seconds(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("Are you there?", wamid="wamid.Q")
        before = o.world.head
        for _ in range(3):
            assert await types(o) == 200
            await o.world.clock.advance(5)
        await told(o, 1)
        await o.world.clock.advance(6)
        assert await types(o) == 200
        await told(o, 2)
        assert o.graph.typings == ["wamid.Q", "wamid.Q"]
        assert o.world.head == before  # the log knows nothing of it


@pytest.mark.parametrize("name", ["typing_indicator", "read_receipts"])
async def test_a_team_that_wants_it_off_is_heeded(tmp_path: Path, name: str) -> None:
    """It marks what was written as read, so it also ends with the read marks."""
    async with office(tmp_path) as o:
        await o.world.do(o.desk, ChangeSetting(name, False))
        assert await types(o) == 200
        await o.world.do(o.desk, ChangeSetting(name, True))
        await nothing_more(o, 0)


async def test_nothing_is_shown_where_nothing_can_be_answered(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        assert await types(o, "nowhere") == 200
        await o.world.clock.advance(25 * 3600)
        assert await types(o) == 200
        await nothing_more(o, 0)


async def test_what_the_channel_did_not_take_is_not_repeated(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        o.graph.mark_answers = [False]
        assert await types(o) == 200
        await told(o, 1)
        await nothing_more(o, 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"conversation_id":5}',
        b"{}",
        b'{"conversation_id":"\\ud83d"}',
        b'{"conversation_id":"%s"}' % (b"x" * 101),
    ],
)
async def test_an_odd_call_is_refused(tmp_path: Path, body: bytes) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        answer = await world.call("POST", "/api/v1/presence/typing", desk, body)
        assert answer.status == 422


async def test_only_a_device_of_the_team_may_tell_and_not_too_often(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        note: dict[str, Any] = {"conversation_id": "c"}
        assert (await world.call("POST", "/api/v1/presence/typing", body=note)).status == 401
        desk = await world.join()
        statuses = [
            (await world.call("POST", "/api/v1/presence/typing", desk, note)).status for _ in range(30)
        ]
        assert statuses == [200] * 20 + [429] * 10
        assert TypingNote.__dataclass_fields__.keys() == note.keys()
