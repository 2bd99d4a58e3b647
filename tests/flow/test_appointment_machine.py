"""Every order of taps, words, signs, moves, asks and doubled webhooks: a line says what was said last and clearly.

A second, plain account of the same story is kept beside the hub's; the two must agree after every step.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.domain.appointment_asks import Asking
from app.domain.appointments import AppointmentAnswered, AppointmentMoved
from app.domain.ids import ConversationId
from tests.flow.asked_world import Asked, asked_world

ACTS = {"confirm": "confirmed", "move": "move", "cancel": "cancelled"}
WORDS = {
    "oui": "confirmed", "ok 👍": "confirmed", "je ne peux pas venir": "cancelled",
    "On peut décaler ?": "move", "j'aurai dix minutes de retard": "unclear", "oui ?": "unclear",
}  # fmt: skip
STEPS = ("tap", "tap", "tap", "old_tap", "word", "word", "sign", "ask", "move", "by_hand", "twice")


@dataclass
class Story:
    """One appointment of one customer, as anybody would tell it. Each `do_…` is a step, in the hub and here."""

    a: Asked
    name: str
    talk: ConversationId
    person: str
    dice: random.Random
    answer: str = ""
    asks: list[Asking] = field(default_factory=list)
    newest: Asking | None = None  # that is about the time at which it stands
    last: tuple[str, str] = ("", "")  # payload and name of the last webhook

    @property
    def is_settled(self) -> bool:
        return self.answer in ("confirmed", "cancelled", "move")

    async def do_ask(self) -> None:
        if self.answer != "cancelled":
            self.newest = await self.a.asked(self.name, to=self.talk)
            self.asks.append(self.newest)
            if self.answer in ("move", "unclear"):
                self.answer = ""

    async def do_tap(self) -> None:
        if self.newest is not None:
            act = self.dice.choice(list(ACTS))
            self.last = f"ap:{act}:{self.newest.ask_id}", f"wamid.{self.name}.{next(self.a.numbers)}"
            await self.a.tap(self.last[0], person=self.person, wamid=self.last[1])
            self.answer = ACTS[act]

    async def do_twice(self) -> None:
        if self.last[0]:
            await self.a.tap(self.last[0], person=self.person, wamid=self.last[1])

    async def do_old_tap(self) -> None:
        if len(self.asks) > 1 and self.asks[0] is not self.newest:
            await self.a.tap(f"ap:confirm:{self.asks[0].ask_id}", person=self.person)
            if self.newest is not None and self.answer not in ("confirmed", "cancelled"):
                self.answer = "unclear"

    async def do_word(self) -> None:
        text = self.dice.choice(list(WORDS))
        await self.a.writes(text, person=self.person)
        if self.newest is not None:
            self.answer = _after_word(self, WORDS[text])

    async def do_sign(self) -> None:
        if self.newest is not None:
            await self.a.reacts("👍", self.newest.message.message_id, person=self.person)
            self.answer = self.answer if self.is_settled else "confirmed"

    async def do_move(self) -> None:
        if self.answer != "cancelled":
            one = self.a.one(self.name)
            later_at = one.starts_at + timedelta(hours=1)
            body = AppointmentMoved(self.name, later_at, 45, one.resource_id, one.starts_at)
            await self.a.append(body, subject=self.name)
            self.answer, self.newest, self.last = "", None, ("", "")

    async def do_by_hand(self) -> None:
        said = self.dice.choice(["confirmed", "cancelled", "move", ""])
        await self.a.append(AppointmentAnswered(self.name, said, "hand"), subject=self.name)  # type: ignore[arg-type]
        self.answer = said


def _after_word(story: Story, means: str) -> str:
    """A settled line changes by another clear wish alone: a yes after it, or what nobody understands, is talk."""
    if story.is_settled and means in ("confirmed", "unclear"):
        return story.answer
    if means == "unclear":
        return story.answer or "unclear"
    return means


async def test_a_line_says_what_was_said_last_and_clearly(tmp_path: Path, is_long: bool) -> None:
    stories, steps = (60, 40) if is_long else (8, 12)
    async with asked_world(tmp_path) as a:
        for n in range(stories):
            person = f"3363998{n:04d}"
            talk = await a.o.world.conversation(person, text="Bonjour", name=f"Client {n}")
            name = await a.book(f"s-{n}", 30 + n, contact_id=a.contact(talk), resource_id=f"r-{n}")
            story = Story(a, name, talk, person, random.Random(n))
            told: list[str] = []
            for what in ("ask", *(story.dice.choice(STEPS) for _ in range(steps))):
                await getattr(story, f"do_{what}")()
                told.append(what)
                assert a.one(name).answer == story.answer, (n, told)
        handled = {event.body.message_id for event in a.o.world.events("message.handled")}  # type: ignore[union-attr]
        unclear = [
            event.body.message_id  # type: ignore[union-attr]
            for event in a.o.world.events("appointment.answered")
            if event.body.answer == "unclear"  # type: ignore[union-attr]
        ]
        assert unclear and not handled & set(unclear)
