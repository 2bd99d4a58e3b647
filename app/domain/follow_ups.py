"""A run of a ladder: what its events make of it, when it stops, and what is to happen when its time has come.

All pure: the hub reads the facts in the transaction in which it then writes what is decided here, so no step can be
taken twice and none after a sign of life.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final, Literal

from app.domain.deals import Cause
from app.domain.ids import MemberId, MessageId
from app.domain.ladders import (
    FollowUpCallAsked,
    FollowUpDelayed,
    FollowUpEnded,
    FollowUpEvent,
    FollowUpHeld,
    FollowUpSent,
    FollowUpStarted,
    LadderStep,
    Why,
)
from app.domain.quiet_hours import QuietHours
from app.domain.records import record
from app.domain.working_days import WorkingDays

LATE_AFTER: Final = timedelta(minutes=5)  # what is later than this was held up: somebody is asked
ANSWER_COUNTS_FOR: Final = timedelta(days=7)  # an answer that comes later is nobody's merit
RunState = Literal["waiting", "held", "call", "spent"]
"""Its time will come; a person is to decide; a person is to call; every step is done and nobody answered."""


@record
class FollowUp:
    """A run as known now. `step`: the one that is next, or, in "call", the one that is being done; from 1.

    `pos`: its newest event: what anybody wrote after it is a sign of life. `last_message_id`: of its newest message.
    """

    deal_id: str
    run_id: str
    steps: tuple[LadderStep, ...]
    most: int
    started_at: datetime
    pos: int
    step: int = 1
    state: RunState = "waiting"
    due_at: datetime | None = None
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    cause: Cause | None = None
    stage_id: str = ""
    member_id: MemberId | None = None
    is_automatic: bool = False
    task_id: str | None = None
    last_message_id: MessageId | None = None
    sent_count: int = 0

    @property
    def next_step(self) -> LadderStep | None:
        """What is done next; None once all is done."""
        return self.steps[self.step - 1] if self.step <= len(self.steps) else None


@record
class Signs:
    """What has happened about a deal, as the hub sees it in one transaction.

    `inbound_pos`, `outbound_pos`: the newest message of either direction in all conversations of its person.
    `touched`: what the deal went through since the run's newest event. `is_gone`: there is no such deal any more.
    """

    inbound_pos: int = 0
    outbound_pos: int = 0
    touched: Why | None = None
    is_blocked: bool = False
    has_no_consent: bool = False
    is_gone: bool = False


def started(body: FollowUpStarted, pos: int, at: datetime) -> FollowUp:
    """A run at its beginning."""
    return FollowUp(
        body.deal_id, body.run_id, body.steps, body.most, at, pos, due_at=body.due_at, cause=body.cause,
        stage_id=body.stage_id, member_id=body.member_id, is_automatic=body.is_automatic,
    )  # fmt: skip


def follow_up_after(run: FollowUp | None, body: FollowUpEvent, pos: int, at: datetime) -> FollowUp | None:
    """A deal's run after an event of one; None: none is under way. What is about another run changes nothing."""
    from dataclasses import replace

    if isinstance(body, FollowUpStarted):
        return run if run is not None else started(body, pos, at)
    if run is None or run.run_id != body.run_id:
        return run
    if isinstance(body, FollowUpEnded):
        return None
    if body.step != run.step or run.state == "spent":
        return run
    run = replace(run, pos=pos, code="", facts={})
    if isinstance(body, FollowUpDelayed):
        step = run.step + 1 if run.state == "call" else run.step
        return replace(run, step=step, state="waiting", due_at=body.due_at, code=body.code, task_id=None)
    if isinstance(body, FollowUpHeld):
        return replace(run, state="held", due_at=None, code=body.code, facts=dict(body.facts))
    if isinstance(body, FollowUpCallAsked):
        return replace(run, state="call", due_at=None, task_id=body.call_task_id)
    if isinstance(body, FollowUpSent):
        run = replace(run, last_message_id=body.message_id, sent_count=run.sent_count + 1)
    state: RunState = "waiting" if body.next_due_at is not None else "spent"
    return replace(run, step=run.step + 1, state=state, due_at=body.next_due_at, task_id=None)


def ended_why(run: FollowUp, signs: Signs) -> Why | None:
    """The sign of life, or whatever else ends a run; None: it goes on. What they did comes before what we did.

    Anything that comes from them counts, also a reaction, a tapped button or a call: they are there, so a person should
    look before more is sent. That they read our message is none.
    """
    if signs.is_gone:
        return "gone"
    if signs.is_blocked:
        return "blocked"
    if signs.has_no_consent:
        return "consent"
    if signs.inbound_pos > run.pos:
        return "answered"
    if signs.touched is not None:
        return signs.touched
    return "written" if signs.outbound_pos > run.pos else None


def next_due(run: FollowUp, calendar: WorkingDays, now: datetime) -> datetime | None:
    """When the step after the present one is due, if that is done now; None: there is none."""
    after = run.step
    return calendar.after(now, run.steps[after].wait_days) if after < len(run.steps) else None


def is_late(run: FollowUp, now: datetime) -> bool:
    """Whether its moment passed while nobody was there to do it."""
    return run.due_at is not None and now > run.due_at + LATE_AFTER


@record
class Planned:
    """One step of a preview: when it would be done, if nobody answers."""

    number: int
    step: LadderStep
    at: datetime


def preview(
    steps: tuple[LadderStep, ...], calendar: WorkingDays, now: datetime, quiet: QuietHours | None = None
) -> list[Planned]:
    """When each step would be done, if nothing is heard. A call counts as made when it is asked for.

    `quiet`: when nobody is written to where the customer lives.
    """
    found, at = list[Planned](), now
    for number, step in enumerate(steps, 1):
        at = calendar.opens(calendar.after(at, step.wait_days))
        if quiet is not None and step.act == "message":
            at = quiet.until(at) or at
        found.append(Planned(number, step, at))
    return found
