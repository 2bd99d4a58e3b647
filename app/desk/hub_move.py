"""What the guide that leads a hub to a server may ask, while no desk is open: main.py puts it together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.hub_move import MoveStanding
    from app.domain.settings import SettingValue
    from app.domain.setup import Credentials


class HubMove(Protocol):
    """One profile's hub on its way. Between `open` and `close` nobody else opens the profile."""

    async def open(self, passphrase: str | None = None) -> None:
        """Unlock the profile. Raises EnvironmentFailure: passphrase_needed, wrong_key and what unlocking raises."""

    def close(self) -> None:
        """Let go of it. Safe to call twice."""

    def standing(self) -> MoveStanding:
        """How far the move is. Raises EnvironmentFailure."""

    def look(self) -> Mapping[str, SettingValue]:
        """This computer's own settings: language, light or dark, the size of the letters."""

    def data_key(self) -> str:
        """What the hub's data are locked with: asked for on the server."""

    def numbers(self) -> Credentials:
        """What of the connected number the server asks for, without any secret."""

    async def pack(self, file: Path, on_progress: Callable[[int, int], None]) -> bool:
        """Put the whole hub into a file, and end it here; False when it was stopped: then nothing has changed.

        `on_progress(bytes done, bytes in all)` comes on a thread of its own. Raises EnvironmentFailure.
        """

    def stop_packing(self) -> None:
        """Think better of it."""

    async def take_back(self) -> None:
        """The hub stays here, and its file is worth nothing. Raises EnvironmentFailure."""

    async def follow(self, address: str) -> None:
        """Belong to the hub at this address, and hand it over where it was this computer's. Raises ComptoirError."""
