"""Who comes back: people by the month of their first message, and who wrote again in each month after it.

Somebody is lost once they wrote nothing for a stated number of days. The days are the business's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from app.domain.records import record
from app.domain.spreads import DAY_S, Rate

MONTHS_SHOWN: Final = 12


@record
class Cohort:
    """`people` who first wrote in the month that begins on `month`. `back`: of them, who wrote in each month after it
    that has begun; `lost`: who are silent for longer than the rule says."""

    month: date
    people: int
    back: tuple[Rate, ...]
    lost: Rate


@record
class Retention:
    """`inactive_days`: the rule. `lost`: of everybody who ever wrote."""

    cohorts: tuple[Cohort, ...]
    inactive_days: int
    lost: Rate


def month_number(day: date) -> int:
    """Months since year 0, so that two can be subtracted."""
    return day.year * 12 + day.month - 1


def retention(
    wrote: Mapping[str, Iterable[int]],
    newest_s: Mapping[str, int],
    now_s: int,
    today: date,
    inactive_days: int,
    shown: int = MONTHS_SHOWN,
) -> Retention:
    """`wrote`: for each person the months (see `month_number`) in which they wrote; `newest_s`: when last."""
    current = month_number(today)
    groups: dict[int, list[str]] = {}
    for person, months in wrote.items():
        first = min(months, default=None)
        if first is not None and first <= current:
            groups.setdefault(first, []).append(person)
    limit = now_s - inactive_days * DAY_S
    gone = {person for person, at_s in newest_s.items() if at_s < limit}
    cohorts = []
    for month in sorted(groups, reverse=True)[:shown]:
        people = groups[month]
        months_of = [frozenset(wrote[person]) for person in people]
        back = tuple(
            Rate(sum(later in months for months in months_of), len(people))
            for later in range(month + 1, min(current, month + shown) + 1)
        )
        lost = Rate(sum(person in gone for person in people), len(people))
        cohorts.append(Cohort(date(month // 12, month % 12 + 1, 1), len(people), back, lost))
    everybody = sum(map(len, groups.values()))
    return Retention(tuple(cohorts), inactive_days, Rate(len(gone), everybody))
