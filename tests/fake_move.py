"""A hub on its way, for tests of the guide: what was asked, and the refusals and the progress that the test wants."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.hub_move import MoveStanding
from app.domain.setup import Credentials

KEY = "0f" * 32


class FakeMove:
    """See `app.desk.hub_move.HubMove`. `holds`: packing waits until it is stopped. `phrase`: the only right one."""

    def __init__(self, standing: MoveStanding, phrase: str = "") -> None:
        self.at, self.phrase = standing, phrase
        self.asked: list[str] = []
        self.refuses: list[ComptoirError] = []
        self.holds = False
        self.is_open = False
        self.settings: dict[str, str | int] = {}
        self._stopped = asyncio.Event()

    async def open(self, passphrase: str | None = None) -> None:
        if self.phrase and passphrase != self.phrase:
            raise EnvironmentFailure(
                "wrong_key" if passphrase else "passphrase_needed", variable="", file="log.db"
            )
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def standing(self) -> MoveStanding:
        return self.at

    def look(self) -> Mapping[str, str | int]:
        return self.settings

    def data_key(self) -> str:
        return KEY

    def numbers(self) -> Credentials:
        return Credentials(app_id="880011", account_id="2048", number_id="3099")

    async def pack(self, file: Path, on_progress: Callable[[int, int], None]) -> bool:
        self._heed(f"pack {file}")
        on_progress(40, 100)
        if self.holds:
            await self._stopped.wait()
            return False
        self.at = replace(self.at, file=str(file))
        return True

    def stop_packing(self) -> None:
        self._stopped.set()

    async def take_back(self) -> None:
        self._heed("take back")
        self.at = MoveStanding(has_hub=True)

    async def follow(self, address: str) -> None:
        self._heed(f"follow {address}")
        self.at = replace(self.at, address=address, is_over=True)

    def _heed(self, what: str) -> None:
        self.asked.append(what)
        if self.refuses:
            raise self.refuses.pop(0)
