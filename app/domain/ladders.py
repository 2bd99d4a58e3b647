"""Ladders of follow-ups: what goes out, step by step, to whoever has gone quiet, and when somebody is to call instead.

A pipeline has one ladder. A run is its way for one deal; it takes the steps as they were when it began. The hub walks
it and stops at any sign of life (see `app.domain.follow_ups`). Events of a run have the deal as subject.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import ClassVar, Final, Literal

from app.domain.deals import Cause
from app.domain.errors import Refused
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.records import record

Act = Literal["message", "call"]
Why = Literal[
    "answered", "written", "logged", "moved", "won", "lost", "reopened", "removed", "linked", "our_turn", "blocked",
    "consent", "cap", "stopped", "other_deal", "gone",
]  # fmt: skip
"""Why a run ended: they wrote; one of us wrote; a call, meeting or e-mail was logged; the deal went on; …"""
LADDERS_LANE = "ladders"
OWN_ID: Final = "fu-"  # ids of messages and tasks that a ladder makes begin so
STEPS_MAX: Final = 5
MOST_MAX: Final = 10
WAIT_MAX_DAYS: Final = 90
TEXT_MAX_CHARS: Final = 1_024
VALUE_MAX_CHARS: Final = 500
VALUES_MAX: Final = 40


@record
class LadderTemplate:
    """The template that goes out when the window is closed. `values` by the keys of its blanks, as it is filled in."""

    name: str
    language: str
    values: Mapping[str, str] = field(default_factory=dict)


@record
class LadderStep:
    """`wait_days`: working days after the step before (for the first one: after the start); then this is done.

    `text`: goes out while the window is open; its blanks ({first_name} …) are filled in when it goes.
    """

    wait_days: int
    act: Act = "message"
    text: str = ""
    template: LadderTemplate | None = None


@record
class Ladder:
    """The ladder of a pipeline. `most`: messages of a ladder since the last sign of life, whatever the deal.

    `is_automatic`: the hub begins it by itself when a deal goes quiet. `version` 0: nobody saved it yet.
    """

    pipeline_id: str
    steps: tuple[LadderStep, ...] = ()
    most: int = 3
    is_automatic: bool = False
    version: int = 0
    member_id: MemberId | None = (
        None  # who saved it: automatic ones go out in their name where a deal has no owner
    )


# --- commands ---


class _OfDeal:
    """Each deal has its lane."""

    __slots__ = ()
    deal_id: str

    @property
    def lane(self) -> str:
        """The deal's."""
        return self.deal_id


@record
class SaveLadder:
    """ladder.save: owner and manager. `seen_version`: of the one that the person saw; "ladder_changed" when it is old.

    Refused also: "role_missing", "pipeline_unknown", and what `ladder_problem` says.
    """

    KIND: ClassVar[str] = "ladder.save"
    VERSION: ClassVar[int] = 1
    ladder: Ladder
    seen_version: int = 0

    @property
    def lane(self) -> str:
        """All ladders share one."""
        return LADDERS_LANE


@record
class StartFollowUp(_OfDeal):
    """follow_up.start: `run_id` is made by the asker, `seen_version` is that of the ladder that was shown.

    Refused: "deal_unknown", "deal_ended", "deal_unlinked" (nobody to write to), "deal_our_turn", "ladder_empty",
    "ladder_changed", "follow_up_running", "follow_up_elsewhere" {title}, "follow_up_most" {limit}, consent's codes.
    """

    KIND: ClassVar[str] = "follow_up.start"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    seen_version: int = 0


@record
class StopFollowUp(_OfDeal):
    """follow_up.stop: nothing more goes out. Refused: "follow_up_over"."""

    KIND: ClassVar[str] = "follow_up.stop"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str


@record
class SendHeldFollowUp(_OfDeal):
    """follow_up.send: the step goes out now: who asks has seen why it was held, and the hour there.

    Refused: "follow_up_over" {why}, "follow_up_changed" (another step is next), and as any message.
    """

    KIND: ClassVar[str] = "follow_up.send"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int


@record
class SkipFollowUp(_OfDeal):
    """follow_up.skip: this step is left out, the next one has its wait. Refused as `SendHeldFollowUp`."""

    KIND: ClassVar[str] = "follow_up.skip"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int


# --- events; `step` counts from 1, `next_due_at` None: no step comes after, or a person is awaited first ---


@record
class LadderSaved:
    """ladder.saved; its subject is ""."""

    KIND: ClassVar[str] = "ladder.saved"
    VERSION: ClassVar[int] = 1
    ladder: Ladder
    member_id: MemberId | None = None


