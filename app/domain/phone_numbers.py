"""Numbers as channels write them: digits without a plus, country first. Some countries' are written in two ways."""

import re

SHORTEST, LONGEST = 7, 15  # digits of an international number (E.164)
_NUMBER = re.compile(rf"[1-9]\d{{{SHORTEST - 1},{LONGEST - 1}}}", re.ASCII)
# (with the extra digits, without them): Brazil's ninth digit, Mexico's 1, Argentina's 9.
_TWO_WAYS = (
    (re.compile(r"(55\d\d)9(\d{8})", re.ASCII), re.compile(r"(55\d\d)(\d{8})", re.ASCII), "9"),
    (re.compile(r"(52)1(\d{10})", re.ASCII), re.compile(r"(52)(\d{10})", re.ASCII), "1"),
    (re.compile(r"(54)9(\d{10})", re.ASCII), re.compile(r"(54)(\d{10})", re.ASCII), "9"),
)


def is_number(digits: str) -> bool:
    """Whether these can be a whole international number."""
    return _NUMBER.fullmatch(digits) is not None


def variants(digits: str) -> tuple[str, ...]:
    """The number and the other ways in which the channel may write the same one."""
    for long, short, extra in _TWO_WAYS:
        if found := long.fullmatch(digits):
            return digits, found[1] + found[2]
        if found := short.fullmatch(digits):
            return digits, found[1] + extra + found[2]
    return (digits,)


def digits_of(written: str) -> str:
    """The digits of a number as somebody wrote it, without a leading 00; "" where there are none."""
    digits = "".join(sign for sign in written if sign in "0123456789")
    return digits.removeprefix("00")
