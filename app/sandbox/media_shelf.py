"""The files that the pretend Meta holds: what the business uploaded and what customers sent, each for its time."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.sandbox.phrases import STORIES

FILES = STORIES / "files"  # the little photos, voice notes and papers of the practice stories
UPLOADED_LIFE, RECEIVED_LIFE = timedelta(days=30), timedelta(days=7)
URL_LIFE = timedelta(minutes=5)
MIME_TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ogg": "audio/ogg; codecs=opus",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Media:
    """One file behind a media id; `story_file` names one of the stories' own, else the bytes lie under `sha256`."""

    id: str
    mime_type: str
    sha256: str  # hex
    size: int
    made_at: datetime  # UTC
    is_uploaded: bool
    story_file: str | None = None

    def is_alive(self, now: datetime) -> bool:
        """Whether the id still works."""
        return now < self.made_at + (UPLOADED_LIFE if self.is_uploaded else RECEIVED_LIFE)


class MediaShelf:
    """All media of one world; bytes in `folder`, or in memory without one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._media: dict[str, Media] = {}
        self._bytes: dict[str, bytes] = {}

    def put(self, media_id: str, data: bytes, mime_type: str, at: datetime, *, is_uploaded: bool) -> Media:
        """Keep new bytes."""
        digest = hashlib.sha256(data).hexdigest()
        self._store(digest, data)
        return self._keep(Media(media_id, mime_type, digest, len(data), at, is_uploaded))

    def put_story_file(self, media_id: str, name: str, at: datetime) -> Media:
        """One of the stories' own files, as if a customer had sent it. Raises FileNotFoundError."""
        data = (FILES / name).read_bytes()
        digest, mime_type = hashlib.sha256(data).hexdigest(), MIME_TYPES[Path(name).suffix]
        return self._keep(Media(media_id, mime_type, digest, len(data), at, False, story_file=name))

    def find(self, media_id: str, now: datetime) -> Media | None:
        """What the id stands for, None when it never did or no longer does."""
        media = self._media.get(media_id)
        return media if media is not None and media.is_alive(now) else None

    def read(self, media: Media) -> bytes:
        """The bytes."""
        if media.story_file is not None:
            return (FILES / media.story_file).read_bytes()
        if self._folder is None:
            return self._bytes[media.sha256]
        return (self._folder / media.sha256).read_bytes()

    def delete(self, media_id: str) -> None:
        """The business deletes a file."""
        media = self._media.pop(media_id)
        if media.story_file is None and all(other.sha256 != media.sha256 for other in self._media.values()):
            self._drop(media.sha256)

    def prune(self, now: datetime) -> None:
        """Forget what has had its time."""
        for media in [media for media in self._media.values() if not media.is_alive(now)]:
            self.delete(media.id)

    def dump(self) -> list[dict[str, Any]]:
        """The entries without their bytes, for the state file."""
        return [asdict(media) for media in self._media.values()]

    def load(self, entries: Iterable[dict[str, Any]]) -> None:
        """Entries as `dump` gave them, times as text."""
        for entry in entries:
            self._keep(Media(**entry | {"made_at": datetime.fromisoformat(entry["made_at"])}))

    def _keep(self, media: Media) -> Media:
        self._media[media.id] = media
        return media

    def _store(self, digest: str, data: bytes) -> None:
        if self._folder is None:
            self._bytes[digest] = data
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        new = self._folder / f"{digest}.new"
        new.write_bytes(data)
        os.replace(new, self._folder / digest)

    def _drop(self, digest: str) -> None:
        self._bytes.pop(digest, None)
        if self._folder is not None:
            (self._folder / digest).unlink(missing_ok=True)
