"""The part of the fake desk that is about lists of appointments: lists are read as they are, the hub is played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.appointment_imports.bookings import Business
from app.desk.appointment_imports.columns import TablePlan, remembered
from app.desk.appointment_imports.opening import open_bookings, pasted_bookings
from app.desk.appointment_imports.preview import BookingPreview
from app.desk.appointment_imports.review import BookingReview, Surroundings
from app.desk.contact_imports.watching import Watch
from app.domain.agenda import Resource, Service
from app.domain.appointment_import_rows import (
    AppointmentsImportProgress,
    AppointmentsImportRow,
    ImportedAppointment,
)
from app.domain.appointments import Appointment
from app.domain.clock import Clock
from app.domain.copies import changed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, ImportId
from app.domain.members import Member
from app.domain.rows import Changes


class FakeAgendaTransfer:
    """`hold_lists` keeps an import at its next step; `list_refusal` is how the hub refuses."""

    clock: Clock
    appointments: dict[str, Appointment]
    made_resources: list[Resource]
    made_services: list[Service]
    talks: dict[ConversationId, Any]
    me: Callable[[], Member]
    _agenda_zone: Callable[[], str]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.past_agendas: list[AppointmentsImportRow] = []
        self.list_memory = ""
        self.hold_lists = asyncio.Event()
        self.hold_lists.set()
        self.list_refusal: ComptoirError | None = None
        self.imported_appointments: list[list[ImportedAppointment]] = []

    def appointments_imports(self) -> list[AppointmentsImportRow]:
        """All, the newest first."""
        return list(self.past_agendas)

    async def review_appointments(self, source: Path | str, watch: Watch) -> BookingReview:
        """The real one, over the agenda that a test made."""
        zone, now = ZoneInfo(self._agenda_zone()), self.clock.now()
        business = Business(
            zone, now, "FR", tuple(one.name for one in self.made_services),
            tuple(one.name for one in self.made_resources), (),
            datetime.combine(now.astimezone(zone).date(), time(), zone),
        )  # fmt: skip
        around = Surroundings(
            list(self.appointments.values()), [], frozenset(), {}, self.made_resources, self.made_services, "EUR",
            self.me().role != "rep",
        )  # fmt: skip
        opened = pasted_bookings(source) if isinstance(source, str) else open_bookings(source, watch)
        return BookingReview(opened, business, around, self.list_memory)

    async def import_appointments(
        self,
        review: BookingReview,
        plan: TablePlan | None,
        preview: BookingPreview,
        *,
        told: Callable[[AppointmentsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> AppointmentsImportProgress:
        """Two steps; each may be held, and it may be stopped between them."""
        if self.list_refusal is not None:
            raise self.list_refusal
        if plan is not None and review.grid is not None:
            self.list_memory = remembered(plan, self.list_memory, review.grid)
        rows = preview.brought()
        import_id = ImportId(f"list-{len(self.past_agendas)}")
        total, gone = len(rows), preview.cancels
        progress = AppointmentsImportProgress(import_id, "open", total)
        for done in (total // 2, total):
            await asyncio.sleep(0)
            await self.hold_lists.wait()
            if is_stopped():
                return progress
            progress = changed(progress, done=done, added=max(0, done - gone))
            told(progress)
        self.imported_appointments.append(rows)
        row = AppointmentsImportRow(
            import_id, review.name, "f", self.clock.now(), "ended", total, total - gone, 0, 0, gone
        )
        self.past_agendas.insert(0, row)
        self._tell(Changes(is_imports=True, is_agenda=True))
        return changed(progress, state="ended", gone=gone)

    async def undo_appointments_import(self, import_id: ImportId) -> AppointmentsImportProgress:
        """All but one are gone again."""
        if self.list_refusal is not None:
            raise self.list_refusal
        place = next(n for n, row in enumerate(self.past_agendas) if row.import_id == import_id)
        row = self.past_agendas[place]
        self.past_agendas[place] = changed(row, state="undone", removed=row.added - 1, kept=1)
        self._tell(Changes(is_imports=True, is_agenda=True))
        return AppointmentsImportProgress(
            import_id, "undone", row.total, row.total, row.added, removed=row.added - 1, kept=1
        )
