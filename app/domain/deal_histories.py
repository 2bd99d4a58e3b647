"""What figures need to know of a deal: the stages that it was in, and what became of it in each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from app.domain.deals import DealState, Pipeline
from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.records import record

Spoke = Literal["us", "them", "nobody"]
SPOKE: Final[tuple[Spoke, ...]] = ("us", "them", "nobody")

# What became of a deal that entered a stage. It went on: it was in a later stage afterwards, or was won. Of those that
# did not: it is there still, was lost there, or is elsewhere (taken back, or lost before). RETURNED: it went on, came
# back, and is there now.
WENT_ON, HERE, LOST, BACK, RETURNED = range(5)
FATES: Final = 5


@record
class Stay:
    """Once in a stage, in whole seconds since 1970. `left_s` None: still there."""

    stage_id: str
    entered_s: int
    left_s: int | None = None


@record
class DealHistory:
    """A deal that is not removed. `stays`: in their order; moments are whole seconds since 1970.

    `spoke`: whose message was the last one when it was lost. `person`: whose deal it is, "" for nobody known.
    """

    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState
    made_s: int
    ended_s: int | None = None
    amount: Money | None = None
    owner_id: MemberId | None = None
    reason: str = ""
    spoke: Spoke = "nobody"
    person: str = ""
    stays: tuple[Stay, ...] = ()


@record
class Track:
    """What figures keep of a deal: its facts, since when it is in its stage, and a cell for each stage that it entered.

    A cell is `place * FATES + fate` with seconds: how long it was there, all stays together; for HERE and RETURNED the
    moment when it entered last.
    """

    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState
    made_s: int
    ended_s: int | None
    amount: Money | None
    owner_id: MemberId | None
    reason: str
    spoke: Spoke
    person: str
    since_s: int
    cells: tuple[tuple[int, int], ...]


def places_of(pipeline: Pipeline) -> dict[str, int]:
    """The place of each stage, the first is 0."""
    return {stage.stage_id: place for place, stage in enumerate(pipeline.stages)}


def track_of(deal: DealHistory, places: Mapping[str, int]) -> Track:
    """By the order that the stages have now. Stages that are there no more, or of another pipeline, are left out."""
    reach = -1  # the furthest place from a stay to the last one
    ahead: dict[int, int] = {}  # for each place, the furthest after the first entering
    seconds: dict[int, int] = {}
    entered: dict[int, int] = {}  # when last
    for stay in reversed(deal.stays):
        place = places.get(stay.stage_id)
        if place is None:
            continue
        ahead[place] = reach
        reach = max(reach, place)
        entered.setdefault(place, stay.entered_s)
        left = stay.left_s if stay.left_s is not None else deal.ended_s
        if left is not None:
            seconds[place] = seconds.get(place, 0) + max(0, left - stay.entered_s)
    here = places.get(deal.stage_id)
    cells = []
    for place in sorted(ahead):
        went_on = deal.state == "won" or ahead[place] > place
        is_there = deal.state == "open" and place == here
        fate = _fate(deal.state, went_on=went_on, is_there=is_there, is_its_end=place == here)
        cells.append((place * FATES + fate, entered[place] if is_there else seconds.get(place, 0)))
    since_s = deal.stays[-1].entered_s if deal.stays else deal.made_s
    return Track(
        deal.deal_id, deal.pipeline_id, deal.stage_id, deal.state, deal.made_s, deal.ended_s, deal.amount,
        deal.owner_id, deal.reason, deal.spoke, deal.person, since_s, tuple(cells),
    )  # fmt: skip


def _fate(state: DealState, *, went_on: bool, is_there: bool, is_its_end: bool) -> int:
    if went_on:
        return RETURNED if is_there else WENT_ON
    if is_there:
        return HERE
    return LOST if state == "lost" and is_its_end else BACK
