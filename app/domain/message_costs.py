"""What the messages of a calendar month cost: those that reached somebody and that the channel charges for.

Nothing here knows by itself what is free: the channel names a type and a category for each message, and somebody
imports what a category costs in a country from which day on. What has no known price is counted apart, never as 0.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.exact_money import Exact, priced, summed
from app.domain.ledger import Budget, Cost
from app.domain.ledger_checks import decimal_of
from app.domain.money import Money
from app.domain.periods import Period
from app.domain.prices import Price, RateCard
from app.domain.records import record

CHARGED: Final = "regular"  # the channel's word for a message that it charges for
SERVICE: Final = "service"
FORECAST_FROM_DAY: Final = 3
FULL: Final = 100


@record
class Billed:
    """So many messages of a day, or a part of one, that begins at `at_s`. `code`: the calling code, "" if unknown."""

    at_s: int
    line_id: str
    category: str
    type: str
    code: str
    count: int


@record
class CostLine:
    """Messages of a category to a country at one price. `price` None: nobody imported one that fits."""

    category: str
    code: str
    count: int
    price: Price | None
    cost: Exact | None


@record
class Uncharged:
    """Messages that the channel does not charge for, by its word for why."""

    category: str
    type: str
    count: int


@record
class Allowance:
    """How many service messages a number has had this month, of so many that are announced as included."""

    line_id: str
    count: int
    included: int


@record
class Spent:
    """A part of the budget was spent: `percent` of it, on `day`."""

    percent: int
    day: date


@record
class MessageCosts:
    """Of a month up to `upto`, days of the business. `totals`: of what has a price, each currency by itself.

    `unpriced`: charged messages whose price nobody imported. `forecast`: None before the third day, and of months that
    are over. `of_budget`: tenths of a percent of the budget; `spent`: each threshold that was passed, and when.
    """

    month: Period
    upto: date
    lines: tuple[CostLine, ...] = ()
    uncharged: tuple[Uncharged, ...] = ()
    totals: tuple[Exact, ...] = ()
    unpriced: int = 0
    charged: int = 0
    allowances: tuple[Allowance, ...] = ()
    forecast: tuple[Exact, ...] | None = None
    budget: Budget = Budget()
    of_budget: int | None = None
    spent: tuple[Spent, ...] = ()
    has_rates: bool = False

    @property
    def days(self) -> int:
        """Of which the totals are."""
        return (self.upto - self.month.first).days + 1

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.upto == self.month.last

    @property
    def is_empty(self) -> bool:
        """Whether no message has a price or a word for its absence."""
        return not (self.lines or self.uncharged)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def day_of(at_s: int, zone: ZoneInfo) -> date:
    """The business's day of a moment."""
    return datetime.fromtimestamp(at_s, UTC).astimezone(zone).date()


def by_day(billed: Iterable[Billed], zone: str) -> list[tuple[date, Billed]]:
    """Each with its day."""
    place, days = ZoneInfo(zone), dict[int, date]()
    return [(days.setdefault(one.at_s, day_of(one.at_s, place)), one) for one in billed]


def message_costs(
    billed: Iterable[Billed],
    card: RateCard,
    month: Period,
    today: date,
    zone: str,
    budget: Budget | None = None,
    included: int = 0,
    lines: Sequence[str] = (),
    first: str = "",
) -> MessageCosts:
    """Of what was billed in `month`. `lines`: numbers that are shown even while nothing was sent from them."""
    dated = [(day, one) for day, one in by_day(billed, zone) if month.first <= day <= month.last]
    price = _remembered(card)
    counts: dict[tuple[str, str, Price | None], int] = {}
    free: Counter[tuple[str, str]] = Counter()
    service: Counter[str] = Counter(dict.fromkeys(lines, 0))
    for day, one in dated:
        if one.category == SERVICE:
            service[one.line_id] += one.count
        if one.type == CHARGED:
            key = (one.category, one.code, price(one.code, one.category, day))
            counts[key] = counts.get(key, 0) + one.count
        else:
            free[one.category, one.type] += one.count
    rows = tuple(sorted(map(_line, counts.items()), key=_order))
    upto = min(max(today, month.first), month.last)
    totals = summed([row.cost for row in rows if row.cost is not None], first)
    costs = MessageCosts(
        month, upto, rows,
        tuple(Uncharged(category, kind, n) for (category, kind), n in sorted(free.items())),
        totals,
        unpriced=sum(row.count for row in rows if row.cost is None),
        charged=sum(row.count for row in rows),
        allowances=tuple(Allowance(line, service[line], included) for line in sorted(service)),
        budget=budget or Budget(), has_rates=bool(card.rates),
    )  # fmt: skip
    return _with_budget(replace(costs, forecast=_forecast(costs)), dated, price)


