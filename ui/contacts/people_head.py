"""The head of the page of people: how many they are, the line to find them, what can be done beside the table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from app.words import gettext as _
from app.words import ngettext
from ui.contacts.page import SIDE, Tool
from ui.keys import KEYS
from ui.kit import Kit
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

SEARCH_PX: Final = 280
WORDS_FROM: Final = 860  # below, the buttons go into the menu
FIND_AFTER_MS: Final = 20  # a quick typist is looked after once


class PeopleHead(Surface):
    """`looked_for(words)` while one types, `entered` at Enter, `used(tool)`, `add_asked`."""

    looked_for = Signal(str)
    entered = Signal()
    used = Signal(object)
    add_asked = Signal()

    def __init__(self, kit: Kit, tools: Sequence[Tool]) -> None:
        super().__init__(kit.theme, "surface", edges=("bottom",))
        self._kit, self._tools = kit, tools
        theme = kit.theme
        self.title = Label(theme, _("Contacts"), role="title", weight="semibold")
        self.counted = ElidedLabel(theme, ink="text_muted", tabular=True)
        hint = KEYS["find"].sequence.replace("+", " ")
        words = _("Name, number, e-mail, tag")
        self.search = Input(theme, _("Find contacts"), placeholder=words, is_search=True, key_hint=hint)
        self.new_contact = Button(theme, _("New contact"), kind="primary", icon="plus")
        self.more = IconButton(theme, "ellipsis", _("More"))
        self.tools: dict[str, Button] = {}
        self._find = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 0, SIDE, 0)
        line.setSpacing(12)
        line.addWidget(self.title)
        line.addWidget(self.counted, 1)
        line.addWidget(self.search)
        for tool in tools:
            if tool.place == "bar":
                button = Button(theme, _(tool.name), icon=tool.icon)
                button.clicked.connect(partial(self._use, tool))
                self.tools[tool.id] = button
                line.addWidget(button)
        line.addWidget(self.new_contact)
        line.addWidget(self.more)
        self.search.textChanged.connect(lambda _words: self._find.start())
        self.search.returnPressed.connect(self._enter)
        self.new_contact.clicked.connect(self.add_asked)
        self.more.clicked.connect(self._open_more)
        self._find.timeout.connect(lambda: self.looked_for.emit(self.search.text()))

    def show_count(self, shown: int, total: int) -> None:
        """So many of so many."""
        number = self._kit.formats.number
        words = number(total) if total else ""
        if shown != total:
            words = _("{n} of {total}").format(n=number(shown), total=number(total))
        self.counted.set_text(words)
        said = ngettext("{n} contact", "{n} contacts", shown).format(n=number(shown))
        self.counted.setAccessibleName(said)

    def focus_search(self) -> None:
        """Look for somebody."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def clear(self) -> None:
        """Nobody is looked for any more; nothing is told."""
        self._find.stop()
        was = self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(was)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._find.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons with words where there is room."""
        super().resizeEvent(event)
        px, width = self.theme.px, event.size().width()
        is_wide = width >= px(WORDS_FROM)
        for button in (*self.tools.values(), self.new_contact):
            button.setVisible(is_wide)
        self.more.setVisible(not is_wide or any(tool.place == "menu" for tool in self._tools))
        self.search.setFixedWidth(px(SEARCH_PX) if width >= px(640) else max(120, width - px(240)))

    def _enter(self) -> None:
        if self._find.isActive():
            self._find.stop()
            self.looked_for.emit(self.search.text())
        self.entered.emit()

    def _use(self, tool: Tool, _is_checked: bool = False) -> None:
        self.used.emit(tool)

    def _open_more(self) -> None:
        menu = Menu(self.theme, _("More"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.new_contact.isHidden():
            menu.add(_("New contact"), self.add_asked.emit, icon="plus")
        for tool in self._tools:
            if tool.place == "menu" or (tool.place == "bar" and self.tools[tool.id].isHidden()):
                menu.add(_(tool.name), partial(self._use, tool), icon=tool.icon)
        menu.open_below(self.more)
