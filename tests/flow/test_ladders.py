"""Ladders at a real hub: what goes out when, and what stops it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain import deal_asks, ladders
from app.domain.contacts import ContactBlocked
from app.domain.ids import LineId
from app.domain.tasks import AddTask
from storage import view
from tests.flow.hub_world import text_item, webhook
from tests.flow.ladder_steps import (
    CALL,
    HELLO,
    LAST,
    asked,
    consent_ends,
    ends,
    first_goes_out,
    logged,
    over,
    pass_to,
    posted,
    rest,
    run,
    shop,
    silent,
    state,
    told,
)
from tests.flow.office import M3, Office
from tests.flow.restore_world import is_as_rebuilt

# The clock of these tests stands at Thursday 26 November 2026, 9:42 in London, where Ana lives.


async def test_the_first_step_goes_at_once_and_the_second_three_working_days_later(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        assert posted(o) == ["Hello?"]
        there = run(o)
        assert there is not None and (there.step, there.state, there.sent_count) == (2, "waiting", 1)
        await pass_to(o, "2026-12-01T09:30")  # Friday, Monday, and not yet all of Tuesday
        assert len(o.graph.posts) == 1
        await pass_to(o, "2026-12-01T09:50")
        assert len(o.graph.posts) == 2
        sent = o.world.events("send.requested")[-1].body
        assert sent.automation == "ladder" and sent.member_id is not None  # type: ignore[union-attr]
        assert getattr(sent, "kind", "") == "template"  # the window is closed by then
        assert getattr(sent, "text", "") == "Bonjour the salon, toujours d'actualité ?"
        assert getattr(sent, "member_id", "") == o.desk.member_id
        assert state(o) == (3, "spent")


async def test_a_rebuild_knows_the_same_runs(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO, CALL, LAST)) as o:
        await first_goes_out(o)
        await pass_to(o, "2026-12-01T12:00")
        assert state(o) == (2, "call")
        assert is_as_rebuilt(o.world, tmp_path)


# --- signs of life ---


async def _customer_writes(o: Office) -> None:
    await o.world.say("Yes, please")


async def _customer_says_stop(o: Office) -> None:
    await o.world.say("STOP")


async def _colleague_writes(o: Office) -> None:
    await silent(o, M3)


async def _is_blocked(o: Office) -> None:
    with o.world.reading() as conn:
        talk = view.load_conversation(conn, o.ana)
    assert talk is not None
    await told(o, ContactBlocked(talk.contact_id, LineId(talk.line_id)), subject=talk.contact_id)


async def _task_of_ours(o: Office) -> None:
    body = AddTask("t-1", "Send the plan", deal_id="d-1")
    assert (await o.world.do(o.desk, body)).result == "accepted"


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (_customer_writes, "answered"),
        (_customer_says_stop, "consent"),
        (_colleague_writes, "written"),
        (consent_ends, "consent"),
        (_is_blocked, "blocked"),
        (_task_of_ours, "our_turn"),
        (logged("call"), "logged"),
        (logged("meeting"), "logged"),
        (logged("email"), "logged"),
        (asked(deal_asks.MoveDeal("d-1", "main", "decision")), "moved"),
        (asked(deal_asks.WinDeal("d-1")), "won"),
        (asked(deal_asks.LoseDeal("d-1")), "lost"),
        (asked(deal_asks.RemoveDeal("d-1")), "removed"),
        (asked(ladders.StopFollowUp("d-1", "run-1")), "stopped"),
    ],
)
async def test_any_sign_of_life_stops_it_for_good(tmp_path: Path, act: Any, why: str) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        await o.world.clock.advance(3_600)
        await act(o)
        await over(o, why)


async def test_a_reaction_is_a_sign_of_life_and_a_call_in_vain_is_none(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        await logged("no_answer")(o)
        await o.world.clock.advance(120)
        await rest(o)
        assert ends(o) == []
        wamid = next(event.body.external_id for event in o.world.events("send.accepted"))  # type: ignore[union-attr]
        item = text_item("", sent_at=o.world.clock.now())
        item |= {"type": "reaction", "reaction": {"message_id": wamid, "emoji": "👍"}}
        del item["text"]
        assert await o.world.post(webhook({"messages": [item]})) == 200
        await o.world.settled()
        await over(o, "answered")


async def test_a_sign_in_the_very_minute_of_a_step_is_seen(tmp_path: Path) -> None:
    """The webhook is in the log before the scheduler looks: the step does not go out."""
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        there = run(o)
        assert there is not None and there.due_at is not None
        await pass_to(o, "2026-12-01T09:40")
        left_s = (there.due_at - o.world.clock.now()).total_seconds()
        await o.world.clock.advance(left_s - 0.4)
        await o.world.say("Sorry, I was away")
        await o.world.clock.advance(1)
        await over(o, "answered")
        assert len(o.graph.posts) == 1