def spent_between(
    billed: Iterable[Billed], card: RateCard, first: date, last: date, zone: str, own: Cost | None = None
) -> tuple[tuple[Exact, ...], int, int]:
    """What charged messages cost from a day to another, how many they were, and how many of them have no known price.

    `own`: a cost with a price of its own for each message, in place of the imported ones.
    """
    price, found, count, unpriced = _remembered(card), list[Exact](), 0, 0
    stated = decimal_of(own.price) if own is not None and own.price else None
    for day, one in by_day(billed, zone):
        if one.type != CHARGED or not first <= day <= last:
            continue
        count += one.count
        if own is not None and stated is not None:
            found.append(priced(stated, own.amount.currency, one.count))
            continue
        known = price(one.code, one.category, day)
        unpriced += one.count if known is None else 0
        found += [_cost(known, one.count)] if known is not None else []
    return summed(found), count, unpriced


def cards_joined(cards: Iterable[tuple[date, RateCard]]) -> RateCard:
    """All imported tables as one: what has no day of its own holds from the day of its table on."""
    dated = sorted(cards, key=lambda one: one[0])
    rates = [
        rate if rate.valid_from >= day else replace(rate, valid_from=day)
        for day, card in dated
        for rate in card.rates
    ]
    return RateCard(tuple(rates), dated[-1][1].skipped if dated else 0)


def _remembered(card: RateCard) -> Callable[[str, str, date], Price | None]:
    """The card walks all its rates for each question."""
    known: dict[tuple[str, str, date], Price | None] = {}

    def price(code: str, category: str, day: date) -> Price | None:
        key = (code, category, day)
        if key not in known:
            known[key] = card.price(code, category, day) if code else None
        return known[key]

    return price


def _line(counted: tuple[tuple[str, str, Price | None], int]) -> CostLine:
    (category, code, price), count = counted
    return CostLine(category, code, count, price, None if price is None else _cost(price, count))


def _cost(price: Price, count: int) -> Exact:
    amount = decimal_of(price.amount)
    assert amount is not None
    return priced(amount, price.currency, count)


def _order(row: CostLine) -> tuple[object, ...]:
    amount = row.cost.minor if row.cost is not None else Fraction(-1)
    return (-amount, row.category, row.code, row.price.amount if row.price is not None else "")


def _forecast(costs: MessageCosts) -> tuple[Exact, ...] | None:
    """As much a day as until now; from the third day on, and while the month goes on."""
    if costs.is_over or costs.upto.day < FORECAST_FROM_DAY or not costs.totals:
        return None
    whole = Fraction(costs.month.last.day, costs.days)
    return tuple(Exact(one.minor * whole, one.currency) for one in costs.totals)


def _with_budget(
    costs: MessageCosts,
    dated: Iterable[tuple[date, Billed]],
    price: Callable[[str, str, date], Price | None],
) -> MessageCosts:
    """How much of the budget is spent, and when each threshold was passed; of the budget's own currency alone."""
    limit = costs.budget.amount
    if limit is None or limit.minor <= 0:
        return costs
    days: dict[date, Fraction] = {}
    for day, one in dated:
        known = price(one.code, one.category, day) if one.type == CHARGED else None
        if known is not None and known.currency == limit.currency:
            days[day] = days.get(day, Fraction(0)) + _cost(known, one.count).minor
    total, spent = Fraction(0), list[Spent]()
    left = sorted({costs.budget.percent, FULL})
    for day in sorted(days):
        total += days[day]
        while left and total * FULL >= Fraction(limit.minor) * left[0]:
            spent.append(Spent(left.pop(0), day))
    return replace(costs, of_budget=round(total * 1000 / limit.minor), spent=tuple(spent))


def left_of(costs: MessageCosts) -> Money | None:
    """What is left of the budget, below 0 when more was spent; None without one."""
    limit = costs.budget.amount
    if limit is None:
        return None
    total = next((one.minor for one in costs.totals if one.currency == limit.currency), Fraction(0))
    return Exact(Fraction(limit.minor) - total, limit.currency).money


def bounds(month: Period, zone: str) -> tuple[int, int]:
    """From which second on, and before which, everything of a month lies."""
    return int(month.since_at(zone).timestamp()), int(month.until_at(zone).timestamp())


def day_cuts(first: date, last: date, zone: str) -> list[int]:
    """The business's midnights from the one with which `first` begins to that with which `last` ends, in seconds."""
    days = range((last - first).days + 2)
    return [
        int(Period(day, day).since_at(zone).timestamp()) for day in (first + timedelta(days=n) for n in days)
    ]


def month_before(month: Period) -> Period:
    """The calendar month before."""
    return month_of(month.first - timedelta(days=1))
