"""Amounts, percentages and days as the pages of the ledger say them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.domain.exact_money import Exact
from app.domain.goals import Measure
from app.domain.money import Money
from app.domain.prices import Price
from app.domain.spreads import Rate, rounded
from app.words import amounts
from app.words import gettext as _
from app.words.calendar_names import NAMES
from ui.deals.funnel.words import NONE
from ui.deals.words import money as money_words

__all__ = ["NONE", "money_words"]
APART: Final = " · "


def exact(amount: Exact | None, language: str) -> str:
    """Rounded once, here."""
    return NONE if amount is None else money_words(amount.money, language)


def several(found: tuple[Exact, ...], language: str) -> str:
    """The sum of each currency beside the others."""
    return APART.join(exact(one, language) for one in found) or NONE


def percent(tenths: int | None, language: str) -> str:
    """400 %; 12.5 %; nothing of nothing."""
    if tenths is None:
        return NONE
    value = Decimal(tenths).scaleb(-1) if tenths % 10 else Decimal(tenths // 10)
    return _("{n} %").format(n=amounts.number(value, language).replace("-", "\N{MINUS SIGN}"))


def rate(found: Rate, language: str) -> str:
    """A share of people."""
    return percent(found.tenths, language)


def unit_price(price: Price | None, language: str) -> str:
    """With all its places: 0.0341 €."""
    if price is None:
        return NONE
    from babel.numbers import format_currency

    value = Decimal(price.amount)
    places = max(2, -int(value.as_tuple().exponent)) if isinstance(value.as_tuple().exponent, int) else 2
    zeros = "0" * places
    pattern = "#,##0." + zeros + "\N{NO-BREAK SPACE}¤" if language == "fr" else "¤#,##0." + zeros
    return str(format_currency(value, price.currency, pattern, locale=language, currency_digits=False))


def plain_number(value: Fraction, language: str) -> str:
    """A count, or a number of hours: without places where it has none."""
    if value.denominator == 1:
        return amounts.number(Decimal(value.numerator), language)
    return amounts.number(Decimal(rounded(value * 100)).scaleb(-2), language)


def measured(value: Fraction | None, measure: Measure | None, currency: str, language: str) -> str:
    """A figure of a goal, in its measure's unit."""
    if value is None or measure is None:
        return NONE
    if measure.unit == "money":
        return money_words(Money(rounded(value), currency), language)
    if measure.unit == "percent":
        return percent(rounded(value * 1000), language)
    if measure.unit == "seconds":
        return _("{n} min").format(n=plain_number(value / 60, language))
    return plain_number(Fraction(rounded(value)), language)


def day(of: date, language: str) -> str:
    """21 Nov 2026."""
    return f"{day_in_month(of, language)} {of.year}"


def day_in_month(of: date, language: str) -> str:
    """21 Nov."""
    first = "1er" if of.day == 1 and language == "fr" else str(of.day)
    return f"{first} {NAMES[language].short_months[of.month - 1]}"


def month(of: date, language: str) -> str:
    """November 2026."""
    return f"{NAMES[language].months[of.month - 1]} {of.year}"


def capital(words: str) -> str:
    """As a title begins."""
    return words[:1].upper() + words[1:]
