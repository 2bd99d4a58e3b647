"""What screens read of ladders and of deals that have gone quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.deal_rows import DealRow
    from app.domain.deals import Cause
    from app.domain.errors import Refused
    from app.domain.follow_ups import RunState
    from app.domain.ids import MemberId, MessageId
    from app.domain.ladders import Act, LadderStep
    from app.domain.messages import State
    from app.domain.money import Money
    from app.domain.quiet_deals import Worked


@record
class QuietList:
    """Deals without news, in order, and what all of them come to, also beyond the rows that were read."""

    rows: tuple[DealRow, ...] = ()
    count: int = 0
    totals: tuple[Money, ...] = ()


@record
class DoneStep:
    """A step that was taken. `state`: of its message, as the channel tells."""

    step: int
    act: Act
    at: datetime
    message_id: MessageId | None = None
    state: State | None = None


@record
class FollowUpCard:
    """A run with all its steps. `step` is the next one, from 1; `done` those that were taken, the oldest first.

    `wish`: what this computer asked for and the hub has not done yet.
    """

    deal_id: str
    run_id: str
    steps: tuple[LadderStep, ...]
    step: int
    state: RunState
    started_at: datetime
    due_at: datetime | None = None
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    cause: Cause | None = None
    is_automatic: bool = False
    member_id: MemberId | None = None
    member_name: str | None = None
    done: tuple[DoneStep, ...] = ()
    wish: Literal["", "start", "send", "skip", "stop"] = ""

    @property
    def next_step(self) -> LadderStep | None:
        """What is done next; None once all is done."""
        return self.steps[self.step - 1] if self.step <= len(self.steps) else None


@record
class PreviewStep:
    """One step as it would be done. `text`: what the customer would read; `problem`: why somebody would be asked."""

    number: int
    act: Act
    at: datetime
    text: str = ""
    is_template: bool = False
    problem: Refused | None = None


@record
class Preview:
    """What following a deal up would do, if nobody answers; or why it cannot begin."""

    row: DealRow
    steps: tuple[PreviewStep, ...] = ()
    refused: Refused | None = None


@record
class WhatWorked:
    """How often an answer came within a week, by step ("1", "2" …) and by cause ("" where none was chosen)."""

    steps: tuple[Worked, ...] = ()
    causes: tuple[Worked, ...] = ()
