"""Answers that the customer changes, takes back, speaks, or that come late: no "confirmed" that they do not say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import MessageId
from tests.flow.asked_world import Asked, asked_world

VOICE = {"type": "audio", "audio": {"id": "m1", "mime_type": "audio/ogg; codecs=opus", "voice": True}}


@pytest.fixture
async def a(tmp_path: Path) -> AsyncIterator[Asked]:
    async with asked_world(tmp_path) as made:
        await made.book("a-1")
        yield made


def edit(of: str, text: str) -> dict[str, Any]:
    return {
        "type": "edit",
        "edit": {"original_message_id": of, "message": {"type": "text", "text": {"body": text}}},
    }


def revoke(of: str) -> dict[str, Any]:
    return {"type": "revoke", "revoke": {"original_message_id": of}}


async def test_a_yes_that_is_edited_to_a_no_is_read_by_a_person(a: Asked) -> None:
    await a.asked("a-1")
    await a.writes("oui", wamid="wamid.yes")
    assert a.one().answer == "confirmed"
    await a.comes(edit("wamid.yes", "oui !"))
    assert a.one().answer == "confirmed"  # it says the same
    await a.comes(edit("wamid.yes", "non"))
    assert (a.one().answer, a.one().is_standing) == ("unclear", True)
    with a.o.world.reading() as conn:
        from storage import view

        said = view.message_by_external_id(conn, "wamid.yes")
    assert said is not None and a.one().answer_message_id == said.message_id


async def test_an_edit_of_anything_else_changes_nothing(a: Asked) -> None:
    await a.asked("a-1")
    await a.writes("oui", wamid="wamid.yes")
    await a.writes("Au fait, où se garer ?", wamid="wamid.other")
    await a.comes(edit("wamid.other", "non"))
    await a.comes(revoke("wamid.other"))
    assert a.one().answer == "confirmed"


@pytest.mark.parametrize("answer", ["confirm", "cancel"])
async def test_an_answer_that_is_deleted_is_none(a: Asked, answer: str) -> None:
    asking = await a.asked("a-1")
    await a.tap(f"ap:{answer}:{asking.ask_id}", wamid="wamid.tap")
    await a.comes(revoke("wamid.tap"))
    assert a.one().answer == "unclear"


async def test_both_in_one_webhook_are_the_same(a: Asked) -> None:
    from tests.flow.hub_world import ANA, webhook

    await a.asked("a-1")
    sent = str(int(a.o.world.clock.now().timestamp()))
    items = [
        {"from": ANA, "id": "wamid.yes", "timestamp": sent, "type": "text", "text": {"body": "oui"}},
        {"from": ANA, "id": "wamid.edit", "timestamp": sent, **edit("wamid.yes", "non")},
    ]
    people = [{"profile": {"name": "Ana"}, "wa_id": ANA}]
    assert await a.o.world.post(webhook({"contacts": people, "messages": items})) == 200
    await a.o.world.settled()
    assert a.one().answer == "unclear"


@pytest.mark.parametrize("after", ["", "❓"])
async def test_a_sign_that_is_taken_away_confirms_nothing(a: Asked, after: str) -> None:
    asking = await a.asked("a-1")
    await a.reacts("👍", asking.message.message_id)
    assert a.one().answer == "confirmed"
    await a.reacts(after, asking.message.message_id)
    assert a.one().answer == "unclear"


async def test_a_sign_that_goes_leaves_an_answer_that_was_tapped(a: Asked) -> None:
    asking = await a.asked("a-1")
    await a.reacts("👍", asking.message.message_id)
    await a.tap(f"ap:cancel:{asking.ask_id}", title="Annuler")
    await a.reacts("", asking.message.message_id)
    assert a.one().answer == "cancelled"


async def test_a_spoken_answer_is_heard_by_a_person(a: Asked) -> None:
    asking = await a.asked("a-1")
    await a.comes(VOICE)
    assert a.one().answer == "unclear" and a.talk().waiting_since_at is not None
    await a.tap(f"ap:confirm:{asking.ask_id}")
    await a.comes(VOICE)
    assert a.one().answer == "confirmed"  # what they say now is no answer


async def test_words_that_were_written_before_they_were_asked_are_no_answer(a: Asked) -> None:
    sent = str(int(a.o.world.clock.now().timestamp()))
    await a.o.world.clock.advance(60)
    await a.asked("a-1")
    await a.writes("oui", sent=sent)
    assert a.one().answer == "" and a.talk().waiting_since_at is not None


async def test_an_older_answer_that_comes_late_overtakes_no_newer_one(a: Asked) -> None:
    asking = await a.asked("a-1")
    await a.o.world.clock.advance(20)
    sent = str(int(a.o.world.clock.now().timestamp()))
    await a.o.world.clock.advance(20)
    await a.tap(f"ap:cancel:{asking.ask_id}", title="Annuler")
    await a.tap(f"ap:confirm:{asking.ask_id}", sent=sent)
    assert a.one().answer == "cancelled"
    await a.tap(f"ap:confirm:{asking.ask_id}")
    assert a.one().answer == "confirmed"


async def test_a_stop_ends_nothing_but_the_consent(a: Asked) -> None:
    await a.asked("a-1")
    await a.writes("STOP")
    assert a.one().answer == "unclear"
    assert a.count("message.handled") == 0


async def test_whoever_is_thanked_may_still_cancel_in_words(a: Asked) -> None:
    await a.asked("a-1")
    await a.writes("oui")
    await a.o.reach(lambda: len(a.o.graph.posts) == 3)  # thanks
    await a.writes("finalement je ne peux plus venir")
    assert a.one().answer == "cancelled"


async def test_a_no_to_a_colleague_is_no_cancellation(a: Asked) -> None:
    await a.asked("a-1")
    await a.writes("oui")
    await a.o.answer(MessageId("m-more"))
    await a.o.ends_as("accepted", MessageId("m-more"))
    await a.writes("non")
    assert a.one().answer == "confirmed" and a.talk().waiting_since_at is not None
