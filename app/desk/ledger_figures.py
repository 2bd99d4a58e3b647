"""Figures of the ledger from won deals, messages with a price and counters. Runs beside the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.desk.activity_index import ActivityIndex
from app.domain.deal_histories import Track
from app.domain.exact_money import Exact
from app.domain.goals import MEASURES, Progress, Reckon, progress
from app.domain.ledger import Budget, Cost, Gain, Goal
from app.domain.message_costs import MessageCosts, bounds, day_cuts, message_costs, month_of, spent_between
from app.domain.periods import Period
from app.domain.prices import RateCard
from app.domain.records import record
from app.domain.retention import Retention, retention
from app.domain.roi import Roi, WonDeal, first_wins, rois
from storage.engine import Connection
from storage.view.billing import billed_between


@record
class Sources:
    """What is known beside the view: settings, prices, the time. `deals`: all of them, whatever became of them.

    `more`: functions of measures that the reports reckon, by name.
    """

    zone: str
    now: datetime
    currency: str
    card: RateCard
    deals: Sequence[Track]
    activity: ActivityIndex
    more: Mapping[str, Reckon]

    @property
    def today(self) -> date:
        """The business's day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()


def won_deals(sources: Sources) -> list[WonDeal]:
    """All that were ever won, the oldest first, each with whether it is the first one of its person."""
    place = ZoneInfo(sources.zone)
    return first_wins(
        WonDeal(
            one.deal_id,
            datetime.fromtimestamp(one.ended_s, UTC).astimezone(place).date(),
            one.amount,
            one.pipeline_id,
            one.person,
        )
        for one in sources.deals
        if one.state == "won" and one.ended_s is not None
    )


def roi_of(
    conn: Connection, sources: Sources, costs: Sequence[Cost], gains: Sequence[Gain], first: date, last: date
) -> tuple[Roi, ...]:
    """From a day to another, both included."""
    reckon = _by_days(conn, sources)
    counts = {
        gain.gain_id: reckon(gain.counter, max(first, gain.from_day), min(last, gain.to_day or last))
        for gain in gains
        if gain.source == "counter"
    }
    return rois(
        costs, gains, first, last,
        won=won_deals(sources),
        messages={
            cost.cost_id: _messages(conn, sources, cost, first, last)
            for cost in costs
            if cost.rhythm == "per_message"
        },
        counts=counts, own=sources.currency,
    )  # fmt: skip


def costs_of_month(
    conn: Connection, sources: Sources, day: date, budget: Budget, included: int, lines: Sequence[str]
) -> MessageCosts:
    """Of the calendar month that a day lies in."""
    month = month_of(day)
    billed = billed_between(conn, day_cuts(month.first, month.last, sources.zone))
    return message_costs(
        billed, sources.card, month, sources.today, sources.zone, budget, included, lines, sources.currency
    )


def progress_of(conn: Connection, sources: Sources, goals: Iterable[Goal]) -> list[Progress]:
    """Of each goal."""
    reckon = _by_days(conn, sources)
    return [
        progress(goal, lambda first, last, goal=goal: reckon(goal.measure, first, last), sources.today)  # type: ignore[misc]
        for goal in goals
    ]


def retention_of(conn: Connection, sources: Sources, inactive_days: int) -> Retention:
    """Who comes back."""
    sources.activity.refresh(conn, sources.zone)
    months, newest = sources.activity.people(conn)
    return retention(months, newest, int(sources.now.timestamp()), sources.today, inactive_days)


def measures_of(conn: Connection, sources: Sources) -> dict[str, Reckon]:
    """Functions of measures by name; each takes (from second, before second). See `app.domain.goals.MEASURES`."""

    def made(from_s: int, until_s: int) -> list[Track]:
        return [one for one in sources.deals if from_s <= one.made_s < until_s]

    def won(from_s: int, until_s: int) -> list[Track]:
        return [
            one for one in sources.deals if one.state == "won" and from_s <= (one.ended_s or -1) < until_s
        ]

    def conversion(from_s: int, until_s: int) -> Fraction | None:
        found = made(from_s, until_s)
        return Fraction(sum(one.state == "won" for one in found), len(found)) if found else None

    def won_revenue(from_s: int, until_s: int) -> Fraction | None:
        amounts = [one.amount for one in won(from_s, until_s) if one.amount is not None]
        return Fraction(sum(one.minor for one in amounts if one.currency == sources.currency))

    def messages_in(from_s: int, until_s: int) -> Fraction | None:
        sources.activity.refresh(conn, sources.zone)
        return Fraction(sources.activity.count(from_s, until_s))

    return {
        "conversion": conversion,
        "won_revenue": won_revenue,
        "won_deals": lambda from_s, until_s: Fraction(len(won(from_s, until_s))),
        "new_deals": lambda from_s, until_s: Fraction(len(made(from_s, until_s))),
        "messages_in": messages_in,
        **sources.more,
    }


def _by_days(conn: Connection, sources: Sources) -> Callable[[str, date, date], Fraction | None]:
    """A measure of the business's days, both included; None for one that nobody reckons, and of no day."""
    functions = measures_of(conn, sources)

    def reckon(name: str, first: date, last: date) -> Fraction | None:
        function = functions.get(name) if name in MEASURES else None
        if function is None or last < first:
            return None
        return function(*bounds(Period(first, last), sources.zone))

    return reckon


def _messages(
    conn: Connection, sources: Sources, cost: Cost, first: date, last: date
) -> tuple[Sequence[Exact], int, int]:
    start, end = max(first, cost.from_day), min(last, cost.to_day or last)
    if end < start:
        return (), 0, 0
    billed = billed_between(conn, day_cuts(start, end, sources.zone))
    return spent_between(billed, sources.card, start, end, sources.zone, cost)
