"""Steps of a ladder that wait for a person, and that nothing ever goes out twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain import ladders
from app.domain.consent import ConsentGiven
from app.domain.follow_ups import FollowUp
from app.domain.ladders import LadderStep
from app.domain.templates import TemplateChanged
from app.whatsapp.client import Refusal
from tests.flow.ladder_steps import (
    AGAIN,
    HELLO,
    LAST,
    NUDGE,
    contact_of,
    first_goes_out,
    held,
    pass_to,
    run,
    shop,
    start,
    state,
    told,
)
from tests.flow.office import Office
from tests.flow.restore_world import copy_of, put_back
from tests.guards.logs import Expect

# The clock of these tests stands at Thursday 26 November 2026, 9:42 in London, where Ana lives.


# --- held, sent after all, left out ---


async def away_over_the_second(o: Office) -> FollowUp:
    await first_goes_out(o)
    await o.world.restart(away_s=6 * 86_400)
    await o.reach(lambda: held(o) == ["was_late"], within_s=120)
    there = run(o)
    assert there is not None and (there.state, there.due_at) == ("held", None)
    return there


async def test_what_fell_due_while_the_hub_was_off_is_held_and_sent_when_a_person_says_so(
    tmp_path: Path,
) -> None:
    async with shop(tmp_path) as o:
        there = await away_over_the_second(o)
        assert len(o.graph.posts) == 1 and "due_at" in there.facts
        body = ladders.SendHeldFollowUp("d-1", "run-1", 2)
        assert (await o.world.do(o.desk, body)).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) == 2, within_s=60)
        assert state(o) == (3, "spent")
        again = await o.world.do(o.desk, body)
        assert (again.result, again.code) == ("rejected", "follow_up_changed")
        assert len(o.graph.posts) == 2


async def test_what_was_held_is_checked_again_before_it_goes(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await away_over_the_second(o)
        await o.world.say("I am back")
        outcome = await o.world.do(o.desk, ladders.SendHeldFollowUp("d-1", "run-1", 2))
        assert (outcome.code, len(o.graph.posts)) == ("follow_up_over", 1)


async def test_what_was_held_is_left_out_or_stopped(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO, AGAIN, LAST)) as o:
        await away_over_the_second(o)
        assert (await o.world.do(o.desk, ladders.SkipFollowUp("d-1", "run-1", 2))).result == "accepted"
        there = run(o)
        assert there is not None and (there.step, there.state) == (3, "waiting")
        assert (await o.world.do(o.desk, ladders.StopFollowUp("d-1", "run-1"))).result == "accepted"
        assert run(o) is None and len(o.graph.posts) == 1


async def test_a_short_stop_of_the_hub_delays_a_step_and_no_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        await pass_to(o, "2026-12-01T09:35")
        await o.world.restart(away_s=10 * 60)
        await o.reach(lambda: len(o.graph.posts) == 2, within_s=120)
        assert held(o) == []


async def test_a_template_that_was_paused_meanwhile_asks_a_person(tmp_path: Path) -> None:
    from dataclasses import replace

    async with shop(tmp_path) as o:
        await first_goes_out(o)
        await told(o, TemplateChanged(replace(NUDGE, status="paused")))
        await pass_to(o, "2026-12-01T10:00")
        assert held(o) == ["ladder_template_gone"] and len(o.graph.posts) == 1
        outcome = await o.world.do(o.desk, ladders.SendHeldFollowUp("d-1", "run-1", 2))
        assert (outcome.code, outcome.facts) == ("ladder_template_gone", {"name": "nudge"})
        await told(o, TemplateChanged(NUDGE))
        assert (await o.world.do(o.desk, ladders.SendHeldFollowUp("d-1", "run-1", 2))).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) == 2, within_s=60)


async def test_a_closed_window_without_a_template_asks_a_person(tmp_path: Path) -> None:
    async with shop(tmp_path, (HELLO, LadderStep(3, text="Only words"))) as o:
        await first_goes_out(o)
        await pass_to(o, "2026-12-01T10:00")
        assert held(o) == ["no_template"] and len(o.graph.posts) == 1


async def test_marketing_without_consent_asks_and_with_it_goes(tmp_path: Path) -> None:
    from dataclasses import replace

    async with shop(tmp_path) as o:
        await told(o, TemplateChanged(replace(NUDGE, category="marketing")))
        await first_goes_out(o)
        await pass_to(o, "2026-12-01T10:00")
        assert held(o) == ["consent_missing"]
        given = ConsentGiven(contact_of(o), "whatsapp", ("marketing",), "spoken", "yes", o.world.clock.now())
        await told(o, given, subject=contact_of(o))
        assert (await o.world.do(o.desk, ladders.SendHeldFollowUp("d-1", "run-1", 2))).result == "accepted"


async def test_a_message_that_did_not_arrive_is_not_followed_by_another(tmp_path: Path) -> None:
    refused = Refusal("undeliverable", 131026)
    async with shop(tmp_path, (HELLO, AGAIN)) as o:
        o.graph.script = [refused]
        assert (await start(o)).result == "accepted"
        await o.reach(
            lambda: bool(o.world.events("send.refused") + o.world.events("send.failed")), within_s=240
        )
        await pass_to(o, "2026-12-01T10:00")
        assert held(o) == ["last_failed"]


async def test_the_author_who_left_is_not_written_for(tmp_path: Path) -> None:
    async with shop(tmp_path) as o:
        marc = await o.world.join("rep", "Marc")
        with o.world.reading() as conn:
            from storage.view import ladders as rows

            seen = rows.ladders(conn)["main"].version
        assert (await o.world.do(marc, ladders.StartFollowUp("d-1", "run-1", seen))).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) == 1, within_s=60)
        wish = {"member_id": marc.member_id, "heir_id": None}
        assert (await o.world.call("POST", "/api/v1/team/remove", o.desk, wish)).status == 200
        await pass_to(o, "2026-12-01T10:00")
        assert held(o) == ["author_left"]
        assert (await o.world.do(o.desk, ladders.SendHeldFollowUp("d-1", "run-1", 2))).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) == 2, within_s=60)


# --- crashes and restores ---


@pytest.mark.parametrize(
    "point", ["before_schedule_commit", "after_schedule_commit", "before_post", "after_attempt_commit"]
)
@pytest.mark.parametrize("which", [1, 2, 3])
async def test_no_step_goes_out_twice_whatever_crashes(
    tmp_path: Path, point: str, which: int, expect_log: Expect
) -> None:
    left = [0]
    is_armed = [False]

    def crash(at: str) -> None:
        if is_armed[0] and at == point:
            left[0] += 1
            if left[0] == which:
                expect_log("RuntimeError")
                raise RuntimeError("killed")

    async with shop(tmp_path, crash=crash) as o:
        is_armed[0] = True
        await start(o)
        for _ in range(8):
            await o.world.clock.advance(2)
        is_armed[0] = False
        await o.world.restart(away_s=1)
        await pass_to(o, "2026-12-01T10:00", step_s=86_400)
        requested = [event.body.message_id for event in o.world.events("send.requested")]  # type: ignore[union-attr]
        assert len(requested) == len(set(requested))
        steps = [(event.body.run_id, event.body.step) for event in o.world.events("follow_up.sent")]  # type: ignore[union-attr]
        assert len(steps) == len(set(steps))
        bodies = [post.text for post in o.graph.posts]
        assert bodies.count("Hello?") <= 1


async def test_after_a_restore_every_run_asks_first(tmp_path: Path) -> None:
    """The lost hub may have sent it: nothing goes out by itself until a person has looked."""
    async with shop(tmp_path) as o:
        await first_goes_out(o)
        copy = copy_of(o.world)
        await o.world.clock.advance(60)
        await put_back(o.world, copy, away_s=600)
        await o.reach(lambda: held(o) == ["hub_restored"], within_s=120)
        sent = len(o.graph.posts)
        await pass_to(o, "2026-12-05T10:00", step_s=6 * 3600)
        assert len(o.graph.posts) == sent and held(o) == ["hub_restored"]
        body = ladders.SendHeldFollowUp("d-1", "run-1", 2)
        assert (await o.world.do(o.desk, body)).result == "accepted"
        await o.reach(lambda: len(o.graph.posts) == sent + 1, within_s=60)
