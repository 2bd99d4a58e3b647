"""One import of a list of people on screen: read, decided, looked through, brought, taken back. No widget in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.opening import Reading
from app.desk.contact_imports.people import Plan, Problem
from app.desk.contact_imports.preview import Choice, Preview, Review, save_bad_rows
from app.desk.transfer_desk import NOTHING_AGREED, Agreement
from app.domain.contact_import_rows import ContactsImportProgress
from app.domain.ids import ImportId, MemberId
from app.domain.later import asyncio
from app.words import gettext as _
from app.words import sentences
from app.words.transfer import problem_words
from ui.imports.table_session import TableSession
from ui.kit import Kit


class TransferSession(TableSession[ContactsImportProgress]):
    """What was decided of a list of people, and what comes of it."""

    tasks = {
        "look": "look a list of people through",
        "bring": "import people",
        "undo": "undo an import of people",
        "save": "save rows",
    }

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(kit, parent)
        self.reading = Reading()
        self.review: Review | None = None
        self.plan = Plan(())
        self.choices: dict[int, Choice] = {}
        self.preview: Preview | None = None
        self.agreement = NOTHING_AGREED

    @property
    def count(self) -> int:
        """How many people would be brought."""
        return len(self.preview.people()) if self.preview is not None else 0

    @property
    def is_ready(self) -> bool:
        """Whether there are people to bring."""
        return self.count > 0

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

    # -- inside

    async def _open(self) -> None:
        assert self.path is not None
        self.review = await self._kit.desk.review_contacts(self.path, self._watch(), self.reading)
        home = self._kit.desk.home_country()
        targets = guess_columns(self.review.table, self.review.fields, home)
        self.plan = Plan(targets, home)
        await self._preview_again()

    def _forget_review(self) -> None:
        self.review = None

    async def _preview_again(self) -> None:
        assert self.review is not None
        plan, choices, watch = self.plan, dict(self.choices), self._watch()
        self.preview = await asyncio.to_thread(self.review.preview, plan, choices, watch)

    async def _ask_to_bring(
        self, told: Callable[[ContactsImportProgress], None], is_stopped: Callable[[], bool]
    ) -> ContactsImportProgress:
        assert self.review is not None
        assert self.preview is not None
        desk = self._kit.desk
        return await desk.import_contacts(
            self.review, self.preview, self.agreement, told=told, is_stopped=is_stopped
        )

    async def _ask_to_undo(self, import_id: ImportId) -> ContactsImportProgress:
        return await self._kit.desk.undo_contacts_import(import_id)

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
