"""Deals that wait for an answer, ladders, and runs of them, at a real hub."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.domain import deal_asks, ladders
from app.domain.commands import Outcome
from app.domain.consent import WithdrawConsent
from app.domain.events import Actor, EventBody
from app.domain.follow_ups import FollowUp
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.ladders import Ladder, LadderStep, LadderTemplate
from app.domain.settings import ChangeSetting
from app.domain.templates import Template, TemplateChanged
from app.hub.appender import Draft
from storage import view
from storage.view import ladders as rows
from tests.flow.fake_graph import Scripted
from tests.flow.office import M2, Office, office
from tests.guards.threads import quiet

NUDGE = Template(
    "acc", "nudge", "fr", "approved", "utility", "Bonjour {{1}}, toujours d'actualité ?", samples=("A",)
)
NUDGES = LadderTemplate("nudge", "fr", {"body:1": "{business}"})
HELLO = LadderStep(0, text="Hello?")
AGAIN = LadderStep(3, text="Still there?", template=NUDGES)
LAST = LadderStep(2, text="Goodbye", template=NUDGES)
CALL = LadderStep(2, "call")
MANY_STEPS = 1_000  # of half a second
LONDON = ZoneInfo("Europe/London")


@asynccontextmanager
async def shop(
    folder: Path, steps: Sequence[LadderStep] = (HELLO, AGAIN), *script: Scripted, **config: Any
) -> AsyncIterator[Office]:
    """An office whose deal with Ana waits for her since now; the ladder is there."""
    most = config.pop("most", 3)
    async with office(folder, *script, **config) as o:
        await told(o, TemplateChanged(NUDGE))
        for name, value in (("business_name", "the salon"), ("time_zone", "Europe/London")):
            assert (await o.world.do(o.desk, ChangeSetting(name, value))).result == "accepted"
        await save(o, steps, most)
        await deal(o)
        await silent(o)
        yield o


async def told(o: Office, *bodies: EventBody, subject: str = "") -> None:
    """The hub heard of something by itself."""
    now = o.world.clock.now()
    drafts = [Draft(body, subject, Actor("hub"), now) for body in bodies]
    await o.world.core.writer.run(lambda conn: o.world.core.appender.append(conn, drafts))


async def save(
    o: Office, steps: Sequence[LadderStep], most: int = 3, *, is_automatic: bool = False
) -> Outcome:
    """The owner writes the ladder."""
    with o.world.reading() as conn:
        seen = rows.ladders(conn).get("main", Ladder("main")).version
    ladder = Ladder("main", tuple(steps), most, is_automatic)
    return await o.world.do(o.desk, ladders.SaveLadder(ladder, seen))


async def deal(o: Office, deal_id: str = "d-1", talk: ConversationId | None = None, **more: Any) -> None:
    """A deal in the stage that is quiet after four days."""
    new = deal_asks.NewDeal("main", "quote", conversation_id=talk or o.ana, **more)
    outcome = await o.world.do(o.desk, deal_asks.AddDeal(deal_id, replace(new, deal_id=deal_id)))
    assert outcome.result == "accepted", outcome


async def silent(o: Office, message_id: MessageId = M2, to: ConversationId | None = None) -> None:
    """We wrote last, and it arrived."""
    await o.answer(message_id, to)
    await o.ends_as("accepted", message_id)
    o.graph.posts.clear()


async def start(o: Office, deal_id: str = "d-1", run_id: str = "run-1") -> Outcome:
    """A person begins it."""
    with o.world.reading() as conn:
        seen = rows.ladders(conn).get("main", Ladder("main")).version
    return await o.world.do(o.desk, ladders.StartFollowUp(deal_id, run_id, seen))


def run(o: Office, deal_id: str = "d-1") -> FollowUp | None:
    """As the hub knows it."""
    with o.world.reading() as conn:
        return rows.follow_up(conn, deal_id)


async def first_goes_out(o: Office) -> None:
    """Begun, and its first message is on its way."""
    assert (await start(o)).result == "accepted"
    await o.reach(lambda: len(o.graph.posts) == 1, within_s=120)


def ends(o: Office) -> list[str]:
    """Why each run ended."""
    return [event.body.why for event in o.world.events("follow_up.ended")]  # type: ignore[union-attr]


def held(o: Office) -> list[str]:
    """Why each step was held."""
    return [event.body.code for event in o.world.events("follow_up.held")]  # type: ignore[union-attr]


async def pass_to(o: Office, when: str, zone: ZoneInfo = LONDON, step_s: float = 86_400.0) -> None:
    """Let time pass until a moment ("2026-12-01T10:00") on a clock; the hub does what falls due on its way."""
    until = datetime.fromisoformat(when).replace(tzinfo=zone)
    while (left_s := (until - o.world.clock.now()).total_seconds()) > 0:
        to_due = _to_due_s(o)
        wanted = min(left_s, step_s, to_due if to_due is not None and to_due > 0 else left_s)
        await o.world.clock.advance(max(0.5, wanted))
        await rest(o)


async def rest(o: Office) -> None:
    """The hub acts until nothing is due and nothing is on its way."""
    for _ in range(MANY_STEPS):
        await quiet()
        to_due = _to_due_s(o)
        if (to_due is None or to_due > 0) and not _is_sending(o):
            return
        await o.world.clock.advance(0.5)
    raise AssertionError(f"{state(o)} at {o.world.clock.now()}, {o.kinds()}")


def _to_due_s(o: Office) -> float | None:
    with o.world.reading() as conn:
        moment = rows.next_follow_up(conn)
    return None if moment is None else (moment - o.world.clock.now()).total_seconds()


def _is_sending(o: Office) -> bool:
    with o.world.reading() as conn:
        row = conn.execute("SELECT count(*) FROM send WHERE state IN ('queued', 'sending')").fetchone()
    return bool(row[0])


def contact_of(o: Office) -> ContactId:
    with o.world.reading() as conn:
        talk = view.load_conversation(conn, o.ana)
    assert talk is not None
    return talk.contact_id


def posted(o: Office) -> list[str]:
    return [post.text or "template" for post in o.graph.posts]


def state(o: Office) -> tuple[int, str] | None:
    there = run(o)
    return None if there is None else (there.step, there.state)


async def over(o: Office, why: str) -> None:
    """It ends within a minute or two, and nothing goes out after that."""
    sent = len(o.graph.posts)
    await o.reach(lambda: ends(o) == [why], within_s=200, step_s=10)
    await pass_to(o, "2026-12-20T12:00", step_s=24 * 3600)
    assert len(o.graph.posts) == sent and ends(o) == [why] and run(o) is None


def asked(body: Any) -> Any:
    async def act(o: Office) -> None:
        assert (await o.world.do(o.desk, body)).result == "accepted"

    return act


def logged(what: str) -> Any:
    async def act(o: Office) -> None:
        body = deal_asks.LogOnDeal("d-1", "e-1", what, "", o.world.clock.now())  # type: ignore[arg-type]
        assert (await o.world.do(o.desk, body)).result == "accepted"

    return act


async def consent_ends(o: Office) -> None:
    body = WithdrawConsent(contact_of(o), ("reminders",), "spoken", o.world.clock.now(), "no more")
    assert (await o.world.do(o.desk, body)).result == "accepted"
