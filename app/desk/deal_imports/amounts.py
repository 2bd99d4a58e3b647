"""Amounts as people write them: "1 250,50 €", "1,250.50", "USD 300", "12k". Whole minor units; never a float, no guess.

Two things can be read in two ways: "1,250" (a thousand and more, or one and a quarter) and "$" (of which country). What
the rest of the file shows is taken from it; what it does not show is asked once, see `app.desk.deal_imports.questions`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Final, Literal

from app.desk.contact_imports.table import NumberCell
from app.domain.money import CURRENCIES, MINOR_MAX, Money

Mark = Literal["", ".", ","]

# What a sign can mean, the likeliest first.
SIGNS: Final[dict[str, tuple[str, ...]]] = {
    "€": ("EUR",),
    "EURO": ("EUR",),
    "EUROS": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "ARS", "CLP", "COP"),
    "US$": ("USD",),
    "$US": ("USD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "$CA": ("CAD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "NZ$": ("NZD",),
    "MX$": ("MXN",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "R$": ("BRL",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "JP¥": ("JPY",),
    "CN¥": ("CNY",),
    "₹": ("INR",),
    "RS": ("INR", "PKR", "MUR", "LKR", "NPR"),
    "₩": ("KRW",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "TL": ("TRY",),
    "₪": ("ILS",),
    "₦": ("NGN",),
    "₫": ("VND",),
    "฿": ("THB",),
    "ZŁ": ("PLN",),
    "KČ": ("CZK",),
    "FT": ("HUF",),
    "LEI": ("RON",),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "FR": ("CHF", "XOF", "XAF"),
    "FRS": ("CHF", "XOF", "XAF"),
    "F": ("XOF", "XAF", "XPF", "CHF"),
    "SFR": ("CHF",),
    "CFA": ("XOF", "XAF"),
    "FCFA": ("XOF", "XAF"),
    "F CFA": ("XOF", "XAF"),
    "XPF": ("XPF",),
    "DH": ("MAD", "AED"),
    "DHS": ("MAD", "AED"),
    "DT": ("TND",),
    "DA": ("DZD",),
    "AR": ("MGA",),
    "KSH": ("KES",),
}
_THOUSANDS: Final = {"K": 3, "M": 6, "MIO": 6}
_BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_BODY: Final = re.compile(r"[-+\u2212(]?\s*\d(?:[\d.,'’\u066b\u066c\s]*\d)?")
_ROUNDED: Final = re.compile(r"\d\s*[eE]\s*\+?\d")
_GROUPS: Final = re.compile(r"\d{1,3}(?:[ '’]\d{3})*|\d+")
_DASH_END: Final = re.compile(r"[.,]\s?[-\u2012-\u2015](?:\s|$)")
_TAX: Final = re.compile(r"\b(?:TTC|HT|INC\.? ?VAT|EXC\.? ?VAT|NET|HORS TAXES)\b\.?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?", re.ASCII)
_MINUS: Final = "-\u2212"
_TEN: Final = Decimal(10)
_SHEET: Final = Context(prec=15, rounding=ROUND_HALF_EVEN)  # what a spreadsheet itself holds of a number
_COMPUTED: Final = 2  # so many digits below the minor unit are what a formula gave, not what somebody wrote


@dataclass(frozen=True, slots=True)
class AmountWays:
    """How amounts of a file are read. `mark`: the decimal one, "" where it is not known.

    `signs`: what a sign means that could mean several; `currency`: of amounts that name none.
    """

    mark: Mark = ""
    signs: tuple[tuple[str, str], ...] = ()
    currency: str = "EUR"

    def meaning(self, sign: str) -> str:
        """The currency of a sign, "" where nobody said it yet."""
        return dict(self.signs).get(sign, "")


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """`money`, or `problem`: a code. Both are empty for an empty cell."""

    money: Money | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the amounts of a column show: which decimal marks are certain, what leaves two readings, which signs do."""

    marks: frozenset[str] = frozenset()
    unclear: str = ""  # the first amount that can be read in two ways
    signs: tuple[str, ...] = ()

    @property
    def mark(self) -> Mark:
        """The decimal mark of the file, where it shows one and no other."""
        if len(self.marks) != 1:
            return ""
        return "." if "." in self.marks else ","

    @property
    def is_unclear(self) -> bool:
        """Whether a person has to say which mark is the decimal one."""
        return bool(self.unclear) and not self.mark


