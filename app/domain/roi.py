"""Return on investment: both formulae, from dated costs and gains, every input listed; each currency by itself.

(1) net benefit / total investment x 100, of what came in as money. (2) (value generated - cost) / cost x 100, of what
came in and what is worth something besides. Without a cost there is no return, and never a 0 in its place.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from app.domain.exact_money import Exact, exactly, priced
from app.domain.ledger import Cost, Gain
from app.domain.ledger_checks import decimal_of
from app.domain.money import Money
from app.domain.records import record
from app.domain.spreads import rounded

WEEKS_A_MONTH: Final = {"4": Fraction(4), "52/12": Fraction(52, 12)}


@record
class WonDeal:
    """A deal that was won on `day`. `person`: whose it is, "" for nobody known; `is_first`: their first one ever."""

    deal_id: str
    day: date
    amount: Money | None
    pipeline_id: str = ""
    person: str = ""
    is_first: bool = False


@record
class RoiLine:
    """One input: `count` times `each` is `total`. `deals`: those behind it. `unpriced`: so many have no price."""

    side: Literal["cost", "gain"]
    entry_id: str
    name: str
    category: str
    how: str  # a rhythm of a cost, a source of a gain
    count: Fraction
    each: Exact | None
    total: Exact
    is_intangible: bool = False
    deals: tuple[str, ...] = ()
    unpriced: int = 0


@record
class Roi:
    """Of one currency. `tangible`, `intangible`: what was gained."""

    currency: str
    lines: tuple[RoiLine, ...]
    cost: Exact
    tangible: Exact
    intangible: Exact
    customers: int = 0

    @property
    def value(self) -> Exact:
        """All that was gained."""
        return Exact(self.tangible.minor + self.intangible.minor, self.currency)

    @property
    def net(self) -> Exact:
        """What came in, less what was spent."""
        return Exact(self.tangible.minor - self.cost.minor, self.currency)

    @property
    def net_return(self) -> Fraction | None:
        """Formula 1, in percent; None without a cost."""
        return self.net.minor * 100 / self.cost.minor if self.cost.minor else None

    @property
    def value_return(self) -> Fraction | None:
        """Formula 2, in percent; None without a cost."""
        return (self.value.minor - self.cost.minor) * 100 / self.cost.minor if self.cost.minor else None

    @property
    def per_customer(self) -> Exact | None:
        """Cost per acquisition: the cost by new customers; None where there is none of either."""
        if not self.customers or not self.cost.minor:
            return None
        return Exact(self.cost.minor / self.customers, self.currency)

    def of_category(self, *categories: str) -> Exact:
        """What gains of these kinds add up to: loyalty and saved cost are named as such."""
        found = (line for line in self.lines if line.side == "gain" and line.category in categories)
        return Exact(sum((line.total.minor for line in found), Fraction(0)), self.currency)


def tenths(value: Fraction | None) -> int | None:
    """Tenths of a percent, rounded once."""
    return None if value is None else rounded(value * 10)


def bookings(from_day: date, to_day: date | None, rhythm: str, first: date, last: date) -> int:
    """How often something falls due from `first` to `last`, both included.

    Once: on its day. Monthly: on the same day of each month, on the last one of a shorter month.
    """
    until = last if to_day is None else min(last, to_day)
    if rhythm == "once":
        return int(first <= from_day <= until)
    if until < from_day:
        return 0
    months = (until.year - from_day.year) * 12 + until.month - from_day.month
    start = max(0, (first.year - from_day.year) * 12 + first.month - from_day.month)
    return sum(first <= _due(from_day, number) <= until for number in range(start, months + 1))


def hours_value(gain: Gain) -> Exact:
    """What saved hours are worth in a month: hours a week x rate x weeks a month, exactly."""
    hours = decimal_of(gain.hours)
    assert hours is not None
    return exactly(gain.amount, Fraction(hours) * WEEKS_A_MONTH[gain.weeks])


def rois(
    costs: Iterable[Cost],
    gains: Iterable[Gain],
    first: date,
    last: date,
    *,
    won: Sequence[WonDeal] = (),
    messages: Mapping[str, tuple[Sequence[Exact], int, int]] | None = None,
    counts: Mapping[str, Fraction | None] | None = None,
    own: str = "",
) -> tuple[Roi, ...]:
    """From a day to another, one for each currency that anything is in; the business's `own` first.

    `won`: of any time, in any order. `messages`: by the id of each cost per message what it comes to, how many there
    were, and how many have no known price. `counts`: by the id of each gain that counts, how many there were.
    """
    lines: list[RoiLine] = []
    for cost in sorted(costs, key=lambda one: (one.from_day, one.name, one.cost_id)):
        lines += _cost_lines(cost, first, last, (messages or {}).get(cost.cost_id))
    period = [deal for deal in won if first <= deal.day <= last]
    lines += _gain_lines(gains, first, last, period, counts or {})
    new = {deal.person or deal.deal_id for deal in period if deal.is_first}
    codes = sorted({line.total.currency for line in lines}, key=lambda code: (code != own, code))
    return tuple(_roi(code, lines, len(new)) for code in codes)


def first_wins(won: Iterable[WonDeal]) -> list[WonDeal]:
    """Each with whether it is the first one of its person; a deal of nobody known is somebody's first."""
    seen: set[str] = set()
    found = []
    for deal in sorted(won, key=lambda one: (one.day, one.deal_id)):
        found.append(replace(deal, is_first=deal.person not in seen))
        if deal.person:
            seen.add(deal.person)
    return found


