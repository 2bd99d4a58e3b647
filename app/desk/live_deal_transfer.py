"""The part of the running desk that is about tables of deals; its parts are imported when they are used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker, ImportId, LineId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.contact_imports.opening import Reading
    from app.desk.contact_imports.watching import Watch
    from app.desk.deal_imports.plan import DealPlan
    from app.desk.deal_imports.preview import DealPreview, DealReview
    from app.desk.deal_transfer_desk import DealExportFormat
    from app.desk.exports.writing import ExportWatch
    from app.desk.hub_link import HubLink
    from app.desk.hub_time import HubTime
    from app.desk.outbox import Outbox
    from app.desk.transfer_desk import ExportOutcome
    from app.desk.view_file import ViewFile
    from app.domain.clock import Clock
    from app.domain.deal_import_rows import DealsImportProgress, DealsImportRow
    from app.domain.deal_rows import DealFilter
    from app.domain.deals import Pipeline
    from app.domain.lines import Line
    from app.domain.members import Member
    from app.domain.settings import SettingValue
    from storage.engine import Connection

MEMORY = "deal_imports"  # the note of this computer that says how files were read


class LiveDealTransfer:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.deal_transfer_desk.DealTransferDesk`."""

    _clock: Clock
    _hub_time: HubTime
    _link: HubLink
    _outbox: Outbox
    _view: ViewFile
    _standing: Callable[[], Standing]
    me: Callable[[], Member]
    lines: Callable[[], dict[LineId, Line]]
    setting: Callable[[str], SettingValue]
    pipelines: Callable[[], list[Pipeline]]
    home_country: Callable[[], str]
    last_place: Callable[[], dict[str, str]]
    remember_place: Callable[..., None]

    def deals_imports(self) -> list[DealsImportRow]:
        if not self._view.is_whole:
            return []
        from storage.view.deal_imports import deals_imports

        return deals_imports(self._view.connection())

    async def review_deals(self, path: Path, watch: Watch, reading: Reading | None = None) -> DealReview:
        from app.desk.contact_imports.refusals import TableRefused
        from app.desk.deal_imports.opening import open_deals
        from app.desk.deal_imports.preview import DealReview
        from app.desk.live_transfer import members_by_name
        from app.words.deal_places import named
        from storage.view.deal_imports import known_deals, known_numbers

        table = await asyncio.to_thread(open_deals, path, watch, reading)
        pipelines, now = named(self.pipelines()), self._hub_time.now()

        def read(conn: Connection) -> DealReview:
            return DealReview(
                path, table, known_deals(conn), known_numbers(conn), pipelines, members_by_name(conn), now
            )

        if not self._view.is_whole:  # no deal would be known, and every one new
            raise TableRefused("table_not_ready", file=path.name)
        return await self._view.read_apart(read)

    async def first_deal_plan(self, review: DealReview) -> DealPlan:
        from zoneinfo import ZoneInfo

        from app.desk.deal_imports.plan import first_plan, recalled

        currency, zone = str(self.setting("currency")), ZoneInfo(str(self.setting("time_zone")))
        home, memory = self.home_country(), self.last_place().get(MEMORY, "")

        def guess() -> DealPlan:
            plan = first_plan(review.table, review.pipelines, currency, home, zone)
            return recalled(plan, memory, review.table, review.pipelines)

        return await asyncio.to_thread(guess)

    async def import_deals(
        self,
        review: DealReview,
        plan: DealPlan,
        preview: DealPreview,
        *,
        told: Callable[[DealsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> DealsImportProgress:
        from app.desk.deal_imports.plan import remembered
        from app.desk.deal_imports.preview import fingerprint_of
        from app.desk.deal_imports.wire import DealImportWire
        from app.desk.rows_bringing import RowsBringer
        from app.domain.deal_import_rows import BATCH_MAX, DealsImportProgress, DealsImportRequest

        self._check_leads("deals_import_role")
        if preview.open_questions:
            raise ComptoirError("deals_import_questions", file=review.path.name)
        deals = preview.deals()
        if not deals:
            raise ComptoirError("deals_import_nothing", file=review.path.name)
        self.remember_place(**{MEMORY: remembered(plan, self.last_place().get(MEMORY, ""), review.table)})
        fingerprint = await asyncio.to_thread(fingerprint_of, deals)
        request = DealsImportRequest(
            self._half_brought(fingerprint) or ImportId(IdMaker(self._clock).new()),
            review.path.name[:200],
            fingerprint,
            len(deals),
        )
        by = self._outbox.maker.device_id
        wire = DealImportWire(lambda: self._link.client_as(by))
        nothing = DealsImportProgress(request.import_id, "open", len(deals), 0, 0, 0, 0)
        bringer = RowsBringer(self._clock, BATCH_MAX, is_stopped)
        return await bringer.run(wire, request, deals, nothing, told, lambda deal: len(deal.note))

    async def undo_deals_import(self, import_id: ImportId) -> DealsImportProgress:
        from app.desk.deal_imports.wire import DealImportWire
        from app.desk.hub_client import HubRefused

        self._check_leads("deals_import_role")
        try:
            return await DealImportWire(lambda: self._link.client).undo(import_id)
        except HubRefused as refused:
            raise ComptoirError(refused.code, **refused.facts) from refused

    async def export_deals(
        self,
        path: Path,
        kind: DealExportFormat,
        narrowed: DealFilter | None = None,
        *,
        separator: str = ",",
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        from app.desk.exports.deals import exported_deals, write_deals
        from app.desk.exports.writing import ExportWatch
        from app.domain.exports import RecordExport
        from app.words.deal_places import named

        self._check_leads("deals_export_role")
        if not self._view.is_whole:
            raise ComptoirError("deals_export_nothing")
        now, pipelines = self._hub_time.now(), named(self.pipelines())
        found = await self._view.read_apart(lambda conn: exported_deals(conn, narrowed, pipelines, now))
        if not found:
            raise ComptoirError("deals_export_nothing")
        standing = self._standing()
        body = RecordExport(IdMaker(self._clock).new(), "deals", kind, len(found))
        # The trace comes first: no file is written of which the journal knows nothing.
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
        return await asyncio.to_thread(write_deals, path, kind, found, separator, watch or ExportWatch())

    def _check_leads(self, code: str) -> None:
        role = self.me().role
        if role == "rep":
            raise ComptoirError(code, role=role)

    def _half_brought(self, fingerprint: str) -> ImportId | None:
        """An import of the same rows that was not brought to its end."""
        found = (
            one for one in self.deals_imports() if one.state == "open" and one.fingerprint == fingerprint
        )
        return next((one.import_id for one in found), None)
