"""Who was one with somebody else once is erased: a view that is made anew from what is left of the log is the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import ContactId, MessageId
from app.domain.merging import MergeContacts, UnmergeContact
from app.domain.sends import SendText
from storage import view
from storage.codec import decode_event
from storage.engine import connect
from storage.hub import log
from storage.view.schema import _TABLES
from tests.flow.erasure_world import contact_of, eve_writes, hits
from tests.flow.hub_world import ANA, BO, HubWorld
from tests.flow.test_erasure import erase
from tests.flow.test_erasure_merged import once_one
from tests.storage.view_log import project


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as made:
        yield made


def rows(conn: Any) -> dict[str, list[Any]]:
    """Every row of a view."""
    return {table: conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in _TABLES}


def assert_same_anew(world: HubWorld, tmp_path: Path) -> None:
    """The hub's own view is the one that a computer makes of the same log, at once or in small pieces."""
    with world.reading() as conn:
        shown, stored = rows(conn), log.page(conn, 0, 10_000)
    for size in (1, 3, 10_000):
        with closing(connect(tmp_path / f"anew-{size}.db", None)) as other:
            view.create(other)
            if size == 10_000:
                view.rebuild(other, stored)
            else:
                project(other, [decode_event(one) for one in stored], size)
            made = rows(other)
        differing = [table for table in made if made[table] != shown[table]]
        assert {one: made[one] for one in differing} == {one: shown[one] for one in differing}, size


@pytest.mark.parametrize("kept", ["Ana", "Eve"])
async def test_of_two_who_were_one_once(world: HubWorld, tmp_path: Path, kept: str) -> None:
    lea = await world.join()
    eve, _ana = await once_one(world, lea, kept=kept)
    await erase(world, lea, eve, confirm="Evelyn Kanari")
    assert_same_anew(world, tmp_path)


@pytest.mark.parametrize("is_first", [True, False])
async def test_of_three_who_were_one_once(world: HubWorld, tmp_path: Path, is_first: bool) -> None:
    """Two that are gone were one, and the third who stays was part of them; answers went to her too."""
    lea = await world.join()
    bo_place = await world.conversation(BO, text="CANARY Bo", name="Bo")
    place = await eve_writes(world, "CANARY first", "wamid.CANARY1")
    ana_place = await world.conversation(ANA, text="Ana first", name="Ana")
    bo, eve, ana = (ContactId(contact_of(world, one)) for one in (bo_place, place, ana_place))
    pairs = [(eve, ana), (bo, eve)] if is_first else [(bo, eve), (bo, ana)]
    for stays, goes in pairs:
        assert (await world.do(lea, MergeContacts(stays, goes))).result == "accepted"
    await eve_writes(world, "CANARY between", "wamid.CANARY2")
    for number, text in enumerate(("Ana between", "Ana again")):
        await world.say(text, ANA, name="Ana")
        sent = await world.do(lea, SendText(MessageId(f"answer{number}"), bo_place, f"For Ana {number}"))
        assert sent.result == "accepted"
    await world.settled()
    assert (await world.do(lea, UnmergeContact(*pairs[0 if is_first else 1]))).result == "accepted"
    await world.say("Ana after", ANA, name="Ana")
    await erase(world, lea, eve, confirm="Bo" if is_first else "Evelyn Kanari")
    assert hits([tmp_path], [b"CANARY", b"Evelyn Kanari"]) == []
    with world.reading() as conn:
        assert [row.text for row in view.thread_page(conn, ana_place) if row.direction == "in"] == [
            "Ana first", "Ana between", "Ana again", "Ana after",
        ]  # fmt: skip
    assert_same_anew(world, tmp_path)
