"""From the profile's files to the guide of its hub's move, before any desk is open, and on to the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.desk.hub_move import HubMove
from app.domain.errors import ComptoirError
from app.domain.later import asyncio
from app.domain.settings import BY_NAME
from ui.looks import wear
from ui.main_window import MainWindow
from ui.moving.view import MoveGuide
from ui.tasks import Tasks
from ui.theme.theme import Theme
from ui.unlocking import ask_passphrase


class MoveEntrance(QObject):
    """Shows the guide in the window until it is left for the desk, or the window is closed."""

    def __init__(self, window: MainWindow, theme: Theme, tasks: Tasks, hub: HubMove) -> None:
        super().__init__(window)
        self._window, self._theme, self._tasks, self._hub = window, theme, tasks, hub
        self._left: asyncio.Queue[bool] = asyncio.Queue()

    async def passed(self) -> str | None:
        """The passphrase that was typed on the way, "" for none; None at the window's end. Raises ComptoirError."""
        try:
            phrase = await self._opened()
            if phrase is None:
                return None
            self._show()
            self._window.closed.connect(lambda: self._left.put_nowait(False))
            return phrase if await self._left.get() else None
        finally:
            self._hub.close()

    async def _opened(self) -> str | None:
        try:
            await self._hub.open()
        except ComptoirError as error:
            if error.code != "passphrase_needed":
                raise
            return await ask_passphrase(self._window, self._unlocked)
        return ""

    async def _unlocked(self, phrase: str) -> str:
        await self._hub.open(phrase)
        return phrase

    def _show(self) -> None:
        look = {name: BY_NAME[name].default for name in ("language", "theme", "text_scale")} | dict(
            self._hub.look()
        )
        wear(self._theme, str(look["language"]), str(look["theme"]), int(look["text_scale"]))
        guide = MoveGuide(self._theme, self._tasks, self._hub)
        guide.left.connect(self._leave)
        guide.manual_asked.connect(self._window.manual.open)
        self._window.show_page(guide)
        if not self._window.isVisible():  # begun in the tray: it is asked first
            self._window.come_forward()
        guide.focus_first()

    def _leave(self) -> None:
        self._window.show_opening()
        self._left.put_nowait(True)
