"""Whom a typed text can mean: people the team knows, and the number itself where nobody has it yet."""

from dataclasses import dataclass
from typing import Final

from app.desk.desk import Desk
from app.domain.contacts import Identity
from app.domain.ids import ContactId, LineId
from app.domain.rows import PersonRow
from app.words import gettext as _
from app.words.phones import phone
from app.words.typed_numbers import TypedNumber, readings
from ui.plain import isolated, shown_name

MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to write to. `says`: what must be known of it; with `confirm` it is asked about, and this is the yes."""

    key: str
    name: str
    detail: str
    is_named: bool
    identity: Identity
    contact_id: ContactId | None = None
    line_id: LineId | None = None
    says: str = ""
    confirm: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        return ", ".join(part for part in (self.name, self.detail, self.says) if part)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for a text; `hint` where that is nobody."""

    candidates: tuple[Candidate, ...]
    hint: str = ""


def offer_for(desk: Desk, text: str, home: str, language: str, name: str = "") -> Offer:
    """Numbers first when one was typed, then people, those heard of last first. `name`: of whoever is new."""
    if not text.strip():
        return Offer((), _("Type a name, a username or a phone number."))
    typed = readings(text, home, language)
    found = {one.key: one for one in _of_numbers(desk, typed, name)}
    for person in desk.people(text.lstrip().removeprefix("@"), MOST):
        found.setdefault(person.contact_id, _known(person))
    if found:
        return Offer(tuple(found.values())[:MOST])
    if typed:
        return Offer((), typed[0].says)
    hint = _("Nobody whom you know is called so. To write to somebody new, type their phone number.")
    return Offer((), hint)


def _of_numbers(desk: Desk, typed: tuple[TypedNumber, ...], name: str) -> list[Candidate]:
    found: list[Candidate] = []
    for reading in typed:
        people = desk.people_with_number(reading.digits)
        exact = [_known(person) for person in people if person.number == reading.digits]
        if exact:
            found += exact
        elif people:
            found += [_otherwise_written(person, reading) for person in people]
        elif reading.is_usable:
            found.append(_new(reading, name))
    return found


def _new(reading: TypedNumber, name: str) -> Candidate:
    country = _("New · {country}").format(country=reading.country) if reading.country else _("New")
    return Candidate(
        f"+{reading.digits}",
        shown_name(name) if name else reading.shown,
        f"{reading.shown} · {country}" if name else country,
        is_named=bool(name),
        identity=Identity(number=reading.digits, name=name or None),
        says=reading.says,
        confirm="" if reading.is_sure else _("Write anyway"),
    )


def _known(person: PersonRow, says: str = "", confirm: str = "") -> Candidate:
    return Candidate(
        person.contact_id,
        shown_name(person.name),
        handle_words(person),
        person.is_named,
        Identity(number=person.number, user_id=person.user_id),
        person.contact_id,
        person.line_id,
        says,
        confirm,
    )


def _otherwise_written(person: PersonRow, reading: TypedNumber) -> Candidate:
    """Brazil, Mexico and Argentina write one number in two ways: the person is asked rather than doubled."""
    name = isolated(shown_name(person.name))
    known = isolated(phone(f"+{person.number}"))
    says = _("Is it {name}, {known}? WhatsApp writes {typed} in both ways.").format(
        name=name, known=known, typed=isolated(reading.shown)
    )
    return _known(person, says, _("Yes, write to {name}").format(name=name))


def handle_words(person: PersonRow) -> str:
    """How a person is reached, below their name; "" where the name is that already."""
    if person.number:
        return phone(f"+{person.number}") if person.is_named else ""
    if person.username and person.is_named:
        return shown_name(f"@{person.username}")
    return _("No number shared")
