"""Whose a deal may be that belongs to nobody yet: pure rules over what was typed, each with its reason.

A deal that came by e-mail or by telephone has a person's name, perhaps an address, perhaps a number in its title. When
somebody fits, that is suggested with the reason; nothing is ever linked by these rules: somebody of the team decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from app.domain.folding import folded
from app.domain.ids import ContactId, ConversationId
from app.domain.merge_suggestions import one_way
from app.domain.phone_numbers import SHORTEST, is_number
from app.domain.records import record

LinkReason = Literal["email", "number", "name"]
# The surest first: how suggestions are ordered, and which reason is told first.
LINK_REASONS: Final[tuple[LinkReason, ...]] = ("email", "number", "name")
SUGGESTED_MOST: Final = 5  # a name that more people have says nothing
NAME_LEAST: Final = 3  # letters of a name that says something
_NATIONAL_MAX: Final = 10  # digits of a number that may have been written without its country
_WRITTEN = re.compile(r"\+?\d[\d .()/-]{5,24}\d", re.ASCII)


@record
class Wanted:
    """What is known of the person of a deal that is nobody's: as it is compared."""

    deal_id: str
    name: str = ""
    email: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing tells whose it is."""
        return not (self.name or self.email or self.numbers)


@record
class LinkSuggestion:
    """Somebody whose a deal may be. `conversation_id`: where they wrote last, None where they never did."""

    deal_id: str
    contact_id: ContactId
    name: str
    is_named: bool = False
    number: str | None = None
    conversation_id: ConversationId | None = None
    reasons: tuple[LinkReason, ...] = ()


def wanted_of(deal_id: str, person: str, email: str, title: str, calling_code: str | None = None) -> Wanted:
    """What to look for. `calling_code`: of the business's country, for numbers that were written without one."""
    return Wanted(deal_id, name_key(person), email_key(email), numbers_in((person, title), calling_code))


def name_key(name: str) -> str:
    """A name as it is compared: as a whole, without case, accents and punctuation; "" for one that says nothing."""
    key = folded(name).strip()
    return key if len(key.replace(" ", "")) >= NAME_LEAST and not key.replace(" ", "").isdigit() else ""


def email_key(email: str) -> str:
    """An address as it is compared."""
    key = email.strip().casefold()
    return key if "@" in key else ""


def numbers_in(texts: Iterable[str], calling_code: str | None = None) -> tuple[str, ...]:
    """Telephone numbers that somebody wrote into these, as they are compared: amounts and dates are none."""
    found: dict[str, None] = {}
    for text in texts:
        for written in _WRITTEN.findall(text):
            found |= dict.fromkeys(_readings(written, calling_code))
    return tuple(found)


def reasons_for(
    wanted: Wanted, name: str, emails: Iterable[str], numbers: Iterable[str]
) -> tuple[LinkReason, ...]:
    """Why somebody may be who is meant, the surest reason first; none when nothing says so."""
    found: list[LinkReason] = []
    if wanted.email and wanted.email in map(email_key, emails):
        found.append("email")
    if wanted.numbers and set(wanted.numbers) & set(map(one_way, numbers)):
        found.append("number")
    if wanted.name and wanted.name == name_key(name):
        found.append("name")
    return tuple(found)


def in_order(found: Iterable[LinkSuggestion]) -> list[LinkSuggestion]:
    """The surest first; a name alone that many have is nobody's."""
    listed = [one for one in found if one.reasons]
    by_name = [one for one in listed if one.reasons == ("name",)]
    if len(by_name) > SUGGESTED_MOST:
        listed = [one for one in listed if one.reasons != ("name",)]
    return sorted(listed, key=_rank)[:SUGGESTED_MOST]


def _rank(one: LinkSuggestion) -> tuple[int, int, str]:
    """By the surest reason, then by how many there are."""
    return LINK_REASONS.index(one.reasons[0]), -len(one.reasons), folded(one.name)


def _readings(written: str, calling_code: str | None) -> list[str]:
    digits = "".join(char for char in written if char.isdigit())
    if len(digits) < SHORTEST:
        return []
    if written.startswith("+"):
        return [one_way(digits)] if is_number(digits) else []
    if digits.startswith("00"):
        return [one_way(digits[2:])] if is_number(digits[2:]) else []
    national = digits.removeprefix("0")
    found = [one_way(digits)] if is_number(digits) else []
    if calling_code and len(national) <= _NATIONAL_MAX and is_number(calling_code + national):
        found.append(one_way(calling_code + national))
    return found
