"""Deals: what somebody may buy, where it stands in a pipeline, and how it ended.

An event of a deal has its id as subject. Money stands in `app.domain.money`; what may be asked for in
`app.domain.deal_asks`; what screens read in `app.domain.deal_rows`.
"""

from datetime import datetime
from typing import ClassVar, Final, Literal

from app.domain.contact_cards import FieldChange
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.money import Money
from app.domain.records import record

DealState = Literal["open", "won", "lost"]
DealSource = Literal["hand", "order", "ad", "incoming", "import"]
LogWhat = Literal["call", "no_answer", "meeting", "email", "note"]
Cause = Literal["timing", "urgency", "wrong_channel", "overload", "priorities"]
STATES: Final[tuple[DealState, ...]] = ("open", "won", "lost")
SOURCES: Final[tuple[DealSource, ...]] = ("hand", "order", "ad", "incoming", "import")
LOGGED: Final[tuple[LogWhat, ...]] = ("call", "no_answer", "meeting", "email", "note")
SIGNS_OF_LIFE: Final[tuple[LogWhat, ...]] = ("call", "meeting", "email")  # that the other side is still there
CAUSES: Final[tuple[Cause, ...]] = ("timing", "urgency", "wrong_channel", "overload", "priorities")
CHANGEABLE: Final[tuple[str, ...]] = ("title", "amount", "person", "email", "close_on")
COLOURS: Final[tuple[str, ...]] = (
    "neutral",
    "info",
    "accent",
    "success",
    "warning",
    "danger",
)  # families of tokens
PIPELINES_LANE = "deal_pipelines"
MAIN_PIPELINE = "main"
NAME_MAX_CHARS = 60
STAGES_MAX = 20
REASONS_MAX = 30
PIPELINES_MAX = 30
TITLE_MAX_CHARS = 200
REASON_MAX_CHARS = 200
LOG_NOTE_MAX_CHARS = 4_000
LINES_MAX = 100
QUANTITY_MAX = 1_000_000
DAYS_MAX = 3650
TAGS_MAX = 50  # of one deal


@record
class Stage:
    """A step of a pipeline. `odds`: of a hundred such deals, how many are won; `target_days`: how long one may stay.

    `quiet_days`: after so many working days without a word it is going quiet. `name` "": a first one, see app/words.
    """

    stage_id: str
    name: str
    odds: int = 0
    target_days: int | None = None
    quiet_days: int = 5
    colour: str = "neutral"


@record
class Pipeline:
    """The way of a deal, stage by stage. `version`: how often it was saved, 0 for what nobody saved yet."""

    pipeline_id: str
    name: str
    stages: tuple[Stage, ...]
    won_reasons: tuple[str, ...] = ()
    lost_reasons: tuple[str, ...] = ()
    position: int = 0
    version: int = 0

    def stage(self, stage_id: str) -> Stage | None:
        """One of its stages."""
        return next((stage for stage in self.stages if stage.stage_id == stage_id), None)


DEFAULT_PIPELINE: Final = Pipeline(
    MAIN_PIPELINE,
    "",
    (
        Stage("enquiry", "", 20, 3, 5, "neutral"),
        Stage("quote", "", 40, 7, 4, "info"),
        Stage("decision", "", 60, 7, 4, "accent"),
        Stage("deposit", "", 90, 14, 7, "success"),
    ),
)


@record
class StageMove:
    """Where the deals of a stage go that is there no more."""

    from_stage_id: str
    to_stage_id: str


@record
class DealLine:
    """One thing that is bought. `code`: as the catalogue calls it; `price`: of one."""

    name: str
    code: str = ""
    quantity: int = 1
    price: Money | None = None


@record
class Deal:
    """A deal as the rules know it. `title` "": shown under the person's name.

    With `conversation_id` it belongs to that thread, with `contact_id` alone to the person, with neither to whoever
    `person` and `email` say.
    """

    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState = "open"
    title: str = ""
    amount: Money | None = None
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    person: str = ""
    email: str = ""
    owner_id: MemberId | None = None
    tags: tuple[str, ...] = ()
    lines: tuple[DealLine, ...] = ()
    source: DealSource = "hand"
    message_id: MessageId | None = None
    close_on: str | None = None
    cause: Cause | None = None
    reason: str = ""
    is_removed: bool = False
    stage_since_at: datetime | None = None
    made_at: datetime | None = None
    ended_at: datetime | None = None
    made_by: MemberId | None = None
    moved_by: MemberId | None = None  # who put it where it is
    version: int = 0


# --- events ---


@record
class DealAdded:
    """deal.added. `made_at`, `ended_at`: of an imported one, when it was made and ended elsewhere."""

    KIND: ClassVar[str] = "deal.added"
    VERSION: ClassVar[int] = 1
    deal_id: str
    pipeline_id: str
    stage_id: str
    title: str = ""
    amount: Money | None = None
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    person: str = ""
    email: str = ""
    owner_id: MemberId | None = None
    tags: tuple[str, ...] = ()
    lines: tuple[DealLine, ...] = ()
    source: DealSource = "hand"
    message_id: MessageId | None = None
    close_on: str | None = None
    member_id: MemberId | None = None
    import_id: str | None = None
    made_at: datetime | None = None
    state: DealState = "open"
    ended_at: datetime | None = None
    reason: str = ""


