"""Planned answers at a real hub: they go out on time with every desk closed, or their author is asked first.

Issue 4: changed, cancelled, asked about when the customer wrote, a colleague answered, the window or the clock changed.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.ids import MessageId
from app.domain.scheduled import (
    CancelScheduled,
    ChangeScheduled,
    ScheduleAsked,
    Scheduled,
    ScheduleMessage,
    SendScheduled,
)
from app.domain.sends import SendText
from storage import view
from tests.flow.hub_world import BO
from tests.flow.office import M1, M2, Office, office
from tests.storage.view_log import new_view, project

HOUR = timedelta(hours=1)


def plan(o: Office, text: str = "See you at eleven", after: timedelta = HOUR) -> ScheduleMessage:
    return ScheduleMessage(M1, o.ana, o.world.clock.now() + after, "text", text)


def planned(o: Office) -> list[Scheduled]:
    with o.world.reading() as conn:
        return view.all_scheduled(conn, 100)


async def goes_out(o: Office) -> None:
    """Its time has come: it leaves the plan and reaches the channel."""
    await o.reach(lambda: bool(o.world.events("schedule.sent")), within_s=120.0)
    await o.ends_as("accepted")


async def asked(o: Office) -> ScheduleAsked:
    await o.reach(lambda: bool(o.world.events("schedule.asked")), within_s=120.0)
    body = o.world.events("schedule.asked")[-1].body
    assert isinstance(body, ScheduleAsked)
    return body


async def test_a_planned_answer_goes_out_at_its_time_in_its_authors_name(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        assert (await o.world.do(o.desk, plan(o))).result == "accepted"
        await o.world.clock.advance(HOUR.total_seconds() - 60)
        assert o.graph.posts == [] and [one.text for one in planned(o)] == ["See you at eleven"]
        await o.world.clock.advance(61)
        await goes_out(o)
        assert [post.text for post in o.graph.posts] == ["See you at eleven"]
        [sent] = o.world.events("send.requested")
        assert sent.actor.member_id == o.desk.member_id and planned(o) == []


async def test_it_is_changed_and_taken_back_before(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.do(o.desk, plan(o))
        later = o.world.clock.now() + 2 * HOUR
        changed = ChangeScheduled(M1, o.ana, later, "text", "At noon", seen_version=1)
        assert (await o.world.do(o.desk, changed)).result == "accepted"
        stale = await o.world.do(o.desk, changed)
        assert (stale.result, stale.code) == ("rejected", "schedule_changed")
        assert [(one.text, one.due_at, one.version) for one in planned(o)] == [("At noon", later, 2)]
        assert (await o.world.do(o.desk, CancelScheduled(M1, o.ana))).result == "accepted"
        await o.world.clock.advance(3 * HOUR.total_seconds())
        assert planned(o) == [] and o.graph.posts == []
        gone = await o.world.do(o.desk, CancelScheduled(M1, o.ana))
        assert gone.code == "schedule_unknown"


async def test_its_author_is_asked_when_the_customer_wrote_meanwhile(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.do(o.desk, plan(o))
        await o.world.say("Forget it")
        await o.world.clock.advance(HOUR.total_seconds() + 1)
        assert (await asked(o)).code == "customer_wrote"
        assert o.graph.posts == [] and [one.state for one in planned(o)] == ["asked"]
        assert (await o.world.do(o.desk, SendScheduled(M1, o.ana, seen_version=1))).result == "accepted"
        await o.ends_as("accepted")
        assert [post.text for post in o.graph.posts] == ["See you at eleven"] and planned(o) == []


async def test_its_author_is_asked_when_a_colleague_answered(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        marc = await o.world.join("rep", "Marc")
        await o.world.do(o.desk, plan(o))
        await o.world.do(marc, SendText(M2, o.ana, "I have it"))
        await o.ends_as("accepted", M2)
        await o.world.clock.advance(HOUR.total_seconds() + 1)
        body = await asked(o)
        assert (body.code, body.facts) == ("newer_answer", {"who": "Marc"})


async def test_what_fell_due_while_the_hub_was_off_is_asked_about(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.do(o.desk, plan(o))
        await o.world.restart(away_s=3 * HOUR.total_seconds())
        assert (await asked(o)).code == "was_late"
        assert o.graph.posts == []
        again = ChangeScheduled(M1, o.ana, o.world.clock.now() + HOUR, "text", "See you", seen_version=1)
        assert (await o.world.do(o.desk, again)).result == "accepted"
        await o.world.clock.advance(HOUR.total_seconds() + 1)
        await goes_out(o)
        assert [post.text for post in o.graph.posts] == ["See you"]


async def test_a_short_stop_of_the_hub_delays_it_and_no_more(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.do(o.desk, plan(o))
        await o.world.restart(away_s=HOUR.total_seconds() + 120)
        await goes_out(o)
        assert o.world.events("schedule.asked") == []


@pytest.mark.parametrize(
    ("after", "text", "code"),
    [
        (-HOUR, "Hello", "time_past"),
        (timedelta(days=400), "Hello", "time_far"),
        (timedelta(hours=30), "Hello", "window_ends_before"),
        (HOUR, "  ", "text_empty"),
        (HOUR, "x" * 5_000, "text_too_long"),
    ],
)
async def test_what_could_never_go_out_then_is_refused_now(
    tmp_path: Path, after: timedelta, text: str, code: str
) -> None:
    async with office(tmp_path) as o:
        outcome = await o.world.do(o.desk, plan(o, text, after))
        assert (outcome.result, outcome.code) == ("rejected", code)
        assert planned(o) == []


async def test_another_reps_plan_is_left_alone_and_a_leaders_hand_is_not(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        marc, ines = await o.world.join("rep", "Marc"), await o.world.join("rep", "Inès")
        await o.world.do(marc, plan(o))
        refused = await o.world.do(ines, CancelScheduled(M1, o.ana))
        assert refused.code == "not_yours"
        assert (await o.world.do(o.desk, CancelScheduled(M1, o.ana))).result == "accepted"


async def test_an_id_is_used_once_and_never_for_another_conversation(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        bo = await o.world.conversation(BO)
        await o.world.do(o.desk, plan(o))
        assert (await o.world.do(o.desk, plan(o))).code == "message_id_taken"
        assert (await o.world.do(o.desk, CancelScheduled(M1, bo))).code == "schedule_unknown"
        await o.answer(M2)
        await o.ends_as("accepted", M2)
        taken = ScheduleMessage(MessageId(M2), o.ana, o.world.clock.now() + HOUR, "text", "Again")
        assert (await o.world.do(o.desk, taken)).code == "message_id_taken"


async def test_a_rebuild_knows_the_same_plans(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.do(o.desk, plan(o))
        await o.world.do(o.desk, ScheduleMessage(M2, o.ana, o.world.clock.now() + HOUR, "text", "Two"))
        await o.world.say("Wait")
        await o.world.clock.advance(HOUR.total_seconds() + 1)
        await o.reach(lambda: len(o.world.events("schedule.asked")) == 2, within_s=120.0)
        before = planned(o)
        fresh = new_view(tmp_path)
        project(fresh, o.world.events())
        with o.world.reading() as conn:
            assert before and view.view_hash(fresh) == view.view_hash(conn)
        fresh.close()
