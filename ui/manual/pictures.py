"""The manual's pictures, taken of the real window while practice is played in each language: `dev.py manual`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from app.desk.desk import Desk
from app.domain.ids import ConversationId
from ui.main_window import MainWindow
from ui.pictures import FILLED_WITHIN_S, SETTLE_S, TICKED_WITHIN_S, Player, type_letter
from ui.theme.theme import Theme
from ui.today.first_response import FirstResponseCard

LANGUAGES: Final = ("fr", "en")
SIZE: Final = (1280, 800)
ANSWERS: Final = {  # whom a reader of that language answers, by what they wrote, and with what
    "fr": ("bouchons", "Pas de souci, nous vous attendons. Merci de nous avoir prévenus."),
    "en": ("daughter", "Of course, bring her along. We will have a chair for her."),
}


async def play_manual(window: MainWindow, desk: Desk, theme: Theme, folder: Path) -> list[Path]:
    """All pictures of all languages, each in a folder of its own; the settings are put back afterwards."""
    before = {name: desk.setting(name) for name in ("language", "theme")}
    window.resize(*SIZE)
    files: list[Path] = []
    try:
        for language in LANGUAGES:
            (folder / language).mkdir(parents=True, exist_ok=True)
            player = ManualPlayer(window, desk, theme, folder / language)
            await player.begin(language)
            for scene in player.scenes():
                await scene()
            files += player.files
    finally:
        for name, value in before.items():
            await desk.change_setting(name, value)
    return files


class ManualPlayer(Player):
    """One language: each scene is a picture that a page shows, under the name by which pages know it."""

    language = "en"

    def scenes(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """In an order in which no scene is in the way of the next."""
        return (
            self.inbox,
            self.answered,
            self.closed_window,
            self.agenda,
            self.ask_everyone,
            self.contacts,
            self.deals,
            self.deal_sheet,
            self.quiet,
            self.funnel,
            self.reports,
            self.hours,
            self.today,
        )

    async def begin(self, language: str) -> None:
        """Light, in this language, once the practice colleagues have written all that they write."""
        self.language = language
        await self.choose("theme", "light")
        await self.choose("language", language)
        await self.until(
            lambda: self.desk.counts().waiting > 0 and self.desk.connection().catching_up is None,
            FILLED_WITHIN_S,
        )
        await self.until(self.has_agenda, FILLED_WITHIN_S)
        await self.until(self.has_deals, FILLED_WITHIN_S)

    async def today(self) -> None:
        """What needs somebody now."""
        self.panes.show_screen("today")
        cards = self.panes.screens.today
        await self.until(
            lambda: any(card.isVisible() for card in cards.findChildren(FirstResponseCard)), TICKED_WITHIN_S
        )
        await self.shoot("today")

    async def inbox(self) -> None:
        """Who waits, one conversation, and an answer being written."""
        self.panes.show_screen("inbox")
        self.panes.inbox.show_view("waiting")
        wrote, answer = ANSWERS[self.language]
        waiting = self._who_wrote(wrote) or self.answerable()
        if waiting is not None:
            self.panes.open(waiting)
            self.panes.conversation.focus_composer()
            for letter in answer:
                type_letter(self.panes.conversation.composer.box, letter)
        await self.shoot("inbox")

    async def answered(self) -> None:
        """Right after Enter: it can still be taken back."""
        conversation_id = self.panes.conversation.conversation_id
        if conversation_id is not None:
            newest = self.newest(conversation_id)
            self.panes.conversation.composer.send_button.click()
            await self.until(lambda: self.newest(conversation_id) != newest, TICKED_WITHIN_S)
            await self.shoot("undo")
            sent = self.newest(conversation_id)
            await self.until(lambda: self.has_arrived(sent), TICKED_WITHIN_S)

    async def closed_window(self) -> None:
        """Somebody who may be sent a template alone."""
        ids = [*self.desk.inbox("waiting"), *self.desk.inbox("all")]
        locked = next((found for found in ids if not self.is_window_open(found)), None)
        if locked is not None:
            self.panes.inbox.show_view("all")
            self.panes.open(locked)
        await self.shoot("window-closed")
        self.panes.inbox.show_view("waiting")

    async def agenda(self) -> None:
        """The next day that has appointments, person by person."""
        self.panes.show_screen("appointments")
        page = self.panes.screens.appointments.agenda
        today = self.desk.agenda().today
        days = [today + timedelta(days=ahead) for ahead in (1, 2)]
        page.show_one_day(next((day for day in days if self.desk.agenda(day).rows), days[0]))
        page.looking.sort_by("person")
        await self.shoot("agenda")

    async def ask_everyone(self) -> None:
        """Who is asked, what it costs and what they will read, before anything goes out."""
        from ui.appointments.asking.one import open_everybody
        from ui.appointments.asking.preflight import PreflightDialog

        open_everybody(self.panes.screens.appointments.agenda)
        dialog = next(each for each in self.window.findChildren(PreflightDialog) if each.isVisible())
        await self.until(dialog.go.isEnabled, TICKED_WITHIN_S)
        await self.shoot("ask-everyone")
        dialog.reject()

    async def contacts(self) -> None:
        """The table, with the card of somebody."""
        self.panes.show_screen("contacts")
        conversation_id = self.answerable()
        header = self.desk.header(conversation_id) if conversation_id is not None else None
        if header is not None:
            self.panes.screens.show_contact(header.contact_id)
        await self.shoot("contacts")

    async def deals(self) -> None:
        """The board."""
        self.panes.show_screen("deals")
        self.panes.screens.deals.show_page()
        await self.shoot("deals")

    async def deal_sheet(self) -> None:
        """A deal that has gone quiet, with its talk."""
        rows = [row for column in self.desk.board().columns for row in column.rows]
        row = next((row for row in rows if row.quiet is not None), rows[0])
        self.panes.screens.show_deal(row.deal_id)
        await self.shoot("deal-sheet")

    async def quiet(self) -> None:
        """All deals without news."""
        self.panes.screens.show_quiet()
        await self.shoot("quiet")

    async def funnel(self) -> None:
        """The figures of deals."""
        self.panes.screens.deals.show_page("funnel")
        await asyncio.sleep(2 * SETTLE_S)
        await self.shoot("funnel")
        self.panes.screens.deals.show_page()

    async def reports(self) -> None:
        """What came of it and how fast."""
        self.panes.show_screen("reports")
        view = self.panes.screens.reports
        await self.until(lambda: view.page.report is not None, FILLED_WITHIN_S)
        await self.shoot("reports")

    def _who_wrote(self, word: str) -> ConversationId | None:
        """Who waits and wrote that."""
        for found in self.desk.inbox("waiting"):
            row = self.desk.inbox_row(found)
            if row is not None and word in (row.last_text or "") and self.is_window_open(found):
                return found
        return None

    async def hours(self) -> None:
        """Where the business says when it is open."""
        self.panes.show_settings_page("hours")
        await self.shoot("hours")

    async def shoot(self, name: str) -> None:
        """The window, and over it whatever dialog is open, as on a screen."""
        await asyncio.sleep(SETTLE_S)
        picture = self.window.grab()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                self._paint_over(picture, dialog)
        path = self.folder / f"{name}.png"
        if picture.toImage().save(str(path)):
            self.files.append(path)

    def _paint_over(self, picture: QPixmap, dialog: QDialog) -> None:
        room, size = self.window.size(), dialog.size()
        at = QPoint((room.width() - size.width()) // 2, (room.height() - size.height()) // 2)
        painter = QPainter(picture)
        painter.drawPixmap(at, dialog.grab())
        painter.setPen(self.theme.colors.border_strong)
        painter.drawRect(at.x(), at.y(), size.width() - 1, size.height() - 1)
        painter.end()
