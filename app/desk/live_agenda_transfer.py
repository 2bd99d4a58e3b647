"""The part of the running desk that is about lists of appointments; its parts are imported when they are used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker, ImportId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.appointment_imports.bookings import Business
    from app.desk.appointment_imports.columns import TablePlan
    from app.desk.appointment_imports.preview import BookingPreview
    from app.desk.appointment_imports.review import BookingReview, Surroundings
    from app.desk.contact_imports.watching import Watch
    from app.desk.hub_link import HubLink
    from app.desk.hub_time import HubTime
    from app.desk.outbox import Outbox
    from app.desk.view_file import ViewFile
    from app.domain.agenda import Resource, Service
    from app.domain.agenda_rows import AgendaDays
    from app.domain.appointment_import_rows import AppointmentsImportProgress, AppointmentsImportRow
    from app.domain.clock import Clock
    from app.domain.members import Member
    from app.domain.settings import SettingValue
    from storage.engine import Connection

MEMORY = "appointment_imports"  # the note of this computer that says how lists were read


class LiveAgendaTransfer:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.agenda_transfer_desk.AgendaTransferDesk`."""

    _clock: Clock
    _hub_time: HubTime
    _link: HubLink
    _outbox: Outbox
    _view: ViewFile
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    resources: Callable[[], list[Resource]]
    services: Callable[[], list[Service]]
    agenda: Callable[..., AgendaDays]
    home_country: Callable[[], str]
    last_place: Callable[[], dict[str, str]]
    remember_place: Callable[..., None]

    def appointments_imports(self) -> list[AppointmentsImportRow]:
        if not self._view.is_whole:
            return []
        from storage.view.appointment_imports import appointments_imports

        return appointments_imports(self._view.connection())

    async def review_appointments(self, source: Path | str, watch: Watch) -> BookingReview:
        from app.desk.appointment_imports.opening import open_bookings, pasted_bookings
        from app.desk.appointment_imports.review import BookingReview

        if not self._view.is_whole:  # nothing would be known, and everything new
            raise ComptoirError("agenda_not_ready")
        business, around = await self._business(), await self._around()
        memory = self.last_place().get(MEMORY, "")

        def read() -> BookingReview:
            opened = pasted_bookings(source) if isinstance(source, str) else open_bookings(source, watch)
            return BookingReview(opened, business, around, memory)

        return await asyncio.to_thread(read)

    async def import_appointments(
        self,
        review: BookingReview,
        plan: TablePlan | None,
        preview: BookingPreview,
        *,
        told: Callable[[AppointmentsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> AppointmentsImportProgress:
        from app.desk.appointment_imports.columns import remembered
        from app.desk.appointment_imports.preview import fingerprint_of
        from app.desk.appointment_imports.wire import AppointmentImportWire
        from app.desk.rows_bringing import RowsBringer
        from app.domain.appointment_import_rows import (
            BATCH_MAX,
            DAYS_MAX,
            AppointmentsImportProgress,
            AppointmentsImportRequest,
        )

        if preview.open_questions:
            raise ComptoirError("agenda_import_questions")
        rows = preview.brought()
        if not rows:
            raise ComptoirError("agenda_import_nothing")
        if plan is not None and review.grid is not None:
            self.remember_place(**{MEMORY: remembered(plan, self.last_place().get(MEMORY, ""), review.grid)})
        fingerprint = await asyncio.to_thread(fingerprint_of, rows)
        request = AppointmentsImportRequest(
            self._half_brought_list(fingerprint) or ImportId(IdMaker(self._clock).new()),
            review.name[:200],
            fingerprint,
            len(rows),
            preview.days[:DAYS_MAX],
            preview.made,
        )
        by = self._outbox.maker.device_id
        wire = AppointmentImportWire(lambda: self._link.client_as(by))
        nothing = AppointmentsImportProgress(request.import_id, "open", len(rows))
        bringer = RowsBringer(self._clock, BATCH_MAX, is_stopped)
        return await bringer.run(wire, request, rows, nothing, told, lambda row: len(row.note))

    async def undo_appointments_import(self, import_id: ImportId) -> AppointmentsImportProgress:
        from app.desk.appointment_imports.wire import AppointmentImportWire
        from app.desk.hub_client import HubRefused

        try:
            return await AppointmentImportWire(lambda: self._link.client).undo(import_id)
        except HubRefused as refused:
            raise ComptoirError(refused.code, **refused.facts) from refused

    async def _business(self) -> Business:
        from zoneinfo import ZoneInfo

        from app.desk.appointment_imports.bookings import Business

        zone, now = ZoneInfo(self.agenda().zone), self._hub_time.now()
        today: date = now.astimezone(zone).date()
        return Business(
            zone,
            now,
            self.home_country(),
            tuple(one.name for one in self.services()),
            tuple(one.name for one in self.resources()),
            tuple(filter(None, [str(self.setting("business_name"))])),
            datetime.combine(today, time(), zone),
        )

    async def _around(self) -> Surroundings:
        from app.desk.appointment_imports.review import Surroundings
        from storage.instants import to_us
        from storage.view.appointment_imports import known_numbers, merged, people
        from storage.view.appointment_reading import between

        now, me = self._hub_time.now(), self.me()
        resources, services = self.resources(), self.services()
        currency = str(self.setting("currency"))

        def read(conn: Connection) -> Surroundings:
            since = to_us(now) - _DAY_US
            return Surroundings(
                between(conn, since, _EVER_US), people(conn), known_numbers(conn), merged(conn), resources, services,
                currency, me.role != "rep",
            )  # fmt: skip

        return await self._view.read_apart(read)

    def _half_brought_list(self, fingerprint: str) -> ImportId | None:
        """An own import of the same rows that was not brought to its end."""
        me = self.me().member_id
        found = (
            one
            for one in self.appointments_imports()
            if one.state == "open" and one.fingerprint == fingerprint and one.member_id == me
        )
        return next((one.import_id for one in found), None)


_DAY_US = 86_400_000_000 * 2
_EVER_US = 1 << 62
