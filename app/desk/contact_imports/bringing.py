"""Bringing a list of people to the hub, part by part, until the end or a stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desk.contact_imports.wire import ContactImportWire
from app.desk.rows_bringing import RowsBringer
from app.domain.clock import Clock
from app.domain.contact_import_rows import (
    BATCH_MAX,
    ContactsImportProgress,
    ContactsImportRequest,
    ImportedPerson,
)


class PeopleBringer:
    """One import. `told` hears of each step."""

    def __init__(
        self,
        wire: ContactImportWire,
        clock: Clock,
        told: Callable[[ContactsImportProgress], None],
        is_stopped: Callable[[], bool],
    ) -> None:
        self._wire = wire
        self._told = told
        self._bringer = RowsBringer(clock, BATCH_MAX, is_stopped)

    async def run(
        self, request: ContactsImportRequest, people: Sequence[ImportedPerson]
    ) -> ContactsImportProgress:
        """Bring them. Raises ComptoirError for what the hub refuses for good."""
        nothing = ContactsImportProgress(request.import_id, "open", len(people), 0, 0, 0, 0)
        return await self._bringer.run(self._wire, request, people, nothing, self._told)
