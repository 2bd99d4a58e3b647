"""The screen of the agenda: the list or the grid, and the pages that stand in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.words import gettext as _
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.beside import Beside
from ui.appointments.page import Page, PageLine, PanelLine, Tool
from ui.appointments.parts import PAGES, PANELS, TOOLS, later, pages_for, panels_for, tools_for
from ui.kit import Kit

IMPORT: Final = "import"  # the page that reads tables and calendars
CARDS: Final = (".vcf", ".vcard")


class AgendaView(QStackedWidget):
    """`open_asked(conversation_id)`, `contact_asked(contact_id)`, `message_asked(conversation_id, message_id)` where it
    stands, `settings_asked(page id)`.
    """

    open_asked = Signal(str)
    contact_asked = Signal(str)
    message_asked = Signal(str, str)
    settings_asked = Signal(str)

    def __init__(
        self,
        kit: Kit,
        parent: QWidget | None = None,
        pages: Sequence[PageLine] = PAGES,
        tools: Sequence[Tool] = TOOLS,
        panels: Sequence[PanelLine] = PANELS,
    ) -> None:
        super().__init__(parent)
        self._kit = kit
        self._lines = pages_for(kit, pages)
        self._made: dict[str, Page] = {}
        self.agenda = AgendaPage(kit, tools_for(kit, tools), panels_for(kit, panels))
        self.agenda.open_asked.connect(self.open_asked)
        self.agenda.contact_asked.connect(self.contact_asked)
        self.agenda.message_asked.connect(self.message_asked)
        self.agenda.settings_asked.connect(self.settings_asked)
        self.agenda.page_asked.connect(self.show_page)
        self.agenda.tool_asked.connect(self._use)
        self.agenda.paste_asked.connect(self._paste)
        self.beside = Beside(kit, self.agenda)
        self.addWidget(self.agenda)

    @property
    def shown(self) -> AgendaPage | Page:
        """The page in view."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else self.agenda

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.shown.first_control

    def focus_first(self) -> None:
        """The screen was gone to."""
        self.shown.focus_first()

    def show_page(self, page_id: str = "") -> None:
        """A page by its id; an unknown one is the agenda."""
        self.setCurrentWidget(self.page(page_id) or self.agenda)
        self.focus_first()

    def show_day(self, day: date | None = None, filter_id: str = "") -> None:
        """One day of the agenda, None: today; with one of its filters where one is named."""
        self.setCurrentWidget(self.agenda)
        self.agenda.show_one_day(day)
        if filter_id:
            self.agenda.looking.narrow(filter_id)  # type: ignore[arg-type]

    def show_appointment(self, appointment_id: str) -> None:
        """The agenda stands on an appointment, which is opened too."""
        self.setCurrentWidget(self.agenda)
        self.agenda.show_appointment(appointment_id)

    def page(self, page_id: str) -> Page | None:
        """A page, made now if it was not; None for one that is not there for this person."""
        if page_id not in self._made:
            line = self._lines.get(page_id)
            if line is None:
                return None
            self._made[page_id] = page = later(line.make)(self._kit)
            page.back_asked.connect(self._back)
            page.open_asked.connect(self.open_asked)
            page.contact_asked.connect(self.contact_asked)
            page.appointment_asked.connect(self.show_appointment)
            page.page_asked.connect(self.show_page)
            page.day_asked.connect(self.show_day)
            page.undo_offered.connect(self._offer_undo)
            self.addWidget(page)
        return self._made[page_id]

    def take_table(self, paths: list[Path]) -> bool:
        """Files were dropped: the page that brings appointments reads them. False for cards: those are people."""
        page = self.page(IMPORT)
        if page is None or any(path.suffix.lower() in CARDS for path in paths):
            return False
        self.setCurrentWidget(page)
        page.take(paths)
        page.focus_first()
        return True

    @property
    def can_undo(self) -> bool:
        """Whether something done here can be taken back."""
        return self.shown is self.agenda and self.agenda.undoing.can_undo

    def undo(self) -> bool:
        """Take it back; False when there is nothing."""
        return self.can_undo and self.agenda.undoing.undo()

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self.beside.close_down()
        self.agenda.close_down()
        for page in self._made.values():
            page.close_down()

    def _use(self, tool: Tool) -> None:
        if tool.page:
            self.show_page(tool.page)
        elif tool.act:
            later(tool.act)(self.agenda)

    def _offer_undo(self, said: str, undo: Callable[[], object]) -> None:
        toast = self.agenda.undoing.show(said, action=_("Undo"))
        toast.acted.connect(lambda: undo())

    def _paste(self) -> None:
        page = self.page(IMPORT)
        if page is not None and QGuiApplication.clipboard().text().strip():
            self.show_page(IMPORT)
            page.paste()

    def _back(self) -> None:
        self.setCurrentWidget(self.agenda)
        self.agenda.first_control.setFocus(Qt.FocusReason.OtherFocusReason)
