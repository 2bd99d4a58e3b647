"""What somebody typed as a phone number: which number it can be, and what must be asked before anybody is written to.

Nothing is refused here: a number that looks wrong is read as well as it can be, and the sentence says what is odd.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.domain.phone_numbers import is_number, variants
from app.domain.records import record
from app.words import gettext as _
from app.words import ngettext

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

FEWEST_DIGITS: Final = 4  # what is shorter may still become a name
_ALLOWED: Final = re.compile(
    r"[\d\s()./\-\u2010-\u2015\u2212+\u00a0\u202f\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_LINK: Final = re.compile(
    r"(?:https?://)?(?:api\.whatsapp\.com/send/?\?phone=|wa\.me/|tel:)(?P<number>\+?[\d-]+)", re.IGNORECASE
)


@record
class TypedNumber:
    """One way to read what was typed. `digits` are the channel's ("33639984107"), `shown` is for eyes.

    `says`: what a person must know of it, "" for nothing. `is_sure` False: it is asked about before it is used.
    """

    digits: str
    shown: str
    country: str = ""
    says: str = ""
    is_sure: bool = True

    @property
    def is_usable(self) -> bool:
        """Whether anybody could be written to under it at all."""
        return is_number(self.digits)


def is_like_number(text: str) -> bool:
    """Whether it is a number rather than a name, also as a link to one."""
    digits = sum(char.isdecimal() for char in text)
    return digits >= FEWEST_DIGITS and (
        _ALLOWED.fullmatch(text) is not None or _LINK.match(text.strip()) is not None
    )


def readings(text: str, home: str, language: str) -> tuple[TypedNumber, ...]:
    """What a typed number can be, the likeliest first; () for what is no number.

    `home`: the business's country, as in "FR": a number without a country is taken for one of there.
    """
    if not is_like_number(text):
        return ()
    from babel import Locale  # these two take 50 ms, and only whoever types a number needs them

    link = _LINK.match(text.strip())
    typed = _plain(f"+{link['number'].lstrip('+')}" if link else text)
    return _Reader(home, Locale.parse(language).territories).read(typed)


def country_of(number: str) -> str | None:
    """The country of a whole number ("33639981020"), as in "FR"; None when it has none."""
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(f"+{number}"))
    except phonenumbers.NumberParseException:
        return None


def is_dialable(number: str) -> bool:
    """Whether a whole number ("33639981020") is of a country that there is, and as long as numbers are there.

    No more is asked: which ranges a country has given out changes faster than any table.
    """
    import phonenumbers

    try:
        return is_number(number) and phonenumbers.is_possible_number(phonenumbers.parse(f"+{number}"))
    except phonenumbers.NumberParseException:
        return False


def country_of_zone(zone: str) -> str | None:
    """The country of a time zone ("Europe/Paris"), None for one that belongs to none."""
    from babel.core import get_global

    found: str | None = get_global("zone_territories").get(zone)
    return found


def _plain(text: str) -> str:
    """Plain digits, with a plus in front where one was meant."""
    digits = "".join(str(int(char)) for char in text if char.isdecimal())
    has_plus = "+" in text.partition(next((char for char in text if char.isdecimal()), ""))[0]
    if not has_plus and digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+{digits}" if has_plus else digits


class _Reader:
    """`names`: countries in the person's language."""

    def __init__(self, home: str, names: Mapping[str, str]) -> None:
        self._home, self._names = home, names

    def read(self, typed: str) -> tuple[TypedNumber, ...]:
        """The readings of plain digits, with or without a plus."""
        digits = typed.lstrip("+")
        here, abroad = _parsed(digits, self._home), _parsed(f"+{digits}", None)
        if typed.startswith("+"):
            return self._with_country(typed, here, abroad)
        return self._without_country(digits, here, abroad)

    def _with_country(
        self, typed: str, here: PhoneNumber | None, abroad: PhoneNumber | None
    ) -> tuple[TypedNumber, ...]:
        if abroad is not None:
            first = self._judged(abroad)
        else:
            says = _("No country begins with {number}. Check the first digits.").format(number=typed)
            first = TypedNumber(typed[1:], typed, says=says, is_sure=False)
        if here is None or not self._is_likelier(here, abroad):
            return (first,)
        meant = self._judged(here)  # "+06 39 98 41 07": a plus, and yet no country
        says = _("Was the country left out? It would then be {number} ({country}).")
        asked = says.format(number=_whole(meant.shown), country=meant.country)
        return replace(meant, says=asked, is_sure=False), replace(first, is_sure=False)

    def _without_country(
        self, digits: str, here: PhoneNumber | None, abroad: PhoneNumber | None
    ) -> tuple[TypedNumber, ...]:
        found: list[TypedNumber] = []
        if abroad is not None and _merit(abroad):
            judged = self._judged(abroad)
            says = _("Read as {number} ({country}).").format(
                number=_whole(judged.shown), country=judged.country
            )
            found.append(replace(judged, says=judged.says or says))
        if here is not None and (_merit(here) or not found):
            judged = self._judged(here)
            says = _("No country was given: the business’s own is taken ({country}).")
            taken = f"{says.format(country=judged.country)} {judged.says}".rstrip()
            if judged.digits not in [one.digits for one in found]:
                is_first = abroad is None or _merit(here) >= _merit(abroad)
                found.insert(0 if is_first else 1, replace(judged, says=taken))
        if found:
            return tuple(found)
        says = _("This is not a whole number. Begin with + and the country, as in +33 6 12 34 56 78.")
        return (TypedNumber(digits, digits, says=says, is_sure=False),)

    def _is_likelier(self, here: PhoneNumber, abroad: PhoneNumber | None) -> bool:
        """Whether the country was left out: the number is one of here, and none of where its plus would lead."""
        import phonenumbers as p

        if abroad is None:
            return _merit(here) > 0
        is_foreign = abroad.country_code != p.country_code_for_region(self._home)
        return is_foreign and _merit(here) > _merit(abroad)

    def _judged(self, number: PhoneNumber) -> TypedNumber:
        import phonenumbers as p

        code = number.country_code or 0
        region = p.region_code_for_number(number) or p.region_code_for_country_code(code)
        country = self._names.get(region, f"+{code}")
        shown = p.format_number(number, p.PhoneNumberFormat.INTERNATIONAL)
        digits = p.format_number(number, p.PhoneNumberFormat.E164).lstrip("+")
        says = "" if _is_usual(number, digits) else _doubt(number, region, country, shown)
        return TypedNumber(digits, shown, country, says, is_sure=not says)


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _merit(number: PhoneNumber) -> int:
    """2 for a number in use, 1 for one of the right length, 0 for anything else."""
    import phonenumbers as p

    return 2 if p.is_valid_number(number) else int(p.is_possible_number(number))


