"""The hub's routes of lists of appointments, as the desktop asks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desk.hub_client import HubClient
from app.domain.appointment_import_rows import (
    AppointmentsBatch,
    AppointmentsImportProgress,
    AppointmentsImportRequest,
    ImportedAppointment,
)
from app.domain.ids import ImportId
from storage.codec import read_json, to_json

_PATH = "/api/v1/appointment-imports"
LONG_WORK_S = 300.0  # an undo may have much to take back


class AppointmentImportWire:
    """Every call raises HubRefused or EnvironmentFailure, and may be repeated: nothing is brought twice."""

    def __init__(self, client: Callable[[], HubClient]) -> None:
        """`client` raises EnvironmentFailure("hub_unreachable") before there is one."""
        self._client = client

    async def begin(self, request: AppointmentsImportRequest) -> AppointmentsImportProgress:
        """Begin an import, or find how far it is."""
        return await self._post(_PATH, request)

    async def bring(
        self, import_id: ImportId, first: int, rows: Sequence[ImportedAppointment]
    ) -> AppointmentsImportProgress:
        """Hand over rows; `first` of them stand before these."""
        return await self._post(f"{_PATH}/{import_id}/rows", AppointmentsBatch(first, tuple(rows)))

    async def end(self, import_id: ImportId) -> AppointmentsImportProgress:
        """All was brought."""
        return await self._post(f"{_PATH}/{import_id}/end", {})

    async def undo(self, import_id: ImportId) -> AppointmentsImportProgress:
        """Take back what can be."""
        return await self._post(f"{_PATH}/{import_id}/undo", {})

    async def _post(self, path: str, body: object) -> AppointmentsImportProgress:
        answer = await self._client().post(path, to_json(body), LONG_WORK_S)
        return read_json(answer, AppointmentsImportProgress)
