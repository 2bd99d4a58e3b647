"""Somebody is erased who was held to be one with somebody else: all of theirs goes, nothing of the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.ids import ContactId
from app.domain.merging import MergeContacts, UnmergeContact
from storage import view
from tests.flow.erasure_world import contact_of, eve_writes, hits
from tests.flow.hub_world import ANA, Desk, HubWorld
from tests.flow.test_erasure import erase

ANAS = (b"Ana first", b"Ana between", b"Ana after")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as made:
        yield made


async def once_one(world: HubWorld, desk: Desk, *, kept: str) -> tuple[ContactId, ContactId]:
    """Eve and Ana were merged, wrote, and were taken apart again: both contacts."""
    place = await eve_writes(world, "CANARY first", "wamid.CANARY1")
    ana_place = await world.conversation(ANA, text="Ana first", name="Ana")
    eve, ana = (ContactId(contact_of(world, one)) for one in (place, ana_place))
    stays, goes = (ana, eve) if kept == "Ana" else (eve, ana)
    assert (await world.do(desk, MergeContacts(stays, goes))).result == "accepted"
    await eve_writes(world, "CANARY between", "wamid.CANARY2")
    await world.say("Ana between", ANA, name="Ana")
    assert (await world.do(desk, UnmergeContact(stays, goes))).result == "accepted"
    await world.say("Ana after", ANA, name="Ana")
    return eve, ana


@pytest.mark.parametrize("kept", ["Ana", "Eve"])
async def test_of_two_who_were_one_once_only_the_erased_one_goes(
    world: HubWorld, tmp_path: Path, kept: str
) -> None:
    lea = await world.join()
    eve, ana = await once_one(world, lea, kept=kept)
    told = await erase(world, lea, eve, confirm="Evelyn Kanari")
    assert told["state"] == "done" and hits([tmp_path]) == []
    with world.reading() as conn:
        [place] = view.conversations_of(conn, ana)
        texts = [row.text for row in view.thread_page(conn, place) if row.kind == "text"]
        assert texts == ["Ana first", "Ana between", "Ana after"]
        assert view.load_contact(conn, eve) is None
        for table in ("view_aside", "view_merge", "view_apart"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    said = b"".join(path.read_bytes() for path in (tmp_path / "hub").rglob("*.db*"))
    assert all(one in said for one in ANAS)


async def test_who_is_one_now_goes_as_one(world: HubWorld, tmp_path: Path) -> None:
    lea = await world.join()
    eve, ana = await once_one(world, lea, kept="Ana")
    assert (await world.do(lea, MergeContacts(ana, eve))).result == "accepted"
    await erase(world, lea, eve, confirm="Ana")
    assert hits([tmp_path], [b"CANARY", *ANAS, b"Evelyn Kanari"]) == []


async def test_who_was_one_with_somebody_who_is_gone_goes_too(world: HubWorld, tmp_path: Path) -> None:
    """What she wrote meanwhile is in the log under the other one's conversation."""
    lea = await world.join()
    eve, ana = await once_one(world, lea, kept="Eve")
    await erase(world, lea, eve, confirm="Evelyn Kanari")
    await erase(world, lea, ana, confirm="Ana")
    assert hits([tmp_path], [b"CANARY", *ANAS]) == []
