"""The hub's routes of imported chats, as the desktop asks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desk.hub_client import HubClient
from app.domain.ids import ImportId
from app.domain.imports import HistoryMessage, ImportBatch, ImportProgress, ImportRequest
from storage.codec import read_json, to_json

_PATH = "/api/v1/imports"
LONG_WORK_S = 120.0  # an undo may have much to erase


class ImportWire:
    """Every call raises HubRefused or EnvironmentFailure, and may be repeated: nothing is brought twice."""

    def __init__(self, client: Callable[[], HubClient]) -> None:
        """`client` raises EnvironmentFailure("hub_unreachable") before there is one."""
        self._client = client

    async def begin(self, request: ImportRequest) -> ImportProgress:
        """Begin an import, or find how far it is."""
        return await self._post(_PATH, request)

    async def bring(
        self, import_id: ImportId, first: int, messages: Sequence[HistoryMessage]
    ) -> ImportProgress:
        """Hand over messages; `first` of the file stand before them."""
        return await self._post(f"{_PATH}/{import_id}/messages", ImportBatch(first, tuple(messages)))

    async def end(self, import_id: ImportId) -> ImportProgress:
        """All was brought."""
        return await self._post(f"{_PATH}/{import_id}/end", {})

    async def undo(self, import_id: ImportId) -> ImportProgress:
        """Take all of it back."""
        return await self._post(f"{_PATH}/{import_id}/undo", {})

    async def progress(self, import_id: ImportId) -> ImportProgress:
        """How far it is."""
        return read_json(await self._client().get(f"{_PATH}/{import_id}"), ImportProgress)

    async def _post(self, path: str, body: object) -> ImportProgress:
        return read_json(await self._client().post(path, to_json(body), LONG_WORK_S), ImportProgress)
