"""One import of a list of appointments on screen: read, decided, looked through, brought, taken back. No widget."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.desk.appointment_imports.bookings import BookingQuestion
from app.desk.appointment_imports.columns import TablePlan
from app.desk.appointment_imports.preview import BookingPreview, BookingPreviewRow
from app.desk.appointment_imports.review import NOTHING_CHOSEN, BookingReview, Choices
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.people import defused
from app.desk.contact_imports.refusals import TableRefused
from app.domain.appointment_import_rows import AppointmentsImportProgress
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId
from app.domain.later import asyncio
from app.words import gettext as _
from app.words import sentences
from ui.appointments.transfer import words
from ui.imports.table_session import TableSession
from ui.kit import Kit


class AgendaSession(TableSession[AppointmentsImportProgress]):
    """What was decided of a list of appointments, and what comes of it. `source`: a file, or what was pasted."""

    tasks = {
        "look": "look a list of appointments through",
        "bring": "import appointments",
        "undo": "undo an import of appointments",
        "save": "save rows of appointments",
    }

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(kit, parent)
        self.source: Path | str = ""
        self.review: BookingReview | None = None
        self.plan: TablePlan | None = None
        self.choices = NOTHING_CHOSEN
        self.preview: BookingPreview | None = None

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was decided."""
        return self.stage in ("review", "stopped") and not self._is_again

    @property
    def open_questions(self) -> list[BookingQuestion]:
        """What has to be said first."""
        return self.preview.open_questions if self.preview is not None else []

    @property
    def is_ready(self) -> bool:
        """Whether there is something to do, and nothing is asked."""
        return self.preview is not None and self.preview.doing > 0 and not self.open_questions

    # -- a list

    def take(self, source: Path | str) -> None:
        """Read a file or a text; what was decided of another one is forgotten."""
        if self.is_working:
            return
        self.source, self.path = source, source if isinstance(source, Path) else None
        self.review = self.preview = self.progress = self.plan = None
        self.choices, self.sentence = NOTHING_CHOSEN, ""
        self._begin("reading")
        self._kit.tasks.spawn(self._read(), "read a list of appointments")

    # -- decisions

    def choose_target(self, place: int, target: str) -> None:
        """What a column becomes."""
        if self.plan is not None:
            self.decide(self.plan.with_target(place, target))

    def answer(self, question: BookingQuestion, answer: str) -> None:
        """How something is read that the list leaves open."""
        if self.plan is None:
            return
        if question.kind == "dates":
            self.decide(replace(self.plan, order=answer))  # type: ignore[arg-type]
        else:
            self.decide(replace(self.plan, day=date.fromisoformat(answer)))

    def decide(self, plan: TablePlan) -> None:
        """Something else holds for all rows."""
        if plan != self.plan:
            self.plan = plan
            self._look_soon()

    def make_place(self, name: str, *, is_made: bool) -> None:
        """Whether a name of the list becomes somebody or something that can be booked."""
        made, one = self.choices.made, frozenset({folded(name)})
        self._choose(replace(self.choices, made=made | one if is_made else made - one))

    def do_row(self, row: BookingPreviewRow, *, is_done: bool) -> None:
        """Whether one row does something; of what is gone, whether it is cancelled."""
        one, chosen = frozenset({row.identity}), self.choices
        if row.fate == "gone":
            cancelled = chosen.cancelled | one if is_done else chosen.cancelled - one
            left_alone = chosen.left_alone - one if is_done else chosen.left_alone | one
            self._choose(replace(chosen, cancelled=cancelled, left_alone=left_alone))
        else:
            self._choose(replace(chosen, skipped=chosen.skipped - one if is_done else chosen.skipped | one))

    def _choose(self, choices: Choices) -> None:
        if choices != self.choices:
            self.choices = choices
            self._look_soon()

    # -- inside

    async def _open(self) -> None:
        try:
            self.review = await self._kit.desk.review_appointments(self.source, self._watch())
            self.plan = self.review.plan
            await self._preview_again()
        except ComptoirError as refused:
            raise TableRefused(refused.code, **refused.facts) from refused

    def _forget_review(self) -> None:
        self.review = self.preview = None

    async def _preview_again(self) -> None:
        assert self.review is not None
        look: Callable[[], BookingPreview] = partial(self.review.look, self.plan, self.choices, self._watch())
        self.preview = await asyncio.to_thread(look)

    async def _ask_to_bring(
        self, told: Callable[[AppointmentsImportProgress], None], is_stopped: Callable[[], bool]
    ) -> AppointmentsImportProgress:
        assert self.review is not None
        assert self.preview is not None
        bring = self._kit.desk.import_appointments
        return await bring(self.review, self.plan, self.preview, told=told, is_stopped=is_stopped)

    async def _ask_to_undo(self, import_id: ImportId) -> AppointmentsImportProgress:
        return await self._kit.desk.undo_appointments_import(import_id)

    async def _save_bad(self, target: Path) -> None:
        assert self.preview is not None
        bad = [[str(row.row_no), row.who, words.reason_of(row)] for row in self.preview.bad]
        try:
            await asyncio.to_thread(_save, target, [[_("Row"), _("Person"), _("Reason")], *bad])
        except OSError as error:
            facts = {"folder": str(target.parent), "reason": error.strerror or ""}
            self.refused.emit(sentences.refusal("folder_unwritable", facts))
            return
        self.refused.emit(_("Saved in {file}.").format(file=target.name))


def _save(target: Path, rows: list[list[str]]) -> None:
    beside = target.with_name(f".{target.name}.part")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([list(map(defused, row)) for row in rows])
    beside.replace(target)
