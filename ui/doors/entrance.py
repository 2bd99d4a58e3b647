"""From the doors to the profile behind one of them, before any desk is open."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.later import asyncio
from app.domain.records import record
from app.words import set_language
from ui.doors.beginning import Beginning
from ui.doors.page import DoorsPage
from ui.doors.ways import Doors
from ui.joining import JoinDialog
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.theme.theme import Theme


@record
class Passed:
    """Which door, the passphrase that was typed on the way, and the language, "" where none was chosen."""

    door: str
    passphrase: str | None = None
    language: str = ""


class Entrance(QObject):
    """Shows the doors in the window until somebody is through one, or closes the window."""

    def __init__(self, window: MainWindow, theme: Theme, tasks: Tasks, doors: Doors) -> None:
        super().__init__(window)
        self._window, self._theme, self._tasks, self._doors = window, theme, tasks, doors
        self._language = set_language(doors.language) if doors.language else ""
        self._passed: asyncio.Queue[Passed | None] = asyncio.Queue()
        self._phrase: str | None = None
        self._beginning = Beginning(theme, tasks, doors.begin, window)
        self._beginning.begun.connect(lambda phrase: self._go("connect", phrase or None))
        self._beginning.failed.connect(lambda sentence: self.page.rest(sentence))
        window.closed.connect(self._close)
        self.page: DoorsPage = self._show()

    async def passed(self) -> Passed | None:
        """None when the window was closed instead."""
        if not self._window.isVisible():  # begun in the tray: it is asked first
            self._window.come_forward()
        return await self._passed.get()

    def _show(self) -> DoorsPage:
        page = DoorsPage(self._theme)
        page.chosen.connect(self._choose)
        page.language_chosen.connect(self._speak)
        page.kept_asked.connect(self._tell_kept)
        page.copy_asked.connect(self._take_up)
        self._window.show_page(page)
        page.focus_first()
        return page

    def _speak(self, code: str) -> None:
        self._language = set_language(code)
        self.page = self._show()
        self.page.languages.setFocus()

    def _tell_kept(self) -> None:
        from ui.doors.kept import KeptDialog

        KeptDialog(self._theme, self._doors.own_folder.parent, self._window).open()

    def _choose(self, door: str) -> None:
        if door == "practice":
            self._go(door)
        elif door == "connect":
            self.page.wait(door)
            self._beginning.start()
        else:
            dialog = JoinDialog(self._theme, self._tasks, self._join, self._window)
            dialog.joined.connect(lambda: self._go("join", self._phrase))
            dialog.open()

    def _take_up(self) -> None:
        from ui.doors.copy_dialog import CopyDialog

        dialog = CopyDialog(self._theme, self._tasks, self._doors.copies, self._window)
        dialog.taken_up.connect(lambda phrase: self._go("copy", phrase or None))
        dialog.manual_asked.connect(self._window.manual.open)
        dialog.open()

    async def _join(self, address: str, code: str, passphrase: str | None) -> None:
        self._phrase = passphrase
        await self._doors.join(address, code, passphrase)

    def _go(self, door: str, passphrase: str | None = None) -> None:
        self.page.wait(door)
        self._window.show_opening()
        self._passed.put_nowait(Passed(door, passphrase, self._language))

    def _close(self) -> None:
        self._passed.put_nowait(None)
