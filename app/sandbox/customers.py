"""Practice customers who behave: they read, answer or do not, and write by themselves now and then."""

import asyncio
import dataclasses
import itertools
import random
from typing import Any

from app.domain.clock import Clock
from app.sandbox import reminded, said
from app.sandbox.agenda import Agenda
from app.sandbox.courier import Courier
from app.sandbox.faults import Faults
from app.sandbox.media_api import MediaApi
from app.sandbox.people import Person
from app.sandbox.phrases import Phrases
from app.sandbox.said import DEFAULT_FILES, Said
from app.sandbox.stories.objects import Moment, say
from app.sandbox.taps import Taps
from app.sandbox.updates import inbound
from app.sandbox.world import Message, World

FIRST_AFTER_S = (15.0, 30.0)
THEN_EVERY_S = (45.0, 150.0)
MOST_WAITING = 16  # with so many unanswered, nobody else writes: practice must not drown anybody
LIKES = ("👍", "🙏", "😊")
LIKE_CHANCE = 0.3
QUOTE_CHANCE = 0.15
ANSWERED_KINDS = frozenset({"text", "interactive", "template", "location", "contacts", *DEFAULT_FILES})


class Customers:
    """All customers of one world; every choice follows from the world's seed."""

    def __init__(
        self,
        world: World,
        courier: Courier,
        clock: Clock,
        agenda: Agenda,
        faults: Faults,
        taps: Taps,
        media: MediaApi,
        phrases: Phrases | None,
    ) -> None:
        self._world = world
        self._courier = courier
        self._clock = clock
        self._agenda = agenda
        self._faults = faults
        self._taps = taps
        self._media = media
        self._phrases = phrases
        self._closed: set[str] = set()  # people whose subject is closed: only a question moves them
        self._answering: dict[str, asyncio.Task[None] | None] = {}

    def write(self, person: Person, kind: str, content: Any, **more: Any) -> Message:
        """A customer's message, on its way to the webhook; one of somebody blocked does not get there."""
        if self._world.account.is_blocked(person):
            return self._world.unheard(person, more.pop("at", self._clock.now()), kind, content, **more)
        if kind in DEFAULT_FILES and self._faults.take("too_large"):
            large = said.too_large(kind)
            kind, content, more = large.kind, large.content, more | {"error_code": large.error_code}
        message = self._world.wrote(person, more.pop("at", self._clock.now()), kind, content, **more)
        self._courier.send(self._media.with_url(inbound(person, message, self._world.business)))
        return message

    def tell(self, person: Person, what: Said, **more: Any) -> Message:
        """The same for something said in Meta's terms; a number shared as asked is known from then on."""
        message = self.write(person, what.kind, what.content, **what.details() | more)
        is_shared = what.kind == "contacts" and what.content[0].get("origin") == "contact_request"
        if is_shared and person.is_number_hidden:
            self._world.replace(dataclasses.replace(person, is_number_hidden=False))
        return message

    def tap(self, person: Person, message: Message, wish: str | int | None = None) -> Message:
        """Tap on a message of the business. Raises ValueError when there is no such choice."""
        choice = self._taps.chosen(person, message, self._clock.now(), wish)
        return self.tell(person, choice, is_closing=True)

    async def heard(self, person: Person, message: Message) -> None:
        """A message of the business was seen: perhaps answer. A newer message makes the older plan void."""
        if self._phrases is None or message.kind not in ANSWERED_KINDS:
            return
        if self._world.unanswered(person) < person.habits.answers_from:
            return  # they leave it for later, as people do with a quote
        chance = self._world.chance("answer", message.wamid)
        if self._decision(person) is None and not self._would_answer(person, message, chance):
            return
        delay_s = max(0.0, chance.uniform(*person.habits.answer_after_s))
        if (plan := self._answering.get(person.key)) is not None:
            plan.cancel()
        self._answering[person.key] = self._agenda.after(delay_s, lambda: self._answer(person.key, message))

    def _would_answer(self, person: Person, message: Message, chance: random.Random) -> bool:
        if reminded.is_ask(self._taps.choices(person, message, self._clock.now())):
            return reminded.does_answer(person, chance)
        return chance.random() < person.habits.answer_chance

    async def _answer(self, key: str, message: Message) -> None:
        person = self._world.people[key]
        chance = self._world.chance("words", message.wamid)
        if (decision := self._decision(person)) is not None:
            self._tell_decision(person, decision)
        elif choices := self._taps.choices(person, message, self._clock.now()):
            is_ask = reminded.is_ask(choices)
            choice = reminded.answer(person, choices, chance) if is_ask else chance.choice(choices)
            if is_ask:  # what is said to it in turn wants no word of thanks
                self._closed.add(person.key)
            self.tell(person, choice, is_closing=True)
        elif message.kind == "text":
            self._answer_text(person, message, chance)
        elif chance.random() < LIKE_CHANCE:
            self.tell(person, said.reaction(message.wamid, chance.choice(LIKES)))
        else:
            self._say_thanks(person, message, chance)

    def _decision(self, person: Person) -> str | None:
        """What this person has made up their mind to say next."""
        return next((line for line in person.decides if line not in self._world.used_openers), None)

    def _tell_decision(self, person: Person, line: str) -> None:
        self._world.used_openers.add(line)
        self._closed.discard(person.key)
        now = self._clock.now()
        self.tell(person, say(line, Moment(self._world, self._world.talk(person), now, now)))

    def _answer_text(self, person: Person, message: Message, chance: random.Random) -> None:
        assert self._phrases is not None
        text = message.content["body"]
        if person.key in self._closed and not self._phrases.is_question(text):
            if chance.random() < LIKE_CHANCE:
                self.tell(person, said.reaction(message.wamid, chance.choice(LIKES)))
            return
        saying = self._phrases.answer(person, text, chance)
        (self._closed.add if saying.is_closing else self._closed.discard)(person.key)
        quoted = message.wamid if chance.random() < QUOTE_CHANCE else None
        self.tell(person, said.text(saying.text).but(context=quoted), is_closing=saying.is_closing)

    def _say_thanks(self, person: Person, message: Message, chance: random.Random) -> None:
        """To a file, a place, a card or a template with nothing to tap on."""
        assert self._phrases is not None
        caption = message.content.get("caption", "") if isinstance(message.content, dict) else ""
        saying = self._phrases.answer(person, caption, chance)
        self.tell(person, said.text(saying.text), is_closing=saying.is_closing)

    async def live(self) -> None:
        """Now and then somebody writes unasked, for ever."""
        for number in itertools.count():
            chance = self._world.chance("live", self._world.boot, number)
            await self._clock.sleep(chance.uniform(*(THEN_EVERY_S if number else FIRST_AFTER_S)))
            self.write_unasked(number)

    def write_unasked(self, number: int) -> Message | None:
        """Somebody who waits for nothing begins a subject not raised before; None when there is nobody."""
        people = list(self._world.people.values())
        if sum(self._world.is_waiting(person) for person in people) >= MOST_WAITING:
            return None
        wishes = [(person, text) for person in people for text in self._wishes(person)]
        if not wishes:
            return None
        planned = [(person, text) for person, text in wishes if text in person.later]
        person, text = self._world.chance("wish", self._world.boot, number).choice(planned or wishes)
        self._world.used_openers.add(text)
        self._closed.discard(person.key)
        now = self._clock.now()
        return self.tell(person, say(text, Moment(self._world, self._world.talk(person), now, now)))

    def _wishes(self, person: Person) -> list[str]:
        """What this person could write now: the story's own lines first, then a common question."""
        if person.habits.answer_chance == 0 or self._world.is_waiting(person) or self._phrases is None:
            return []
        if self._decision(person) is not None:  # they say nothing until somebody asks again
            return []
        lines = (*person.later, *self._phrases.openers(person.language))
        return [line for line in lines if line not in self._world.used_openers][:1]
