"""Greeting and away text at a real hub: with every desk closed, once, and silent where a person answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.auto_replies import AutoReply, MapPhone, RemoveAutoReply, SaveAutoReply
from app.domain.conversations import Conversation
from app.domain.hour_asks import SaveHours
from app.domain.hours import ALWAYS, OpeningHours, Span, line_scope
from app.domain.ids import ConversationId, LineId, MemberId, MessageId
from app.domain.lines import line_id_of
from app.domain.measure_events import UnwaiveConversation, WaiveConversation
from app.domain.messages import Message
from app.domain.sends import SendRequested
from app.domain.settings import ChangeSetting
from app.hub.episode_schedule import Silence
from storage import view
from storage.hub import log
from storage.measures.book import Book, rows_of
from tests.flow.hub_world import ANA, BO, LINE, OTHER_LINE, message_webhook
from tests.flow.office import Office, office
from tests.flow.restore_world import is_as_rebuilt

CLEO = "33639980009"
WEEK = (*[(Span(540, 720), Span(840, 1080))] * 5, (), ())
PARIS = OpeningHours(ALWAYS, "Europe/Paris", WEEK)
BOTH = AutoReply(
    "", True, "Bonjour {prénom}, ici {entreprise}.", True, "Nous sommes fermés, réponse {ouverture}.", "fr"
)
LUNCH_S = 3600 + 18 * 60.0  # from 10:42 in Paris to noon


@pytest.fixture
async def o(tmp_path: Path) -> AsyncIterator[Office]:
    """Nobody's computer is open; opening hours and texts are saved."""
    async with office(tmp_path / "hub") as made:
        await do(made, ChangeSetting("business_name", "Salon Léa"))
        await do(made, SaveHours("", PARIS))
        await do(made, SaveAutoReply(BOTH))
        yield made


async def do(o: Office, body: Any, code: str | None = None) -> None:
    outcome = await o.world.do(o.desk, body)
    assert outcome.code == code, outcome


def texts(o: Office, person: str | None = None) -> list[str]:
    return [post.text for post in o.graph.posts if person in (None, post.to.number)]


def asked(o: Office) -> list[SendRequested]:
    bodies = [event.body for event in o.world.events("send.requested")]
    return [body for body in bodies if isinstance(body, SendRequested) and body.automation]


async def answered(o: Office, count: int) -> None:
    """So many automatic answers went out, and no more are coming."""
    await o.reach(lambda: len(o.graph.posts) >= count, within_s=3)
    await o.world.settled()
    for _ in range(3):
        await o.world.clock.advance(0.2)
    assert len(o.graph.posts) == count, texts(o)


def talk(o: Office, conversation_id: ConversationId) -> Conversation:
    with o.world.reading() as conn:
        found = view.load_conversation(conn, conversation_id)
    assert found is not None
    return found


def message(o: Office, message_id: MessageId) -> Message:
    with o.world.reading() as conn:
        found = view.load_message(conn, message_id)
    assert found is not None
    return found


async def test_somebody_new_is_greeted_once_and_goes_on_waiting(o: Office, tmp_path: Path) -> None:
    bo = await o.world.conversation(BO, name="Bo Field")
    await answered(o, 1)
    assert texts(o, BO) == ["Bonjour Bo, ici Salon Léa."]
    await o.world.say("Is anybody there?", BO)
    await o.world.say("I was here before", ANA)  # she wrote before there was any greeting, but just now
    await answered(o, 2)
    assert texts(o, ANA) == ["Bonjour Ana, ici Salon Léa."]
    shown = talk(o, bo)
    assert (shown.unread_count, shown.is_new, shown.last_text) == (2, True, "Is anybody there?")
    assert shown.waiting_since_at == datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
    assert shown.newest_outbound_pos == 0  # nobody's newer answer stands against a colleague's
    [to_bo, _to_ana] = asked(o)
    assert (to_bo.automation, to_bo.member_id, to_bo.promised_at) == ("greeting", None, None)
    assert message(o, to_bo.message_id).author == "greeting"
    await o.world.restart()
    await o.world.say("And now?", BO)
    await answered(o, 2)
    assert is_as_rebuilt(o.world, tmp_path)


