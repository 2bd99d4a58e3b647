"""What the practice salon's colleagues know of its customers: fields, tags, owners and notes, by usual commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.domain.commands import CommandBody
from app.domain.contact_asks import (
    AddContactNote,
    ChangeContact,
    DefineContactField,
    OwnContact,
    TagContact,
)
from app.domain.contact_cards import ContactField, FieldChange
from app.domain.ids import ContactId, MemberId

BIRTHDAY, HAIR, SPENT, PHOTOS = "practice-birthday", "practice-hair", "practice-spent", "practice-photos"
FIELDS = (
    ContactField(BIRTHDAY, "Anniversaire", "date", (), 0),
    ContactField(HAIR, "Cheveux", "choice", ("Fins", "Épais", "Bouclés", "Frisés"), 1),
    ContactField(SPENT, "Dépensé cette année", "money", (), 2),
    ContactField(PHOTOS, "Accepte les photos", "yes_no", (), 3),
)
NADIA, KARIM, ANA, SOPHIE = "33639981735", "33639986211", "447700900123", "33639986631"


def practice_cards(
    people: Mapping[str, ContactId], owner: MemberId, marc: MemberId, new_id: Callable[[], str]
) -> Iterator[tuple[int, CommandBody]]:
    """Who (0: Marc, a manager, 1: Inès) wrote what, by the customers' numbers."""
    for field in FIELDS if people else ():
        yield 0, DefineContactField(field)
    if ana := people.get(ANA):
        yield 1, _filled(
            ana, email="ana.field@example.com", language="en", country="GB",
            **{BIRTHDAY: "1990-02-28", HAIR: "Épais", SPENT: "64000 EUR", PHOTOS: "yes"},
        )  # fmt: skip
        yield 1, TagContact(ana, "Fidèle")
        yield 1, TagContact(ana, "Sans ammoniaque")
        yield 0, OwnContact(ana, owner)
        yield 0, AddContactNote(ana, new_id(), "Préfère le samedi matin. Vient souvent avec sa fille.")
    if nadia := people.get(NADIA):
        yield 1, _filled(nadia, email="nadia.benali@example.com", language="fr", **{HAIR: "Bouclés"})
        yield 1, TagContact(nadia, "Balayage")
        yield 0, OwnContact(nadia, marc)
    if karim := people.get(KARIM):
        yield 0, _filled(karim, company="Atelier Karim", language="fr", **{SPENT: "18000 EUR"})
    if sophie := people.get(SOPHIE):
        yield 0, _filled(sophie, language="fr", **{PHOTOS: "no", BIRTHDAY: "1984-11-30"})
        yield 0, TagContact(sophie, "Fidèle")
        yield 0, AddContactNote(sophie, new_id(), "Peau sensible : toujours faire un test.")


def _filled(contact_id: ContactId, **values: str) -> ChangeContact:
    return ChangeContact(contact_id, tuple(FieldChange(key, value) for key, value in values.items()))