@dataclass(frozen=True, slots=True)
class _Parts:
    """A cell taken apart. `beside`: what stands around the digits."""

    digits: str = ""
    beside: str = ""
    power: int = 0
    is_negative: bool = False
    problem: str = ""


def evidence_of(cells: Iterable[str]) -> Evidence:
    """Looks a column through."""
    marks: set[str] = set()
    signs: dict[str, None] = {}
    unclear = ""
    for cell in cells:
        if not cell:
            continue
        parts = _parts(cell)
        if parts.problem:
            continue
        if (sign := parts.beside) in SIGNS and len(SIGNS[sign]) > 1:
            signs[sign] = None
        if isinstance(cell, NumberCell):
            continue  # a spreadsheet holds it as a number
        mark = _certain_mark(parts.digits)
        if mark == "?":
            unclear = unclear or cell
        elif mark:
            marks.add(mark)
    return Evidence(frozenset(marks), unclear, tuple(signs))


def read_amount(cell: str, ways: AmountWays, currency_cell: str = "") -> ReadAmount:
    """One amount; `currency_cell`: what stands in the column of currencies."""
    if not cell.strip():
        return ReadAmount()
    parts = _parts(cell)
    if parts.problem:
        return ReadAmount(problem=parts.problem)
    if parts.is_negative:
        return ReadAmount(problem="amount_negative")
    currency, problem = _currency(parts.beside, currency_cell, ways)
    if problem:
        return ReadAmount(problem=problem)
    if isinstance(cell, NumberCell):
        return _money(_held(cell, CURRENCIES[currency]), currency)
    value = _value(parts.digits, ways.mark)
    if value is None:
        is_unclear = _certain_mark(parts.digits) == "?"
        return ReadAmount(problem="amount_unclear" if is_unclear else "amount_several")
    return _money(value * _TEN**parts.power, currency)


def _held(cell: str, places: int) -> Decimal:
    """The number of a spreadsheet's cell. A formula's 1041.6666… is shown as 1041.67 there, and taken as that."""
    value = _SHEET.create_decimal(cell).normalize(_SHEET)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places + _COMPUTED:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return value


def currency_of(cell: str, ways: AmountWays) -> tuple[str, str]:
    """(code, "") of a cell that names a currency, ("", problem) where it does not."""
    text = _BLANKS.sub(" ", cell).strip().upper()
    if text in CURRENCIES:
        return text, ""
    codes = [code for code in re.findall(r"\b[A-Z]{3}\b", text) if code in CURRENCIES]
    if len(codes) == 1:  # "Euro (EUR)", "EUR - Euro"
        return codes[0], ""
    return _of_sign(text.rstrip("."), ways)


def _currency(beside: str, currency_cell: str, ways: AmountWays) -> tuple[str, str]:
    told = currency_of(currency_cell, ways) if currency_cell.strip() else ("", "")
    if not beside:
        return (ways.currency, "") if told == ("", "") else told
    own = SIGNS.get(beside, ())
    if told[0] and told[0] in own:
        return told  # the column says which dollar it is
    found = currency_of(beside, ways)
    if found[1]:
        return found
    return ("", "amount_currencies") if told[0] and told[0] != found[0] else found


def _of_sign(sign: str, ways: AmountWays) -> tuple[str, str]:
    meanings = SIGNS.get(sign, ())
    if len(meanings) == 1:
        return meanings[0], ""
    if not meanings:
        return "", "amount_currency"
    meant = ways.meaning(sign)
    return (meant, "") if meant else ("", "amount_sign")


