"""Who may say that two contacts are one person, or two: everybody who answers them."""

from app.domain.ids import ContactId
from app.domain.merging import KeepApart, MergeContacts, UnmergeContact
from tests.flow.cast import ALL, Wish

_NOBODY = ContactId("p-nobody")

MERGE_WISHES: tuple[Wish, ...] = (
    Wish(lambda cast, _: MergeContacts(cast.contact_id, _NOBODY), "contact.merge", ALL),
    Wish(lambda cast, _: UnmergeContact(cast.contact_id, _NOBODY), "contact.unmerge", ALL),
    Wish(lambda cast, _: KeepApart(cast.contact_id, _NOBODY), "contacts.keep_apart", ALL),
)
