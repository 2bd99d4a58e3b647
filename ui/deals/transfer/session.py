"""One import of a table of deals on screen: read, decided, looked through, brought, taken back. No widget in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.desk.contact_imports.opening import Reading
from app.desk.deal_imports.plan import DealPlan, Question, answered, guessed_again, with_target
from app.desk.deal_imports.preview import DealPreview, DealReview, save_bad_rows
from app.desk.deal_imports.stages import Goal, Key
from app.domain.deal_import_rows import DealsImportProgress
from app.domain.ids import ImportId
from app.domain.later import asyncio
from app.words import gettext as _
from app.words import sentences
from ui.deals.transfer import words
from ui.imports.table_session import TableSession
from ui.kit import Kit


class DealSession(TableSession[DealsImportProgress]):
    """What was decided of a table of deals, and what comes of it."""

    tasks = {
        "look": "look a table of deals through",
        "bring": "import deals",
        "undo": "undo an import of deals",
        "save": "save rows of deals",
    }

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(kit, parent)
        self.reading: Reading | None = None
        self.review: DealReview | None = None
        self.plan = DealPlan(())
        self.places: dict[tuple[str, str], str] = {}
        self.skipped: frozenset[int] = frozenset()
        self.preview: DealPreview | None = None

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was decided."""
        return self.stage in ("review", "stopped") and not self._is_again

    @property
    def count(self) -> int:
        """How many deals would be brought."""
        return len(self.preview.deals()) if self.preview is not None else 0

    @property
    def open_questions(self) -> list[Question]:
        """What has to be said first."""
        return self.preview.open_questions if self.preview is not None else []

    @property
    def is_ready(self) -> bool:
        """Whether there are deals to bring, and nothing is asked."""
        return self.count > 0 and not self.open_questions

    # -- a file

    def take(self, path: Path, reading: Reading | None = None) -> None:
        """Read a file; what was decided of another one is forgotten."""
        if self.is_working:
            return
        self.path, self.reading = path, reading
        self.review = self.preview = self.progress = None
        self.skipped, self.sentence, self.plan = frozenset(), "", DealPlan(())
        self._begin("reading")
        self._kit.tasks.spawn(self._read(), "read a table of deals")

    # -- decisions

    def choose_target(self, place: int, target: str) -> None:
        """What a column becomes."""
        if self.review is not None:
            self.decide(with_target(self.review.table, self.review.pipelines, self.plan, place, target))

    def choose_goal(self, key: Key, goal: Goal) -> None:
        """What a value of the column of stages becomes."""
        self.decide(replace(self.plan, goals={**self.plan.goals, key: goal}))

    def choose_state(self, key: str, state: str) -> None:
        """What a value of the column of states becomes."""
        self.decide(replace(self.plan, states={**self.plan.states, key: state}))  # type: ignore[dict-item]

    def choose_pipeline(self, pipeline_id: str) -> None:
        """Where rows go that name no pipeline: what their values become is guessed anew."""
        if self.review is not None and pipeline_id != self.plan.pipeline_id:
            plan = replace(self.plan, pipeline_id=pipeline_id, goals={})
            self.decide(guessed_again(self.review.table, self.review.pipelines, plan))

    def answer(self, question: Question, answer: str) -> None:
        """How something is read that the file leaves open."""
        self.decide(answered(self.plan, question, answer))

    def decide(self, plan: DealPlan) -> None:
        """Something else holds for all rows."""
        if plan != self.plan:
            self.plan = plan
            self._look_soon()

    def skip_row(self, number: int, *, is_skipped: bool) -> None:
        """Whether one row is left out."""
        self.skipped = self.skipped | {number} if is_skipped else self.skipped - {number}
        self._look_soon()

    # -- inside

    async def _open(self) -> None:
        assert self.path is not None
        self.review = await self._kit.desk.review_deals(self.path, self._watch(), self.reading)
        self.plan = await self._kit.desk.first_deal_plan(self.review)
        self.places = words.places_of(self.review.pipelines)
        await self._preview_again()

    def _forget_review(self) -> None:
        self.review = None

    async def _preview_again(self) -> None:
        assert self.review is not None
        look: Callable[[], DealPreview] = partial(self.review.preview, self.plan, self.skipped, self._watch())
        self.preview = await asyncio.to_thread(look)

    async def _ask_to_bring(
        self, told: Callable[[DealsImportProgress], None], is_stopped: Callable[[], bool]
    ) -> DealsImportProgress:
        assert self.review is not None
        assert self.preview is not None
        desk = self._kit.desk
        return await desk.import_deals(self.review, self.plan, self.preview, told=told, is_stopped=is_stopped)

    async def _ask_to_undo(self, import_id: ImportId) -> DealsImportProgress:
        return await self._kit.desk.undo_deals_import(import_id)

    async def _save_bad(self, target: Path) -> None:
        assert self.review is not None
        assert self.preview is not None
        table, preview = self.review.table, self.preview
        reasons = {row.number: words.reason_of(row) for row in preview.bad}
        try:
            await asyncio.to_thread(save_bad_rows, target, table, preview, reasons, _("Reason"))
        except OSError as error:
            facts = {"folder": str(target.parent), "reason": error.strerror or ""}
            self.refused.emit(sentences.refusal("folder_unwritable", facts))
            return
        self.refused.emit(_("Saved in {file}.").format(file=target.name))
