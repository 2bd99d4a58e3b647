"""Notes about the person: written in a line that grows, changed and removed by their author."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard, ContactNoteRow
from app.domain.ids import ContactId
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.panel.parts import PanelKit, SectionBox
from ui.plain import shown_name, shown_text
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Card

NEW = "note"
SHOWN = 3  # before somebody asks for all
LINES = 3
OpenMenu = Callable[[ContactNoteRow, QWidget], None]
LEADERS = ("owner", "manager")


class _Box(QPlainTextEdit):
    """Enter keeps, Shift and Enter break the line, Escape leaves."""

    def __init__(self, panel: PanelKit, kept: Callable[[], None], left: Callable[[], None]) -> None:
        super().__init__()
        self._kept, self._left = kept, left
        theme = panel.theme
        self.setAccessibleName(_("Note about this person"))
        self.setPlaceholderText(_("Write a note about this person"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.line("body") * LINES + 2 * theme.tokens.space.x2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in the note of a conversation."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._kept()
        elif event.key() == Qt.Key.Key_Escape:
            self._left()
        else:
            super().keyPressEvent(event)


class NoteView(Card):
    """One note: who wrote it and when, its words, and what may be done with it."""

    def __init__(self, panel: PanelKit, note: ContactNoteRow, menu: OpenMenu | None) -> None:
        super().__init__(panel.theme)
        kit = panel.kit
        moment = kit.formats.list_time(note.at, kit.clock.now())
        parts = [shown_name(note.name or "?"), moment]
        parts += [_("edited")] if note.is_edited else []
        parts += [_("waiting")] if note.is_pending else []
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(panel.theme, " · ".join(parts), role="small", ink="text_muted"), 1)
        if menu is not None:
            self.more = IconButton(panel.theme, "ellipsis", _("More about this note"), height="small")
            self.more.clicked.connect(lambda: menu(note, self.more))
            head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 6, 10)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(Paragraph(panel.theme, shown_text(note.text)))


class NotesSection:
    """The newest first."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Notes")
        self.widget = SectionBox(panel.theme, self.title, "plus", _("Write a note"))
        self._card: ContactCard | None = None
        self._shown: tuple[object, ...] | None = None
        self._is_open = False
        self._edited: ContactNoteRow | None = None
        self._written_for: ContactId | None = None
        self.views: list[NoteView] = []
        self.box = _Box(panel, self.keep, self.leave)
        self.error = Paragraph(panel.theme, role="small", ink="danger")
        self.save = Button(panel.theme, _("Keep the note"), kind="soft", height="small")
        self.cancel = Button(panel.theme, _("Cancel"), kind="quiet", height="small")
        self.all = Button(panel.theme, _("Show more"), kind="link", is_flush=True)
        self._writing = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        theme, column = self._panel.theme, self.widget.column
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        writing = QVBoxLayout(self._writing)
        writing.setContentsMargins(0, 0, 0, theme.tokens.space.x2)
        writing.setSpacing(theme.tokens.space.x1)
        writing.addWidget(self.box)
        writing.addWidget(self.error)
        writing.addLayout(buttons)
        self.nothing = Paragraph(theme, _("No note yet"), ink="text_faint")
        self._place = QVBoxLayout()
        self._place.setSpacing(theme.tokens.space.x2)
        for part in (self._writing, self.nothing):
            column.addWidget(part)
        column.addLayout(self._place)
        column.addWidget(self.all)
        self._writing.hide()
        self.error.hide()
        self.all.hide()
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.write)
        self.save.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.leave)
        self.all.clicked.connect(self._show_all)

    def show(self, card: ContactCard) -> None:
        """Theirs; a note that is being written for somebody waits for them."""
        if self._card is None or self._card.contact_id != card.contact_id:
            self.put_aside()
            self._is_open = False
        self._card = card
        begun = self._panel.begun.get((card.contact_id, NEW))
        if begun is not None and self._written_for != card.contact_id:
            self._open(begun)
        key = (card.notes, self._is_open, self._panel.kit.formats.language)
        if key == self._shown:
            return
        self._shown = key
        self._fill(card.notes if self._is_open else card.notes[:SHOWN])
        hidden = len(card.notes) - SHOWN
        self.all.setVisible(hidden > 0 and not self._is_open)
        self.all.setText(_("Show all {n}").format(n=len(card.notes)))

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def write(self) -> None:
        """A new one."""
        if self._card is None:
            return
        self._edited = None
        self._open(self._panel.begun.get((self._card.contact_id, NEW), ""))
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """What is written, as a new note or in place of the one that was opened."""
        contact_id, text = self._written_for, self.box.toPlainText()
        if contact_id is None:
            return
        desk = self._panel.kit.desk
        work: Callable[[], Awaitable[object]] = partial(desk.add_contact_note, contact_id, text)
        if self._edited is not None:
            work = partial(desk.edit_contact_note, contact_id, self._edited.note_id, text)
        self._panel.ask(work, self._say, lambda: self._kept(contact_id))

    def leave(self) -> None:
        """Nothing is kept of it."""
        if self._written_for is not None:
            self._panel.begun.pop((self._written_for, NEW), None)
        self._close()

    def _kept(self, contact_id: ContactId) -> None:
        self._panel.begun.pop((contact_id, NEW), None)
        if self._written_for == contact_id:
            self._close()

    def _open(self, text: str) -> None:
        assert self._card is not None
        self._written_for = self._card.contact_id
        self.box.setPlainText(text)
        self._say("")
        self._writing.show()

    def _close(self) -> None:
        focused = self.widget.window().focusWidget()
        had_focus = focused is not None and self._writing.isAncestorOf(focused)
        self._written_for = self._edited = None
        self.box.clear()
        self._writing.hide()
        if had_focus and self.widget.action is not None:
            self.widget.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_aside(self) -> None:
        """A note that is being written waits for its person."""
        if self._written_for is None:
            return
        text = self.box.toPlainText()
        if text.strip() and self._edited is None:
            self._panel.begun[self._written_for, NEW] = text
        self._close()

    def _say(self, sentence: str) -> None:
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _show_all(self) -> None:
        self._is_open = True
        if self._card is not None:
            self.show(self._card)

    def _fill(self, notes: tuple[ContactNoteRow, ...]) -> None:
        for view in self.views:
            self._place.removeWidget(view)
            view.hide()
            view.deleteLater()
        is_leader = self._panel.kit.desk.me().role in LEADERS
        self.views = [
            NoteView(self._panel, note, self._menu if note.is_mine or is_leader else None) for note in notes
        ]
        for view in self.views:
            self._place.addWidget(view)
        self.nothing.setVisible(not notes and self._writing.isHidden())

    def _menu(self, note: ContactNoteRow, anchor: QWidget) -> None:
        menu = Menu(self._panel.theme, _("Note"), self.widget)
        if note.is_mine:
            menu.add(_("Change the note"), lambda: self._change(note), icon="pencil")
        menu.add(_("Remove the note"), lambda: self._remove(note), icon="trash-2", is_danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(anchor)

    def _change(self, note: ContactNoteRow) -> None:
        self._open(note.text)
        self._edited = note
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, note: ContactNoteRow) -> None:
        if self._card is not None:
            remove = self._panel.kit.desk.remove_contact_note
            self._panel.ask(partial(remove, self._card.contact_id, note.note_id))
