"""Ladders at a real hub: the cap whoever asks, what others do in the same moment, and one run for one person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain import deal_asks, ladders
from app.domain.contacts import Identity
from app.domain.conversations import ConversationStarted
from app.domain.ids import ConversationId, LineId, MemberId
from app.domain.ladder_words import Words
from app.domain.ladders import LadderStep
from app.domain.scheduled import ScheduleMessage
from app.domain.sends import SendRequested
from app.words.going_quiet import why_words
from app.words.ladder_texts import said_to
from storage import view
from tests.flow.hub_world import ANA, OTHER_LINE
from tests.flow.ladder_steps import (
    AGAIN,
    HELLO,
    LAST,
    NUDGE,
    contact_of,
    deal,
    ends,
    first_goes_out,
    held,
    pass_to,
    run,
    save,
    shop,
    start,
    told,
)
from tests.flow.office import M3


async def test_what_was_planned_for_the_same_moment_is_our_word_and_ends_it(tmp_path: Path) -> None:
    """Both fall due at once: they get the one that a person wrote."""
    async with shop(tmp_path, (HELLO, replace(AGAIN, text=""))) as o:
        await first_goes_out(o)
        there = run(o)
        assert there is not None and there.due_at is not None
        with o.world.reading() as conn:
            talk = view.load_conversation(conn, o.ana)
            person = view.kept_contact(conn, contact_of(o))
            words = said_to(AGAIN, talk, person, [NUDGE], "Lea", "the salon", there.due_at)
        assert isinstance(words, Words)
        plan = ScheduleMessage(M3, o.ana, there.due_at, "template", words.text, words.content)
        assert (await o.world.do(o.desk, plan)).result == "accepted"
        await pass_to(o, "2026-12-01T12:00")
        requested = [event.body.message_id for event in o.world.events("send.requested")]  # type: ignore[union-attr]
        assert requested[-1] == M3 and len(o.graph.posts) == 2
        assert ends(o) == ["written"]


async def test_a_held_step_beyond_the_cap_is_not_sent_by_hand_either(tmp_path: Path) -> None:
    """Also where another person became this one, who had been written to."""
    async with shop(tmp_path, (HELLO, AGAIN, LAST), most=1) as o:
        await first_goes_out(o)
        body = ladders.FollowUpHeld("d-1", "run-1", 2, "hub_restored")
        await told(o, body, subject="d-1")
        refused = await o.world.do(o.desk, ladders.SendHeldFollowUp("d-1", "run-1", 2))
        assert (refused.code, refused.facts) == ("follow_up_over", {"why": why_words("cap")})


async def test_what_is_late_and_beyond_the_cap_is_over_and_asks_nobody(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO, AGAIN), most=1) as o:
        await first_goes_out(o)
        await o.world.restart(away_s=10 * 86_400)
        await o.reach(lambda: ends(o) == ["cap"], within_s=120)
        assert held(o) == []


async def test_the_cap_counts_what_they_got_at_our_other_number(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO,), most=1) as o:
        await first_goes_out(o)
        assert (await o.world.do(o.desk, ladders.StopFollowUp("d-1", "run-1"))).result == "accepted"
        other = ConversationId("c-other")
        with o.world.reading() as conn:
            talk = view.load_conversation(conn, o.ana)
        assert talk is not None
        body = SendRequested(
            M3,
            other,
            talk.contact_id,
            LineId(f"whatsapp:{OTHER_LINE}"),
            MemberId(o.desk.member_id),
            "text",
            "Hello",
            content=None,
        )
        started = ConversationStarted(
            other, talk.contact_id, LineId(f"whatsapp:{OTHER_LINE}"), "whatsapp", Identity(number=ANA)
        )
        await told(o, started, body, subject=other)
        await deal(o, "d-2", other, title="Wedding")
        refused = await start(o, "d-2", "run-2")
        assert (refused.code, refused.facts) == ("follow_up_most", {"limit": "1"})


async def test_one_person_has_one_automatic_run_whatever_the_stages(tmp_path: Path) -> None:
    async with shop(tmp_path, (LadderStep(3, template=AGAIN.template),)) as o:
        steps = (LadderStep(3, template=AGAIN.template),)
        assert (await save(o, steps, is_automatic=True)).result == "accepted"
        await deal(o, "d-2", title="Wedding")
        move = deal_asks.MoveDeal("d-2", "main", "decision", "quote")  # quiet after four days as well
        assert (await o.world.do(o.desk, move)).result == "accepted"
        await pass_to(o, "2026-12-03T12:00", step_s=3600)
        assert len(o.world.events("follow_up.started")) == 1 and ends(o) == []
