"""What tests of the composer play with the files of the fake desk: refusals, notes, and time that checking takes."""

import asyncio
from pathlib import Path

from app.desk.media_desk import Prepared, Recode
from app.domain.contents import MediaKind
from app.domain.errors import Refused
from tests.fake_media_desk import FakeMedia


class FakeFiles(FakeMedia):
    """`refused_files`, `noted_files` by name; `gate`: when set, checking waits for it; `dropped`: hashes."""

    def __init__(self) -> None:
        super().__init__()
        self.refused_files: dict[str, Refused] = {}
        self.noted_files: dict[str, Refused] = {}
        self.dropped: list[str] = []
        self.gate: asyncio.Event | None = None
        self.voice_refused: Refused | None = None

    async def prepare_file(
        self,
        source: Path | bytes,
        *,
        name: str | None = None,
        kind: MediaKind | None = None,
        recode: Recode | None = None,
    ) -> Prepared | Refused:
        """As a test wants it, else as `FakeMedia` does."""
        if self.gate is not None:
            await self.gate.wait()
        if name in self.refused_files:
            return self.refused_files[name]
        found = await super().prepare_file(source, name=name, kind=kind, recode=recode)
        note = self.noted_files.get(name or "")
        return Prepared(found.kind, found.media, note) if note and isinstance(found, Prepared) else found

    async def prepare_voice(self, pcm: bytes, rate_hz: int, channels: int = 1) -> Prepared | Refused:
        """Refused when a test wants it."""
        return self.voice_refused or await super().prepare_voice(pcm, rate_hz, channels)

    async def drop_prepared(self, sha256: str) -> None:
        """Remember that it was."""
        self.dropped.append(sha256)
        await super().drop_prepared(sha256)
