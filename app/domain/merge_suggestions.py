"""Who may be the same person: pure rules over what is known of two contacts, each with its reason.

Two contacts are compared when they share a key (a number in one way of writing it, an e-mail address, a name with a
company): so everybody can be looked at in one pass, and one contact by a few look-ups. Nothing is ever merged by these
rules: somebody of the team decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations
from typing import Literal

from app.domain.folding import folded
from app.domain.ids import ContactId
from app.domain.phone_numbers import is_number, variants
from app.domain.records import record

Reason = Literal["number", "number_moved", "email_name", "email", "name_company"]
# The surest first: how a list of suggestions is ordered, and which reason is told when there are several.
REASONS: tuple[Reason, ...] = ("number", "number_moved", "email_name", "email", "name_company")
SHARED_BY_MOST = (
    8  # a key that more people share is a switchboard or an office, and says nothing about two of them
)
_WRITTEN_TWICE = ("52", "54", "55")  # countries whose numbers have two ways, see phone_numbers.variants
_NATIONAL_MAX = 10  # digits of a number that may have been typed without its country
Key = tuple[str, str]


@record
class Facts:
    """What the rules look at of one contact.

    `number`: as the channel writes it; `phone`: as somebody of the team typed it; `earlier`: numbers that were theirs
    once. `last_at`: when something was last said.
    """

    contact_id: ContactId
    name: str | None = None
    number: str | None = None
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    earlier: tuple[str, ...] = ()
    last_at: datetime | None = None


@record
class Suggestion:
    """Two contacts that look like one person, the older first, and why, the surest reason first."""

    first_id: ContactId
    second_id: ContactId
    reasons: tuple[Reason, ...]


def one_way(number: str) -> str:
    """A number as it is compared: of two ways of writing it always the same one."""
    if not number.startswith(_WRITTEN_TWICE):
        return number
    return min(variants(number), key=lambda digits: (len(digits), digits))


def numbers_of(facts: Facts, calling_code: str | None) -> set[str]:
    """Numbers under which somebody may be reached now, as they are compared.

    `calling_code`: of the business's country, for numbers that were typed without one ("0612…" or "612…").
    """
    found = {one_way(facts.number)} if facts.number else set()
    if facts.phone:
        digits = facts.phone.lstrip("0")
        if is_number(facts.phone):
            found.add(one_way(facts.phone))
        if calling_code and len(digits) <= _NATIONAL_MAX and is_number(calling_code + digits):
            found.add(one_way(calling_code + digits))
    return found


def keys_of(facts: Facts, calling_code: str | None) -> set[Key]:
    """What two contacts must have in common to be compared."""
    keys = {("number", number) for number in numbers_of(facts, calling_code)}
    keys |= {("number", one_way(number)) for number in facts.earlier}
    email = _email(facts)
    if email:
        keys.add(("email", email))
    name = _named(facts)
    if name:
        keys.add(("name", name))
    return keys


def reasons_for(one: Facts, other: Facts, calling_code: str | None) -> tuple[Reason, ...]:
    """Why these two may be one person, the surest reason first; none when nothing says so."""
    found: list[Reason] = []
    ones, others = numbers_of(one, calling_code), numbers_of(other, calling_code)
    if ones & others:
        found.append("number")
    elif ones & {one_way(each) for each in other.earlier} or others & {one_way(each) for each in one.earlier}:
        found.append("number_moved")
    email = _email(one)
    if email and email == _email(other):
        is_same_name = bool(folded(one.name or "")) and folded(one.name or "") == folded(other.name or "")
        found.append("email_name" if is_same_name else "email")
    name = _named(one)
    if name and name == _named(other):
        found.append("name_company")
    return tuple(reason for reason in REASONS if reason in found)


def suggestions(
    people: Iterable[Facts], calling_code: str | None, apart: Iterable[tuple[ContactId, ContactId]] = ()
) -> list[Suggestion]:
    """Everybody who may be somebody else's double, the surest first.

    One pass: 50,000 people in under a second. `apart`: pairs of whom somebody said that they are two.
    """
    known: dict[ContactId, Facts] = {}
    sharing: dict[Key, list[ContactId]] = {}
    for facts in people:
        known[facts.contact_id] = facts
        for key in keys_of(facts, calling_code):
            sharing.setdefault(key, []).append(facts.contact_id)
    pairs = {pair for ids in sharing.values() for pair in _pairs(ids)}
    return ranked(_judged(pairs, known, calling_code, frozenset(apart)))


def suggestions_for(
    facts: Facts,
    others: Iterable[Facts],
    calling_code: str | None,
    apart: Iterable[tuple[ContactId, ContactId]] = (),
) -> list[Suggestion]:
    """The same for one contact, of those who share a key with them."""
    known = {one.contact_id: one for one in others if one.contact_id != facts.contact_id}
    pairs = {_in_order(facts.contact_id, other) for other in known}
    known[facts.contact_id] = facts
    return ranked(_judged(pairs, known, calling_code, frozenset(apart)))


def ranked(found: Iterable[Suggestion]) -> list[Suggestion]:
    """The surest first, then the newest contacts."""
    newest = sorted(found, key=lambda one: (one.second_id, one.first_id), reverse=True)
    return sorted(newest, key=lambda one: REASONS.index(one.reasons[0]))


def _judged(
    pairs: Iterable[tuple[ContactId, ContactId]],
    known: Mapping[ContactId, Facts],
    calling_code: str | None,
    apart: frozenset[tuple[ContactId, ContactId]],
) -> Iterator[Suggestion]:
    for first, second in pairs:
        if (first, second) not in apart:
            reasons = reasons_for(known[first], known[second], calling_code)
            if reasons:
                yield Suggestion(first, second, reasons)


def _pairs(ids: list[ContactId]) -> Iterator[tuple[ContactId, ContactId]]:
    if len(ids) <= SHARED_BY_MOST:
        yield from (_in_order(one, other) for one, other in combinations(ids, 2))


def _in_order(one: ContactId, other: ContactId) -> tuple[ContactId, ContactId]:
    return (one, other) if one <= other else (other, one)


def _email(facts: Facts) -> str:
    return (facts.email or "").strip().casefold()


def _named(facts: Facts) -> str:
    """Name and company together; a name alone says little: there are many Marias."""
    if not facts.name or not facts.company:
        return ""
    name, company = folded(facts.name), folded(facts.company)
    return f"{name}|{company}" if name and company else ""
