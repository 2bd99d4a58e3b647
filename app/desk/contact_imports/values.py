"""Cells become canonical values: addresses, dates, amounts, choices. What cannot be read gives a code, no guess."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from app.desk.contact_imports.headers import folded
from app.domain.contact_cards import VALUE_MAX_CHARS, ContactField, is_country, is_email, value_problem
from app.domain.tags import clean_tag

DayOrder = Literal["dmy", "mdy"]

_IN_BRACKETS: Final = re.compile(r".*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*")
_BETWEEN_EMAILS: Final = re.compile(r"[;,\s|]\s*(?=\S+@)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ]+\d{1,2}:.*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)(?:[ ,T]+\d{1,2}:.*)?")
_YES: Final = frozenset(
    "yes y true 1 x oui o vrai si s sim ja j wahr vero verdadero verdadeiro waar ✓ ✔ ok".split()
)
_NO: Final = frozenset("no n false 0 non faux nao nein nee falso falsch onwaar -".split())
_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "R$": "BRL", "CHF": "CHF", "kr": "SEK"}
_AMOUNT: Final = re.compile(r"[-+\u2212]?[\d.,'’\s\u00a0\u202f]*\d[\d.,'’\s\u00a0\u202f]*")
_NO_MINOR: Final = frozenset(
    {"JPY", "KRW", "XOF", "XAF", "XPF", "CLP", "ISK", "VND", "PYG", "UGX", "RWF", "GNF", "KMF"}
)
_THREE_MINOR: Final = frozenset({"TND", "KWD", "BHD", "JOD", "OMR", "IQD", "LYD"})
_POINT_COUNTRIES: Final = frozenset(
    {
        "US",
        "GB",
        "IE",
        "CA",
        "AU",
        "NZ",
        "IN",
        "MX",
        "CH",
        "JP",
        "CN",
        "TH",
        "IL",
        "NG",
        "GH",
        "KE",
        "PH",
        "SG",
        "HK",
    }
)
_DOLLARS: Final = {
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
    "MX": "MXN",
    "SG": "SGD",
    "HK": "HKD",
    "AR": "ARS",
    "CL": "CLP",
}
_NEWEST_SHORT_YEAR: Final = 35  # 12/03/36 is of 1936
_TAG_CUTS: Final = re.compile(r"[,;|\n]|\s:::\s")


@dataclass(frozen=True, slots=True)
class Ways:
    """How the file's owner writes: their country, and of each column which of day and month comes first.

    `is_ours`: the file is an export of our own, in which a point is always the decimal one.
    """

    home: str = ""
    day_order: DayOrder = "dmy"
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """`text` canonical, or `problem` a code."""

    text: str = ""
    problem: str = ""


def plain_text(cell: str) -> str:
    """Printable, blanks at the ends and doubled ones gone; line breaks stay."""
    if cell.isprintable():
        return " ".join(cell.split())
    lines = ("".join(char if char.isprintable() else " " for char in line) for line in cell.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def exact_text(cell: str) -> str:
    """Printable; blanks inside stay as they are."""
    return "".join(
        char if char.isprintable() or char == "\n" else " " for char in cell.replace("\r\n", "\n")
    ).strip()


def name_of(cell: str) -> str:
    """One line that can be a name."""
    return " ".join(plain_text(cell).split())


def email_of(cell: str) -> Value:
    """An address, also from `Ana <ana@example.org>`."""
    text = plain_text(cell).removeprefix("mailto:").removeprefix("MAILTO:")
    if found := _IN_BRACKETS.fullmatch(text):
        text = found[1]
    return Value(text) if is_email(text) else Value(problem="field_email")


def emails_of(cell: str) -> tuple[Value, ...]:
    """The addresses of a cell; one value with a problem where there is none."""
    if cell.count("@") == 1:
        return (email_of(cell),)
    parts = [part for part in _BETWEEN_EMAILS.split(cell) if part.strip()]
    read = [email_of(part) for part in parts] or [email_of(cell)]
    return tuple(one for one in read if not one.problem) or (read[0],)


@lru_cache(maxsize=512)
def country_of_cell(cell: str) -> Value:
    """A country by code or name."""
    from app.words.place_names import country_named

    found = country_named(cell)
    return Value(found) if found is not None and is_country(found) else Value(problem="field_country")


@lru_cache(maxsize=512)
def language_of_cell(cell: str) -> Value:
    """A language by code or name."""
    from app.words.place_names import language_named

    found = language_named(cell)
    return Value(found) if found is not None else Value(problem="field_language")


@lru_cache(maxsize=4096)
def tags_of(cell: str) -> tuple[str, ...]:
    """The words of a cell, each once: between commas, semicolons, bars or on lines; quotes keep a comma inside."""
    parts: Iterable[str]
    if '"' in cell:
        try:
            parts = next(csv.reader([cell.replace("\n", " ")], skipinitialspace=True), [])
        except csv.Error:
            parts = _TAG_CUTS.split(cell)
    else:
        parts = cell.split("\n") if "\n" in cell else _TAG_CUTS.split(cell)
    cleaned = (clean_tag(part).lstrip("*").strip() for part in parts)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def tags_cell(tags: Sequence[str]) -> str:
    """The other way round: `tags_of` reads the same words out of it."""
    quoted = (f'"{tag.replace(chr(34), chr(34) * 2)}"' if re.search(r'[,;|"]', tag) else tag for tag in tags)
    return ", ".join(quoted)


def own_value(field: ContactField, cell: str, ways: Ways) -> Value:
    """A value of a field that the owner made."""
    if field.type == "text":
        text = exact_text(cell)
        return Value(text) if len(text) <= VALUE_MAX_CHARS else Value(problem="field_long")
    value = _READERS[field.type](field, " ".join(cell.split()), ways)
    if not value.problem and value_problem(field.field_id, value.text, field):
        return Value(problem=f"field_{field.type}")
    return value


def day_order_of(cells: Iterable[str], home: str) -> DayOrder:
    """Which number is the day in a column of dates: what only one order allows, else the habit of the country."""
    for cell in cells:
        found = _YEAR_LAST.fullmatch(" ".join(cell.split()))
        if found is not None:
            if int(found[1]) > 12:
                return "dmy"
            if int(found[2]) > 12:
                return "mdy"
    return "mdy" if home in ("US", "PH") else "dmy"


def is_date_like(cell: str) -> bool:
    """Whether it looks like a day."""
    text = " ".join(cell.split())
    return _YEAR_FIRST.fullmatch(text) is not None or _YEAR_LAST.fullmatch(text) is not None


def _date(_field: ContactField, cell: str, ways: Ways) -> Value:
    if found := _YEAR_FIRST.fullmatch(cell) or _COMPACT.fullmatch(cell):
        year, month, day = map(int, found.groups()[:3])
    elif found := _YEAR_LAST.fullmatch(cell):
        first, second, year = map(int, found.groups())
        day, month = (first, second) if ways.day_order == "dmy" else (second, first)
        if year < 100:
            year += 1900 if year > _NEWEST_SHORT_YEAR else 2000
    else:
        return Value(problem="field_date")
    try:
        return Value(date(year, month, day).isoformat())
    except ValueError:
        return Value(problem="field_date")


def _number(_field: ContactField, cell: str, ways: Ways) -> Value:
    bare = cell.rstrip("%").strip()
    if _AMOUNT.fullmatch(bare) is None:
        return Value(problem="field_number")
    return _decimal(bare, ways, "field_number")


def _decimal(text: str, ways: Ways, problem: str) -> Value:
    """Digits with a point: the last sign is the decimal one, unless it groups thousands as is usual there."""
    sign = "-" if text.startswith(("-", "\u2212")) else ""
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text).lstrip("+-\u2212")
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        decimal = "." if bare.rfind(".") > bare.rfind(",") else ","
    elif points + commas == 1:
        mark = "." if points else ","
        usual = "." if ways.is_ours or ways.home in _POINT_COUNTRIES or not ways.home else ","
        is_group = len(bare.partition(mark)[2]) == 3 and mark != usual and not bare.startswith("0")
        decimal = "" if is_group else mark
    else:
        decimal = ""
    whole, _, rest = bare.rpartition(decimal) if decimal and decimal in bare else (bare, "", "")
    digits = whole.replace(".", "").replace(",", "")
    if not (digits + rest).isdigit() or (decimal and bare.count(decimal) > 1):
        return Value(problem=problem)
    shown = f"{digits.lstrip('0') or '0'}{'.' + rest if rest else ''}"
    return Value(sign + shown)


def _money(_field: ContactField, cell: str, ways: Ways) -> Value:
    """In minor units with the currency, "4200 EUR": the sign in the cell, else the country's own."""
    found = _AMOUNT.search(cell)
    if found is None:
        return Value(problem="field_money")
    beside = (cell[: found.start()] + cell[found.end() :]).strip()
    currency = _currency(beside, ways.home)
    amount = _decimal(found[0].strip(), ways, "field_money")
    if currency is None or amount.problem:
        return Value(problem="field_money")
    places = 0 if currency in _NO_MINOR else 3 if currency in _THREE_MINOR else 2
    whole, _, rest = amount.text.partition(".")
    if rest[places:].strip("0"):
        return Value(problem="field_money")
    minor = int(whole.lstrip("-") + rest[:places].ljust(places, "0"))
    return Value(f"{'-' if amount.text.startswith('-') and minor else ''}{minor} {currency}")


def _currency(beside: str, home: str) -> str | None:
    if not beside:
        return _home_currency(home)
    if beside == "$":
        return _DOLLARS.get(home, "USD")
    if beside in _SIGNS:
        return _SIGNS[beside]
    return beside.upper() if len(beside) == 3 and beside.isascii() and beside.isalpha() else None


@lru_cache(maxsize=8)
def _home_currency(home: str) -> str | None:
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(home) if home else []
    return str(found[0]) if found else None


def _choice(field: ContactField, cell: str, _ways: Ways) -> Value:
    wanted = folded(cell)
    found = [choice for choice in field.choices if choice == cell] or [
        choice for choice in field.choices if folded(choice) == wanted
    ]
    return Value(found[0]) if found else Value(problem="field_choice")


def _yes_no(_field: ContactField, cell: str, _ways: Ways) -> Value:
    word = folded(cell) or cell.strip().casefold()
    if word in _YES:
        return Value("yes")
    return Value("no") if word in _NO else Value(problem="field_yes_no")


_READERS: Final = {"number": _number, "money": _money, "date": _date, "choice": _choice, "yes_no": _yes_no}
