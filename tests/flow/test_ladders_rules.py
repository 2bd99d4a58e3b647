"""When a ladder may begin, when it waits, how much it may send, and its calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain import deal_asks, ladders
from app.domain.follow_ups import LATE_AFTER
from app.domain.ladders import LadderStep
from app.domain.merging import MergeContacts
from app.domain.settings import ChangeSetting
from app.domain.tasks import FinishTask, RemoveTask
from storage import view
from tests.flow.hub_world import BO
from tests.flow.ladder_steps import (
    AGAIN,
    CALL,
    HELLO,
    LAST,
    consent_ends,
    contact_of,
    deal,
    ends,
    first_goes_out,
    held,
    logged,
    over,
    pass_to,
    rest,
    run,
    save,
    shop,
    silent,
    start,
    state,
)
from tests.flow.office import M3

# The clock of these tests stands at Thursday 26 November 2026, 9:42 in London, where Ana lives.


# --- time ---


async def test_nobody_is_written_to_at_night(tmp_path: Path) -> None:
    async with shop(tmp_path, (LadderStep(0, text="", template=AGAIN.template), AGAIN)) as o:
        await pass_to(o, "2026-11-26T22:30")
        assert (await start(o)).result == "accepted"
        await o.reach(lambda: bool(o.world.events("follow_up.delayed")), within_s=60)
        delayed: Any = o.world.events("follow_up.delayed")[0].body
        assert (delayed.code, f"{delayed.due_at:%d %H:%M}") == ("quiet_hours", "27 08:00")
        assert o.graph.posts == []
        await pass_to(o, "2026-11-27T08:10")
        assert len(o.graph.posts) == 1 and held(o) == []


async def test_weekends_holidays_and_own_closed_days_are_waited_for(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        for name, value in (("holiday_region", "GB-ENG"), ("closed_days", "2026-12-24")):
            assert (await o.world.do(o.desk, ChangeSetting(name, value))).result == "accepted"
        await pass_to(o, "2026-12-22T09:42", step_s=86_400)
        assert (await start(o)).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) + len(held(o)) == 1, within_s=60)
        there = run(o)
        assert there is not None
        if there.state == "held":  # the window closed long ago: free words alone are held
            assert (await o.world.do(o.desk, ladders.SkipFollowUp("d-1", "run-1", 1))).result == "accepted"
            there = run(o)
        assert there is not None and there.due_at is not None
        # 23rd; Christmas, its day off on the 28th for the 26th, and our own 24th do not count
        assert f"{there.due_at:%Y-%m-%d %H}" == "2026-12-30 09"


async def test_a_day_that_became_a_closed_one_is_waited_for_too(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        assert (await o.world.do(o.desk, ChangeSetting("closed_days", "2026-12-01"))).result == "accepted"
        await pass_to(o, "2026-12-01T23:00")
        assert len(o.graph.posts) == 1
        codes = [event.body.code for event in o.world.events("follow_up.delayed")]  # type: ignore[union-attr]
        assert codes == ["closed_day"]
        await pass_to(o, "2026-12-02T08:10")
        assert len(o.graph.posts) == 2


# --- the cap, two deals, two people who are one ---


async def test_no_more_go_out_than_allowed_since_they_were_last_heard_of(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO, AGAIN, LAST), most=2) as o:
        await first_goes_out(o)
        await pass_to(o, "2026-12-08T12:00")
        assert len(o.graph.posts) == 2 and ends(o) == ["cap"]
        refused = await start(o, run_id="run-2")
        assert (refused.code, refused.facts) == ("follow_up_most", {"limit": "2"})
        await o.world.say("Yes?")
        await silent(o, M3)
        assert (await start(o, run_id="run-3")).result == "accepted"


async def test_of_two_deals_of_one_person_one_is_followed_up(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await deal(o, "d-2", title="Wedding")
        await first_goes_out(o)
        refused = await start(o, "d-2", "run-2")
        assert (refused.result, refused.code) == ("rejected", "follow_up_elsewhere")
        again = await start(o, "d-1", "run-3")
        assert again.code == "follow_up_running"


async def test_of_two_people_who_are_one_the_elder_run_goes_on(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        bo = await o.world.conversation(BO, text="Hello")
        await deal(o, "d-2", bo)
        await silent(o, M3, bo)
        await first_goes_out(o)
        await o.world.clock.advance(60)
        assert (await start(o, "d-2", "run-2")).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) == 2, within_s=60)
        with o.world.reading() as conn:
            other = view.load_conversation(conn, bo)
        assert other is not None
        merge = MergeContacts(contact_of(o), other.contact_id)
        assert (await o.world.do(o.desk, merge)).result == "accepted"
        await o.reach(lambda: bool(ends(o)), within_s=200, step_s=10)
        # what Bo got was written after Ana's step, so her run sees it as ours: only one of the two goes on at most
        assert len([one for one in ("d-1", "d-2") if run(o, one) is not None]) <= 1


# --- calls ---


async def test_a_call_is_a_task_and_the_next_step_waits_for_it(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO, CALL, LAST)) as o:
        await first_goes_out(o)
        await pass_to(o, "2026-11-30T10:00")
        asked: Any = o.world.events("follow_up.call_asked")[0].body
        task: Any = o.world.events("task.added")[0].body
        assert (task.task_id, task.deal_id, task.whose) == (asked.call_task_id, "d-1", "ours")
        assert task.title.startswith("Call ") and state(o) == (2, "call")
        await pass_to(o, "2026-12-05T10:00", step_s=6 * 3600)
        assert state(o) == (2, "call") and ends(o) == []  # the ladder's own task is no turn of ours
        await pass_to(o, "2026-12-07T10:00")
        assert (await o.world.do(o.desk, FinishTask(asked.call_task_id))).result == "accepted"
        await o.reach(lambda: state(o) == (3, "waiting"), within_s=120)
        there = run(o)
        assert there is not None and there.due_at is not None and f"{there.due_at:%d %H}" == "09 10"
        await pass_to(o, "2026-12-09T10:30")
        assert len(o.graph.posts) == 2


async def test_whoever_was_reached_by_phone_is_followed_up_no_more(tmp_path: Path) -> None:
    async with shop(tmp_path, (CALL, LAST)) as o:
        assert (await start(o)).result == "accepted"
        await pass_to(o, "2026-11-30T10:00")
        await logged("call")(o)
        await over(o, "logged")


async def test_a_call_that_is_left_out_takes_its_task_along(tmp_path: Path) -> None:
    async with shop(tmp_path, (CALL, LAST)) as o:
        assert (await start(o)).result == "accepted"
        await pass_to(o, "2026-11-30T10:00")
        assert (await o.world.do(o.desk, ladders.SkipFollowUp("d-1", "run-1", 1))).result == "accepted"
        assert o.world.events("task.removed") and state(o) == (2, "waiting")
        await pass_to(o, "2026-12-02T10:30")
        assert ends(o) == []


async def test_a_call_whose_task_was_removed_counts_as_made(tmp_path: Path) -> None:
    async with shop(tmp_path, (CALL,)) as o:
        assert (await start(o)).result == "accepted"
        await pass_to(o, "2026-11-30T10:00")
        task: Any = o.world.events("task.added")[0].body
        assert (await o.world.do(o.desk, RemoveTask(task.task_id))).result == "accepted"
        await o.reach(lambda: state(o) == (2, "spent"), within_s=120)


# --- beginning ---


@pytest.mark.parametrize(
    "what", ["unknown", "won", "ours", "unlinked", "no_ladder", "old_ladder", "no_consent"]
)
async def test_why_none_may_begin(tmp_path: Path, what: str) -> None:
    async with shop(tmp_path) as o:
        deal_id, wanted = "d-1", what
        if what == "unknown":
            deal_id, wanted = "d-9", "deal_unknown"
        elif what == "won":
            await o.world.do(o.desk, deal_asks.WinDeal("d-1"))
            wanted = "deal_ended"
        elif what == "ours":
            await o.world.say("And?")
            wanted = "deal_our_turn"
        elif what == "unlinked":
            new = deal_asks.NewDeal("main", "quote", title="Fair", deal_id="d-3")
            await o.world.do(o.desk, deal_asks.AddDeal("d-3", new))
            deal_id, wanted = "d-3", "deal_unlinked"
        elif what == "no_ladder":
            await save(o, ())
            wanted = "ladder_empty"
        elif what == "no_consent":
            await consent_ends(o)
            wanted = "consent_withdrawn"
        if what == "old_ladder":
            outcome = await o.world.do(o.desk, ladders.StartFollowUp("d-1", "run-1", 0))
            wanted = "ladder_changed"
        else:
            outcome = await start(o, deal_id)
        assert (outcome.result, outcome.code) == ("rejected", wanted)
        assert o.graph.posts == [] and run(o) is None


async def test_a_ladder_is_the_leaders_and_saved_over_nobody_elses(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        marc = await o.world.join("rep", "Marc")
        refused = await o.world.do(marc, ladders.SaveLadder(ladders.Ladder("main", (HELLO,)), 1))
        assert refused.code == "role_missing"
        stale = await o.world.do(o.desk, ladders.SaveLadder(ladders.Ladder("main", (HELLO,)), 0))
        assert stale.code == "ladder_changed"
        unknown = await o.world.do(o.desk, ladders.SaveLadder(ladders.Ladder("nowhere", (HELLO,)), 0))
        assert unknown.code == "pipeline_unknown"
        bad = await save(o, (LadderStep(0, text="For {tomorrow}"),))
        assert bad.code == "ladder_blank"


async def test_an_automatic_ladder_begins_for_what_goes_quiet_from_then_on(tmp_path: Path) -> None:
    """What was quiet before is a person's to begin; in the owner's name where the deal has no owner."""
    async with shop(tmp_path, (LadderStep(0, template=AGAIN.template),)) as o:
        await pass_to(o, "2026-12-08T10:00", step_s=86_400)  # quiet since the 2nd
        bo = await o.world.conversation(BO, text="Hello")
        await deal(o, "d-2", bo)
        await silent(o, M3, bo)
        assert (
            await save(o, (LadderStep(0, template=AGAIN.template),), is_automatic=True)
        ).result == "accepted"
        await pass_to(o, "2026-12-14T09:00", step_s=3600)
        assert o.world.events("follow_up.started") == []  # four working days are not over
        await pass_to(o, "2026-12-14T09:59", step_s=600)
        await pass_to(o, "2026-12-14T10:03", step_s=20)
        [begun] = o.world.events("follow_up.started")
        body: Any = begun.body
        assert (body.deal_id, body.is_automatic, body.member_id) == ("d-2", True, o.desk.member_id)
        await o.reach(lambda: len(o.graph.posts) == 1, within_s=120)
        await pass_to(o, "2026-12-21T10:00", step_s=6 * 3600)
        assert len(o.world.events("follow_up.started")) == 1  # once for one silence
        await o.world.restart(away_s=60)
        await o.world.clock.advance(120)
        await rest(o)
        assert len(o.world.events("follow_up.started")) == 1


async def test_what_goes_quiet_while_the_hub_is_away_is_asked_about(tmp_path: Path) -> None:
    """An automatic ladder whose first step waits for nothing would else write to all of them when the hub is back."""
    async with shop(tmp_path, (LadderStep(0, template=AGAIN.template),)) as o:
        await pass_to(o, "2026-12-08T10:00", step_s=86_400)
        bo = await o.world.conversation(BO, text="Hello")
        await deal(o, "d-2", bo)
        await silent(o, M3, bo)
        saved = await save(o, (LadderStep(0, template=AGAIN.template),), is_automatic=True)
        assert saved.result == "accepted"
        await pass_to(o, "2026-12-14T09:00", step_s=3600)
        await o.world.restart(away_s=2 * 3600)  # it went quiet at ten
        await o.world.clock.advance(120)
        await rest(o)
        [begun] = o.world.events("follow_up.started")
        body: Any = begun.body
        assert (body.deal_id, body.is_automatic) == ("d-2", True)
        assert body.due_at < o.world.clock.now() - LATE_AFTER
        [asked] = o.world.events("follow_up.held")
        held: Any = asked.body
        assert (held.deal_id, held.code) == ("d-2", "was_late")
        assert o.graph.posts == []
