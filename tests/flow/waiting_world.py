"""A salon with people who wait for a slot, and slots that are offered to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.domain.agenda import Resource, ResourceSaved
from app.domain.commands import Outcome
from app.domain.contents import Ask, AskOption, Content
from app.domain.ids import ConversationId, MessageId
from app.domain.sends import SendMessage
from app.domain.slot_offers import Invitation, OfferSlot, SaveWaiter, Waiter
from app.domain.waiting_list import SlotOffer
from storage.view import waiting_list
from tests.flow.asked_world import Asked
from tests.flow.hub_world import ANA, BO, webhook

CLEO = "33639980009"
DAN = "33639980011"
WHO = {"ana": ANA, "bo": BO, "cleo": CLEO, "dan": DAN}


class Waiting:
    """`a`: the office. Everybody has written today, so that free words reach them."""

    def __init__(self, a: Asked) -> None:
        self.a = a
        self.talks: dict[str, ConversationId] = {"ana": a.o.ana}

    async def begin(self, *names: str) -> None:
        """Léa works, and these wait."""
        await self.a.append(ResourceSaved(Resource("lea", "Léa")), subject="")
        for name in names:
            if name not in self.talks:
                self.talks[name] = await self.a.o.world.conversation(WHO[name], name=name.title())
            assert (await self.wait(name)).code is None

    async def wait(self, name: str, **more: Any) -> Outcome:
        """Put somebody on the list."""
        given = {"contact_id": self.a.contact(self.talks[name]), "person": name.title()} | more
        waiter = Waiter(f"w-{name}", **given)
        return await self.a.o.world.do(self.a.o.desk, SaveWaiter(waiter.waiter_id, waiter))

    def at(self, in_h: float = 3) -> datetime:
        """A slot to come."""
        now = self.a.o.world.clock.now()
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=in_h + 1)

    async def offer(self, *names: str, offer_id: str = "of-1", **more: Any) -> Outcome:
        """It is offered to these."""
        options = tuple(AskOption(f"ap:{act}:{offer_id}", act) for act in ("take", "pass"))
        content = Content(ask=Ask("buttons", options))
        invited = tuple(
            Invitation(
                f"w-{name}",
                SendMessage(MessageId(f"{offer_id}-{name}"), self.talks[name], "buttons", "Libre ?", content),
            )
            for name in names
        )
        given: dict[str, Any] = {"starts_at": self.at(), "length_min": 45, "resource_id": "lea"} | more
        return await self.a.o.world.do(self.a.o.desk, OfferSlot(offer_id, invitations=invited, **given))

    async def taps(self, *taps: tuple[str, str], offer_id: str = "of-1", twice: bool = False) -> None:
        """Buttons tapped, all in one webhook; `twice`: which comes again. A tap: who, and "take" or "pass"."""
        at = str(int(self.a.o.world.clock.now().timestamp()))
        items = [
            {
                "from": WHO[name], "id": f"wamid.t{next(self.a.numbers)}", "timestamp": at, "type": "interactive",
                "interactive": {
                    "type": "button_reply",
                    "button_reply": {"id": act if ":" in act else f"ap:{act}:{offer_id}", "title": "Oui"},
                },
            }
            for name, act in taps
        ]  # fmt: skip
        people = [{"profile": {"name": name.title()}, "wa_id": WHO[name]} for name, _act in taps]
        for _ in range(2 if twice else 1):
            assert await self.a.o.world.post(webhook({"contacts": people, "messages": items})) == 200
        await self.a.o.world.settled()

    def known(self, offer_id: str = "of-1") -> SlotOffer:
        """The offer as the view has it."""
        with self.a.o.world.reading() as conn:
            found = waiting_list.offer(conn, offer_id)
        assert found is not None
        return found

    def answers(self, offer_id: str = "of-1") -> dict[str, str]:
        """Of each who was invited."""
        return {one.waiter_id[2:]: one.answer for one in self.known(offer_id).invited}

    def line(self) -> list[str]:
        """Who waits."""
        with self.a.o.world.reading() as conn:
            return [one.waiter_id[2:] for one in waiting_list.waiters(conn)]

    def told(self, name: str | None = None) -> list[str]:
        """What wrote itself to somebody since, without the invitations."""
        bodies: list[Any] = [event.body for event in self.a.o.world.events("send.requested")]
        return [
            body.text
            for body in bodies
            if body.automation == "rule"
            and body.kind == "text"
            and name in (None, *(key for key, talk in self.talks.items() if talk == body.conversation_id))
        ]

    async def all_told(self, count: int) -> None:
        """So many went out, and no more are coming."""
        await self.a.o.reach(lambda: len(self.told()) >= count, within_s=3)
        await self.a.o.world.settled()
        await self.a.o.world.clock.advance(0.2)
        assert len(self.told()) == count, self.told()
