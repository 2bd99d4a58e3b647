"""The part of the running desk that is about files; made when a file is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk.watchers import Listeners
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import MessageId

if TYPE_CHECKING:
    from app.desk.media import DeskMedia
    from app.desk.media_desk import MediaProgress, Prepared, Recode
    from app.desk.outbox import Outbox
    from app.desk.session import Unlocked
    from app.domain.contents import MediaKind
    from app.domain.rows import MessageRow
    from app.domain.settings import SettingValue


class LiveMedia:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.media_desk.MediaDesk`."""

    _unlocked: Unlocked
    _clock: Clock
    _outbox: Outbox
    message: Callable[[MessageId], MessageRow | None]
    setting: Callable[[str], SettingValue]

    @cached_property
    def files(self) -> DeskMedia:
        """This computer's files."""
        from app.desk.media import DeskMedia

        def quota_mb() -> int:
            return int(self.setting("media_cache_mb"))

        return DeskMedia(
            self._unlocked.profile.folder, self._unlocked.key, self._clock, quota_mb, self._media_ears.tell
        )

    @cached_property
    def _media_ears(self) -> Listeners[MediaProgress]:
        return Listeners()

    def has_media(self, sha256: str) -> bool:
        return self.files.has(sha256)

    def media_progress(self, sha256: str) -> float | None:
        return self.files.progress(sha256)

    async def fetch_media(self, message_id: MessageId) -> str:
        sha256 = self._file_of(message_id)
        await self.files.fetch(sha256)
        return sha256

    def cancel_media(self, sha256: str) -> None:
        self.files.cancel(sha256)

    async def retry_media(self, message_id: MessageId) -> float:
        return await self.files.retry(message_id)

    async def media_bytes(self, sha256: str) -> bytes:
        return await self.files.read(sha256)

    async def media_file(self, sha256: str, name: str | None = None) -> Path:
        return await self.files.copy(sha256, name)

    async def save_media(self, sha256: str, target: Path) -> None:
        await self.files.save(sha256, target)

    async def prepare_file(
        self,
        source: Path | bytes,
        *,
        name: str | None = None,
        kind: MediaKind | None = None,
        recode: Recode | None = None,
    ) -> Prepared | Refused:
        return await self.files.prepare(source, name, kind, recode)

    async def prepare_voice(self, pcm: bytes, rate_hz: int, channels: int = 1) -> Prepared | Refused:
        return await self.files.prepare_voice(pcm, rate_hz, channels)

    async def drop_prepared(self, sha256: str) -> None:
        from app.desk.deliveries import files_of

        if not any(sha256 in files_of(command) for command in self._outbox.waiting()):
            await self.files.drop(sha256)

    def subscribe_media(self, callback: Callable[[MediaProgress], None]) -> Callable[[], None]:
        return self._media_ears.add(callback)

    async def close_files(self) -> None:
        """End what is about files, where anything was."""
        files: DeskMedia | None = self.__dict__.pop("files", None)
        if files is not None:
            await files.close()

    def _file_of(self, message_id: MessageId) -> str:
        row = self.message(message_id)
        if row is None:
            raise ComptoirError("message_unknown")
        if row.media is not None and row.media.stage == "lost":
            raise ComptoirError("media_lost")
        named = row.media.sha256 if row.media is not None else None
        if (
            named is None
            and row.content is not None
            and row.direction == "out"
            and row.content.media is not None
        ):
            named = row.content.media.sha256  # our own: it was at the hub before the message
        if named is None:
            raise ComptoirError("file_not_at_hub")
        return named
