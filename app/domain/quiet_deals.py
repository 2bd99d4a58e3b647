"""When a deal has gone quiet, and in which order those that have are shown.

A deal is quiet when it is open, our message was the last word, the next step is theirs, and so many working days have
passed without a sign of life as its stage allows. One whose next step is ours is never quiet, however long it lies.
Signs of life are what they wrote (anything: a reaction too) and what was logged of a call, a meeting or an e-mail.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal

from app.domain.deal_rows import DealRow, Quiet
from app.domain.deals import Pipeline
from app.domain.records import record
from app.domain.working_days import WorkingDays

QuietOrder = Literal["days", "value"]


@record
class CutOff:
    """Deals of a stage are quiet when nothing was heard since `at` or longer."""

    pipeline_id: str
    stage_id: str
    at: datetime


def cut_offs(pipelines: Iterable[Pipeline], calendar: WorkingDays, now: datetime) -> list[CutOff]:
    """For every stage of every pipeline."""
    at: dict[int, datetime] = {}
    found = []
    for pipeline in pipelines:
        for stage in pipeline.stages:
            days = max(1, stage.quiet_days)
            if days not in at:
                at[days] = calendar.before(now, days)
            found.append(CutOff(pipeline.pipeline_id, stage.stage_id, at[days]))
    return found


def quiet_of(
    silent_since_at: datetime, quiet_days: int, days_since: Callable[[datetime], int]
) -> Quiet | None:
    """Since when and for how many working days a deal is quiet; None when it is not.

    `days_since` is `WorkingDays.until(now)`: one for many deals.
    """
    days = days_since(silent_since_at)
    return Quiet(silent_since_at, days) if days >= max(1, quiet_days) else None


def in_order(rows: Iterable[DealRow], order: QuietOrder, currency: str) -> list[DealRow]:
    """The longest quiet first, or the most valuable: the business's own currency before others, by their codes.

    Deals without an amount come last there. Amounts of two currencies are never compared.
    """
    if order == "days":
        return sorted(rows, key=_by_days)
    return sorted(rows, key=lambda row: (*_by_value(row, currency), *_by_days(row)))


def _by_days(row: DealRow) -> tuple[datetime, str]:
    since = row.quiet.since_at if row.quiet is not None else row.silent_since_at
    assert since is not None
    return since, row.deal_id


def _by_value(row: DealRow, currency: str) -> tuple[int, str, int]:
    if row.amount is None:
        return 2, "", 0
    is_own = row.amount.currency == currency
    return (0 if is_own else 1), row.amount.currency, -row.amount.minor


@record
class Worked:
    """What one step, or one cause, has brought: so many went out, so many were answered within a week."""

    key: str
    sent: int
    answered: int


def worked(rows: Sequence[tuple[str, bool]]) -> list[Worked]:
    """(key, whether it was answered) of each follow-up, added up; in the order in which the keys first appear."""
    sums: dict[str, list[int]] = {}
    for key, is_answered in rows:
        one = sums.setdefault(key, [0, 0])
        one[0] += 1
        one[1] += is_answered
    return [Worked(key, sent, answered) for key, (sent, answered) in sums.items()]