@record
class DealChanged:
    """deal.changed: `changes` have keys of CHANGEABLE; an amount is text as `app.domain.money.money_text` writes it."""

    KIND: ClassVar[str] = "deal.changed"
    VERSION: ClassVar[int] = 1
    deal_id: str
    changes: tuple[FieldChange, ...]
    member_id: MemberId | None = None


@record
class DealMoved:
    """deal.moved."""

    KIND: ClassVar[str] = "deal.moved"
    VERSION: ClassVar[int] = 1
    deal_id: str
    pipeline_id: str
    stage_id: str
    from_stage_id: str
    member_id: MemberId | None = None


@record
class DealWon:
    """deal.won."""

    KIND: ClassVar[str] = "deal.won"
    VERSION: ClassVar[int] = 1
    deal_id: str
    reason: str = ""
    member_id: MemberId | None = None


@record
class DealLost:
    """deal.lost."""

    KIND: ClassVar[str] = "deal.lost"
    VERSION: ClassVar[int] = 1
    deal_id: str
    reason: str = ""
    member_id: MemberId | None = None


@record
class DealReopened:
    """deal.reopened: neither won nor lost after all."""

    KIND: ClassVar[str] = "deal.reopened"
    VERSION: ClassVar[int] = 1
    deal_id: str
    stage_id: str
    member_id: MemberId | None = None


@record
class DealOwned:
    """deal.owned: who looks after it from now on; None: nobody in particular."""

    KIND: ClassVar[str] = "deal.owned"
    VERSION: ClassVar[int] = 1
    deal_id: str
    owner_id: MemberId | None
    member_id: MemberId | None = None


@record
class DealTagged:
    """deal.tagged."""

    KIND: ClassVar[str] = "deal.tagged"
    VERSION: ClassVar[int] = 1
    deal_id: str
    tag: str
    member_id: MemberId | None = None


@record
class DealUntagged:
    """deal.untagged."""

    KIND: ClassVar[str] = "deal.untagged"
    VERSION: ClassVar[int] = 1
    deal_id: str
    tag: str
    member_id: MemberId | None = None


@record
class DealLinked:
    """deal.linked: whose it is from now on."""

    KIND: ClassVar[str] = "deal.linked"
    VERSION: ClassVar[int] = 1
    deal_id: str
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    member_id: MemberId | None = None


@record
class DealRemoved:
    """deal.removed: on no board and in no figure any more."""

    KIND: ClassVar[str] = "deal.removed"
    VERSION: ClassVar[int] = 1
    deal_id: str
    member_id: MemberId | None = None


@record
class DealRestored:
    """deal.restored."""

    KIND: ClassVar[str] = "deal.restored"
    VERSION: ClassVar[int] = 1
    deal_id: str
    member_id: MemberId | None = None


@record
class DealLogged:
    """deal.logged: something outside of the channel; calls, meetings, e-mails are signs of life. `at`: when."""

    KIND: ClassVar[str] = "deal.logged"
    VERSION: ClassVar[int] = 1
    deal_id: str
    entry_id: str
    what: LogWhat
    note: str
    at: datetime
    member_id: MemberId | None = None


@record
class DealUnlogged:
    """deal.unlogged."""

    KIND: ClassVar[str] = "deal.unlogged"
    VERSION: ClassVar[int] = 1
    deal_id: str
    entry_id: str
    member_id: MemberId | None = None


@record
class DealCauseSet:
    """deal.cause_set: why it went quiet, as somebody sees it."""

    KIND: ClassVar[str] = "deal.cause_set"
    VERSION: ClassVar[int] = 1
    deal_id: str
    cause: Cause | None
    member_id: MemberId | None = None


@record
class PipelineSaved:
    """pipeline.saved. `moves`: for each stage that is gone and had open deals."""

    KIND: ClassVar[str] = "pipeline.saved"
    VERSION: ClassVar[int] = 1
    pipeline: Pipeline
    moves: tuple[StageMove, ...] = ()
    member_id: MemberId | None = None


@record
class PipelineRemoved:
    """pipeline.removed."""

    KIND: ClassVar[str] = "pipeline.removed"
    VERSION: ClassVar[int] = 1
    pipeline_id: str
    member_id: MemberId | None = None


@record
class IncomingDeclined:
    """incoming.declined: this writer is no deal, also when they write again. Its subject is the conversation."""

    KIND: ClassVar[str] = "incoming.declined"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class IncomingRestored:
    """incoming.restored."""

    KIND: ClassVar[str] = "incoming.restored"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


DEAL_EVENTS = (
    DealAdded, DealChanged, DealMoved, DealWon, DealLost, DealReopened, DealOwned, DealTagged, DealUntagged, DealLinked,
    DealRemoved, DealRestored, DealLogged, DealUnlogged, DealCauseSet,
)  # fmt: skip
PIPELINE_EVENTS = (PipelineSaved, PipelineRemoved)
INCOMING_EVENTS = (IncomingDeclined, IncomingRestored)
DealEvent = (
    DealAdded | DealChanged | DealMoved | DealWon | DealLost | DealReopened | DealOwned | DealTagged | DealUntagged
    | DealLinked | DealRemoved | DealRestored | DealLogged | DealUnlogged | DealCauseSet | PipelineSaved
    | PipelineRemoved | IncomingDeclined | IncomingRestored
)  # fmt: skip
