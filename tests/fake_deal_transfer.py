"""The part of the fake desk that is about tables of deals: files are read as they are, the hub is played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from app.desk.contact_imports.opening import Reading
from app.desk.contact_imports.watching import Watch
from app.desk.deal_imports.opening import open_deals
from app.desk.deal_imports.plan import DealPlan, first_plan, recalled, remembered
from app.desk.deal_imports.preview import DealPreview, DealReview
from app.desk.deal_transfer_desk import DealExportFormat
from app.desk.exports.writing import ExportWatch
from app.desk.transfer_desk import ExportOutcome
from app.domain.clock import Clock
from app.domain.copies import changed
from app.domain.deal_import_rows import DealsImportProgress, DealsImportRow, ImportedDeal, KnownDeal
from app.domain.deal_rows import DealFilter
from app.domain.deals import Pipeline
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId, MemberId
from app.domain.rows import Changes
from app.words.deal_places import named


class FakeDealTransfer:
    """`hold_deals` keeps an import at its next step; `deal_transfer_refusal` is how the hub refuses."""

    clock: Clock
    _tell: Callable[[Changes], None]
    pipelines: Callable[[], list[Pipeline]]

    def __init__(self) -> None:
        super().__init__()
        self.known_deals: list[KnownDeal] = []
        self.deal_members: dict[str, MemberId] = {}
        self.deal_numbers: list[str] = []
        self.past_deal_tables: list[DealsImportRow] = []
        self.deal_memory = ""
        self.hold_deals = asyncio.Event()
        self.hold_deals.set()
        self.deal_transfer_refusal: ComptoirError | None = None
        self.imported_deals: list[list[ImportedDeal]] = []
        self.exported_deals: list[tuple[str, Path, DealFilter | None]] = []

    def deals_imports(self) -> list[DealsImportRow]:
        """All, the newest first."""
        return list(self.past_deal_tables)

    async def review_deals(self, path: Path, watch: Watch, reading: Reading | None = None) -> DealReview:
        """The real one, over the deals that a test names."""
        table = await asyncio.to_thread(open_deals, path, watch, reading)
        there = named(self.pipelines())
        return DealReview(
            path, table, self.known_deals, self.deal_numbers, there, self.deal_members, self.clock.now()
        )

    async def first_deal_plan(self, review: DealReview) -> DealPlan:
        """As guessed in France, or as remembered."""
        plan = first_plan(review.table, review.pipelines, "EUR", "FR", ZoneInfo("Europe/Paris"))
        return recalled(plan, self.deal_memory, review.table, review.pipelines)

    async def import_deals(
        self,
        review: DealReview,
        plan: DealPlan,
        preview: DealPreview,
        *,
        told: Callable[[DealsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> DealsImportProgress:
        """Two steps; each may be held, and it may be stopped between them."""
        if self.deal_transfer_refusal is not None:
            raise self.deal_transfer_refusal
        self.deal_memory = remembered(plan, self.deal_memory, review.table)
        deals = preview.deals()
        import_id = ImportId(f"table-{len(self.past_deal_tables)}")
        total = len(deals)
        progress = DealsImportProgress(import_id, "open", total, 0, 0, 0, 0)
        for done in (total // 2, total):
            await asyncio.sleep(0)
            await self.hold_deals.wait()
            if is_stopped():
                return progress
            progress = changed(progress, done=done, added=done)
            told(progress)
        self.imported_deals.append(deals)
        now = self.clock.now()
        row = DealsImportRow(import_id, review.path.name, "f", now, "ended", total, total, 0, 0)
        self.past_deal_tables.insert(0, row)
        self._tell(Changes(is_imports=True))
        return changed(progress, state="ended")

    async def undo_deals_import(self, import_id: ImportId) -> DealsImportProgress:
        """All but one are gone again."""
        if self.deal_transfer_refusal is not None:
            raise self.deal_transfer_refusal
        place = next(n for n, row in enumerate(self.past_deal_tables) if row.import_id == import_id)
        row = self.past_deal_tables[place]
        removed, kept = row.added - 1, 1
        self.past_deal_tables[place] = changed(row, state="undone", removed=removed, kept=kept)
        self._tell(Changes(is_imports=True))
        return DealsImportProgress(import_id, "undone", row.total, row.total, row.added, 0, 0, removed, kept)

    async def export_deals(
        self,
        path: Path,
        kind: DealExportFormat,
        narrowed: DealFilter | None = None,
        *,
        separator: str = ",",
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        """Noted, not written."""
        if self.deal_transfer_refusal is not None:
            raise self.deal_transfer_refusal
        await asyncio.sleep(0)
        await self.hold_deals.wait()
        self.exported_deals.append((kind, path, narrowed))
        return ExportOutcome(path, 3)
