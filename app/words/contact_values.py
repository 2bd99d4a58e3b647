"""Values of a contact's fields: shown as people write them, and what people type made canonical."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from app.domain.calling_codes import BY_COUNTRY
from app.domain.contact_cards import FieldType
from app.words import amounts, phones
from app.words import gettext as _
from app.words.calendar_names import NAMES

if TYPE_CHECKING:
    from app.words.formats import Formats

_MINOR = re.compile(r"(-?\d+) ([A-Z]{3})", re.ASCII)
_BLANKS = re.compile(r"[\s\u00a0\u202f’']")
_DAY = re.compile(r"(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})", re.ASCII)
FALLBACK_CURRENCY = "EUR"


def value_words(key: str, kind: FieldType, value: str, formats: Formats) -> str:
    """What a canonical value is on screen."""
    language = formats.language
    if key == "phone":
        return phones.phone(f"+{value}")
    if key == "language":
        return language_names(language).get(value, value)
    if key == "country":
        return country_names(language).get(value, value)
    if kind == "number":
        return amounts.quantity(value, language)
    if kind == "money":
        return _money(value, language)
    if kind == "date":
        return day_words(value, language)
    return {"yes": _("Yes"), "no": _("No")}.get(value, value) if kind == "yes_no" else value


def typed_words(key: str, kind: FieldType, value: str, formats: Formats) -> str:
    """The same as it is put into a line to be changed: an amount without its currency."""
    found = _MINOR.fullmatch(value) if kind == "money" else None
    if found is None:
        return value_words(key, kind, value, formats)
    amount = Decimal(found[1]).scaleb(-_decimals(found[2]))
    return str(amount).replace(".", "," if formats.language == "fr" else ".")


def canonical(
    key: str, kind: FieldType, text: str, formats: Formats, before: str | None = None, currency: str = ""
) -> str:
    """What was typed, as it is kept; what cannot be read stays as it is, and the field's own check says so.

    `before`: the value so far, whose currency an amount keeps; `currency`: that of the business.
    """
    typed = " ".join(text.split()) if kind != "text" else text.strip()
    if key == "phone":
        return _phone(typed, formats)
    if key == "email":
        return typed.lower()
    if kind == "number":
        return _decimal(typed) or typed
    if kind == "money":
        return _minor(typed, before, currency) or typed
    return (_day(typed) or typed) if kind == "date" else typed


@cache
def language_names(language: str) -> dict[str, str]:
    """Every language with two letters, called in another one, by its own two letters."""
    from babel import Locale

    names = Locale.parse(language).languages.items()
    return {str(code): _capital(str(name)) for code, name in names if len(code) == 2}


@cache
def country_names(language: str) -> dict[str, str]:
    """Every country that has telephones."""
    from babel import Locale

    names = Locale.parse(language).territories
    return {code: str(names.get(code, code)) for code in BY_COUNTRY}


def currency_of_zone(zone: str) -> str:
    """The money of a business by its time zone."""
    from babel.numbers import get_territory_currencies

    from app.words.typed_numbers import country_of_zone

    found = get_territory_currencies(country_of_zone(zone) or "")
    return str(found[0]) if found else FALLBACK_CURRENCY


def day_words(value: str, language: str) -> str:
    """28 February 1990."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first} {NAMES[language].months[day.month - 1]} {day.year}"


def _money(value: str, language: str) -> str:
    found = _MINOR.fullmatch(value)
    if found is None:
        return value
    return amounts.money(str(Decimal(found[1]).scaleb(-_decimals(found[2]))), found[2], language)


def _decimals(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))


def _phone(typed: str, formats: Formats) -> str:
    from app.words.typed_numbers import country_of_zone, readings

    found = readings(typed, country_of_zone(formats.zone) or "FR", formats.language)
    return found[0].digits if found and found[0].is_usable else typed


def _decimal(typed: str) -> str | None:
    """Either sign may part the decimals, and groups may be parted by blanks or by the other sign."""
    text = _BLANKS.sub("", typed)
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        group = "," if comma < point else "."
        text = text.replace(group, "")
    text = text.replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return f"{value:f}" if value.is_finite() else None


def _minor(typed: str, before: str | None, currency: str) -> str | None:
    known = _MINOR.fullmatch(before) if before else None
    money = known[2] if known else currency or FALLBACK_CURRENCY
    signs = {"€": "EUR", "$": "USD", "£": "GBP"}
    for sign, code in signs.items():
        if sign in typed:
            money, typed = code, typed.replace(sign, "")
    words = re.search(r"[A-Za-z]{3}", typed)
    if words is not None:
        money, typed = words[0].upper(), typed.replace(words[0], "")
    number = _decimal(typed)
    if number is None:
        return None
    minor = Decimal(number).scaleb(_decimals(money)).quantize(Decimal(1))
    return f"{minor:f} {money}"


def _day(typed: str) -> str | None:
    """A date with its year first or last; of the other two numbers the day comes first, unless that cannot be."""
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    one, month, last = (int(part) for part in found.groups())
    year, day = (one, last) if len(found[1]) == 4 else (last, one)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
