"""Sums of money that are no whole minor units yet: exact fractions by currency, rounded once when they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from app.domain.money import CURRENCIES, Money
from app.domain.records import record
from app.domain.spreads import rounded


@record
class Exact:
    """`minor` units of `currency`, a fraction."""

    minor: Fraction
    currency: str

    @property
    def money(self) -> Money:
        """A half minor unit goes to the even one."""
        return Money(rounded(self.minor), self.currency)


def exactly(money: Money, times: Fraction | int = 1) -> Exact:
    """An amount so many times."""
    return Exact(Fraction(money.minor) * times, money.currency)


def priced(price: Decimal, currency: str, count: Fraction | int) -> Exact:
    """So many things at a price that may be less than a minor unit: 0.0341 EUR is 3.41 cents."""
    return Exact(Fraction(price) * 10 ** CURRENCIES.get(currency, 2) * count, currency)


def summed(amounts: Iterable[Exact], first: str = "") -> tuple[Exact, ...]:
    """The sum of each currency: `first`, the business's own, before the others by their code."""
    sums: dict[str, Fraction] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, Fraction(0)) + one.minor
    return tuple(Exact(sums[code], code) for code in sorted(sums, key=lambda code: (code != first, code)))
