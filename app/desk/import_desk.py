"""Chats exported from a phone, as screens see them: looked through, brought, and taken back. A part of `Desk`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ImportId, LineId
from app.domain.records import record

if TYPE_CHECKING:
    from app.desk.import_review import ExportReview
    from app.desk.imports.review import ReviewRow
    from app.domain.imports import ImportProgress, ImportRow


@record
class ImportOutcome:
    """How an import went, or how far it came before it was stopped (then its state is "open").

    `impossible_times`: messages of an hour that the zone's clocks left out; perhaps the zone is another one.
    `files_left_out`: files of the export that were too large to be taken over.
    """

    progress: ImportProgress
    impossible_times: int = 0
    files_left_out: int = 0


class ImportDesk(Protocol):
    """The part of a desk that is about importing chats."""

    def imports(self) -> list[ImportRow]:
        """Every import of the team, the newest first."""

    async def review_exports(self, zone: str) -> ExportReview:
        """A table to look exported chats through, for phones in this time zone. Raises ExportRefused for none."""

    async def import_chat(
        self,
        row: ReviewRow,
        *,
        line_id: LineId | None = None,
        told: Callable[[ImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> ImportOutcome:
        """Bring a chat that was decided, going on where the same file was left. `told` after each step.

        `line_id`: the business number that the phone had, for a person who wrote to none or several of ours. A hub that
        does not answer is waited for, until `is_stopped`. Raises ExportRefused, and ComptoirError as the hub refuses:
        role_missing, number_malformed, line_needed, line_not_ours, import_undone.
        """

    async def undo_import(self, import_id: ImportId) -> None:
        """Take everything back that an import brought. Raises ComptoirError: role_missing, hub_unreachable."""
