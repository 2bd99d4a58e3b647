"""Any order of what customers, a team, clocks and restarts do to ladders: what must hold, read from the log alone.

A step that the hub takes by itself comes after no sign of life, once, by day, on a worked date, within the cap.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.domain import deal_asks, deals, ladders, tasks
from app.domain.arrivals import MessageReceived
from app.domain.consent import ConsentWithdrawn, RecordConsent, WithdrawConsent
from app.domain.events import Event
from app.domain.ids import MessageId
from app.domain.ladders import LadderStep
from app.domain.sends import SendRequested, SendText
from app.domain.settings import ChangeSetting
from app.domain.templates import TemplateChanged
from storage import view
from tests.flow.ladder_steps import (
    AGAIN,
    CALL,
    HELLO,
    LAST,
    NUDGE,
    NUDGES,
    deal,
    pass_to,
    rest,
    run,
    save,
    shop,
    start,
    told,
)

LONDON = ZoneInfo("Europe/London")
MOST = 2
DEALS = ("d-1", "d-2")  # both of one conversation
LADDERS = ((HELLO, AGAIN, LAST), (LadderStep(0, template=NUDGES), CALL, LAST), (CALL, AGAIN), (AGAIN,))
CLOSED = "2026-11-30"


class Days(RuleBasedStateMachine):
    """A hub, a Graph that accepts, one customer with two deals."""

    @initialize(ladder=st.sampled_from(LADDERS))
    def begin(self, ladder: Sequence[LadderStep]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.numbers = itertools.count(10)
        self._run(self._begin(ladder))

    async def _begin(self, ladder: Sequence[LadderStep]) -> None:
        self.o = await self.stack.enter_async_context(shop(Path(self.folder.name), ladder, most=MOST))
        await deal(self.o, "d-2")
        await self._do(ChangeSetting("closed_days", CLOSED))

    def _run(self, work: Coroutine[Any, Any, object]) -> None:
        self.runner.run(work)

    async def _do(self, body: Any) -> None:
        outcome = await self.o.world.do(self.o.desk, body)
        assert outcome.result in ("accepted", "rejected"), outcome
        await rest(self.o)

    # -- what happens

    @rule(which=st.sampled_from(DEALS))
    def a_ladder_begins(self, which: str) -> None:
        self._run(start(self.o, which, f"run-{next(self.numbers)}"))

    @rule(hours=st.sampled_from((1, 11, 25, 73)))
    def time_passes(self, hours: int) -> None:
        async def wait() -> None:
            until = self.o.world.clock.now() + timedelta(hours=hours)
            await pass_to(self.o, until.astimezone(LONDON).replace(tzinfo=None).isoformat())

        self._run(wait())

    @rule(hours=st.sampled_from((0.05, 2, 80)))
    def the_hub_is_off(self, hours: float) -> None:
        async def away() -> None:
            await self.o.world.restart(away_s=hours * 3600)
            await rest(self.o)

        self._run(away())

    @rule(words=st.sampled_from(("Yes", "STOP", "?")))
    def the_customer_writes(self, words: str) -> None:
        self._run(self.o.world.say(words))

    @rule()
    def a_colleague_writes(self) -> None:
        self._run(self._do(SendText(MessageId(f"own-{next(self.numbers)}"), self.o.ana, "And now?")))

    @rule(which=st.sampled_from(DEALS), what=st.sampled_from(("call", "no_answer", "email")))
    def something_is_written_down(self, which: str, what: Any) -> None:
        entry = f"e-{next(self.numbers)}"
        self._run(self._do(deal_asks.LogOnDeal(which, entry, what, "", self.o.world.clock.now())))

    @rule(which=st.sampled_from(DEALS), how=st.sampled_from(("move", "win", "lose", "reopen")))
    def the_deal_goes_on(self, which: str, how: str) -> None:
        body = {
            "move": deal_asks.MoveDeal(which, "main", "decision"),
            "win": deal_asks.WinDeal(which),
            "lose": deal_asks.LoseDeal(which),
            "reopen": deal_asks.ReopenDeal(which),
        }[how]
        self._run(self._do(body))

    @rule(which=st.sampled_from(DEALS), how=st.sampled_from(("send", "skip", "stop")))
    def somebody_decides(self, which: str, how: str) -> None:
        there = run(self.o, which)
        if there is None:
            return
        body: Any = {
            "send": ladders.SendHeldFollowUp(which, there.run_id, there.step),
            "skip": ladders.SkipFollowUp(which, there.run_id, there.step),
            "stop": ladders.StopFollowUp(which, there.run_id),
        }[how]
        self._run(self._do(body))

    @rule(which=st.sampled_from(DEALS), is_done=st.booleans())
    def a_task_is_made_or_done(self, which: str, is_done: bool) -> None:
        async def act() -> None:
            with self.o.world.reading() as conn:
                rows = conn.execute(
                    "SELECT task_id FROM view_task WHERE deal_id = ? AND done_us IS NULL AND is_removed = 0",
                    (which,),
                ).fetchall()
            for (task_id,) in rows if is_done else ():
                await self._do(tasks.FinishTask(task_id))
            if not is_done:
                await self._do(tasks.AddTask(f"t-{next(self.numbers)}", "Send the plan", deal_id=which))

        self._run(act())

    @rule(is_given=st.booleans())
    def they_say_what_they_want(self, is_given: bool) -> None:
        with self.o.world.reading() as conn:
            talk = view.load_conversation(conn, self.o.ana)
        assert talk is not None
        kind = RecordConsent if is_given else WithdrawConsent
        now = self.o.world.clock.now()
        self._run(self._do(kind(talk.contact_id, ("reminders",), "spoken", now, "said so")))

    @rule(is_paused=st.booleans())
    def the_template_is_paused_or_back(self, is_paused: bool) -> None:
        status = "paused" if is_paused else "approved"
        self._run(told(self.o, TemplateChanged(replace(NUDGE, status=status))))

    @rule(ladder=st.sampled_from(LADDERS), is_automatic=st.booleans())
    def the_ladder_is_another(self, ladder: Sequence[LadderStep], is_automatic: bool) -> None:
        self._run(save(self.o, ladder, MOST, is_automatic=is_automatic))

    # -- what must hold

    @invariant()
    def nothing_goes_out_twice(self) -> None:
        if not hasattr(self, "o"):
            return
        log = self.o.world.events()
        messages = Counter(event.body.message_id for event in log if isinstance(event.body, SendRequested))
        steps = Counter(
            (event.body.run_id, event.body.step)
            for event in log
            if isinstance(event.body, ladders.FollowUpSent | ladders.FollowUpCallAsked)
        )
        assert set(messages.values()) | set(steps.values()) <= {1}

    @invariant()
    def no_step_comes_after_a_sign_of_life(self) -> None:
        if not hasattr(self, "o"):
            return
        log = self.o.world.events()
        for event in log:
            body = event.body
            if isinstance(body, ladders.FollowUpSent | ladders.FollowUpCallAsked) and _is_own(event):
                before = [one for one in log if one.pos < event.pos]
                mine = [one for one in before if getattr(one.body, "run_id", None) == body.run_id]
                assert isinstance(mine[0].body, ladders.FollowUpStarted)
                assert not any(isinstance(one.body, ladders.FollowUpEnded) for one in mine)
                since = [one for one in before if one.pos > mine[-1].pos]
                signs = [one.kind for one in since if _is_sign(one, body)]
                assert signs == [], (event.pos, body, signs)

    @invariant()
    def steps_keep_to_days_hours_and_the_cap(self) -> None:
        if not hasattr(self, "o"):
            return
        sent = 0
        requested: dict[str, Event] = {}
        for event in self.o.world.events():
            body = event.body
            if isinstance(body, MessageReceived) or _is_life(body):
                sent = 0
            if isinstance(body, SendRequested):
                requested[body.message_id] = event
            if isinstance(body, ladders.FollowUpSent):
                sent += 1
                assert body.message_id in requested
                if body.member_id is None:
                    at = event.accepted_at.astimezone(LONDON)
                    assert sent <= MOST and at.weekday() < 5 and 8 <= at.hour < 21
                    assert f"{at:%Y-%m-%d}" != CLOSED

    @invariant()
    def one_run_of_a_person_at_a_time(self) -> None:
        if hasattr(self, "o"):
            there = [run(self.o, one) for one in DEALS]
            assert len([one for one in there if one is not None]) <= 1

    def teardown(self) -> None:
        if hasattr(self, "o"):
            self._run(self.stack.aclose())
            self.runner.close()
            self.folder.cleanup()


def _is_own(event: Event) -> bool:
    """Whether the hub did it by itself."""
    return getattr(event.body, "member_id", None) is None and event.actor.kind == "hub"


def _is_life(body: object) -> bool:
    return isinstance(body, deals.DealLogged) and body.what != "no_answer"


def _is_sign(event: Event, step: ladders.FollowUpSent | ladders.FollowUpCallAsked) -> bool:
    """Written here a second time, from what the issue says and not from the rules."""
    body: Any = event.body
    if isinstance(body, MessageReceived):
        return True
    if isinstance(body, SendRequested):
        return body.message_id != getattr(step, "message_id", "")
    if isinstance(body, ConsentWithdrawn):
        return True
    if isinstance(body, tasks.TaskAdded):
        return body.deal_id == step.deal_id and body.task_id != getattr(step, "call_task_id", "")
    ends = (deals.DealMoved, deals.DealWon, deals.DealLost, deals.DealReopened, deals.DealRemoved)
    if isinstance(body, ends):
        return body.deal_id == step.deal_id
    return _is_life(body) and body.deal_id == step.deal_id


@pytest.mark.timeout(3_600)
def test_whatever_happens_in_whatever_order(is_long: bool) -> None:
    wanted = settings(
        max_examples=120 if is_long else 10,
        stateful_step_count=40 if is_long else 14,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Days, settings=wanted)
