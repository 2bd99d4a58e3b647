"""Tables of deals that are brought in: the events of such an import. Its rows are `app.domain.deal_import_rows`.

What a row does is told by events of its own (deal.added with `import_id`, deal.changed, deal.moved …).
"""

from typing import ClassVar

from app.domain.ids import ImportId, MemberId
from app.domain.records import record


@record
class DealsImportBegan:
    """deals_import.began: a table of deals is being brought. `fingerprint`: the same rows give the same one."""

    KIND: ClassVar[str] = "deals_import.began"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    file_name: str
    fingerprint: str
    total: int
    member_id: MemberId | None = None


@record
class DealsImportEnded:
    """deals_import.ended: every row was brought."""

    KIND: ClassVar[str] = "deals_import.ended"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    added: int
    changed: int
    same: int


@record
class DealsImportUndone:
    """deals_import.undone: so many are gone and so many as before; the others were touched since."""

    KIND: ClassVar[str] = "deals_import.undone"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    removed: int
    kept: int
    restored: int
    left: int
    member_id: MemberId | None = None


DEALS_IMPORT_EVENTS = (DealsImportBegan, DealsImportEnded, DealsImportUndone)
DealsImportEvent = DealsImportBegan | DealsImportEnded | DealsImportUndone
