"""Desk and hub together: what a person sees of what customers and colleagues do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flow.desk_world import Computer
from tests.flow.hub_world import HubWorld, until


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    """Léa's computer, joined and following."""
    computer = Computer(world, tmp_path / "lea")
    await computer.join()
    await computer.start()
    yield computer
    await computer.stop()


async def test_a_customers_message_appears_in_the_list(world: HubWorld, lea: Computer) -> None:
    conversation_id = await world.conversation()
    await until(lambda: conversation_id in lea.desk.inbox("waiting"))
    row = lea.desk.inbox_row(conversation_id)
    assert row is not None
    assert (row.name, row.last_text, row.unread_count) == ("Ana", "Hello", 1)
    assert lea.desk.counts().waiting == 1
