"""What is left of the deals of somebody who was erased: amounts, stages and times of nobody."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.deals import Cause, DealSource, DealState
from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.records import record


@record
class ErasedStay:
    """A stay in a stage. `pos`: where the event that put it there stood."""

    pos: int
    pipeline_id: str
    stage_id: str
    entered_at: datetime
    left_at: datetime | None = None


@record
class ErasedDeal:
    """Figures of a deal. `pos`: where it was made. `reason`: only one of those that the pipeline offers.

    What was still open is lost from the erasure on: whoever it was buys nothing any more.
    """

    pos: int
    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState
    stage_since_at: datetime
    made_at: datetime
    ended_at: datetime | None = None
    amount: Money | None = None
    owner_id: MemberId | None = None
    source: DealSource = "hand"
    cause: Cause | None = None
    reason: str = ""
    stays: tuple[ErasedStay, ...] = ()


def kept_reason(reason: str, offered: Iterable[str]) -> str:
    """Words that somebody typed may say who it was; those that everybody is offered do not."""
    return reason if reason in set(offered) else ""