def _roi(currency: str, lines: Iterable[RoiLine], customers: int) -> Roi:
    ours = tuple(line for line in lines if line.total.currency == currency)

    def total(side: str, *, is_intangible: bool) -> Exact:
        found = (line for line in ours if line.side == side and line.is_intangible == is_intangible)
        return Exact(sum((line.total.minor for line in found), Fraction(0)), currency)

    return Roi(
        currency,
        ours,
        total("cost", is_intangible=False),
        total("gain", is_intangible=False),
        total("gain", is_intangible=True),
        customers,
    )


def _cost_lines(
    cost: Cost, first: date, last: date, messages: tuple[Sequence[Exact], int, int] | None
) -> list[RoiLine]:
    def line(count: int, each: Exact | None, total: Exact, unpriced: int = 0) -> RoiLine:
        return RoiLine(
            "cost", cost.cost_id, cost.name, cost.category, cost.rhythm, Fraction(count), each, total,
            unpriced=unpriced,
        )  # fmt: skip

    if cost.rhythm == "per_message":
        totals, count, unpriced = messages or ((), 0, 0)
        stated = decimal_of(cost.price) if cost.price else None
        each = priced(stated, cost.amount.currency, 1) if stated is not None else None
        nothing = [Exact(Fraction(0), cost.amount.currency)] if unpriced and not totals else []
        return [line(count, each, total, unpriced) for total in (*totals, *nothing)]
    count = bookings(cost.from_day, cost.to_day, cost.rhythm, first, last)
    return [line(count, exactly(cost.amount), exactly(cost.amount, count))] if count else []


def _gain_lines(
    gains: Iterable[Gain],
    first: date,
    last: date,
    won: Sequence[WonDeal],
    counts: Mapping[str, Fraction | None],
) -> list[RoiLine]:
    """Named deals are taken first: each counts once, whatever else would count it too."""
    taken: set[str] = set()
    lines: list[RoiLine] = []
    for gain in sorted(gains, key=lambda one: (one.source != "named", one.from_day, one.name, one.gain_id)):
        if gain.source in ("named", "deals"):
            lines += _of_deals(gain, [deal for deal in won if deal.deal_id not in taken], taken)
            continue
        found = _stated(gain, first, last, counts)
        lines += [found] if found is not None else []
    return lines


def _stated(gain: Gain, first: date, last: date, counts: Mapping[str, Fraction | None]) -> RoiLine | None:
    if gain.source == "counter":
        count, price = counts.get(gain.gain_id), decimal_of(gain.price)
        if not count or price is None:
            return None
        each = priced(price, gain.amount.currency, 1)
        return _gain_line(gain, count, each)
    rhythm = "monthly" if gain.source == "hours" else gain.rhythm
    times = bookings(gain.from_day, gain.to_day, rhythm, first, last)
    each = hours_value(gain) if gain.source == "hours" else exactly(gain.amount)
    return _gain_line(gain, Fraction(times), each) if times else None


def _gain_line(gain: Gain, count: Fraction, each: Exact) -> RoiLine:
    return RoiLine(
        "gain", gain.gain_id, gain.name, gain.category, gain.source, count, each,
        Exact(each.minor * count, each.currency), gain.is_intangible,
    )  # fmt: skip


def _of_deals(gain: Gain, won: Iterable[WonDeal], taken: set[str]) -> list[RoiLine]:
    """One line for each currency of the deals that count."""
    groups: dict[str, list[WonDeal]] = {}
    for deal in won:
        is_meant = (
            deal.deal_id in gain.deal_ids
            if gain.source == "named"
            else gain.from_day <= deal.day <= (gain.to_day or deal.day)
            and gain.pipeline_id in ("", deal.pipeline_id)
        )
        if is_meant and deal.amount is not None:
            groups.setdefault(deal.amount.currency, []).append(deal)
            taken.add(deal.deal_id)
    lines = []
    for currency, deals in sorted(groups.items()):
        total = sum(deal.amount.minor for deal in deals if deal.amount is not None)
        ids = tuple(deal.deal_id for deal in deals)
        lines.append(
            RoiLine(
                "gain", gain.gain_id, gain.name, gain.category, gain.source, Fraction(len(deals)), None,
                Exact(Fraction(total), currency), gain.is_intangible, ids,
            )
        )  # fmt: skip
    return lines


def _due(from_day: date, months: int) -> date:
    """Its day so many months later."""
    years, month = divmod(from_day.month - 1 + months, 12)
    year, month = from_day.year + years, month + 1
    return date(year, month, min(from_day.day, calendar.monthrange(year, month)[1]))
