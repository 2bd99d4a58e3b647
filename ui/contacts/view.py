"""The screen of contacts: the table of people, and the pages that its tools open in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.contacts.page import Page, Tool
from ui.contacts.people import PeoplePage
from ui.contacts.tools import TOOLS, tools_for
from ui.keys import KeyId
from ui.kit import Kit


class ContactsView(QStackedWidget):
    """`open_asked(conversation_id)`; `message_asked(conversation_id, message_id)` where it stands;
    `write_asked(number, name)` to somebody without a conversation; `deal_asked(deal_id)` on the board,
    `appointment_asked(appointment_id)` in the agenda.
    """

    open_asked = Signal(str)
    message_asked = Signal(str, str)
    write_asked = Signal(str, str)
    deal_asked = Signal(str)
    appointment_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None, tools: Sequence[Tool] = TOOLS) -> None:
        super().__init__(parent)
        self._kit = kit
        self._pages: dict[str, Page] = {}
        self._tools = tools_for(kit, tools)
        self.people = PeoplePage(kit, self._tools)
        self.people.open_asked.connect(self.open_asked)
        self.people.message_asked.connect(self.message_asked)
        self.people.write_asked.connect(self.write_asked)
        self.people.card.deal_asked.connect(self.deal_asked)
        self.people.card.appointment_asked.connect(self.appointment_asked)
        self.people.tool_asked.connect(self.show_page)
        self.addWidget(self.people)

    @property
    def shown(self) -> PeoplePage | Page:
        """The page in view."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else self.people

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.shown.first_control

    def focus_first(self) -> None:
        """The screen was gone to."""
        self.shown.focus_first()

    def look_for(self) -> None:
        """Look for somebody, from anywhere in this screen."""
        self.setCurrentWidget(self.people)
        self.people.head.focus_search()

    def toggle_card(self) -> None:
        """The card beside the table, or away with it."""
        if self.shown is self.people:
            self.people.toggle_card()

    def can_by_key(self, key: KeyId) -> bool:
        """Whether a key of the window does something to contacts now."""
        return self.shown is self.people and self.people.acts.can_by_key(key)

    def show_page(self, page_id: str = "people") -> None:
        """The table ("people"), or the page of a tool by its id; unknown ones are the table."""
        page = self._page(page_id)
        self.setCurrentWidget(page or self.people)
        self.focus_first()

    def show_contact(self, contact_id: str) -> None:
        """The table stands on somebody, with their card beside it."""
        self.setCurrentWidget(self.people)
        self.people.card.set_asked(is_asked=True)
        self.people.show_person(contact_id)

    def page(self, page_id: str) -> Page | None:
        """The page of a tool, made now if it was not; None for one that is not there for this person."""
        return self._page(page_id)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self.people.close_down()
        for page in self._pages.values():
            page.close_down()

    def _page(self, page_id: str) -> Page | None:
        if page_id not in self._pages:
            tool = next((one for one in self._tools if one.id == page_id), None)
            if tool is None or tool.page is None:
                return None
            self._pages[page_id] = page = tool.page(self._kit)
            page.back_asked.connect(self._back)
            page.open_asked.connect(self.open_asked)
            page.contact_asked.connect(self.show_contact)
            self.addWidget(page)
        return self._pages[page_id]

    def _back(self) -> None:
        self.setCurrentWidget(self.people)
        self.people.first_control.setFocus(Qt.FocusReason.OtherFocusReason)
