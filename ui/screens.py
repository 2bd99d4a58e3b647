"""The screens of the rail and those that they lead to. All but the first are made when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.kit import Kit

if TYPE_CHECKING:
    from ui.contacts.view import ContactsView
    from ui.imports.view import ImportView
    from ui.settings.view import SettingsView
    from ui.today.view import TodayView

    Screen = SettingsView | ImportView | TodayView | ContactsView

OTHERS = ("settings", "imports", "today", "contacts")  # all but the inbox


class Screens(QStackedWidget):
    """`way_asked` with the id of a screen that another leads to; `open_asked` with a conversation, `write_asked`,
    `join_asked`, `person_asked(number, name)`: write to somebody who is known; `message_asked(conversation_id,
    message_id)`: show that message where it stands.
    """

    way_asked = Signal(str)
    open_asked = Signal(str)
    write_asked = Signal()
    join_asked = Signal()
    person_asked = Signal(str, str)
    message_asked = Signal(str, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._settings: SettingsView | None = None
        self._imports: ImportView | None = None
        self._today: TodayView | None = None
        self._contacts: ContactsView | None = None

    @property
    def today(self) -> TodayView:
        """What needs somebody now."""
        if self._today is None:
            from ui.today.view import TodayView

            self._today = TodayView(self._kit)
            self._today.open_asked.connect(self.open_asked)
            self._today.write_asked.connect(self.write_asked)
            self._today.list_asked.connect(lambda: self.way_asked.emit("inbox"))
            self.addWidget(self._today)
        return self._today

    @property
    def contacts(self) -> ContactsView:
        """Everybody in one table."""
        if self._contacts is None:
            from ui.contacts.view import ContactsView

            self._contacts = ContactsView(self._kit)
            self._contacts.open_asked.connect(self.open_asked)
            self._contacts.message_asked.connect(self.message_asked)
            self._contacts.write_asked.connect(self.person_asked)
            self.addWidget(self._contacts)
        return self._contacts

    @property
    def settings(self) -> SettingsView:
        """The settings screen."""
        if self._settings is None:
            from ui.settings.view import SettingsView

            self._settings = SettingsView(self._kit)
            self._settings.import_asked.connect(lambda: self.way_asked.emit("imports"))
            self._settings.open_asked.connect(self.open_asked)
            self._settings.join_asked.connect(self.join_asked)
            self.addWidget(self._settings)
        return self._settings

    @property
    def imports(self) -> ImportView:
        """The screen on which chats of a phone are brought; the settings lead there."""
        if self._imports is None:
            from ui.imports.view import ImportView

            self._imports = ImportView(self._kit)
            self._imports.back_asked.connect(lambda: self.way_asked.emit("settings"))
            self._imports.open_asked.connect(self.open_asked)
            self.addWidget(self._imports)
        return self._imports

    def take_exports(self, paths: list[Path]) -> None:
        """Files that may be exported chats were dropped on the window."""
        self.way_asked.emit("imports")
        self.imports.take(paths)

    def take_tables(self, paths: list[Path]) -> None:
        """Files that may be lists of people were dropped on the window."""
        from ui.contacts.transfer.page import ImportPage

        self.way_asked.emit("contacts")
        self.contacts.show_page("import")
        page = self.contacts.page("import")
        if isinstance(page, ImportPage):
            page.take(paths)

    @property
    def _made(self) -> dict[str, Screen]:
        made = {
            "settings": self._settings,
            "imports": self._imports,
            "today": self._today,
            "contacts": self._contacts,
        }
        return {name: screen for name, screen in made.items() if screen is not None}

    @property
    def shown_id(self) -> str:
        """Which screen is in view."""
        shown = self.currentWidget()
        return next((name for name, screen in self._made.items() if shown is screen), "inbox")

    @property
    def first_control(self) -> QWidget | None:
        """Where the keyboard enters a screen other than the inbox."""
        shown = self._made.get(self.shown_id)
        return None if shown is None else shown.first_control

    def show_screen(self, screen_id: str) -> None:
        """Put a screen in view and the keyboard into it; any id but those of the others is the inbox."""
        if screen_id not in OTHERS:
            self.setCurrentIndex(0)
            return
        screen: Screen = getattr(self, screen_id)
        self.setCurrentWidget(screen)
        screen.focus_first()

    @property
    def can_undo(self) -> bool:
        """Whether something done on the screen in view can be taken back."""
        shown = self._contacts if self.shown_id == "contacts" else None
        return shown is not None and shown.people.undoing.can_undo

    def undo(self) -> bool:
        """Take it back; False when there is nothing."""
        return self.can_undo and self.contacts.people.undoing.undo()

    def close_down(self) -> None:
        """No timer may outlive the screens."""
        if self._imports is not None:
            self._imports.close_down()
        if self._today is not None:
            self._today.close_down()
        if self._contacts is not None:
            self._contacts.close_down()
