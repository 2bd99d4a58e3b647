"""What came with release 0.3 about people: fields, tags, owners, notes."""

from app.domain import contact_cards as cards
from app.domain.contacts import Identity
from app.domain.ids import ContactId
from tests.storage.golden_people import ANA, BO, LEA, MEMBER
from tests.storage.golden_rich import Body
from tests.storage.golden_team import MARC

ZOE = ContactId("01930000-0000-7000-8000-0000000000c7")
BIRTHDAY, SPENT = "01930000-0000-7000-d000-000000000001", "01930000-0000-7000-d000-000000000002"


def contact_bodies() -> list[Body]:
    """One of each kind and more."""
    change = cards.FieldChange
    zoe = Identity(number="33639980077", name="Zoé Lune")
    filled = (change("name", "Zoé L."), change("email", "zoe@example.com"), change(SPENT, "4200 EUR"))
    bodies = [
        cards.ContactFieldDefined(BIRTHDAY, "Anniversaire", "date", (), 0, LEA),
        cards.ContactFieldDefined(SPENT, "Dépensé", "money", (), 1, LEA),
        cards.ContactFieldDefined("f3", "Couleur", "choice", ("Blond", "Brun"), 2, LEA),
        cards.ContactAdded(ZOE, zoe, filled, ("VIP", "mariage"), MARC, LEA, "import-1"),
        cards.ContactChanged(
            ANA, (change("phone", "33639980055"), change("language", "fr"), change("f3", "Brun")), LEA
        ),
        cards.ContactChanged(
            ANA, (change("f3", None), change(BIRTHDAY, "1990-02-28"), change("country", "FR")), LEA
        ),
        cards.ContactChanged(ANA, (change("phone", "33639980056"), change("company", "Rivage")), LEA),
        cards.ContactTagged(ANA, "VIP", LEA),
        cards.ContactTagged(BO, "VIP", LEA),
        cards.ContactUntagged(BO, "VIP", LEA),
        cards.ContactOwned(ANA, LEA, LEA),
        cards.ContactOwned(BO, MARC, LEA),
        cards.ContactOwned(BO, None, LEA),
        cards.ContactNoteAdded(ANA, "note-1", "Préfère le matin", LEA),
        cards.ContactNoteEdited(ANA, "note-1", "Préfère le matin, avant 10 h", LEA),
        cards.ContactNoteAdded(BO, "note-2", "À effacer", LEA),
        cards.ContactNoteRemoved(BO, "note-2", LEA),
        cards.ContactFieldRemoved("f3", LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
