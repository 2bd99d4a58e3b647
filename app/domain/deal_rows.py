"""What screens read of deals: cards, columns and boards, and what may be asked of a list of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.deals import Cause, DealLine, DealSource, DealState, LogWhat, Pipeline, Stage
    from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
    from app.domain.messages import Direction, State
    from app.domain.money import Money
    from app.domain.task_rows import TaskRow

Awaits = Literal["us", "them", "nobody"]
DealSort = Literal[
    "need", "amount", "stage_age", "name", "made", "amount_back", "stage_age_back", "name_back", "made_back"
]  # those that end with _back are the other way round
FollowUpState = Literal["waiting", "held", "call", "spent"]


@record
class Quiet:
    """Since when there is no word of theirs, and how many working days that is."""

    since_at: datetime
    working_days: int


@record
class FollowUpRow:
    """The ladder of a deal: which step comes next (from 1) of `count`, and when.

    `state`: "held": somebody is to decide; "call": somebody is to call; "spent": all is done, and nobody answered.
    """

    run_id: str
    step: int
    due_at: datetime | None = None
    state: FollowUpState = "waiting"
    code: str = ""  # why it is held
    count: int = 0
    act: str = "message"  # what the next step does: "message" or "call"


@record
class DealRow:
    """One card. `person`: the shown name of whose it is; `title` "": it is called as the person.

    `last_…`: the newest message of its conversation. `task`: the next step, the earliest open task on it.
    `is_pending`: only this computer knows its newest form yet.
    """

    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState = "open"
    title: str = ""
    person: str = ""
    is_named: bool = False
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    amount: Money | None = None
    owner_id: MemberId | None = None
    owner_name: str | None = None
    tags: tuple[str, ...] = ()
    stage_since_at: datetime | None = None
    made_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    cause: Cause | None = None
    last_at: datetime | None = None
    last_direction: Direction | None = None
    last_kind: str | None = None
    last_text: str | None = None
    last_state: State | None = None
    awaits: Awaits = "nobody"
    waiting_since_at: datetime | None = None
    window_closes_at: datetime | None = None
    silent_since_at: datetime | None = None  # open, our message is last, and the next step is theirs
    has_ours: bool = False  # an open task on it is ours
    task: TaskRow | None = None
    quiet: Quiet | None = None
    follow_up: FollowUpRow | None = None
    source: DealSource = "hand"
    is_pending: bool = False
    is_removed: bool = False

    @property
    def shown_title(self) -> str:
        """What it is called."""
        return self.title or self.person


@record
class DealLogRow:
    """A call, a meeting or an e-mail that somebody wrote down."""

    entry_id: str
    what: LogWhat
    note: str
    at: datetime
    member_id: MemberId | None = None
    name: str | None = None
    is_mine: bool = False
    is_pending: bool = False


@record
class StageStayRow:
    """How long a deal was in a stage. `left_at` None: it is still there. `name`: who put it there."""

    pipeline_id: str
    stage_id: str
    entered_at: datetime
    left_at: datetime | None = None
    name: str | None = None


@record
class DealCard(DealRow):
    """Everything about one deal; lists have the newest first, stays the oldest."""

    email: str = ""
    own_person: str = ""  # as typed, where it is linked to nobody
    close_on: str | None = None
    lines: tuple[DealLine, ...] = ()
    message_id: MessageId | None = None
    log: tuple[DealLogRow, ...] = ()
    history: tuple[StageStayRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    made_by: str | None = None  # a name
    is_made_by_me: bool = False


@record
class BoardColumn:
    """The deals of a stage: all are counted and added up, `rows` are the first of them."""

    stage: Stage
    count: int = 0
    totals: tuple[Money, ...] = ()
    weighted: tuple[Money, ...] = ()
    rows: tuple[DealRow, ...] = ()


@record
class Board:
    """A pipeline as columns. `won`: what was won this month; `cycle_days`: from made to won, the middle one of a year.

    `quiet_count` and `quiet_totals` are of what is going quiet, also beyond the rows that were read.
    """

    pipeline: Pipeline
    columns: tuple[BoardColumn, ...]
    open_count: int = 0
    totals: tuple[Money, ...] = ()
    weighted: tuple[Money, ...] = ()
    quiet_count: int = 0
    quiet_totals: tuple[Money, ...] = ()
    won: BoardColumn | None = None
    cycle_days: int | None = None


@record
class DealFilter:
    """What a list of deals is narrowed to. `is_nobodys`: those that nobody looks after.

    `least`, `most`: both ends are in; other currencies are out. `text`: in title or person, however written.
    """

    owner_id: MemberId | None = None
    is_nobodys: bool = False
    tag: str = ""
    least: Money | None = None
    most: Money | None = None
    older_than_days: int | None = None  # in their stage
    text: str = ""
    states: tuple[DealState, ...] = ("open",)
    pipeline_id: str = ""
    stage_id: str = ""
