"""Everybody in one table, for the front desk: found while one types, put in order by any head."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.contact_table import ContactNo, TableAsk, TableRow
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.contacts.columns import COLUMNS, Writing
from ui.contacts.model import ContactModel
from ui.contacts.page import SIDE, Tool
from ui.contacts.table import ContactTable
from ui.kit import Kit
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Label
from ui.widgets.menu import Menu
from ui.widgets.small_parts import EmptyState, SkeletonRows
from ui.widgets.surfaces import Surface

SEARCH_PX: Final = 300
AGAIN_MS: Final = 250  # changes that come together are read once
TICK_MS: Final = 30_000  # how long ago is written in minutes
TABLE, NOBODY, NOTHING = 1, 2, 3  # before them, what waits for the first lines


class PeoplePage(Surface):
    """`open_asked(conversation_id)`, `write_asked(number, name)` to somebody without one, `tool_asked(tool id)`."""

    open_asked = Signal(str)
    write_asked = Signal(str, str)
    tool_asked = Signal(str)

    def __init__(self, kit: Kit, tools: Sequence[Tool], parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit = kit
        self._ask = TableAsk()
        self._asked = 0  # how often an order was asked for: only the newest answer is shown
        self._total = 0
        self._is_read = False
        self._is_stale = False
        self.title = Label(kit.theme, _("Contacts"), role="title", weight="semibold")
        self.counted = Label(kit.theme, ink="text_muted", tabular=True)
        self.search = Input(
            kit.theme, _("Find contacts"), placeholder=_("Name, number, user name"), is_search=True
        )
        self.model = ContactModel(kit.desk.contact_rows, self._writing, COLUMNS, self)
        self.table = ContactTable(kit, self.model)
        self.tool_buttons: dict[str, Button] = {}
        self.more = IconButton(kit.theme, "ellipsis", _("More"))
        self._tools = tools
        self._waiting = SkeletonRows(kit.theme)
        self._stack = QStackedWidget()
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._tick = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        head = Surface(theme, "surface", edges=("bottom",))
        head.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        self._head = QHBoxLayout(head)
        self._head.setContentsMargins(SIDE, 0, SIDE, 0)
        self._head.setSpacing(12)
        for part in (self.title, self.counted):
            self._head.addWidget(part)
        self._head.addStretch(1)
        self.search.setMaximumWidth(theme.px(SEARCH_PX))
        self._head.addWidget(self.search, 2)
        self._show_tools()
        nobody = EmptyState(
            theme, "contact", _("No contacts yet"), _("Whoever writes to you stands here from then on.")
        )
        nothing = EmptyState(theme, "search", _("Nobody is found"), action=_("Show everybody"))
        nothing.acted.connect(self.search.clear)
        for shown in (self._waiting, self.table, nobody, nothing):
            self._stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        for section, one in enumerate(COLUMNS):
            self.table.setColumnWidth(section, theme.px(one.width_px))

    def _show_tools(self) -> None:
        """Buttons and the menu behind the last one: what is here, and for whom."""
        for tool in self._tools:
            if tool.place == "bar":
                button = Button(self._kit.theme, _(tool.name), icon=tool.icon)
                button.clicked.connect(partial(self._use, tool))
                self.tool_buttons[tool.id] = button
                self._head.addWidget(button)
        self._head.addWidget(self.more)
        self.more.setVisible(any(tool.place == "menu" for tool in self._tools))

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda words: self._look_for(words))
        self.search.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.table.opened.connect(self._open)
        self.table.sort_asked.connect(self.sort_by)
        self.table.menu_asked.connect(self._open_menu)
        self.more.clicked.connect(self._open_tools)
        self._again.timeout.connect(self.read_again)
        self._tick.timeout.connect(self.table.viewport().update)
        self._kit.bridge.changed.connect(self._changed)

    # -- for the screen

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.table if self.model.rowCount() else self.search

    def focus_first(self) -> None:
        """By key: into the table."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()
        self._tick.stop()

    def use(self, tool: Tool) -> None:
        """A page opens, or it is done at once."""
        if tool.page is not None:
            self.tool_asked.emit(tool.id)
        elif tool.act is not None:
            tool.act(self._kit, self.window(), ())

    def _use(self, tool: Tool, _is_checked: bool = False) -> None:
        self.use(tool)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it is now."""
        super().showEvent(event)
        if not self._is_read or self._is_stale:
            self.read_again()
        self._tick.start()

    def hideEvent(self, event: object) -> None:
        """Nobody looks."""
        super().hideEvent(event)  # type: ignore[arg-type]
        self._tick.stop()

    # -- what it shows

    def sort_by(self, column: str) -> None:
        """By another head, or the other way round."""
        is_same = column == self._ask.sort
        is_descending = not self._ask.is_descending if is_same else column == "last"
        self._ask = TableAsk(column, is_descending, self._ask.words)
        self.table.heads.show_sort(column, is_descending=is_descending)
        self.read_again()

    def read_again(self) -> None:
        """Ask for the order; what is shown stays until it is here."""
        self._asked += 1
        self._is_stale = False
        if not self._is_read:
            self._waiting.start()
        self._kit.tasks.spawn(self._read(self._ask, self._asked), "contact order")

    async def _read(self, ask: TableAsk, asked: int) -> None:
        order = await self._kit.desk.contact_order(ask)
        if asked != self._asked:
            return
        self._is_read = True
        self._waiting.stop()
        kept = self.table.current_no
        top = self.table.verticalScrollBar().value()
        self.model.show(order)
        if not ask.words:
            self._total = len(order)
        self.table.go_to(kept)
        self.table.verticalScrollBar().setValue(top)
        self._show_count(len(order))
        is_empty = NOTHING if ask.words else NOBODY
        self._stack.setCurrentIndex(TABLE if len(order) else is_empty)

    def _show_count(self, shown: int) -> None:
        formats = self._kit.formats
        total = formats.number(self._total)
        if shown != self._total:
            self.counted.setText(_("{n} of {total}").format(n=formats.number(shown), total=total))
        else:
            self.counted.setText(total if shown else "")
        said = ngettext("{n} contact", "{n} contacts", shown).format(n=formats.number(shown))
        self.counted.setAccessibleName(said)

    def _writing(self) -> Writing:
        return Writing(self._kit.formats, self._kit.clock.now())

    def _look_for(self, words: str) -> None:
        self._ask = TableAsk(self._ask.sort, self._ask.is_descending, words)
        self.read_again()

    def _changed(self, changes: Changes) -> None:
        if not (changes.is_everything or changes.conversations):
            return
        if self.isVisible():
            if not self._again.isActive():
                self._again.start()
        else:
            self._is_stale = True

    # -- acts

    def _row(self, no: ContactNo) -> TableRow | None:
        place = self.model.place_of(no)
        return self.model.row_at(place) if place is not None else None

    def _open(self, no: ContactNo) -> None:
        row = self._row(no)
        if row is None:
            return
        if row.conversation_id is not None:
            self.open_asked.emit(row.conversation_id)
        elif row.number:
            self.write_asked.emit(f"+{row.number}", row.name if row.is_named else "")

    def _open_menu(self, no: ContactNo, at: QPoint) -> None:
        row = self._row(no)
        if row is None:
            return
        menu = Menu(self._kit.theme, _("Contact"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.conversation_id is not None:
            menu.add(_("Open the conversation"), lambda: self._open(no), icon="message-square", key="Return")
        elif row.number:
            menu.add(_("Write"), lambda: self._open(no), icon="pencil", key="Return")
        if row.number:
            number = f"+{row.number}"
            menu.add(_("Copy the number"), lambda: QGuiApplication.clipboard().setText(number), icon="copy")
        menu.popup(at)

    def _open_tools(self) -> None:
        menu = Menu(self._kit.theme, _("More"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tool in self._tools:
            if tool.place == "menu":
                menu.add(_(tool.name), partial(self.use, tool), icon=tool.icon)
        menu.open_below(self.more)
