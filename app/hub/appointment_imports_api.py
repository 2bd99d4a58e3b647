"""The routes of lists of appointments: /appointment-imports to begin one, below it /{id} with /rows, /end, /undo."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime

from app.domain.agenda import NAME_MAX_CHARS as PLACE_MAX_CHARS
from app.domain.appointment_asks import NewAppointment
from app.domain.appointment_checks import new_problem
from app.domain.appointment_import_rows import (
    BATCH_MAX,
    DAYS_MAX,
    ROWS_MAX,
    AppointmentsBatch,
    AppointmentsImportProgress,
    AppointmentsImportRequest,
    ImportedAppointment,
)
from app.domain.appointments import LENGTH_MIN
from app.domain.clock import Clock
from app.domain.ids import ImportId
from app.domain.phone_numbers import is_number
from app.hub.access import Access
from app.hub.appointment_imports import AppointmentImports
from app.hub.http import Call, HttpRefusal, Reply, json_reply
from app.hub.readers import Readers
from app.hub.situation import Asker
from storage.view import appointment_reading as rows_of

APPOINTMENT_IMPORTS_PATH = "/api/v1/appointment-imports"
NAME_MAX_CHARS = 255
KEY_MAX_CHARS = 400
PLACES_MAX = 100
YEARS = range(1971, 9_000)
_ID = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)
_APPOINTMENT_ID = re.compile(r"[0-9A-Za-z._:-]{1,160}", re.ASCII)
Step = Callable[[Asker, ImportId, Call], Awaitable[AppointmentsImportProgress]]


class AppointmentImportsApi:
    """Everybody may bring a list; what needs a leader is in `AppointmentImports`."""

    def __init__(self, access: Access, imports: AppointmentImports, readers: Readers, clock: Clock) -> None:
        self._access = access
        self._imports = imports
        self._readers = readers
        self._clock = clock
        self._steps: dict[tuple[str, str], Step] = {
            ("GET", ""): self._progress,
            ("POST", "rows"): self._take,
            ("POST", "end"): self._end,
            ("POST", "undo"): self._undo,
        }

    async def answer(self, call: Call) -> Reply:
        """Any call below the path. Raises HttpRefusal."""
        asker = self._access.asker(call.bearer)
        if call.path == APPOINTMENT_IMPORTS_PATH:
            if call.method != "POST":
                raise HttpRefusal(405, "not_found")
            request = _checked(call.read(AppointmentsImportRequest))
            return json_reply(await self._imports.begin(asker, request))
        import_id, _, step = call.path.removeprefix(APPOINTMENT_IMPORTS_PATH + "/").partition("/")
        handler = self._steps.get((call.method, step))
        if handler is None or not _ID.fullmatch(import_id):
            raise HttpRefusal(404, "not_found")
        return json_reply(await handler(asker, ImportId(import_id), call))

    async def _progress(self, _asker: Asker, import_id: ImportId, _call: Call) -> AppointmentsImportProgress:
        return await self._imports.progress(import_id)

    async def _take(self, asker: Asker, import_id: ImportId, call: Call) -> AppointmentsImportProgress:
        batch = call.read(AppointmentsBatch)
        if batch.first < 0 or len(batch.rows) > BATCH_MAX:
            raise HttpRefusal(422, "import_too_many", limit=str(BATCH_MAX))
        resources = self._readers.quick(rows_of.resource_names)
        services = self._readers.quick(rows_of.service_names)
        now = self._clock.now()
        for row in batch.rows:
            _check(row, resources, services, now)
        rows = [replace(row, starts_at=row.starts_at.astimezone(UTC)) for row in batch.rows]
        return await self._imports.take(asker, import_id, batch.first, rows)

    async def _end(self, asker: Asker, import_id: ImportId, _call: Call) -> AppointmentsImportProgress:
        return await self._imports.end(asker, import_id)

    async def _undo(self, asker: Asker, import_id: ImportId, _call: Call) -> AppointmentsImportProgress:
        return await self._imports.undo(asker, import_id)


def _checked(request: AppointmentsImportRequest) -> AppointmentsImportRequest:
    longest = max(len(request.file_name), len(request.fingerprint))
    if not _ID.fullmatch(request.import_id) or longest > NAME_MAX_CHARS:
        raise HttpRefusal(422, "body_unreadable")
    if not 0 <= request.total <= ROWS_MAX:
        raise HttpRefusal(422, "table_too_long", limit=str(ROWS_MAX))
    if len(request.days) > DAYS_MAX or len(request.places) > PLACES_MAX:
        raise HttpRefusal(422, "body_unreadable")
    if not all(map(_is_day, request.days)):
        raise HttpRefusal(422, "body_unreadable")
    for place in request.places:
        if (
            not _APPOINTMENT_ID.fullmatch(place.resource_id)
            or not 0 < len(place.name.strip()) <= PLACE_MAX_CHARS
        ):
            raise HttpRefusal(422, "body_unreadable")
    return request


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _check(
    row: ImportedAppointment, resources: Collection[str], services: Collection[str], now: datetime
) -> None:
    if row.resource_id and row.resource_id not in resources:
        raise HttpRefusal(422, "resource_unknown", row=str(row.row))
    if row.service_id and row.service_id not in services:
        raise HttpRefusal(422, "service_unknown", row=str(row.row))
    if not _is_sound(row, now):
        raise HttpRefusal(422, "row_unreadable", row=str(row.row))


def _is_sound(row: ImportedAppointment, now: datetime) -> bool:
    """What an appointment may be like, and moments that clocks know."""
    moments = [at for at in (row.starts_at, row.seen_at) if at is not None]
    if not all(at.tzinfo is not None and at.year in YEARS and at.microsecond == 0 for at in moments):
        return False
    if not _APPOINTMENT_ID.fullmatch(row.appointment_id) or len(row.import_key) > KEY_MAX_CHARS:
        return False
    if row.contact_id is not None and not _APPOINTMENT_ID.fullmatch(row.contact_id):
        return False
    if row.number is not None and not is_number(row.number):
        return False
    if row.does == "cancel":
        return True
    is_somebody = row.person or row.number or ("-" if row.seen_at is not None else "")
    new = NewAppointment(
        row.starts_at, row.length_min, row.resource_id, row.service_id, row.title, is_somebody,
        row.contact_id, None, row.phone, row.price, row.note, "import",
    )  # fmt: skip
    return new_problem(new, row.length_min or LENGTH_MIN, now) is None
