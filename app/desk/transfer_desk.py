"""Lists of people that are brought in and taken out, as screens see them. A part of `Desk`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ContactId, ImportId
from app.domain.records import record

if TYPE_CHECKING:
    from app.desk.contact_imports.opening import Reading
    from app.desk.contact_imports.preview import Preview, Review
    from app.desk.contact_imports.watching import Watch
    from app.desk.exports.writing import ExportWatch
    from app.domain.contact_import_rows import ContactsImportProgress, ContactsImportRow
    from app.domain.exports import ExportFormat


@record
class Agreement:
    """What the people of a list agreed to, the same for all rows. `purpose` "": nothing is known of it."""

    purpose: str = ""
    source: str = ""
    wording: str = ""
    agreed_at: datetime | None = None


NOTHING_AGREED = Agreement()


@record
class ExportOutcome:
    """What was written. `missing`: files of messages that are nowhere to be had."""

    path: Path
    count: int
    files: int = 0
    missing: int = 0


class TransferDesk(Protocol):
    """The part of a desk that is about lists of people and exports."""

    def contacts_imports(self) -> list[ContactsImportRow]:
        """Every import of a list of people, the newest first."""

    def home_country(self) -> str:
        """The country of numbers that name none, as in "FR"; "" when it is not known."""

    async def review_contacts(self, path: Path, watch: Watch, reading: Reading | None = None) -> Review:
        """Read a file and look who of its people is known; nothing is written. Raises TableRefused."""

    async def import_contacts(
        self,
        review: Review,
        preview: Preview,
        agreement: Agreement = NOTHING_AGREED,
        *,
        told: Callable[[ContactsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> ContactsImportProgress:
        """Bring the people of a preview, going on where the same rows were left. `told` after each step.

        A hub that does not answer is waited for, until `is_stopped`; what was brought stays, and its state is "open".
        Raises ComptoirError: import_nothing, and as the hub refuses: import_bulk_role, import_undone, row_unreadable.
        """

    async def undo_contacts_import(self, import_id: ImportId) -> ContactsImportProgress:
        """Take back what an import did, where nobody did anything since. Raises ComptoirError: import_others …"""

    async def export_contacts(
        self,
        path: Path,
        kind: ExportFormat,
        people: Sequence[ContactId] | None = None,
        *,
        separator: str = ",",
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        """Write people into a file, all of them for None. Raises ComptoirError: export_role, export_nothing,
        export_stopped, folder_unwritable, disk_full."""

    async def export_conversations(
        self,
        folder: Path,
        people: Sequence[ContactId] | None = None,
        *,
        has_files: bool = True,
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        """Write conversations into a new folder: pages, JSON, and the files that were sent. Raises as above, and
        export_there."""
