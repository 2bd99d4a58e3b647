"""The files of the fake desk: bytes in memory by their hash. Tests play the hub with `put_media` and `hold_media`."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk.file_checks import Local, media_of, verdict
from app.desk.media_desk import MediaProgress, Prepared, Recode
from app.domain.channels import WHATSAPP
from app.domain.contents import MediaKind
from app.domain.errors import ComptoirError, EnvironmentFailure, Refused
from app.domain.file_names import disk_name
from app.domain.ids import MessageId
from app.domain.sniff import sniff_bytes

if TYPE_CHECKING:
    from app.domain.rows import MessageRow


class FakeMedia:
    """A mixin of `FakeDesk`; what the methods do is said in `app.desk.media_desk.MediaDesk`."""

    message: Callable[[MessageId], MessageRow | None]
    done: list[tuple[str, str]]

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}  # what a fetch finds
        self.progress: dict[str, float] = {}
        self.media_error: ComptoirError | None = None  # what every fetch meets
        self.retry_after_s = 0.0
        self.prepared: dict[str, bytes] = {}
        self._media_listeners: list[Callable[[MediaProgress], None]] = []

    def put_media(self, data: bytes) -> str:
        """The hub has a file; its hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.files[sha256] = data
        return sha256

    def tell_media(self, progress: MediaProgress) -> None:
        """A file has come further."""
        if progress.state in ("fetching", "uploading"):
            self.progress[progress.sha256] = progress.done_bytes / max(1, progress.total_bytes)
        else:
            self.progress.pop(progress.sha256, None)
        for callback in list(self._media_listeners):
            callback(progress)

    def has_media(self, sha256: str) -> bool:
        """Whether a test put it there."""
        return sha256 in self.files or sha256 in self.prepared

    def media_progress(self, sha256: str) -> float | None:
        """What a test told."""
        return self.progress.get(sha256)

    async def fetch_media(self, message_id: MessageId) -> str:
        """Its file must be there."""
        row = self.message(message_id)
        if row is None:
            raise ComptoirError("message_unknown")
        if row.media is None or row.media.sha256 is None:
            raise ComptoirError("file_not_at_hub")
        await self.media_bytes(row.media.sha256)
        return row.media.sha256

    def cancel_media(self, sha256: str) -> None:
        """Noted."""
        self.done.append(("cancel_media", sha256))

    async def retry_media(self, message_id: MessageId) -> float:
        """Noted; the hub tries after `retry_after_s`."""
        if self.media_error is not None:
            raise self.media_error
        self.done.append(("retry_media", message_id))
        return self.retry_after_s

    async def media_bytes(self, sha256: str) -> bytes:
        """What a test put there."""
        if self.media_error is not None:
            raise self.media_error
        found = self.files.get(sha256, self.prepared.get(sha256))
        if found is None:
            raise EnvironmentFailure("file_not_at_hub")
        return found

    async def media_file(self, sha256: str, name: str | None = None) -> Path:
        """A copy in a folder of its own."""
        data = await self.media_bytes(sha256)
        path = Path(tempfile.mkdtemp()) / disk_name(name, sniff_bytes(data).extension)
        path.write_bytes(data)
        return path

    async def save_media(self, sha256: str, target: Path) -> None:
        """A copy."""
        target.write_bytes(await self.media_bytes(sha256))

    async def prepare_file(
        self,
        source: Path | bytes,
        *,
        name: str | None = None,
        kind: MediaKind | None = None,
        recode: Recode | None = None,
    ) -> Prepared | Refused:
        """Checked as the real one does, without the limits of a disk."""
        data = source if isinstance(source, bytes) else source.read_bytes()
        name = name or (None if isinstance(source, bytes) else source.name)
        local = Local(hashlib.sha256(data).hexdigest(), len(data), sniff_bytes(data), name)
        found = verdict(local, kind, WHATSAPP)
        if isinstance(found, Refused):
            return found
        if found.is_recoded:
            made = recode(data, 5 * 1024 * 1024) if recode else None
            if made is None:
                return Refused("picture_not_readable")
            data = made
            local = Local(hashlib.sha256(data).hexdigest(), len(data), sniff_bytes(data), name)
        self.prepared[local.sha256] = data
        return Prepared(found.kind, media_of(local, found.kind), found.note)

    async def prepare_voice(self, pcm: bytes, rate_hz: int, channels: int = 1) -> Prepared | Refused:
        """A real note."""
        from app.desk.file_checks import voice_media
        from app.desk.voice import voice_note

        note = voice_note(pcm, rate_hz, channels)
        if note is None:
            return Refused("voice_too_short")
        sha256 = hashlib.sha256(note.data).hexdigest()
        self.prepared[sha256] = note.data
        local = Local(sha256, len(note.data), sniff_bytes(note.data), None)
        return Prepared("voice", voice_media(local, note.duration_ms, note.waveform))

    async def drop_prepared(self, sha256: str) -> None:
        """Gone."""
        self.prepared.pop(sha256, None)

    def subscribe_media(self, callback: Callable[[MediaProgress], None]) -> Callable[[], None]:
        """Be told of what `tell_media` says."""
        self._media_listeners.append(callback)
        return lambda: self._media_listeners.remove(callback)
