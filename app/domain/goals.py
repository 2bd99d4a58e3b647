"""Goals: what a measure was, what it is to be, and how far it has come. Measures are reckoned elsewhere, by name.

A rate is compared as it is. A sum is compared with the share of its target that the days gone by stand for, and a
baseline of another length is brought to the goal's own number of days. Of nothing there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from app.domain.ledger import Goal
from app.domain.ledger_checks import decimal_of
from app.domain.records import record

Reckon = Callable[[int, int], "Fraction | None"]
"""(from second, before second) to a figure: a share of 1 for percentages, minor units for money, seconds, a count."""
Unit = Literal["percent", "money", "count", "seconds"]
State = Literal["reached", "missed", "ahead", "behind", "unknown"]


@record
class Measure:
    """`is_sum`: it grows with the days. `is_less_better`: as waiting times. `is_reported`: a figure of the reports."""

    name: str
    unit: Unit
    is_sum: bool = False
    is_less_better: bool = False
    is_reported: bool = False


# Those of deals and of people who wrote, then those that `app.domain.reported_measures` takes from the reports.
MEASURES: Final[Mapping[str, Measure]] = {
    one.name: one
    for one in (
        Measure("conversion", "percent"),
        Measure("won_revenue", "money", is_sum=True),
        Measure("won_deals", "count", is_sum=True),
        Measure("new_deals", "count", is_sum=True),
        Measure("messages_in", "count", is_sum=True),
        Measure("messages_out", "count", is_sum=True, is_reported=True),
        Measure("first_median", "seconds", is_less_better=True, is_reported=True),
        Measure("all_median", "seconds", is_less_better=True, is_reported=True),
        Measure("answered_in_day", "percent", is_reported=True),
        Measure("within", "percent", is_reported=True),
        Measure("promise_kept", "percent", is_reported=True),
        Measure("resolved", "count", is_sum=True, is_reported=True),
        Measure("first_contact", "percent", is_reported=True),
        Measure("delivered", "percent", is_reported=True),
    )
}
REPORTED: Final = frozenset(name for name, one in MEASURES.items() if one.is_reported)
COUNTED: Final = tuple(name for name, one in MEASURES.items() if one.unit == "count")


@record
class Progress:
    """`baseline`, `target`, `now`: in the measure's unit. `share`: of the way, 1 is all. `days`: gone, of `of`."""

    goal: Goal
    measure: Measure | None
    baseline: Fraction | None
    target: Fraction | None
    now: Fraction | None
    share: Fraction | None
    days: int
    of: int
    state: State


def progress(goal: Goal, reckon: Callable[[date, date], Fraction | None], today: date) -> Progress:
    """How far a goal has come. `reckon(first, last)`: the measure of those days, both included."""
    measure = MEASURES.get(goal.measure)
    whole = (goal.by_day - goal.from_day).days + 1
    gone = min(max(0, (today - goal.from_day).days + 1), whole)
    last = goal.from_day + timedelta(days=gone - 1)
    now = reckon(goal.from_day, last) if gone and measure is not None else None
    baseline = _baseline(goal, measure, reckon, whole)
    target = _target(goal, measure, baseline)
    share = _share(measure, baseline, target, now)
    return Progress(
        goal,
        measure,
        baseline,
        target,
        now,
        share,
        gone,
        whole,
        _state(measure, baseline, target, now, gone, whole),
    )


def _baseline(
    goal: Goal, measure: Measure | None, reckon: Callable[[date, date], Fraction | None], whole: int
) -> Fraction | None:
    if measure is None:
        return None
    if goal.baseline:
        stated = decimal_of(goal.baseline)
        return None if stated is None else in_unit(Fraction(stated), measure)
    if goal.base_from is None or goal.base_to is None:
        return None
    found = reckon(goal.base_from, goal.base_to)
    if found is None or not measure.is_sum:
        return found
    return found * whole / ((goal.base_to - goal.base_from).days + 1)


def _target(goal: Goal, measure: Measure | None, baseline: Fraction | None) -> Fraction | None:
    amount = decimal_of(goal.amount)
    if measure is None or amount is None:
        return None
    if goal.aim == "value":
        return in_unit(Fraction(amount), measure)
    return (
        baseline * (100 + Fraction(amount)) / 100 if baseline else None
    )  # a share more than nothing is nothing


def in_unit(stated: Fraction, measure: Measure) -> Fraction:
    """What a person states: percent of 100, minutes; money as the desk turned it into minor units."""
    if measure.unit == "percent":
        return stated / 100
    return stated * 60 if measure.unit == "seconds" else stated


def _is_less(measure: Measure, target: Fraction, baseline: Fraction | None) -> bool:
    return target < baseline if baseline is not None and target != baseline else measure.is_less_better


def _share(
    measure: Measure | None, baseline: Fraction | None, target: Fraction | None, now: Fraction | None
) -> Fraction | None:
    """A sum is on its way from 0, a rate from its baseline."""
    if measure is None or target is None or now is None:
        return None
    if measure.is_sum:
        return now / target if target else None
    if baseline is None:
        return now / target if target and not measure.is_less_better else None
    return (now - baseline) / (target - baseline) if target != baseline else None


def _state(
    measure: Measure | None,
    baseline: Fraction | None,
    target: Fraction | None,
    now: Fraction | None,
    gone: int,
    whole: int,
) -> State:
    if measure is None or target is None or now is None or not gone:
        return "unknown"
    is_less = _is_less(measure, target, baseline)
    is_over = gone == whole
    if not is_over and measure.is_sum:
        if not is_less and now >= target:
            return "reached"
        pace = target * gone / whole
        return "ahead" if (now <= pace if is_less else now >= pace) else "behind"
    is_there = now <= target if is_less else now >= target
    if is_over:
        return "reached" if is_there else "missed"
    return "ahead" if is_there else "behind"
