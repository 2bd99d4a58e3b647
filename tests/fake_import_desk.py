"""The part of the fake desk that is about importing chats: files are read as they are, the hub is played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from app.desk.import_desk import ImportOutcome
from app.desk.import_review import ExportReview, People
from app.desk.imports.review import ReviewRow
from app.domain.clock import Clock
from app.domain.contacts import Contact
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, ImportId, LineId
from app.domain.imports import ImportProgress, ImportRow
from app.domain.rows import Changes

STEPS = 4


class FakeImports:
    """`hold` keeps an import at its next step; `refusal` is how the hub refuses to begin one."""

    clock: Clock
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.known_people = [Contact(ContactId("ana"), "Ana Field", "447700900123")]
        self.past: list[ImportRow] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.refusal: ComptoirError | None = None
        self.reviews: list[ExportReview] = []
        self.brought: list[tuple[ReviewRow, LineId | None]] = []

    def imports(self) -> list[ImportRow]:
        """All, the newest first."""
        return list(self.past)

    async def review_exports(self, zone: str) -> ExportReview:
        """The real one, over the people that a test names."""
        review = ExportReview(People(self.known_people), ["Salon Camille"], zone)
        self.reviews.append(review)
        return review

    async def import_chat(
        self,
        row: ReviewRow,
        *,
        line_id: LineId | None = None,
        told: Callable[[ImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> ImportOutcome:
        """Four steps; each may be held, and it may be stopped between them."""
        if self.refusal is not None:
            raise self.refusal
        assert row.preview is not None and row.is_ready
        self.brought.append((row, line_id))
        total = row.preview.messages + row.preview.notices
        import_id = ImportId(f"import-{len(self.past) + 1}")
        progress = ImportProgress(import_id, ConversationId("c-001"), "open", total, 0, 0)
        self.past.insert(0, self._row(progress, row))
        for step in range(1, STEPS + 1):
            if is_stopped():
                return ImportOutcome(progress)
            progress = replace(progress, done=total * step // STEPS, added=total * step // STEPS)
            told(progress)
            self.past[0] = replace(self.past[0], count=progress.added)
            await self.hold.wait()
            await asyncio.sleep(0)
        progress = replace(progress, state="ended")
        self.past[0] = replace(self.past[0], state="ended")
        self._tell(Changes(is_imports=True))
        return ImportOutcome(progress)

    async def undo_import(self, import_id: ImportId) -> None:
        """It is gone."""
        if self.refusal is not None:
            raise self.refusal
        self.past = [replace(one, state="undone") if one.import_id == import_id else one for one in self.past]
        self._tell(Changes(is_imports=True, is_everything=True))

    def _row(self, progress: ImportProgress, row: ReviewRow) -> ImportRow:
        name = row.sides.person or "?"
        return ImportRow(
            progress.import_id, progress.conversation_id, name, row.path.name, row.fingerprint.hex(), self.clock.now(),
            "open", progress.total, 0, 0, "Léa Martin",
        )  # fmt: skip
