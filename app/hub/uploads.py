"""Gives the team's files to the channel: each once for each business number, remembered while the channel keeps it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from app.domain.clock import Clock
from app.domain.contents import Media
from app.domain.errors import EnvironmentFailure
from app.domain.failures import FAILED_UNKNOWN, TOKEN_INVALID
from app.domain.ids import LineId
from app.hub.config import LineConfig
from app.hub.media_files import MediaFiles
from app.hub.readers import Readers
from app.hub.uploading import UploadFailed, UploadRefused
from app.whatsapp.media_client import MediaClient, MediaTrouble
from storage.hub import media_jobs
from storage.media import is_sha256
from storage.writer import Priority, Writer

REMEMBERED = timedelta(days=29)  # the channel keeps what it got from us for 30
VOICE_MIME = "audio/ogg; codecs=opus"  # with the codec named, phones show a voice note

Upload = tuple[LineId, str, str]


class GraphUploads:
    """An `app.hub.uploading.Uploader`. Several messages that carry the same file wait for one upload."""

    def __init__(
        self,
        writer: Writer,
        readers: Readers,
        client: MediaClient,
        files: MediaFiles,
        lines: Sequence[LineConfig],
        clock: Clock,
    ) -> None:
        self._writer = writer
        self._readers = readers
        self._client = client
        self._files = files
        self._lines = {line.line_id: line for line in lines}
        self._clock = clock
        self._under_way: dict[Upload, asyncio.Lock] = {}

    async def media_id(self, line_id: LineId, media: Media) -> str:
        """The channel's id of a file that the hub has. Raises UploadRefused or UploadFailed."""
        if media.sha256 is None or not is_sha256(media.sha256):
            raise UploadRefused("media_missing")
        upload = line_id, media.sha256, media.mime or ""
        lock = self._under_way.setdefault(upload, asyncio.Lock())
        try:
            async with lock:
                return await self._remembered(upload) or await self._upload(upload)
        finally:
            if not lock.locked():
                self._under_way.pop(upload, None)

    async def forget(self, line_id: LineId, media: Media) -> None:
        """The id is of no use any more; in some modes of operation the channel keeps a file for an hour only."""
        upload = line_id, media.sha256 or "", media.mime or ""
        await self._writer.run(lambda conn: media_jobs.forget_upload(conn, *upload), priority=Priority.REPLY)

    async def _remembered(self, upload: Upload) -> str | None:
        since = self._clock.now() - REMEMBERED
        return await self._readers.run(lambda conn: media_jobs.uploaded(conn, *upload, since))

    async def _upload(self, upload: Upload) -> str:
        line_id, sha256, mime = upload
        line = self._lines.get(line_id)
        if line is None or line.token is None:
            raise UploadRefused(TOKEN_INVALID)
        try:
            size = await self._files.do(lambda: self._files.store.size(sha256))
            if size is None:
                raise UploadRefused("media_missing")
            sent_as = await self._sent_as(sha256, size, mime)
            content = self._files.pieces(sha256)
            external_id = await self._client.upload(line.external_id, line.token, sent_as, size, content)
        except MediaTrouble as trouble:
            if trouble.why in ("refused", "denied"):
                raise UploadRefused(trouble.code or FAILED_UNKNOWN, trouble.provider_code) from trouble
            raise UploadFailed(trouble.why) from trouble
        except EnvironmentFailure as failure:
            raise UploadFailed(failure.code) from failure
        now = self._clock.now()
        await self._writer.run(
            lambda conn: media_jobs.note_upload(conn, *upload, external_id, now), priority=Priority.REPLY
        )
        return external_id

    async def _sent_as(self, sha256: str, size: int, mime: str) -> str:
        """The type to declare: what was checked before, else what the content says."""
        facts = await self._files.facts(sha256, size)
        if facts.audio_codec == "opus" and facts.mime == "audio/ogg":
            return VOICE_MIME
        return mime or facts.mime
