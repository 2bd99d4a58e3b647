"""Calls, meetings and e-mails: written down in two keys, with a note on what was said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deal_rows import DealCard, DealLogRow
from app.domain.deals import LOG_NOTE_MAX_CHARS
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from app.words.deals import logged_name
from ui.contacts.panel.parts import SectionBox
from ui.deals.log_menu import open_log_menu
from ui.deals.new_deal import too_long
from ui.deals.sheet.parts import SheetKit, escape_leaves
from ui.plain import shown_name, shown_text
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Card

SHOWN = 3
STEP = 20
LEADERS = ("owner", "manager")
NOTE = "log_note"


class EntryView(Card):
    """One entry: what it was, who wrote it down and when, what was said."""

    def __init__(self, section: LogSection, entry: DealLogRow) -> None:
        sheet = section.sheet
        super().__init__(sheet.theme)
        kit = sheet.kit
        parts = [logged_name(entry.what), kit.formats.list_time(entry.at, kit.clock.now())]
        parts += [shown_name(entry.name)] if entry.name else []
        parts += [_("waiting")] if entry.is_pending else []
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(sheet.theme, " · ".join(parts), role="small", ink="text_muted"), 1)
        self.more = IconButton(sheet.theme, "ellipsis", _("More about this entry"), height="small")
        self.more.clicked.connect(lambda: section.open_menu(entry, self.more))
        self.more.setVisible(entry.is_mine or kit.desk.me().role in LEADERS)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 6, 10)
        column.setSpacing(2)
        column.addLayout(head)
        if entry.note:
            column.addWidget(Paragraph(sheet.theme, shown_text(entry.note)))


class LogSection:
    """The newest first; a note is written in a line below the head of the section."""

    def __init__(self, sheet: SheetKit) -> None:
        self.sheet = sheet
        self._card: DealCard | None = None
        self._shown: tuple[object, ...] | None = None
        self._count = SHOWN
        self._noted: tuple[str, DealLogRow | None, str] | None = None  # deal, entry and its id that is noted
        theme = sheet.theme
        self.widget = SectionBox(theme, _("Calls, meetings, e-mails"), "plus", _("Write down (L)"))
        self.line = Input(theme, _("What was said"), placeholder=_("What was said? Enter keeps it"))
        self.error = Paragraph(theme, role="small", ink="danger")
        self.nothing = Paragraph(theme, _("Nothing yet. L writes a call down in two keys."), ink="text_faint")
        self.more = Button(theme, _("Show more"), kind="link", is_flush=True)
        self.views: list[EntryView] = []
        self._lay_out()
        escape_leaves(self.line, self._leave)
        self.line.returnPressed.connect(self._keep)
        self.line.textEdited.connect(lambda _text: self._say(""))
        self.more.clicked.connect(self._show_more)
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.open)

    def _lay_out(self) -> None:
        column, space = self.widget.column, self.sheet.theme.tokens.space
        self._place = QVBoxLayout()
        self._place.setSpacing(space.x2)
        column.setSpacing(space.x1)
        for part in (self.line, self.error, self.nothing):
            column.addWidget(part)
        column.addLayout(self._place)
        self.widget.foot.addWidget(self.more)
        self.line.hide()
        self.error.hide()
        self.more.hide()

    def show(self, card: DealCard) -> None:
        """Its own."""
        if self._card is None or self._card.deal_id != card.deal_id:
            self.put_aside()
            self._count = SHOWN
        self._card = card
        self._go_on_noting(card)
        key = (card.deal_id, card.log, self._count)
        if key == self._shown:
            return
        self._shown = key
        for view in self.views:
            self._place.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.views = [EntryView(self, entry) for entry in card.log[: self._count]]
        for view in self.views:
            self._place.addWidget(view)
        self.nothing.setVisible(not card.log)
        hidden = len(card.log) - self._count
        self.more.setVisible(hidden > 0)
        self.more.setText(ngettext("Show {n} more", "Show {n} more", hidden).format(n=hidden))

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """A note that is being written waits for its deal."""
        if self._noted is None:
            return
        deal_id, _entry, entry_id = self._noted
        if self.line.text().strip():
            self.sheet.begun[deal_id, NOTE] = f"{entry_id} {self.line.text()}"
        self._close()

    def open(self) -> None:
        """What was it? Then a line for what was said."""
        card = self._card
        if card is not None:
            assert self.widget.action is not None
            open_log_menu(
                self.sheet.kit, card, self.widget.action, self.sheet.show, partial(self._note, card.deal_id)
            )

    def open_menu(self, entry: DealLogRow, anchor: QWidget) -> None:
        """What may be done with an entry."""
        menu = Menu(self.sheet.theme, _("More about this entry"), self.widget)
        if entry.is_mine:
            words = _("Change the note") if entry.note else _("Add what was said")
            menu.add(words, lambda: self._change(entry), icon="pencil")
        menu.add(_("Remove the entry"), lambda: self._remove(entry), icon="trash-2", is_danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(anchor)

    # -- the note

    def _note(self, deal_id: str, entry_id: str, text: str = "") -> None:
        """The entry was made: what was said in it?"""
        if self._card is None or self._card.deal_id != deal_id:
            return
        self._noted = (deal_id, None, entry_id)
        self.line.setText(text)
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, entry: DealLogRow) -> None:
        if self._card is not None:
            self._note(self._card.deal_id, entry.entry_id, entry.note)
            self._noted = (self._card.deal_id, entry, entry.entry_id)

    def _go_on_noting(self, card: DealCard) -> None:
        begun = self.sheet.begun.pop((card.deal_id, NOTE), "")
        entry_id, _blank, text = begun.partition(" ")
        if text and self._noted is None:
            self._note(card.deal_id, entry_id, text)

    def _keep(self) -> None:
        """The entry again with its note, in place of the one without."""
        card, noted, text = self._card, self._noted, self.line.text().strip()
        if card is None or noted is None or card.deal_id != noted[0]:
            return
        now = self.sheet.kit.desk.deal(card.deal_id) or card  # the entry may be younger than what is shown
        entry = noted[1] or next((one for one in now.log if one.entry_id == noted[2]), None)
        if entry is None or text == entry.note:
            self._leave()
            return
        if len(text) > LOG_NOTE_MAX_CHARS:
            self._say(too_long(len(text) - LOG_NOTE_MAX_CHARS))
            return
        self.sheet.ask(partial(self._put, card.deal_id, entry, text), self._say, self._leave)

    async def _put(self, deal_id: str, entry: DealLogRow, text: str) -> None:
        desk = self.sheet.kit.desk
        await desk.log_on_deal(deal_id, entry.what, text, entry.at)
        await desk.unlog_on_deal(deal_id, entry.entry_id)

    def _remove(self, entry: DealLogRow) -> None:
        if self._card is not None:
            self.sheet.ask(partial(self.sheet.kit.desk.unlog_on_deal, self._card.deal_id, entry.entry_id))

    def _leave(self) -> None:
        had_focus = self.line.hasFocus()
        self._close()
        if had_focus and self.widget.action is not None:
            self.widget.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._noted = None
        self.line.clear()
        self.line.hide()
        self._say("")

    def _say(self, sentence: str) -> None:
        self.line.set_error(sentence)
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _show_more(self) -> None:
        self._count += STEP
        if self._card is not None:
            self.show(self._card)
