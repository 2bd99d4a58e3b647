"""Practice customers who are asked whether they come: every kind of answer occurs, most of them a Confirm."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from app.domain.appointment_answers import AskTap, read_answer, read_payload
from app.domain.consent_words import ConsentWords
from app.sandbox import reminded
from app.sandbox.people import Habits, Person
from app.sandbox.said import Said
from app.whatsapp.template_reading import template_of
from app.words import appointment_texts as texts
from app.words.appointment_around import Said as Words
from tests.unit.sandbox_rig import EAGER, NOW, new_world, rig
from tests.unit.test_appointment_texts import AROUND, OWN
from tests.unit.test_sandbox_story import phrases

__all__ = ["phrases"]

BUTTONS = [
    Said("button", {"payload": f"ap:{what}:K", "text": what}) for what in ("confirm", "move", "cancel")
]


def ana(language: str = "fr", answer_chance: float = 0.5) -> Person:
    habits = Habits(answer_chance=answer_chance)
    return Person("ana", "Ana", "33639980001", "33639980001", "u", language=language, habits=habits)


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_what_they_say_is_what_it_is_meant_to_be(language: str) -> None:
    counts: Counter[str] = Counter()
    for seed in range(400):
        told = reminded.answer(ana(language), BUTTONS, random.Random(seed))
        if told.kind == "button":
            tap = read_payload(told.content["payload"])
            assert isinstance(tap, AskTap)
            counts[tap.answer] += 1
        else:
            answer = read_answer(told.content["body"], ConsentWords(), has_answered=False)
            assert answer is not None, told.content
            counts[answer] += 1
    assert counts["confirmed"] > 240
    assert min(counts["move"] + counts["unclear"], counts["cancelled"]) > 10


def test_who_never_answers_does_not_answer_this_either_and_one_of_ten_forgets() -> None:
    silent = ana(answer_chance=0.0)
    assert not any(reminded.does_answer(silent, random.Random(n)) for n in range(50))
    assert 300 < sum(reminded.does_answer(ana(), random.Random(n)) for n in range(400)) < 400
    assert not reminded.is_ask([Said("button", {"payload": "Réserver", "text": "Réserver"})])


async def test_one_who_is_asked_taps_or_writes_soon(phrases: object) -> None:
    world = new_world()
    person = world.meet("33639980077", key="zoe", name="Zoé", language="fr", habits=EAGER)
    async with rig(world=world, phrases=phrases) as it:  # type: ignore[arg-type]
        said = texts.ask_words("K", [OWN], AROUND, None, is_open=True)
        assert isinstance(said, Words) and said.content is not None and said.content.ask is not None
        buttons = [
            {"type": "reply", "reply": {"id": one.option_id, "title": one.title}}
            for one in said.content.ask.options
        ]
        content = {"type": "button", "body": {"text": said.text}, "action": {"buttons": buttons}}
        for number in range(6):
            message = world.answered(person, NOW, "interactive", content)
            assert message.wamid, number
            await it.sandbox.customers.heard(person, message)
            await it.later(120)
        assert it.inbox.elements("messages")


def test_the_reminder_of_the_practice_account_is_filled_by_itself() -> None:
    shelf = json.loads((Path(__file__).parents[2] / "resources/stories/templates.json").read_text("utf-8"))
    found = shelf if isinstance(shelf, list) else next(iter(shelf.values()))
    for item in (one for one in found if one["name"] == "appointment_reminder"):
        template = template_of("waba", item | {"status": "APPROVED", "id": "1"})
        assert template is not None and template.is_sendable
        said = texts.ask_words("K", [OWN], AROUND, template, is_open=False)
        assert isinstance(said, Words), said
        assert "Marie" in said.text and "{{" not in said.text
        assert said.content is not None and said.content.template is not None
        payloads = [one.text for one in said.content.template.button_values]
        assert payloads == ["ap:confirm:K", "ap:move:K", "ap:cancel:K"]


async def test_what_is_said_to_their_answer_gets_no_word_of_thanks(phrases: object) -> None:
    world = new_world()
    person = world.meet("33639980078", key="zoe", name="Zoé", language="fr", habits=EAGER)
    async with rig(world=world, phrases=phrases) as it:  # type: ignore[arg-type]
        buttons = [
            {"type": "reply", "reply": {"id": f"ap:{what}:K", "title": what}}
            for what in ("confirm", "move", "cancel")
        ]
        ask = {"type": "button", "body": {"text": "Vous venez ?"}, "action": {"buttons": buttons}}
        for _ in range(4):  # one of ten forgets it
            await it.sandbox.customers.heard(person, world.answered(person, NOW, "interactive", ask))
            await it.later(120)
        before = [one for one in it.inbox.elements("messages") if one["type"] != "reaction"]
        assert before
        for _ in range(6):
            thanks = world.answered(person, NOW, "text", {"body": "Merci Zoé, à demain 9 h."})
            await it.sandbox.customers.heard(person, thanks)
            await it.later(120)
        after = [one for one in it.inbox.elements("messages") if one["type"] != "reaction"]
        assert after == before
