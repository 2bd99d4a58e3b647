"""Consent at the hub: a stop word in its own transaction, doubts, the channel's own switch, what it did not deliver."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.channels import WHATSAPP
from app.domain.consent import (
    ClearDoubt,
    ConsentWithdrawn,
)
from app.domain.consent_words import built_in, change_of
from app.domain.settings import ChangeSetting
from storage import view
from tests.flow.consent_office import agree, ask, consents, lines_of, standing, who
from tests.flow.hub_world import ANA, BO, message_webhook, text_item, webhook
from tests.flow.office import M1, office

# ------------------------------------------------- what comes in


async def test_a_stop_word_ends_offers_and_reminders_in_the_transaction_of_its_message(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        await o.world.clock.advance(60)
        said = await o.world.say("STOP svp")
        [event] = o.world.events("consent.withdrawn")
        body = event.body
        assert isinstance(body, ConsentWithdrawn)
        assert (body.purposes, body.source, body.wording) == (
            ("reminders", "marketing"),
            "stop_word",
            "STOP svp",
        )
        assert body.message_id == said.body.message_id  # type: ignore[union-attr]
        assert (event.actor.kind, event.subject, event.accepted_at) == ("hub", who(o), said.accepted_at)
        assert event.pos == said.pos + 1
        assert [standing(o.world, who(o), one) for one in ("service", "reminders", "marketing")] == [
            "given",
            "withdrawn",
            "withdrawn",
        ]
        notices = lines_of(o)
        assert notices == ["consent_given", "consent_withdrawn_stop_word"]


async def test_the_same_stop_brought_three_times_and_over_a_restart_is_one(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        posted = message_webhook("Arrêtez !", sent_at=o.world.clock.now(), wamid="wamid.STOP")
        for _ in range(2):
            assert await o.world.post(posted) == 200
        await o.world.settled()
        await o.world.restart()
        assert await o.world.post(posted) == 200
        other = dict(posted, extra=1)  # the same message in another body
        assert await o.world.post(other) == 200
        await o.world.settled()
        assert len(o.world.events("consent.withdrawn")) == 1


@pytest.mark.parametrize("text", ["Hello", "On se retrouve à l'arrêt", "yes", "cancel"])
async def test_what_is_no_stop_ends_nothing(tmp_path: Path, text: str) -> None:
    async with office(tmp_path) as o:
        await o.world.say(text)
        assert consents(o.world) == []


async def test_a_tapped_button_that_says_stop_counts(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        item = text_item("", sent_at=o.world.clock.now()) | {
            "type": "button",
            "button": {"text": "Stop promotions", "payload": "x"},
        }
        assert await o.world.post(webhook({"messages": [item]})) == 200
        await o.world.settled()
        assert [event.kind for event in consents(o.world)] == ["consent.withdrawn"]


async def test_a_history_says_nothing_about_today(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        item = text_item("STOP", wamid="wamid.old", sent_at=o.world.clock.now() - timedelta(days=90))
        history = {"history": [{"metadata": {}, "threads": [{"id": ANA, "messages": [item]}]}]}
        assert await o.world.post(webhook(history, field="history")) == 200
        await o.world.settled()
        assert consents(o.world) == []


async def test_what_may_be_a_stop_waits_for_a_person_and_holds_offers_back(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        said = await o.world.say("Stop it's too much")
        assert isinstance(said.body, MessageReceived)
        message_id = said.body.message_id
        assert [event.kind for event in consents(o.world)][1:] == ["consent.doubted"]
        assert standing(o.world, who(o), "marketing") == "given"
        assert (await ask(o, "marketing")).code == "consent_doubted"
        assert (await ask(o, "utility", "m-2")).result == "accepted"
        assert (await o.world.do(o.desk, ClearDoubt(who(o), message_id))).result == "accepted"
        assert (await ask(o, "marketing", "m-3")).result == "accepted"
        assert lines_of(o) == ["consent_given", "consent_doubted"]


async def test_the_teams_own_words_count_from_the_next_message_on(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        change = change_of("stop", [*(one for one in built_in("stop") if one != "basta"), "lasse mich"])
        rep = await o.world.join("rep", "Rep")
        assert (await o.world.do(rep, ChangeSetting("words_stop", change))).code == "role_missing"
        assert (await o.world.do(o.desk, ChangeSetting("words_stop", change))).result == "accepted"
        await o.world.say("Basta")
        await o.world.say("Lasse mich!")
        assert [event.body.wording for event in o.world.events("consent.withdrawn")] == ["Lasse mich!"]  # type: ignore[union-attr]


def preference(value: str, at: datetime, person: str = ANA) -> dict[str, Any]:
    item = {
        "wa_id": person, "category": "marketing_messages", "value": value, "detail": "User chose",
        "timestamp": int(at.timestamp()),
    }  # fmt: skip
    return webhook({"user_preferences": [item]}, field="user_preferences")


async def test_the_channels_own_switch_ends_offers_alone_and_brings_them_back(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        await o.world.clock.advance(60)
        stop = preference("stop", o.world.clock.now())
        for _ in range(2):
            await o.world.post(stop)
        await o.world.settled()
        [event] = o.world.events("consent.withdrawn")
        body = event.body
        assert isinstance(body, ConsentWithdrawn)
        assert (body.purposes, body.source, body.channel) == (("marketing",), "channel", WHATSAPP)
        assert standing(o.world, who(o), "reminders") == "unknown"
        assert (await ask(o, "marketing")).code == "consent_withdrawn"
        await o.world.clock.advance(60)
        await o.world.post(preference("resume", o.world.clock.now()))
        await o.world.settled()
        assert (await ask(o, "marketing", "m-2")).result == "accepted"


async def test_an_old_switch_that_comes_late_does_not_undo_a_newer_word(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("STOP")
        await o.world.post(preference("resume", o.world.clock.now() - timedelta(days=2)))
        await o.world.settled()
        assert standing(o.world, who(o), "marketing") == "withdrawn"


async def test_whoever_switches_offers_off_before_writing_is_known_from_then_on(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.post(preference("stop", o.world.clock.now(), BO))
        await o.world.settled()
        where = await o.world.conversation(BO)
        with o.world.reading() as conn:
            conversation = view.load_conversation(conn, where)
        assert conversation is not None
        assert standing(o.world, conversation.contact_id, "marketing") == "withdrawn"


async def test_a_message_that_the_channel_did_not_deliver_since_offers_are_off_ends_them(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        assert (await ask(o, "marketing")).result == "accepted"
        await o.ends_as("accepted")
        for _ in range(2):
            await o.tell("failed", errors=[{"code": 131050, "title": "x"}])
        [event] = o.world.events("consent.withdrawn")
        body = event.body
        assert isinstance(body, ConsentWithdrawn)
        assert (body.purposes, body.source, body.message_id) == (("marketing",), "channel", M1)
        assert (await ask(o, "marketing", "m-2")).code == "consent_withdrawn"
        assert (await ask(o, "utility", "m-3")).result == "accepted"