async def test_outside_hours_it_says_when_somebody_is_back_once_a_closed_period(o: Office) -> None:
    await o.world.clock.advance(LUNCH_S + 60)  # 12:01
    await o.world.conversation(BO, name="Bo")
    await answered(o, 1)
    assert texts(o) == [
        "Bonjour Bo, ici Salon Léa.\n\nNous sommes fermés, réponse tout à l’heure à 14 h."
    ]  # one message for both
    await o.world.say("Still closed?", BO)
    await o.world.clock.advance(6 * 3600)  # 18:01
    await o.world.say("And tonight?", BO)
    await answered(o, 2)
    assert texts(o)[1] == "Nous sommes fermés, réponse demain à 9 h."
    assert [(one.automation, one.promised_at) for one in asked(o)] == [
        ("away", datetime(2026, 11, 26, 13, tzinfo=UTC)),
        ("away", datetime(2026, 11, 27, 8, tzinfo=UTC)),
    ]
    await o.world.restart(away_s=60)
    await do(
        o, SaveHours("", PARIS.__class__(ALWAYS, "Europe/Paris", (*WEEK[:5], (Span(600, 720),), ())), True)
    )
    await o.world.say("Hello?", BO)
    await answered(o, 2)  # corrected hours give no second one in the same evening


async def test_hours_that_begin_tomorrow_are_what_is_promised_tonight(o: Office) -> None:
    """And a closed week of its own is a closed period of its own, also for who was told so before."""
    await do(o, SaveHours("", OpeningHours("2026-11-27", "Europe/Paris", ((),) * 7)))
    await do(o, SaveHours("", OpeningHours("2026-12-04", "Europe/Paris", WEEK)))
    await o.world.clock.advance(LUNCH_S + 60)  # 12:01
    await o.world.conversation(BO, name="Bo")
    await answered(o, 1)
    await o.world.clock.advance(6 * 3600)  # 18:01
    await o.world.say("And tonight?", BO)
    await answered(o, 2)
    assert asked(o)[1].promised_at == datetime(2026, 12, 4, 8, tzinfo=UTC)
    await o.world.clock.advance(3 * 86_400)
    await o.world.say("Hello?", BO)
    await answered(o, 2)


async def test_who_is_being_answered_hears_no_machine(o: Office) -> None:
    await o.world.clock.advance(LUNCH_S)
    await o.answer()
    await o.ends_as("accepted")
    o.graph.posts.clear()
    await o.world.clock.advance(20 * 60)
    await o.world.say("Thank you!", ANA)  # 20 minutes later, and she is still at it after hours
    await answered(o, 0)
    await o.world.clock.advance(3 * 3600)  # open, then closed again
    await o.world.clock.advance(3 * 3600)
    await o.world.call("POST", "/api/v1/presence", o.desk, {"what": "typing", "conversation_id": str(o.ana)})
    await o.world.say("Are you there?", ANA)
    await answered(o, 0)
    await o.world.clock.advance(11)
    await o.world.say("Anybody?", ANA)
    await answered(o, 1)


async def test_stop_words_blocks_old_words_and_reactions_get_none(o: Office) -> None:
    await o.world.clock.advance(LUNCH_S)
    await o.world.say("STOP", BO)
    await o.world.say("Really", BO)
    old = message_webhook("Hello", CLEO, sent_at=o.world.clock.now() - timedelta(minutes=11))
    assert await o.world.post(old) == 200  # the hub was not there when they wrote
    await o.world.settled()
    await answered(o, 0)
    assert not asked(o)
    with o.world.reading() as conn, closing(conn.cursor()):
        turns, _episodes = rows_of(_measured(conn))
    bos = {one.conversation_id for one in turns if one.message_id is not None}
    first = next(one for one in o.world.events("message.received") if one.body.text == "STOP")  # type: ignore[union-attr]
    assert first.body.message_id not in {one.message_id for one in turns}  # type: ignore[union-attr]
    assert len(bos) == 3


def _measured(conn: Any) -> Book:
    book = Book(lambda places: [])
    for stored in log.page(conn, 0, 1 << 30):
        envelope = stored.envelope if isinstance(stored.envelope, bytes) else stored.envelope.encode()
        fields = stored.fields if isinstance(stored.fields, bytes) else stored.fields.encode()
        book.take(_pos(envelope), envelope, fields)
    return book


def _pos(envelope: bytes) -> int:
    import json

    return int(json.loads(envelope)["pos"])


