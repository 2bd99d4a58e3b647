"""Somebody is blocked from a desk: hub and pretend WhatsApp do it, every desk shows it, a refusal is a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.contacts import ContactMerged
from app.domain.errors import ComptoirError
from app.domain.events import Actor
from app.domain.ids import ContactId, ConversationId
from app.hub.appender import Draft
from app.words.blocking import block_refusal
from tests.flow.account_world import HERE, Shop, shop
from tests.flow.desk_world import Computer, computer
from tests.flow.hub_world import ANA, BO


@pytest.fixture
async def it(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path / "hub") as it:
        yield it


@pytest.fixture
async def lea(it: Shop, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(it.world, tmp_path / "Léa", "Léa", "rep") as lea:
        yield lea


async def ana_wrote(it: Shop, lea: Computer) -> tuple[ConversationId, ContactId]:
    it.sandbox.world.wrote(it.sandbox.world.people["ana"], it.world.clock.now(), "text", {"body": "Hi"})
    there = await it.world.conversation(ANA)
    await synced(it, lea)
    header = lea.desk.header(there)
    assert header is not None
    return there, header.contact_id


async def synced(it: Shop, lea: Computer) -> None:
    await it.until(lambda: lea.desk.position == it.world.head)


async def test_a_block_is_seen_in_head_and_thread_until_it_ends(it: Shop, lea: Computer) -> None:
    there, ana = await ana_wrote(it, lea)
    await lea.desk.block(ana, HERE, is_blocked=True)
    await synced(it, lea)
    header = lea.desk.header(there)
    assert header is not None
    assert header.is_blocked
    assert it.sandbox.world.account.blocked
    await lea.desk.block(ana, HERE, is_blocked=False)
    await synced(it, lea)
    header = lea.desk.header(there)
    assert header is not None
    assert not header.is_blocked
    rows = lea.desk.page(there)
    assert [(row.kind, row.author_name) for row in rows[1:]] == [("blocked", "Léa"), ("unblocked", "Léa")]


async def test_who_did_not_write_lately_cannot_be_blocked_and_that_is_said(it: Shop, lea: Computer) -> None:
    there = await it.world.conversation(BO)  # the pretend WhatsApp never heard of them
    await synced(it, lea)
    header = lea.desk.header(there)
    assert header is not None
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.block(header.contact_id, HERE, is_blocked=True)
    sentence = block_refusal(refused.value.code, refused.value.facts)
    assert refused.value.code == "channel_refused"
    assert "131" not in sentence
    assert sentence.endswith(".")
    await synced(it, lea)
    header = lea.desk.header(there)
    assert header is not None
    assert not header.is_blocked


async def test_a_desk_that_has_not_heard_of_a_merge_blocks_the_person_all_the_same(
    it: Shop, lea: Computer
) -> None:
    there, ana = await ana_wrote(it, lea)
    gone = ContactId("p-gone")
    merge = Draft(ContactMerged(ana, gone, "same_message"), ana, Actor("hub"), it.world.clock.now())
    await it.world.core.writer.run(lambda conn: it.world.core.appender.append(conn, [merge]))
    await lea.desk.block(gone, HERE, is_blocked=True)
    await synced(it, lea)
    header = lea.desk.header(there)
    assert header is not None
    assert header.is_blocked
