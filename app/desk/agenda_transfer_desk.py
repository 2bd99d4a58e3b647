"""Lists of appointments that are brought in, as screens see them. A part of `Desk`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ImportId

if TYPE_CHECKING:
    from app.desk.appointment_imports.columns import TablePlan
    from app.desk.appointment_imports.preview import BookingPreview
    from app.desk.appointment_imports.review import BookingReview
    from app.desk.contact_imports.watching import Watch
    from app.domain.appointment_import_rows import AppointmentsImportProgress, AppointmentsImportRow


class AgendaTransferDesk(Protocol):
    """The part of a desk that is about lists of appointments: for everybody who books."""

    def appointments_imports(self) -> list[AppointmentsImportRow]:
        """Every import of a list of appointments, the newest first."""

    async def review_appointments(self, source: Path | str, watch: Watch) -> BookingReview:
        """Read a file, or a text that was pasted; nothing is written. Its columns are as guessed, or as the last list
        with these headings was read on this computer. Raises ComptoirError: BookingsRefused, "agenda_not_ready"."""

    async def import_appointments(
        self,
        review: BookingReview,
        plan: TablePlan | None,
        preview: BookingPreview,
        *,
        told: Callable[[AppointmentsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> AppointmentsImportProgress:
        """Bring what a preview shows, going on where the same rows were left; the plan is remembered.

        A hub that does not answer is waited for, until `is_stopped`; what was brought stays, and its state is "open".
        Raises ComptoirError: agenda_import_nothing, agenda_import_questions, import_undone, row_unreadable …
        """

    async def undo_appointments_import(self, import_id: ImportId) -> AppointmentsImportProgress:
        """Take back what an import did, where nothing happened since. Raises ComptoirError: role_missing."""
