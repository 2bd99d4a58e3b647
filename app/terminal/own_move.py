"""The move of a profile's hub for the guide in the window: as move-out and move-to, with progress and a way back.

Hub and desk meet here and in the commands alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk.config import Profile
from app.domain.errors import EnvironmentFailure
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.kept import Kept
    from app.desk.session import Unlocked
    from app.domain.hub_move import MoveStanding
    from app.domain.settings import SettingValue
    from app.domain.setup import Credentials


class OwnMove:
    """See `app.desk.hub_move.HubMove`."""

    def __init__(self, profile: Profile, environ: Mapping[str, str] = os.environ) -> None:
        self._profile, self._environ = profile, environ
        self._unlocked: Unlocked | None = None
        self._kept: Kept | None = None
        self._stopping = threading.Event()
        self._was_over = False  # this guide did not do it: from here on the hub is like anybody's

    async def open(self, passphrase: str | None = None) -> None:
        if not self._profile.log_path.exists():
            raise EnvironmentFailure("not_joined", folder=str(self._profile.folder))
        await asyncio.to_thread(self._open, passphrase)
        self._was_over = self.standing().is_over

    def _open(self, passphrase: str | None) -> None:
        from app.desk.moving import kept_of
        from app.desk.session import unlock

        unlocked = unlock(self._profile, self._environ, lambda: passphrase)
        try:
            self._kept = kept_of(unlocked)
        except BaseException:
            unlocked.lock.close()
            raise
        self._unlocked = unlocked

    def close(self) -> None:
        self._stopping.set()
        if self._unlocked is not None:
            self._unlocked.lock.close()

    def standing(self) -> MoveStanding:
        from app.domain.hub_move import MoveStanding
        from storage import moved

        note = moved.read(self._profile.hub_folder)
        if note is None or self._was_over:
            return MoveStanding(note is None and self._profile.has_own_hub)
        is_over = bool(note.address) and not note.is_unfinished
        return MoveStanding(True, note.file, note.address, is_over)

    def look(self) -> Mapping[str, SettingValue]:
        assert self._kept is not None
        return self._kept.device_settings

    def data_key(self) -> str:
        return self._open_profile().hub_key()

    def numbers(self) -> Credentials:
        from app.desk.set_up_kept import NOTE, from_note

        assert self._kept is not None
        return from_note(self._kept.notes.get(NOTE)).shown().credentials

    async def pack(self, file: Path, on_progress: Callable[[int, int], None]) -> bool:
        self._stopping.clear()
        return await asyncio.to_thread(self._pack, file, on_progress)

    def _pack(self, file: Path, on_progress: Callable[[int, int], None]) -> bool:
        from app.hub import moving, presence
        from app.hub.config import HubConfig

        folder = self._profile.hub_folder
        config = HubConfig(folder, data_key=self.data_key())
        try:
            with presence.locked(folder):
                moving.pack(config, file.absolute(), on_progress, self._stopping.is_set)
        except moving.PackingStopped:
            return False
        return True

    def stop_packing(self) -> None:
        self._stopping.set()

    async def take_back(self) -> None:
        await asyncio.to_thread(self._take_back)

    def _take_back(self) -> None:
        from app.hub import moving, presence

        with presence.locked(self._profile.hub_folder):
            moving.take_back(self._profile.hub_folder)

    async def follow(self, address: str) -> None:
        from app.desk.moving import follow
        from app.desk.seams import Seams

        await follow(self._open_profile(), address, Seams())

    def _open_profile(self) -> Unlocked:
        assert self._unlocked is not None, "it was opened"
        return self._unlocked
