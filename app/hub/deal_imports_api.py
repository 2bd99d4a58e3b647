"""The routes of tables of deals: /deal-imports to begin one, and below it /{id} with /deals, /end and /undo."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from app.domain.deal_asks import NewDeal
from app.domain.deal_checks import new_problem
from app.domain.deal_import_rows import (
    BATCH_MAX,
    NOTE_MAX_CHARS,
    ROWS_MAX,
    STEP_MAX_CHARS,
    DealsBatch,
    DealsImportProgress,
    DealsImportRequest,
    ImportedDeal,
)
from app.domain.deals import REASON_MAX_CHARS, TITLE_MAX_CHARS, Pipeline
from app.domain.ids import ImportId, MemberId
from app.domain.phone_numbers import is_number
from app.domain.pipelines import in_order
from app.domain.tags import clean_tag
from app.hub.access import Access
from app.hub.deal_imports import DealImports
from app.hub.http import Call, HttpRefusal, Reply, json_reply
from app.hub.readers import Readers
from app.hub.situation import Asker
from storage import view
from storage.view.deal_reading import saved_pipelines

DEAL_IMPORTS_PATH = "/api/v1/deal-imports"
NAME_MAX_CHARS = 255
_ID = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)
_DEAL_ID = re.compile(r"[0-9A-Za-z._:-]{1,160}", re.ASCII)
Step = Callable[[Asker, ImportId, Call], Awaitable[DealsImportProgress]]


class DealImportsApi:
    """Owner and manager alone, as `DealImports` says; a progress may be read by everybody."""

    def __init__(self, access: Access, imports: DealImports, readers: Readers) -> None:
        self._access = access
        self._imports = imports
        self._readers = readers
        self._steps: dict[tuple[str, str], Step] = {
            ("GET", ""): self._progress,
            ("POST", "deals"): self._take,
            ("POST", "end"): self._end,
            ("POST", "undo"): self._undo,
        }

    async def answer(self, call: Call) -> Reply:
        """Any call below the path. Raises HttpRefusal."""
        asker = self._access.asker(call.bearer)
        if call.path == DEAL_IMPORTS_PATH:
            if call.method != "POST":
                raise HttpRefusal(405, "not_found")
            return json_reply(await self._imports.begin(asker, _checked(call.read(DealsImportRequest))))
        import_id, _, step = call.path.removeprefix(DEAL_IMPORTS_PATH + "/").partition("/")
        handler = self._steps.get((call.method, step))
        if handler is None or not _ID.fullmatch(import_id):
            raise HttpRefusal(404, "not_found")
        return json_reply(await handler(asker, ImportId(import_id), call))

    async def _progress(self, _asker: Asker, import_id: ImportId, _call: Call) -> DealsImportProgress:
        return await self._imports.progress(import_id)

    async def _take(self, asker: Asker, import_id: ImportId, call: Call) -> DealsImportProgress:
        batch = call.read(DealsBatch)
        if batch.first < 0 or len(batch.deals) > BATCH_MAX:
            raise HttpRefusal(422, "import_too_many", limit=str(BATCH_MAX))
        there = {one.pipeline_id: one for one in self._pipelines()}
        members = self._readers.quick(view.members)
        for row in batch.deals:
            _check(row, there, members)
        return await self._imports.take(asker, import_id, batch.first, batch.deals)

    def _pipelines(self) -> list[Pipeline]:
        saved, gone = self._readers.quick(saved_pipelines)
        return in_order(saved, gone)

    async def _end(self, asker: Asker, import_id: ImportId, _call: Call) -> DealsImportProgress:
        return await self._imports.end(asker, import_id)

    async def _undo(self, asker: Asker, import_id: ImportId, _call: Call) -> DealsImportProgress:
        return await self._imports.undo(asker, import_id)


def _checked(request: DealsImportRequest) -> DealsImportRequest:
    longest = max(len(request.file_name), len(request.fingerprint))
    if not _ID.fullmatch(request.import_id) or longest > NAME_MAX_CHARS:
        raise HttpRefusal(422, "body_unreadable")
    if not 0 <= request.total <= ROWS_MAX:
        raise HttpRefusal(422, "table_too_long", limit=str(ROWS_MAX))
    return request


def _check(row: ImportedDeal, there: Mapping[str, Pipeline], members: Mapping[MemberId, object]) -> None:
    pipeline = there.get(row.pipeline_id)
    if pipeline is None or pipeline.stage(row.stage_id) is None:
        raise HttpRefusal(422, "stage_unknown", row=str(row.row))
    if row.owner_id is not None and row.owner_id not in members:
        raise HttpRefusal(422, "member_unknown", row=str(row.row))
    if not _is_sound(row):
        raise HttpRefusal(422, "row_unreadable", row=str(row.row))


def _is_sound(row: ImportedDeal) -> bool:
    """What a deal may be like, what may stand beside it, and moments with a zone."""
    new = NewDeal(
        row.pipeline_id, row.stage_id, row.title or row.number or "", row.amount, person=row.person, email=row.email,
        tags=row.tags, source="import", close_on=row.close_on, reason=row.reason,
    )  # fmt: skip
    moments = (row.made_at, row.ended_at, row.next_at)
    return (
        _DEAL_ID.fullmatch(row.deal_id) is not None
        and row.is_somebodys
        and new_problem(new) is None
        and row.state in ("open", "won", "lost")
        and (row.number is None or is_number(row.number))
        and all(clean_tag(tag) == tag for tag in row.tags)
        and len(row.company) <= TITLE_MAX_CHARS
        and len(row.reason) <= REASON_MAX_CHARS
        and len(row.note) <= NOTE_MAX_CHARS
        and len(row.next_step) <= STEP_MAX_CHARS
        and all(at is None or at.tzinfo is not None for at in moments)
    )
