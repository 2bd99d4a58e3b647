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
    player = Player(window, desk, theme, folder)
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


class Player:
    """Does what a person would do, by the same ways."""

    def __init__(self, window: MainWindow, desk: Desk, theme: Theme, folder: Path) -> None:
        self.window, self.desk, self.theme, self.folder = window, desk, theme, folder
        self.files: list[Path] = []
        self._sent: tuple[ConversationId, MessageId | None] | None = None  # the answer, and where

    async def today(self) -> None:
        """French, light: what needs somebody now."""
        await self.choose("language", "fr")
        await self.choose("theme", "light")
        await self.until(self.has_agenda, FILLED_WITHIN_S)
        self.panes.show_screen("today")
        await self.shoot("today-light")
        self.panes.show_screen("inbox")

    async def deals(self) -> None:
        """What the practice colleagues sell, by stage, light and dark."""
        await self.until(self.has_deals, FILLED_WITHIN_S)
        self.panes.show_screen("deals")
        await self.shoot("deals-light")
        await self.choose("theme", "dark")
        await self.shoot("deals-dark")
        await self.choose("theme", "light")
        self.panes.show_screen("inbox")

    async def agenda(self) -> None:
        """The day that is to be confirmed, by person, light and dark."""
        self.panes.show_screen("appointments")
        screen = self.panes.screens.appointments
        today = self.desk.agenda().today
        days = [today + timedelta(days=ahead) for ahead in (1, 2)]
        await self.until(self.has_agenda, FILLED_WITHIN_S)
        screen.agenda.show_one_day(next((day for day in days if self.desk.agenda(day).rows), days[0]))
        screen.agenda.looking.sort_by("person")
        await self.shoot("appointments-light")
        await self.choose("theme", "dark")
        await self.shoot("appointments-dark")
        await self.choose("theme", "light")
        self.panes.show_screen("inbox")

    async def reports(self) -> None:
        """What came of it and how fast, light and dark, once everything is counted."""
        self.panes.show_screen("reports")
        view = self.panes.screens.reports
        await self.until(lambda: view.page.report is not None, FILLED_WITHIN_S)
        await self.shoot("reports-light")
        await self.choose("theme", "dark")
        await self.shoot("reports-dark")
        await self.choose("theme", "light")
        self.panes.show_screen("inbox")

    def has_agenda(self) -> bool:
        """The colleagues have written the next open day and the past, which come last."""
        today = self.desk.agenda().today
        days = self.desk.agenda(today - timedelta(days=2), 5)
        return any(row.appointment.outcome for row in days.rows)

    def has_deals(self) -> bool:
        """Every stage has a deal."""
        return all(column.count for column in self.desk.board().columns)

    async def inbox(self) -> None:
        """Who waits, and one conversation."""
        self.panes.inbox.show_view("waiting")
        waiting = self.answerable()
        if waiting is not None:
            self.panes.open(waiting)
        await self.shoot("inbox-light")

    async def answer(self) -> None:
        """Type, send, see the undo and the ticks."""
        conversation_id = self.panes.conversation.conversation_id
        if conversation_id is None:
            log.warning("nobody waits in an open window: no answer is pictured")
            return
        box = self.panes.conversation.composer.box
        self.panes.conversation.focus_composer()
        for letter in TYPED:
            type_letter(box, letter)
            await asyncio.sleep(0)
        await self.shoot("answer-typed")
        newest = self.newest(conversation_id)
        self.panes.conversation.composer.send_button.click()
        await self.until(lambda: self.newest(conversation_id) != newest, TICKED_WITHIN_S)
        await self.shoot("answer-undo")
        sent = self.newest(conversation_id)
        await self.until(lambda: self.has_arrived(sent), TICKED_WITHIN_S)
        await self.shoot("answer-ticks")
        self._sent = conversation_id, sent

    async def reaction(self) -> None:
        """What the customer does, who takes their time."""
        if self._sent is None:
            return
        conversation_id, sent = self._sent
        await self.choose("language", "fr")
        self.panes.inbox.show_view("all")
        self.panes.open(conversation_id)
        await self.until(lambda: self.newest(conversation_id) != sent, ANSWERED_WITHIN_S)
        await self.shoot("customer-reacts")

    async def dark(self) -> None:
        """The same in the dark."""
        await self.choose("theme", "dark")
        await self.shoot("inbox-dark")
        await self.choose("theme", "light")

    async def narrow(self) -> None:
        """One pane."""
        self.window.resize(*NARROW)
        await self.shoot("narrow")
        self.window.resize(*WIDE)

    async def closed_window(self) -> None:
        """A conversation in which only a template may be sent, if there is one."""
        ids = [*self.desk.inbox("waiting"), *self.desk.inbox("all")]
        locked = (found for found in ids if not self.is_window_open(found))
        found = next(locked, None)
        if found is not None:
            self.panes.inbox.show_view("all")
            self.panes.open(found)
            await self.shoot("window-closed")
        self.panes.show_screen("settings")
        await self.shoot("settings")
        self.panes.show_screen("inbox")

    async def english(self) -> None:
        """The same window for an English reader."""
        await self.choose("language", "en")
        self.panes.inbox.show_view("waiting")
        waiting = self.answerable()
        if waiting is not None:
            self.panes.open(waiting)
        await self.shoot("inbox-english")
        self.panes.show_screen("settings")
        await self.shoot("settings-english")
        self.panes.show_screen("inbox")

    async def until(self, is_so: Callable[[], bool], within_s: float) -> bool:
        """Wait for something that comes by itself; False when it did not."""
        for _number in range(round(within_s / STEP_S)):
            if is_so():
                return True
            await asyncio.sleep(STEP_S)
        log.warning("waited in vain for %.0f s", within_s)
        return False

    @property
    def panes(self) -> Panes:
        """What the window holds now; a change of language makes others."""
        panes = self.window.panes
        if panes is None:
            raise RuntimeError("the desk is not open")
        return panes

    def answerable(self) -> ConversationId | None:
        """Somebody who waits and may be answered freely."""
        return next((found for found in self.desk.inbox("waiting") if self.is_window_open(found)), None)

    def is_window_open(self, conversation_id: ConversationId) -> bool:
        """Whether that customer may be written to freely."""
        header = self.desk.header(conversation_id)
        return header is not None and header.is_window_open

    def newest(self, conversation_id: ConversationId) -> MessageId | None:
        """Of what customer and team said to each other."""
        said = [
            row for row in self.desk.page(conversation_id, limit=20) if row.kind not in ("notice", "note")
        ]
        return said[-1].message_id if said else None

    def has_arrived(self, message_id: MessageId | None) -> bool:
        row = self.desk.message(message_id) if message_id is not None else None
        return row is not None and row.state in ARRIVED

    async def choose(self, name: str, value: str) -> None:
        """Change a setting, and let the window follow."""
        if self.desk.setting(name) != value:
            change: Awaitable[None] = self.desk.change_setting(name, value)
            await change
        await asyncio.sleep(SETTLE_S)

    async def shoot(self, name: str) -> None:
        """Save what the window shows."""
        await asyncio.sleep(SETTLE_S)
        path = self.folder / f"{len(self.files) + 1:02d}-{name}.png"
        image: QImage = self.window.grab().toImage()
        if image.save(str(path)):
            self.files.append(path)
            log.info("picture saved name=%s", path.name)


def type_letter(box: QWidget, letter: str) -> None:
    """As an input method does: the only way that knows every letter."""
    event = QInputMethodEvent()
    event.setCommitString(letter)
    QApplication.sendEvent(box, event)
