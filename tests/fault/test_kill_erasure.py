"""The hub is killed in the middle of an erasure, at every point: the next start goes on, and nothing is left (G14)."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from app.domain.clock import SystemClock
from app.net import Http, TransportError
from storage import codec
from storage.hub import erasures, log, store
from tests.fault.hub_process import LINE, HubProcess, Poster
from tests.fault.nursery import born
from tests.flow.erasure_world import EVE, hits
from tests.flow.hub_world import escaped, text_item, webhook

pytestmark = pytest.mark.timeout(240)
POINTS = (
    "erasure_begun",
    "erasure_noted",
    "erasure_half_way:2",
    "erasure_scrubbed",
)
MESSAGES = 1_200


def invited(folder: Path) -> str:
    words = ["main.py", "invite", "--data", str(folder), "--role", "owner"]
    done = born(words, env=os.environ | {"LANG": "C.UTF-8"})
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["code"])


def posts() -> list[bytes]:
    """So many messages of hers that their words go in several steps."""
    now = SystemClock().now()
    contact = {"profile": {"name": "Evelyn Kanari"}, "wa_id": EVE}
    found = []
    for start in range(0, MESSAGES, 100):
        items = [
            text_item(f"CANARY {n}", EVE, wamid=f"wamid.CANARY{n}", sent_at=now)
            for n in range(start, start + 100)
        ]
        found.append(escaped(webhook({"contacts": [contact], "messages": items}, line=LINE)))
    return found


async def call(
    http: Http, hub: HubProcess, method: str, path: str, token: str | None, body: Any = None
) -> Any:
    content = None if body is None else json.dumps(body).encode()
    answer = await http.request(
        method, f"http://127.0.0.1:{hub.port}{path}", headers={}, content=content, bearer=token
    )
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def contact_of(folder: Path) -> str | None:
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        events = [codec.decode_event(one) for one in log.page(conn, 0, 1 << 40)]
    bodies = [event.body for event in events if event.kind == "message.received"]
    return getattr(bodies[0], "contact_id", None) if len(bodies) == MESSAGES else None


def is_done(folder: Path) -> bool:
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        return [one.state for one in erasures.every(conn)] == ["done"]


async def seen(is_true: Any, within_s: float = 60.0) -> Any:
    async with asyncio.timeout(within_s):
        while not (found := is_true()):  # noqa: ASYNC110 - another process's file
            await asyncio.sleep(0.05)
    return found


@pytest.mark.parametrize("point", POINTS)
async def test_an_erasure_that_was_cut_goes_on(tmp_path: Path, point: str) -> None:
    folder, http, poster = tmp_path / "hub", Http(), Poster()
    with HubProcess(folder) as hub:
        told = await call(
            http, hub, "POST", "/api/v1/enrol", None, {"code": invited(folder), "device_name": "x"}
        )
        for body in posts():
            assert await poster.post(hub.port, body) == 200
        contact_id = await seen(lambda: contact_of(folder))
        hub.stop()
    await poster.close()
    assert hits([tmp_path])
    with HubProcess(folder, COMPTOIR_CRASH_AT=point) as hub:
        wish = {"contact_id": contact_id, "confirm": "Evelyn Kanari"}
        with suppress(TransportError):
            await call(http, hub, "POST", "/api/v1/erasures", told["token"], wish)
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 60) == -signal.SIGKILL
    with HubProcess(folder) as hub:
        await seen(lambda: is_done(folder))
        assert hits([tmp_path]) == []
        await call(http, hub, "GET", "/api/v1/log?after=0", told["token"])
        hub.stop()
    await http.close()
