"""What came with release 0.3 about two contacts that are one person, or are two after all."""

from app.domain.contacts import ContactMerged
from app.domain.merging import ContactsKeptApart, ContactUnmerged
from tests.storage.golden_contacts import ZOE
from tests.storage.golden_people import ANA, BO, LEA, MEMBER
from tests.storage.golden_rich import Body


def merging_bodies() -> list[Body]:
    """A merge that holds, one that was taken back, and two who are kept apart."""
    bodies = [
        ContactMerged(ANA, BO, "person", LEA),
        ContactUnmerged(ANA, BO, LEA),
        ContactsKeptApart(BO, ZOE, LEA),
        ContactMerged(ANA, ZOE, "person", LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
