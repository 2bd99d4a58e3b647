"""Lists of people that become contacts: the events of such an import. Its rows are `app.domain.contact_import_rows`.

The person of a row is an event of their own (contact.added or contact.changed), so that one of them can be erased.
"""

from datetime import datetime
from typing import ClassVar

from app.domain.ids import ContactId, ImportId, MemberId
from app.domain.records import record


@record
class ContactsImportBegan:
    """contacts_import.began: a list of people is being brought. `fingerprint`: the same rows give the same one.

    `source`, `wording` and `agreed_at` say what the people of the list agreed to, "" and None where nothing is known.
    """

    KIND: ClassVar[str] = "contacts_import.began"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    file_name: str
    fingerprint: str
    total: int
    source: str = ""
    wording: str = ""
    agreed_at: datetime | None = None
    purpose: str = ""
    member_id: MemberId | None = None


@record
class ContactsImportEnded:
    """contacts_import.ended: every row was brought."""

    KIND: ClassVar[str] = "contacts_import.ended"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    added: int
    changed: int
    same: int


@record
class ContactsImportUndone:
    """contacts_import.undone: so many are gone and so many as before; the others were touched since."""

    KIND: ClassVar[str] = "contacts_import.undone"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    removed: int
    kept: int
    restored: int
    left: int
    member_id: MemberId | None = None


@record
class ContactWithdrawn:
    """contact.withdrawn: an undone import made this contact, nobody touched it since, and it is gone again."""

    KIND: ClassVar[str] = "contact.withdrawn"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    import_id: ImportId


IMPORT_EVENTS = (ContactsImportBegan, ContactsImportEnded, ContactsImportUndone, ContactWithdrawn)
ContactsImportEvent = ContactsImportBegan | ContactsImportEnded | ContactsImportUndone | ContactWithdrawn
