"""This computer's files: a cache of what the hub has, what waits to be sent, and copies for other programs.

Files lie locked with the profile's key. The cache keeps to a quota, the least used go first; what the hub does not have
yet lies apart and is never thrown away for room.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import IO

from app.desk import outside
from app.desk.deliveries import Deliveries
from app.desk.fetches import Fetches
from app.desk.file_checks import Local, icon_note, media_of, too_large, verdict, voice_media
from app.desk.media_desk import MediaProgress, Prepared, Recode
from app.desk.media_wire import MediaWire
from app.desk.workers import Workers
from app.domain.channels import WHATSAPP
from app.domain.clock import Clock
from app.domain.contents import Media, MediaKind
from app.domain.errors import EnvironmentFailure, Refused
from app.domain.file_facts import FileFacts
from app.domain.media import LIMITS, MEDIA_MAX_BYTES, MIB
from app.domain.sniff import sniff, sniff_bytes
from storage.media import MediaStore, is_sha256

UNSENT_DAYS = 14  # a command as old as this is not sent any more either


class DeskMedia:
    """Files of one profile below `folder`. `quota_mb` tells the room that the cache may take."""

    def __init__(
        self,
        folder: Path,
        key: str,
        clock: Clock,
        quota_mb: Callable[[], int],
        tell: Callable[[MediaProgress], None],
    ) -> None:
        self._cache = MediaStore(folder / "media", key)
        self._outgoing = MediaStore(folder / "outgoing", key)
        self._opened = folder / "opened"
        self._quota_mb = quota_mb
        self._tell_others = tell
        self._workers = Workers(2, "desk-media")
        self._under_way: dict[str, MediaProgress] = {}
        self._fetches = Fetches(self._cache, self._workers, clock, self._tell)
        self.deliveries = Deliveries(self._outgoing, self._cache, self._workers, clock, self._tell)
        self._wire: MediaWire | None = None
        self._is_tidy = False

    async def connect(self, wire: MediaWire, in_use: frozenset[str]) -> None:
        """The hub is spoken to from now on. What an earlier run left half-done goes, but not files `in_use`."""
        if not self._is_tidy:
            await self._workers.run(lambda: self._tidy(in_use))
        self._wire = self._fetches.wire = self.deliveries.wire = wire

    def disconnect(self) -> None:
        """The hub is not spoken to any more; what is under way waits for the next connection."""
        self._wire = self._fetches.wire = self.deliveries.wire = None

    async def close(self) -> None:
        """End every task and thread; copies for other programs go."""
        await self._fetches.close()
        await self.deliveries.close()
        await self._workers.run(lambda: outside.empty(self._opened))
        self._workers.close()

    def has(self, sha256: str) -> bool:
        """Whether a file lies on this computer."""
        return self._cache.has(sha256) or self._outgoing.has(sha256)

    def progress(self, sha256: str) -> float | None:
        """How much of a file on its way is there, 0.0 to 1.0."""
        known = self._under_way.get(sha256)
        return None if known is None else known.done_bytes / max(1, known.total_bytes)

    async def fetch(self, sha256: str) -> None:
        """Bring a file here."""
        if not is_sha256(sha256):
            raise EnvironmentFailure("file_missing", file="")
        if not self.has(sha256):
            await self._fetches.fetch(sha256)
            await self._workers.run(lambda: self._cache.evict(self._quota_mb() * MIB, {sha256}))

    def cancel(self, sha256: str) -> None:
        """Stop bringing it."""
        self._fetches.cancel(sha256)

    async def retry(self, message_id: str) -> float:
        """Have the hub fetch a lost file again."""
        if self._wire is None:
            raise EnvironmentFailure("hub_unreachable")
        return await self._wire.retry(message_id)

    async def read(self, sha256: str) -> bytes:
        """All of a file; one that is damaged here comes anew from the hub."""
        await self.fetch(sha256)
        try:
            return await self._workers.run(lambda: self._where(sha256).read(sha256))
        except EnvironmentFailure as failure:
            if failure.code != "file_damaged" or self._outgoing.has(sha256):
                raise
            await self._workers.run(lambda: self._cache.remove(sha256))
            await self.fetch(sha256)
            return await self._workers.run(lambda: self._where(sha256).read(sha256))

    async def copy(self, sha256: str, name: str | None) -> Path:
        """A copy for another program."""
        await self.fetch(sha256)
        return await self._workers.run(lambda: self._copied(sha256, name))

    async def save(self, sha256: str, target: Path) -> None:
        """A copy where a person wants it."""
        await self.fetch(sha256)
        await self._workers.run(lambda: outside.copy_to(target, self._where(sha256).pieces(sha256)))

    async def prepare(
        self, source: Path | bytes, name: str | None, kind: MediaKind | None, recode: Recode | None
    ) -> Prepared | Refused:
        """Check a file and keep it for sending."""
        return await self._workers.run(lambda: self._prepared(source, name, kind, recode))

    async def bring(self, open_file: Callable[[], AbstractContextManager[IO[bytes]]]) -> Media | None:
        """Take a file over for the team's history: the hub has it afterwards. None for one that is too large or empty.

        Raises HubUnreachable, HubRefused, and what reading the file raises.
        """
        local = await self._workers.run(lambda: self._brought(open_file))
        if local is None:
            return None
        await self.deliveries.give(local.sha256)
        await self._workers.run(lambda: self._cache.evict(self._quota_mb() * MIB, frozenset()))
        return media_of(local, "document")

    async def prepare_voice(self, pcm: bytes, rate_hz: int, channels: int) -> Prepared | Refused:
        """Make a voice note and keep it for sending."""
        return await self._workers.run(lambda: self._voice(pcm, rate_hz, channels))

    async def drop(self, sha256: str) -> None:
        """A prepared file is not sent after all."""
        await self._workers.run(lambda: self._outgoing.remove(sha256))

    async def erase(self, hashes: Collection[str]) -> None:
        """Files of somebody who was erased, and every copy that was made for other programs."""
        for sha256 in hashes:
            self._fetches.cancel(sha256)

        def job() -> None:
            for sha256 in hashes:
                self._cache.remove(sha256)
                self._outgoing.remove(sha256)
            if hashes:
                outside.empty(self._opened)

        await self._workers.run(job)

    # --- on a worker thread ---

    def _tidy(self, in_use: frozenset[str]) -> None:
        self._cache.sweep()
        self._outgoing.sweep()
        self._outgoing.remove_older(UNSENT_DAYS * 86_400.0, in_use)
        outside.empty(self._opened)
        self._is_tidy = True

    def _where(self, sha256: str) -> MediaStore:
        return self._outgoing if self._outgoing.has(sha256) else self._cache

    def _copied(self, sha256: str, name: str | None) -> Path:
        store = self._where(sha256)
        facts = _facts(store, sha256)
        return outside.copy_for_viewer(self._opened, name, facts.extension, store.pieces(sha256))

    def _prepared(
        self, source: Path | bytes, name: str | None, kind: MediaKind | None, recode: Recode | None
    ) -> Prepared | Refused:
        local = self._taken(source, name)
        if isinstance(local, Refused):
            return local
        found = verdict(local, kind, WHATSAPP)
        if not isinstance(found, Refused) and found.is_recoded:
            made = self._recoded(local, recode)
            local = made if isinstance(made, Local) else local
            found = made if isinstance(made, Refused) else replace(found, is_recoded=False)
        if isinstance(found, Refused):
            self._outgoing.remove(local.sha256)
            return found
        return Prepared(found.kind, media_of(local, found.kind), found.note)

    def _taken(self, source: Path | bytes, name: str | None) -> Local | Refused:
        """The file in our own folder."""
        if isinstance(source, bytes):
            if len(source) > MEDIA_MAX_BYTES:
                return too_large("file_too_large", len(source), MEDIA_MAX_BYTES)
            kept = self._outgoing.put(source)
            return Local(kept.sha256, kept.size_bytes, sniff_bytes(source), name)
        try:
            known = source.stat()
            if not stat.S_ISREG(known.st_mode):
                return Refused("file_not_one", {"name": source.name})
            if known.st_size > MEDIA_MAX_BYTES:
                return too_large("file_too_large", known.st_size, MEDIA_MAX_BYTES)
            with source.open("rb") as file, self._outgoing.begin() as incoming:
                while piece := file.read(MIB):
                    incoming.write(piece)
                    if incoming.size_bytes > MEDIA_MAX_BYTES:
                        return too_large("file_too_large", incoming.size_bytes, MEDIA_MAX_BYTES)
                kept = incoming.keep()
        except OSError as error:
            return Refused("file_not_read", {"name": source.name, "reason": error.strerror or str(error)})
        facts = _facts(self._outgoing, kept.sha256)
        return Local(kept.sha256, kept.size_bytes, facts, name or source.name)

    def _brought(self, open_file: Callable[[], AbstractContextManager[IO[bytes]]]) -> Local | None:
        with open_file() as file, self._outgoing.begin() as incoming:
            while piece := file.read(MIB):
                incoming.write(piece)
                if incoming.size_bytes > MEDIA_MAX_BYTES:
                    return None
            if incoming.size_bytes == 0:
                return None
            kept = incoming.keep()
        return Local(kept.sha256, kept.size_bytes, _facts(self._outgoing, kept.sha256), None)

    def _recoded(self, local: Local, recode: Recode | None) -> Local | Refused:
        """A JPEG in the place of a picture that the channel would not take."""
        limit = LIMITS[WHATSAPP]["image"].max_bytes
        made = None if recode is None else recode(self._outgoing.read(local.sha256), limit)
        if not made or len(made) > limit:
            return Refused("picture_not_readable")
        facts = sniff_bytes(made)
        if facts.mime != "image/jpeg":
            return Refused("picture_not_readable")
        kept = self._outgoing.put(made)
        if kept.sha256 != local.sha256:
            self._outgoing.remove(local.sha256)
        return Local(kept.sha256, kept.size_bytes, facts, local.name)

    def _voice(self, pcm: bytes, rate_hz: int, channels: int) -> Prepared | Refused:
        from app.desk.voice import voice_note

        note = voice_note(pcm, rate_hz, channels)
        if note is None:
            return Refused("voice_too_short")
        limit = LIMITS[WHATSAPP]["voice"].max_bytes
        if len(note.data) > limit:
            return too_large("audio_too_large", len(note.data), limit)
        kept = self._outgoing.put(note.data)
        local = Local(kept.sha256, kept.size_bytes, sniff_bytes(note.data), None)
        media = voice_media(local, note.duration_ms, note.waveform)
        return Prepared("voice", media, icon_note(kept.size_bytes))

    def _tell(self, progress: MediaProgress) -> None:
        if progress.state in ("fetching", "uploading"):
            self._under_way[progress.sha256] = progress
        else:
            self._under_way.pop(progress.sha256, None)
        self._tell_others(progress)


def _facts(store: MediaStore, sha256: str) -> FileFacts:
    size = store.size(sha256)
    if size is None:
        raise EnvironmentFailure("file_missing", file=sha256[:12])
    return sniff(lambda start, length: store.read(sha256, start, length), size)
