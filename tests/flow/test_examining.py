"""A desk looks at its connection: what the hub finds, and what the computer knows by itself, also without the hub."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.domain.findings import Examination
from tests.flow.desk_world import Computer, Wire, computer
from tests.flow.hub_world import HubWorld, until

TOLD = {
    "check": "token",
    "state": "good",
    "code": "token_good",
    "facts": {"n": "3"},
    "act": None,
    "about": "",
}


class Examined(Wire):
    """The way to a hub that finds this when it is asked; None: it knows no such question."""

    answers: httpx.Response | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.answers is not None and request.url.path == "/api/v1/doctor" and not self.is_cut:
            return self.answers
        return await super().handle_async_request(request)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def wire(world: HubWorld) -> Examined:
    return Examined(world)


@pytest.fixture
async def lea(world: HubWorld, wire: Examined, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea", wire=wire) as made:
        conversation_id = await world.conversation()
        await until(lambda: conversation_id in made.desk.inbox("waiting"))
        yield made


def codes(examination: Examination) -> set[str]:
    return {f"{one.state} {one.code}" for one in examination.findings}


async def test_what_the_hub_finds_stands_beside_what_the_computer_knows(
    world: HubWorld, wire: Examined, lea: Computer
) -> None:
    content = json.dumps({"at": "2026-11-26T10:00:00Z", "findings": [TOLD]}).encode()
    wire.answers = httpx.Response(200, content=content)
    found = await lea.desk.examine()
    assert found.at == world.clock.now()
    assert found.findings[0].code == "token_good" and found.findings[0].facts == {"n": "3"}
    assert codes(found) >= {
        "good here_hub_reached", "good here_up_to_date", "good here_clock_good", "good here_outbox_empty",
        "good here_version", "notice here_key_practice", "good here_files_good",
    }  # fmt: skip


async def test_without_the_hub_the_computer_says_what_it_knows_by_itself(
    wire: Examined, lea: Computer
) -> None:
    wire.is_cut = True
    await lea.desk.change_setting("business_name", "Salon")
    found = await lea.desk.examine()
    assert codes(found) >= {
        "bad here_hub_away", "unknown here_position_unknown", "warning here_outbox_waits", "good here_files_good",
    }  # fmt: skip
    assert all(one.code.startswith("here_") for one in found.findings)


async def test_a_hub_that_refuses_is_no_hub_that_is_away(wire: Examined, lea: Computer) -> None:
    wire.answers = httpx.Response(503, content=b"{}")
    assert codes(await lea.desk.examine()) >= {"unknown here_hub_refused", "good here_hub_reached"}
    wire.answers = httpx.Response(404, content=b'{"code": "not_found"}')
    assert codes(await lea.desk.examine()) >= {"unknown here_hub_old", "good here_hub_reached"}


async def test_diagnostics_have_counts_and_findings_and_no_customer(lea: Computer) -> None:
    text = lea.desk.diagnostics(await lea.desk.examine(), {"qt": "6.11.3"})
    assert "conversations: 1" in text and "qt: 6.11.3" in text and "good disk here_disk_good" in text
    assert "Ana" not in text and "447700900123" not in text
