"""The figures of deals a second time, slow and plain: written from the words of decision 196, nothing shared.

It walks each deal from its first stage to its last, keeps lists of ids, and counts them at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

from app.domain.deal_figure_rows import DealFigures
from app.domain.deal_histories import DealHistory
from app.domain.deals import Pipeline

DAY = 24 * 60 * 60
Plain = dict[str, Any]


def plain_figures(
    deals: Sequence[DealHistory],
    pipeline: Pipeline,
    since: int,
    until: int,
    owner: str | None,
    now: int,
    wrote: int | None,
) -> Plain:
    """Everything as plain lists, numbers and texts."""
    ours = [one for one in deals if one.pipeline_id == pipeline.pipeline_id and owner in (None, one.owner_id)]
    cohort = [one for one in ours if one.made_s >= since and one.made_s < until]
    won = [one for one in cohort if one.state == "won"]
    lost = [one for one in cohort if one.state == "lost"]
    open_now = [one for one in ours if one.state == "open"]
    cycles = [max(0, one.ended_s - one.made_s) if one.ended_s is not None else 0 for one in won]
    order = [stage.stage_id for stage in pipeline.stages]
    result: Plain = {"made": len(cohort), "won": len(won), "lost": len(lost)}
    result["open"] = len([one for one in cohort if one.state == "open"])
    result["stages"] = [_stage(cohort, order, number, now) for number in range(len(order))]
    result["cycle"] = _spread(cycles)
    result["revenue"] = _sums(won)
    result["deaths"] = {
        (stage, spoke): (len(there), _sums(there))
        for stage in [*order, ""]
        for spoke in ("us", "them", "nobody")
        if (there := [d for d in lost if d.spoke == spoke and _stage_or_none(d, order) == stage])
    }
    result["reasons"] = {
        reason: (len(there), _sums(there))
        for reason in {one.reason for one in lost}
        if (there := [one for one in lost if one.reason == reason])
    }
    result["people"] = _people(cohort, _sums(won), wrote)
    result["velocity"] = _velocity(open_now, len(won), len(lost), cycles)
    result["ageing"] = [_ages(open_now, stage.stage_id, stage.target_days, now) for stage in pipeline.stages]
    result["unpriced"] = (len([d for d in won if not d.amount]), len([d for d in open_now if not d.amount]))
    return result


def as_plain(figures: DealFigures) -> Plain:
    """The real ones in the same shape."""
    return {
        "made": figures.made,
        "won": figures.won,
        "lost": figures.lost,
        "open": figures.open,
        "stages": [
            (one.entered, one.went_on, one.here, one.lost, one.back, _of(one.left), _of(one.standing))
            for one in figures.stages
        ],
        "cycle": _of(figures.cycle),
        "revenue": _money(figures.revenue),
        "deaths": {(one.stage_id, one.spoke): (one.count, _money(one.totals)) for one in figures.deaths},
        "reasons": {one.reason: (one.count, _money(one.totals)) for one in figures.reasons},
        "people": {one.base: (one.n, _money(one.amounts)) for one in figures.per_person},
        "velocity": {
            one.total.currency: (
                one.open, one.total.minor, one.mean.minor, one.per_day.minor if one.per_day is not None else None
            )
            for one in figures.velocity
        },
        "ageing": [(dict(one.counts), one.oldest_s, _money(one.totals)) for one in figures.ageing],
        "unpriced": (figures.unpriced_won, figures.unpriced_open),
    }  # fmt: skip


def _stage(cohort: Sequence[DealHistory], order: list[str], number: int, now: int) -> Any:
    entered = went_on = here = lost = back = 0
    left, standing = [], []
    for deal in cohort:
        visits = [stay for stay in deal.stays if stay.stage_id == order[number]]
        if not visits:
            continue
        entered += 1
        later = order[number + 1 :]
        after = deal.stays[deal.stays.index(visits[0]) + 1 :]
        is_on = deal.state == "won" or any(stay.stage_id in later for stay in after)
        is_here = deal.state == "open" and deal.stage_id == order[number]
        if is_on:
            went_on += 1
        elif is_here:
            here += 1
        elif deal.state == "lost" and deal.stage_id == order[number]:
            lost += 1
        else:
            back += 1
        if is_here:
            standing.append(max(0, now - visits[-1].entered_s))
        else:
            ends = [stay.left_s if stay.left_s is not None else deal.ended_s for stay in visits]
            spans = [
                (end - stay.entered_s) for stay, end in zip(visits, ends, strict=True) if end is not None
            ]
            left.append(sum(span for span in spans if span > 0))
    return entered, went_on, here, lost, back, _spread(left), _spread(standing)


def _stage_or_none(deal: DealHistory, order: list[str]) -> str:
    return deal.stage_id if deal.stage_id in order else ""


def _spread(durations: list[int]) -> Any:
    if not durations:
        return 0, None, None, None
    mean = _rounded(sum(durations), len(durations))
    return len(durations), _middle(sorted(durations)), _ranked(durations, 9), mean


def _middle(ordered: list[int]) -> int:
    while len(ordered) > 2:
        ordered = ordered[1:-1]
    return _rounded(sum(ordered), len(ordered))


def _ranked(durations: list[int], tenths: int) -> int:
    """The first value such that it and what is not above it are enough of all."""
    for value in sorted(durations):
        if len([one for one in durations if one <= value]) * 10 >= tenths * len(durations):
            return value
    raise AssertionError


def _rounded(top: int, bottom: int) -> int:
    with localcontext() as context:
        context.prec = 200
        return int((Decimal(top) / Decimal(bottom)).quantize(Decimal(1), ROUND_HALF_EVEN))


def _sums(deals: Sequence[DealHistory]) -> dict[str, int]:
    found: dict[str, int] = {}
    for deal in deals:
        if deal.amount:
            found[deal.amount.currency] = found.get(deal.amount.currency, 0) + deal.amount.minor
    return found


def _people(cohort: Sequence[DealHistory], revenue: dict[str, int], wrote: int | None) -> Any:
    names = {deal.person or f"nobody of {deal.deal_id}" for deal in cohort}
    bases = {"dealt": len(names)} | ({} if wrote is None else {"wrote": wrote})
    return {
        base: (n, {code: _rounded(sum_, n) for code, sum_ in revenue.items()} if n else {})
        for base, n in bases.items()
    }


def _velocity(open_now: Sequence[DealHistory], won: int, lost: int, cycles: list[int]) -> Any:
    found = {}
    for code, total in _sums(open_now).items():
        count = len([one for one in open_now if one.amount and one.amount.currency == code])
        per_day = None
        if won + lost and sum(cycles):
            # count x (total / count) x (won / ended) / (sum / n in days)
            per_day = _rounded(count * total * won * len(cycles) * DAY, count * (won + lost) * sum(cycles))
        found[code] = (count, total, _rounded(total, count), per_day)
    return found


def _ages(open_now: Sequence[DealHistory], stage_id: str, target: int | None, now: int) -> Any:
    there = [deal for deal in open_now if deal.stage_id == stage_id]
    ages = [now - (deal.stays[-1].entered_s if deal.stays else deal.made_s) for deal in there]
    counts: dict[str, int] = {}
    for age in ages:
        if target is None:
            name = "no_target"
        else:
            limit = target * DAY
            name = "in_time" if age <= limit else "late" if age <= 2 * limit else "very_late"
        counts[name] = counts.get(name, 0) + 1
    return counts, max(0, max(ages)) if ages else None, _sums(there)


def _of(spread: Any) -> Any:
    return spread.n, spread.median_s, spread.p90_s, spread.mean_s


def _money(amounts: Any) -> dict[str, int]:
    codes = [money.currency for money in amounts]
    assert len(codes) == len(set(codes)), "a currency stands there twice"
    return {money.currency: money.minor for money in amounts}