@record
class FollowUpStarted:
    """follow_up.started. `member_id`: in whose name it goes out; `is_automatic`: nobody asked for it.

    `stage_id`, `cause`: what was true of the deal then.
    """

    KIND: ClassVar[str] = "follow_up.started"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    steps: tuple[LadderStep, ...]
    due_at: datetime
    most: int
    cause: Cause | None = None
    stage_id: str = ""
    member_id: MemberId | None = None
    is_automatic: bool = False


@record
class FollowUpDelayed:
    """follow_up.delayed: it is due later. "quiet_hours", "closed_day", "call_done" (the wait began with the call)."""

    KIND: ClassVar[str] = "follow_up.delayed"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int
    due_at: datetime
    code: str


@record
class FollowUpSent:
    """follow_up.sent: right after the send.requested of the same moment. `member_id`: who sent a held one."""

    KIND: ClassVar[str] = "follow_up.sent"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int
    message_id: MessageId
    conversation_id: ConversationId
    next_due_at: datetime | None = None
    member_id: MemberId | None = None


@record
class FollowUpCallAsked:
    """follow_up.call_asked: the task is made in the same moment; the next step waits until it is done."""

    KIND: ClassVar[str] = "follow_up.call_asked"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int
    call_task_id: str


@record
class FollowUpSkipped:
    """follow_up.skipped: by a person, or "call_done": somebody called, or did not, and it was the last step."""

    KIND: ClassVar[str] = "follow_up.skipped"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int
    next_due_at: datetime | None = None
    member_id: MemberId | None = None


@record
class FollowUpHeld:
    """follow_up.held: it was due, and a person must say what becomes of it. `code`: why, as of a refusal.

    "was_late" {due_at}, "hub_restored", "author_left", "no_template", "ladder_template_gone", "last_failed",
    "blank_open" {blank}, or why a send would be refused now.
    """

    KIND: ClassVar[str] = "follow_up.held"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    step: int
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@record
class FollowUpEnded:
    """follow_up.ended. Without `member_id` the hub saw the sign."""

    KIND: ClassVar[str] = "follow_up.ended"
    VERSION: ClassVar[int] = 1
    deal_id: str
    run_id: str
    why: Why
    member_id: MemberId | None = None


FOLLOW_UP_ASKS = (StartFollowUp, StopFollowUp, SendHeldFollowUp, SkipFollowUp)
LADDER_ASKS = (SaveLadder, *FOLLOW_UP_ASKS)
LadderAsk = SaveLadder | StartFollowUp | StopFollowUp | SendHeldFollowUp | SkipFollowUp
FOLLOW_UP_EVENTS = (
    FollowUpStarted, FollowUpDelayed, FollowUpSent, FollowUpCallAsked, FollowUpSkipped, FollowUpHeld, FollowUpEnded,
)  # fmt: skip
LADDER_EVENTS = (LadderSaved, *FOLLOW_UP_EVENTS)
FollowUpEvent = (
    FollowUpStarted | FollowUpDelayed | FollowUpSent | FollowUpCallAsked | FollowUpSkipped | FollowUpHeld
    | FollowUpEnded
)  # fmt: skip
LadderEvent = LadderSaved | FollowUpEvent


def ladder_problem(ladder: Ladder) -> Refused | None:
    """Why it cannot be saved: "ladder_long" {limit}, "ladder_most" {limit}, or the first trouble of a step {step}."""
    if len(ladder.steps) > STEPS_MAX:
        return Refused("ladder_long", {"limit": str(STEPS_MAX)})
    if not 1 <= ladder.most <= MOST_MAX:
        return Refused("ladder_most", {"limit": str(MOST_MAX)})
    return next(_problems(ladder), None)


def _problems(ladder: Ladder) -> Iterator[Refused]:
    for number, step in enumerate(ladder.steps, 1):
        facts = {"step": str(number)}
        if not 0 <= step.wait_days <= WAIT_MAX_DAYS:
            yield Refused("ladder_wait", facts | {"limit": str(WAIT_MAX_DAYS)})
        if step.act == "message" and not step.text.strip() and step.template is None:
            yield Refused("ladder_step_empty", facts)
        if len(step.text) > TEXT_MAX_CHARS:
            yield Refused("ladder_text_long", facts | {"limit": str(TEXT_MAX_CHARS)})
        values = step.template.values if step.template is not None else {}
        if len(values) > VALUES_MAX or any(len(one) > VALUE_MAX_CHARS for one in values.values()):
            yield Refused("ladder_text_long", facts | {"limit": str(VALUE_MAX_CHARS)})
        if number > 1 and step.wait_days == 0:
            yield Refused("ladder_no_wait", facts)
