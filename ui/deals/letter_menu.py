"""A menu whose lines are taken by the letter that stands at their end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.typed import typed_text
from ui.widgets.menu import Menu


class LetterMenu(Menu):
    """It goes when it is closed. The letters are also taken in upper case."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, name, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._letters: dict[str, QAction] = {}

    def add_letter(
        self,
        letter: str,
        text: str,
        on_chosen: Callable[[], object],
        *,
        icon: IconName | None = None,
        is_checked: bool | None = None,
    ) -> QAction:
        """One line; "" is a line without a letter."""
        action = self.add(text, on_chosen, icon=icon, key=letter, is_checked=is_checked or None)
        if letter:
            self._letters[letter.casefold()] = action
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter of one of them; else as any menu."""
        action = self._letters.get(typed_text(event).casefold())
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()