async def test_each_number_may_have_texts_of_its_own(o: Office) -> None:
    other = line_id_of("whatsapp", OTHER_LINE)
    await o.world.say("Hi", BO, line=OTHER_LINE)
    await answered(o, 1)
    own = AutoReply(line_scope(other), True, "Welcome to the workshop!", False, "", "en")
    await do(o, SaveAutoReply(own))
    await o.world.say("Hi", CLEO, line=OTHER_LINE)
    await answered(o, 2)
    assert texts(o, CLEO) == ["Welcome to the workshop!"]
    await do(o, RemoveAutoReply(own.scope))
    await do(o, RemoveAutoReply(own.scope), "auto_gone")
    await do(o, SaveAutoReply(AutoReply(line_scope("nowhere"))), "auto_scope")
    await do(o, SaveAutoReply(AutoReply("", True, "Open {opening}")), "auto_opening")
    line = line_id_of("whatsapp", LINE)
    await do(o, MapPhone(line, MemberId(o.desk.member_id)))
    await do(o, MapPhone(LineId("nowhere")), "auto_scope")
    await do(o, MapPhone(line, MemberId("stranger")), "member_unknown")
    assert [event.body.member_id for event in o.world.events("phone.mapped")] == [o.desk.member_id]  # type: ignore[union-attr]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("point", ["before_auto_reply_commit", "after_auto_reply_commit"])
async def test_killed_while_it_decides_it_goes_out_once(tmp_path: Path, point: str) -> None:
    is_dying = False

    def crash(here: str) -> None:
        if is_dying and here == point:
            raise Killed

    async with office(tmp_path / "hub", crash=crash) as o:
        await do(o, SaveAutoReply(AutoReply("", True, "Hello!")))
        await o.world.say("Hi", ANA)
        await answered(o, 1)
        is_dying = True
        await o.world.say("Hi", BO)
        await o.world.clock.advance(1)
        is_dying = False
        await o.world.restart()
        await o.world.say("Hi again", BO)
        await answered(o, 2)
        assert len(asked(o)) == 2 and texts(o, BO) == ["Hello!"]


async def test_what_came_just_before_a_crash_is_answered_after_it(o: Office) -> None:
    worker = o.world.hub._running.auto_replies
    assert worker is not None
    worker._is_on = False  # it died before it heard
    await o.world.say("Hi", BO)
    await answered(o, 0)
    await o.world.restart(away_s=60)
    await answered(o, 2)  # Ana wrote within the ten minutes too


async def test_a_wait_that_needs_no_answer_ends_and_may_come_back(o: Office, tmp_path: Path) -> None:
    since = talk(o, o.ana).waiting_since_at
    await do(o, WaiveConversation(o.ana))
    assert talk(o, o.ana).waiting_since_at is None
    await do(o, WaiveConversation(o.ana), "nobody_waits")
    await do(o, UnwaiveConversation(o.ana))
    assert talk(o, o.ana).waiting_since_at == since
    await do(o, UnwaiveConversation(o.ana), "not_waived")
    seen = o.world.head
    await o.world.say("One more thing", ANA)
    late = await o.world.do(o.desk, WaiveConversation(o.ana), base_pos=seen)
    assert late.code == "customer_wrote"
    assert is_as_rebuilt(o.world, tmp_path)


async def test_silence_ends_a_matter_once(o: Office) -> None:
    await o.answer()
    await o.ends_as("accepted")
    await o.world.conversation(BO)  # who waits is not done with
    await o.world.clock.advance(71 * 3600)
    await o.world.settled()
    assert not o.world.events("episode.ended")
    await o.world.clock.advance(2 * 3600)
    await o.reach(lambda: bool(o.world.events("episode.ended")), within_s=120, step_s=10)
    await o.world.restart(away_s=3600)
    await o.world.clock.advance(120)
    await o.world.settled()
    [ended] = o.world.events("episode.ended")
    assert (ended.subject, ended.actor.kind) == (o.ana, "hub")
    await o.world.say("Something else", ANA)
    await o.answer(MessageId("m-2"))
    await o.ends_as("accepted", MessageId("m-2"))
    with o.world.reading() as conn:  # what came to nothing is due again
        silence, then = Silence(), o.world.clock.now() + timedelta(hours=73)
        assert [len(silence.due(conn, then, 10)) for _time in range(2)] == [1, 1]
    await do(o, ChangeSetting("episode_silence_h", 0))
    await o.world.clock.advance(100 * 3600)
    await o.world.settled()
    assert len(o.world.events("episode.ended")) == 1
    await do(o, ChangeSetting("episode_silence_h", 1))
    await o.reach(lambda: len(o.world.events("episode.ended")) == 2, within_s=120, step_s=10)
