"""Tables of deals that are brought in and taken out, as screens see them. A part of `Desk`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from app.domain.ids import ImportId

if TYPE_CHECKING:
    from app.desk.contact_imports.opening import Reading
    from app.desk.contact_imports.watching import Watch
    from app.desk.deal_imports.plan import DealPlan
    from app.desk.deal_imports.preview import DealPreview, DealReview
    from app.desk.exports.writing import ExportWatch
    from app.desk.transfer_desk import ExportOutcome
    from app.domain.deal_import_rows import DealsImportProgress, DealsImportRow
    from app.domain.deal_rows import DealFilter

DealExportFormat = Literal["csv", "jsonl"]


class DealTransferDesk(Protocol):
    """The part of a desk that is about tables of deals: for owner and manager."""

    def deals_imports(self) -> list[DealsImportRow]:
        """Every import of a table of deals, the newest first."""

    async def review_deals(self, path: Path, watch: Watch, reading: Reading | None = None) -> DealReview:
        """Read a file and look which of its deals are known; nothing is written. Raises TableRefused."""

    async def first_deal_plan(self, review: DealReview) -> DealPlan:
        """As a file with these headings was read the last time on this computer, else as guessed."""

    async def import_deals(
        self,
        review: DealReview,
        plan: DealPlan,
        preview: DealPreview,
        *,
        told: Callable[[DealsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> DealsImportProgress:
        """Bring the deals of a preview, going on where the same rows were left; the plan is remembered.

        A hub that does not answer is waited for, until `is_stopped`; what was brought stays, and its state is "open".
        Raises ComptoirError: deals_import_nothing, deals_import_questions, deals_import_role, import_undone,
        row_unreadable …
        """

    async def undo_deals_import(self, import_id: ImportId) -> DealsImportProgress:
        """Take back what an import did, where nobody did anything since. Raises ComptoirError: deals_import_role."""

    async def export_deals(
        self,
        path: Path,
        kind: DealExportFormat,
        narrowed: DealFilter | None = None,
        *,
        separator: str = ",",
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        """Write deals into a file, all of them for None. Raises ComptoirError: deals_export_role,
        deals_export_nothing, export_stopped, folder_unwritable, disk_full."""
