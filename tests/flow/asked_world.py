"""A hub with appointments of customers who were asked, and what they tap, write and sign."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.appointment_asks import AskAppointments, Asking
from app.domain.appointments import Appointment, AppointmentBooked
from app.domain.commands import Outcome
from app.domain.contents import Ask, AskOption, Content
from app.domain.events import Actor, EventBody
from app.domain.ids import ConversationId, MessageId
from app.domain.sends import SendMessage
from app.hub.appender import Draft
from storage import view
from storage.view import appointment_reading as reading
from tests.flow.hub_world import ANA, webhook
from tests.flow.office import Office, office

BUTTONS = (("confirm", "Confirmer"), ("move", "Déplacer"), ("cancel", "Annuler"))


@dataclass
class Asked:
    """`o`: the office; ids count up."""

    o: Office
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def append(self, *bodies: EventBody, subject: str) -> None:
        """These happen, without a command."""
        now = self.o.world.clock.now()
        drafts = [Draft(body, subject, Actor("hub"), now) for body in bodies]
        await self.o.world.core.writer.run(lambda conn: self.o.world.core.appender.append(conn, drafts))

    async def book(self, name: str = "a-1", in_h: float = 26, **more: Any) -> str:
        """An appointment of Ana, or of whom `contact_id` names."""
        starts_at = self.o.world.clock.now() + timedelta(hours=in_h)
        given = {"contact_id": self.contact(), "resource_id": "lea", "person": "Ana"} | more
        body = AppointmentBooked(name, starts_at.replace(microsecond=0), 45, **given)
        await self.append(body, subject=name)
        return name

    def contact(self, talk: ConversationId | None = None) -> Any:
        with self.o.world.reading() as conn:
            there = view.load_conversation(conn, talk or self.o.ana)
        assert there is not None
        return there.contact_id

    def asking(self, *names: str, ask_id: str = "", to: ConversationId | None = None, **more: Any) -> Asking:
        """A message with three buttons, for an open window."""
        n = next(self.numbers)
        ask_id = ask_id or f"ask-{n}"
        options = tuple(AskOption(f"ap:{act}:{ask_id}", title) for act, title in BUTTONS)
        content = Content(ask=Ask("buttons", options))
        message = SendMessage(MessageId(f"am-{n}"), to or self.o.ana, "buttons", "Demain 9 h ?", content)
        return Asking(ask_id, names, message, **more)

    async def ask(self, *asks: Asking, again: bool = False, run_id: str = "") -> Outcome:
        """The rep asks."""
        body = AskAppointments(run_id or f"run-{next(self.numbers)}", asks, again)
        return await self.o.world.do(self.o.desk, body)

    async def asked(self, *names: str, **more: Any) -> Asking:
        """The same of one, and it has gone out."""
        await self.o.world.clock.advance(1)
        asking = self.asking(*names, **more)
        assert (await self.ask(asking, again=True)).result == "accepted"
        await self.o.ends_as("accepted", asking.message.message_id)
        return asking

    async def tap(
        self, payload: str, *, title: str = "Confirmer", is_template: bool = False, **more: Any
    ) -> None:
        """A button below a message of ours."""
        if is_template:
            said: dict[str, Any] = {"type": "button", "button": {"text": title, "payload": payload}}
        else:
            reply = {"type": "button_reply", "button_reply": {"id": payload, "title": title}}
            said = {"type": "interactive", "interactive": reply}
        await self.comes(said, **more)

    async def comes(
        self,
        said: dict[str, Any],
        person: str = ANA,
        wamid: str = "",
        quotes: MessageId | None = None,
        sent: str = "",
    ) -> None:
        """One message of somebody. `sent`: when they wrote it, else now."""
        sent = sent or str(int(self.o.world.clock.now().timestamp()))
        item = {"from": person, "id": wamid or f"wamid.a{next(self.numbers)}", "timestamp": sent} | said
        if quotes is not None:
            item["context"] = {"from": "33639981020", "id": self.o.row(quotes).external_id}
        people = [{"profile": {"name": person}, "wa_id": person}]
        assert await self.o.world.post(webhook({"contacts": people, "messages": [item]})) == 200
        await self.o.world.settled()

    async def writes(self, text: str, **more: Any) -> None:
        """Words of theirs."""
        await self.comes({"type": "text", "text": {"body": text}}, **more)

    async def reacts(self, emoji: str, to: MessageId, **more: Any) -> None:
        """A sign under a message of ours."""
        reaction = {"message_id": self.o.row(to).external_id, "emoji": emoji}
        await self.comes({"type": "reaction", "reaction": reaction}, **more)

    def one(self, name: str = "a-1") -> Appointment:
        with self.o.world.reading() as conn:
            found = reading.load(conn, name)
        assert found is not None
        return found

    def answers(self, names: Sequence[str] = ("a-1",)) -> list[str]:
        return [self.one(name).answer for name in names]

    def talk(self, talk: ConversationId | None = None) -> Any:
        with self.o.world.reading() as conn:
            return view.load_conversation(conn, talk or self.o.ana)

    def count(self, kind: str) -> int:
        return len(self.o.world.events(kind))


@asynccontextmanager
async def asked_world(folder: Path, **config: Any) -> AsyncIterator[Asked]:
    """Ana wrote a moment ago, got an answer, and nobody waits."""
    async with office(folder, **config) as o:
        await o.answer(MessageId("first"))
        await o.ends_as("accepted", MessageId("first"))
        await o.world.clock.advance(5)
        yield Asked(o)