def _is_usual(number: PhoneNumber, digits: str) -> bool:
    """Whether a person's phone can have it, in any way in which the channel may write it."""
    import phonenumbers as p

    usual = (
        p.PhoneNumberType.MOBILE,
        p.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        p.PhoneNumberType.PERSONAL_NUMBER,
    )
    others = (_parsed(f"+{one}", None) for one in variants(digits)[1:])
    return any(p.number_type(one) in usual for one in (number, *others) if one is not None)


def _doubt(number: PhoneNumber, region: str, country: str, shown: str) -> str:
    """What is odd about a number."""
    import phonenumbers as p

    reason, facts = p.is_possible_number_with_reason(number), {"number": _whole(shown), "country": country}
    if reason == p.ValidationResult.TOO_LONG:
        n = len(str(number.national_number)) - max(_lengths(region), default=0)
        words = ngettext(
            "{number} ({country}) has {n} digit too many.", "{number} ({country}) has {n} digits too many.", n
        )
        return words.format(n=n, **facts)
    if reason != p.ValidationResult.IS_POSSIBLE:
        return _too_short(number, region, facts)
    if not p.is_valid_number(number):
        return _("As far as is known, {number} ({country}) is not in use.").format(**facts)
    if p.number_type(number) == p.PhoneNumberType.FIXED_LINE:
        return _("{number} ({country}) is a landline, and few of them have WhatsApp.").format(**facts)
    return _("{number} ({country}) is a service number, not a person’s.").format(**facts)


def _too_short(number: PhoneNumber, region: str, facts: Mapping[str, str]) -> str:
    has = len(str(number.national_number))
    n = min((length - has for length in _lengths(region) if length > has), default=0)
    if not n:
        return _("{number} ({country}) does not have the length of a phone number there.").format(**facts)
    words = ngettext(
        "{number} ({country}) is {n} digit short.", "{number} ({country}) is {n} digits short.", n
    )
    return words.format(n=n, **facts)


def _whole(shown: str) -> str:
    """A number that no line break cuts in two."""
    return shown.replace(" ", "\N{NO-BREAK SPACE}")


def _lengths(region: str) -> tuple[int, ...]:
    """How many digits mobile numbers of a country have, without the country's own."""
    import phonenumbers

    known = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    return tuple(known.mobile.possible_length) if known is not None and known.mobile is not None else ()