@lru_cache(maxsize=4096, typed=True)
def _parts(cell: str) -> _Parts:
    """Digits, and what stands around them; the code why it is no amount."""
    text = _BLANKS.sub(" ", unicodedata.normalize("NFKC", cell)).strip().strip("'\"")
    if isinstance(cell, NumberCell):
        is_number = _NUMBER.fullmatch(text) is not None
        return _Parts(text, is_negative=text.startswith("-"), problem="" if is_number else "amount_none")
    text = _TAX.sub("", text).strip()
    if _ROUNDED.search(text):
        return _Parts(problem="amount_rounded")
    found = list(_BODY.finditer(text))
    if len(found) != 1:
        return _Parts(problem="amount_none" if not found else "amount_several")
    body = found[0]
    before, after = text[: body.start()].strip(), text[body.end() :].strip()
    digits = body[0]
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(char, char)) for char in digits)
    is_negative = digits[0] in f"({_MINUS}" or before[-1:] in tuple(_MINUS) or after[:1] in tuple(_MINUS)
    if ended := _DASH_END.match(after + " "):  # 1250.- is 1250.00
        digits, after = f"{digits}{after[0]}0", after[ended.end() - 1 :]
    after = after.strip().rstrip(")").strip()
    power, after = _power(after)
    beside = " ".join((before.rstrip(_MINUS).strip(), after)).strip().upper().rstrip(".")
    is_negative = is_negative and bool(digits.strip("-+\u2212( 0.,"))
    return _Parts(digits.lstrip("-+\u2212( "), beside, power, is_negative)


def _power(after: str) -> tuple[int, str]:
    """12k, 1,2 M€: thousands and millions. What follows them stays."""
    found = re.match(r"(k|K|M|mio|Mio)(?![A-Za-z])\s*", after)
    if found is None:
        return 0, after
    return _THOUSANDS[found[1].upper()], after[found.end() :]


def _certain_mark(digits: str) -> str:
    """The decimal mark that these digits can only have; "" where they show none, "?" where there are two readings."""
    if "\u066b" in digits or "\u066c" in digits:
        return ""  # Arabic writing has marks of its own, which are never mistaken
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return _last_of_two(digits, points, commas)
    if points + commas == 0:
        return ""
    mark, other = (".", ",") if points else (",", ".")
    head, _, tail = digits.rpartition(mark)
    if points + commas > 1:
        return other if _is_grouped(digits, mark) else ""
    if len(tail) != 3 or not _GROUPS.fullmatch(head) or len(_bare(head)) > 3 or _bare(head).startswith("0"):
        return mark
    return mark if " " in head or "'" in head or "’" in head else "?"


def _last_of_two(digits: str, points: int, commas: int) -> str:
    mark = "." if digits.rfind(".") > digits.rfind(",") else ","
    return mark if (points if mark == "." else commas) == 1 else ""


def _is_grouped(digits: str, mark: str) -> bool:
    groups = digits.split(mark)
    return 1 <= len(groups[0]) <= 3 and all(len(one) == 3 and one.isdigit() for one in groups[1:])


def _bare(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _value(digits: str, mark: Mark) -> Decimal | None:
    """The number; None where nothing says which of two it is, or where it is none."""
    if "\u066b" in digits or "\u066c" in digits:
        text = digits.replace("\u066c", "").replace("\u066b", ".")
        return _decimal(*text.partition(".")[::2])
    certain = _certain_mark(digits)
    if certain == "?":
        if not mark:
            return None
        certain = mark
    if not certain:
        return _decimal(digits, "") if not {".", ","} & set(digits) else None
    whole, _, rest = digits.partition(certain)
    other = "," if certain == "." else "."
    if other in rest or (other in whole and not _is_grouped_loosely(whole, other)):
        return None
    return _decimal(whole.replace(other, ""), rest)


def _is_grouped_loosely(whole: str, mark: str) -> bool:
    """Also the Indian way, 12,34,567."""
    groups = whole.split(mark)
    return 1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3 and all(len(one) in (2, 3) for one in groups[1:])


def _decimal(whole: str, rest: str) -> Decimal | None:
    bare = re.sub(r"[ '’]", "", whole)
    if not bare.isdigit() or (rest and not rest.isdigit()) or not _blanks_fit(whole):
        return None
    return Decimal(f"{bare}.{rest or '0'}")


def _blanks_fit(whole: str) -> bool:
    """Blanks group thousands: "12 5" is two numbers."""
    groups = re.split(r"[ '’]", whole)
    return len(groups) == 1 or (len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:]))


def _money(value: Decimal, currency: str) -> ReadAmount:
    """In minor units. What is smaller than one of them is no amount, and neither is one beyond everything."""
    if value.adjusted() > len(str(MINOR_MAX)):
        return ReadAmount(problem="amount_large")
    minor = value.scaleb(CURRENCIES[currency])
    if minor != minor.to_integral_value():
        return ReadAmount(problem="amount_fraction")
    if abs(minor) > MINOR_MAX:
        return ReadAmount(problem="amount_large")
    return ReadAmount(Money(int(minor), currency))
