"""What the tests of consent do at the hub: agree, end, ask for a template, and look at how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.consent import (
    Purpose,
    RecordConsent,
    WithdrawConsent,
)
from app.domain.contents import Content, SentTemplate, TemplateValue
from app.domain.ids import ContactId, MessageId
from app.domain.sends import SendMessage
from storage import view
from tests.flow.hub_world import HubWorld
from tests.flow.office import M1, Office


def template(category: str, name: str = "news") -> Content:
    values = (TemplateValue("1", "123456"),) if category == "authentication" else ()
    return Content(template=SentTemplate(name, "en_GB", category, body_values=values))


async def ask(o: Office, category: str, message_id: str = M1, **more: Any) -> Any:
    body = SendMessage(MessageId(message_id), o.ana, "template", "Hello", template(category), **more)
    return await o.world.do(o.desk, body)


def who(o: Office) -> ContactId:
    with o.world.reading() as conn:
        conversation = view.load_conversation(conn, o.ana)
    assert conversation is not None
    return conversation.contact_id


def standing(world: HubWorld, contact_id: ContactId, purpose: Purpose) -> str:
    with world.reading() as conn:
        return view.consent_card(conn, contact_id).of(purpose).state


async def agree(o: Office, *purposes: Purpose, **more: Any) -> None:
    at = more.pop("at", o.world.clock.now())
    body = RecordConsent(who(o), purposes or ("marketing",), "form", at, "Offers by WhatsApp: yes", **more)
    outcome = await o.world.do(o.desk, body)
    assert outcome.result == "accepted", outcome


async def end(o: Office, *purposes: Purpose) -> None:
    body = WithdrawConsent(who(o), purposes, "rep", o.world.clock.now())
    assert (await o.world.do(o.desk, body)).result == "accepted"


def consents(world: HubWorld) -> Sequence[Any]:
    return [event for event in world.events() if event.kind.startswith("consent.")]


def lines_of(o: Office) -> list[str]:
    with o.world.reading() as conn:
        rows = view.thread_page(conn, o.ana, limit=50)
    return [
        row.notice.what for row in rows if row.notice is not None and row.notice.what.startswith("consent")
    ]
