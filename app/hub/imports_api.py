"""The routes of imported chats: /imports to begin one, and /imports/{id} with /messages, /end and /undo."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.ids import ImportId
from app.domain.imports import (
    BATCH_MAX,
    HISTORY_KINDS,
    TEXT_MAX_CHARS,
    HistoryMessage,
    ImportBatch,
    ImportProgress,
    ImportRequest,
)
from app.hub.access import Access
from app.hub.http import Call, HttpRefusal, Reply, json_reply
from app.hub.imports import Imports
from app.hub.media_files import MediaFiles
from app.hub.situation import Asker
from storage.media import is_sha256

IMPORTS_PATH = "/api/v1/imports"
NAME_MAX_CHARS = 255
_ID = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)
_STABLE_ID = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)  # the application is not older


class ImportsApi:
    """Only owner and manager may import."""

    def __init__(self, access: Access, imports: Imports, files: MediaFiles) -> None:
        self._access = access
        self._imports = imports
        self._files = files
        self._steps: dict[tuple[str, str], Callable[[Asker, ImportId, Call], Awaitable[ImportProgress]]] = {
            ("GET", ""): self._progress,
            ("POST", "messages"): self._take,
            ("POST", "end"): self._end,
            ("POST", "undo"): self._undo,
        }

    async def answer(self, call: Call) -> Reply:
        """Any call below /imports. Raises HttpRefusal."""
        asker = self._access.asker(call.bearer)
        if not asker.is_leader:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        if call.path == IMPORTS_PATH:
            if call.method != "POST":
                raise HttpRefusal(405, "not_found")
            return json_reply(await self._imports.begin(asker, _checked(call.read(ImportRequest))))
        import_id, _, step = call.path.removeprefix(IMPORTS_PATH + "/").partition("/")
        handler = self._steps.get((call.method, step))
        if handler is None or not _ID.fullmatch(import_id):
            raise HttpRefusal(404, "not_found")
        return json_reply(await handler(asker, ImportId(import_id), call))

    async def _progress(self, _asker: Asker, import_id: ImportId, _call: Call) -> ImportProgress:
        return await self._imports.progress(import_id)

    async def _take(self, asker: Asker, import_id: ImportId, call: Call) -> ImportProgress:
        batch = call.read(ImportBatch)
        if batch.first < 0 or len(batch.messages) > BATCH_MAX:
            raise HttpRefusal(422, "import_too_many", limit=str(BATCH_MAX))
        for message in batch.messages:
            _check(message)
        await self._check_files(batch)
        return await self._imports.take(asker, import_id, batch.first, batch.messages)

    async def _end(self, asker: Asker, import_id: ImportId, _call: Call) -> ImportProgress:
        return await self._imports.end(asker, import_id)

    async def _undo(self, asker: Asker, import_id: ImportId, _call: Call) -> ImportProgress:
        return await self._imports.undo(asker, import_id)

    async def _check_files(self, batch: ImportBatch) -> None:
        """A message never comes before its file."""
        media = (message.content.media for message in batch.messages if message.content is not None)
        wanted = {one.sha256 for one in media if one is not None and one.sha256 is not None}
        if not wanted:
            return
        sizes = await self._files.do(lambda: {sha256: self._files.store.size(sha256) for sha256 in wanted})
        for sha256, size in sizes.items():
            if size is None:
                raise HttpRefusal(422, "file_not_at_hub", sha256=sha256)


def _checked(request: ImportRequest) -> ImportRequest:
    is_sound = (
        _ID.fullmatch(request.import_id)
        and 0 <= request.total < 1 << 31
        and max(len(request.file_name), len(request.fingerprint), len(request.name or "")) <= NAME_MAX_CHARS
    )
    if not is_sound:
        raise HttpRefusal(422, "body_unreadable")
    try:
        ZoneInfo(request.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise HttpRefusal(422, "zone_unknown", zone=request.zone[:80]) from error
    return request


def _check(message: HistoryMessage) -> None:
    media = message.content.media if message.content is not None else None
    is_sound = (
        message.kind in HISTORY_KINDS
        and _STABLE_ID.fullmatch(message.stable_id)
        and message.sent_at.tzinfo is not None
        and message.sent_at >= _EARLIEST
        and len(message.text or "") <= TEXT_MAX_CHARS
        and len(message.author_name or "") <= NAME_MAX_CHARS
        and (media is None or media.external_id is None)
        and (media is None or media.sha256 is None or is_sha256(media.sha256))
    )
    if not is_sound:
        raise HttpRefusal(422, "import_unreadable", stable_id=message.stable_id[:64])
