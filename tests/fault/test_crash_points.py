"""A hub killed at each named point: what was acknowledged is there once, what was not comes again and is there once."""

import asyncio
import http.client
import json
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.commands import Command
from app.domain.conversations import ReopenConversation
from app.domain.ids import CommandId, ConversationId
from app.terminal import members_command
from storage import codec
from storage.hub import log, raw, store
from tests.fault.hub_process import HubProcess, Poster
from tests.flow.hub_world import escaped, text_item, webhook

INTAKE_POINTS = (
    "raw_stored",
    "before_element",
    "after_element",
    "before_append_commit",
    "after_append_commit",
)
COMMAND_POINTS = ("before_command_commit", "after_command_commit")
POSTS, ELEMENTS = 12, 5
MOST_POSTS = 40
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize("count", [1, 7])
@pytest.mark.parametrize("point", INTAKE_POINTS)
async def test_every_element_is_in_the_log_once_wherever_the_hub_dies(
    tmp_path: Path, point: str, count: int
) -> None:
    """G1, G2."""
    bodies = [_body(post) for post in range(POSTS)]
    hub = HubProcess(tmp_path, COMPTOIR_CRASH_AT=f"{point}:{count}").start()
    is_dead = False
    try:
        poster = Poster()
        for body in bodies:
            while await poster.post(hub.port, body) != 200:
                assert not is_dead, "it dies once only"
                is_dead = True
                hub.kill()
                hub = HubProcess(tmp_path, port=hub.port).start()
        while not is_dead and await _is_walked_alive(hub, tmp_path) and len(bodies) < MOST_POSTS:
            # a busy computer takes several posts at once: more of them, one by one, until the point is reached
            bodies.append(_body(len(bodies)))
            is_dead = await poster.post(hub.port, bodies[-1]) != 200
        if is_dead and hub.process is not None and hub.process.poll() is not None:
            hub.kill()
            hub = HubProcess(tmp_path, port=hub.port).start()
            assert await poster.post(hub.port, bodies[-1]) == 200
        await poster.close()
        if is_dead:
            await _until_walked(tmp_path)
        else:  # the point lies behind the acknowledgement of the last post
            assert hub.process is not None
            assert await asyncio.to_thread(hub.process.wait, 20) == -9
            hub.kill()
            hub = HubProcess(tmp_path, port=hub.port).start()
            await _until_walked(tmp_path)
    finally:
        hub.kill()
    wanted = Counter(f"wamid.{post}.{index}" for post in range(len(bodies)) for index in range(ELEMENTS))
    assert Counter(event.body.external_id for event in _events(tmp_path, "message.received")) == wanted


@pytest.mark.parametrize("point", COMMAND_POINTS)
def test_a_command_is_applied_once_wherever_the_hub_dies(
    tmp_path: Path, point: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """G4: the answer was lost with the hub; the same command again finds its outcome."""
    with HubProcess(tmp_path) as hub:
        assert asyncio.run(_post_one(hub.port, escaped(webhook({"messages": [_item(0, 0)]})))) == 200
        asyncio.run(_until_walked(tmp_path))
        assert members_command.run(["invite", "--data", str(tmp_path), "--role", "owner"]) == 0
        code = json.loads(capsys.readouterr().out)["code"]
        token = json.loads(_call(hub.port, "enrol", json.dumps({"code": code, "device_name": "D"}))[1])[
            "token"
        ]
        [message] = _events(tmp_path, "message.received")
        hub.stop()
    command = Command(CommandId("c-1"), 1, 99, NOW, ReopenConversation(ConversationId(message.subject)))
    data = codec.join_commands([codec.encode_command(command)])
    with HubProcess(tmp_path, COMPTOIR_CRASH_AT=point) as hub:
        with pytest.raises((OSError, http.client.HTTPException)):
            _call(hub.port, "commands", data, token)
        assert hub.process is not None
        assert hub.process.wait(60) == -9
    with HubProcess(tmp_path) as hub:
        answers = [_call(hub.port, "commands", data, token) for _ in range(2)]
        hub.stop()
    assert answers[0] == answers[1]
    [outcome] = codec.decode_outcomes(answers[0][1])
    [event] = _events(tmp_path, "conversation.reopened")
    assert (outcome.result, outcome.pos) == ("accepted", event.pos)


def _body(post: int) -> bytes:
    return escaped(webhook({"messages": [_item(post, index) for index in range(ELEMENTS)]}))


async def _is_walked_alive(hub: HubProcess, folder: Path) -> bool:
    """Wait until all is in the log, or the hub is dead; whether it still lives."""
    async with asyncio.timeout(60):
        while _waiting(folder):
            if hub.process is None or hub.process.poll() is not None:
                return False
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.05)  # the point may lie just behind the commit
    return hub.process is not None and hub.process.poll() is None


def _item(post: int, index: int) -> dict[str, Any]:
    return text_item("x", str(33639980000 + post), wamid=f"wamid.{post}.{index}", sent_at=NOW)


async def _post_one(port: int, body: bytes) -> int | None:
    poster = Poster()
    status = await poster.post(port, body)
    await poster.close()
    return status


async def _until_walked(folder: Path) -> None:
    async with asyncio.timeout(60):
        while _waiting(folder):  # noqa: ASYNC110 - another process's file
            await asyncio.sleep(0.02)


def _waiting(folder: Path) -> int:
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        return raw.count_waiting(conn)


def _events(folder: Path, kind: str) -> list[Any]:
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        events = [codec.decode_event(stored) for stored in log.page(conn, 0, 1 << 40)]
    return [event for event in events if event.kind == kind]


def _call(port: int, name: str, body: str | bytes, token: str = "") -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", f"/api/v1/{name}", body, {"authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
