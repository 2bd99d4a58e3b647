"""The part of the fake desk that is about lists of people: files are read as they are, the hub is played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from app.desk.contact_imports.opening import Reading, open_table
from app.desk.contact_imports.preview import Preview, Review
from app.desk.contact_imports.watching import Watch
from app.desk.exports.writing import ExportWatch
from app.desk.transfer_desk import NOTHING_AGREED, Agreement, ExportOutcome
from app.domain.clock import Clock
from app.domain.contact_cards import ContactField
from app.domain.contact_import_rows import (
    ContactsImportProgress,
    ContactsImportRow,
    ImportedPerson,
    KnownPerson,
)
from app.domain.copies import changed
from app.domain.errors import ComptoirError
from app.domain.exports import ExportFormat
from app.domain.ids import ContactId, ImportId
from app.domain.rows import Changes


class FakeTransfer:
    """`hold_import` keeps an import at its next step; `transfer_refusal` is how the hub refuses."""

    clock: Clock
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.known_from_lists: list[KnownPerson] = []
        self.list_fields: list[ContactField] = []
        self.past_lists: list[ContactsImportRow] = []
        self.hold_import = asyncio.Event()
        self.hold_import.set()
        self.transfer_refusal: ComptoirError | None = None
        self.imported: list[tuple[list[ImportedPerson], Agreement]] = []
        self.exported_lists: list[tuple[str, Path, tuple[ContactId, ...] | None]] = []

    def contacts_imports(self) -> list[ContactsImportRow]:
        """All, the newest first."""
        return list(self.past_lists)

    def home_country(self) -> str:
        """A business in France."""
        return "FR"

    async def review_contacts(self, path: Path, watch: Watch, reading: Reading | None = None) -> Review:
        """The real one, over the people that a test names."""
        table = await asyncio.to_thread(open_table, path, watch, reading)
        return Review(path, table, self.known_from_lists, self.list_fields, {})

    async def import_contacts(
        self,
        review: Review,
        preview: Preview,
        agreement: Agreement = NOTHING_AGREED,
        *,
        told: Callable[[ContactsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> ContactsImportProgress:
        """Two steps; each may be held, and it may be stopped between them."""
        if self.transfer_refusal is not None:
            raise self.transfer_refusal
        people = preview.people()
        import_id = ImportId(f"list-{len(self.past_lists)}")
        total = len(people)
        progress = ContactsImportProgress(import_id, "open", total, 0, 0, 0, 0)
        for done in (total // 2, total):
            await asyncio.sleep(0)
            await self.hold_import.wait()
            if is_stopped():
                return progress
            progress = changed(progress, done=done, added=done)
            told(progress)
        self.imported.append((people, agreement))
        self.past_lists.insert(
            0,
            ContactsImportRow(
                import_id, review.path.name, "f", self.clock.now(), "ended", total, total, 0, 0
            ),
        )
        self._tell(Changes(is_imports=True))
        return changed(progress, state="ended")

    async def undo_contacts_import(self, import_id: ImportId) -> ContactsImportProgress:
        """All but one are gone again."""
        if self.transfer_refusal is not None:
            raise self.transfer_refusal
        place = next(n for n, row in enumerate(self.past_lists) if row.import_id == import_id)
        row = self.past_lists[place]
        removed, kept = row.added - 1, 1
        self.past_lists[place] = changed(row, state="undone", removed=removed, kept=kept)
        self._tell(Changes(is_imports=True))
        return ContactsImportProgress(
            import_id, "undone", row.total, row.total, row.added, 0, 0, removed, kept
        )

    async def export_contacts(
        self,
        path: Path,
        kind: ExportFormat,
        people: Sequence[ContactId] | None = None,
        *,
        separator: str = ",",
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        """Noted, not written."""
        if self.transfer_refusal is not None:
            raise self.transfer_refusal
        await asyncio.sleep(0)
        await self.hold_import.wait()
        self.exported_lists.append((kind, path, tuple(people) if people is not None else None))
        return ExportOutcome(path, 3)

    async def export_conversations(
        self,
        folder: Path,
        people: Sequence[ContactId] | None = None,
        *,
        has_files: bool = True,
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        """Noted, not written."""
        self.exported_lists.append(
            ("talks" if has_files else "words", folder, tuple(people) if people is not None else None)
        )
        return ExportOutcome(folder, 2, 5, 1)
