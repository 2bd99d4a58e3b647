"""The hub's routes of lists of people, as the desktop asks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desk.hub_client import HubClient
from app.domain.contact_import_rows import (
    ContactsImportProgress,
    ContactsImportRequest,
    ImportedPerson,
    PeopleBatch,
)
from app.domain.ids import ImportId
from storage.codec import read_json, to_json

_PATH = "/api/v1/contact-imports"
LONG_WORK_S = 300.0  # an undo may have much to take back


class ContactImportWire:
    """Every call raises HubRefused or EnvironmentFailure, and may be repeated: nothing is brought twice."""

    def __init__(self, client: Callable[[], HubClient]) -> None:
        """`client` raises EnvironmentFailure("hub_unreachable") before there is one."""
        self._client = client

    async def begin(self, request: ContactsImportRequest) -> ContactsImportProgress:
        """Begin an import, or find how far it is."""
        return await self._post(_PATH, request)

    async def bring(
        self, import_id: ImportId, first: int, rows: Sequence[ImportedPerson]
    ) -> ContactsImportProgress:
        """Hand over rows; `first` of them stand before these."""
        return await self._post(f"{_PATH}/{import_id}/people", PeopleBatch(first, tuple(rows)))

    async def end(self, import_id: ImportId) -> ContactsImportProgress:
        """All was brought."""
        return await self._post(f"{_PATH}/{import_id}/end", {})

    async def undo(self, import_id: ImportId) -> ContactsImportProgress:
        """Take back what can be."""
        return await self._post(f"{_PATH}/{import_id}/undo", {})

    async def progress(self, import_id: ImportId) -> ContactsImportProgress:
        """How far it is."""
        return read_json(await self._client().get(f"{_PATH}/{import_id}"), ContactsImportProgress)

    async def _post(self, path: str, body: object) -> ContactsImportProgress:
        return read_json(await self._client().post(path, to_json(body), LONG_WORK_S), ContactsImportProgress)
