"""What somebody typed as an amount of money: "1 250,50", "1250 €", "$300", "4,2 k€", read as minor units.

Nothing is guessed silently: what cannot be read is refused with a code, and the sentence says how it is written.
The field shows at once how it was read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.domain.errors import Refused
from app.domain.money import CURRENCIES, MINOR_MAX, Money
from app.words import gettext as _

_SIGNS: Final = {
    "US$": "USD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "R$": "BRL", "F CFA": "XOF",
    "FCFA": "XOF", "CFA": "XOF", "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₺": "TRY", "₪": "ILS",
    "₩": "KRW", "₫": "VND", "₦": "NGN", "₴": "UAH", "฿": "THB", "ZŁ": "PLN", "KČ": "CZK", "FR.": "CHF",
    "EUROS": "EUR", "EURO": "EUR", "DHS": "MAD", "DH": "MAD",
}  # fmt: skip
_SHARED: Final = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN"),
    "¥": ("JPY", "CNY"),
    "DOLLARS": ("USD", "CAD", "AUD", "NZD"),
    "DOLLAR": ("USD", "CAD", "AUD", "NZD"),
    "CFA": ("XOF", "XAF"),
    "F CFA": ("XOF", "XAF"),
    "FCFA": ("XOF", "XAF"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "F": ("EUR", "CHF"),
}  # one sign for several: the business's own money where it is among them, else the first
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_BLANKS: Final = re.compile(r"\s+")
_MINUS: Final = re.compile("[-\u2010-\u2015\u2212\ufe63\uff0d]")
_NUMBER: Final = re.compile(r"\d[\d .,'’]*")
_THOUSANDS: Final = re.compile(r"(?<=[\d ])K$")
TEXT_MAX: Final = 200


def read_amount(text: str, currency: str) -> Money | Refused | None:
    """The amount; None for an empty text. `currency`: the business's, where none is typed.

    Refusals: amount_unread, amount_negative, amount_large, amount_decimals{currency, digits}, amount_currency.
    """
    typed = _plain(text)
    if not typed:
        return None
    if len(typed) > TEXT_MAX:
        return Refused("amount_unread")
    found = _NUMBER.search(typed)
    if found is None:
        return Refused("amount_unread")
    number = found[0].rstrip(" '’")
    before, after = typed[: found.start()].strip(), typed[found.start() + len(number) :].strip()
    sign, after = (before, after) if before else ("", after)
    if sign[:1] == "-" or sign[-1:] == "-" or after[:1] == "-" or (sign[:1], after[-1:]) == ("(", ")"):
        return Refused("amount_negative")
    is_thousands = after[:1] == "K" and _names_money(after[1:].strip())
    after = after[1:].strip() if is_thousands else after
    if sign and after:
        return Refused("amount_unread")
    code = _code(sign or after, currency)
    if isinstance(code, Refused):
        return code
    return _minor(number, code, 3 if is_thousands else 0)


def _plain(text: str) -> str:
    """Digits of any script as 0 to 9, one kind of blank and of minus, capitals, nothing invisible."""
    shown = _INVISIBLE.sub("", text)
    digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in shown)
    western = digits.replace("\u066b", ",").replace("\u066c", "'")  # the signs of Arabic numbers
    return _MINUS.sub("-", _BLANKS.sub(" ", western)).strip().upper()


def _names_money(text: str) -> bool:
    return not text or text in _SIGNS or text in _SHARED or text in CURRENCIES


def _code(sign: str, home: str) -> str | Refused:
    sign = sign.strip()
    if not sign:
        return home
    if sign in _SHARED:
        return home if home in _SHARED[sign] else _SHARED[sign][0]
    code = _SIGNS.get(sign, sign)
    if code in CURRENCIES:
        return code
    is_code = len(code) == 3 and code.isascii() and code.isalpha()
    return Refused("amount_currency", {"currency": code}) if is_code else Refused("amount_unread")


def _minor(number: str, code: str, shift: int) -> Money | Refused:
    digits = CURRENCIES[code]
    parted = _parted(number, digits, is_short=shift > 0)
    if parted is None:
        return Refused("amount_unread")
    whole, decimals = parted
    decimals = decimals.rstrip("0")
    if len(decimals) > digits + shift:
        return Refused("amount_decimals", {"currency": code, "digits": str(digits)})
    significant = (whole + decimals).lstrip("0")
    places = digits + shift - len(decimals)
    if len(significant) + places > len(str(MINOR_MAX)):
        return Refused("amount_large")
    minor = int(significant or "0") * 10**places
    return Refused("amount_large") if minor > MINOR_MAX else Money(minor, code)


def _parted(number: str, digits: int, *, is_short: bool) -> tuple[str, str] | None:
    """The digits before and after the decimal sign; None where the signs make no sense.

    A sign that stands once with three digits after it parts thousands, but for money of three decimals and for
    what is said in thousands; two kinds of signs: the last one is the decimal one.
    """
    text = number.strip().rstrip(".,")
    comma, point = text.rfind(","), text.rfind(".")
    last = max(comma, point)
    if last < 0:
        return _grouped(text, " '’", "")
    sign = text[last]
    if text.count(sign) > 1:
        return _grouped(text, " '’" + sign, "") if min(comma, point) < 0 else None
    whole, after = text[:last], text[last + 1 :]
    if not after.isdigit():
        return None
    is_group = len(after) == 3 and digits != 3 and not is_short and 1 <= len(whole) <= 3 and whole.isdigit()
    if is_group and min(comma, point) < 0 and whole.strip("0"):
        return whole + after, ""
    other = "." if sign == "," else ","
    return _grouped(whole, " '’" + other, after)


def _grouped(whole: str, signs: str, decimals: str) -> tuple[str, str] | None:
    """Groups of three, parted by one kind of sign."""
    used = {char for char in whole if not char.isdigit()}
    if not used:
        return whole, decimals
    if len(used) > 1 or not used <= set(signs):
        return None
    groups = whole.split(used.pop())
    is_even = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    return ("".join(groups), decimals) if is_even else None


def about_amounts() -> dict[str, str]:
    """Sentences for what `read_amount` refuses: what is wrong and how it is written."""
    return {
        "amount_unread": _("This is no amount of money. Write it as in 1250, 1 250.50, €300 or 300 USD."),
        "amount_negative": _("An amount is never below zero. Write it without the minus sign."),
        "amount_large": _("This amount is larger than Comptoir can count. Write a smaller one."),
        "amount_currency": _(
            "{currency} is no currency that Comptoir knows. Write its three letters, as in EUR or USD."
        ),
        "amount_decimals": _("{currency} has {digits} decimals. Write no more than that."),
        "amount_whole": _("{currency} has no decimals. Write a whole number."),
    }


def amount_problem(refused: Refused) -> str:
    """The sentence for what `read_amount` refused."""
    is_whole = refused.code == "amount_decimals" and refused.facts["digits"] == "0"
    return about_amounts()["amount_whole" if is_whole else refused.code].format_map(refused.facts)
