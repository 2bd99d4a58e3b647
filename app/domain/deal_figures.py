"""Figures of deals: the funnel by stage, times, velocity, where deals die, revenue per person, ageing. One calculation
for the screen, the export and the command; what each figure means is said in decision 196.

The cohort: deals of a pipeline that were made in the period, as they stand now. Open deals are those of today, whenever
they were made. Money stays whole minor units, an exact fraction until it is shown, and two currencies are never added.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from app.domain.deal_figure_rows import (
    AGES,
    Age,
    Ageing,
    DealFigures,
    Death,
    FigureKey,
    FiguresAsk,
    PerPerson,
    ReasonCount,
    StageFigures,
    Velocity,
)
from app.domain.deal_histories import (
    BACK,
    FATES,
    HERE,
    LOST,
    RETURNED,
    SPOKE,
    WENT_ON,
    Spoke,
    Track,
    places_of,
)
from app.domain.deals import Pipeline, Stage
from app.domain.money import Money, plus
from app.domain.records import record
from app.domain.spreads import DAY_S, Rate, rounded, spread


def deal_figures(
    tracks: Iterable[Track],
    ask: FiguresAsk,
    pipeline: Pipeline,
    now: datetime,
    wrote: int | None = None,
    first: str = "",
) -> DealFigures:
    """All figures. `tracks`: of any pipeline, in any order; `wrote`: how many people wrote in the period, where that
    is known and means something; `first`: the business's own currency.
    """
    cohort, open_now = _parted(tracks, ask)
    now_s = epoch_s(now)
    won = [track for track in cohort if track.state == "won"]
    lost = _lost_groups([track for track in cohort if track.state == "lost"], pipeline)
    lost_count = sum(group.count for group in lost)
    cycles = [max(0, (deal.ended_s or deal.made_s) - deal.made_s) for deal in won]
    revenue = _sum(won, first)
    return DealFigures(
        ask=ask,
        as_of=now,
        made=len(cohort),
        open=len(cohort) - len(won) - lost_count,
        won=len(won),
        lost=lost_count,
        stages=_stages(cohort, pipeline, now_s),
        cycle=spread(cycles),
        deaths=_deaths(lost, pipeline, first),
        reasons=_reasons(lost, first),
        revenue=revenue,
        unpriced_won=sum([deal.amount is None for deal in won]),
        per_person=_per_person(revenue, cohort, wrote),
        open_now=len(open_now),
        unpriced_open=sum([deal.amount is None for deal in open_now]),
        velocity=velocity_of(open_now, Rate(len(won), len(won) + lost_count), cycles, first),
        ageing=_ageing(open_now, pipeline, now_s, first),
    )


def deals_behind(
    tracks: Iterable[Track], key: FigureKey, pipeline: Pipeline, now: datetime, limit: int | None = None
) -> list[str]:
    """The ids of the deals that a figure counts, those made last first; the first `limit` of them."""
    cohort, standing = _parted(tracks, key.ask)
    now_s = epoch_s(now)
    is_of_today = key.what in ("open_now", "priced", "aged")
    is_meant = _test(key, pipeline, now_s)
    found = [track for track in (standing if is_of_today else cohort) if is_meant(track)]
    order: list[tuple[int, str]] = [(-track.made_s, track.deal_id) for track in found]
    first = sorted(order) if limit is None else heapq.nsmallest(limit, order)
    return [deal_id for _made, deal_id in first]


def age_of(since_s: int, now_s: int, target_days: int | None) -> Age:
    """Against the target of its stage: late beyond it, very late beyond twice as long."""
    if target_days is None:
        return "no_target"
    age_s = max(0, now_s - since_s)
    if age_s <= target_days * DAY_S:
        return "in_time"
    return "late" if age_s <= 2 * target_days * DAY_S else "very_late"


def epoch_s(at: datetime) -> int:
    """Whole seconds since 1970."""
    return (at - _EPOCH) // _SECOND


# --- parts ---

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC) - _EPOCH
_FATES_OF: Final[dict[str, tuple[int, ...]]] = {
    "entered": (WENT_ON, HERE, LOST, BACK, RETURNED), "went_on": (WENT_ON, RETURNED), "here": (HERE,),
    "lost_here": (LOST,), "back": (BACK,), "left": (WENT_ON, LOST, BACK), "standing": (HERE, RETURNED),
}  # fmt: skip


def _parted(tracks: Iterable[Track], ask: FiguresAsk) -> tuple[list[Track], list[Track]]:
    """The cohort, and the open deals of today."""
    since_s, until_s = epoch_s(ask.since_at), epoch_s(ask.until_at)
    cohort, standing, owner_id = [], [], ask.owner_id
    for track in tracks:
        if track.pipeline_id != ask.pipeline_id or (owner_id is not None and track.owner_id != owner_id):
            continue
        if since_s <= track.made_s < until_s:
            cohort.append(track)
        if track.state == "open":
            standing.append(track)
    return cohort, standing


def _stages(cohort: Sequence[Track], pipeline: Pipeline, now_s: int) -> tuple[StageFigures, ...]:
    cells: list[list[int]] = [[] for _cell in range(FATES * len(pipeline.stages))]
    for track in cohort:
        for cell, seconds in track.cells:
            cells[cell].append(seconds)
    found = []
    for place, stage in enumerate(pipeline.stages):
        went_on, here, lost, back, returned = cells[place * FATES : (place + 1) * FATES]
        found.append(
            StageFigures(
                stage,
                entered=len(went_on) + len(here) + len(lost) + len(back) + len(returned),
                went_on=len(went_on) + len(returned),
                here=len(here),
                lost=len(lost),
                back=len(back),
                left=spread(went_on + lost + back),
                standing=spread([max(0, now_s - since_s) for since_s in here + returned]),
            )
        )
    return tuple(found)


def _sum(deals: Iterable[Track], first: str) -> tuple[Money, ...]:
    return plus([deal.amount for deal in deals], first)


@record
class _Lost:
    """Lost deals that have all in common."""

    stage_id: str
    spoke: Spoke
    reason: str
    count: int
    totals: tuple[Money, ...]


def _lost_groups(lost: Sequence[Track], pipeline: Pipeline) -> list[_Lost]:
    places = places_of(pipeline)
    groups: dict[tuple[str, Spoke, str], list[Money | None]] = {}
    for deal in lost:
        stage_id = deal.stage_id if deal.stage_id in places else ""
        groups.setdefault((stage_id, deal.spoke, deal.reason), []).append(deal.amount)
    return [_Lost(*common, len(amounts), plus(amounts)) for common, amounts in groups.items()]


def _totals(groups: Iterable[_Lost], first: str) -> tuple[int, tuple[Money, ...]]:
    groups = list(groups)
    totals = plus([money for group in groups for money in group.totals], first)
    return sum(group.count for group in groups), totals


def _deaths(lost: Sequence[_Lost], pipeline: Pipeline, first: str) -> tuple[Death, ...]:
    """In the order of the stages, those of a stage that is gone last."""
    order = [*(stage.stage_id for stage in pipeline.stages), ""]
    found = [
        Death(
            stage_id,
            spoke,
            *_totals((one for one in lost if (one.stage_id, one.spoke) == (stage_id, spoke)), first),
        )
        for stage_id in order
        for spoke in SPOKE
    ]
    return tuple(death for death in found if death.count)


def _reasons(lost: Sequence[_Lost], first: str) -> tuple[ReasonCount, ...]:
    """The most frequent first, those without one last among equals."""
    found = [
        ReasonCount(reason, *_totals((one for one in lost if one.reason == reason), first))
        for reason in {one.reason for one in lost}
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.reason == "", one.reason)))


def _per_person(
    revenue: tuple[Money, ...], cohort: Sequence[Track], wrote: int | None
) -> tuple[PerPerson, ...]:
    """A deal of which nobody knows whose it is counts as one more person."""
    people = [track.person for track in cohort]
    dealt = len(set(people) - {""}) + people.count("")
    bases = [PerPerson("dealt", dealt, _shared(revenue, dealt))]
    if wrote is not None:
        bases.insert(0, PerPerson("wrote", wrote, _shared(revenue, wrote)))
    return tuple(bases)


def _shared(amounts: Sequence[Money], n: int) -> tuple[Money, ...]:
    return tuple(Money(rounded(Fraction(each.minor, n)), each.currency) for each in amounts) if n else ()


def velocity_of(
    open_now: Sequence[Track], win_rate: Rate, cycles: Sequence[int], first: str
) -> tuple[Velocity, ...]:
    """Open deals x mean amount x win rate / mean cycle, which is their total x win rate / mean cycle."""
    priced = Counter([deal.amount.currency for deal in open_now if deal.amount is not None])
    cycles_s, ended = sum(cycles), win_rate.whole
    found = []
    for total in _sum(open_now, first):
        count, code = priced[total.currency], total.currency
        per_day = None
        if ended and cycles_s:  # total x (won / ended) / (cycles_s / how many cycles), in a day
            exact = Fraction(total.minor * win_rate.part * len(cycles) * DAY_S, ended * cycles_s)
            per_day = Money(rounded(exact), code)
        mean = Money(rounded(Fraction(total.minor, count)), code)
        found.append(Velocity(count, total, mean, per_day))
    return tuple(found)


def _ageing(open_now: Sequence[Track], pipeline: Pipeline, now_s: int, first: str) -> tuple[Ageing, ...]:
    by_stage: dict[str, list[Track]] = {stage.stage_id: [] for stage in pipeline.stages}
    for deal in open_now:
        if deal.stage_id in by_stage:
            by_stage[deal.stage_id].append(deal)
    return tuple(_aged(by_stage[stage.stage_id], stage, now_s, first) for stage in pipeline.stages)


def _aged(there: Sequence[Track], stage: Stage, now_s: int, first: str) -> Ageing:
    since = [deal.since_s for deal in there]
    ages = Counter([age_of(since_s, now_s, stage.target_days) for since_s in since])
    counts = tuple((age, ages[age]) for age in AGES if ages[age])
    return Ageing(stage, counts, max(0, now_s - min(since)) if since else None, _sum(there, first))


def _has_any(track: Track, wanted: set[int]) -> bool:
    for cell, _seconds in track.cells:  # noqa: SIM110 - in half the time of any()
        if cell in wanted:
            return True
    return False


def _test(key: FigureKey, pipeline: Pipeline, now_s: int) -> Callable[[Track], bool]:
    """Whether a figure counts a deal, of those that it is about."""
    what, detail = key.what, key.detail
    places = places_of(pipeline)
    if what in _FATES_OF:
        place = places.get(key.stage_id, -1)
        wanted = {place * FATES + fate for fate in _FATES_OF[what]} if place >= 0 else set()
        return lambda track: _has_any(track, wanted)
    if what == "aged":
        stage = pipeline.stage(key.stage_id)
        target = stage.target_days if stage is not None else None
        return lambda track: (
            track.stage_id == key.stage_id and (not detail or age_of(track.since_s, now_s, target) == detail)
        )
    if what == "died":
        return lambda track: (
            track.state == "lost"
            and (track.stage_id if track.stage_id in places else "") == key.stage_id
            and (not detail or track.spoke == detail)
        )
    if what == "reason":
        return lambda track: track.state == "lost" and track.reason == detail
    if what == "priced":
        return lambda track: track.amount is not None and track.amount.currency == detail
    if what == "ended":
        return lambda track: track.state != "open"
    if what in ("open", "won", "lost"):
        return lambda track: track.state == what
    return lambda _track: True
