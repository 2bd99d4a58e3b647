"""A first run over fake desks, for tests of the doors and of what is behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.clock import FakeClock
from app.domain.errors import ComptoirError
from app.domain.safety import CopyFound
from app.words import set_language
from tests.fake_desk import FakeDesk
from tests.gui.rig import until
from ui.application import Show
from ui.doors.page import DoorsPage
from ui.doors.ways import Copies, Doors
from ui.theme.theme import Theme


class First:
    """A first run over fake desks; `asked` is what was asked of main.py."""

    def __init__(self, theme: Theme) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.refuses: list[ComptoirError] = []
        self.practice, self.own = FakeDesk(), FakeDesk()
        self.own.can_set_up = True

        async def open_practice() -> FakeDesk:
            self.asked.append(("practice", None))
            return self.practice

        self.show = Show(theme, FakeClock(), open_practice, None, is_practice=True)
        self.copy = CopyFound(None, 3, (("m1", "Ana"),))
        own, copies = Path("own") / "main", Copies(self._look, self._take_up)
        self.show.ways.doors = Doors(self._begin, self._join, self._open_own, own, copies)
        self.show.ways.copies = copies
        self.show.ways.begin, self.show.ways.join = self._begin, self._join
        self.show.ways.practise = lambda: self.asked.append(("practise", None))
        self.running: asyncio.Future[int] | None = None

    async def _begin(self, phrase: str | None) -> None:
        self.asked.append(("begin", phrase))
        if self.refuses:
            raise self.refuses.pop(0)

    async def _join(self, address: str, code: str, phrase: str | None) -> None:
        self.asked.append(("join", phrase))

    async def _look(self, _copy: Path, _key: str) -> CopyFound:
        if self.refuses:
            raise self.refuses.pop(0)
        return self.copy

    async def _take_up(self, _copy: Path, _key: str, member_id: str, phrase: str | None) -> None:
        if self.refuses:
            raise self.refuses.pop(0)
        self.asked.append((member_id, phrase))

    async def _open_own(self, phrase: str | None) -> FakeDesk:
        self.asked.append(("own", phrase))
        return self.own

    @property
    def page(self) -> DoorsPage:
        return self.show.window.findChildren(DoorsPage)[-1]

    async def here(self) -> DoorsPage:
        """The doors, with the keyboard in them; begun in the test, whose loop runs meanwhile."""
        self.running = asyncio.ensure_future(self.show.main())
        await until(lambda: bool(self.show.window.findChildren(DoorsPage)))
        self.show.window.activateWindow()
        await until(lambda: self.page.cards[0].button.hasFocus())
        return self.page

    async def opened(self, desk: FakeDesk) -> None:
        await until(lambda: self.show.window.panes is not None and desk.is_started)

    async def end(self) -> int:
        self.show.window.close()
        return await self.ended()

    async def ended(self) -> int:
        assert self.running is not None
        return await self.running


@pytest.fixture
async def first(qapp: QApplication, qtbot: QtBot) -> AsyncIterator[First]:
    set_language("en")
    theme = Theme(choice="light")
    theme.apply(qapp)
    made = First(theme)
    yield made
    if made.running is not None and not made.running.done():
        await made.end()
    theme.deleteLater()
    qapp.setStyleSheet("")
    set_language("en")
