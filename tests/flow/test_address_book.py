"""Coexistence: the phone's address book names people, before they write too."""

from pathlib import Path
from typing import Any

import pytest

from storage import view
from tests.flow.hub_world import LINE, HubWorld, text_item, webhook

CLARA = "447700900999"


def entry(action: str = "add", name: str = "Clara Moss", number: str = CLARA) -> dict[str, Any]:
    contact = {"full_name": name, "phone_number": number, "user_id": "GB.99"}
    return {"type": "contact", "contact": contact, "action": action, "metadata": {"timestamp": "1780000600"}}


def names(world: HubWorld, words: str) -> list[str]:
    from storage.view.people import people

    with world.reading() as conn:
        return [row.name for row in people(conn, words, 10)]


async def hear(world: HubWorld, item: dict[str, Any], line: str = LINE) -> None:
    body = webhook({"state_sync": [item]}, field="smb_app_state_sync", line=line)
    assert await world.post(body) == 200
    await world.settled()


async def test_somebody_of_the_phones_address_book_is_found_by_name_and_is_one_person(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as hub:
        await hear(hub, entry())
        await hear(hub, entry(name="Clara M."))  # a change comes as another "add"
        assert names(hub, "clara") == ["Clara Moss"]
        await hub.post(webhook({"messages": [text_item("Bonjour", CLARA, sent_at=hub.clock.now())]}))
        await hub.settled()
        with hub.reading() as conn:
            [thread] = view.inbox_ids(conn, "all", now=hub.clock.now(), standard_min=30, limit=10)
            assert view.thread_header(conn, thread, hub.clock.now()) is not None
        with hub.reading() as conn:
            assert len(view.everybody(conn)) == 1


@pytest.mark.parametrize(("action", "line"), [("remove", LINE), ("add", "999000000000009")])
async def test_an_entry_that_went_or_is_not_ours_names_nobody(tmp_path: Path, action: str, line: str) -> None:
    async with HubWorld(tmp_path) as hub:
        await hear(hub, entry(action), line)
        assert names(hub, "clara") == []
