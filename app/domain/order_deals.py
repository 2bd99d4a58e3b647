"""The deal that an order or an advertisement makes: its lines and its amount, exact, or no amount where one is unsure.

Prices come as decimal texts in the order's own currency. Nothing is rounded: what does not come out in whole minor
units is no amount, and neither is what is of two currencies, of one that nobody knows, or partly without a price.
"""

import re
from fractions import Fraction
from itertools import islice
from typing import Final

from app.domain.contents import Ad, Order, OrderLine
from app.domain.deals import LINES_MAX, QUANTITY_MAX, TITLE_MAX_CHARS, DealLine
from app.domain.money import CURRENCIES, MINOR_MAX, Money

CODE_MAX_CHARS: Final = 200  # of an article, as the catalogue calls it
CUT_AT: Final = 300  # lines that a channel hands on at most: of a longer order the sum is not known
_DECIMAL = re.compile(r"\d{1,18}(\.\d{1,18})?", re.ASCII)


def lines_of(order: Order) -> tuple[DealLine, ...]:
    """What was ordered. Half a metre is one article; a price that is no whole number of minor units is left out."""
    wanted = (line for line in order.lines if _decimal(line.quantity) != 0)
    return tuple(map(_line, islice(wanted, LINES_MAX)))


def amount_of(order: Order) -> Money | None:
    """The sum of quantity times price; None where it cannot be told exactly."""
    currencies = {_currency(line) for line in order.lines}
    sums = [_sum(line) for line in order.lines]
    if len(currencies) != 1 or None in currencies or not 0 < len(sums) < CUT_AT:
        return None
    total = Fraction(0)
    for one in sums:
        if one is None:
            return None
        total += one
    return _money(total, currencies.pop())


def title_of(ad: Ad) -> str:
    """What a deal that an advertisement brought is called: as the advertisement, on one line."""
    words = "".join(char if char.isprintable() else " " for char in ad.headline or "")
    return " ".join(words.split())[:TITLE_MAX_CHARS]


def _line(line: OrderLine) -> DealLine:
    code = "".join(char for char in line.product_id if char.isprintable())[:CODE_MAX_CHARS]
    count, each = _decimal(line.quantity), _decimal(line.unit_price)
    currency = _currency(line)
    if count is not None and count.denominator == 1 and 1 <= count <= QUANTITY_MAX:
        return DealLine("", code, int(count), _money(each, currency))
    is_part = count is not None and 0 < count < QUANTITY_MAX and each is not None
    return DealLine("", code, 1, _money(_sum(line), currency) if is_part else None)


def _sum(line: OrderLine) -> Fraction | None:
    count, each = _decimal(line.quantity), _decimal(line.unit_price)
    return None if count is None or each is None or count > QUANTITY_MAX else count * each


def _currency(line: OrderLine) -> str | None:
    code = (line.currency or "").strip().upper()
    return code if code in CURRENCIES else None


def _decimal(text: str | None) -> Fraction | None:
    """The exact number; None for what is none, is below zero, or is longer than any price."""
    found = (text or "").strip()
    return Fraction(found) if _DECIMAL.fullmatch(found) else None


def _money(value: Fraction | None, currency: str | None) -> Money | None:
    if value is None or currency is None:
        return None
    minor = value * 10 ** CURRENCIES[currency]
    return Money(int(minor), currency) if minor.denominator == 1 and minor <= MINOR_MAX else None
