"""Phone numbers as people write them in lists, in the spelling of any country; what cannot be read says why.

Nothing is guessed here that could reach somebody else: a number that a spreadsheet rounded is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.domain.phone_numbers import variants

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_SCIENTIFIC: Final = re.compile(r"\+?\d(?:[.,]\d+)?\s*[Ee]\s*\+?\d{1,2}")
_DECIMALS: Final = re.compile(r"(\+?\d{7,15})[.,]0{1,2}")
_LINK: Final = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?(\d+).*", re.IGNORECASE
)
_EXTENSION: Final = re.compile(
    r"(?:;\s*ext=|(?:[\s,;.]*\b(?:extension|extn?|poste|durchwahl|interno|ramal|toestel|int|dw|nst)|\s+[xp]|\s*\#)[\s.:]*)\d{1,6}\s*$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"^(?:whats\s?app|mobile|mobil|portable|phone|handy|cell|t[eé]l(?:[eé]phone|\.)?|telefono?|gsm|tlf|fixe|bureau|m|t|h|w)"
    r"\s*[.:]+\s*",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(
    r"\s*(?:[;,|/\n&]|\s(?:or|ou|oder|o|y|et|und|e|en|of|and|puis)\s|\s-\s|(?<=\d)\s{2,}(?=[+0]))\s*"
)
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FEWEST, _MOST = 4, 15
_MOST_IN_A_CELL: Final = 6


@dataclass(frozen=True, slots=True)
class ReadNumbers:
    """`digits`: those that could be read, each once, country first. `problem`: a code for what could not be."""

    digits: tuple[str, ...] = ()
    problem: str = ""
    written: str = ""


def read_numbers(cell: str, home: str) -> ReadNumbers:
    """The numbers of a cell. `home`: the country of those that name none, as in "FR"; "" for none known."""
    text = _tidy(cell)
    if not text:
        return ReadNumbers()
    if link := _LINK.fullmatch(text):
        text = "+" + link[1]
    whole = _one(text, home)
    if not whole[1]:
        return ReadNumbers((whole[0],))
    if whole[1] == "number_rounded":
        return ReadNumbers(problem="number_rounded", written=cell)
    parts = [part for part in _SEVERAL.split(text) if part.strip()][:_MOST_IN_A_CELL]
    if len(parts) < 2:
        return ReadNumbers(problem=whole[1], written=cell)
    read = [_one(_LABEL.sub("", part), home) for part in parts]
    good = tuple(dict.fromkeys(digits for digits, problem in read if not problem))
    bad = next((problem for _digits, problem in read if problem), "")
    return ReadNumbers(good, bad if not good else "", cell if not good else "")


def _tidy(cell: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", cell)).strip().strip("'’`\"").strip()
    text = text.removeprefix("tel:").removeprefix("TEL:")
    text = _LABEL.sub("", text)
    if found := _DECIMALS.fullmatch(text):
        return found[1]
    return text


@lru_cache(maxsize=4096)
def _one(text: str, home: str) -> tuple[str, str]:
    """(digits, "") or ("", why not)."""
    if _SCIENTIFIC.fullmatch(text):
        return "", "number_rounded"
    text = _EXTENSION.sub("", text)
    count = sum(char.isdecimal() for char in text)
    if count == 0:
        return "", "number_none"
    if any(char.isalpha() for char in text):
        return "", "number_letters"
    if count < _FEWEST:
        return "", "number_short"
    return _parsed(_plain(text), home)


def _plain(text: str) -> str:
    """ASCII digits with a plus in front where a country was named, in whatever way."""
    digits = _ascii_digits(text)
    before = text.partition(next(char for char in text if char.isdecimal()))[0]
    if "+" in before:
        # +33 (0)6: the zero is for calls inside the country alone
        bracketed = re.search(r"\(\s*0\s*\)", text)
        if bracketed and not digits.startswith("39"):
            head = _ascii_digits(text[: bracketed.start()])
            digits = head + digits[len(head) + 1 :]
        return f"+{digits.removeprefix('00')}"
    if digits.startswith("00"):
        rest = digits[2:]
        bracketed = re.search(r"\(\s*0\s*\)", text)
        if bracketed:
            head = _ascii_digits(text[: bracketed.start()])[2:]
            rest = head + rest[len(head) + 1 :]
        return f"+{rest}"
    return digits


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return "".join(filter(str.isdecimal, text))
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


def _parsed(digits: str, home: str) -> tuple[str, str]:
    if digits.startswith("+0"):  # no country begins with a zero: the plus means nothing
        digits = digits[1:]
    if digits.startswith("+"):
        return _abroad(digits)
    if not home:
        return _valid(_number(f"+{digits}", None)) or ("", "number_no_country")
    here = _number(digits, home)
    found = _valid(here)
    if found is None and not digits.startswith("0"):
        found = _valid(_number(f"+{digits}", None))
    return found or _judged(here)


def _abroad(digits: str) -> tuple[str, str]:
    """With its country; also in the ways of writing that only the channel knows (Mexico's 1)."""
    found = _judged(_number(digits, None))
    if found[1]:
        others = (_judged(_number(f"+{one}", None)) for one in variants(digits[1:])[1:])
        return next((other for other in others if not other[1]), found)
    return found


def _number(text: str, region: str | None) -> PhoneNumber | str:
    """The number, or why it is none."""
    import phonenumbers

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        return _WHY.get(error.error_type, "number_unknown")


def _valid(number: PhoneNumber | str) -> tuple[str, str] | None:
    """The digits of a number that is in use, as far as is known."""
    import phonenumbers

    if isinstance(number, str) or not phonenumbers.is_valid_number(number):
        return None
    return _digits(number), ""


def _judged(number: PhoneNumber | str) -> tuple[str, str]:
    """The digits of a number that has the right length, or why it is none."""
    import phonenumbers as p

    if isinstance(number, str):
        return "", number
    verdict = p.is_possible_number_with_reason(number)
    if verdict != p.ValidationResult.IS_POSSIBLE:
        return "", _VERDICTS.get(verdict, "number_unknown")
    digits = _digits(number)
    return (digits, "") if len(digits) <= _MOST else ("", "number_long")


def _digits(number: PhoneNumber) -> str:
    zeros = "0" * (number.number_of_leading_zeros or 1) if number.italian_leading_zero else ""
    return f"{number.country_code}{zeros}{number.national_number}"


# phonenumbers' own numbers for its errors and verdicts, so that this module costs nothing until a number is read.
_WHY: Final = {
    0: "number_no_country",
    1: "number_none",
    2: "number_short",
    3: "number_short",
    4: "number_long",
}
_VERDICTS: Final = {
    1: "number_no_country",
    2: "number_short",
    3: "number_long",
    4: "number_short",
    5: "number_short",
}
