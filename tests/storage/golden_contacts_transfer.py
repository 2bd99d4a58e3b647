"""What came with release 0.3 about lists of people and exports."""

from datetime import UTC, datetime

from app.domain import contact_imports as imports
from app.domain.contact_cards import ContactAdded, FieldChange
from app.domain.contacts import Identity
from app.domain.exports import ExportMade
from app.domain.ids import ContactId, ImportId
from tests.storage.golden_people import LEA, MEMBER
from tests.storage.golden_rich import Body

KEPT, UNDONE = (
    ImportId("01930000-0000-7000-e000-000000000001"),
    ImportId("01930000-0000-7000-e000-000000000002"),
)
GONE = ContactId("01930000-0000-7000-e000-0000000000aa")
STAYS = ContactId("01930000-0000-7000-e000-0000000000bb")


def transfer_bodies() -> list[Body]:
    """An import that stays, one that was undone, an export."""
    agreed_at = datetime(2026, 11, 3, tzinfo=UTC)
    named = (FieldChange("name", "Nadia"), FieldChange("email", "nadia@example.com"))
    bodies = [
        imports.ContactsImportBegan(
            KEPT, "clients.csv", "ab" * 32, 1, "Salon 2026", "Oui aux nouvelles", agreed_at, "marketing", LEA
        ),
        ContactAdded(STAYS, Identity(number="33639980088"), named, ("salon",), None, LEA, KEPT),
        imports.ContactsImportEnded(KEPT, 1, 0, 0),
        imports.ContactsImportBegan(UNDONE, "other.vcf", "cd" * 32, 1, member_id=LEA),
        ContactAdded(GONE, Identity(number="33639980089"), (), (), None, LEA, UNDONE),
        imports.ContactsImportEnded(UNDONE, 1, 0, 0),
        imports.ContactWithdrawn(GONE, UNDONE),
        imports.ContactsImportUndone(UNDONE, 1, 0, 0, 0, LEA),
        ExportMade("01930000-0000-7000-e000-0000000000cc", "contacts", "csv", 12, LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
