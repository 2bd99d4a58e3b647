"""Delivery rate, the pause of a campaign and the two formulae of a return, as plainly as the words say it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

DAY = 24 * 3600
TARGET = Fraction(95, 100)
ENOUGH = 50
TERMINAL = ("delivered", "read", "failed")


def delivery_rate(sends: Sequence[tuple[int, str | None]]) -> Fraction | None:
    """Of accepted messages as (age in seconds, furthest state): delivered or read / accepted, of those that are mature.

    Mature is 24 hours old, or terminal. Of none there is no rate.
    """
    mature = [state for age, state in sends if age >= DAY or state in TERMINAL]
    return Fraction(len([s for s in mature if s in ("delivered", "read")]), len(mature)) if mature else None


def is_paused(sends: Sequence[tuple[int, str | None]]) -> bool:
    """Whether at least fifty mature sends lie below the target."""
    mature = [one for one in sends if one[0] >= DAY or one[1] in TERMINAL]
    rate = delivery_rate(mature)
    return rate is not None and len(mature) >= ENOUGH and rate < TARGET


def roi_percent(gain: int, cost: int) -> Fraction | None:
    """(gain - cost) / cost, in percent; of no cost there is none."""
    return Fraction(100 * (gain - cost), cost) if cost else None


def hours_saved(hours_a_week: int, rate: int, weeks_a_month: Fraction) -> Fraction:
    """What the hours that were saved are worth in a month."""
    return hours_a_week * rate * weeks_a_month
