"""Amounts of money: whole minor units and an ISO 4217 code. Never a float, and never a sum of two currencies."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from app.domain.records import record

MINOR_MAX: Final = 10**15
ODDS_MAX: Final = 100
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO_DIGITS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY"
    " COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS"
    " INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR"
    " MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD"
    " SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG"
)
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
# Code to the number of digits behind the point.
CURRENCIES: Final[Mapping[str, int]] = {
    code: digits
    for digits, codes in ((0, _NO_DIGITS), (2, _TWO_DIGITS), (3, _THREE_DIGITS))
    for code in codes.split()
}
_TEXT = re.compile(r"(-?\d{1,16}) ([A-Z]{3})", re.ASCII)


@record
class Money:
    """`minor` units of `currency`: 4200 EUR are forty-two euros, 4200 JPY four thousand two hundred yen."""

    minor: int
    currency: str


def money_problem(money: Money) -> str | None:
    """Why this is no amount that anybody can owe: a code; None when it is one."""
    if money.currency not in CURRENCIES:
        return "money_currency"
    return None if abs(money.minor) <= MINOR_MAX else "money_malformed"


def money_text(money: Money | None) -> str:
    """The form in which fields and logs hold it: "4200 EUR"; "" for none."""
    return f"{money.minor} {money.currency}" if money is not None else ""


def read_money(text: str) -> Money | None:
    """The amount that `money_text` wrote; None for anything else, for unknown currencies and absurd amounts."""
    found = _TEXT.fullmatch(text)
    money = Money(int(found[1]), found[2]) if found else None
    return money if money is not None and money_problem(money) is None else None


def plus(amounts: Iterable[Money | None], first: str = "") -> tuple[Money, ...]:
    """The sum of each currency: `first`, the business's own, before the others, which stand by their code."""
    sums: dict[str, int] = {}
    for money in amounts:
        if money is not None:
            sums[money.currency] = sums.get(money.currency, 0) + money.minor
    return tuple(Money(sums[code], code) for code in sorted(sums, key=lambda code: (code != first, code)))


def weighted(money: Money, odds: int) -> Money:
    """What is to be expected of it at `odds` in a hundred, a half minor unit rounded to the even one."""
    whole, rest = divmod(money.minor * odds, ODDS_MAX)
    is_up = rest * 2 > ODDS_MAX or (rest * 2 == ODDS_MAX and whole % 2 == 1)
    return Money(whole + is_up, money.currency)
