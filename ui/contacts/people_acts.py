"""What is done with one contact or with all who are chosen: opening, writing, the menu, tags, owners, a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.desk.desk import Refusal
from app.domain.contact_bulk import BULK_COMMANDS
from app.domain.contact_table import ContactNo, TableRow
from app.domain.ids import ContactId
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.contacts import bulk, bulk_bar
from ui.contacts.bulk_pickers import pick_owner, pick_tag
from ui.keys import KeyId
from ui.kit import Kit
from ui.teamwork.undoing import Show
from ui.widgets.menu import Menu

if TYPE_CHECKING:
    from ui.contacts.page import Tool
    from ui.contacts.people import PeoplePage

BY_KEY: Final[Mapping[KeyId, str]] = {"tag": bulk_bar.TAG, "assign": bulk_bar.OWN}


class PeopleActs:
    """Acts of the page of people."""

    def __init__(self, kit: Kit, page: PeoplePage) -> None:
        self._kit, self._page = kit, page
        kit.bridge.refused.connect(self._hear)

    def connect_table(self) -> None:
        """Hear the table."""
        table = self._page.table
        table.opened.connect(self.open)
        table.card_asked.connect(lambda no: self._page.show_card(no, is_entered=True))
        table.menu_asked.connect(self.open_menu)

    # -- one

    def row(self, no: ContactNo) -> TableRow | None:
        """A line, also of somebody whom the table does not show."""
        rows = self._kit.desk.contact_rows([no])
        return rows[0] if rows else None

    def open(self, no: ContactNo) -> None:
        """The conversation; where there is none, writing to them."""
        row = self.row(no)
        if row is None:
            return
        number = row.number or row.values.get("phone")
        if row.conversation_id is not None:
            self._page.open_asked.emit(row.conversation_id)
        elif number:
            self._page.write_asked.emit(f"+{number}", row.name if row.is_named else "")
        else:
            self._page.show_card(no, is_entered=True)

    def open_menu(self, no: ContactNo, at: QPoint) -> Menu | None:
        """What can be done: with all who are chosen when the line is one of them, else with its person."""
        page = self._page
        if no in page.chosen and len(page.chosen) > 1:
            return self._many_menu(at)
        row = self.row(no)
        if row is None:
            return None
        menu = self._menu(_("Contact"))
        number = row.number or row.values.get("phone")
        if row.conversation_id is not None:
            menu.add(_("Open the conversation"), partial(self.open, no), icon="message-square", key="Return")
        elif number:
            menu.add(_("Write"), partial(self.open, no), icon="pencil", key="Return")
        self._card_entry(menu, no)
        if number:
            copy = partial(QGuiApplication.clipboard().setText, f"+{number}")
            menu.add(_("Copy the number"), copy, icon="copy")
        is_on = no in page.chosen
        words = _("Take out of the selection") if is_on else _("Select")
        menu.add(words, partial(page.chosen.toggle, no), icon="check", key="Space")
        menu.addSeparator()
        self._add_many(menu, [no])
        menu.popup(at)
        return menu

    def _card_entry(self, menu: Menu, no: ContactNo) -> None:
        menu.add(
            _("Show the card"),
            lambda: self._page.show_card(no, is_entered=True),
            icon="panel-right",
            key="Ctrl+Return",
        )

    def add(self) -> None:
        """A contact made by hand."""
        from ui.contacts.new_contact import NewContact

        dialog = NewContact(self._kit, self._page.window())
        dialog.saved.connect(self._page.show_person)
        dialog.known_asked.connect(self._page.show_person)
        dialog.open()

    # -- many

    def do_many(self, act: str, button: QWidget) -> None:
        """Something for all who are chosen, asked for at a button of the bar."""
        nos = self._page.chosen.in_order(self._page.model.order)
        self._do(act, nos, button, None)

    def can_by_key(self, key: KeyId) -> bool:
        """Whether a key of the window does something to those who are chosen, or to the line."""
        return key in BY_KEY and (bool(len(self._page.chosen)) or self._page.table.current_no is not None)

    def do_by_key(self, key: KeyId) -> None:
        """For all who are chosen, at their bar; without any for the line that the table stands on."""
        page, act = self._page, BY_KEY[key]
        no = page.table.current_no
        if len(page.chosen):
            self.do_many(act, page.bulk.button(act))
        elif no is not None:
            self._do(act, [no], page.table.viewport(), page.table.place_of_current())

    def _many_menu(self, at: QPoint) -> Menu:
        nos = self._page.chosen.in_order(self._page.model.order)
        menu = self._menu(
            ngettext("{n} contact selected", "{n} contacts selected", len(nos)).format(n=len(nos))
        )
        self._add_many(menu, nos)
        menu.addSeparator()
        menu.add(_("End the selection"), self._page.chosen.clear, icon="x", key="Esc")
        menu.popup(at)
        return menu

    def _add_many(self, menu: Menu, nos: Sequence[ContactNo]) -> None:
        anchor = self._page.table.viewport()
        place = self._page.table.place_of_current()
        menu.add(_("Tag…"), partial(self._do, bulk_bar.TAG, nos, anchor, place), icon="tag")
        menu.add(_("Remove a tag…"), partial(self._do, bulk_bar.UNTAG, nos, anchor, place), icon="minus")
        menu.add(_("Assign…"), partial(self._do, bulk_bar.OWN, nos, anchor, place), icon="user-plus")
        for tool in self._page.selection_tools:
            menu.add(_(tool.name), partial(self._use, tool, nos), icon=tool.icon)

    def _do(self, act: str, nos: Sequence[ContactNo], anchor: QWidget, at: QRect | None) -> None:
        tool = next((one for one in self._page.selection_tools if one.id == act), None)
        if tool is not None:
            self._use(tool, nos)
        elif not bulk.may_do(self._kit, len(nos), self._show):
            return
        elif act == bulk_bar.OWN:
            pick_owner(self._kit, lambda owner: bulk.own_all(self._kit, nos, owner, self._show), anchor, at)
        else:
            is_on = act == bulk_bar.TAG
            known = [tag for tag, _count in self._page.looking.facets.tags]
            pick_tag(
                self._kit, known, lambda tag: bulk.tag_all(self._kit, nos, tag, self._show, is_on=is_on),
                anchor, at, can_be_new=is_on,
            )  # fmt: skip

    def _use(self, tool: Tool, nos: Sequence[ContactNo]) -> None:
        self._kit.tasks.spawn(self._use_now(tool, nos), f"contacts {tool.id}")

    async def _use_now(self, tool: Tool, nos: Sequence[ContactNo]) -> None:
        ids: list[ContactId] = await self._kit.desk.contact_ids(nos)
        if tool.act is not None:
            tool.act(self._kit, self._page.window(), ids)

    # -- what both need

    @property
    def _show(self) -> Show:
        return self._page.undoing.show

    def _menu(self, name: str) -> Menu:
        menu = Menu(self._kit.theme, name, self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _hear(self, refusal: Refusal) -> None:
        """The hub said no after it had been asked: somebody's role changed meanwhile."""
        if isinstance(refusal.command, BULK_COMMANDS):
            self._show(sentences.refusal(refusal.code, refusal.facts), icon="circle-alert", ink="danger")
