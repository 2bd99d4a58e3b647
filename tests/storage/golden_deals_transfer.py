"""What release 0.3 wrote of tables of deals: one that stays, one that was undone."""

from app.domain import deal_imports as imports
from app.domain.deals import DealAdded, DealRemoved
from app.domain.ids import ImportId
from app.domain.money import Money
from tests.storage.golden_people import LEA, MEMBER
from tests.storage.golden_rich import Body

KEPT, UNDONE = (
    ImportId("01930000-0000-7000-e000-000000000011"),
    ImportId("01930000-0000-7000-e000-000000000012"),
)


def deal_transfer_bodies() -> list[Body]:
    """The kinds of an import, around the deals that it made."""
    stays = DealAdded(
        "import-0011", "main", "quote", "Garden", Money(125_050, "EUR"), person="Nadia", source="import", member_id=LEA,
        import_id=KEPT,
    )  # fmt: skip
    gone = DealAdded("import-0012", "main", "quote", "Roof", source="import", member_id=LEA, import_id=UNDONE)
    bodies = [
        imports.DealsImportBegan(KEPT, "deals.csv", "ab" * 32, 1, LEA),
        stays,
        imports.DealsImportEnded(KEPT, 1, 0, 0),
        imports.DealsImportBegan(UNDONE, "deals.xlsx", "cd" * 32, 1, LEA),
        gone,
        imports.DealsImportEnded(UNDONE, 1, 0, 0),
        DealRemoved("import-0012", LEA),
        imports.DealsImportUndone(UNDONE, 1, 0, 0, 0, LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
