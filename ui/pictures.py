"""Plays practice without a person and saves pictures of the real window: what `main.py demo --pictures DIR` is for.

Nothing is staged: a conversation is opened, an answer is typed and sent, its ticks and the customer's reaction come
by themselves. What does not come within its time is left out and logged; the pictures then show what there is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.desk import Desk
from app.domain.ids import ConversationId, MessageId
from ui.main_window import MainWindow
from ui.panes import Panes
from ui.theme.theme import Theme

log = logging.getLogger(__name__)
WIDE: Final = (1440, 900)
NARROW: Final = (820, 900)
STEP_S: Final = 0.1
SETTLE_S: Final = 0.3  # until what changed is painted
FILLED_WITHIN_S: Final = 60.0
TICKED_WITHIN_S: Final = 45.0
ANSWERED_WITHIN_S: Final = 60.0
TYPED: Final = "Bonjour, oui, c’est possible. Je vous réserve la place 🙂"
ARRIVED: Final = frozenset({"delivered", "read", "played"})


async def play(window: MainWindow, desk: Desk, theme: Theme, folder: Path) -> list[Path]:
    """All scenes; the settings are put back afterwards. The files that were written."""
    folder.mkdir(parents=True, exist_ok=True)
    before = {name: desk.setting(name) for name in ("language", "theme")}
    player = _Player(window, desk, theme, folder)
    window.resize(*WIDE)
    await player.until(
        lambda: desk.counts().waiting > 0 and desk.connection().catching_up is None, FILLED_WITHIN_S
    )
    try:
        for scene in (
            player.today,
            player.deals,
            player.agenda,
            player.inbox,
            player.answer,
            player.reports,
            player.dark,
            player.narrow,
            player.closed_window,
            player.english,
            player.reaction,
        ):
            await scene()
    finally:
        for name, value in before.items():
            await desk.change_setting(name, value)
    return player.files


class _Player:
    """Does what a person would do, by the same ways."""

    def __init__(self, window: MainWindow, desk: Desk, theme: Theme, folder: Path) -> None:
        self._window, self._desk, self._theme, self._folder = window, desk, theme, folder
        self.files: list[Path] = []
        self._sent: tuple[ConversationId, MessageId | None] | None = None  # the answer, and where

    async def today(self) -> None:
        """French, light: what needs somebody now."""
        await self._choose("language", "fr")
        await self._choose("theme", "light")
        await self.until(self._has_agenda, FILLED_WITHIN_S)
        self._panes.show_screen("today")
        await self._shoot("today-light")
        self._panes.show_screen("inbox")

    async def deals(self) -> None:
        """What the practice colleagues sell, by stage, light and dark."""
        await self.until(self._has_deals, FILLED_WITHIN_S)
        self._panes.show_screen("deals")
        await self._shoot("deals-light")
        await self._choose("theme", "dark")
        await self._shoot("deals-dark")
        await self._choose("theme", "light")
        self._panes.show_screen("inbox")

    async def agenda(self) -> None:
        """The day that is to be confirmed, by person, light and dark."""
        self._panes.show_screen("appointments")
        screen = self._panes.screens.appointments
        today = self._desk.agenda().today
        days = [today + timedelta(days=ahead) for ahead in (1, 2)]
        await self.until(self._has_agenda, FILLED_WITHIN_S)
        screen.agenda.show_one_day(next((day for day in days if self._desk.agenda(day).rows), days[0]))
        screen.agenda.looking.sort_by("person")
        await self._shoot("appointments-light")
        await self._choose("theme", "dark")
        await self._shoot("appointments-dark")
        await self._choose("theme", "light")
        self._panes.show_screen("inbox")

    async def reports(self) -> None:
        """What came of it and how fast, light and dark, once everything is counted."""
        self._panes.show_screen("reports")
        view = self._panes.screens.reports
        await self.until(lambda: view.page.report is not None, FILLED_WITHIN_S)
        await self._shoot("reports-light")
        await self._choose("theme", "dark")
        await self._shoot("reports-dark")
        await self._choose("theme", "light")
        self._panes.show_screen("inbox")

    def _has_agenda(self) -> bool:
        """The colleagues have written the next open day and the past, which come last."""
        today = self._desk.agenda().today
        days = self._desk.agenda(today - timedelta(days=2), 5)
        return any(row.appointment.outcome for row in days.rows)

    def _has_deals(self) -> bool:
        return all(column.count for column in self._desk.board().columns)

    async def inbox(self) -> None:
        """Who waits, and one conversation."""
        self._panes.inbox.show_view("waiting")
        waiting = self._answerable()
        if waiting is not None:
            self._panes.open(waiting)
        await self._shoot("inbox-light")

    async def answer(self) -> None:
        """Type, send, see the undo and the ticks."""
        conversation_id = self._panes.conversation.conversation_id
        if conversation_id is None:
            log.warning("nobody waits in an open window: no answer is pictured")
            return
        box = self._panes.conversation.composer.box
        self._panes.conversation.focus_composer()
        for letter in TYPED:
            _type(box, letter)
            await asyncio.sleep(0)
        await self._shoot("answer-typed")
        newest = self._newest(conversation_id)
        self._panes.conversation.composer.send_button.click()
        await self.until(lambda: self._newest(conversation_id) != newest, TICKED_WITHIN_S)
        await self._shoot("answer-undo")
        sent = self._newest(conversation_id)
        await self.until(lambda: self._has_arrived(sent), TICKED_WITHIN_S)
        await self._shoot("answer-ticks")
        self._sent = conversation_id, sent

    async def reaction(self) -> None:
        """What the customer does, who takes their time."""
        if self._sent is None:
            return
        conversation_id, sent = self._sent
        await self._choose("language", "fr")
        self._panes.inbox.show_view("all")
        self._panes.open(conversation_id)
        await self.until(lambda: self._newest(conversation_id) != sent, ANSWERED_WITHIN_S)
        await self._shoot("customer-reacts")

    async def dark(self) -> None:
        """The same in the dark."""
        await self._choose("theme", "dark")
        await self._shoot("inbox-dark")
        await self._choose("theme", "light")

    async def narrow(self) -> None:
        """One pane."""
        self._window.resize(*NARROW)
        await self._shoot("narrow")
        self._window.resize(*WIDE)

    async def closed_window(self) -> None:
        """A conversation in which only a template may be sent, if there is one."""
        ids = [*self._desk.inbox("waiting"), *self._desk.inbox("all")]
        locked = (found for found in ids if not self._is_window_open(found))
        found = next(locked, None)
        if found is not None:
            self._panes.inbox.show_view("all")
            self._panes.open(found)
            await self._shoot("window-closed")
        self._panes.show_screen("settings")
        await self._shoot("settings")
        self._panes.show_screen("inbox")

    async def english(self) -> None:
        """The same window for an English reader."""
        await self._choose("language", "en")
        self._panes.inbox.show_view("waiting")
        waiting = self._answerable()
        if waiting is not None:
            self._panes.open(waiting)
        await self._shoot("inbox-english")
        self._panes.show_screen("settings")
        await self._shoot("settings-english")
        self._panes.show_screen("inbox")

    async def until(self, is_so: Callable[[], bool], within_s: float) -> bool:
        """Wait for something that comes by itself; False when it did not."""
        for _number in range(round(within_s / STEP_S)):
            if is_so():
                return True
            await asyncio.sleep(STEP_S)
        log.warning("waited in vain for %.0f s", within_s)
        return False

    @property
    def _panes(self) -> Panes:
        panes = self._window.panes
        if panes is None:
            raise RuntimeError("the desk is not open")
        return panes

    def _answerable(self) -> ConversationId | None:
        return next((found for found in self._desk.inbox("waiting") if self._is_window_open(found)), None)

    def _is_window_open(self, conversation_id: ConversationId) -> bool:
        header = self._desk.header(conversation_id)
        return header is not None and header.is_window_open

    def _newest(self, conversation_id: ConversationId) -> MessageId | None:
        """Of what customer and team said to each other."""
        said = [
            row for row in self._desk.page(conversation_id, limit=20) if row.kind not in ("notice", "note")
        ]
        return said[-1].message_id if said else None

    def _has_arrived(self, message_id: MessageId | None) -> bool:
        row = self._desk.message(message_id) if message_id is not None else None
        return row is not None and row.state in ARRIVED

    async def _choose(self, name: str, value: str) -> None:
        if self._desk.setting(name) != value:
            change: Awaitable[None] = self._desk.change_setting(name, value)
            await change
        await asyncio.sleep(SETTLE_S)

    async def _shoot(self, name: str) -> None:
        await asyncio.sleep(SETTLE_S)
        path = self._folder / f"{len(self.files) + 1:02d}-{name}.png"
        image: QImage = self._window.grab().toImage()
        if image.save(str(path)):
            self.files.append(path)
            log.info("picture saved name=%s", path.name)


def _type(box: QWidget, letter: str) -> None:
    """As an input method does: the only way that knows every letter."""
    event = QInputMethodEvent()
    event.setCommitString(letter)
    QApplication.sendEvent(box, event)
