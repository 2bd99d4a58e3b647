"""One import of a list of people on screen: read, decided, looked through, brought, taken back. No widget in it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.opening import Reading
from app.desk.contact_imports.people import Plan, Problem
from app.desk.contact_imports.preview import Choice, Preview, Review, save_bad_rows
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.watching import Watch
from app.desk.transfer_desk import NOTHING_AGREED, Agreement
from app.domain.contact_import_rows import ContactsImportProgress
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId, MemberId
from app.domain.later import asyncio
from app.words import gettext as _
from app.words import sentences
from app.words.transfer import problem_words
from ui.kit import Kit

Stage = Literal["empty", "reading", "looking", "review", "bringing", "stopped", "done", "undoing", "undone"]
LOOK_MS: Final = 100  # how often the progress of a thread is shown
TURN_S: Final = 0.001  # what a thread leaves the window at each report
SOON_MS: Final = 150  # decisions that come together are looked through once


class TransferSession(QObject):
    """`changed` when anything looks different, `previewed` when there are other rows, `refused` with a sentence."""

    changed = Signal()
    previewed = Signal()
    refused = Signal(str)

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.stage: Stage = "empty"
        self.path: Path | None = None
        self.reading = Reading()
        self.review: Review | None = None
        self.plan = Plan(())
        self.choices: dict[int, Choice] = {}
        self.preview: Preview | None = None
        self.agreement = NOTHING_AGREED
        self.progress: ContactsImportProgress | None = None
        self.share = 0.0
        self.sentence = ""
        self._is_stopped = self._is_closed = False
        self._is_again = False  # decided anew while it was looked through
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.changed)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._look_through)

    @property
    def is_working(self) -> bool:
        """Whether something is being done that has to end or to be stopped first."""
        return self.stage in ("reading", "bringing", "undoing")

    @property
    def count(self) -> int:
        """How many people would be brought."""
        return len(self.preview.people()) if self.preview is not None else 0

    # -- a file

    def take(self, path: Path, reading: Reading | None = None) -> None:
        """Read a file; what was decided of another one is forgotten."""
        if self.is_working:
            return
        self.path, self.reading = path, reading or Reading()
        self.review = self.preview = self.progress = None
        self.choices, self.sentence, self.share = {}, "", 0.0
        self.plan, self.agreement = Plan(()), NOTHING_AGREED
        self._begin("reading")
        self._kit.tasks.spawn(self._read(), "read a list of people")

    def read_again(self, reading: Reading) -> None:
        """The same file in another way: another sheet, another separator."""
        if self.path is not None:
            self.take(self.path, reading)

    def forget(self) -> None:
        """Back to the beginning; what was brought stays."""
        if not self.is_working:
            self.stage, self.path, self.review, self.preview = "empty", None, None, None
            self.sentence = ""
            self.changed.emit()

    def close_down(self) -> None:
        """The screen goes: what is read or brought stops; it can be gone on with later."""
        self._is_stopped = self._is_closed = True
        self._look.stop()
        self._soon.stop()

    # -- decisions

    def choose_target(self, place: int, target: str) -> None:
        """What a column becomes; where only one column can become it, the other one is left out."""
        from app.desk.contact_imports.columns import IGNORE, SEVERAL

        targets = list(self.plan.targets)
        if target not in SEVERAL:
            targets = [IGNORE if one == target else one for one in targets]
        targets[place] = target
        self.decide(replace(self.plan, targets=tuple(targets)))

    def decide(self, plan: Plan) -> None:
        """Something else holds for all rows."""
        if plan != self.plan:
            self.plan = plan
            self._look_soon()

    def choose_row(self, number: int, choice: Choice | None) -> None:
        """What happens to one known person; None: what holds for all."""
        if choice is None:
            self.choices.pop(number, None)
        else:
            self.choices[number] = choice
        self._look_soon()

    def skip_known(self, *, is_skipped: bool) -> None:
        """Nobody who is known is changed; or everybody as it holds for all."""
        known = self.preview.rows if self.preview is not None else ()
        self.choices = {row.number: "skip" for row in known if is_skipped and row.known is not None}
        self._look_soon()

    def agree(self, agreement: Agreement) -> None:
        """What these people agreed to."""
        self.agreement = agreement

    @property
    def owner(self) -> MemberId | None:
        """Who looks after everybody of the list."""
        return self.plan.owner_id

    # -- what happens

    def bring(self) -> None:
        """Bring the people of the preview."""
        if self.preview is None or self.count == 0 or self.stage not in ("review", "stopped"):
            return
        self.progress, self.sentence = None, ""
        self._begin("bringing")
        self._kit.tasks.spawn(self._bring(), "import people")

    def stop(self) -> None:
        """No further; what was brought stays."""
        self._is_stopped = True

    def undo(self, import_id: ImportId) -> None:
        """Take back what an import did."""
        if not self.is_working:
            self._begin("undoing")
            self._kit.tasks.spawn(self._undo(import_id), "undo an import of people")

    def save_bad(self, target: Path) -> None:
        """The rows that something is wrong with, as a table with a reason."""
        self._kit.tasks.spawn(self._save_bad(target), "save rows")

    # -- inside

    def _begin(self, stage: Stage) -> None:
        self.stage, self._is_stopped, self.share = stage, False, 0.0
        self._look.start()
        self.changed.emit()

    def _end(self, stage: Stage) -> None:
        self.stage = stage
        self._look.stop()
        if not self._is_closed:
            self.changed.emit()

    def _watch(self) -> Watch:
        def told(done: int, total: int) -> None:  # from the thread that reads
            self.share = done / total if total else 0.0
            time.sleep(TURN_S)  # threads share one interpreter lock: the window gets its turn

        return Watch(told, lambda: self._is_stopped)

    async def _read(self) -> None:
        assert self.path is not None
        try:
            self.review = await self._kit.desk.review_contacts(self.path, self._watch(), self.reading)
            home = self._kit.desk.home_country()
            targets = guess_columns(self.review.table, self.review.fields, home)
            self.plan = Plan(targets, home)
            self.preview = await self._previewed(self.review)
        except TableRefused as refused:
            self.review = None
            self.sentence = sentences.refusal(refused.code, refused.facts)
            self._end("empty")
            return
        self.previewed.emit()
        self._end("review")

    def _look_soon(self) -> None:
        if self.stage in ("review", "stopped", "looking"):
            self._is_again = True
            self._soon.start()

    def _look_through(self) -> None:
        if self.review is not None and self.stage in ("review", "stopped") and self._is_again:
            self._begin("looking")
            self._kit.tasks.spawn(self._look_again(self.review), "look a list of people through")

    async def _look_again(self, review: Review) -> None:
        while self._is_again and not self._is_closed:
            self._is_again = False
            try:
                self.preview = await self._previewed(review)
            except TableRefused:
                return
        self.previewed.emit()
        self._end("review")

    async def _previewed(self, review: Review) -> Preview:
        plan, choices, watch = self.plan, dict(self.choices), self._watch()
        return await asyncio.to_thread(review.preview, plan, choices, watch)

    async def _bring(self) -> None:
        assert self.review is not None
        assert self.preview is not None

        def told(progress: ContactsImportProgress) -> None:
            self.progress = progress
            self.share = progress.done / max(1, progress.total)

        try:
            self.progress = await self._kit.desk.import_contacts(
                self.review, self.preview, self.agreement, told=told, is_stopped=lambda: self._is_stopped
            )
        except ComptoirError as error:
            self.sentence = sentences.refusal(error.code, error.facts)
            self._end("stopped")
            return
        self._end("done" if self.progress.state == "ended" else "stopped")

    async def _undo(self, import_id: ImportId) -> None:
        try:
            self.progress = await self._kit.desk.undo_contacts_import(import_id)
        except ComptoirError as error:
            self.sentence = sentences.refusal(error.code, error.facts)
            self.refused.emit(self.sentence)
            self._end("done" if self.progress is not None else "empty")
            return
        self._end("undone")

    async def _save_bad(self, target: Path) -> None:
        assert self.review is not None
        assert self.preview is not None
        table, preview = self.review.table, self.preview
        reasons = {row.number: reason_of(row.problems) for row in preview.bad}
        try:
            await asyncio.to_thread(save_bad_rows, target, table, preview, reasons, _("Reason"))
        except OSError as error:
            facts = {"folder": str(target.parent), "reason": error.strerror or ""}
            self.refused.emit(sentences.refusal("folder_unwritable", facts))
            return
        self.refused.emit(_("Saved in {file}.").format(file=target.name))


def reason_of(problems: Sequence[Problem]) -> str:
    """All that is wrong with a row, in words."""
    is_not_read = any(one.is_fatal for one in problems)  # then nothing of it is imported, with or without
    said = [
        problem_words(one.column, one.written, one.code, is_fatal=one.is_fatal or is_not_read)
        for one in problems
    ]
    return "; ".join(said)


def day_of(text: str) -> datetime | None:
    """A day as it was written for an agreement: 2026-11-30 or 30/11/2026; None for anything else."""
    from app.desk.contact_imports.values import Ways, own_value
    from app.domain.contact_cards import ContactField

    value = own_value(ContactField("", "", "date"), text, Ways())
    return None if value.problem or not value.text else datetime.fromisoformat(value.text).replace(tzinfo=UTC)


SaveAsk = Callable[[Path], Awaitable[None]]
