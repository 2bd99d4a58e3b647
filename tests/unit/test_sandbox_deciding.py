"""Practice customers who fall silent after a quote: who decides at the first follow-up, and who is gone for good."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.sandbox.people import Habits
from app.sandbox.phrases import Phrases
from tests.unit.sandbox_rig import NOW, new_world, rig
from tests.unit.test_sandbox_story import phrases, salon

__all__ = ["phrases"]

SILENT = {  # whom a quote left silent, and what becomes of it when somebody asks once more
    "awa": ("text", "C’est d’accord"),
    "harriet": ("text", "Yes, we’d love to"),
    "aurelie": ("text", "attendre l’été"),
    "damien": ("order", "SKU-8"),
}


@pytest.mark.parametrize(("key", "kind", "part"), [(key, *said) for key, said in SILENT.items()])
async def test_who_fell_silent_after_a_quote_decides_at_the_first_follow_up(
    phrases: Phrases, key: str, kind: str, part: str
) -> None:
    world = salon()
    world.is_history_delivered = True
    person = world.people[key]
    assert world.unanswered(person) == 1 and not world.talk(person)[-1].is_inbound
    assert NOW - world.talk(person)[-1].at > timedelta(days=7)
    async with rig(world=world, phrases=phrases, has_written=False) as it:
        ask = {"name": "relance_devis", "language": {"code": "fr"}}
        message = world.answered(person, NOW, "template", ask)
        await it.sandbox.customers.heard(person, message)
        await it.later(120)
        (told,) = it.inbox.elements("messages")
        assert told["type"] == kind and part in json.dumps(told, ensure_ascii=False)
        assert told["from"] == person.wa_id
        again = world.answered(person, NOW + timedelta(minutes=3), "text", {"body": "Parfait, à bientôt !"})
        await it.sandbox.customers.heard(person, again)
        await it.later(600)
    assert sum(part in json.dumps(m, ensure_ascii=False) for m in it.inbox.elements("messages")) == 1


@pytest.mark.parametrize("key", ["solene", "garance", "olivier"])
async def test_some_are_gone_for_good(phrases: Phrases, key: str) -> None:
    world = salon()
    world.is_history_delivered = True
    person = world.people[key]
    async with rig(world=world, phrases=phrases, has_written=False) as it:
        for minutes in range(1, 4):
            message = world.answered(
                person, NOW + timedelta(minutes=minutes), "text", {"body": "Toujours partante ?"}
            )
            await it.sandbox.customers.heard(person, message)
            await it.later(600)
        assert it.inbox.elements("messages") == []


async def test_a_second_message_at_once_is_no_first_one(phrases: Phrases) -> None:
    world = new_world(habits=Habits(answers_from=2), decides=("All right then", "And one more thing"))
    async with rig(world=world, phrases=phrases) as it:
        await it.send(text={"body": "Here is our quote"})
        await it.later(600)
        assert it.inbox.texts() == [], "the first one is left for later, whatever their habits"
        await it.send(text={"body": "Have you had a look?"})
        await it.later(600)
        assert it.inbox.texts() == ["All right then"]
        await it.send(text={"body": "Lovely"})
        await it.later(600)
        assert it.inbox.texts() == ["All right then"]
        await it.send(text={"body": "Are you still there?"})
        await it.later(600)
        assert it.inbox.texts() == ["All right then", "And one more thing"]
