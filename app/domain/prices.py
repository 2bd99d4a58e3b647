"""What messages cost: a rate card that somebody imported. Nothing here is known by itself; without a card no price.

The channel bills each delivered message by its category and the recipient's country, in the account's currency, and
changes its rates at the start of a quarter. So rates are data with a first day, never constants.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from app.domain.calling_codes import calling_code
from app.domain.errors import Refused

CATEGORIES: Final = ("marketing", "utility", "authentication", "service")
LARGEST_BYTES: Final = 512 * 1024
_EVER: Final = date(2000, 1, 1)
_LONG: Final = ("market", "category", "currency", "price")
_NAMES: Final[Mapping[str, str]] = {
    "country": "market",
    "country calling code": "market",
    "calling code": "market",
    "pays": "market",
    "marché": "market",
    "catégorie": "category",
    "devise": "currency",
    "rate": "price",
    "prix": "price",
    "tarif": "price",
    "valid from": "valid_from",
    "effective date": "valid_from",
    "valable dès": "valid_from",
    "promotion": "marketing",
    "utilitaire": "utility",
    "authentification": "authentication",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One line of a card: `code` is the country calling code's digits ("33", "1")."""

    code: str
    category: str
    currency: str
    price: Decimal
    valid_from: date = _EVER


@dataclass(frozen=True, slots=True)
class Price:
    """What one delivered message costs. `amount` is a decimal text."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class RateCard:
    """Rates, and how many lines of the file could not be used (regions, other words)."""

    rates: tuple[Rate, ...] = ()
    skipped: int = 0

    def price(self, number: str | None, category: str, day: date) -> Price | None:
        """For a recipient's digits on a day; None when the card does not say it, or the number is not known."""
        fits = [
            rate
            for rate in self.rates
            if number
            and number.startswith(rate.code)
            and rate.category == category
            and rate.valid_from <= day
        ]
        if not fits:
            return None
        best = max(fits, key=lambda rate: (len(rate.code), rate.valid_from))
        return Price(str(best.price), best.currency)


def read_card(text: str) -> RateCard | Refused:
    """A card from CSV: a line for each rate (market, category, currency, price, valid_from), or a column for each
    category. Commas, semicolons or tabs; a market is a calling code, a two-letter country, or a country's English name.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
        return Refused("prices_too_large", {"limit_kb": str(LARGEST_BYTES // 1024)})
    rows = _rows(text)
    if not rows:
        return Refused("prices_unreadable")
    wide = [name for name in CATEGORIES if name in rows[0]]
    if "market" not in rows[0] or not (wide or all(name in rows[0] for name in _LONG)):
        return Refused("prices_columns")
    found, skipped = [], 0
    for row in rows:
        rates = list(_rates(row, wide))
        found += rates
        skipped += not rates
    return RateCard(tuple(found), skipped) if found else Refused("prices_unreadable")


def _rows(text: str) -> Sequence[Mapping[str, str]]:
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        return []
    sign = max(";\t,", key=lines[0].count)
    try:
        table = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=sign))
    except csv.Error:
        return []
    heads = [_head(cell) for cell in table[0]]
    return [dict(zip(heads, (cell.strip() for cell in cells), strict=False)) for cells in table[1:]]


def _head(cell: str) -> str:
    name = cell.strip().lower().replace("_", " ")
    return _NAMES.get(name, name.replace(" ", "_"))


def _rates(row: Mapping[str, str], wide: Sequence[str]) -> Iterator[Rate]:
    code, currency = calling_code(row.get("market", "")), row.get("currency", "").upper()
    since = _day(row.get("valid_from", ""))
    if code is None or since is None or not (len(currency) == 3 and currency.isalpha()):
        return
    cells = {name: row.get(name, "") for name in wide} or {
        _NAMES.get(row.get("category", "").lower(), row.get("category", "").lower()): row.get("price", "")
    }
    for category, cell in cells.items():
        price = _amount(cell)
        if category in CATEGORIES and price is not None:
            yield Rate(code, category, currency, price, since)


def _amount(text: str) -> Decimal | None:
    try:
        price = Decimal(text.strip(" $€£").replace(",", "."))
    except InvalidOperation:
        return None
    return price if price.is_finite() and 0 <= price < 1000 else None


def _day(text: str) -> date | None:
    """ISO; none given: always."""
    if not text:
        return _EVER
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
