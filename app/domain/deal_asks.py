"""What members ask for about deals: the commands whose events stand in `app.domain.deals`."""

from datetime import datetime
from typing import ClassVar

from app.domain.contact_cards import FieldChange
from app.domain.deals import (
    PIPELINES_LANE,
    Cause,
    DealLine,
    DealSource,
    DealState,
    LogWhat,
    Pipeline,
    StageMove,
)
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.money import Money
from app.domain.records import record


class _OfDeal:
    """Each deal has its lane: what is asked for about one keeps its order."""

    __slots__ = ()
    deal_id: str

    @property
    def lane(self) -> str:
        """The deal's."""
        return self.deal_id


class _OfPipelines:
    """All pipelines share one lane."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of pipelines."""
        return PIPELINES_LANE


@record
class NewDeal:
    """What a deal starts with; see `app.domain.deals.DealAdded`.

    `deal_id` "": the desk makes one. An automatic deal's is that of its message (`deal_of_message`).
    """

    pipeline_id: str = ""
    stage_id: str = ""  # "": the first one
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
    import_id: str | None = None
    made_at: datetime | None = None
    state: DealState = "open"
    ended_at: datetime | None = None
    reason: str = ""
    deal_id: str = ""


def deal_of_message(message_id: MessageId) -> str:
    """The id of the deal that a message makes, so that one order never makes two."""
    return f"deal-{message_id}"


@record
class AddDeal(_OfDeal):
    """deal.add."""

    KIND: ClassVar[str] = "deal.add"
    VERSION: ClassVar[int] = 1
    deal_id: str
    new: NewDeal


@record
class ChangeDeal(_OfDeal):
    """deal.change: other values of some of `app.domain.deals.CHANGEABLE`."""

    KIND: ClassVar[str] = "deal.change"
    VERSION: ClassVar[int] = 1
    deal_id: str
    changes: tuple[FieldChange, ...]


@record
class MoveDeal(_OfDeal):
    """deal.move. `expected_stage_id`: where its author saw it; None: wherever it is."""

    KIND: ClassVar[str] = "deal.move"
    VERSION: ClassVar[int] = 1
    deal_id: str
    pipeline_id: str
    stage_id: str
    expected_stage_id: str | None = None


@record
class WinDeal(_OfDeal):
    """deal.win."""

    KIND: ClassVar[str] = "deal.win"
    VERSION: ClassVar[int] = 1
    deal_id: str
    reason: str = ""
    expected_stage_id: str | None = None


@record
class LoseDeal(_OfDeal):
    """deal.lose."""

    KIND: ClassVar[str] = "deal.lose"
    VERSION: ClassVar[int] = 1
    deal_id: str
    reason: str = ""
    expected_stage_id: str | None = None


@record
class ReopenDeal(_OfDeal):
    """deal.reopen. `stage_id` None: where it ended."""

    KIND: ClassVar[str] = "deal.reopen"
    VERSION: ClassVar[int] = 1
    deal_id: str
    stage_id: str | None = None


@record
class OwnDeal(_OfDeal):
    """deal.own: give it to somebody of the team, or to nobody."""

    KIND: ClassVar[str] = "deal.own"
    VERSION: ClassVar[int] = 1
    deal_id: str
    owner_id: MemberId | None


@record
class TagDeal(_OfDeal):
    """deal.tag."""

    KIND: ClassVar[str] = "deal.tag"
    VERSION: ClassVar[int] = 1
    deal_id: str
    tag: str


@record
class UntagDeal(_OfDeal):
    """deal.untag."""

    KIND: ClassVar[str] = "deal.untag"
    VERSION: ClassVar[int] = 1
    deal_id: str
    tag: str


@record
class LinkDeal(_OfDeal):
    """deal.link: to a person, a thread of theirs, or to nobody."""

    KIND: ClassVar[str] = "deal.link"
    VERSION: ClassVar[int] = 1
    deal_id: str
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None


@record
class RemoveDeal(_OfDeal):
    """deal.remove: one's own, or anybody's for who leads."""

    KIND: ClassVar[str] = "deal.remove"
    VERSION: ClassVar[int] = 1
    deal_id: str


@record
class RestoreDeal(_OfDeal):
    """deal.restore."""

    KIND: ClassVar[str] = "deal.restore"
    VERSION: ClassVar[int] = 1
    deal_id: str


@record
class LogOnDeal(_OfDeal):
    """deal.log: `entry_id` is made by the asker."""

    KIND: ClassVar[str] = "deal.log"
    VERSION: ClassVar[int] = 1
    deal_id: str
    entry_id: str
    what: LogWhat
    note: str
    at: datetime


@record
class UnlogOnDeal(_OfDeal):
    """deal.unlog: by its author, or by who leads."""

    KIND: ClassVar[str] = "deal.unlog"
    VERSION: ClassVar[int] = 1
    deal_id: str
    entry_id: str


@record
class SetDealCause(_OfDeal):
    """deal.set_cause."""

    KIND: ClassVar[str] = "deal.set_cause"
    VERSION: ClassVar[int] = 1
    deal_id: str
    cause: Cause | None


@record
class SavePipeline(_OfPipelines):
    """pipeline.save: a new one, or another form. `seen_version`: of the one that the person saw, 0 for a new one."""

    KIND: ClassVar[str] = "pipeline.save"
    VERSION: ClassVar[int] = 1
    pipeline: Pipeline
    moves: tuple[StageMove, ...] = ()
    seen_version: int = 0


@record
class RemovePipeline(_OfPipelines):
    """pipeline.remove: refused while open deals are in it."""

    KIND: ClassVar[str] = "pipeline.remove"
    VERSION: ClassVar[int] = 1
    pipeline_id: str


@record
class DeclineIncoming:
    """incoming.decline: this writer is no deal."""

    KIND: ClassVar[str] = "incoming.decline"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class RestoreIncoming:
    """incoming.restore."""

    KIND: ClassVar[str] = "incoming.restore"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


DEAL_ASKS = (
    AddDeal, ChangeDeal, MoveDeal, WinDeal, LoseDeal, ReopenDeal, OwnDeal, TagDeal, UntagDeal, LinkDeal, RemoveDeal,
    RestoreDeal, LogOnDeal, UnlogOnDeal, SetDealCause,
)  # fmt: skip
PIPELINE_ASKS = (SavePipeline, RemovePipeline)
INCOMING_ASKS = (DeclineIncoming, RestoreIncoming)
DealAsk = (
    AddDeal | ChangeDeal | MoveDeal | WinDeal | LoseDeal | ReopenDeal | OwnDeal | TagDeal | UntagDeal | LinkDeal
    | RemoveDeal | RestoreDeal | LogOnDeal | UnlogOnDeal | SetDealCause | SavePipeline | RemovePipeline
)  # fmt: skip
IncomingAsk = DeclineIncoming | RestoreIncoming
